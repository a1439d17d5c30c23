"""Graph -> Turtle: the whole graph in one file that a person can read."""

import io

import pyoxigraph

from kgbuild.export.triples import quads
from kgbuild.iris import NAMESPACES
from kgbuild.ontology import Ontology
from kgbuild.records import Graph


def turtle(graph: Graph, *, ontology: Ontology, base: str) -> bytes:
    """Write `graph.ttl`; our own nodes have the empty prefix."""
    triples = (quad.triple for quad in quads(graph, ontology=ontology, base=base))
    written = io.BytesIO()
    prefixes = {"": base, **NAMESPACES}
    pyoxigraph.serialize(triples, written, pyoxigraph.RdfFormat.TURTLE, prefixes=prefixes)
    # A line break within a literal is written as \\n, so this is the end of a subject.
    return written.getvalue().replace(b" .\n:", b" .\n\n:")
