"""Reading -> Clusters: inside a document a short form joins the one full name that it fits."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from kgbuild.names import abbreviates, keys, normal, short_form, shortened
from kgbuild.places import Places
from kgbuild.records import ENTITY_TYPES, Mention, Reading
from kgbuild.resolve.clusters import Cluster, cluster_of

_SUREST = ("legal form aside", "family name")
"""Where a short form fits several names, those that it fits in such a way come first."""
_BRACKET = range(1, 4)
"""Characters between a name and its acronym in brackets, such as ` (` or ` (“`."""


def clusters_of(reading: Reading, *, places: Places) -> list[Cluster]:
    """What a document names, each thing with all its names, sorted by the fullest."""
    names = _Names(reading, places)
    # The explicit comes first, then the long: `Acme Motors Ltd` takes in `Acme Motors`, so that
    # both are one candidate for `Acme`.
    for short, full in names.bracketed(reading.mentions):
        names.join(short, full, "acronym in brackets")
    for short, full in names.of_one_place():
        names.join(short, full, "another name of the place")
    for name in sorted(names.clusters, key=lambda n: (-len(n), n)):
        if host := names.host(name):
            names.join(name, *host)
    return [names.clusters[name] for name in sorted(names.clusters)]


class _Names:
    """The names of one document in normal form, and where each of them belongs."""

    def __init__(self, reading: Reading, places: Places) -> None:
        groups: dict[str, list[Mention]] = defaultdict(list)
        for mention in reading.mentions:
            if mention.type in ENTITY_TYPES and (name := normal(mention.text)):
                groups[name].append(mention)
        self.clusters = {
            name: cluster_of(reading.document, name, group, places=places)
            for name, group in groups.items()
        }
        self._written = {name: sorted(c.names) for name, c in self.clusters.items()}
        self._home = {name: name for name in self.clusters}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for name, written in self._written.items():
            for key in {key for each in written for key in shortened(each)}:
                self._by_key[key].append(name)

    def join(self, name: str, host: str, reason: str) -> None:
        """Let the cluster of `host` take in that of `name`, if it is still one of its own."""
        host = self._at(host)
        if name not in self.clusters or name == host:
            return
        self.clusters[host].add(self.clusters.pop(name), reason)
        self._home[name] = host

    def bracketed(self, mentions: Sequence[Mention]) -> list[tuple[str, str]]:
        """Acronyms beside the one name that they are made of: acronym, name."""
        found: dict[str, set[str]] = defaultdict(set)
        for one, other in pairwise(mentions):
            for short, full in ((other, one), (one, other)):
                if other.start - one.end in _BRACKET and abbreviates(short.text, full.text):
                    found[normal(short.text)].add(normal(full.text))
        return [
            (short, full)
            for short, (full, *more) in sorted(found.items())
            if not more and {short, full} <= self.clusters.keys() and self._has_acronym(full)
        ]

    def of_one_place(self) -> list[tuple[str, str]]:
        """Names by which the gazetteer knows one place: the shorter ones, the longest."""
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in sorted(self.clusters, key=lambda n: (-len(n), n)):
            if place := self.clusters[name].place:
                groups[place].append(name)
        return [(short, full) for full, *shorter in groups.values() for short in shorter]

    def host(self, name: str) -> tuple[str, str] | None:
        """The one other cluster that a name is short for, with the reason."""
        found: dict[str, set[str]] = defaultdict(set)
        for full, reason in self._fitting(name):
            found[reason].add(self._at(full))
        hosts = next((found[r] for r in _SUREST if r in found), set().union(*found.values()))
        if len(hosts) != 1:
            return None
        host = min(hosts)
        return host, min(reason for reason, names in found.items() if host in names)

    def _fitting(self, name: str) -> Iterator[tuple[str, str]]:
        """The names that a name may be short for, each with the reason."""
        short = self.clusters[name]
        wanted = {key for each in self._written[name] for key in keys(each)}
        for full in sorted({full for key in wanted for full in self._by_key.get(key, ())}):
            host = self.clusters[self._at(full)]
            if host is short or len(host.main) < len(name) or not short.may_join(host):
                continue
            for a, b in product(self._written[name], self._written[full]):
                if reason := short_form(a, b, type_=short.type):
                    yield full, reason

    def _at(self, name: str) -> str:
        """The name under which the cluster of a name is found now."""
        while self._home[name] != name:
            name = self._home[name]
        return name

    def _has_acronym(self, name: str) -> bool:
        return self.clusters[name].family not in {"Person", "Place"}
