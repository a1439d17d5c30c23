import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from factories import small_graph
from kgbuild.errors import GraphError, QueryError
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.store import Store, Table, load, query, serialize

PARTNERS = "SELECT ?a ?b { ?a kg:partnersWith ?b } ORDER BY ?a"
CONSTRUCTED = "CONSTRUCT { ?a rdfs:label ?b } WHERE { ?a a kg:Person ; rdfs:label ?b }"


@pytest.fixture(scope="module")
def store() -> Store:
    data = EXPORTERS["graph.nq"](small_graph(), ontology=load_ontology(), base=DEFAULT_BASE)
    found = Store()
    found.bulk_load(data, ox.RdfFormat.N_QUADS)
    return found


def test_load_reads_the_folder_that_the_exporter_wrote(tmp_path: Path, store: Store) -> None:
    data = EXPORTERS["graph.nq"](small_graph(), ontology=load_ontology(), base=DEFAULT_BASE)
    (tmp_path / "graph.nq").write_bytes(data)

    assert set(load(tmp_path)) == set(store)


def test_load_names_the_folder_that_holds_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"empty holds no graph\.nq: name a folder"):
        load(tmp_path / "empty")


@pytest.mark.parametrize("data", [b"<a> <b>", b"\xff\xfe\x00", b"<a:a> <b:b> <c:c> <d:d> .\n<x"])
def test_load_refuses_a_damaged_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "graph.nq").write_bytes(data)

    with pytest.raises(GraphError, match=r"graph\.nq is damaged, build the graph again"):
        load(tmp_path)


def test_select_sees_all_graphs_and_knows_our_prefixes(store: Store) -> None:
    assert query(store, PARTNERS) == Table(
        columns=("a", "b"),
        rows=(
            (DEFAULT_BASE + "org-acme-corp", DEFAULT_BASE + "org-widget-ag"),
            (DEFAULT_BASE + "org-widget-ag", DEFAULT_BASE + "org-acme-corp"),
        ),
    )


def test_ask_is_a_row(store: Store) -> None:
    assert query(store, "ASK { ?p a kg:Person }") == Table(columns=("answer",), rows=(("true",),))


def test_construct_is_rows_of_triples(store: Store) -> None:
    assert query(store, CONSTRUCTED) == Table(
        columns=("subject", "predicate", "object"),
        rows=(
            (
                DEFAULT_BASE + "person-ada-byron",
                "http://www.w3.org/2000/01/rdf-schema#label",
                "Ada Byron",
            ),
        ),
    )


def test_unbound_is_empty_text(store: Store) -> None:
    found = query(store, "SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 1) } }")

    assert found.rows == (("", "1"),)


def test_csv_quotes_what_needs_quoting(store: Store) -> None:
    sparql = 'SELECT ?x { VALUES ?x { "a,b" "c\\"d" } }'

    assert serialize(store, sparql, format="csv") == b'x\r\n"a,b"\r\n"c""d"\r\n'


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("ASK {}", b"true"),
        (
            CONSTRUCTED,
            b"subject,predicate,object\r\nhttps://example.org/kg/person-ada-byron,"
            b"http://www.w3.org/2000/01/rdf-schema#label,Ada Byron\r\n",
        ),
    ],
)
def test_csv_of_other_answers(store: Store, sparql: str, expected: bytes) -> None:
    assert serialize(store, sparql, format="csv") == expected


def test_json_is_the_w3c_format(store: Store) -> None:
    sparql = "SELECT ?x { VALUES ?x { 'é' } }"

    assert json.loads(serialize(store, sparql, format="json")) == {
        "head": {"vars": ["x"]},
        "results": {"bindings": [{"x": {"type": "literal", "value": "é"}}]},
    }


def test_json_of_triples_is_json_ld(store: Store) -> None:
    assert json.loads(serialize(store, CONSTRUCTED, format="json")) == [
        {
            "@id": DEFAULT_BASE + "person-ada-byron",
            "http://www.w3.org/2000/01/rdf-schema#label": [{"@value": "Ada Byron"}],
        }
    ]


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "LOAD <http://127.0.0.1/>",
        "# note\nPREFIX a: <a:> DELETE { ?s ?p ?o } INSERT {} WHERE { ?s ?p ?o }",
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused_and_change_nothing(store: Store, sparql: str) -> None:
    before = len(store)

    with pytest.raises(QueryError, match="would change the graph, which is only read"):
        query(store, sparql)

    assert len(store) == before


SERVICE = "SERVICE <http://127.0.0.1:1/> { ?a ?b ?c }"


@pytest.mark.parametrize(
    "sparql",
    [
        f"SELECT * {{ {SERVICE} }}",
        "SELECT * { ?s ?p 1 .SERVICE<http://127.0.0.1:1/>{ ?a ?b ?c } }",
        "ASK { sErViCe SILENT <http://127.0.0.1:1/> {} }",
        f"SELECT * {{ FILTER EXISTS {{ {SERVICE} }} }}",
        f"SELECT * {{ {{ SELECT * {{ {SERVICE} }} }} }}",
        f"SELECT * {{}} ORDER BY (EXISTS {{ {SERVICE} }})",
        f"SELECT * {{ # to rdflib still a comment\r {SERVICE} \n }}",
        "SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }",
        "ASK FROM NAMED <http://127.0.0.1/> { ?s ?p ?o }",
    ],
)
def test_what_reaches_out_is_refused(store: Store, sparql: str) -> None:
    with pytest.raises(QueryError, match=r"(SERVICE|FROM) would reach out of the graph"):
        query(store, sparql)
    with pytest.raises(QueryError, match=r"(SERVICE|FROM) would reach out of the graph"):
        serialize(store, sparql, format="csv")


def test_escapes_cannot_hide_what_reaches_out(store: Store) -> None:
    hidden = f'SELECT * {{ OPTIONAL {{ ?s ?p "x\\u0022 . # " }} {SERVICE}\n }}'

    with pytest.raises(QueryError, match="write the characters themselves"):
        query(store, hidden)
    with pytest.raises(QueryError, match="write the characters themselves"):
        query(store, "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> {} }")


def test_what_nobody_could_check_does_not_run(store: Store) -> None:
    with pytest.raises(QueryError, match="could not be checked"):
        query(store, f"SELECT * {{ LATERAL {{ {SERVICE} }} }}")


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?x { VALUES ?x { 'a service from Acme' } }",
        "SELECT ?service { VALUES ?service { 1 } } # FROM here on",
        "SELECT ?x { VALUES ?x { 1 } OPTIONAL { ?x prov:wasDerivedFrom ?y } }",
    ],
)
def test_the_words_alone_do_no_harm(store: Store, sparql: str) -> None:
    assert len(query(store, sparql).rows) == 1


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * {", r"does not parse: error at 1:11: .*Prefixes known .*: dcat, dcterms, kg,"),
        ("", "does not parse"),
        ("SELECT * { ?x a acme:Company }", "does not parse"),
        ("SELECT (<a:f>(1) AS ?x) {}", "cannot be answered: .*a:f"),
        ("SELECT * { ?s ?p '\ud800' }", "cannot be answered"),
        ("SELECT * {" + "{" * 5000 + "}" * 5000 + "}", "more than 200 deep"),
    ],
)
def test_a_query_that_cannot_be_says_why(store: Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        query(store, sparql)
