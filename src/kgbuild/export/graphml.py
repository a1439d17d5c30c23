"""Graph -> GraphML: entities as nodes, facts as edges, for Gephi, yEd, Cytoscape, networkx.

Gephi drops an edge whose id was there before and takes nodes' `d3` and edges' `d7` for labels,
both of which networkx writes by default; hence edge ids that are fact ids, and named keys.
It has no type for dates: they are text as the texts tell them, and an edge has whole days besides,
`start` and `end`, to filter and sort by.
"""

import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import networkx as nx
from networkx.readwrite.graphml import GraphMLWriter

from kgbuild.dates import earliest, latest
from kgbuild.iris import iri
from kgbuild.ontology import Ontology
from kgbuild.records import Document, Entity, Fact, Graph

Attributes = dict[str, str | int | float]

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Gephi deletes edges without weight.
_LEAST_WEIGHT = 0.01


def graphml(graph: Graph, *, ontology: Ontology, base: str) -> bytes:
    """Write `graph.graphml`: a fact of any modality once, dates that are objects on the node."""
    announced = _announced(graph.facts)
    documents = {document.id: document for document in graph.documents}
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in sorted(graph.entities, key=lambda entity: entity.id):
        about = {**_node(entity, announced[entity.id], base), **_seen(entity, documents)}
        network.add_node(entity.id, **_filled(about))
    for fact in sorted(graph.facts, key=lambda fact: fact.id):
        if not fact.literal:
            attributes = _filled(_edge(fact, documents, ontology, base))
            network.add_edge(fact.subject, fact.object, key=fact.id, **attributes)
    return _written(network)


def _announced(facts: Sequence[Fact]) -> Mapping[str, list[str]]:
    """Give the dates that are facts of their own, by subject, in order."""
    dates = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: fact.object):
        if fact.literal and fact.modality == "Asserted":
            dates[fact.subject].append(fact.object)
    return dates


def _node(entity: Entity, announced: Sequence[str], base: str) -> Attributes:
    return {
        "label": _clean(entity.name),
        "name": _clean(entity.name),
        "type": entity.type,
        "aliases": _clean("; ".join(entity.aliases)),
        "documents": len(entity.documents),
        "announced_on": "; ".join(announced),
        "country": _named(entity, "country"),
        "region": _named(entity, "state"),
        "same_as": "; ".join(entity.same_as),
        "iri": iri(base, entity.id),
    }


def _seen(entity: Entity, documents: Mapping[str, Document]) -> Attributes:
    """Give the dates of the first and the last dated document that names it."""
    known = (documents[each] for each in entity.documents if each in documents)
    dates = [document.published for document in known if document.published]
    return {
        "first_seen": min(dates, key=lambda date: (earliest(date), date), default=""),
        "last_seen": max(dates, key=lambda date: (latest(date), date), default=""),
    }


def _named(entity: Entity, kind: str) -> str:
    """Name the areas of a kind that the gazetteer has a place in, the smallest first."""
    return "; ".join(_clean(area.name) for area in entity.lies_in if area.kind == kind)


def _edge(
    fact: Fact, documents: Mapping[str, Document], ontology: Ontology, base: str
) -> Attributes:
    relation = ontology.relation(fact.relation)
    first = fact.evidence[0] if fact.evidence else None
    source = documents.get(first.document) if first else None
    return {
        "label": relation.label if relation else fact.relation,
        "interaction": fact.relation,
        "relation": fact.relation,
        "weight": max(round(fact.confidence, 2), _LEAST_WEIGHT),
        "confidence": round(fact.confidence, 2),
        "modality": fact.modality,
        "date": fact.date or "",
        "start": earliest(fact.date) if fact.date else "",
        "end": latest(fact.date) if fact.date else "",
        "title": _clean(fact.title or ""),
        "documents": fact.documents,
        "evidence": _clean(first.quote) if first else "",
        "document": _clean(source.path) if source else "",
        "iri": iri(base, fact.id),
    }


def _filled(attributes: Attributes) -> Attributes:
    return {name: value for name, value in attributes.items() if value != ""}


def _clean(value: str) -> str:
    """Leave out what XML 1.0 cannot hold."""
    return _NOT_IN_XML.sub("", value)


class _Writer(GraphMLWriter):
    """networkx's writer, with the key ids `n_label` and `e_label` for its numbered ones."""

    def get_key(self, name: str, attr_type: str, scope: str, default: object) -> str:
        """Give the id of an attribute's key, which is declared the first time."""
        key = f"{scope[0]}_{name}"
        if (name, attr_type, scope) not in self.keys:
            declared = {"id": key, "for": scope, "attr.name": name, "attr.type": attr_type}
            self.xml.insert(len(self.keys), self.myElement("key", declared))
            self.keys[name, attr_type, scope] = key
        return key


def _written(network: "nx.MultiDiGraph[str]") -> bytes:
    stream = io.BytesIO()
    _Writer(network).dump(stream)
    return stream.getvalue()
