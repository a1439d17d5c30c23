"""The thresholds that ship come from here. Training itself needs torch and is not tested."""

import pytest

from kgbuild.scores import Counts
from training.calibrate import (
    ENOUGH,
    UNPROVEN,
    Row,
    best_threshold,
    calibrate,
    counted,
    crossed,
    platt,
)


def row(right: bool, model: float, patterns: float = 0.0, document: str = "a") -> Row:
    return Row(document=document, relation="uses", right=right, model=model, patterns=patterns)


def likely(rows: list[Row]) -> dict[int, float]:
    return {id(each): each.model for each in rows}


def test_confidences_that_hold_are_kept() -> None:
    rows = [row(i < 80, 0.8) for i in range(100)] + [row(i < 20, 0.2) for i in range(100)]

    slope, shift = platt(rows)

    assert slope == pytest.approx(1, abs=0.1)
    assert shift == pytest.approx(0, abs=0.1)


def test_confidences_that_are_too_sure_are_flattened() -> None:
    slope, _ = platt(
        [row(i < 60, 0.99) for i in range(100)] + [row(i < 40, 0.01) for i in range(100)]
    )

    assert slope < 0.3


def test_nothing_said_is_nothing_to_calibrate() -> None:
    assert platt([row(True, 0.0)]) == (1.0, 0.0)


def test_both_extractors_count_together() -> None:
    rows = [row(True, 0.9), row(True, 0.0, 0.8), row(False, 0.7), row(True, 0.2), row(False, 0.3)]

    assert counted(rows, likely(rows), 0.5) == Counts(tp=2, fp=1, fn=1)


def test_the_threshold_is_the_best_of_those_that_are_precise_enough() -> None:
    sure = [row(True, 0.9) for _ in range(ENOUGH)]
    torn = [row(i < 6, 0.5) for i in range(14)]

    assert best_threshold([*sure, *torn], likely([*sure, *torn]), 0.7) == 0.525
    assert best_threshold([*sure, *torn], likely([*sure, *torn]), 0.5) == 0.1


def test_a_few_facts_prove_no_threshold() -> None:
    rows = [row(True, 0.5) for _ in range(ENOUGH - 1)]

    assert best_threshold(rows, likely(rows), 0.7) == UNPROVEN


def test_a_relation_that_is_never_right_keeps_the_threshold_that_is_not_proven() -> None:
    rows = [row(False, 0.9) for _ in range(20)]

    assert calibrate(rows)["uses"].threshold == UNPROVEN


def test_documents_are_judged_by_what_others_taught() -> None:
    rows = [
        row(right, confidence, document=document)
        for document in "abcd"
        for right, confidence in [(True, 0.95)] * 8 + [(False, 0.05)] * 8
    ]

    found = crossed(rows)

    assert found.scores["uses"] == found.scores["all"] == Counts(tp=32)
    assert found.scores["core"] == Counts()
    assert sum(facts for _, facts, _ in found.reliability) == len(rows)
    assert [(facts, right) for _, facts, right in found.reliability] == [(32, 0), (32, 32)]
