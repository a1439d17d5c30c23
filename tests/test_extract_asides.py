from collections.abc import Callable

import pytest
from hypothesis import given

from kgbuild.extract.asides import (
    drop_asides,
    drop_brackets,
    drop_containers,
    drop_degrees,
    fold_acronyms,
    readings,
)
from kgbuild.extract.units import Contains, Unit
from marked import answers, made_up_units, texts, units_of


def lies_in(inner: str, outer: str) -> bool | None:
    return True if (inner, outer) in {("Munich", "Germany"), ("Lagos", "Nigeria")} else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Grain Trade Forum](Event) (GTF) met", ["[Grain Trade Forum]", "met"]),
        ("[Grain Trade Forum](Event) ([GTF](Event)) met", ["[Grain Trade Forum]", "met"]),
        ("[Grain Trade Forum](Event) (the “GTF”) met", ["[Grain Trade Forum]", "met"]),
        ("[Delta](Company) (NYSE: DLT) met", ["[Delta]", "met"]),
        ("[Delta](Company) (Nasdaq : DLT) met", ["[Delta]", "met"]),
        ("[Delta](Product) (®) met", ["[Delta]", "met"]),
    ],
)
def test_a_bracket_with_an_acronym_or_ticker_is_folded(text: str, expected: list[str]) -> None:
    assert texts(fold_acronyms(units_of(text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[Grain Trade Forum](Event) (GTX) met",
        "[Delta](Company) (founded 1952) met",
        "[Delta](Company) (Rotterdam: port) met",
        "grain trade forum (GTF) met",
        "[Grain Trade Forum](Event) (GTF met",
    ],
)
def test_another_bracket_is_not_folded(text: str) -> None:
    assert fold_acronyms(units_of(text)) == units_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ada Visser](Person), PhD, left", ["[Ada Visser]", ",", "left"]),
        ("[Ada Visser](Person), 38, left", ["[Ada Visser]", ",", "left"]),
        ("[Ada Visser](Person), 1952, left", ["[Ada Visser]", ",", "1952", ",", "left"]),
        ("[Delta](Company), 38, left", ["[Delta]", ",", "38", ",", "left"]),
        ("[Ada Visser](Person),", ["[Ada Visser]", ","]),
    ],
)
def test_a_degree_or_an_age_after_a_person_is_dropped(text: str, expected: list[str]) -> None:
    assert texts(drop_degrees(units_of(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Delta](Company) (a firm) met", ["[Delta]", "met"]),
        ("one (two) three (four) five", ["one", "three", "five"]),
        ("(two) three", ["three"]),
        ("one (two (three) four", ["one", "(", "two", "four"]),
        ("one (two", ["one", "(", "two"]),
        ("one two) three", ["one", "two", ")", "three"]),
    ],
)
def test_brackets_are_dropped(text: str, expected: list[str]) -> None:
    assert texts(drop_brackets(units_of(text))) == expected


@pytest.mark.parametrize(("inside", "dropped"), [(12, True), (13, False)])
def test_a_long_bracket_stays(inside: int, dropped: bool) -> None:
    units = units_of(f"one ({'w ' * (inside - 1)}w) two")

    assert (texts(drop_brackets(units)) == ["one", "two"]) is dropped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in [Munich](Place), [Germany](Place)", ["in", "[Munich]"]),
        ("in [Munich](Place), [Germany](Place), it met", ["in", "[Munich]", "it", "met"]),
        (
            "in [Munich](Place), [Germany](Place), and it met",
            ["in", "[Munich]", ",", "and", "it", "met"],
        ),
        (
            "in [Munich](Place), [Germany](Place), [Lagos](Place), [Nigeria](Place)",
            ["in", "[Munich]", ",", "[Lagos]"],
        ),
        ("in [Munich](Place), [Nigeria](Place)", ["in", "[Munich]", ",", "[Nigeria]"]),
    ],
)
def test_what_a_place_lies_in_is_dropped(text: str, expected: list[str]) -> None:
    assert texts(drop_containers(units_of(text), contains=lies_in)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Delta](Company), a maker of flour, sold it", ["[Delta]", "sold", "it"]),
        ("[Delta](Company), a big, old firm, agreed", ["[Delta]", "agreed"]),
        ("[Delta](Company), which mills flour, sold it", ["[Delta]", "sold", "it"]),
        ("[Delta](Company) – a maker of flour – sold it", ["[Delta]", "sold", "it"]),
        ("[Ada](Person), [chief](Role) of [Delta](Company), sold it", ["[Ada]", "sold", "it"]),
        ("[Delta](Company), based in [Lagos](Place), and more", ["[Delta]", "and", "more"]),
        (
            "[Delta](Company), part of [X](Company), [Y](Company) and [Z](Company), sold it",
            ["[Delta]", "sold", "it"],
        ),
    ],
)
def test_a_remark_between_commas_is_dropped(text: str, expected: list[str]) -> None:
    assert texts(drop_asides(units_of(text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[Delta](Company), a maker of flour",
        "[Delta](Company), a maker of flour; it, too, sold it",
        "[Delta](Company), [Ostmark](Company), and it sold",
        "[Delta](Company), maker of flour, sold it",
        "They met, a firm said, in town",
        "[Delta](Company), a",
    ],
)
def test_what_is_no_remark_between_commas_stays(text: str) -> None:
    assert drop_asides(units_of(text)) == units_of(text)


def test_a_very_long_remark_stays() -> None:
    units = units_of(f"[Delta](Company), a {'big ' * 40} firm, sold it")

    assert drop_asides(units) == units


def test_a_sentence_without_asides_is_read_once() -> None:
    units = units_of("[Delta](Company) and [Ostmark](Company) met")

    assert [texts(each) for each in readings(units, contains=lies_in)] == [
        ["[Delta, Ostmark]", "met"]
    ]


def test_a_sentence_with_asides_is_read_with_and_without_them() -> None:
    units = units_of("[Delta](Company) (a firm), [X](Company) and [Y](Company), a maker, met")

    assert [texts(each) for each in readings(units, contains=lies_in)] == [
        ["[Delta]", "(", "a", "firm", ")", ",", "[X, Y]", ",", "a", "maker", ",", "met"],
        ["[Delta, X, Y]", "met"],
    ]


DROPS: list[Callable[[list[Unit], Contains], list[Unit]]] = [
    lambda units, contains: fold_acronyms(units),
    lambda units, contains: drop_degrees(units),
    lambda units, contains: drop_brackets(units),
    lambda units, contains: drop_asides(units),
    lambda units, contains: drop_containers(units, contains=contains),
]


@pytest.mark.parametrize(
    "drop", DROPS, ids=["acronyms", "degrees", "brackets", "asides", "containers"]
)
@given(units=made_up_units(), answer=answers)
def test_what_is_not_dropped_stays_as_it_was_and_in_order(
    drop: Callable[[list[Unit], Contains], list[Unit]], units: list[Unit], answer: bool | None
) -> None:
    kept = drop(units, lambda inner, outer: answer)

    assert kept == [unit for unit in units if unit in kept]


@given(made_up_units(), answers)
def test_readings_keep_the_order_of_mentions(units: list[Unit], answer: bool | None) -> None:
    for reading in readings(units, contains=lambda inner, outer: answer):
        starts = [mention.start for unit in reading for mention in unit.mentions]
        assert starts == sorted(starts)


@given(made_up_units(), answers)
def test_the_second_reading_holds_no_more_than_the_first(
    units: list[Unit], answer: bool | None
) -> None:
    whole, *bare = readings(units, contains=lambda inner, outer: answer)

    mentions = {mention for unit in whole for mention in unit.mentions}
    assert all({m for unit in reading for m in unit.mentions} <= mentions for reading in bare)
