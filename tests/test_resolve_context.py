import pytest

from corpora import plain, reading
from kgbuild.records import Claim, Span
from kgbuild.resolve.context import context_signs
from marked import mention

PAIR = frozenset(("acme", "widget"))


def signs_of(text: str) -> dict[frozenset[str], frozenset[str]]:
    return dict(context_signs(reading(text).mentions, (), plain(text)))


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        (" ({}) and more.", {"in brackets after it"}),
        (" (“{}”) and more.", {"in brackets after it"}),
        (" ({} of Bonn) and more.", {"opens the brackets after it"}),
        (" (NYSE: {}) and more.", {"ticker in brackets after it"}),
        (", formerly {}, and more.", {"said to be another name"}),
        (" (“known as {}”) and more.", {"said to be another name"}),
        (", {} and more.", {"side by side in a list"}),
        (" and the {} went.", {"side by side in a list"}),
        (", and {} went.", {"side by side in a list"}),
        ("'s {} went.", {"one owns the other"}),
        (" of the {} went.", {"joined by a preposition"}),
        (" likes {} much.", set()),
    ],
)
def test_what_stands_between_two_neighbours(between: str, expected: set[str]) -> None:
    text = "[Acme]" + between.format("[Widget]")

    assert signs_of(text) == {PAIR: expected | {"in one sentence"}}


def test_names_of_two_sentences_or_lines_share_none() -> None:
    assert signs_of("[Acme] went. [Widget] came.") == {}
    assert signs_of("[Acme]\n[Widget] came.") == {}
    assert signs_of("[Acme] went to no. 5 with [Widget]") == {PAIR: {"in one sentence"}}


def test_what_stands_far_away_says_nothing() -> None:
    far = " said in a long remark about many other things altogether"

    assert signs_of(f"[Acme]{far}, formerly [Widget].") == {PAIR: {"in one sentence"}}


def test_only_neighbours_have_something_between_them() -> None:
    found = signs_of("[Acme] ([Tarn]) ([Widget]).")

    assert found == {
        frozenset(("acme", "tarn")): {"in brackets after it", "in one sentence"},
        frozenset(("tarn", "widget")): {"in one sentence"},
        PAIR: {"in one sentence"},
    }


def test_a_name_twice_and_a_date_make_no_pair() -> None:
    assert signs_of("[Acme], [Acme] and the [Acme]") == {}
    assert signs_of("[Acme] on [3 May](Date).") == {}


def test_a_long_list_tells_nothing_of_its_names() -> None:
    text = ", ".join(f"[Acme {n}]" for n in range(41))

    assert set(signs_of(text).values()) == {frozenset({"side by side in a list"})}


def claim(subject: str, object: str, *, refers: bool = False) -> Claim:
    one, other = mention(subject, "Company"), mention(object, "Company", 20)
    if refers:
        other = other.model_copy(update={"stands_for": Span(start=0, end=4)})
    return Claim(
        document="doc-1",
        subject=one,
        relation="acquires",
        object=other,
        evidence=Span(start=0, end=30),
        extractor="test",
        confidence=0.9,
    )


def test_a_claim_joins_two_names_but_not_a_name_and_a_reference() -> None:
    assert context_signs((), [claim("Acme", "Widget")], "") == {PAIR: {"a claim joins them"}}
    assert context_signs((), [claim("Acme", "the firm", refers=True)], "") == {}
    assert context_signs((), [claim("Acme", "ACME")], "") == {}


def test_a_claim_about_a_date_joins_no_names() -> None:
    dated = claim("Acme", "May 2025").model_copy(update={"value": "2025-05"})

    assert context_signs((), [dated], "") == {}
