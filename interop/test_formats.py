"""Exports say the same in every format and to every parser."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from interop.answers import canonical, without_graphs
from interop.engines import Builds
from interop.graphml import READERS
from interop.parsers import PARSERS, SUFFIXES, UNKNOWN
from kgbuild import cli, store

WITH_GRAPHS = {"nquads", "trig"}
NODES = """SELECT DISTINCT ?entity ?label {
  ?document schema:mentions ?entity . ?entity rdfs:label ?label
}"""
EDGES = """SELECT ?fact ?subject ?relation ?object ?modality {
  ?fact rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; kg:modality ?sense .
  FILTER(isIRI(?object))
  BIND(STRAFTER(STR(?predicate), "#") AS ?relation)
  BIND(STRAFTER(STR(?sense), "#") AS ?modality)
}"""


def exported(builds: Builds, folder: Path, format: str, suffix: str) -> Path:
    path = folder / f"export{suffix}"
    assert cli.run(["export", str(builds.new), "--format", format, "--out", str(path)]) == 0
    return path


@pytest.fixture(scope="session")
def exports(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The RDF exports by their format."""
    folder = tmp_path_factory.mktemp("exports")
    return {name: exported(builds, folder, name, suffix) for name, suffix in SUFFIXES.items()}


@pytest.fixture(scope="session")
def built(builds: Builds) -> list[ox.Quad]:
    """What the build wrote."""
    return list(ox.parse(path=str(builds.new / "graph.nq"), format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize(
    ("parser", "format"),
    [(p, f) for p in PARSERS for f in SUFFIXES if (p, f) not in UNKNOWN],
)
def test_a_parser_reads_what_was_built(
    exports: dict[str, Path], built: list[ox.Quad], parser: str, format: str
) -> None:
    expected = built if format in WITH_GRAPHS else without_graphs(built)

    assert canonical(PARSERS[parser](exports[format], format)) == canonical(expected)


def test_the_files_of_the_build_hold_the_same_triples(builds: Builds, built: list[ox.Quad]) -> None:
    turtle = ox.parse(path=str(builds.new / "graph.ttl"), format=ox.RdfFormat.TURTLE)

    assert canonical(turtle) == canonical(without_graphs(built))


@pytest.mark.parametrize("reader", READERS)
def test_graphml_holds_all_entities_and_the_facts_between_them(
    builds: Builds, tmp_path: Path, reader: str
) -> None:
    seen = READERS[reader](exported(builds, tmp_path, "graphml", ".graphml"))
    graph = store.load(builds.new)
    edges = store.query(graph, EDGES).rows

    assert seen.nodes == set(store.query(graph, NODES).rows)
    assert seen.edges == set(edges)
    assert seen.number_of_edges == len(edges)
