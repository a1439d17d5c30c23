"""Names of one document -> how likely each two of them mean one thing.

A logistic sum over signs (Fellegi and Sunter, JASA 1969, with learned weights): every pair that
shares a word, its letters or its place in the text is weighed; the other pairs are two things.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from math import exp

from kgbuild.firms import core
from kgbuild.lexicon import Lexicon
from kgbuild.names import initials
from kgbuild.resolve.context import Pair
from kgbuild.resolve.named import Named, order
from kgbuild.resolve.signs import signs
from kgbuild.shortening import keys, shortened
from kgbuild.words import word_list

_CROWD = 60
"""A key that more names share tells nothing."""
_OPENING = 5
"""Letters at the start of a name by which spellings of one name are found."""
_TOLD = frozenset(
    {"in brackets after it", "ticker in brackets after it", "said to be another name"}
)
_OFTEN = 3
RULED = 0.85
"""How likely two names mean one thing where one of `_RULES` says so and nothing speaks against."""
_RULES = frozenset(
    f"rule: {rule}"
    for rule in (
        "form of address aside",
        "founder's first name aside",
        "initial of the given name",
        "kind of place aside",
        "kind of thing aside",
        "legal form aside",
        "middle name aside",
        "place aside",
        "short given name",
    )
)
_NEVER = frozenset({"another legal form", "capitals that are no initials"})


@dataclass(frozen=True)
class Used(Named):
    """A name and its use in one document."""

    first: int
    """Where it stands first, in characters."""
    uses: int
    place: tuple[str, ...] = ()
    """What the gazetteer knows of it: one name for all its names, and what it lies in."""


@dataclass(frozen=True)
class Likeness:
    """Two names, the shorter first, and how likely they mean one thing."""

    short: str
    full: str
    share: float
    signs: frozenset[str]


@cache
def load_weights() -> Mapping[str, float]:
    """The shipped weight of each sign; that of every pair is under the empty name."""
    path = files("kgbuild") / "data" / "weights" / "names.toml"
    table: dict[str, float] = tomllib.loads(path.read_text("utf-8"))["weight"]
    return table


def likenesses(
    names: Sequence[Used], context: Mapping[Pair, frozenset[str]], *, lexicon: Lexicon
) -> list[Likeness]:
    """The pairs that may mean one thing, the likeliest first."""
    weights = load_weights()
    found = [
        Likeness(short.name, full.name, judged(said, weights), said)
        for short, full, said in weighed(names, context, lexicon=lexicon)
    ]
    return sorted(found, key=lambda pair: (-pair.share, pair.short, pair.full))


def judged(said: frozenset[str], weights: Mapping[str, float]) -> float:
    """How likely two names mean one thing: the logistic sum of their signs, but for signs that are
    seen too rarely to have a telling weight."""
    if said & _NEVER:
        return 0.0
    against = {"rivals: 1", "rivals: 2", "two places", "a claim joins them"}
    ruled = RULED if said & _RULES and not said & against else 0.0
    return max(share(said, weights), ruled)


def share(said: Iterable[str], weights: Mapping[str, float]) -> float:
    """How likely two names mean one thing, given their signs."""
    total = weights.get("", 0.0) + sum(weights.get(sign, 0.0) for sign in sorted(said))
    return 1 / (1 + exp(-total))


def weighed(
    names: Sequence[Used], context: Mapping[Pair, frozenset[str]], *, lexicon: Lexicon
) -> Iterable[tuple[Used, Used, frozenset[str]]]:
    """Every pair that may mean one thing, the shorter first, with all its signs."""
    by_name = {each.name: each for each in names}
    holders = _holders(names)
    pairs = _sharing(names)
    pairs |= {pair for pair, said in context.items() if said & _TOLD and pair <= by_name.keys()}
    for pair in sorted(pairs, key=sorted):
        a, b = (by_name[name] for name in sorted(pair))
        short, full = order(a, b)
        said = signs(short, full, lexicon) | context.get(pair, frozenset())
        said |= _uses(short, full) | _places(short, full)
        if full.name in holders[short.name]:
            others = sum(core(n) != core(full.name) for n in holders[short.name])
            said.add(f"rivals: {min(others, 2)}")
        yield short, full, frozenset(said)


def _sharing(names: Sequence[Used]) -> set[Pair]:
    """Pairs of names that share a key."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for each in names:
        for key in sorted(_keys(each)):
            by_key[key].append(each.name)
    return {
        frozenset(pair)
        for group in by_key.values()
        if len(group) <= _CROWD
        for pair in combinations(group, 2)
    }


def _keys(each: Used) -> set[str]:
    """Its words, first letters, acronyms, and what it may be short for."""
    words = each.name.split()
    found = {word for word in words if word not in word_list("link_words")}
    if len(each.letters) >= _OPENING:
        found.add(each.letters[:_OPENING])
    for written in each.written:
        found |= {f"={key}" for key in keys(written) | shortened(written)}
        found |= {f"={initials(written).casefold()}"} if len(words) > 1 else set()
    found |= {f"={each.letters}"} if len(words) == 1 else set()
    return found | ({"at " + " ".join(each.place)} if each.place else set())


def _holders(names: Sequence[Used]) -> dict[str, set[str]]:
    """Name to the longer names that hold all its telling words."""
    by_word: dict[str, set[str]] = defaultdict(set)
    longer = {each.name: len(each.words) for each in names}
    for each in names:
        for word in each.words:
            by_word[word].add(each.name)
    return {
        each.name: {
            name
            for name in set.intersection(*(by_word[word] for word in each.words))
            if longer[name] > len(each.words)
        }
        if each.words
        else set()
        for each in names
    }


def _uses(short: Used, full: Used) -> set[str]:
    """Which of the two comes first, and is used more."""
    found = {"the shorter comes first"} if short.first < full.first else set()
    found |= {"the shorter is used often"} if short.uses >= _OFTEN else set()
    return found | ({"the shorter is used more"} if short.uses > full.uses else set())


def _places(short: Used, full: Used) -> set[str]:
    if not short.place or not full.place:
        return set()
    return {"one place of the gazetteer" if short.place == full.place else "two places"}
