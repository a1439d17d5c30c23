"""Graph -> quads: all that the graph says, in RDF 1.1 without blank nodes.

A triple stands in the graph named after a document if that document alone supports it, else in
the default graph; so every triple is there once.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kgbuild.export.description import description
from kgbuild.export.terms import Statement, bounds, confidence, date, integer, term, text
from kgbuild.iris import NAMESPACES, evidence_iri, iri, is_address, support_id
from kgbuild.ontology import Ontology
from kgbuild.records import Area, Document, Entity, Evidence, Fact, Graph, Span

Node = Callable[[str], NamedNode]
Pair = tuple[NamedNode, NamedNode | Literal]
Sourced = tuple[Statement, frozenset[str]]

# What a reader looks for first in a subject; the other predicates follow by name.
_FIRST = ("rdf:type", "rdfs:label", "rdf:subject", "rdf:predicate", "rdf:object")
_RANKS = {term(name).value: rank for rank, name in enumerate(_FIRST)}
_OURS = f"<{NAMESPACES['kg']}"


def quads(graph: Graph, *, ontology: Ontology, base: str) -> list[Quad]:
    """Give the graph's description, then every other triple once.

    These are ordered by subject, predicate and object.
    """

    @cache
    def node(local: str) -> NamedNode:
        return NamedNode(iri(base, local))

    sources: dict[Statement, frozenset[str]] = {}
    with _no_collection():
        for statement, documents in _sourced(graph, ontology, node):
            sources[statement] = sources.get(statement, documents) | documents
        ordered = sorted(sources, key=_reading_order)
        about = description(graph, ordered, base=base)
        header = [Quad(*statement, DefaultGraph()) for statement in about]
        return header + [Quad(*each, _home(sources[each], node)) for each in ordered]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nothing here has cycles, and at a million triples looking for them is half of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _sourced(graph: Graph, ontology: Ontology, node: Node) -> Iterator[Sourced]:
    """Give statements, each with the ids of documents that support it."""
    for document in graph.documents:
        yield from _about(node(document.id), _document(document), [document.id])
    for copy in graph.copies:
        yield from _about(node(copy.document), [(term("kg:copyOf"), node(copy.of))], [])
    for entity in graph.entities:
        yield from _about(node(entity.id), _entity(entity, ontology), entity.documents)
        for source in entity.documents:
            yield from _about(node(source), [(term("schema:mentions"), node(entity.id))], [source])
        yield from _about(node(entity.id), _background(entity, node), [])
    for area in _areas(graph.entities):
        yield from _about(node(area.id), _area(area), [])
    symmetric = ontology.symmetric
    for fact in graph.facts:
        sources = [evidence.document for evidence in fact.evidence]
        for subject, relation, value in _plain(fact, node, fact.relation in symmetric):
            yield from _about(subject, [(relation, value)], sources)
        yield from _about(node(fact.id), _fact(fact, node), sources)
        for evidence in fact.evidence:
            passage, support = _passage(evidence, node), node(support_id(fact.id, evidence))
            yield from _about(passage, _evidence(evidence, node), [evidence.document])
            yield from _about(support, _support(fact, evidence, node), [evidence.document])


def _about(subject: NamedNode, pairs: Iterable[Pair], sources: Iterable[str]) -> Iterator[Sourced]:
    documents = frozenset(sources)
    return (((subject, predicate, value), documents) for predicate, value in pairs)


def _document(document: Document) -> Iterator[Pair]:
    for name in ("kg:Document", "nif:Context", "prov:Entity", "schema:NewsArticle"):
        yield term("rdf:type"), term(name)
    if document.title:
        yield term("dcterms:title"), text(document.title)
    if document.published:
        yield term("dcterms:issued"), date(document.published)
    if document.source:
        yield _source(document.source)
    yield term("kg:path"), text(document.path)
    yield term("kg:sha256"), text(document.sha256)


def _source(source: str) -> Pair:
    if is_address(source):
        return term("dcterms:source"), NamedNode(source)
    web = source.startswith(("http://", "https://"))
    return term("dcterms:source" if web else "dcterms:publisher"), text(source)


def _entity(entity: Entity, ontology: Ontology) -> Iterator[Pair]:
    yield term("rdf:type"), term(f"kg:{entity.type}")
    for schema_type in ontology.schema_types(entity.type):
        yield term("rdf:type"), NamedNode(schema_type)
    yield term("rdfs:label"), text(entity.name)
    for alias in entity.aliases:
        yield term("skos:altLabel"), text(alias)
    for merge in entity.merges:
        yield term("kg:mergeReason"), text(f"{merge.name}: {merge.reason}")


def _background(entity: Entity, node: Node) -> Iterator[Pair]:
    """Give what is known of an entity and no document says."""
    for same in entity.same_as:
        yield term("owl:sameAs"), NamedNode(same)
    for area in entity.lies_in:
        yield term("kg:liesIn"), node(area.id)


def _areas(entities: Iterable[Entity]) -> Iterable[Area]:
    """Give each area once, under one spelling of its name."""
    areas = (area for entity in entities for area in entity.lies_in)
    ordered = sorted(areas, key=lambda area: area.name, reverse=True)
    return {area.id: area for area in ordered}.values()


def _area(area: Area) -> Iterator[Pair]:
    yield term("rdf:type"), term("kg:Area")
    yield term("rdf:type"), term("schema:Country" if area.kind == "country" else "schema:State")
    yield term("rdfs:label"), text(area.name)
    if area.code:
        yield term("skos:notation"), text(area.code)
    yield term("kg:extractor"), text("gazetteer")
    yield term("kg:documents"), integer(0)


def _plain(fact: Fact, node: Node, symmetric: bool) -> Iterator[Statement]:
    """Give the fact as a triple, if the texts assert it; both ways if it holds both ways."""
    if fact.modality != "Asserted":
        return
    relation, value = term(f"kg:{fact.relation}"), _object(fact, node)
    yield node(fact.subject), relation, value
    if symmetric and isinstance(value, NamedNode):
        yield value, relation, node(fact.subject)


def _fact(fact: Fact, node: Node) -> Iterator[Pair]:
    yield term("rdf:type"), term("kg:Fact")
    yield term("rdf:type"), term("rdf:Statement")
    yield term("rdf:subject"), node(fact.subject)
    yield term("rdf:predicate"), term(f"kg:{fact.relation}")
    yield term("rdf:object"), _object(fact, node)
    yield term("kg:modality"), term(f"kg:{fact.modality}")
    yield term("kg:confidence"), confidence(fact.confidence)
    yield term("kg:documents"), integer(fact.documents)
    if fact.title:
        yield term("kg:positionTitle"), text(fact.title)
    if fact.date:
        yield term("kg:announcedOn"), date(fact.date)
    if when := fact.object if fact.literal else fact.date:
        earliest, latest = bounds(when)
        yield term("kg:earliest"), date(earliest)
        yield term("kg:latest"), date(latest)
    for evidence in fact.evidence:
        yield term("prov:wasDerivedFrom"), _passage(evidence, node)


def _evidence(evidence: Evidence, node: Node) -> Iterator[Pair]:
    yield term("rdf:type"), term("kg:Evidence")
    yield term("rdf:type"), term("nif:OffsetBasedString")
    yield term("nif:referenceContext"), node(evidence.document)
    yield term("nif:anchorOf"), text(evidence.quote)
    yield term("nif:beginIndex"), integer(evidence.start)
    yield term("nif:endIndex"), integer(evidence.end)


def _support(fact: Fact, evidence: Evidence, node: Node) -> Iterator[Pair]:
    """Give how this passage states this fact: what read it, where its parts are, who says so."""
    yield term("rdf:type"), term("kg:Support")
    yield term("kg:fact"), node(fact.id)
    yield term("kg:evidence"), _passage(evidence, node)
    yield term("kg:extractor"), text(evidence.extractor)
    yield term("kg:confidence"), confidence(evidence.confidence)
    if evidence.speaker:
        yield term("kg:saidBy"), text(evidence.speaker)
    yield from _span("subject", evidence.subject)
    yield from _span("object", evidence.object)
    if evidence.subject_name:
        yield from _span("subjectName", evidence.subject_name)
    if evidence.object_name:
        yield from _span("objectName", evidence.object_name)
    if evidence.trigger:
        yield from _span("trigger", evidence.trigger)
    if evidence.date_phrase:
        yield from _span("date", evidence.date_phrase)
        yield term("kg:dateText"), text(evidence.date_phrase.text)


def _span(role: str, span: Span) -> Iterator[Pair]:
    yield term(f"kg:{role}Begin"), integer(span.start)
    yield term(f"kg:{role}End"), integer(span.end)


def _object(fact: Fact, node: Node) -> NamedNode | Literal:
    return date(fact.object) if fact.literal else node(fact.object)


def _passage(evidence: Evidence, node: Node) -> NamedNode:
    return node(evidence_iri(evidence.document, evidence.start, evidence.end))


def _home(documents: frozenset[str], node: Node) -> NamedNode | DefaultGraph:
    return node(*documents) if len(documents) == 1 else DefaultGraph()


def _reading_order(statement: Statement) -> tuple[str, int, str, bool, str]:
    subject, predicate, value = (statement[0].value, statement[1].value, str(statement[2]))
    rank = _RANKS.get(predicate, len(_RANKS))
    return subject, rank, predicate, not value.startswith(_OURS), value
