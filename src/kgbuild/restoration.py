"""graph.nq -> Graph: the records of a built graph, as far as its RDF holds them.

What RDF does not hold is not restored: the texts of documents and notes on how they were read
(`rejected.jsonl` and the sources have them), rejections and skips, digits of a confidence after the
second, the order of merges, the version of kgbuild that wrote it, and characters that no UTF-8
holds (they are U+FFFD now, so that the id of a support whose speaker had one would differ).
Records come sorted by id, evidence by place.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError
from pyoxigraph import Literal, Quad

from kgbuild.errors import GraphError
from kgbuild.nodes import Node, base_of, damage, full_iri, local_id, local_term, nodes_of
from kgbuild.records import ENTITY_TYPES, Area, Copy, Document, Entity, Evidence, Fact, Graph

_TYPES = ("Document", "Area", "Fact", "Support")
_SOURCES = ("dcterms:source", "dcterms:publisher")
_ROLES = {
    "subject": "subject",
    "object": "object",
    "subject_name": "subjectName",
    "object_name": "objectName",
    "trigger": "trigger",
    "date_phrase": "date",
}
"""Field of the evidence -> what its offsets are called."""

Fields = dict[str, Any]


class Restored(NamedTuple):
    """A graph as records, and the start of its IRIs."""

    graph: Graph
    base: str


def restore(quads: Iterable[Quad]) -> Restored:
    """Make the records whose quads these are: the inverse of `export.triples.quads`.

    Nodes of other kinds than the exporter writes are left out. Raises GraphError where a node lacks
    what its kind has, has it twice, or stands under another base.
    """
    found = list(quads)
    base = base_of(found)
    nodes = nodes_of(found)
    try:
        return Restored(_graph(nodes, base), base)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise GraphError(
            f"the graph is damaged, build it again: {error.title}.{where} is "
            f"{first['input']!r}: {first['msg']}"
        ) from error


def _graph(nodes: Mapping[str, Node], base: str) -> Graph:
    kinds: dict[str, list[Node]] = defaultdict(list)
    for node in nodes.values():
        for kind in node.all("rdf:type"):
            kinds[kind].append(node)
    typed = {name: kinds[full_iri(f"kg:{name}")] for name in (*_TYPES, *ENTITY_TYPES)}
    about = next(iter(kinds[full_iri("void:Dataset")]), Node(""))
    documents = [Document.model_validate(_document(each, base)) for each in typed["Document"]]
    stated = _stated(typed["Support"], nodes, base)
    facts = [
        Fact.model_validate({**_fact(node, base), "evidence": sorted(stated[node.iri], key=_place)})
        for node in typed["Fact"]
    ]
    return Graph(
        documents=tuple(sorted(documents, key=_id)),
        copies=tuple(sorted(_copies(typed["Document"], base), key=lambda copy: copy.document)),
        entities=tuple(sorted(_entities(typed, base), key=_id)),
        facts=tuple(sorted(facts, key=_id)),
        title=about.maybe("dcterms:title"),
        license=about.maybe("dcterms:license"),
    )


def _stated(
    supports: Iterable[Node], nodes: Mapping[str, Node], base: str
) -> Mapping[str, list[Evidence]]:
    """Give the evidence by the IRI of the fact."""
    found = defaultdict(list)
    for node in supports:
        passage = node.one("kg:evidence")
        fields = _evidence(node, nodes.get(passage) or Node(passage), base)
        found[node.one("kg:fact")].append(Evidence.model_validate(fields))
    return found


def _entities(typed: Mapping[str, Sequence[Node]], base: str) -> Iterator[Entity]:
    areas = {node.iri: Area.model_validate(_area(node, base)) for node in typed["Area"]}
    naming = defaultdict(list)
    for node in typed["Document"]:
        for thing in node.all("schema:mentions"):
            naming[thing].append(local_id(node.iri, base))
    for type in ENTITY_TYPES:
        for node in typed[type]:
            around = [_known(areas, area) for area in node.all("kg:liesIn")]
            fields = {
                "type": type,
                "documents": sorted(naming[node.iri]),
                "lies_in": sorted(around, key=_size),
            }
            yield Entity.model_validate({**_entity(node, base), **fields})


def _document(node: Node, base: str) -> Fields:
    return {
        "id": local_id(node.iri, base),
        "path": node.one("kg:path"),
        "sha256": node.one("kg:sha256"),
        "text": "",
        "title": node.maybe("dcterms:title"),
        "published": node.maybe("dcterms:issued"),
        "source": node.maybe(*_SOURCES),
    }


def _copies(documents: Iterable[Node], base: str) -> Iterator[Copy]:
    for node in documents:
        for of in node.all("kg:copyOf"):
            yield Copy(document=local_id(node.iri, base), of=local_id(of, base))


def _area(node: Node, base: str) -> Fields:
    return {
        "id": local_id(node.iri, base),
        "name": node.one("rdfs:label"),
        "kind": "country" if full_iri("schema:Country") in node.all("rdf:type") else "state",
        "code": node.maybe("skos:notation"),
    }


def _entity(node: Node, base: str) -> Fields:
    name, aliases = node.one("rdfs:label"), node.all("skos:altLabel")
    return {
        "id": local_id(node.iri, base),
        "name": name,
        "aliases": aliases,
        "merges": [_merge(text, [name, *aliases]) for text in node.all("kg:mergeReason")],
        "same_as": node.all("owl:sameAs"),
    }


def _merge(text: str, names: Iterable[str]) -> dict[str, str]:
    """Part the name from the reason; a name may hold what stands between them."""
    known = [name for name in names if text.startswith(f"{name}: ")]
    name = max(known, key=len, default=text.partition(": ")[0])
    return {"name": name, "reason": text[len(name) + 2 :]}


def _fact(node: Node, base: str) -> Fields:
    terms = node.values.get(full_iri("rdf:object"), ())
    literal = any(isinstance(term, Literal) for term in terms)
    value = node.one("rdf:object")
    return {
        "id": local_id(node.iri, base),
        "subject": local_id(node.one("rdf:subject"), base),
        "relation": local_term(node, "rdf:predicate"),
        "object": value if literal else local_id(value, base),
        "literal": literal,
        "modality": local_term(node, "kg:modality"),
        "date": node.maybe("kg:announcedOn"),
        "title": node.maybe("kg:positionTitle"),
        "confidence": node.one("kg:confidence"),
        "documents": node.one("kg:documents"),
    }


def _evidence(node: Node, passage: Node, base: str) -> Fields:
    spans = {field: _span(node, name) for field, name in _ROLES.items()}
    if phrase := spans["date_phrase"]:
        phrase["text"] = node.one("kg:dateText")
    return {
        "document": local_id(passage.one("nif:referenceContext"), base),
        "start": passage.one("nif:beginIndex"),
        "end": passage.one("nif:endIndex"),
        "quote": passage.one("nif:anchorOf"),
        "speaker": node.maybe("kg:saidBy"),
        "extractor": node.one("kg:extractor"),
        "confidence": node.one("kg:confidence"),
        **spans,
    }


def _span(node: Node, role: str) -> dict[str, str] | None:
    start, end = node.maybe(f"kg:{role}Begin"), node.maybe(f"kg:{role}End")
    return {"start": start, "end": end} if start and end else None


def _known(areas: dict[str, Area], iri: str) -> Area:
    if iri not in areas:
        raise damage(iri, "is no kg:Area, and something lies in it")
    return areas[iri]


def _size(area: Area) -> tuple[bool, int, str]:
    """States before the country, the smallest first: its id names those around it."""
    return area.kind == "country", -len(area.id), area.id


def _place(evidence: Evidence) -> tuple[str, int, int, str, float]:
    return (
        *(evidence.document, evidence.start, evidence.end),
        *(evidence.extractor, -evidence.confidence),
    )


def _id(record: Document | Entity | Fact) -> str:
    return record.id
