import pytest
from hypothesis import given

from kgbuild.extract.lists import join_lists
from kgbuild.extract.units import Unit
from marked import answers, made_up_units, mention, texts, units_of

INSIDE = {("Munich", "Germany"), ("Lagos", "Nigeria")}
KNOWN = {name for pair in INSIDE for name in pair}


def lies_in(inner: str, outer: str) -> bool | None:
    return (inner, outer) in INSIDE if {inner, outer} <= KNOWN else None


def joined(marked: str) -> list[str]:
    return texts(join_lists(units_of(marked), contains=lies_in))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) and [B](Company) met", ["[A, B]", "met"]),
        ("[A](Company), [B](Company) and [C](Company) met", ["[A, B, C]", "met"]),
        ("[A](Company), [B](Company), and the [C](Company) met", ["[A, B, C]", "met"]),
        ("[A](Company) & [B](Organization) met", ["[A, B]", "met"]),
        ("[A](Product) or [B](Product) sells", ["[A, B]", "sells"]),
        ("[A](Person) plus [B](Person) met", ["[A, B]", "met"]),
        ("[A](Company) as well as [B](Company) met", ["[A, B]", "met"]),
        ("[A](Company), as well as with [B](Company)", ["[A, B]"]),
        ("with [A](Company) and with [B](Company)", ["with", "[A, B]"]),
        ("[A](Company), [B](Company), [C](Company), [D](Company) met", ["[A, B, C, D]", "met"]),
        ("[A](Company), [B](Company) and others met", ["[A, B]", "others", "met"]),
        (
            "[A](Company) and [B](Company), [C](Person) and [D](Person)",
            ["[A, B]", ",", "[C, D]"],
        ),
    ],
)
def test_names_of_one_family_are_one_unit(text: str, expected: list[str]) -> None:
    assert joined(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) and [B](Person)", ["[A]", "and", "[B]"]),
        ("[A](Company), [B](Company) met", ["[A]", ",", "[B]", "met"]),
        ("[A](Company), [B](Company), [C](Company)", ["[A]", ",", "[B]", ",", "[C]"]),
        ("[A](Company) with [B](Company)", ["[A]", "with", "[B]"]),
        ("[A](Company) and its [B](Company)", ["[A]", "and", "its", "[B]"]),
        ("[A](Company) and sold [B](Company)", ["[A]", "and", "sold", "[B]"]),
        ("[2021](Date) and [2022](Date)", ["[2021]", "and", "[2022]"]),
        ("[director](Role) and [chair](Role)", ["[director]", "and", "[chair]"]),
        ("[A](Company) and", ["[A]", "and"]),
        ("[A](Company),", ["[A]", ","]),
        ("and [A](Company)", ["and", "[A]"]),
        (
            "[W](Place), [X](Place), [Y](Place), [Z](Place)",
            ["[W]", ",", "[X]", ",", "[Y]", ",", "[Z]"],
        ),
    ],
)
def test_other_names_stay_apart(text: str, expected: list[str]) -> None:
    assert joined(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in [Munich](Place), [Germany](Place)", ["in", "[Munich]", ",", "[Germany]"]),
        ("in [Munich](Place), [Lagos](Place)", ["in", "[Munich, Lagos]"]),
        ("in [Munich](Place) and [Lagos](Place)", ["in", "[Munich, Lagos]"]),
        (
            "in [Munich](Place), [Germany](Place) and [Lagos](Place)",
            ["in", "[Munich]", ",", "[Germany]", "and", "[Lagos]"],
        ),
    ],
)
def test_a_place_and_where_it_lies_are_no_list(text: str, expected: list[str]) -> None:
    assert joined(text) == expected


def test_a_list_has_the_type_of_its_first_member_and_reaches_to_its_last() -> None:
    units = join_lists(units_of("[Delta](Company) and [Ostmark](Organization)"), contains=lies_in)

    assert units == [
        Unit(
            "Delta, Ostmark",
            0,
            17,
            "Company",
            (mention("Delta", "Company", 0), mention("Ostmark", "Organization", 10)),
        )
    ]


@given(made_up_units(), answers)
def test_joining_keeps_every_mention_in_order(units: list[Unit], answer: bool | None) -> None:
    result = join_lists(units, contains=lambda inner, outer: answer)

    assert [m for unit in result for m in unit.mentions] == [m for u in units for m in u.mentions]


@given(made_up_units(), answers)
def test_joining_takes_away_only_what_stands_in_a_list(
    units: list[Unit], answer: bool | None
) -> None:
    result = join_lists(units, contains=lambda inner, outer: answer)

    lists = [unit for unit in result if len(unit.mentions) > 1]
    gone = [unit for unit in units if not unit.mentions and unit not in result]
    assert all(any(u.start < word.start < u.end for u in lists) for word in gone)


@given(made_up_units(), answers)
def test_joining_leaves_all_else_in_its_place(units: list[Unit], answer: bool | None) -> None:
    result = join_lists(units, contains=lambda inner, outer: answer)

    single = [unit for unit in result if len(unit.mentions) < 2]
    assert single == [unit for unit in units if unit in single]
    assert [unit.start for unit in result] == sorted(unit.start for unit in result)
