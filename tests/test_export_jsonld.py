import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import graph, graph_called, small_graph
from kgbuild.export.jsonld import write_jsonld
from kgbuild.export.triples import quads
from kgbuild.iris import DEFAULT_BASE, NAMESPACES
from kgbuild.ontology import load_ontology
from kgbuild.records import Graph

ONTOLOGY = load_ontology()
NAMES = st.text(st.characters(exclude_categories=()), max_size=30)


def of(graph: Graph, base: str = DEFAULT_BASE) -> list[ox.Quad]:
    return quads(graph, ontology=ONTOLOGY, base=base)


def written(given: list[ox.Quad], base: str = DEFAULT_BASE) -> bytes:
    out = io.BytesIO()
    write_jsonld(given, out, base=base)
    return out.getvalue()


def nodes(graph: Graph) -> dict[str, dict[str, object]]:
    return {node["@id"]: node for node in json.loads(written(of(graph)))["@graph"]}


def test_nodes_are_compact() -> None:
    fact = small_graph().facts[0]

    assert nodes(small_graph())[fact.id] == {
        "@id": fact.id,
        "@type": ["Fact", "rdf:Statement"],
        "subject": "org-acme-corp",
        "predicate": "partnersWith",
        "object": "org-widget-ag",
        "wasDerivedFrom": [
            f"{each.document}#char={each.start},{each.end}"
            for each in sorted(fact.evidence, key=lambda each: each.document)
        ],
        "announcedOn": "2025-03-26",
        "confidence": "0.93",
        "documents": 2,
        "earliest": "2025-03-26",
        "latest": "2025-03-26",
        "modality": "Asserted",
    }


def test_a_date_that_is_not_a_day_tells_its_type() -> None:
    planned = next(each for each in small_graph().facts if each.modality == "Planned")

    assert nodes(small_graph())[planned.id]["announcedOn"] == {
        "@type": "xsd:gYear",
        "@value": "2026",
    }


@pytest.mark.parametrize(
    "base",
    [
        DEFAULT_BASE,
        "https://x.example/kg#",
        "urn:example:kg/",
        "urn:example:kg#",
        "https://ü.example/a/../b/",
        "https://x.example/a?q=/",
        "https://x.example//y/",
    ],
)
def test_both_parsers_read_the_triples_under_any_base(base: str) -> None:
    expected = {quad.triple for quad in of(small_graph(), base)}
    data = written(of(small_graph(), base), base)

    theirs = rdflib.Graph().parse(data=data, format="json-ld").serialize(format="nt")

    assert {quad.triple for quad in ox.parse(data, ox.RdfFormat.JSON_LD)} == expected
    assert {quad.triple for quad in ox.parse(theirs, ox.RdfFormat.N_TRIPLES)} == expected


def test_both_parsers_read_a_built_graph(raw_folder: Path) -> None:
    found = list(ox.parse(path=raw_folder / "graph.nq"))
    data = written(found)

    theirs = rdflib.Graph().parse(data=data, format="json-ld")

    assert {q.triple for q in ox.parse(data, ox.RdfFormat.JSON_LD)} == {q.triple for q in found}
    assert len(theirs) == len(found)


@given(NAMES)
@settings(max_examples=40, deadline=None)
def test_any_name_survives_both_parsers(name: str) -> None:
    given = of(graph_called(name))
    data = written(given)

    theirs = rdflib.Graph().parse(data=data, format="json-ld")

    assert {q.triple for q in ox.parse(data, ox.RdfFormat.JSON_LD)} == {q.triple for q in given}
    assert len(theirs) == len(given)


def test_literals_of_other_kinds_and_unknown_terms_are_told_in_full() -> None:
    node = ox.NamedNode(f"{DEFAULT_BASE}x")
    integer = ox.NamedNode(f"{NAMESPACES['xsd']}integer")
    given = [
        ox.Quad(node, ox.NamedNode(f"{NAMESPACES['kg']}confidence"), ox.Literal("much")),
        ox.Quad(node, ox.NamedNode("https://x.example/p"), ox.Literal("hi", language="en")),
        ox.Quad(node, ox.NamedNode("https://x.example/p"), ox.Literal("007", datatype=integer)),
        ox.Quad(node, ox.NamedNode("https://x.example/p"), ox.NamedNode(f"{DEFAULT_BASE}a:b")),
    ]

    assert list(ox.parse(written(given), ox.RdfFormat.JSON_LD)) == given


def test_a_graph_without_things_is_valid() -> None:
    assert list(ox.parse(written([]), ox.RdfFormat.JSON_LD)) == []
    assert nodes(graph())["dataset"]["void:entities"] == 0
