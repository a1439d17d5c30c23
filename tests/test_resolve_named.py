import pytest

from kgbuild.records import EntityType
from kgbuild.resolve.named import Named, order


@pytest.mark.parametrize(
    ("name", "type", "family", "words"),
    [
        ("acme group ltd", "Company", "body", ("acme",)),
        ("acme union", "Organization", "body", ("acme", "union")),
        ("dr ada byron", "Person", "person", ("ada", "byron")),
        ("lyon ltd", "Place", "place", ("lyon", "ltd")),
        ("silo planner", "Product", "thing", ("silo", "planner")),
        ("silo summit", "Event", "thing", ("silo", "summit")),
        ("silo group", "Programme", "thing", ("silo", "group")),
    ],
)
def test_family_and_words_by_type(
    name: str, type: EntityType, family: str, words: tuple[str, ...]
) -> None:
    named = Named(name, (name,), type)

    assert (named.family, named.words) == (family, words)


def test_letters_are_the_name_without_spaces() -> None:
    assert Named("jp_mor gan", ("JP_Mor Gan",), "Company").letters == "jpmorgan"


def test_the_name_of_fewer_words_is_the_shorter_then_that_of_fewer_letters() -> None:
    long, two, three, same = (
        Named(name, (name,), "Company") for name in ("international", "a bc", "a b c", "a bd")
    )

    assert order(two, long) == (long, two)
    assert order(three, two) == (two, three)
    assert order(same, two) == (two, same)
    place = Named("a bc", ("a bc",), "Place")
    assert order(place, two) == order(two, place) == (two, place)
