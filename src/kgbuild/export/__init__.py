"""Graph -> bytes: the files of a graph folder, each written by a function of its own."""

from typing import Protocol

from kgbuild.export.graphml import graphml
from kgbuild.export.nquads import nquads
from kgbuild.export.turtle import turtle
from kgbuild.ontology import Ontology
from kgbuild.records import Graph


class Exporter(Protocol):
    """What writes one file: the same graph and base give the same bytes."""

    def __call__(self, graph: Graph, *, ontology: Ontology, base: str) -> bytes:
        """Give the bytes of the file; `base` has passed `iris.check_base`."""


EXPORTERS: dict[str, Exporter] = {
    "graph.ttl": turtle,
    "graph.nq": nquads,
    "graph.graphml": graphml,
}
"""Name of the file -> what writes it. A new format is a module and a line here."""
