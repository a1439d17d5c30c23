"""Names have one normal form."""

import pytest
from hypothesis import given

from kgbuild.names import initials, normal, untitled
from strategies import NAMES


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbour Foods", "harbour foods"),
        ("The Harbour Foods' Group", "harbour foods group"),
        ("the “Harbour  Times”", "harbour times"),
        ("“The Harbour Times”", "harbour times"),
        ("The The", "the"),
        ("The", "the"),
        ("Theodor", "theodor"),
        ("Harbour Foods's", "harbour foods"),
        ("Harbour Foods’", "harbour foods"),
        ("Women’s Forum", "women forum"),
        ("O'Neill", "o neill"),
        ("Société Générale", "societe generale"),
        ("STRASSE Straße", "strasse strasse"),
        ("Mercedes-Benz", "mercedes benz"),
        ("AT&T", "at&t"),
        ("Marks & Spencer", "marks and spencer"),
        ("C++ C#", "c++ c#"),
        ("J.P. Morgan S.A.", "jp morgan sa"),
        ("Ada B. Byron", "ada b byron"),
        ("Silo Planner® ™", "silo planner"),
        ("Ｓｉｌｏ", "silo"),
        ("Газпром", "газпром"),
        ("比亚迪", "比亚迪"),
        ("...", ""),
        ("", ""),
    ],
)
def test_the_normal_form_of_a_name(name: str, expected: str) -> None:
    assert normal(name) == expected


@given(NAMES)
def test_the_normal_form_of_a_normal_form_is_itself(name: str) -> None:
    assert normal(normal(name)) == normal(name)


@given(NAMES)
def test_a_normal_form_has_single_spaces_and_lower_case(name: str) -> None:
    assert normal(name).split() == [word for word in normal(name).split(" ") if word]
    assert normal(name) == normal(name).casefold()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("World Health Organization", "WHO"),
        ("Ministry of Trade and Industry", "MTI"),
        ("Grain-Trade Forum", "GTF"),
        ("", ""),
    ],
)
def test_initials_leave_link_words_out(name: str, expected: str) -> None:
    assert initials(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Dr. Ada Byron", "ada byron"), ("Prof. Dr. Byron", "byron"), ("Dr.", "dr"), ("", "")],
)
def test_forms_of_address_are_taken_off(name: str, expected: str) -> None:
    assert untitled(name) == expected
