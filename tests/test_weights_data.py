"""The shipped weights: every sign with one is a sign that some names or texts can have."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import cycle, permutations, product

import pytest

from corpora import LEXICON, plain, reading
from kgbuild.names import normal
from kgbuild.records import ENTITY_TYPES, EntityType
from kgbuild.resolve.across import Known, load_weights_across, signs_across
from kgbuild.resolve.context import context_signs
from kgbuild.resolve.document import APART, ENOUGH, names_of
from kgbuild.resolve.likeness import RULED, load_weights, weighed
from kgbuild.resolve.named import Named, order
from kgbuild.resolve.signs import signs
from test_resolve_context import claim

WORDS = (
    "Acme",
    "Tarn",
    "of",
    "Ltd",
    "3",
    "platform",
    "Motors",
    "French",
    "silver",
    "Byron",
    "Paris",
)
TYPES: tuple[EntityType, ...] = ("Company", "Organization", "Person", "Place", "Product", "Event")
ALIKE = (
    *(("CAU", "Coral Aid Union"), ("CAU", "CAU Works"), ("KOTRA", "Korea Trade Agency")),
    *(("JPMorgan", "JP Morgan"), ("Silo Planner", "Silo Planer"), ("Orbot", "Orbots")),
    *(("Silo Planners", "Silt Planters"), ("Harbour", "Harbourside"), ("Google", "Google Tarn")),
    *(("Google", "Google Cloud Run"), ("Ada Byron", "Anne Byron"), ("Jiangsu", "Jiangsu province")),
    *(("Tarn Union", "Tarn Union of Bonn"), ("Goller", "Robert Goller GmbH"), ("ADK", "Ada B. K")),
    *(("Ada Byron", "Ada Mary Byron"), ("Dr. Ada Byron", "Ada Byron"), ("Acme AG", "Acme Ltd")),
    *(("Acme", "Acme Gull Hull Tarn"), ("Acme", "Acme Gull Hull"), ("Eve Byron", "Ada Byron")),
    *(("Dan Byron", "Daniel Byron"), ("Paris Tarn Hull", "Oslo Tarn Hull")),
)
TEXTS = (
    "[Acme] ([AC]) and [Acme Works], [Acme Tarn] or [Acme Bonn].",
    "[Acme Works] met. [Acme] won. [Acme] lost. [Acme] ran: [Acme Tarn].",
    "[Acme Works] (NYSE: [AW]), formerly [Acme], [Acme Tarn] of [Acme Bonn] ([Acme Hull] too).",
    "[US](Place) and [United States](Place), [Kansas](Place) and [Kansas City](Place)",
    "[Acme Works]'s [Acme].",
)


def named_pairs() -> Iterator[tuple[Named, Named]]:
    """Names of one to three words of all kinds, and names that are alike."""
    names = [" ".join(words) for n in (1, 2) for words in permutations(WORDS, n)]
    wholes = [f"{name} {word}" for name, word in product(names, WORDS) if word not in name]
    pairs = [(whole.rpartition(" ")[0], whole) for whole in wholes]
    pairs += [(whole.partition(" ")[2], whole) for whole in wholes]
    pairs += [(f"Acme {one}", f"Acme {other}") for one, other in permutations(names, 2)][::7]
    pairs += [
        ("Acme Motors", "Motors Tarn Acme"),
        ("Acme", "Tarn Acme Hull"),
        ("Acme of", "Acme B"),
    ]
    for n, (one, other) in enumerate(pairs):
        a, b = TYPES[n % 6], TYPES[n // 6 % 6] if n % 3 == 0 else TYPES[n % 6]
        yield order(Named(normal(one), (one,), a), Named(normal(other), (other,), b))
    for (one, other), a, b in product(ALIKE, TYPES, TYPES):
        yield order(Named(normal(one), (one,), a), Named(normal(other), (other,), b))


@cache
def signs_in_a_document() -> frozenset[str]:
    """All signs that these names and texts have."""
    found = {sign for short, full in named_pairs() for sign in signs(short, full, LEXICON)}
    for text in TEXTS:
        context = context_signs(reading(text).mentions, [claim("Acme", "Acme Works")], plain(text))
        names = names_of(reading(text), LEXICON)
        for _, _, said in weighed(names, context, lexicon=LEXICON):
            found |= said
    return frozenset(found)


def known(name: str, type: EntityType, *, also: frozenset[str], around: frozenset[str]) -> Known:
    return Known(normal(name), (name,), type, also | {normal(name)}, around, around)


@cache
def signs_across_documents() -> frozenset[str]:
    found: set[str] = set()
    around = frozenset({"b", "c"})
    same = ("Acme", "Google", "silver", "CAU", "Acme Tarn", "Acme AG", "silver motors")
    for name, a, b in product(same, ENTITY_TYPES, ENTITY_TYPES):
        for also in (frozenset({"aa", "ab"}), frozenset[str]()):
            one, other = (known(name, type, also=also, around=around) for type in (a, b))
            found |= signs_across(one, other, LEXICON)
    common = cycle(
        [frozenset([name]) for name in ("aw", "acme", "a b", "silver")] + [frozenset[str]()]
    )
    for (short, full), also in zip(named_pairs(), common, strict=False):
        one, other = (
            known(each.written[0], each.type, also=also, around=around) for each in (short, full)
        )
        found |= signs_across(one, other, LEXICON)
    return frozenset(found)


def test_each_sign_with_a_weight_in_a_document_can_be_seen() -> None:
    assert load_weights().keys() - signs_in_a_document() == {""}


def test_each_sign_with_a_weight_across_documents_can_be_seen() -> None:
    assert load_weights_across().weight.keys() - signs_across_documents() == {""}


def test_every_family_has_a_threshold_that_is_a_share() -> None:
    threshold = load_weights_across().threshold

    assert threshold.keys() == {
        "body",
        "person",
        "place",
        "thing",
        "event",
        "two families",
        "other name",
    }
    assert all(0.5 <= least < 1 for least in threshold.values())
    assert 0 < APART < 0.5 < ENOUGH < RULED < 1


def test_what_stands_beside_two_things_never_speaks_against_them() -> None:
    weight = load_weights_across().weight

    around = {s: w for s, w in weight.items() if ", neighbours" in s or ", places" in s}
    assert {sign: value for sign, value in around.items() if value < 0} == {}


@pytest.mark.parametrize("name", ["names", "entities", "references"])
def test_a_file_of_weights_is_sorted_and_says_what_it_is(name: str) -> None:
    text = (files("kgbuild") / "data" / "weights" / f"{name}.toml").read_text("utf-8")
    signs = [line.split('"')[1] for line in text.partition("[weight]\n")[2].splitlines()]

    assert text.startswith("# How much each sign ")
    assert f"`python -m training {name}`" in " ".join(text.partition("[")[0].split())
    assert signs == sorted(set(signs))
