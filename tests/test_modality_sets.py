"""The labelled sentences for modality and speakers: what is in them, and how well we do."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bench.modality import (
    HELD_OUT,
    LATER,
    MODALITIES,
    SEEN,
    Answer,
    Case,
    answer,
    by_class,
    load,
    load_resources,
    macro_f1,
    shown_as_asserted,
    speakers,
)
from kgbuild.ontology import load_ontology
from kgbuild.scores import Counts

SETS = pytest.mark.parametrize("path", [LATER, SEEN], ids=lambda path: path.stem)
HALVES = pytest.mark.parametrize("part", [slice(None), HELD_OUT], ids=["all", "held out"])


@cache
def measured(path: Path) -> tuple[list[Case], list[Answer]]:
    cases, resources = load(path), load_resources()
    return cases, [answer(case, resources) for case in cases]


def case(modality: str, speaker: str | None = None) -> Case:
    return Case.model_validate(
        {"text": "", "subject": "", "relation": "", "object": ""}
        | {"modality": modality, "speaker": speaker}
    )


@SETS
def test_a_set_has_sentences_enough_of_every_class_and_relation(path: Path) -> None:
    cases = load(path)

    assert len(cases) >= 200
    assert set(Counter(case.modality for case in cases)) == set(MODALITIES)
    assert {case.relation for case in cases} == {r.name for r in load_ontology().relations}
    assert len({case.text for case in cases}) == len(cases)


@SETS
def test_names_and_speakers_stand_in_their_sentence(path: Path) -> None:
    strays = [
        case.text
        for case in load(path)
        for name in (case.subject, case.object, case.speaker or "")
        if name not in case.text
    ]

    assert strays == []


def test_no_sentence_of_one_set_is_in_the_other() -> None:
    assert {case.text for case in load(SEEN)}.isdisjoint(case.text for case in load(LATER))


@HALVES
def test_modality_is_told_well_in_sentences_labelled_after_the_cues(part: slice) -> None:
    cases, answers = measured(LATER)

    assert macro_f1(by_class(cases[part], answers[part]).values()) >= 0.75


@HALVES
def test_speakers_are_told_well_in_sentences_labelled_after_the_cues(part: slice) -> None:
    cases, answers = measured(LATER)

    assert speakers(cases[part], answers[part]).precision >= 0.85


def test_each_class_is_counted_for_itself() -> None:
    cases = [case("Asserted"), case("Planned"), case("Denied"), case("Denied")]
    answers = [Answer(m, None) for m in ("Asserted", "Asserted", "Denied", "Reported")]

    classes = by_class(cases, answers)

    assert classes == {
        "Asserted": Counts(tp=1, fp=1),
        "Planned": Counts(fn=1),
        "Reported": Counts(fp=1),
        "Denied": Counts(tp=1, fn=1),
    }
    assert macro_f1(classes.values()) == pytest.approx((2 / 3 + 0 + 0 + 2 / 3) / 4)
    assert shown_as_asserted(cases, answers) == pytest.approx(1 / 3)


def test_a_speaker_taken_for_another_is_wrong_and_missed() -> None:
    cases = [case("Asserted", speaker) for speaker in ("Ada", "Ada", "Ada", None, None)]
    answers = [Answer("Asserted", speaker) for speaker in ("Ada", "Bo", None, "Bo", None)]

    assert speakers(cases, answers) == Counts(tp=1, fp=2, fn=2)
