"""The shipped word lists: names we know, words that give names a type, words that are no names."""

import re
from dataclasses import dataclass
from functools import cache

from kgbuild.names import normal
from kgbuild.places import Places, load_places
from kgbuild.records import ENTITY_TYPES, EntityType, Record
from kgbuild.words import rows

_KNOWN: dict[str, EntityType] = {
    "companies": "Company",
    "organizations": "Organization",
    "products": "Product",
    "events": "Event",
    "programmes": "Programme",
}


class Known(Record):
    """A name of the lists."""

    type: EntityType
    ambiguous: bool
    """Also an ordinary word, a place or a family name: a second cue is needed."""
    shouted: bool
    """Written in capitals: `MAS` is not `Mas`."""


class Head(Record):
    """A word that gives a capitalised span its type, and how sure it is."""

    type: EntityType
    position: str
    """`first`, `last` or `any`: where in the span it stands."""
    weight: float


@dataclass(frozen=True)
class Lexicon:
    """All lists in memory. Single words and normal names are lower case."""

    known: dict[str, Known]
    """By normal name; `find` looks names up as they are written."""
    heads: dict[str, tuple[Head, ...]]
    """Normal form of one to three words to what they make of a name."""
    given_names: frozenset[str]
    family_names_first: frozenset[str]
    honorifics: frozenset[str]
    """Normal forms of one to three words."""
    roles: dict[tuple[str, ...], bool]
    """Words of a job title, hyphens apart as the tokenizer has them, to whether it can stand right
    before a name."""
    demonyms: frozenset[str]
    common_words: frozenset[str]
    not_names: frozenset[str]
    """Normal forms of what is written like a name and names nothing: `AI`, `R&D`."""
    place_heads: dict[str, str]
    """Word to `before` or `after`: `Lake Victoria`, `Pearl River`."""
    places: Places

    def find(self, name: str) -> Known | None:
        """What the lists say of a name as the text writes it."""
        known = self.known.get(normal(name))
        return None if known and known.shouted and not name.isupper() else known


@cache
def load_lexicon() -> Lexicon:
    """Read the shipped lists, once a process: the mention model and the patterns share them."""
    known: dict[str, Known] = {}
    for name, type_ in _KNOWN.items():
        for row in rows(name):
            known.setdefault(normal(row[0]), _known(row, type_))
    return Lexicon(
        known=known,
        heads=_heads(),
        given_names=words("given_names"),
        family_names_first=frozenset(
            row[0].lower() for row in rows("family_names_first") if "weak" not in row[1:]
        ),
        honorifics=frozenset(normal(row[0]) for row in rows("honorifics")),
        roles={_title_words(row[0]): "person" in row[1:] for row in rows("roles")},
        demonyms=words("demonyms"),
        common_words=words("common_words"),
        not_names=frozenset(normal(row[0]) for row in rows("not_names")),
        place_heads={row[0].lower(): row[1] for row in rows("place_heads")},
        places=load_places(),
    )


def _title_words(title: str) -> tuple[str, ...]:
    return tuple(re.findall(r"-|[^\s-]+", title.lower()))


def _known(row: list[str], type_: EntityType) -> Known:
    return Known(type=type_, ambiguous="ambiguous" in row[1:], shouted=row[0].isupper())


def _heads() -> dict[str, tuple[Head, ...]]:
    heads: dict[str, tuple[Head, ...]] = {}
    for word, type_, position, weight in rows("heads"):
        if type_ not in ENTITY_TYPES:
            raise ValueError(f"heads.txt: {word}: no entity type named {type_}")
        head = Head.model_validate({"type": type_, "position": position, "weight": float(weight)})
        heads[normal(word)] = (*heads.get(normal(word), ()), head)
    return heads


def words(name: str) -> frozenset[str]:
    """The first column of one list, lower case."""
    return frozenset(row[0].lower() for row in rows(name))
