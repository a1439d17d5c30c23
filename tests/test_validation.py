"""What the shapes object to comes by name, with the shape's words, and once."""

import logging
from pathlib import Path

import pytest

from factories import small_graph
from kgbuild.errors import GraphError, OptionError
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.validation import Violation, read_graph, read_shapes, violations

PREFIXES = """
@prefix ex: <https://ex.example/> .
@prefix kg: <https://w3id.org/kgbuild/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def turtle() -> str:
    write = EXPORTERS["graph.ttl"]
    return write(small_graph(), ontology=load_ontology(), base=DEFAULT_BASE).decode()


def found(folder: Path, text: str, shapes: str | None = None) -> list[Violation]:
    """Validate a graph against the shapes that ship, or against these."""
    (folder / "graph.ttl").write_text(text, "utf-8")
    own = folder / "own.ttl"
    if shapes:
        own.write_text(PREFIXES + shapes, "utf-8")
    return list(violations(read_graph(folder), read_shapes(own if shapes else None)))


def told(folder: Path, shapes: str) -> list[tuple[str, str, str | None, str | None]]:
    """Validate the small graph against shapes: message, name, path and value."""
    return [(v.message, v.name, v.path, v.value) for v in found(folder, turtle(), shapes)]


def test_a_built_graph_conforms(tmp_path: Path) -> None:
    assert found(tmp_path, turtle()) == []


def test_a_violation_has_names_for_people(tmp_path: Path) -> None:
    text = turtle().replace("kg:modality kg:Denied", "kg:modality kg:Doubted")

    (violation,) = found(tmp_path, text)

    assert violation == Violation(
        message="A fact has exactly one kg:modality: Asserted, Planned, Reported or Denied.",
        severity="violation",
        node=violation.node,
        name="Acme Corp investsIn Rival",
        path="kg:modality",
        value="kg:Doubted",
    )
    assert violation.node.startswith("https://example.org/kg/fact-")


@pytest.mark.parametrize(
    ("old", "new", "name", "path", "value"),
    [
        (
            'rdfs:label "Lyon"',
            'skos:altLabel "Lyon"',
            "https://example.org/kg/place-lyon",
            "rdfs:label",
            None,
        ),
        ("kg:Person , schema:Person", "kg:Person", "Ada Byron", None, None),
        (
            "nif:endIndex 26",
            "nif:endIndex 0",
            "“Acme works with Widget AG.”",
            "nif:beginIndex",
            "0",
        ),
        (
            'kg:extractor "model:relation"',
            'kg:extractor ""',
            "support of Acme Corp partnersWith Widget AG",
            "kg:extractor",
            "",
        ),
        (
            'kg:path "acme.txt"',
            'kg:path "acme.txt" ; kg:copyOf :org-rival',
            "acme.txt",
            "kg:copyOf",
            "Rival",
        ),
        (
            "kg:locatedIn :place-lyon",
            "kg:locatedIn :person-ada-byron",
            "Ada Byron",
            None,
            None,
        ),
    ],
    ids=["no label", "class", "passage", "support", "document", "value"],
)
def test_nodes_of_all_kinds_have_a_name(
    tmp_path: Path, old: str, new: str, name: str, path: str | None, value: str | None
) -> None:
    text = turtle()
    assert old in text

    seen = [(v.name, v.path, v.value) for v in found(tmp_path, text.replace(old, new, 1))]

    assert (name, path, value) in seen


def test_shapes_of_the_users_own_replace_those_that_ship(tmp_path: Path) -> None:
    shapes = """
    ex:Co a sh:NodeShape ; sh:targetClass kg:Company ; sh:property
        [ sh:path rdfs:label ; sh:pattern "^[A-R]" ; sh:severity sh:Info ] ,
        [ sh:path kg:locatedIn ; sh:minCount 1 ; sh:message "A company has a place." ] ,
        [ sh:maxCount 3 ; sh:path
            ( [ sh:inversePath rdf:subject ] [ sh:alternativePath ( rdf:object rdf:type ) ] ) ] .
    """

    assert [(v.severity, v.message, v.name, v.path) for v in found(tmp_path, turtle(), shapes)] == [
        ("violation", "A company has a place.", "Acme Corp", "kg:locatedIn"),
        ("violation", "A company has a place.", "Rival", "kg:locatedIn"),
        (
            "violation",
            "MaxCount on ^rdf:subject/(rdf:object|rdf:type)",
            "Acme Corp",
            "^rdf:subject/(rdf:object|rdf:type)",
        ),
        ("info", "Pattern on rdfs:label", "Widget AG", "rdfs:label"),
    ]


def test_queries_in_shapes_speak_with_one_message(tmp_path: Path) -> None:
    shapes = """
    ex:Named a sh:NodeShape ; sh:targetClass kg:Company ; sh:sparql [
        sh:message "{$this} has no other name" ;
        sh:select \"\"\"SELECT $this WHERE {
            $this rdfs:label ?name . FILTER NOT EXISTS { $this skos:altLabel ?x } }\"\"\" ;
        sh:prefixes ex:prefixes ] .
    ex:prefixes sh:declare
        [ sh:prefix "rdfs" ; sh:namespace "http://www.w3.org/2000/01/rdf-schema#"^^xsd:anyURI ] ,
        [ sh:prefix "skos" ; sh:namespace "http://www.w3.org/2004/02/skos/core#"^^xsd:anyURI ] .
    """

    assert told(tmp_path, shapes) == [
        ("{$this} has no other name", "Rival", None, None),
        ("{$this} has no other name", "Widget AG", None, None),
    ]


def test_repeated_paths_are_written_as_in_sparql(tmp_path: Path) -> None:
    shapes = """
    ex:P a sh:NodeShape ; sh:targetClass kg:Place ; sh:property
        [ sh:path [ sh:zeroOrMorePath kg:locatedIn ] ; sh:maxCount 1 ; sh:message "m" ] ,
        [ sh:path [ sh:oneOrMorePath kg:locatedIn ] ; sh:maxCount 0 ; sh:message "m" ] ,
        [ sh:path [ sh:zeroOrOnePath kg:locatedIn ] ; sh:maxCount 1 ; sh:message "m" ] .
    """

    assert told(tmp_path, shapes) == [
        ("m", "Lyon", f"(kg:locatedIn){sign}", None) for sign in ("*", "+", "?")
    ]


def test_a_literal_stays_as_it_is_written_and_nothing_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = turtle().replace('"2026"^^xsd:gYear', '"20x6"^^xsd:gYear')
    text = text.replace("kg:documents 2", "kg:documents 02.50")

    seen = {(v.path, v.value) for v in found(tmp_path, text)}

    assert {("kg:announcedOn", "20x6"), ("kg:documents", "02.50")} <= seen
    assert caplog.records == []
    assert logging.getLogger("rdflib.term").level == logging.NOTSET


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "holds no graph.ttl: name a folder that `kgbuild build"),
        ("not Turtle", "graph.ttl is damaged, build the graph again"),
        ("<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .", "triples about triples"),
    ],
)
def test_a_graph_that_cannot_be_read_says_why(
    tmp_path: Path, text: str | None, message: str
) -> None:
    if text:
        (tmp_path / "graph.ttl").write_text(text)

    with pytest.raises(GraphError, match=message):
        read_graph(tmp_path)


def test_a_number_that_is_none_says_so(tmp_path: Path) -> None:
    text = turtle().replace("kg:confidence 0.93", 'kg:confidence "NaN"^^xsd:decimal')

    with pytest.raises(GraphError, match="holds a number that is none, such as NaN"):
        found(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, r"cannot read the shapes in .*own.ttl: No such file"),
        ("not Turtle", r"cannot read the shapes in .*own.ttl: "),
        ("<a:a> <a:b> <a:c> .", r"own.ttl holds no SHACL shapes"),
    ],
)
def test_shapes_that_cannot_be_read_say_why(tmp_path: Path, text: str | None, message: str) -> None:
    if text:
        (tmp_path / "own.ttl").write_text(text)

    with pytest.raises(OptionError, match=message):
        read_shapes(tmp_path / "own.ttl")


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:A a sh:NodeShape ; sh:targetClass kg:Company ; sh:property [ sh:minCount 1 ] .",
        "ex:A a sh:NodeShape ; sh:targetClass kg:Company ; sh:property [ sh:path rdfs:label ; "
        'sh:pattern "[" ] .',
        "ex:A a sh:NodeShape ; sh:targetClass kg:Company ; "
        'sh:sparql [ sh:select "SELECT nonsense {" ] .',
    ],
    ids=["no path", "pattern", "query"],
)
def test_shapes_that_are_wrong_are_the_users_error(tmp_path: Path, shapes: str) -> None:
    with pytest.raises(OptionError, match="the shapes cannot be used: "):
        found(tmp_path, turtle(), shapes)


def test_shapes_in_other_formats_are_read_by_their_suffix(tmp_path: Path) -> None:
    path = tmp_path / "own.nt"
    path.write_text(
        "<a:s> <http://www.w3.org/ns/shacl#targetClass> <https://w3id.org/kgbuild/ns#Company> .\n"
    )

    assert len(read_shapes(path)) == 1
