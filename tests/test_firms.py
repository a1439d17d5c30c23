"""Legal forms are known, and taken off."""

import pytest
from hypothesis import given

from kgbuild.firms import core, has_legal_form, legal_forms, same_firm, without_legal_form
from kgbuild.names import normal
from strategies import NAMES


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Robert Bosch GmbH", True),
        ("Harbour Foods Co.,Ltd", True),
        ("Harbour Foods Co., Ltd.", True),
        ("Harbour Foods Inc.", True),
        ("Harbour Foods S.A.", True),
        ("Harbour Foods Sdn Bhd", True),
        ("Harbour Foods SE", True),
        ("Harbour Foods PJSC", True),
        ("Harbour Foods S.A.B. de C.V.", True),
        ("Harbour Foods", False),
        ("Incorporated", False),
        ("Harbour Foods Inc. Rotterdam", False),
        ("", False),
    ],
)
def test_a_legal_form_stands_at_the_end_of_a_name(name: str, expected: bool) -> None:
    assert has_legal_form(name) is expected


def test_legal_forms_are_normal_words() -> None:
    assert {normal(" ".join(form)) for form in legal_forms()} == {
        " ".join(form) for form in legal_forms()
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbour Foods Holdings Ltd.", "harbour foods"),
        ("Harbour Foods Group", "harbour foods"),
        ("The Harbour Foods International Corporation", "harbour foods"),
        ("Harbour Foods Sdn Bhd", "harbour foods"),
        ("Harbour Foods SE & Co. KGaA", "harbour foods"),
        ("Harbour Foods Public Joint Stock Company", "harbour foods"),
        ("Harbour", "harbour"),
        ("Group", "group"),
        ("Group Holdings Ltd", "group holdings ltd"),
        ("", ""),
    ],
)
def test_the_core_of_a_name_is_what_tells_it_apart(name: str, expected: str) -> None:
    assert core(name) == expected


@given(NAMES)
def test_the_core_of_a_core_is_itself(name: str) -> None:
    assert core(core(name)) == core(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbour Foods Group Ltd", "harbour foods group"),
        ("Harbour Foods Company", "harbour foods"),
        ("Harbour Foods Group", "harbour foods group"),
        ("Ltd", "ltd"),
    ],
)
def test_words_that_tell_parts_of_a_firm_apart_stay(name: str, expected: str) -> None:
    assert without_legal_form(name) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Acme Co", "Acme Company Limited", True),
        ("Acme", "Acme AG", True),
        ("Acme Group", "Acme Holdings Ltd", True),
        ("Acme AG", "Acme Ltd", False),
        ("Acme AG", "Ostmark AG", False),
    ],
)
def test_firms_are_the_same_up_to_an_ending_that_does_not_contradict(
    a: str, b: str, expected: bool
) -> None:
    assert (same_firm(a, b), same_firm(b, a)) == (expected, expected)
