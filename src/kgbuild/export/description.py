"""Graph -> what a catalogue asks of a graph as a whole, in VoID and DCAT.

Every node here has a name that begins with `dataset`. The figures count what stands in the file,
this description too, so that any store that counts finds the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kgbuild import __version__
from kgbuild.export.terms import Statement, integer, term, text
from kgbuild.iris import NAMESPACES, iri
from kgbuild.records import Graph

_TITLE = "Knowledge graph of news and press releases"
_CONFORMS_TO = ("https://w3id.org/kgbuild/ns", "https://w3id.org/kgbuild/shapes")
"""The ontology and the shapes."""

Pair = tuple[NamedNode, NamedNode | Literal]


class _Figures(NamedTuple):
    """How many triples there are; things by class and triples by property, by their IRIs."""

    triples: int
    classes: Counter[str]
    properties: Counter[str]


def description(graph: Graph, statements: Sequence[Statement], *, base: str) -> list[Statement]:
    """Describe the graph that consists of `statements`, in the order in which people read it.

    The classes and properties told of are those of `statements`; the numbers are of the whole file.
    """
    told = _figures(statements)
    # How many statements these are does not depend on the numbers in them.
    here = _figures(_described(graph, told, told, base))
    whole = _Figures(
        told.triples + here.triples, told.classes + here.classes, told.properties + here.properties
    )
    return list(_described(graph, told, whole, base))


def _figures(statements: Iterable[Statement]) -> _Figures:
    properties: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    is_a = term("rdf:type")
    for _, predicate, value in statements:
        properties[predicate.value] += 1
        if predicate == is_a:
            classes[value.value] += 1
    return _Figures(properties.total(), classes, properties)


def _described(graph: Graph, told: _Figures, whole: _Figures, base: str) -> Iterator[Statement]:
    dataset, generator = NamedNode(iri(base, "dataset")), NamedNode(iri(base, "dataset-generator"))
    classes = {each: _part("class", each, base) for each in sorted(told.classes)}
    properties = {each: _part("property", each, base) for each in sorted(told.properties)}
    yield from _about(dataset, _catalogued(graph, generator))
    yield from _about(dataset, _measured(graph, whole, base))
    yield from _about(dataset, _vocabularies([*classes, *properties]))
    yield from _about(dataset, ((term("void:classPartition"), p) for p in classes.values()))
    yield from _about(dataset, ((term("void:propertyPartition"), p) for p in properties.values()))
    yield from _about(generator, _software())
    for each, part in classes.items():
        yield part, term("void:class"), NamedNode(each)
        yield part, term("void:entities"), integer(whole.classes[each])
    for each, part in properties.items():
        yield part, term("void:property"), NamedNode(each)
        yield part, term("void:triples"), integer(whole.properties[each])


def _about(subject: NamedNode, pairs: Iterable[Pair]) -> Iterator[Statement]:
    return ((subject, predicate, value) for predicate, value in pairs)


def _catalogued(graph: Graph, generator: NamedNode) -> Iterator[Pair]:
    yield term("rdf:type"), term("void:Dataset")
    yield term("rdf:type"), term("dcat:Dataset")
    yield term("dcterms:title"), text(graph.title or _TITLE)
    yield (
        term("dcterms:description"),
        text(
            "Entities and facts read from texts, each fact with the passages that state it "
            f"(documents: {len(graph.documents)}, entities: {len(graph.entities)}, "
            f"facts: {len(graph.facts)})."
        ),
    )
    if graph.license:
        yield term("dcterms:license"), NamedNode(graph.license)
    yield term("dcterms:creator"), generator
    yield term("prov:wasAttributedTo"), generator
    for each in _CONFORMS_TO:
        yield term("dcterms:conformsTo"), NamedNode(each)


def _measured(graph: Graph, whole: _Figures, base: str) -> Iterator[Pair]:
    yield term("void:triples"), integer(whole.triples)
    yield term("void:entities"), integer(len(graph.entities))
    yield term("void:uriSpace"), text(base)
    if graph.entities:
        known = min(graph.entities, key=lambda entity: (-len(entity.documents), entity.id))
        yield term("void:exampleResource"), NamedNode(iri(base, known.id))
    if graph.facts:
        stated = min(graph.facts, key=lambda fact: (-fact.documents, fact.id))
        yield term("void:exampleResource"), NamedNode(iri(base, stated.id))


def _software() -> Iterator[Pair]:
    """Tell what made the graph; without an rdfs:label, which only things of the graph have."""
    yield term("rdf:type"), term("prov:SoftwareAgent")
    yield term("schema:name"), text("kgbuild")
    yield term("schema:softwareVersion"), text(__version__)


def _vocabularies(terms: Iterable[str]) -> Iterator[Pair]:
    for prefix in sorted({_prefix(each) for each in terms}):
        yield term("void:vocabulary"), NamedNode(NAMESPACES[prefix])


def _part(kind: str, of: str, base: str) -> NamedNode:
    """Name the part of the graph with one class or property: `dataset-class-kg-Company`."""
    prefix = _prefix(of)
    local = of.removeprefix(NAMESPACES[prefix])
    return NamedNode(iri(base, f"dataset-{kind}-{prefix}-{local}"))


def _prefix(of: str) -> str:
    return next(prefix for prefix, namespace in NAMESPACES.items() if of.startswith(namespace))
