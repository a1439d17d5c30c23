import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import document, entity, evidence, fact, graph, graph_called, small_graph
from kgbuild.export.neo4j import header, write_csv, write_cypher
from kgbuild.export.property_graph import SHEETS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.records import Graph

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
TABLES = {sheet.name: sheet for sheet in SHEETS}


def written(graph: Graph, name: str) -> str:
    out = io.BytesIO()
    write_csv(graph, out, base=DEFAULT_BASE, sheet=TABLES[name])
    return out.getvalue().decode()


def rows(graph: Graph, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(graph, name), newline="")))


def cypher(graph: Graph) -> str:
    out = io.BytesIO()
    write_cypher(graph, out, base=DEFAULT_BASE)
    return out.getvalue().decode()


def test_headers_are_those_of_the_import() -> None:
    assert written(small_graph(), "edges").splitlines()[0] == (
        "id,:START_ID,:END_ID,:TYPE,relation,modality,confidence:double,date,earliest:date,"
        "latest:date,title,documents:long,iri"
    )
    assert written(small_graph(), "nodes").splitlines()[0] == (
        "id:ID,:LABEL,name,type,aliases:string[],documents:string[],country:string[],"
        "region:string[],same_as:string[],earliest:date,latest:date,iri"
    )


def test_every_edge_starts_and_ends_at_a_node() -> None:
    ids = {row["id:ID"] for row in rows(small_graph(), "nodes")}
    edges = rows(small_graph(), "edges")

    assert len(edges) == 7
    assert {edge[end] for edge in edges for end in (":START_ID", ":END_ID")} <= ids


def test_every_passage_is_of_a_fact_and_a_document() -> None:
    facts = {row["id"] for row in rows(small_graph(), "edges")}
    documents = {row["id:ID"] for row in rows(small_graph(), "documents")}
    evidence = rows(small_graph(), "evidence")

    assert {row["fact"] for row in evidence} == facts
    assert {row["document"] for row in evidence} == documents


def test_lists_have_semicolons_between_and_none_within() -> None:
    acme = entity(aliases=["Acme; Inc", "Acme"])

    (row,) = rows(graph(entities=[acme]), "nodes")

    assert (row[":LABEL"], row["aliases:string[]"]) == ("Entity;Company", "Acme, Inc;Acme")


@pytest.mark.parametrize("quote", ['a "b"\r\nc', "a\rb", "a\nb", ",;'", "=1+1", "\x00"])
def test_quotes_are_kept_word_for_word(quote: str) -> None:
    source = document(f"Acme Corp{quote}Widget AG")
    said = fact(entity(), "supplies", entity("Widget AG"), evidence(source))

    (row,) = rows(graph([source], facts=[said]), "evidence")

    assert row["quote"] == source.text


@given(NAMES)
@settings(deadline=None)
def test_any_name_is_read_back(name: str) -> None:
    found = rows(graph_called(name), "nodes")

    assert {row["name"] for row in found} == {name}


def test_cypher_reads_each_kind_of_thing_from_columns_that_are_there() -> None:
    said = cypher(small_graph())
    blocks = said.split("LOAD CSV WITH HEADERS FROM 'file:///")[1:]

    for block in blocks:
        name = block.split(".csv")[0]
        known = {header(column) for column in TABLES[name].columns}
        assert set(re.findall("row[.]`([^`]+)`", block)) <= known
        assert block.rstrip().endswith(";")
    assert re.findall("WHERE row[.]`:LABEL` = '([^']+)'", said) == [
        "Date",
        *(f"Entity;{type}" for type in ("Company", "Person", "Place", "Programme")),
        "Document",
        "Evidence",
    ]
    assert re.findall("WHERE row[.]`:TYPE` = '([^']+)'", said) == [
        *("ACQUIRES", "ANNOUNCED_ON", "HOLDS_POSITION_AT"),
        *("INVESTS_IN", "LOCATED_IN", "PARTNERS_WITH"),
    ]


def test_cypher_merges_so_that_it_can_run_again() -> None:
    said = cypher(small_graph())

    assert "MERGE (n:Entity {id: row.`id:ID`})\nSET n:Company,\n    n.name = row.`name`" in said
    assert (
        "MATCH (a:Entity {id: row.`:START_ID`}), (b:Date {id: row.`:END_ID`})\n"
        "MERGE (a)-[n:ANNOUNCED_ON {id: row.id}]->(b)\n"
    ) in said
    assert "    n.confidence = toFloat(row.`confidence:double`),\n" in said
    assert "    n.earliest = date(row.`earliest:date`),\n" in said
    assert "CREATE (" not in said


def test_cypher_of_an_empty_graph_makes_only_constraints() -> None:
    assert "LOAD CSV" not in cypher(graph())
    assert cypher(graph()).count("CREATE CONSTRAINT") == 4
