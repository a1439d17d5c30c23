import pytest

from kgbuild.names import normal
from kgbuild.records import EntityType
from kgbuild.resolve.letters import letter_signs
from kgbuild.resolve.named import Named, order


def named(*written: str, type: EntityType = "Company") -> Named:
    return Named(normal(written[0]), written, type)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("CAU", "Coral Aid Union", {"a word of capitals", "initials", "capitals from it"}),
        ("KOTRA", "Korea Trade Agency", {"a word of capitals", "capitals from it"}),
        ("CCHR", "CCHR-Ostmark", {"a word of capitals", "capitals that begin it"}),
        ("Tarn", "Tarn Works", set()),
        ("JPMorgan", "JP Morgan", {"same letters", "capitals from it"}),
        ("Silo Planer", "Silo Planner", {"spelled alike"}),
        ("Silo Planners", "Silt Planters", {"spelled nearly alike"}),
        ("Orbot", "Orbots", {"spelled alike", "plural"}),
        ("Harbour", "Harbourside", {"letters that begin it"}),
        ("Lyon", "Lion", set()),
        ("Acme Works", "Widget Works", set()),
    ],
)
def test_signs_of_letters(one: str, other: str, expected: set[str]) -> None:
    short, full = order(named(one), named(other))

    assert letter_signs(short, full) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ABK", {"a word of capitals", "initials"}),
        ("ADK", {"a word of capitals", "capitals that are no initials"}),
        ("KING", {"a word of capitals"}),
        ("EMINEM", {"a word of capitals"}),
    ],
)
def test_people_are_shortened_by_initials_alone(code: str, expected: set[str]) -> None:
    ada = named("Ada Byron King", type="Person")

    assert letter_signs(named(code, type="Person"), ada) == expected


def test_a_name_that_is_also_written_small_is_no_code() -> None:
    tom, ada = named("TOM", "Tom", type="Person"), named("Ada Byron King", type="Person")

    assert letter_signs(tom, ada) == {"a word of capitals"}
