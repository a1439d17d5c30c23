"""Edges -> edges without those of a name that fits several things, each told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from kgbuild.records import Rejection
from kgbuild.resolve.across import Known
from kgbuild.resolve.groups import APART, Edge

_CLOSE = 0.05
"""A name fits two things as well where its likeliness differs by less."""


def fitting(edges: Iterable[Edge], known: Sequence[Known]) -> tuple[list[Rejection], list[Edge]]:
    """Part `Acme` from `Acme AG` and `Acme Ltd`, or from that of them which fits it less."""
    ordered = list(edges)
    rivals = {frozenset((e.one, e.other)) for e in ordered if e.share < APART}
    hosts = _hosts(ordered, {i for pair in rivals for i in pair})
    told: list[Rejection] = []
    gone: set[frozenset[int]] = set()
    for short, shares in sorted(hosts.items()):
        for pair in combinations(sorted(shares), 2):
            if frozenset(pair) in rivals:
                better, worse = sorted(pair, key=lambda i: -shares[i])
                if shares[better] - shares[worse] < _CLOSE:
                    gone |= {frozenset((short, i)) for i in pair}
                    told.append(_torn(known[short], [known[i] for i in pair]))
                else:
                    gone.add(frozenset((short, worse)))
                    told.append(_fits(known[short], known[better], known[worse]))
    return [*dict.fromkeys(told)], _without(ordered, gone)


def _hosts(edges: Iterable[Edge], among: set[int]) -> Mapping[int, Mapping[int, float]]:
    """Thing to those it may be one with, and how likely, `among` these."""
    hosts: dict[int, dict[int, float]] = defaultdict(dict)
    for edge in edges:
        if edge.share >= APART:
            for one, other in ((edge.one, edge.other), (edge.other, edge.one)):
                if other in among:
                    hosts[one][other] = edge.share
    return hosts


def parted(
    edges: Iterable[Edge], things: Sequence[Sequence[Known]]
) -> tuple[list[Rejection], list[Edge]]:
    """Part what may be short for several things that are not one from all of them."""
    ordered = list(edges)
    mains = [max(parts, key=lambda part: (len(part.name), part.name)) for parts in things]
    hosts: dict[int, set[int]] = defaultdict(set)
    one = {frozenset((e.one, e.other)) for e in ordered if e.share >= APART}
    for edge in ordered:
        if edge.share >= APART:
            short, full = sorted(
                (edge.one, edge.other), key=lambda i: (len(mains[i].name), mains[i].name, i)
            )
            hosts[short].add(full)
    torn = {
        short: sorted(full)
        for short, full in hosts.items()
        if any(frozenset(pair) not in one for pair in combinations(sorted(full), 2))
    }
    gone = {frozenset((short, full)) for short, hosts_ in torn.items() for full in hosts_}
    told = [_torn(mains[short], [mains[i] for i in full]) for short, full in sorted(torn.items())]
    return told, _without(ordered, gone)


def _without(edges: Iterable[Edge], gone: set[frozenset[int]]) -> list[Edge]:
    return [edge for edge in edges if frozenset((edge.one, edge.other)) not in gone]


def _torn(short: Known, hosts: Sequence[Known]) -> Rejection:
    names = " and ".join(map(repr, sorted({host.name for host in hosts})[:3]))
    return Rejection(stage="resolve", reason=f"kept apart: short for {names}", subject=short.shown)


def _fits(short: Known, better: Known, worse: Known) -> Rejection:
    return Rejection(
        stage="resolve",
        reason=f"kept apart: likelier {better.name!r}",
        subject=short.shown,
        object=worse.shown,
    )
