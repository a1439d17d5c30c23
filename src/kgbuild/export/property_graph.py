"""Graph -> the tables of a property graph: nodes, documents, edges, evidence.

Every fact is one edge; a date that is a fact's object is a node `Date`, so that no fact is lost.
An edge cannot have an edge, so evidence is rows that name the fact and the document they are of.
"""

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from kgbuild.export.terms import bounds
from kgbuild.iris import iri, support_id
from kgbuild.records import Document, Entity, Evidence, Fact, Graph, PartialDate, Span

Kind = Literal[
    "id", "labels", "from", "to", "relationship", "string", "strings", "long", "double", "date"
]
Cell = str | int | float | tuple[str, ...] | None


class Column(NamedTuple):
    """What the cells of a column are."""

    name: str
    kind: Kind = "string"


class Sheet(NamedTuple):
    """A table of a property graph; rows as long as there are columns."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Graph, str], Iterator[tuple[Cell, ...]]]
    """From a graph and the base of its IRIs, in the order of the ids."""


def _nodes(graph: Graph, base: str) -> Iterator[tuple[Cell, ...]]:
    for entity in sorted(graph.entities, key=lambda entity: entity.id):
        yield (
            *(entity.id, ("Entity", entity.type), entity.name, entity.type, entity.aliases),
            *(entity.documents, _areas(entity, "country"), _areas(entity, "state")),
            *(entity.same_as, None, None, iri(base, entity.id)),
        )
    for date in sorted({fact.object for fact in graph.facts if fact.literal}):
        yield (date, ("Date",), date, "Date", (), (), (), (), (), *bounds(date), None)


def _areas(entity: Entity, kind: str) -> tuple[str, ...]:
    return tuple(area.name for area in entity.lies_in if area.kind == kind)


def _documents(graph: Graph, base: str) -> Iterator[tuple[Cell, ...]]:
    originals = {copy.document: copy.of for copy in graph.copies}
    for document in sorted(graph.documents, key=lambda document: document.id):
        yield _document(document, originals.get(document.id), base)


def _document(document: Document, original: str | None, base: str) -> tuple[Cell, ...]:
    return (
        *(document.id, ("Document",), document.title, document.published, document.source),
        *(document.path, document.sha256, original, iri(base, document.id)),
    )


def _edges(graph: Graph, base: str) -> Iterator[tuple[Cell, ...]]:
    for fact in sorted(graph.facts, key=lambda fact: fact.id):
        yield (
            *(fact.id, fact.subject, fact.object, relationship(fact.relation), fact.relation),
            *(fact.modality, round(fact.confidence, 2), fact.date, *_bounds(fact.date)),
            *(fact.title, fact.documents, iri(base, fact.id)),
        )


def relationship(relation: str) -> str:
    """Write the name of a relation, of letters and digits, as property graphs do:
    `PARTNERS_WITH`."""
    return re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", relation).upper()


def _bounds(date: PartialDate | None) -> tuple[str | None, str | None]:
    return bounds(date) if date else (None, None)


def _evidence(graph: Graph, base: str) -> Iterator[tuple[Cell, ...]]:
    paths = {document.id: document.path for document in graph.documents}
    said = ((support_id(f.id, each), f, each) for f in graph.facts for each in f.evidence)
    for id_, fact, each in sorted(said, key=lambda item: item[0]):
        yield (id_, ("Evidence",), *_passage(fact, each, paths.get(each.document)))


def _passage(fact: Fact, evidence: Evidence, path: str | None) -> tuple[Cell, ...]:
    spans: list[Span | None] = [
        *(evidence.subject, evidence.object, evidence.subject_name, evidence.object_name),
        *(evidence.trigger, evidence.date_phrase),
    ]
    phrase = evidence.date_phrase
    return (
        *(fact.id, evidence.document, path, evidence.start, evidence.end, evidence.quote),
        *(evidence.speaker, evidence.extractor, round(evidence.confidence, 2)),
        *(offset for span in spans for offset in ((span.start, span.end) if span else (None,) * 2)),
        phrase.text if phrase else None,
    )


_ROLES = ("subject", "object", "subject_name", "object_name", "trigger", "date")
SHEETS = (
    Sheet(
        "nodes",
        (
            *(Column("id", "id"), Column("labels", "labels"), Column("name"), Column("type")),
            *(Column("aliases", "strings"), Column("documents", "strings")),
            *(Column("country", "strings"), Column("region", "strings")),
            *(Column("same_as", "strings"), Column("earliest", "date"), Column("latest", "date")),
            Column("iri"),
        ),
        _nodes,
    ),
    Sheet(
        "documents",
        (
            *(Column("id", "id"), Column("labels", "labels"), Column("title")),
            *map(Column, ("published", "source", "path", "sha256", "copy_of", "iri")),
        ),
        _documents,
    ),
    Sheet(
        "edges",
        (
            *(Column("id"), Column("source", "from"), Column("target", "to")),
            *(Column("relationship", "relationship"), Column("relation"), Column("modality")),
            *(Column("confidence", "double"), Column("date"), Column("earliest", "date")),
            *(Column("latest", "date"), Column("title"), Column("documents", "long")),
            Column("iri"),
        ),
        _edges,
    ),
    Sheet(
        "evidence",
        (
            *(Column("id", "id"), Column("labels", "labels"), Column("fact"), Column("document")),
            *(Column("path"), Column("start", "long"), Column("end", "long"), Column("quote")),
            *(Column("speaker"), Column("extractor"), Column("confidence", "double")),
            *(Column(f"{role}_{side}", "long") for role in _ROLES for side in ("start", "end")),
            Column("date_text"),
        ),
        _evidence,
    ),
)
"""The tables, each after those whose ids it names."""
