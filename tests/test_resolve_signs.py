import pytest

from kgbuild.names import normal
from kgbuild.records import EntityType
from kgbuild.resolve.named import Named, order
from kgbuild.resolve.signs import is_plain, is_widely_known, left_over, rule, signs
from marked import head, small_lexicon

LEXICON = small_lexicon(
    known={"Zorg": "Company", "WHO": "Organization"},
    common_words="silver spring",
    demonyms="french",
    heads=[("museum", head("Organization"))],
)


def named(name: str, type: EntityType = "Company") -> Named:
    return Named(normal(name), (name,), type)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            named("Acme"),
            named("Acme Motors Ltd"),
            {
                *("same type", "rule: first part of the firm's name", "the start of it"),
                *("left: 1", "left: a trade", "body, left: a trade"),
            },
        ),
        (named("Acme AG"), named("Acme Ltd"), {"same type", "another legal form"}),
        (named("Acme Co"), named("Acme Company"), {"same type", "rule: legal form aside"}),
        (
            named("Tarn Union", "Organization"),
            named("Tarn Union of Ostmark"),
            {
                *("company and other body", "rule: place aside", "the start of it", "left: 1"),
                *("left: a name", "body, left: a name", "left: starts with a link word"),
            },
        ),
        (
            named("Byron", "Person"),
            named("Ada Byron", "Person"),
            {
                *("same type", "rule: family name", "the end of it"),
                *("left: 1", "left: a name", "person, left: a name"),
            },
        ),
        (
            named("Ada Byron", "Person"),
            named("Eve Byron", "Person"),
            {
                *("same type", "some words in common", "same last word", "other given name"),
                *("left of the shorter: a name", "left of the fuller: a name"),
            },
        ),
        (
            named("Ada Byron", "Person"),
            named("Anne Byron", "Person"),
            {
                *("same type", "some words in common", "same last word"),
                *("other given name, same initial",),
                *("left of the shorter: a name", "left of the fuller: a name"),
            },
        ),
        (
            named("Lyon"),
            named("Lyon", "Place"),
            {"types: body and place", "rule across types: same name"},
        ),
        (
            named("Silo Planner", "Product"),
            named("Silo Planner 3 platform", "Programme"),
            {
                *("two kinds of thing", "the start of it", "left: 2"),
                *("left: a number", "left: a kind of thing"),
                *("thing, left: a number", "thing, left: a kind of thing"),
            },
        ),
        (
            named("Silver", "Event"),
            named("Silver Spring", "Event"),
            {
                *("same type", "plain words alone", "the start of it", "left: 1"),
                *("left: a plain word", "thing, left: a plain word"),
            },
        ),
        (
            named("Zorg"),
            named("Zorg Digital Village"),
            {
                *("same type", "the shorter is widely known", "the start of it", "left: 2"),
                *("the shorter is a widely known body, and words are left",),
                *("left: a name", "left: a trade", "body, left: a name", "body, left: a trade"),
            },
        ),
        (
            named("French Press Museum"),
            named("Ostmark Mining Museum"),
            {
                *("same type", "some words in common", "same last word"),
                *("left of the shorter: a nationality", "left of the shorter: a name"),
                *("left of the fuller: a name", "left of the fuller: a trade"),
            },
        ),
        (
            named("Tarn of Acme"),
            named("Acme of Gull of Tarn"),
            {
                *("same type", "its words in another order", "left: 1"),
                *("left: a name", "body, left: a name"),
            },
        ),
        (named("Acme"), named("Widget Works"), {"same type"}),
    ],
)
def test_signs_of_two_names(one: Named, other: Named, expected: set[str]) -> None:
    assert order(one, other) == (one, other) == order(other, one)
    assert signs(one, other, LEXICON) == expected


@pytest.mark.parametrize(
    ("short", "full", "reason"),
    [
        (named("CAU"), named("Coral Aid Union"), "acronym"),
        (named("CAU", "Product"), named("Coral Aid Union"), "acronym"),
        (named("Byron", "Person"), named("Ada Byron", "Person"), "family name"),
        (named("Byron"), named("Ada Byron", "Person"), None),
        (named("Acme"), named("Widget"), None),
    ],
)
def test_a_rule_of_either_type_holds_but_those_of_people_for_people_alone(
    short: Named, full: Named, reason: str | None
) -> None:
    assert rule(short, full) == reason


def test_plain_words_name_nothing_by_themselves() -> None:
    words = ["silver", "museum", "motors", "platform", "group", "of", "acme"]

    assert [word for word in words if not is_plain(word, LEXICON)] == ["acme"]


def test_a_widely_known_name_is_known_as_it_is_written() -> None:
    assert is_widely_known(("Zorg", "ZORG"), LEXICON)
    assert is_widely_known(("WHO",), LEXICON)
    assert not is_widely_known(("Acme",), LEXICON)


def test_words_are_left_over_as_often_as_they_are_not_taken() -> None:
    assert left_over(["a", "b", "a", "c"], ["a", "d", "c"]) == ["b", "a"]
