"""Clusters: mentions judged to name one thing, first of one document, then of the corpus."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kgbuild.firms import legal_forms
from kgbuild.names import normal
from kgbuild.places import Places
from kgbuild.records import ENTITY_TYPES, EntityType, Mention
from kgbuild.shortening import is_acronym_of, short_form

_FAMILY = {"Company": "org", "Organization": "org"}
# Of these the fullest name is the usual one; of others it is the one that the texts use most.
_FORMAL = frozenset(("org", "Person"))
_EDGES = ' ,;:"“”„«»$•*©®™'
_POSSESSIVE = re.compile(r"['’‘´ʼ]s?$")
_CODE = 3
"""A name of capitals as short as this is a code, such as `TX`, where there is a longer one."""


@dataclass
class Cluster:
    """Mentions that name one thing."""

    main: str
    """The normal form of the name that the others are short for."""
    types: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    """The names as the texts write them, and how often."""
    mentions: list[tuple[str, Mention]] = field(default_factory=list)
    """Each with the id of its document."""
    documents: set[str] = field(default_factory=set)
    place: tuple[str, ...] = ()
    """Of a place the gazetteer knows: one name for all of its names, and what it lies in."""
    reasons: dict[str, str] = field(default_factory=dict)
    """Name to why it was taken for this thing's; those that are `main` written out have none."""

    @property
    def type(self) -> EntityType:
        """The most frequent type; a tie goes to the one that stands first in `ENTITY_TYPES`."""
        return max(ENTITY_TYPES, key=lambda t: self.types[t])

    @property
    def family(self) -> str:
        """The type, companies counted among organisations."""
        return _FAMILY.get(self.type, self.type)

    @property
    def written(self) -> str:
        """The main name as a text writes it."""
        return min(name for name in self.names if normal(name) == self.main)

    def add(self, other: "Cluster", reason: str) -> None:
        """Take in another cluster; its types count where they are of one family with ours."""
        for name in other.names:
            if name not in self.names:
                self.reasons[name] = other.reasons.get(name, reason)
        if other.family == self.family:
            self.types += other.types
        self.names += other.names
        self.mentions += other.mentions
        self.documents |= other.documents


def cluster_of(document: str, name: str, mentions: list[Mention], *, places: Places) -> Cluster:
    """The mentions of one document that share a normal name."""
    cluster = Cluster(
        main=name,
        types=Counter(str(m.type) for m in mentions),
        names=Counter(surface(m.text) for m in mentions),
        mentions=[(document, m) for m in mentions],
        documents={document},
    )
    if cluster.family == "Place":
        known = ((places.canonical(n), places.within(n)) for n in sorted(cluster.names))
        cluster.place = next(((name, *around) for name, around in known if name), ())
    return cluster


def surface(text: str) -> str:
    """A name as the texts write it, on one line, without article, possessive and stray signs."""
    name = " ".join(text.split()).strip(_EDGES)
    name = _POSSESSIVE.sub("", name)
    if name.endswith(".") and not _keeps_its_stop(name):
        name = name[:-1].rstrip(_EDGES)
    return name.removeprefix("the ").removeprefix("The ").strip() or text.strip()


def _keeps_its_stop(name: str) -> bool:
    """Whether a full stop at the end is part of the name: `Acme Inc.`, `U.S.`, `Sammy Davis Jr.`"""
    last = name.split()[-1]
    return "." in last[:-1] or len(last) < 4 or (normal(last),) in legal_forms()


def best_name(cluster: Cluster) -> str:
    """The usual name: no acronym where it is written out, no shouting; of firms, other bodies
    and people then the fullest, of the rest the one used most."""
    names = cluster.names

    def rank(name: str) -> tuple[bool, bool, int, int, str]:
        use, fullness = -names[name], -len(normal(name).split())
        first, second = (fullness, use) if cluster.family in _FORMAL else (use, fullness)
        return _is_spelled_out(name, names), _is_shouted(name, names), first, second, name

    return min(names, key=rank)


def _is_spelled_out(name: str, names: Iterable[str]) -> bool:
    is_code = name.isupper() and len(normal(name)) <= _CODE
    return any(is_acronym_of(name, o) or (is_code and len(o) > len(name) + 1) for o in names)


def _is_shouted(name: str, names: Iterable[str]) -> bool:
    return name.isupper() and any(normal(o) == normal(name) and o != name for o in names)


def reason_for(alias: str, name: str, cluster: Cluster) -> str:
    """Why `alias` names what is called `name`: what was noted, else how the two agree."""
    noted = cluster.reasons.get(alias)
    if noted:
        return noted
    type_ = cluster.type
    return (
        short_form(alias, name, type_=type_)
        or short_form(name, alias, type_=type_)
        or cluster.reasons.get(name)
        or ("same name" if name in cluster.names else "renamed")
    )
