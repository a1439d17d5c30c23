"""Clusters of documents -> Clusters of the corpus.

Things of one name are compared first, then things of like names. Two that are likely enough one
are joined, the likeliest first, but never two that a document names apart. How likely two are
hangs on the two alone: another document can add joins, or a reason against one, which is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kgbuild.decisions import Decisions
from kgbuild.lexicon import Lexicon
from kgbuild.names import normal
from kgbuild.records import Rejection
from kgbuild.resolve.across import Known, Weights
from kgbuild.resolve.clusters import Cluster
from kgbuild.resolve.edges import like_names, one_name
from kgbuild.resolve.groups import Groups
from kgbuild.resolve.rivals import fitting, parted
from kgbuild.words import word_list

Around = dict[str, tuple[frozenset[str], frozenset[str]]]
"""Document to the names in it that tell something, and to those of its places."""


def joined(
    clusters: Sequence[Cluster], *, lexicon: Lexicon, weights: Weights, decisions: Decisions
) -> tuple[list[Cluster], list[Rejection]]:
    """The things that a corpus names, and what was kept apart though it seemed one.

    `clusters` are those of one document each, and are taken apart.
    """
    around = neighbours_of(clusters)
    known = [known_of(cluster, around) for cluster in clusters]
    groups = Groups(clusters, decisions)
    unfit, edges = fitting(one_name(known, lexicon, weights), known)
    told = [*unfit, *groups.join(edges)]
    parts = [[known[i] for i in members] for members in groups.members()]
    groups = Groups(groups.clusters(), decisions)
    torn, edges = parted(like_names(parts, lexicon, weights), parts)
    told += [*torn, *groups.join(edges)]
    return groups.clusters(), [*dict.fromkeys(told)]


def neighbours_of(clusters: Iterable[Cluster]) -> Around:
    """The names around the things of documents, without those that stand everywhere."""
    names: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for cluster in clusters:
        for name in map(normal, cluster.names):
            for document in cluster.documents:
                if cluster.family == "Place":
                    places[document].add(name)
                elif cluster.family != "Person" or " " in name:
                    names[document].add(name)
    everywhere = word_list("names_everywhere")
    return {
        document: (frozenset(names[document]) - everywhere, frozenset(places[document]))
        for document in names.keys() | places.keys()
    }


def known_of(cluster: Cluster, around: Around) -> Known:
    """A thing of a document as it is compared with those of others."""
    nothing: frozenset[str] = frozenset()
    found = [around.get(document, (nothing, nothing)) for document in cluster.documents]
    return Known(
        name=cluster.main,
        written=tuple(sorted(name for name in cluster.names if normal(name) == cluster.main)),
        type=cluster.type,
        names=frozenset(map(normal, cluster.names)),
        neighbours=nothing.union(*(names for names, _ in found)),
        places=nothing.union(*(places for _, places in found)),
        place=cluster.place,
    )
