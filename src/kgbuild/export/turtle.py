"""Graph -> Turtle: the whole graph in one file that a person can read."""

import io

from kgbuild.export.streams import write_turtle
from kgbuild.export.triples import quads
from kgbuild.ontology import Ontology
from kgbuild.records import Graph


def turtle(graph: Graph, *, ontology: Ontology, base: str) -> bytes:
    """Write `graph.ttl`; our own nodes have the empty prefix."""
    written = io.BytesIO()
    write_turtle(quads(graph, ontology=ontology, base=base), written, base=base)
    return written.getvalue()
