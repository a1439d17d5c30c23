"""Store -> Explanations: all that a graph says about the entities that a name means."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.fuzz import WRatio
from rapidfuzz.utils import default_process

from kgbuild.names import normal
from kgbuild.records import ENTITY_TYPES, Record, Rejection
from kgbuild.statements import Source, Statement, local_name, sources, statements
from kgbuild.store import Store, query

_MOST_SUGGESTIONS = 5
_ALIKE = 65
"""Least likeness of a name that is suggested, of 100."""
_NAMES = f"""
SELECT ?entity ?class ?label ?name {{
  VALUES ?class {{ {" ".join(f"kg:{name}" for name in ENTITY_TYPES)} }}
  ?entity a ?class ; rdfs:label ?label ; rdfs:label|skos:altLabel ?name .
}}
"""
_VALUES = {
    "reasons": "?entity kg:mergeReason ?value",
    "documents": "?value schema:mentions ?entity",
    "same_as": "?entity owl:sameAs ?value",
    "areas": "?entity kg:liesIn ?area . ?area rdfs:label ?value",
}


class Name(Record):
    """A name of an entity, and why it was taken for one."""

    name: str
    reasons: tuple[str, ...]


class Apart(Record):
    """What was not taken for the entity though it looked like it."""

    name: str
    """The name of the entity that it is about."""
    other: str | None
    reason: str


class Explanation(Record):
    """All that a graph says about one entity."""

    iri: str
    type: str
    name: str
    names: tuple[Name, ...]
    """The other names, and the first one too where a reason was noted for it."""
    documents: tuple[Source, ...]
    """That name it, by path."""
    same_as: tuple[str, ...]
    """IRIs of the same thing elsewhere."""
    lies_in: tuple[str, ...]
    """States and countries that the gazetteer knows and no text says."""
    apart: tuple[Apart, ...]
    statements: tuple[Statement, ...]
    """By relation; in each those that start from the entity come first."""


class _Entity(Record):
    iri: str
    type: str
    label: str
    names: tuple[str, ...]
    """All, the label too, sorted."""


def explain(
    store: Store, name: str, *, rejections: Iterable[Rejection] = ()
) -> tuple[Explanation, ...]:
    """Explain every entity that has this name, whatever its case, or this id or IRI.

    Those that have it as their first name come first. `rejections` are those of `resolve`.
    """
    told = tuple(rejections)
    documents = sources(store)
    found = [entity for entity in _entities(store) if _is_called(entity, name)]
    found.sort(key=lambda entity: (entity.label.casefold() != name.casefold(), entity.iri))
    return tuple(_explanation(store, entity, documents, told) for entity in found)


def similar_names(store: Store, name: str) -> tuple[str, ...]:
    """Find the names in a graph that are most like this one, five at most, the likest first."""
    known = sorted({name for entity in _entities(store) for name in entity.names})
    found = process.extract(
        name,
        known,
        scorer=WRatio,
        processor=default_process,
        limit=_MOST_SUGGESTIONS,
        score_cutoff=_ALIKE,
    )
    return tuple(known for known, _, _ in found)


def _entities(store: Store) -> list[_Entity]:
    """Read all entities with their names, by IRI."""
    rows = query(store, _NAMES).rows
    names: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for iri, kind, label, name in rows:
        names[iri, local_name(kind), label].add(name)
    return [
        _Entity(iri=iri, type=kind, label=label, names=tuple(sorted(called)))
        for (iri, kind, label), called in sorted(names.items())
    ]


def _is_called(entity: _Entity, name: str) -> bool:
    wanted = " ".join(name.split()).casefold()
    return name in (entity.iri, local_name(entity.iri)) or wanted in map(str.casefold, entity.names)


def _explanation(
    store: Store, entity: _Entity, documents: Mapping[str, Source], told: Iterable[Rejection]
) -> Explanation:
    values = {name: _values(store, entity, pattern) for name, pattern in _VALUES.items()}
    naming = [documents[iri] for iri in values["documents"]]
    facts = statements(store, about=entity.iri)
    return Explanation(
        iri=entity.iri,
        type=entity.type,
        name=entity.label,
        names=_names(entity, values["reasons"]),
        documents=tuple(sorted(naming, key=lambda source: source.path)),
        same_as=values["same_as"],
        lies_in=values["areas"],
        apart=_apart(entity, told),
        statements=tuple(sorted(facts, key=lambda s: (s.relation, s.subject.iri != entity.iri))),
    )


def _values(store: Store, entity: _Entity, pattern: str) -> tuple[str, ...]:
    """Find what a pattern joins to the entity, the smallest area first, else in order."""
    scope = f"VALUES ?entity {{ <{entity.iri}> }}"
    sparql = f"SELECT ?value {{ {scope} {pattern} }} ORDER BY DESC(?area) ?value"
    return tuple(value for (value,) in query(store, sparql).rows)


def _names(entity: _Entity, reasons: Iterable[str]) -> tuple[Name, ...]:
    """Put `NAME: REASON` beside the names; a name may hold a colon itself."""
    found: dict[str, list[str]] = {name: [] for name in entity.names if name != entity.label}
    for text in reasons:
        known = [name for name in entity.names if text.startswith(f"{name}: ")]
        name = max(known, key=len, default=text.partition(": ")[0])
        found.setdefault(name, []).append(text.removeprefix(f"{name}: "))
    return tuple(Name(name=name, reasons=tuple(found[name])) for name in sorted(found))


def _apart(entity: _Entity, told: Iterable[Rejection]) -> tuple[Apart, ...]:
    """Find what was told about a name of the entity, at either end."""
    own = set(map(normal, entity.names))
    found = {
        Apart(name=name, other=other, reason=each.reason.removeprefix("kept apart: "))
        for each in told
        for name, other in ((each.subject, each.object), (each.object, each.subject))
        if name and normal(name) in own
    }
    return tuple(sorted(found, key=lambda apart: (apart.name, apart.other or "", apart.reason)))
