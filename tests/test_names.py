import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.names import (
    abbreviates,
    core,
    has_legal_form,
    initials,
    is_acronym_of,
    keys,
    legal_forms,
    normal,
    same_firm,
    short_form,
    shortened,
    untitled,
)

PIECES = (
    "The the Dr. Ada B. Byron van Ostmark Delta Grain Foods Group Holdings Co., Ltd. GmbH S.A. "
    "International Corp of and & Province City Republic Platform WHO OG A U.S. ’s 's ' “ ) é ſ"
)
WORDS = st.sampled_from(PIECES.split())
NAMES = st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=12)
TYPES = st.sampled_from(
    ["Company", "Organization", "Person", "Place", "Programme", "Product", "Event"]
)


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
        ("Robert Bosch GmbH", True),
        ("Harbour Foods Co.,Ltd", True),
        ("Harbour Foods Co., Ltd.", True),
        ("Harbour Foods Inc.", True),
        ("Harbour Foods S.A.", True),
        ("Harbour Foods Sdn Bhd", True),
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
        ("World Health Organization", "WHO"),
        ("Ministry of Trade and Industry", "MTI"),
        ("Grain-Trade Forum", "GTF"),
        ("", ""),
    ],
)
def test_initials_leave_link_words_out(name: str, expected: str) -> None:
    assert initials(name) == expected


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
        ("Kotra", "Korea Trade-Investment Promotion Agency", False),
        ("KOREA", "Korea Trade", False),
        ("", "Korea Trade", False),
    ],
)
def test_an_abbreviation_has_its_letters_in_order(short: str, name: str, expected: bool) -> None:
    assert abbreviates(short, name) is expected


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


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Dr. Ada Byron", "ada byron"), ("Prof. Dr. Byron", "byron"), ("Dr.", "dr"), ("", "")],
)
def test_forms_of_address_are_taken_off(name: str, expected: str) -> None:
    assert untitled(name) == expected


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
