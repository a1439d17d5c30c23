"""Reading -> Clusters: the names of one document, those that mean one thing together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from kgbuild.decisions import Decisions
from kgbuild.lexicon import Lexicon
from kgbuild.names import normal
from kgbuild.records import ENTITY_TYPES, Mention, Reading
from kgbuild.resolve.clusters import Cluster, cluster_of, surface
from kgbuild.resolve.context import context_signs
from kgbuild.resolve.groups import SAID
from kgbuild.resolve.likeness import Likeness, Used, likenesses

ENOUGH = 0.8
"""How likely two names must mean one thing to be joined."""
_CLOSE = 0.05
"""Two names fit a short one as well as each other where their likeliness differs by less."""
APART = 0.2
"""Names less likely than this are never of one thing, whatever joins them to a third."""
_RULE = "rule: "


def clusters_of(
    reading: Reading, text: str, *, lexicon: Lexicon, decisions: Decisions
) -> list[Cluster]:
    """What a document names, each thing with all its names, sorted by the fullest."""
    clusters = _by_name(reading, lexicon)
    context = context_signs(reading.mentions, reading.claims, text)
    pairs = likenesses(_used(clusters), context, lexicon=lexicon)
    _join(clusters, [*_said(clusters, decisions), *pairs], decisions)
    return [clusters[name] for name in sorted(clusters)]


def names_of(reading: Reading, lexicon: Lexicon) -> list[Used]:
    """The names of a document as they are compared with one another."""
    return _used(_by_name(reading, lexicon))


def _by_name(reading: Reading, lexicon: Lexicon) -> dict[str, Cluster]:
    """Name in normal form to its mentions."""
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in reading.mentions:
        if mention.type in ENTITY_TYPES and (name := normal(surface(mention.text))):
            groups[name].append(mention)
    return {
        name: cluster_of(reading.document, name, group, places=lexicon.places)
        for name, group in sorted(groups.items())
    }


def _used(clusters: Mapping[str, Cluster]) -> list[Used]:
    return [
        Used(
            name=name,
            written=tuple(sorted(cluster.names)),
            type=cluster.type,
            first=min(mention.start for _, mention in cluster.mentions),
            uses=len(cluster.mentions),
            place=cluster.place,
        )
        for name, cluster in clusters.items()
    ]


def _said(clusters: Iterable[str], decisions: Decisions) -> list[Likeness]:
    """The pairs that decisions call the same."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(clusters):
        for root in decisions.said_same([name]):
            groups[root].append(name)
    return [
        Likeness(a, b, SAID, frozenset({"decided"}))
        for group in groups.values()
        for a, b in pairwise(group)
    ]


def _join(clusters: dict[str, Cluster], pairs: list[Likeness], decisions: Decisions) -> None:
    """Join names from the likeliest pair on, but never two that must be apart."""
    by_names = {frozenset((pair.short, pair.full)): pair for pair in reversed(pairs)}
    apart, torn = _apart(by_names.values()), _torn(pairs)
    home = {name: name for name in clusters}
    members = {name: {name} for name in clusters}
    for pair in pairs:
        short, full = home[pair.short], home[pair.full]
        if pair.share < ENOUGH or short == full:
            continue
        against = any(apart[name] & members[full] for name in members[short])
        against |= (pair.short, pair.full) in torn
        if pair.share < SAID and (against or decisions.differ(members[short], members[full])):
            continue
        kept, gone = (full, short) if len(full) >= len(short) else (short, full)
        named = by_names.get(frozenset((kept, gone)), pair)
        why = reason(named if named.share >= ENOUGH else pair)
        clusters[kept].add(clusters.pop(gone), why)
        members[kept] |= members.pop(gone)
        home.update(dict.fromkeys(members[kept], kept))


def _apart(pairs: Iterable[Likeness]) -> Mapping[str, set[str]]:
    """Name to those that are not likely of one thing with it, whatever joins them to a third; but
    `Mary` and `Byron` may both be parts of `Mary Byron` by a rule."""
    wholes: Mapping[str, set[str]] = defaultdict(set)
    for pair in pairs:
        by_rule = any(sign.startswith(_RULE) for sign in pair.signs)
        if pair.share >= ENOUGH and by_rule and {*pair.short.split()} <= {*pair.full.split()}:
            wholes[pair.short].add(pair.full)
    apart: Mapping[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if pair.share < APART and not wholes[pair.short] & wholes[pair.full]:
            apart[pair.short].add(pair.full)
            apart[pair.full].add(pair.short)
    return apart


def _torn(pairs: Sequence[Likeness]) -> set[tuple[str, str]]:
    """Pairs of a short name with each of several names that it fits as well, and that are not
    alike: `Byron` beside `Ada Byron` and `Eve Byron`."""
    hosts: dict[str, list[Likeness]] = defaultdict(list)
    alike = {frozenset((pair.short, pair.full)) for pair in pairs if pair.share >= ENOUGH}
    for pair in pairs:
        if ENOUGH <= pair.share < SAID:
            hosts[pair.short].append(pair)
    return {
        (short, pair.full)
        for short, found in hosts.items()
        for pair in found
        if any(
            abs(other.share - pair.share) < _CLOSE
            and frozenset((other.full, pair.full)) not in alike
            for other in found
            if other is not pair
        )
    }


def reason(pair: Likeness) -> str:
    """Why two names were taken for one thing's, in words."""
    rules = (sign.removeprefix(_RULE) for sign in sorted(pair.signs) if sign.startswith(_RULE))
    told = (name for sign, name in _REASONS.items() if sign in pair.signs)
    return next(rules, None) or next(told, "alike in name and use")


_REASONS = {
    "decided": "decided",
    "one place of the gazetteer": "another name of the place",
    "in brackets after it": "in brackets after the name",
    "ticker in brackets after it": "where its shares are traded",
    "said to be another name": "said to be another name",
    "same letters": "same letters",
    "plural": "plural",
    "spelled alike": "spelled alike",
    "spelled nearly alike": "spelled alike",
    "capitals from it": "capitals from the name",
    "the start of it": "first words of the name",
    "the end of it": "last words of the name",
    "inside it": "words of the name",
    "its words in another order": "words of the name",
    "some words in common": "words in common",
}
"""Sign to what it says of a merge, the most telling first."""
