from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from factories import small_graph
from kgbuild.errors import GraphError
from kgbuild.export import EXPORTERS
from kgbuild.export.triples import quads
from kgbuild.iris import DEFAULT_BASE
from kgbuild.nodes import base_of, full_iri, local_id, local_term, nodes_of, read_quads
from kgbuild.ontology import load_ontology

ONTOLOGY = load_ontology()
BASES = [DEFAULT_BASE, "https://x.example/kg#", "urn:example:kg/", "https://ü.example/a?q=/"]
LABEL, MODALITY = (NamedNode(full_iri(name)) for name in ("rdfs:label", "kg:modality"))
NODE = NamedNode("x:a")


def test_quads_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    data = EXPORTERS["graph.nq"](small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)
    (tmp_path / "graph.nq").write_bytes(data)

    expected = quads(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)
    assert list(read_quads(tmp_path)) == expected


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"holds no graph\.nq: name a folder"):
        list(read_quads(tmp_path))


def test_a_file_cut_short_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("<a:b> <a:c> <a:d> .\n<a:b> <a:c> <a")

    with pytest.raises(GraphError, match=r"graph\.nq is damaged, build the graph again"):
        list(read_quads(tmp_path))


@pytest.mark.parametrize("base", BASES)
def test_the_base_is_found_with_and_without_a_description(base: str) -> None:
    found = quads(small_graph(), ontology=ONTOLOGY, base=base)

    assert base_of(found) == base
    assert base_of(quad for quad in found if "dataset" not in str(quad)) == base


def test_nothing_has_the_default_base() -> None:
    assert base_of([]) == DEFAULT_BASE


def test_a_node_has_its_values_sorted() -> None:
    label = full_iri("skos:altLabel")
    names = [Quad(NODE, NamedNode(label), Literal(name)) for name in ("b", "a")]

    (node,) = nodes_of(names).values()

    assert (node.iri, node.all("skos:altLabel"), node.all("rdfs:label")) == ("x:a", ["a", "b"], [])
    assert node.maybe("rdfs:label") is None


def test_a_node_without_its_one_value_or_with_two_is_damage() -> None:
    (node,) = nodes_of([Quad(NODE, LABEL, Literal(name)) for name in ("b", "a")]).values()

    with pytest.raises(GraphError, match="<x:a> has 2 values of rdfs:label, and one is right"):
        node.one("rdfs:label")
    with pytest.raises(GraphError, match="<x:a> has no kg:path"):
        node.one("kg:path")


def test_an_iri_under_another_base_is_damage() -> None:
    assert local_id("x:y/org-a", "x:y/") == "org-a"
    with pytest.raises(GraphError, match="does not stand under x:z/"):
        local_id("x:y/org-a", "x:z/")


@pytest.mark.parametrize("value", ["x:Asserted", f"{full_iri('kg:a')}/b", full_iri("kg:")])
def test_a_term_of_another_vocabulary_is_damage(value: str) -> None:
    (node,) = nodes_of([Quad(NODE, MODALITY, NamedNode(value))]).values()

    with pytest.raises(GraphError, match="no term of kgbuild's"):
        local_term(node, "kg:modality")
