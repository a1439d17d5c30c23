from itertools import pairwise
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.names import normal
from kgbuild.records import EntityType
from kgbuild.resolve.likeness import RULED, Likeness, Used, likenesses, load_weights, share, weighed
from marked import small_lexicon

LEXICON = small_lexicon(common_words="silver")


def used(
    name: str,
    type: EntityType = "Company",
    *,
    first: int = 0,
    uses: int = 1,
    place: tuple[str, ...] = (),
) -> Used:
    return Used(name=normal(name), written=(name,), type=type, first=first, uses=uses, place=place)


def pairs(*names: Used) -> list[tuple[str, str]]:
    return [(short.name, full.name) for short, full, _ in weighed(names, {}, lexicon=LEXICON)]


def signs_of(*names: Used) -> dict[tuple[str, str], frozenset[str]]:
    return {(a.name, b.name): said for a, b, said in weighed(names, {}, lexicon=LEXICON)}


def test_share_is_a_logistic_sum_of_the_signs_that_have_a_weight() -> None:
    weights = {"": -1.0, "a": 3.0, "b": -0.5}

    assert share([], {}) == 0.5
    assert share([], weights) == 1 / (1 + exp(1.0))
    assert share(["b", "a", "unseen"], weights) == 1 / (1 + exp(-1.5))


@pytest.mark.parametrize(
    ("one", "other", "paired"),
    [
        ("Acme", "Acme Motors", True),
        ("Acme Foods", "Delta Foods", True),
        ("CAU", "Coral Aid Union", True),
        ("Silo Planner", "SiloPlanner", True),
        ("Bank of Tarn", "Museum of Bonn", False),
        ("Acme", "Widget", False),
    ],
)
def test_pairs_that_share_a_word_their_letters_or_an_acronym_are_weighed(
    one: str, other: str, paired: bool
) -> None:
    assert bool(pairs(used(one), used(other))) == paired


def test_two_names_of_one_place_are_weighed() -> None:
    us, states = (
        used("US", "Place", place=("United States", "North America")),
        used("United States", "Place", place=("United States", "North America")),
    )

    assert "one place of the gazetteer" in signs_of(us, states)["us", "united states"]


def test_two_places_are_told_apart() -> None:
    one, other = used("Kansas", "Place", place=("A",)), used("Kansas City", "Place", place=("B",))

    assert "two places" in signs_of(one, other)["kansas", "kansas city"]


def test_a_pair_that_the_text_tells_of_is_weighed_whatever_its_letters() -> None:
    said = {
        frozenset(("acme", "widget")): frozenset({"said to be another name"}),
        frozenset(("acme", "tarn")): frozenset({"in one sentence"}),
        frozenset(("acme", "elsewhere")): frozenset({"said to be another name"}),
    }

    found = list(weighed([used("Acme"), used("Widget"), used("Tarn")], said, lexicon=LEXICON))

    assert found == [
        (used("Acme"), used("Widget"), frozenset({"same type", "said to be another name"}))
    ]


def test_a_word_that_very_many_names_share_tells_nothing() -> None:
    names = [used(f"{n} Works") for n in range(100, 161)]

    assert len(pairs(*names[1:])) == 60 * 59 / 2
    assert pairs(*names) == []


def test_rivals_are_names_with_another_core_that_hold_the_shorter_one_too() -> None:
    found = signs_of(used("Acme"), used("Acme Motors"), used("Acme Motors Ltd"), used("Acme Foods"))

    assert {
        pair: {sign for sign in said if sign.startswith("rivals")} for pair, said in found.items()
    } == {
        ("acme", "acme motors"): {"rivals: 1"},
        ("acme", "acme motors ltd"): {"rivals: 1"},
        ("acme", "acme foods"): {"rivals: 2"},
        ("acme motors", "acme motors ltd"): set(),
        ("acme foods", "acme motors"): set(),
        ("acme foods", "acme motors ltd"): set(),
    }


def test_where_a_name_stands_first_and_how_often() -> None:
    found = signs_of(used("Acme", uses=3), used("Acme Works", first=9))

    assert found["acme", "acme works"] >= {
        "the shorter comes first",
        "the shorter is used often",
        "the shorter is used more",
    }
    found = signs_of(used("Acme", first=9), used("Acme Works"))
    assert not any(said.startswith("the shorter") for said in found["acme", "acme works"])


def test_likenesses_say_how_likely_each_pair_is() -> None:
    (found,) = likenesses([used("Acme"), used("Acme Works", first=9)], {}, lexicon=LEXICON)

    signs = signs_of(used("Acme"), used("Acme Works", first=9))["acme", "acme works"]
    assert found == Likeness("acme", "acme works", share(signs, load_weights()), signs)


def test_a_rule_that_is_rarely_seen_is_believed_where_nothing_speaks_against_it() -> None:
    union, full = used("Tarn Union", "Organization"), used("Tarn Union of Ostmark", "Organization")
    (found,) = likenesses([union, full], {}, lexicon=LEXICON)
    assert found.share >= RULED

    rival = used("Tarn Union of Bonn", "Organization")
    found = likenesses([union, full, rival], {}, lexicon=LEXICON)[0]
    assert found.share < RULED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (used("Acme AG"), used("Acme Ltd")),
        (used("ADK", "Person"), used("Ada Byron King", "Person")),
    ],
)
def test_some_names_are_never_of_one_thing(one: Used, other: Used) -> None:
    said = {frozenset((one.name, other.name)): frozenset({"in brackets after it"})}

    assert [pair.share for pair in likenesses([one, other], said, lexicon=LEXICON)] == [0]


names = st.lists(
    st.sampled_from(["Acme", "Acme AG", "Acme Works", "Works", "AW", "Silver Works", "Tarn"]),
    unique=True,
    max_size=7,
)


@given(names)
def test_likenesses_go_from_the_likeliest_pair_on(found: list[str]) -> None:
    pairs = likenesses([used(name) for name in found], {}, lexicon=LEXICON)

    assert all(0 <= pair.share <= 1 for pair in pairs)
    assert all(one.share >= other.share for one, other in pairwise(pairs))
    assert len({frozenset((pair.short, pair.full)) for pair in pairs}) == len(pairs)
