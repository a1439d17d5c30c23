import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl import validate

from factories import document, entity, graph_called, small_graph
from kgbuild.export import EXPORTERS
from kgbuild.export.triples import quads
from kgbuild.export.turtle import turtle
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.records import Graph

ONTOLOGY = load_ontology()
HOSTILE = [
    '<>"{}|^`\\',
    "\\u0041 \\n ' \"\"\" '''",
    "a\x00b\x01\x0b\x0c\x1f\x7f\x85\u2028",
    "tab\tline\nreturn\r\n .\n:org-x",
    "😀 👩‍👩‍👧 🇫🇷",
    "شركة \u202eمجموعة\u202c ABC",
    "\ud800 lone \udfff",
    "\ufffe\uffff\ufeff",
    "]]> <!-- &amp; -->",
    "",
    " ",
]
NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=())))


def written(graph: Graph, base: str = DEFAULT_BASE) -> bytes:
    return turtle(graph, ontology=ONTOLOGY, base=base)


def readable(name: str) -> str:
    return re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", name)


def test_turtle_has_prefixes_and_a_blank_line_between_subjects() -> None:
    text = written(Graph(documents=(), entities=(entity(),), facts=())).decode()

    assert "@prefix kg: <https://w3id.org/kgbuild/ns#> .\n" in text
    assert text.endswith(
        '\n\n:org-acme-corp a kg:Company , schema:Organization ;\n\trdfs:label "Acme Corp" .\n'
    )


def test_turtle_says_what_the_quads_say() -> None:
    expected = {quad.triple for quad in quads(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)}

    found = {quad.triple for quad in ox.parse(written(small_graph()), ox.RdfFormat.TURTLE)}

    assert found == expected


@pytest.mark.parametrize("base", ["https://x.example/kg#", "urn:example:kg/", "https://ü.example/"])
def test_other_parsers_agree_under_any_base(base: str) -> None:
    data = written(small_graph(), base)
    ours = {quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE)}

    theirs = rdflib.Graph().parse(data=data, format="turtle")

    assert len(theirs) == len(ours)
    assert {str(subject) for subject in theirs.subjects()} == {t.subject.value for t in ours}


@pytest.mark.parametrize("name", HOSTILE)
def test_rdflib_reads_hostile_names(name: str) -> None:
    found = rdflib.Graph().parse(data=written(graph_called(name)), format="turtle")

    assert {str(label) for label in found.objects(predicate=rdflib.RDFS.label)} == {readable(name)}


@given(NAMES)
@settings(max_examples=40, deadline=None)
def test_any_name_survives_both_parsers(name: str) -> None:
    data = written(graph_called(name))
    parsed = list(ox.parse(data, ox.RdfFormat.TURTLE))
    labels = {q.object.value for q in parsed if q.predicate.value == str(rdflib.RDFS.label)}
    theirs = rdflib.Graph().parse(data=data, format="turtle")

    assert labels == {readable(name)}
    assert {str(each) for each in theirs.objects(predicate=rdflib.RDFS.label)} == labels
    assert len(theirs) == len(parsed)


def test_an_empty_graph_holds_nothing_but_its_description() -> None:
    data = written(Graph(documents=(), entities=(), facts=()))

    subjects = {quad.subject for quad in ox.parse(data, ox.RdfFormat.TURTLE)}
    assert subjects == {ox.NamedNode(DEFAULT_BASE + f"dataset{x}") for x in ("", "-generator")}


def test_a_scorer_finds_entities_names_and_facts_as_plain_triples() -> None:
    store = ox.Store()
    store.load(written(small_graph()), ox.RdfFormat.TURTLE)
    prefix = "PREFIX kg: <https://w3id.org/kgbuild/ns#> PREFIX : <https://example.org/kg/> "

    assert store.query(prefix + "ASK { :org-acme-corp a kg:Company }")
    assert store.query(prefix + "ASK { :org-widget-ag kg:partnersWith :org-acme-corp }")
    assert store.query(prefix + "ASK { :programme-acme-lab kg:announcedOn ?day }")
    assert not store.query(prefix + "ASK { ?a kg:investsIn ?b }")
    assert not store.query(prefix + "ASK { ?a a kg:Organization, kg:Company }")


SCRIPT = """
import sys
from factories import small_graph
from kgbuild.export import EXPORTERS
from kgbuild.ontology import load_ontology
for write in EXPORTERS.values():
    data = write(small_graph(), ontology=load_ontology(), base="https://example.org/kg/")
    sys.stdout.buffer.write(data)
"""


def test_bytes_are_the_same_under_any_hash_seed_and_locale() -> None:
    runs = [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "77", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"},
    ]
    found = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | run | {"PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            check=True,
        ).stdout
        for run in runs
    }
    here = b"".join(
        write(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE) for write in EXPORTERS.values()
    )

    assert found == {here}


def test_document_text_is_not_in_the_graph() -> None:
    source = document("A secret that nobody quoted.")

    assert b"secret" not in written(Graph(documents=(source,), entities=(), facts=()))


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://x.example/kg#"])
def test_the_graph_passes_the_shapes_that_ship(base: str) -> None:
    shapes = (files("kgbuild") / "data" / "shapes.ttl").read_text("utf-8")
    good = written(small_graph(), base).decode()
    bad = good.replace("kg:modality kg:Asserted", "kg:modality kg:Certain", 1)

    found = [
        validate(rdflib.Graph().parse(data=data), shacl_graph=rdflib.Graph().parse(data=shapes))
        for data in (good, bad)
    ]

    assert found[0][0], found[0][2]
    assert not found[1][0]
