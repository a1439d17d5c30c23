"""Things and how likely each two are one -> groups of things that are one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgbuild.decisions import Decisions
from kgbuild.names import normal
from kgbuild.records import Rejection
from kgbuild.resolve.clusters import Cluster

APART = 0.1
"""Two things less likely one than this are not joined by way of a third."""
SAID = 2.0
"""More than any score: a decision."""


@dataclass(frozen=True)
class Edge:
    """Two things, by their places in a list: how likely they are one, and why."""

    share: float
    one: int
    other: int
    reason: str


class Groups:
    """Things joined edge by edge, and what kept others apart."""

    def __init__(self, things: Sequence[Cluster], decisions: Decisions) -> None:
        self._things = list(things)
        self._decisions = decisions
        self._home = list(range(len(things)))
        self._members = [[i] for i in range(len(things))]
        self._documents = [set(thing.documents) for thing in things]
        self._names = [set(map(normal, thing.names)) for thing in things]
        self._reasons: dict[int, str] = {}

    def join(self, edges: Iterable[Edge]) -> list[Rejection]:
        """Join the likeliest first; what is not joined though it is likely is told."""
        ordered = sorted((*self._said(), *edges), key=lambda e: (-e.share, e.one, e.other))
        unlike = {frozenset((e.one, e.other)) for e in ordered if e.share < APART}
        told: dict[tuple[str | None, ...], Rejection] = {}
        for edge in ordered:
            one, other = self._home[edge.one], self._home[edge.other]
            if one == other or edge.share < APART:
                continue
            against = self._against(one, other, unlike) if edge.share < SAID else None
            if against:
                rejection = self._told(edge, against)
                told.setdefault((rejection.reason, rejection.subject, rejection.object), rejection)
            else:
                self._merge(one, other, edge.reason)
        return list(told.values())

    def members(self) -> list[list[int]]:
        """The things of each group, by their places in the list."""
        return [sorted(self._members[i]) for i, home in enumerate(self._home) if i == home]

    def clusters(self) -> list[Cluster]:
        """The groups as clusters, each under its fullest name, in the order of `members`."""
        return [self._cluster(i) for i, home in enumerate(self._home) if i == home]

    def _said(self) -> list[Edge]:
        """Edges that decisions draw."""
        first: dict[str, int] = {}
        edges = []
        for i, names in enumerate(self._names):
            for root in self._decisions.said_same(names):
                edges.append(Edge(SAID, first.setdefault(root, i), i, "decided"))
        return edges

    def _against(self, one: int, other: int, unlike: set[frozenset[int]]) -> str | None:
        """What speaks against joining two groups."""
        if self._decisions.differ(self._names[one], self._names[other]):
            return "a decision calls them different"
        if both := self._documents[one] & self._documents[other]:
            return f"{min(both)} names both"
        pairs = (
            (i, j)
            for i in self._members[one]
            for j in self._members[other]
            if frozenset((i, j)) in unlike
        )
        if pair := next(pairs, None):
            a, b = (self._things[i].main for i in pair)
            return f"{a!r} and {b!r} are not alike"
        return None

    def _told(self, edge: Edge, against: str) -> Rejection:
        one, other = self._things[edge.one], self._things[edge.other]
        return Rejection(
            stage="resolve",
            reason=f"kept apart: {against}",
            document=min(one.documents),
            subject=one.written,
            object=other.written,
            confidence=round(min(edge.share, 1.0), 2),
        )

    def _merge(self, one: int, other: int, reason: str) -> None:
        kept, gone = min(one, other), max(one, other)
        for i in self._members[gone]:
            self._home[i] = kept
            self._reasons.setdefault(i, reason)
        self._members[kept] += self._members[gone]
        self._documents[kept] |= self._documents[gone]
        self._names[kept] |= self._names[gone]

    def _cluster(self, home: int) -> Cluster:
        members = sorted(self._members[home])
        whole = max(members, key=lambda i: (len(self._things[i].main), self._things[i].main, -i))
        cluster = self._things[whole]
        for i in members:
            if i != whole:
                reason = self._reasons.get(i) or self._reasons.get(whole) or "same name"
                cluster.add(self._things[i], reason)
        return cluster
