"""Clusters of documents -> Clusters of the corpus: full names join, then short forms that stand
for one of them only. What one document keeps apart stays apart."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from kgbuild.names import core, normal, same_firm, short_form, untitled
from kgbuild.resolve.clusters import Cluster

_TELLING = 4
"""An acronym of fewer letters must be spelled out by two documents to count in a third."""


def joined(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The things that a corpus names; `clusters` are taken apart."""
    return _with_short_forms(_joined_by(_firm, _joined_by(_full_name, clusters)))


def _full_name(cluster: Cluster) -> object:
    """What clusters that name one thing share; a family name alone tells nothing."""
    if cluster.place:
        return cluster.place
    if cluster.family != "Person":
        return cluster.family, cluster.main
    name = untitled(cluster.main)
    return (cluster.family, name) if " " in name else id(cluster)


def _firm(cluster: Cluster) -> object:
    return core(cluster.main) if cluster.family == "org" else id(cluster)


def _joined_by(key: Callable[[Cluster], object], clusters: Iterable[Cluster]) -> list[Cluster]:
    """The clusters, those that share a key made one unless something speaks against it."""
    groups: dict[object, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        groups[key(cluster)].append(cluster)
    return [
        cluster
        for group in groups.values()
        for cluster in ([_merged(group)] if _agree(group) else group)
    ]


def _agree(group: Sequence[Cluster]) -> bool:
    """Whether no document names two of them, and no two are firms of different legal form."""
    firms = sorted({cluster.main for cluster in group if cluster.family == "org"})
    return _share_no_document(group) and all(same_firm(a, b) for a, b in combinations(firms, 2))


def _share_no_document(group: Sequence[Cluster]) -> bool:
    """Whether they occur in different documents."""
    return sum(len(c.documents) for c in group) == len({d for c in group for d in c.documents})


def _merged(group: Sequence[Cluster]) -> Cluster:
    whole = max(group, key=lambda cluster: (len(cluster.main), cluster.main))
    for cluster in group:
        if cluster is not whole:
            whole.add(cluster, _likeness(cluster.main, whole))
    return whole


def _likeness(name: str, cluster: Cluster) -> str:
    """Why a full name and a cluster's own are of one thing."""
    if cluster.place and name != cluster.main:
        return "another name of the place"
    return short_form(name, cluster.main, type_=cluster.type) or "same name"


def _with_short_forms(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Let clusters whose full name is short for that of one other cluster join it."""
    spelled_out = _spelled_out(clusters)
    joined_to: dict[int, Cluster] = {}
    for cluster in sorted(clusters, key=lambda c: (len(c.main), c.main, min(c.documents))):
        found = {id(h): h for h in spelled_out[cluster.family, cluster.main] if h is not cluster}
        host = next(iter(found.values())) if len(found) == 1 else None
        while host and id(host) in joined_to:
            host = joined_to[id(host)]
        if host and _may_use_short_form(cluster, host):
            host.add(cluster, _reason(cluster.main, host))
            joined_to[id(cluster)] = host
    return [cluster for cluster in clusters if id(cluster) not in joined_to]


def _may_use_short_form(cluster: Cluster, host: Cluster) -> bool:
    tells = _full_name(cluster) != id(cluster)
    return tells and host.may_join(cluster) and _share_no_document((host, cluster))


def _spelled_out(clusters: Iterable[Cluster]) -> dict[tuple[str, str], list[Cluster]]:
    """Family and short form to the clusters that have it beside a fuller name."""
    found: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        uses: dict[str, set[str]] = defaultdict(set)
        for document, mention in cluster.mentions:
            uses[normal(mention.text)].add(document)
        for short, documents in sorted(uses.items()):
            vague = "acronym" in _reason(short, cluster) and len(short) < _TELLING
            if short != cluster.main and len(documents) > vague:
                found[cluster.family, short].append(cluster)
    return found


def _reason(short: str, cluster: Cluster) -> str:
    """Why a name, given in normal form, is one of the cluster's."""
    noted = (reason for name, reason in cluster.reasons.items() if normal(name) == short)
    return next(noted, "same name")
