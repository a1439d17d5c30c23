"""Things of many documents -> edges between those that are likely one, and that never are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from kgbuild.lexicon import Lexicon
from kgbuild.resolve.across import Known, Weights, rivals, same_name, shared, signs_across
from kgbuild.resolve.groups import APART, Edge
from kgbuild.resolve.named import order
from kgbuild.resolve.signs import rule
from kgbuild.shortening import keys, shortened

_CROWD = 40
"""Things that share one word or opening; where more do it tells nothing."""
_NAMESAKES = 100
"""Of so many things of one name each is compared with each."""
_OPENING = 5


def one_name(known: Sequence[Known], lexicon: Lexicon, weights: Weights) -> Iterator[Edge]:
    """Edges between things of one full name, or one place of the gazetteer."""
    groups: dict[object, list[int]] = defaultdict(list)
    for i, thing in enumerate(known):
        groups[thing.place or thing.telling].append(i)
    for group in groups.values():
        pairs = combinations(group, 2) if len(group) <= _NAMESAKES else _chains(group, known)
        for i, j in sorted(set(pairs)):
            a, b = known[i], known[j]
            if a.place and a.place == b.place:
                yield Edge(1.0, i, j, "another name of the place")
            elif rivals(a, b):
                yield Edge(0.0, i, j, "two by their names")
            elif same_name(a, b):
                share = weights.share(signs_across(a, b, lexicon))
                if share >= weights.least(a, b):
                    yield Edge(share, i, j, rule(*order(a, b)) or "same name")


def _chains(group: Sequence[int], known: Sequence[Known]) -> Iterator[tuple[int, int]]:
    """Pairs of a large group: each with the next of its type, and with the next of its type and
    form beside which one other name or place stands too. So time grows with the names, not their
    square."""
    by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in group:
        thing = known[i]
        for key in ("", *thing.neighbours, *thing.places):
            by_key[(key,)].append(i)
            by_key[key, thing.type].append(i)
            by_key[key, thing.name].append(i)
    for members in by_key.values():
        yield from pairwise(members)


def like_names(
    things: Sequence[Sequence[Known]], lexicon: Lexicon, weights: Weights
) -> Iterator[Edge]:
    """Edges between things whose names differ: those likely one, and those not likely at all.

    A thing is given by its parts, one for each document that names it.
    """
    for i, j in sorted(_candidates(things)):
        share, a, b = _likeliest(things[i], things[j], lexicon, weights)
        least = weights.least(a, b) if same_name(a, b) else weights.least_other()
        if share >= least or share < APART:
            alike = "alike in name, and named beside the same others"
            yield Edge(share, i, j, rule(*order(a, b)) or alike)


def _likeliest(
    some: Sequence[Known], others: Sequence[Known], lexicon: Lexicon, weights: Weights
) -> tuple[float, Known, Known]:
    """Of two things of many documents the two parts that are likeliest one, and how likely."""
    seen: dict[tuple[object, ...], tuple[Known, Known]] = {}
    for a in some:
        for b in others:
            seen.setdefault((_form(a), _form(b), shared(a, b)), (a, b))
    if any(rivals(a, b) for a, b in seen.values()):
        return 0.0, some[0], others[0]
    found = ((weights.judged(signs_across(a, b, lexicon)), a, b) for a, b in seen.values())
    return max(found, key=lambda each: each[0])


def _form(part: Known) -> tuple[object, ...]:
    return part.written, part.type, part.names


def _candidates(things: Sequence[Sequence[Known]]) -> set[tuple[int, int]]:
    """Pairs of which one may be short for the other, or that share a word, an opening, a name."""
    full: dict[str, list[int]] = defaultdict(list)
    alike: dict[str, list[int]] = defaultdict(list)
    short: list[set[str]] = []
    for i, parts in enumerate(things):
        written = {name for part in parts for name in part.written}
        short.append({key for name in written for key in keys(name)})
        for key in {key for name in written for key in shortened(name)}:
            full[key].append(i)
        words = {word for part in parts for word in (*part.words, *part.names)}
        for key in (words | {part.letters[:_OPENING] for part in parts}) - {""}:
            alike[key].append(i)
    pairs = {
        (min(i, j), max(i, j))
        for i, found in enumerate(short)
        for key in found
        if len(full[key]) <= _CROWD
        for j in full[key]
        if i != j
    }
    for group in alike.values():
        if len(group) <= _CROWD:
            pairs |= set(combinations(group, 2))
    return pairs
