"""Readings -> Entities: which mentions name one thing, every merge with its reason."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from kgbuild.decisions import Decisions
from kgbuild.iris import entity_id
from kgbuild.lexicon import Lexicon
from kgbuild.names import normal
from kgbuild.records import Document, Entity, Link, Merge, Reading, Rejection, Resolution
from kgbuild.resolve.across import load_weights_across
from kgbuild.resolve.clusters import Cluster, best_name, reason_for
from kgbuild.resolve.corpus import joined
from kgbuild.resolve.document import clusters_of

__all__ = ["resolve"]


def resolve(
    readings: Sequence[Reading],
    documents: Sequence[Document],
    *,
    lexicon: Lexicon,
    decisions: Decisions,
) -> Resolution:
    """Entities of a corpus, and a link for each mention; the same for any order of `readings`.

    What was kept apart though it looked like one is told, and decisions about unknown names.
    """
    texts = {document.id: document.text for document in documents}
    ordered = sorted(readings, key=lambda reading: reading.document)
    local = _by_document(ordered, texts, lexicon, decisions)
    known = {normal(name) for cluster in local for name in cluster.names}
    clusters, told = joined(
        local, lexicon=lexicon, weights=load_weights_across(), decisions=decisions
    )
    unknown = [
        Rejection(stage="resolve", reason="a decision is about a name not in the texts", subject=n)
        for n in decisions.names()
        if n not in known
    ]
    return _finished(clusters, decisions, (*told, *unknown))


def _by_document(
    readings: Sequence[Reading], texts: Mapping[str, str], lexicon: Lexicon, decisions: Decisions
) -> list[Cluster]:
    """The things of each document; again with more kept apart for as long as a `same` would join
    what is called different."""
    while True:
        found = [
            cluster
            for reading in readings
            for cluster in clusters_of(
                reading, texts[reading.document], lexicon=lexicon, decisions=decisions
            )
        ]
        stricter = decisions.stricter([{*map(normal, cluster.names)} for cluster in found])
        if stricter == decisions:
            return found
        decisions = stricter


def _finished(
    clusters: Iterable[Cluster], decisions: Decisions, told: tuple[Rejection, ...]
) -> Resolution:
    """Entities with ids; where some would share an id each carries a hash of where it occurs."""
    named = [
        (cluster, decisions.label(map(normal, cluster.names)) or best_name(cluster))
        for cluster in clusters
    ]
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
        rejections=tuple(told),
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
