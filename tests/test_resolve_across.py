from collections.abc import Iterable

import pytest

from kgbuild.names import normal
from kgbuild.records import EntityType
from kgbuild.resolve.across import (
    Known,
    Weights,
    family_of,
    name_kind,
    rivals,
    same_name,
    shared,
    signs_across,
)
from marked import small_lexicon

LEXICON = small_lexicon(known={"Zorg": "Company"}, common_words="silver spring")


def known(
    name: str,
    type: EntityType = "Company",
    *,
    also: Iterable[str] = (),
    beside: Iterable[str] = (),
    places: Iterable[str] = (),
    place: tuple[str, ...] = (),
) -> Known:
    """Make a thing of a document; `also` are its other names, `beside` those of others."""
    return Known(
        name=normal(name),
        written=(name,),
        type=type,
        names=frozenset((normal(name), *also)),
        neighbours=frozenset(beside),
        places=frozenset(places),
        place=place,
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (known("Acme"), known("Acme AG"), True),
        (known("Acme AG"), known("ACME AG", "Organization"), True),
        (known("Acme AG"), known("Acme Ltd"), False),
        (known("Acme"), known("Acme Group"), False),
        (known("Dr. Ada Byron", "Person"), known("Ada Byron", "Person"), True),
        (known("Ada Byron", "Person"), known("Byron", "Person"), False),
        (known("Silo", "Product"), known("Silo", "Event"), True),
        (known("Silo", "Product"), known("Silo"), True),
        (known("Silo", "Product"), known("Silo Ltd"), False),
    ],
)
def test_one_full_name(one: Known, other: Known, same: bool) -> None:
    assert same_name(one, other) is same_name(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        (known("Acme AG"), known("Acme Ltd"), True),
        (known("Acme AG"), known("Acme Group Ltd"), True),
        (known("Acme AG"), known("Acme"), False),
        (known("Acme AG"), known("Tarn Ltd"), False),
        (known("Acme AG"), known("Acme Ltd", "Product"), False),
        (known("Kansas", "Place", place=("A",)), known("Kansas C.", "Place", place=("B",)), True),
        (known("Kansas", "Place", place=("A",)), known("Kansas", "Place", place=("A",)), False),
        (known("Kansas", "Place", place=("A",)), known("Kansas", "Place"), False),
    ],
)
def test_two_things_by_what_they_are_called(one: Known, other: Known, two: bool) -> None:
    assert rivals(one, other) is rivals(other, one) is two


def test_what_two_things_share_is_counted_to_two_without_their_own_names() -> None:
    one = known("Acme", beside=["acme", "ac", "b", "c", "d"], places=["lyon", "acme"])
    other = known(
        "Acme AG", also=["ac"], beside=["acme", "ac", "b", "c", "d"], places=["lyon", "acme"]
    )

    assert shared(one, other) == (2, 1)
    assert shared(one, known("Tarn")) == (0, 0)
    assert shared(one, known("AC", beside=["acme", "ac", "b"])) == (1, 0)


def test_a_kind_of_a_name_is_how_much_it_tells() -> None:
    names = ["silver spring", "silver of", "cau", "acme", "acme spring"]

    assert [name_kind(name.split(), LEXICON) for name in names] == [
        "plain words",
        "plain words",
        "short code",
        "one word",
        "words",
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            known("Zorg", also=["zg"], beside=["b"], places=["lyon", "bonn", "hull"]),
            known("Zorg AG", also=["zg", "zorg"], beside=["b"], places=["lyon", "bonn", "hull"]),
            {
                *("same name", "same name: body", "same name: one word"),
                *("same name: body, one word", "same name, same type", "two names in common"),
                *("a widely known name", "same name, neighbours 1"),
                *("same name, one word, neighbours", "same name, body, neighbours"),
                *("same name, places 1", "same name, places 2"),
            },
        ),
        (
            known("Tarn AG", beside=["b", "c", "d"]),
            known("Tarn AG", "Organization", beside=["b", "c", "d"]),
            {
                *("same name", "same name: body", "same name: one word"),
                *("same name: body, one word", "same legal form"),
                *("same name, neighbours 1", "same name, neighbours 2"),
                *("same name, one word, neighbours", "same name, body, neighbours"),
            },
        ),
        (
            known("Silver Spring", "Product"),
            known("Silver Spring", "Place"),
            {
                *("same name", "same name: two families", "same name: plain words"),
                *("same name: two families, plain words", "same name: place and thing"),
            },
        ),
        (
            known("Tarn Works", also=["tw"], beside=["b"]),
            known("Tarn Works Foundation", also=["tw"], beside=["b"], places=["lyon"]),
            {
                *("names very alike", "other name: body", "other name: words"),
                *("other name: rule: first part of the firm's name", "other name: left: 1"),
                *("other name: left: a trade", "other name: the start of it"),
                *("a name in common", "a name in common: short code"),
                "other name, neighbours 1",
            },
        ),
        (
            known("Tarn"),
            known("Widget", "Event"),
            {"names not alike", "other name: two families", "other name: one word"},
        ),
    ],
)
def test_signs_that_two_things_are_one(one: Known, other: Known, expected: set[str]) -> None:
    assert signs_across(one, other, LEXICON) == signs_across(other, one, LEXICON) == expected


def test_weights_have_a_threshold_for_each_family() -> None:
    weights = Weights(
        weight={"": 0.0, "a": 1.0},
        threshold={"body": 0.7, "two families": 0.9, "other name": 0.8},
    )
    firm, body, thing = known("A"), known("B", "Organization"), known("C", "Product")

    assert (family_of(firm, body), family_of(firm, thing)) == ("body", "two families")
    assert (weights.least(firm, body), weights.least(firm, thing)) == (0.7, 0.9)
    assert weights.least_other() == 0.8
    assert weights.share(["b"]) == 0.5
