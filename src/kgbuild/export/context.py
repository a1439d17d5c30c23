"""Ontology -> the JSON-LD context that ships: short names for all that a graph says.

`python -m kgbuild.export.context` prints it; `data/context.jsonld` holds it.
"""

import json
from importlib.resources import files

from rdflib import OWL, RDF, SDO, XSD, Graph, Namespace, URIRef

from kgbuild.iris import NAMESPACES

_KG = Namespace(NAMESPACES["kg"])
_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, _KG.Modality)
# What other vocabularies give to a graph; the type says how JSON text is to be read.
_BORROWED: dict[str, tuple[str, str | None]] = {
    "label": ("rdfs:label", None),
    "altLabel": ("skos:altLabel", None),
    "notation": ("skos:notation", None),
    "sameAs": ("owl:sameAs", "@id"),
    "subject": ("rdf:subject", "@id"),
    "predicate": ("rdf:predicate", "@vocab"),
    "object": ("rdf:object", "@id"),
    "wasDerivedFrom": ("prov:wasDerivedFrom", "@id"),
    "title": ("dcterms:title", None),
    "issued": ("dcterms:issued", "xsd:date"),
    "source": ("dcterms:source", None),
    "publisher": ("dcterms:publisher", None),
    "mentions": ("schema:mentions", "@id"),
    "referenceContext": ("nif:referenceContext", "@id"),
    "anchorOf": ("nif:anchorOf", None),
    "beginIndex": ("nif:beginIndex", None),
    "endIndex": ("nif:endIndex", None),
}

Term = str | dict[str, str]


def context(ontology: str) -> dict[str, Term]:
    """Make the context of an ontology in Turtle: prefixes, then terms by name.

    A relation to things takes the type `@id`, one to dates `xsd:date` (other dates say their type
    themselves), a confidence `xsd:decimal`; whole numbers and plain text need none.
    """
    graph = Graph().parse(data=ontology, format="turtle")
    ours = {
        iri.removeprefix(_KG): _term(f"kg:{iri.removeprefix(_KG)}", _type(graph, iri))
        for kind in _KINDS
        for iri in graph.subjects(RDF.type, kind)
        if isinstance(iri, URIRef) and iri.startswith(_KG)
    }
    borrowed = {name: _term(*term) for name, term in _BORROWED.items()}
    if clash := ours.keys() & borrowed.keys():
        raise ValueError(f"two terms of the context have one name: {', '.join(sorted(clash))}")
    return {**NAMESPACES, **dict(sorted({**ours, **borrowed}.items()))}


def shipped() -> str:
    """Give the text of `data/context.jsonld` as the ontology that ships makes it."""
    ontology = (files("kgbuild") / "data" / "ontology.ttl").read_text("utf-8")
    return json.dumps({"@context": context(ontology)}, indent=2) + "\n"


def _term(name: str, type: str | None) -> Term:
    return {"@id": name, "@type": type} if type else name


def _type(graph: Graph, iri: URIRef) -> str | None:
    ranges = set(graph.objects(iri, SDO.rangeIncludes))
    if (iri, RDF.type, OWL.ObjectProperty) in graph:
        return "@vocab" if _KG.Modality in ranges else "@id"
    types = {XSD.date: "xsd:date", XSD.decimal: "xsd:decimal"}
    return next((name for range, name in types.items() if range in ranges), None)


if __name__ == "__main__":
    print(shipped(), end="")
