"""Store -> Statements: facts as people read them, with names for nodes and the passages."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from kgbuild.records import Modality, Record
from kgbuild.store import Store, query

Row = Mapping[str, str]
"""An answer by the name of the variable; what is not bound is empty."""

_FACTS = """
SELECT ?fact ?subject ?subjectName ?relation ?object ?objectName ?modality ?date ?title ?confidence
       ?documents {
  SCOPE
  ?fact rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
        kg:modality ?modality ; kg:confidence ?confidence ; kg:documents ?documents .
  ?subject rdfs:label ?subjectName .
  OPTIONAL { ?object rdfs:label ?objectName }
  OPTIONAL { ?fact kg:announcedOn ?date }
  OPTIONAL { ?fact kg:positionTitle ?title }
}
"""
_PASSAGES = """
SELECT ?fact ?passage ?quote ?begin ?document ?extractor ?speaker {
  SCOPE
  ?support kg:fact ?fact ; kg:extractor ?extractor ; kg:evidence ?passage .
  ?passage nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:referenceContext ?document .
  OPTIONAL { ?support kg:saidBy ?speaker }
}
"""
_SOURCES = """
SELECT ?document ?path ?title ?publisher ?issued {
  ?document a kg:Document ; kg:path ?path .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document dcterms:source|dcterms:publisher ?publisher }
  OPTIONAL { ?document dcterms:issued ?issued }
}
"""


class Thing(Record):
    """An end of a statement."""

    iri: str | None
    """None for a date."""
    name: str


class Source(Record):
    """A document as people know it."""

    path: str
    """Several, with commas between, where the same text was read twice."""
    title: str | None = None
    publisher: str | None = None
    """Its publisher or address."""
    issued: str | None = None


class Passage(Record):
    """Words that state a fact, and what read them so."""

    iri: str
    quote: str
    document: Source
    extractor: str
    speaker: str | None = None


class Statement(Record):
    """A fact with the names of its ends and all its passages."""

    fact: str
    """IRI of its node."""
    subject: Thing
    relation: str
    """A local name of the ontology."""
    object: Thing
    modality: Modality
    date: str | None = None
    title: str | None = None
    confidence: float
    documents: int
    passages: tuple[Passage, ...] = ()
    """In the order of the documents' paths and of the text."""


def statements(store: Store, *, about: str | None = None) -> tuple[Statement, ...]:
    """Read the facts of a store, or those with this entity (an IRI) at either end.

    They come by relation, then by the names of subject and object, then by date.
    """
    scope = f"?fact rdf:subject|rdf:object <{about}> ." if about else ""
    passages = _passages(store, scope)
    found = [_statement(row, passages) for row in _rows(store, _FACTS.replace("SCOPE", scope))]
    return tuple(sorted(found, key=_order))


def sources(store: Store) -> dict[str, Source]:
    """Give the documents by their IRI."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(store, _SOURCES):
        rows[row["document"]].append(row)
    return {
        document: Source(
            path=", ".join(sorted({row["path"] for row in same})),
            title=same[0]["title"] or None,
            publisher=same[0]["publisher"] or None,
            issued=same[0]["issued"] or None,
        )
        for document, same in rows.items()
    }


def _rows(store: Store, sparql: str) -> Iterator[Row]:
    table = query(store, sparql)
    return (dict(zip(table.columns, row, strict=True)) for row in table.rows)


def _passages(store: Store, scope: str) -> dict[str, list[Passage]]:
    """Give the passages in order, by the IRI of the fact."""
    documents = sources(store)
    found: dict[str, list[tuple[tuple[str, int, str, str], Passage]]] = defaultdict(list)
    for row in _rows(store, _PASSAGES.replace("SCOPE", scope)):
        passage = Passage(
            iri=row["passage"],
            quote=row["quote"],
            document=documents[row["document"]],
            extractor=row["extractor"],
            speaker=row["speaker"] or None,
        )
        place = passage.document.path, int(row["begin"]), passage.extractor, row["speaker"]
        found[row["fact"]].append((place, passage))
    return {
        fact: [passage for _, passage in sorted(placed, key=lambda item: item[0])]
        for fact, placed in found.items()
    }


def _statement(row: Row, passages: Mapping[str, Sequence[Passage]]) -> Statement:
    return Statement(
        fact=row["fact"],
        subject=_thing(row["subject"], row["subjectName"]),
        relation=local_name(row["relation"]),
        object=_thing(row["object"], row["objectName"]),
        modality=cast(Modality, local_name(row["modality"])),
        date=row["date"] or None,
        title=row["title"] or None,
        confidence=float(row["confidence"]),
        documents=int(row["documents"]),
        passages=tuple(passages.get(row["fact"], ())),
    )


def _thing(value: str, label: str) -> Thing:
    return Thing(iri=value, name=label) if label else Thing(iri=None, name=value)


def _order(statement: Statement) -> tuple[str, ...]:
    ends = statement.subject.name, statement.object.name
    return statement.relation, *ends, statement.date or "", statement.title or "", statement.fact


def local_name(iri: str) -> str:
    """Take the namespace off: `kg:partnersWith` and an entity's IRI give what follows # or /."""
    return re.split("[#/]", iri)[-1]
