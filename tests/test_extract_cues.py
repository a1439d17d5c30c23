import pytest

from kgbuild.extract.candidates import Candidate
from kgbuild.extract.cues import Cue, cue_table, hint_scores, name_scores, neighbour_scores
from kgbuild.records import EntityType
from marked import blank, head, small_lexicon

LEXICON = small_lexicon(
    known={"Ostmark": "Company", "Silo Planner": "Product"},
    heads=[
        ("mills", head("Company", weight=0.5)),
        ("institute", head("Organization", "first")),
        ("council", head("Organization", "any")),
        ("studies", head("Programme")),
        ("trade fair", head("Event")),
        ("fair", head("Product")),
    ],
    given_names="ada",
    family_names_first="li",
    common_words="grain water fair trade",
)


def cue(side: str, *words: str, type: EntityType = "Place", weight: float = 0.5) -> Cue:
    return Cue(side=side, words=words, type=type, weight=weight, example="")


def beside(text: str, *cues: Cue) -> dict[str, tuple[str, float]]:
    """What the cues say of `Ostmark` in a text."""
    doc = blank()(text)
    at = next(token.i for token in doc if token.text == "Ostmark")
    return neighbour_scores(doc, Candidate(at, at + 1), cue_table(cues))


def scores(name: str) -> dict[str, float]:
    found = name_scores(name, LEXICON)
    return {type_: round(weight, 2) for type_, weight in found.items() if weight}


def test_a_table_holds_all_that_words_speak_for() -> None:
    cues = (
        cue("before", "in", "at"),
        cue("before", "in", type="Event", weight=0.1),
        cue("after", "in"),
    )

    assert cue_table(cues) == {
        ("before", "in"): [("Place", 0.5), ("Event", 0.1)],
        ("before", "at"): [("Place", 0.5)],
        ("after", "in"): [("Place", 0.5)],
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("they met In Ostmark", {"before in Place": ("Place", 0.5)}),
        ("Ostmark in", {}),
        ("in old Ostmark", {}),
        ("Ostmark", {}),
    ],
)
def test_words_count_on_their_own_side_right_beside_the_name(
    text: str, expected: dict[str, tuple[str, float]]
) -> None:
    assert beside(text, cue("before", "in")) == expected


def test_the_longest_words_of_a_side_count() -> None:
    cues = cue("before", "of"), cue("before", "the city of", weight=1), cue("after", "city")

    assert beside("in the city of Ostmark city", *cues) == {
        "before the city of Place": ("Place", 1),
        "after city Place": ("Place", 0.5),
    }


def test_one_word_may_speak_for_two_types() -> None:
    cues = cue("after", "said", type="Person"), cue("after", "said", type="Company", weight=0.4)

    assert beside("Ostmark said", *cues) == {
        "after said Person": ("Person", 0.5),
        "after said Company": ("Company", 0.4),
    }


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        ("honorific", [("Person", 1.5)]),
        ("role-before", [("Person", 0.9)]),
        ("title-after", [("Person", 0.9)]),
        ("role-after", [("Company", 0.5), ("Organization", 0.3)]),
        ("quoted", [("Product", 0.5)]),
        ("initial", []),
    ],
)
def test_hints_speak_for_types(hint: str, expected: list[tuple[str, float]]) -> None:
    assert list(hint_scores(Candidate(0, 1, (hint,)))) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ostmark", {"Company": 1.6}),
        ("Ostmark’s", {"Company": 1.6}),
        ("Delta", {}),
        ("Lagos", {"Place": 1.3}),
        ("Delta GmbH", {"Company": 1.6, "Person": 0.2}),
        ("Delta Mills", {"Company": 0.75, "Person": 0.2}),
        ("Mills Delta", {"Person": 0.2}),
        ("Council Delta", {"Organization": 1.5, "Person": 0.2}),
        ("Institute of Grain Studies", {"Organization": 1.5, "Person": 0.2}),
        ("Delta Trade Fair", {"Event": 1.5}),
        ("Lake Delta", {"Place": 0.9, "Person": 0.2}),
        ("Delta River", {"Place": 0.9, "Person": 0.2}),
        ("Ada Visser", {"Person": 1.2}),
        ("Ada Grain", {"Person": 0.6}),
        ("Li Delta", {"Person": 0.9}),
        ("Bob B. Visser", {"Person": 0.8}),
        ("Delta Grain", {}),
        ("", {}),
    ],
)
def test_the_words_of_a_name_speak_for_types(name: str, expected: dict[str, float]) -> None:
    assert scores(name) == expected
