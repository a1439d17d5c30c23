"""Store -> Stats: what a built graph holds, counted."""

from typing import get_args

from kgbuild.records import ENTITY_TYPES, Modality, Record
from kgbuild.store import Store, query

_TRIPLES = "SELECT ('triples' AS ?name) (COUNT(*) AS ?count) { ?s ?p ?o }"
_BY_CLASS = "SELECT ?name (COUNT(*) AS ?count) { ?node a ?name } GROUP BY ?name"
_BY_RELATION = """
SELECT ?name (COUNT(*) AS ?count) { ?fact a kg:Fact ; rdf:predicate ?name } GROUP BY ?name
"""
_BY_MODALITY = """
SELECT ?name (COUNT(*) AS ?count) { ?fact a kg:Fact ; kg:modality ?name } GROUP BY ?name
"""


class Stats(Record):
    """Counts of a graph; a kind that does not occur has no entry."""

    documents: int
    entities: dict[str, int]
    """By type, in the order of `ENTITY_TYPES`."""
    facts: dict[str, int]
    """By relation, sorted by name."""
    modality: dict[str, int]
    """Facts by modality, asserted ones first."""
    evidence: int
    """Passages; one may support several facts."""
    triples: int


def stats(store: Store) -> Stats:
    """Count what is in a store that `store.load` has filled."""
    classes, modality = _counts(store, _BY_CLASS), _counts(store, _BY_MODALITY)
    return Stats(
        documents=classes.get("Document", 0),
        entities={name: classes[name] for name in ENTITY_TYPES if name in classes},
        facts=dict(sorted(_counts(store, _BY_RELATION).items())),
        modality={name: modality[name] for name in get_args(Modality) if name in modality},
        evidence=classes.get("Evidence", 0),
        triples=_counts(store, _TRIPLES)["triples"],
    )


def _counts(store: Store, sparql: str) -> dict[str, int]:
    """Answer a query for names and counts, the names without their namespace."""
    rows = query(store, sparql).rows
    return {name.rpartition("#")[2]: int(count) for name, count in rows}
