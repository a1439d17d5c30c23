"""The ontology and the shapes as a page to read: `docs/ontology.md`, written with

    python -m kgbuild.ontology_page > docs/ontology.md

All but the figure of a fact and a few words between comes from `ontology.ttl` and `shapes.ttl`.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files

from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SH, SKOS, VOID, Graph, Literal, URIRef
from rdflib.term import Node

from kgbuild.iris import NAMESPACES
from kgbuild.ontology import KG
from kgbuild.records import ENTITY_TYPES

_FACT = """\
                 kg:partnersWith
  :org-tarn ───────────────────────▶ :org-ostia       the plain triple: where texts assert it
      ▲                                   ▲
      │ rdf:subject            rdf:object │
      └───────────── :fact-1 ─────────────┘           kg:Fact: in what sense, how sure, when
                      │   ▲
  prov:wasDerivedFrom │   │ kg:fact
                      │   └───────── :support-1       kg:Support: which words say it, what read it
                      │                   │
                      ▼                   │ kg:evidence
         :doc-1#char=412,561 ◀────────────┘           kg:Evidence: the passage, word for word
                      │
                      │ nif:referenceContext
                      ▼
                   :doc-1                             kg:Document: its path, date and checksum
"""
_DATASET = (
    "One node, `dataset` under the base of the graph, describes it in VoID and DCAT: title, "
    "licence, what made it, the vocabularies used, two nodes to begin with, and a part for each "
    "class (`void:classPartition`, with `void:entities`) and each property "
    "(`void:propertyPartition`, with `void:triples`). Every figure counts what stands in the file, "
    "this description too; the `void:entities` of the dataset are the entities of the seven "
    "classes. Its nodes have names that begin with `dataset`, and no `rdfs:label`."
)
_ALIGNMENTS = {
    OWL.equivalentProperty: "the same as",
    RDFS.subClassOf: "a kind of",
    RDFS.subPropertyOf: "a case of",
    SKOS.closeMatch: "close to",
    SKOS.narrowMatch: "wider than",
    SKOS.broadMatch: "narrower than",
    RDFS.seeAlso: "see also",
}
_MARKS = {
    OWL.SymmetricProperty: "symmetric: written both ways",
    OWL.TransitiveProperty: "transitive",
    KG.OneValueRelation: "one value at a time: two are told as a conflict",
    KG.OneDateRelation: "begins but once: two dates are told as a conflict",
}
_HOW_MANY = {(1, 1): "1", (0, 1): "0 or 1", (1, 0): "1 or more", (0, 0): "any"}


def page() -> str:
    """Give the page as Markdown."""
    turtle = _text("ontology.ttl")
    ontology, shapes = _graph(turtle), _graph(_text("shapes.ttl"))
    parts = [*_head(ontology), *_classes(ontology), *_relations(ontology, turtle)]
    for title, words, each in (
        ("Names and background", "What an entity has; `kg:liesIn` is of places alone.", KG.Place),
        ("Areas", _described(ontology, KG.Area), KG.Area),
        ("Facts", _described(ontology, KG.Fact), KG.Fact),
        ("Evidence", _described(ontology, KG.Evidence), KG.Evidence),
        ("Supports", _described(ontology, KG.Support), KG.Support),
        ("Documents", _described(ontology, KG.Document), KG.Document),
        ("The graph as a whole", _DATASET, VOID.Dataset),
    ):
        parts += [f"## {title}", words, _properties(each, ontology, shapes)]
        parts += [_modalities(ontology)] if title == "Facts" else []
    return "\n\n".join(parts) + "\n"


def _head(ontology: Graph) -> Iterator[str]:
    (iri,) = ontology.subjects(RDF.type, OWL.Ontology)
    yield "# The vocabulary"
    yield (
        f"Version {ontology.value(iri, OWL.versionInfo)}, `kg:` is `{KG}`. "
        f"{ontology.value(iri, DCTERMS.description)} This page is made from the ontology and the "
        "shapes that ship: `python -m kgbuild.ontology_page > docs/ontology.md`."
    )
    yield "## A fact"
    yield f"```\n{_FACT}```"
    yield (
        "Plain RDF without blank nodes, so that every store loads it. A fact that texts plan, "
        "report or deny has its node and no plain triple. `kgbuild validate DIR` checks a graph "
        "against the shapes, which say how many there are of what."
    )


def _classes(ontology: Graph) -> Iterator[str]:
    yield "## Classes of entities"
    yield "An entity has one of these classes, and beside it the class of schema.org."
    for name in ENTITY_TYPES:
        yield f"### kg:{name}"
        yield from _about(ontology, KG[name], "Such as")


def _relations(ontology: Graph, turtle: str) -> Iterator[str]:
    found = [iri for iri in ontology.subjects(RDF.type, KG.Relation) if isinstance(iri, URIRef)]
    ordered = sorted(found, key=lambda iri: turtle.index(f"\n{_short(iri, ontology)} a "))
    yield "## Relations"
    yield "An organization is any, companies too: `kg:Company` is a subclass of `kg:Organization`."
    rows = [
        (
            f"[{_short(iri, ontology)}](#{_anchor(iri, ontology)})",
            _listed(ontology.objects(iri, SDO.domainIncludes), ontology),
            _listed(ontology.objects(iri, SDO.rangeIncludes), ontology),
        )
        for iri in ordered
    ]
    yield _table(("relation", "from", "to"), rows)
    for iri in ordered:
        yield f"### {_short(iri, ontology)}"
        yield from _about(ontology, iri, "Example")


def _about(ontology: Graph, iri: URIRef, example: str) -> Iterator[str]:
    """Give definition, notes, example and alignments of a term."""
    yield _described(ontology, iri)
    kinds = set(ontology.objects(iri, RDF.type))
    lines = [f"{example}: *{each}*" for each in ontology.objects(iri, SKOS.example)]
    lines += [mark for kind, mark in _MARKS.items() if kind in kinds]
    for predicate, words in _ALIGNMENTS.items():
        if theirs := _linked(ontology.objects(iri, predicate), ontology):
            lines.append(f"{words} {theirs}")
    yield "\n".join(f"- {line}" for line in lines)


def _described(ontology: Graph, iri: Node) -> str:
    texts = (ontology.value(iri, each) for each in (SKOS.definition, SKOS.scopeNote))
    return " ".join(str(each) for each in texts if each)


def _properties(of: URIRef, ontology: Graph, shapes: Graph) -> str:
    """Give a table of what nodes of a class have: what they must have comes first."""
    asked = _asked(of, shapes)
    parents = {of, KG.Entity} if str(of).removeprefix(KG) in ENTITY_TYPES else {of}
    own = {iri for each in parents for iri in ontology.subjects(SDO.domainIncludes, each)}
    relations = set() if of == KG.Fact else set(ontology.subjects(RDF.type, KG.Relation))
    rows = []
    for iri in {*asked, *(own - relations)}:
        least, most, value, words = asked.get(iri, (0, 0, "", ""))
        ours = _listed(ontology.objects(iri, SDO.rangeIncludes), ontology)
        told = _described(ontology, iri) or words
        how_many = _HOW_MANY[least, most]
        rows.append((least == 0, _short(iri, ontology), how_many, ours or value, told))
    named = [(f"`{name}`", *rest) for _, name, *rest in sorted(rows)]
    return _table(("property", "how many", "value", "meaning"), named)


def _asked(target: URIRef, shapes: Graph) -> dict[Node, tuple[int, int, str, str]]:
    """Give what the shapes ask of a class's properties: least, most (0: any), value, in words."""
    found: dict[Node, tuple[int, int, str, str]] = {}
    demands = [
        (path, -_number(shapes, each, SH.maxCount), _number(shapes, each, SH.minCount), each)
        for shape in shapes.subjects(SH.targetClass, target)
        for each in shapes.objects(shape, SH.property)
        if isinstance(path := shapes.value(each, SH.path), URIRef) and path != RDF.type
    ]
    for path, most, least, each in sorted(demands, key=lambda demand: demand[:3]):
        before = found.get(path, (0, 0, "", ""))
        words = f"{before[3]} {shapes.value(each, SH.message)}".strip()
        value = before[2] or _value(each, shapes)
        found[path] = (max(before[0], least), max(before[1], -most), value, words)
    return found


def _value(shape: Node, shapes: Graph) -> str:
    """Say what a property shape wants as a value."""
    if nested := shapes.value(shape, SH.node):
        return str(shapes.value(nested, RDFS.label))
    wanted = [*shapes.objects(shape, SH.datatype), *shapes.objects(shape, SH["class"])]
    is_iri = (shape, SH.nodeKind, SH.IRI) in shapes
    return _listed(wanted, shapes) or ("an IRI" if is_iri else "")


def _number(shapes: Graph, shape: Node, predicate: URIRef) -> int:
    value = shapes.value(shape, predicate)
    return int(value) if isinstance(value, Literal) else 0


def _modalities(ontology: Graph) -> str:
    found = ontology.objects(KG.Modalities, SKOS.hasTopConcept)
    rows = [(f"`{_short(iri, ontology)}`", _described(ontology, iri)) for iri in found]
    return _table(("modality", "meaning"), sorted(rows))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *([*map(_cell, row)] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _listed(terms: Iterable[Node], graph: Graph) -> str:
    return ", ".join(f"`{name}`" for name in sorted(_short(each, graph) for each in terms))


def _linked(terms: Iterable[Node], graph: Graph) -> str:
    """List terms with links to those that are not ours."""
    named = sorted((_short(each, graph), str(each)) for each in terms)
    return ", ".join(f"`{n}`" if n.startswith("kg:") else f"[`{n}`]({iri})" for n, iri in named)


def _short(term: Node, graph: Graph) -> str:
    for prefix, namespace in {**NAMESPACES, **dict(graph.namespaces())}.items():
        if term.startswith(namespace):  # type: ignore[attr-defined]
            return f"{prefix}:{term.removeprefix(namespace)}"  # type: ignore[attr-defined]
    return str(term)


def _anchor(term: Node, graph: Graph) -> str:
    """Give the anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w-]", "", _short(term, graph)).lower()


def _text(name: str) -> str:
    return (files("kgbuild") / "data" / name).read_text("utf-8")


def _graph(turtle: str) -> Graph:
    return Graph(bind_namespaces="none").parse(data=turtle, format="turtle")


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode())
