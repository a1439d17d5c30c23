"""Readings -> Entities: which mentions name one thing, every merge with its reason."""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from kgbuild.iris import entity_id
from kgbuild.places import Places
from kgbuild.records import Entity, Link, Merge, Reading, Resolution
from kgbuild.resolve.clusters import Cluster, best_name, reason_for
from kgbuild.resolve.corpus import joined
from kgbuild.resolve.document import clusters_of

__all__ = ["resolve"]


def resolve(readings: Sequence[Reading], *, places: Places) -> Resolution:
    """Entities of a corpus, and a link for each mention; the same for any order of `readings`."""
    ordered = sorted(readings, key=lambda reading: reading.document)
    local = [cluster for reading in ordered for cluster in clusters_of(reading, places=places)]
    return _finished(joined(local))


def _finished(clusters: Iterable[Cluster]) -> Resolution:
    """Entities with ids; where some would share an id each carries a hash of where it occurs."""
    named = [(cluster, best_name(cluster)) for cluster in clusters]
    ids = [entity_id(cluster.type, name) for cluster, name in named]
    uses = Counter(ids)
    entities: list[Entity] = []
    links: list[Link] = []
    for (cluster, name), id_ in zip(named, ids, strict=True):
        unique = f"{id_}-{_digest(cluster)}" if uses[id_] > 1 else id_
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
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _entity(id_: str, name: str, cluster: Cluster) -> Entity:
    aliases = sorted(cluster.names.keys() - {name})
    return Entity(
        id=id_,
        type=cluster.type,
        name=name,
        aliases=tuple(aliases),
        merges=tuple(Merge(name=a, reason=reason_for(a, name, cluster)) for a in aliases),
        documents=tuple(sorted(cluster.documents)),
    )
