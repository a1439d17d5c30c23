"""The readers of GraphML that must see the same nodes and edges."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import networkx
import pytest


class View(NamedTuple):
    """A graph as a reader sees it, all by IRI."""

    nodes: set[tuple[str, str]]
    """IRI and label."""
    edges: set[tuple[str, str, str, str, str]]
    """IRI, source, relation, target, modality."""
    number_of_edges: int


def _networkx(path: Path) -> View:
    graph = networkx.read_graphml(path)
    nodes = dict(graph.nodes(data=True))
    edges = {
        (edge["iri"], nodes[a]["iri"], edge["relation"], nodes[b]["iri"], edge["modality"])
        for a, b, edge in graph.edges(data=True)
    }
    labels = {(node["iri"], node["label"]) for node in nodes.values()}
    return View(labels, edges, graph.number_of_edges())


def _igraph(path: Path) -> View:
    igraph = pytest.importorskip("igraph", reason="igraph is not installed: pip has none for here")
    graph = igraph.Graph.Read_GraphML(str(path))
    edges = {
        (
            *(edge["iri"], graph.vs[edge.source]["iri"], edge["relation"]),
            *(graph.vs[edge.target]["iri"], edge["modality"]),
        )
        for edge in graph.es
    }
    return View({(node["iri"], node["label"]) for node in graph.vs}, edges, graph.ecount())


READERS: Mapping[str, Callable[[Path], View]] = MappingProxyType(
    {"networkx": _networkx, "igraph": _igraph}
)
