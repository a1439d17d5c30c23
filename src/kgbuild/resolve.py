"""Reading -> Entity: which mentions name one thing, every merge with its reason.

Inside a document short forms join the one full name they fit; across documents full names join.
Two entities that a document keeps apart are never joined.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from kgbuild.iris import entity_id
from kgbuild.names import core, is_acronym_of, normal, short_form
from kgbuild.records import (
    ENTITY_TYPES,
    Entity,
    EntityType,
    Link,
    Mention,
    Merge,
    Reading,
    Resolution,
)

_FAMILY = {"Company": "org", "Organization": "org"}


@dataclass
class Cluster:
    """Mentions judged to name one thing: first of one document, then of the corpus."""

    family: str
    names: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    mentions: list[tuple[str, Mention]] = field(default_factory=list)
    merges: dict[str, str] = field(default_factory=dict)

    @property
    def documents(self) -> set[str]:
        """Ids of the documents that the mentions stand in."""
        return {document for document, _ in self.mentions}

    def add(self, other: "Cluster", reason: str) -> None:
        """Take in another cluster's mentions."""
        for name in other.names:
            if name not in self.names:
                self.merges[name] = reason
        self.merges = other.merges | self.merges
        self.names += other.names
        self.types += other.types
        self.mentions += other.mentions


def resolve(readings: Sequence[Reading]) -> Resolution:
    """Entities of a corpus; the same for any order of `readings`."""
    local: list[Cluster] = []
    for reading in sorted(readings, key=lambda r: r.document):
        local += _of_document(reading)
    return _finished(_across(local))


def _of_document(reading: Reading) -> list[Cluster]:
    """One document's mentions, short forms joined to full names."""
    by_name = _by_name(reading)
    clusters = {name: _cluster(reading.document, name, group) for name, group in by_name.items()}
    for name in sorted(clusters, key=lambda n: (len(n), n)):
        host = _host(name, clusters)
        if host:
            short = clusters.pop(name)
            clusters[host[0]].add(short, host[1])
    return [clusters[name] for name in sorted(clusters)]


def _by_name(reading: Reading) -> dict[str, list[Mention]]:
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in reading.mentions:
        if mention.type in ENTITY_TYPES and normal(mention.text):
            groups[normal(mention.text)].append(mention)
    return groups


def _cluster(document: str, name: str, mentions: list[Mention]) -> Cluster:
    types = Counter(str(m.type) for m in mentions)
    family = _family(_commonest(types))
    cluster = Cluster(family, types=types, mentions=[(document, m) for m in mentions])
    cluster.names.update(surface(m.text) for m in mentions)
    return cluster


def _commonest(types: Counter[str]) -> EntityType:
    """The most frequent type; a tie goes to the one that stands first in `ENTITY_TYPES`."""
    return max(ENTITY_TYPES, key=lambda t: types[t])


def _family(type_: str) -> str:
    return _FAMILY.get(type_, type_)


def surface(text: str) -> str:
    """A name as the texts write it, on one line, without article and possessive."""
    name = " ".join(text.split())
    for ending in ("'s", "’s"):
        name = name.removesuffix(ending)
    return name.removeprefix("the ").removeprefix("The ") or name


def _host(name: str, clusters: dict[str, Cluster]) -> tuple[str, str] | None:
    """The one other name of the document that `name` is short for, with the reason."""
    short = clusters[name]
    type_ = _commonest(short.types)
    found: dict[str, str] = {}
    for other, cluster in clusters.items():
        if other == name or cluster.family != short.family or len(other) < len(name):
            continue
        reasons = [short_form(a, b, type_=type_) for a in short.names for b in cluster.names]
        reason = next((r for r in reasons if r), None)
        if reason:
            found[other] = reason
    if "legal form aside" in found.values():
        found = {k: r for k, r in found.items() if r == "legal form aside"}
    if "family name" in found.values():
        found = {k: r for k, r in found.items() if r == "family name"}
    return next(iter(found.items())) if len(found) == 1 else None


def _across(local: list[Cluster]) -> list[Cluster]:
    """Clusters of the corpus: those of single documents joined where they share a telling name."""
    by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, cluster in enumerate(local):
        for key in _keys(cluster):
            by_key[cluster.family, key].append(i)
    parent = list(range(len(local)))
    documents = [cluster.documents for cluster in local]
    for (_, _), members in sorted(by_key.items(), key=lambda item: (-len(item[0][1]), item[0])):
        for i in members[1:]:
            _join(members[0], i, parent, documents)
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(local)):
        groups[_root(i, parent)].append(i)
    return [_merged([local[i] for i in group]) for group in groups.values()]


def _keys(cluster: Cluster) -> set[str]:
    """Normal names under which a cluster meets those of other documents."""
    if cluster.family == "Person":
        return {normal(n) for n in cluster.names if len(normal(n).split()) > 1}
    keys = {normal(name) for name in cluster.names}
    if cluster.family == "org":
        keys |= {core(name) for name in cluster.names}
    return keys


def _root(i: int, parent: list[int]) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _join(a: int, b: int, parent: list[int], documents: list[set[str]]) -> None:
    """Join two clusters unless a document names both: it keeps them apart."""
    x, y = sorted((_root(a, parent), _root(b, parent)))
    if x != y and not documents[x] & documents[y]:
        parent[y] = x
        documents[x] = documents[x] | documents[y]


def _merged(group: list[Cluster]) -> Cluster:
    whole = Cluster(group[0].family)
    for cluster in group:
        whole.add(cluster, "shares a name across documents")
    for name in group[0].names:
        whole.merges.pop(name, None)
    whole.merges |= {n: r for cluster in group for n, r in cluster.merges.items()}
    return whole


def _finished(clusters: Iterable[Cluster]) -> Resolution:
    """Entities with ids; where two would share an id both carry a hash of where they occur."""
    named = [(cluster, best_name(cluster)) for cluster in clusters]
    ids = [entity_id(_commonest(cluster.types), name) for cluster, name in named]
    shared = {i for i, count in Counter(ids).items() if count > 1}
    entities: list[Entity] = []
    links: list[Link] = []
    for (cluster, name), id_ in zip(named, ids, strict=True):
        unique = f"{id_}-{_digest(cluster)}" if id_ in shared else id_
        entities.append(_entity(unique, name, cluster))
        links += [
            Link(document=d, start=m.start, end=m.end, entity=unique) for d, m in cluster.mentions
        ]
    return Resolution(
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        links=tuple(sorted(links, key=lambda k: (k.document, k.start, k.end))),
    )


def _digest(cluster: Cluster) -> str:
    text = "\n".join([*sorted(cluster.documents), *sorted(cluster.names)])
    return sha256(text.encode()).hexdigest()[:6]


def _entity(id_: str, name: str, cluster: Cluster) -> Entity:
    return Entity(
        id=id_,
        type=_commonest(cluster.types),
        name=name,
        aliases=tuple(sorted(n for n in cluster.names if n != name)),
        merges=tuple(
            Merge(name=n, reason=r) for n, r in sorted(cluster.merges.items()) if n != name
        ),
        documents=tuple(sorted(cluster.documents)),
    )


def best_name(cluster: Cluster) -> str:
    """The fullest usual name: no acronym where it is written out, no shouting, then the longest
    of those that are used, then the most frequent."""
    names = list(cluster.names)

    def rank(name: str) -> tuple[bool, bool, int, int, str]:
        acronym = any(is_acronym_of(name, other) for other in names)
        shouted = name.isupper() and any(normal(o) == normal(name) and o != name for o in names)
        return (acronym, shouted, -len(normal(name).split()), -cluster.names[name], name)

    return min(names, key=rank)
