"""Graph -> N-Quads: the triples of the Turtle file, with a graph for what one document says."""

import io

import pyoxigraph

from kgbuild.export.triples import quads
from kgbuild.ontology import Ontology
from kgbuild.records import Graph


def nquads(graph: Graph, *, ontology: Ontology, base: str) -> bytes:
    """Write `graph.nq`, a quad a line, for bulk loading."""
    written = io.BytesIO()
    found = quads(graph, ontology=ontology, base=base)
    pyoxigraph.serialize(found, written, pyoxigraph.RdfFormat.N_QUADS)
    return written.getvalue()
