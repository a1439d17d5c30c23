"""One name is short for another, with a reason."""

import pytest
from hypothesis import given

from kgbuild.names import normal
from kgbuild.shortening import abbreviates, is_acronym_of, keys, short_form, shortened
from strategies import NAMES, TYPES


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("WHO", "World Health Organization", True),
        ("W.H.O.", "World Health Organization", True),
        ("MoTI", "Ministry of Trade and Industry", False),
        ("MOTAI", "Ministry of Trade and Industry", True),
        ("MTI", "Ministry of Trade and Industry", True),
        ("HF", "Harbour Foods Ltd.", True),
        ("HFL", "Harbour Foods Ltd.", True),
        ("who", "World Health Organization", False),
        ("WHO", "Health World Organization", False),
        ("W", "World", False),
        ("WO", "World", False),
        ("W HO", "World Health Organization", False),
        ("ABCDEFGHI", "A B C D E F G H I", False),
        ("", "World Health Organization", False),
    ],
)
def test_an_acronym_is_made_of_first_letters(short: str, name: str, expected: bool) -> None:
    assert is_acronym_of(short, name) is expected


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("KOTRA", "Korea Trade-Investment Promotion Agency", True),
        ("OTRA", "Korea Trade-Investment Promotion Agency", False),
        ("KOTRX", "Korea Trade-Investment Promotion Agency", False),
        ("AfCFTA", "African Continental Free Trade Area", True),
        ("HomeSphere", "HomeSphere HQ", False),
        ("KT", "KT", False),
        ("KOTRA", "", False),
        ("Kotra", "Korea Trade-Investment Promotion Agency", False),
        ("KOREA", "Korea Trade", False),
        ("", "Korea Trade", False),
    ],
)
def test_an_abbreviation_has_its_letters_in_order(short: str, name: str, expected: bool) -> None:
    assert abbreviates(short, name) is expected


@pytest.mark.parametrize(
    ("type_", "short", "name", "reason"),
    [
        ("Company", "the Harbour Foods'", "Harbour Foods", "same name"),
        ("Company", "Harbour Foods", "Harbour Foods Ltd.", "legal form aside"),
        ("Company", "Harbour Foods AG", "Harbour Foods Ltd.", None),
        ("Company", "Harbour", "Harbour Foods", "first part of the firm's name"),
        ("Company", "Harbour", "Harbour Foods Ltd.", "first part of the firm's name"),
        ("Company", "Harbour", "Harbour Bridge", None),
        ("Company", "Foods", "Harbour Foods", None),
        ("Company", "Bosch", "Robert Bosch GmbH", "founder's first name aside"),
        ("Company", "Harbour Foods", "Harbour", None),
        ("Organization", "WHO", "World Health Organization", "acronym"),
        ("Organization", "Grain Board", "Grain Board of Ostmark", "place aside"),
        ("Person", "Visser", "Ada Visser", "family name"),
        ("Person", "Ada", "Ada Visser", "first part of the name"),
        ("Person", "van Gogh", "Vincent van Gogh", "family name"),
        ("Person", "Ada Visser", "Ada Maria Visser", "middle name aside"),
        ("Person", "Dr. Visser", "Ada Visser", "family name"),
        ("Person", "Dr. Ada Visser", "Ada Visser", "form of address aside"),
        ("Person", "Dan Visser", "Daniel Visser", "short given name"),
        ("Person", "Daniel Visser", "Dan Visser", "short given name"),
        ("Person", "Dan Visser", "Daniel J. Visser", "short given name"),
        ("Person", "D. Visser", "Daniel Visser", "initial of the given name"),
        ("Person", "Dan Visser", "David Visser", None),
        ("Person", "Dan", "Daniel", None),
        ("Person", "Maria", "Ada Maria Visser", None),
        ("Person", "Bob Visser", "Ada Visser", None),
        ("Person", "Ada Visser", "Visser", None),
        ("Person", "AV", "Ada Visser", None),
        ("Place", "Ostmark", "Ostmark province", "kind of place aside"),
        ("Place", "Ostmark", "Republic of Ostmark", "kind of place aside"),
        ("Place", "Ostmark", "North Ostmark", None),
        ("Place", "Ostmark", "Bay of Ostmark", None),
        ("Product", "Silo Planner", "Silo Planner platform", "kind of thing aside"),
        ("Product", "Silo", "Silo Planner", None),
        ("Programme", "GHI", "Green Harbour Initiative", "acronym"),
        ("Event", "Grain Forum", "Grain Forum", "same name"),
    ],
)
def test_why_a_name_may_be_short_for_another(
    type_: str, short: str, name: str, reason: str | None
) -> None:
    assert short_form(short, name, type_=type_) == reason


@pytest.mark.parametrize("empty", ["", "’", "---", "®"])
@given(name=NAMES, type_=TYPES)
def test_what_names_nothing_is_short_for_nothing(empty: str, name: str, type_: str) -> None:
    assert short_form(empty, name, type_=type_) is None
    assert short_form(name, empty, type_=type_) is None


@given(NAMES, NAMES, TYPES)
def test_two_names_have_a_reason_or_none(short: str, name: str, type_: str) -> None:
    reason = short_form(short, name, type_=type_)

    assert reason is None or reason


@given(NAMES, TYPES)
def test_every_name_is_itself(name: str, type_: str) -> None:
    assert short_form(name, name, type_=type_) == ("same name" if normal(name) else None)


@given(NAMES, NAMES, TYPES)
def test_a_name_is_found_under_the_keys_of_what_is_short_for_it(
    short: str, name: str, type_: str
) -> None:
    if short_form(short, name, type_=type_):
        assert keys(short) & shortened(name)
