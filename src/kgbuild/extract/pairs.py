"""Mentions of a passage -> the pairs that a relation may join."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kgbuild.extract.passages import MENTION_TYPES, Numbers
from kgbuild.ontology import Ontology

RELATIONS = (
    "partnersWith", "locatedIn", "announcedOn", "holdsPositionAt", "subsidiaryOf", "develops",
    "uses", "investsIn", "acquires", "participatesIn", "supplies", "competesWith",
)  # fmt: skip
"""The order of the model's answers."""
MODALITIES = ("Asserted", "Planned", "Reported", "Denied")
REACH = 2
"""Sentences between the two ends of a pair, at most; a reference stays in its own."""

Allowed = Mapping[tuple[str, str], tuple[int, ...]]
"""Type of subject and of object -> which of RELATIONS the ontology allows between them."""


@dataclass(frozen=True)
class Place:
    """Where a mention stands in a passage: words `first` to `last`, both included."""

    first: int
    last: int
    type: str
    sentence: int
    reference: bool = False
    """Whether it is a word that stands for a name."""


def allowed_relations(ontology: Ontology) -> Allowed:
    """What the ontology allows between each two types."""
    table: dict[tuple[str, str], tuple[int, ...]] = {}
    for s in MENTION_TYPES:
        for o in MENTION_TYPES:
            fitting = [i for i, name in enumerate(RELATIONS) if _fits(ontology, name, s, o)]
            if fitting:
                table[s, o] = tuple(fitting)
    return table


def _fits(ontology: Ontology, name: str, s: str, o: str) -> bool:
    relation = ontology.relation(name)
    if relation is None:
        raise ValueError(f"the ontology has no relation named {name}")
    return s in relation.domain and (o == "Date" if relation.literal else o in relation.range)


def pairs_of(places: Sequence[Place], allowed: Allowed) -> list[tuple[int, int]]:
    """Ordered pairs of indices into `places` that some relation may join."""
    return [
        (i, j)
        for i, a in enumerate(places)
        for j, b in enumerate(places)
        if i != j and (a.type, b.type) in allowed and _near(a, b)
    ]


def _near(a: Place, b: Place) -> bool:
    reach = 0 if a.reference or b.reference else REACH
    return abs(a.sentence - b.sentence) <= reach


def pair_rows(places: Sequence[Place], pairs: Sequence[tuple[int, int]]) -> Numbers:
    """[pairs, 4] first and last word of the subject, first and last word of the object."""
    rows = [(places[i].first, places[i].last, places[j].first, places[j].last) for i, j in pairs]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def type_row(places: Sequence[Place], words: int) -> Numbers:
    """[words] 0 for words outside mentions, else 1 + 2 * type, and 1 more inside a mention."""
    row = np.zeros(words, dtype=np.int64)
    for place in places:
        number = 1 + 2 * MENTION_TYPES.index(place.type)
        row[place.first : place.last + 1] = number + 1
        row[place.first] = number
    return row
