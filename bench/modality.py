"""How sure a text is of a claim, and who says it, on labelled sentences: `modality.py [FILE ...]`.

Each line of a file is a JSON object: `text`, the names `subject` and `object` that `relation` joins
there, the `modality` of that claim, and the `speaker`, or null where nobody is quoted. The names
are given, so that only the words around them are judged. Without FILE, both files of `tests/data`:
`modality_seen.jsonl`, by which the cues were written, and `modality.jsonl`, labelled later. Every
second line of the latter was read to mend the cues; the others are held out and shown apart.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kgbuild.extract import load_mention_model
from kgbuild.extract.modality import Cues, load_cues, modality_of, settled, speaker_of
from kgbuild.extract.relations import Roles
from kgbuild.extract.roles import role_finder
from kgbuild.extract.units import passage_units
from kgbuild.lexicon import load_lexicon
from kgbuild.ontology import Ontology, load_ontology
from kgbuild.records import MentionType, Modality, Record
from kgbuild.scores import Counts

DATA = Path(__file__).parents[1] / "tests" / "data"
LATER = DATA / "modality.jsonl"
SEEN = DATA / "modality_seen.jsonl"
HELD_OUT = slice(0, None, 2)
"""The lines of `LATER` that no cue was mended by: the first, the third ..."""
MODALITIES: tuple[Modality, ...] = get_args(Modality)


class Case(Record):
    """One labelled sentence, or a few."""

    text: str
    subject: str
    relation: str
    object: str
    modality: Modality
    speaker: str | None


class Answer(NamedTuple):
    """What we make of a case."""

    modality: Modality
    speaker: str | None


class Resources(NamedTuple):
    """What judging a case needs."""

    nlp: Language
    roles: Roles
    cues: Cues
    ontology: Ontology


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=[LATER, SEEN])
    parser.add_argument("--errors", action="store_true", help="list every wrong answer")
    options = parser.parse_args()
    resources = load_resources()
    for path in options.files:
        if not path.is_file():
            print(f"{path}: no such file; give one with the fields {', '.join(Case.model_fields)}")
            return 2
        cases = load(path)
        answers = [answer(case, resources) for case in cases]
        show(path.name, cases, answers, options.errors)
        if path == LATER:
            show(f"{path.name}, held out", cases[HELD_OUT], answers[HELD_OUT], errors=False)
    return 0


def load(path: Path) -> list[Case]:
    return [Case.model_validate_json(line) for line in path.read_text("utf-8").splitlines()]


def load_resources() -> Resources:
    return Resources(
        nlp=load_mention_model("rules"),
        roles=role_finder(load_lexicon().roles),
        cues=load_cues(),
        ontology=load_ontology(),
    )


def answer(case: Case, resources: Resources) -> Answer:
    """What we make of a case whose names are given; other names are found by the rules."""
    doc = resources.nlp(case.text)
    types = ends_of(case.relation, resources.ontology)
    subject, target = place(doc, case.subject, types[0]), place(doc, case.object, types[1])
    given = {*range(subject.start, subject.end), *range(target.start, target.end)}
    others = [ent for ent in doc.ents if given.isdisjoint(range(ent.start, ent.end))]
    doc.ents = filter_spans([subject, target, *others])
    start, end = min(subject.start, target.start), max(subject.end, target.end)
    units = passage_units(doc[start:end], roles=resources.roles)
    characters = doc[start:end].start_char, doc[start:end].end_char
    modality = modality_of(units, *characters, resources.cues)
    return Answer(
        modality=settled(modality, case.relation, types[0]),
        speaker=speaker_of(units, *characters, resources.cues),
    )


def ends_of(relation: str, ontology: Ontology) -> tuple[MentionType, MentionType]:
    """Types of the ends of a relation: those that the ontology names first."""
    found = ontology.relation(relation)
    if found is None:
        raise ValueError(f"no relation named {relation}")
    return found.domain[0], "Date" if found.literal else found.range[0]


def place(doc: Doc, name: str, type_: MentionType) -> Span:
    """Where a name first stands, with the whole of the tokens that it touches."""
    start = doc.text.index(name)
    span = doc.char_span(start, start + len(name), label=type_, alignment_mode="expand")
    assert span is not None  # only a stretch outside the text would give none
    return span


def by_class(cases: Sequence[Case], answers: Sequence[Answer]) -> dict[Modality, Counts]:
    """Counts of each modality."""
    pairs = [(case.modality, ours.modality) for case, ours in zip(cases, answers, strict=True)]
    return {
        modality: Counts(
            tp=sum(gold == ours == modality for gold, ours in pairs),
            fp=sum(gold != ours == modality for gold, ours in pairs),
            fn=sum(ours != gold == modality for gold, ours in pairs),
        )
        for modality in MODALITIES
    }


def macro_f1(classes: Iterable[Counts]) -> float:
    """The mean F1 of the classes, each counted alike."""
    scores = [counts.f1 for counts in classes]
    return sum(scores) / len(scores)


def shown_as_asserted(cases: Sequence[Case], answers: Sequence[Answer]) -> float:
    """Of what is planned or denied, the share that would be shown as done."""
    ours = [
        answer.modality
        for case, answer in zip(cases, answers, strict=True)
        if case.modality in {"Planned", "Denied"}
    ]
    return ours.count("Asserted") / len(ours) if ours else 0.0


def speakers(cases: Sequence[Case], answers: Sequence[Answer]) -> Counts:
    """Counts of the speakers; a wrong one for another is both wrong and missed."""
    pairs = [(case.speaker, ours.speaker) for case, ours in zip(cases, answers, strict=True)]
    return Counts(
        tp=sum(gold == ours is not None for gold, ours in pairs),
        fp=sum(gold != ours is not None for gold, ours in pairs),
        fn=sum(ours != gold is not None for gold, ours in pairs),
    )


def show(name: str, cases: Sequence[Case], answers: Sequence[Answer], errors: bool) -> None:
    """Print the table of one file."""
    classes = by_class(cases, answers)
    print(f"\n{name}: {len(cases)} sentences")
    for what, counts in [*classes.items(), ("speaker", speakers(cases, answers))]:
        shares = " ".join(f"{key} {value:.2f}" for key, value in counts.shares().items())
        print(f"  {what:9} {shares} (right {counts.tp}, wrong {counts.fp}, missed {counts.fn})")
    print(f"  macro F1  {macro_f1(classes.values()):.3f}")
    print(f"  planned or denied, shown as asserted: {shown_as_asserted(cases, answers):.3f}")
    for case, ours in zip(cases, answers, strict=True):
        if errors and ours != (case.modality, case.speaker):
            print(
                f"  {case.modality}, {case.speaker}; not {', '.join(map(str, ours))}: {case.text}"
            )


if __name__ == "__main__":
    sys.exit(main())
