from pathlib import Path

import pytest
import rdflib

from factories import small_graph, stored
from kgbuild.errors import QueryError
from kgbuild.iris import DEFAULT_BASE
from kgbuild.server.answering import (
    TRIPLES,
    Answer,
    NotAcceptableError,
    Question,
    TooLargeError,
    answer,
    answerer,
)
from kgbuild.store import Store
from kgbuild.store.guard import RefusedError

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
IN_GRAPHS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
LABELS = "CONSTRUCT { ?a rdfs:label ?b } WHERE { ?a a kg:Person ; rdfs:label ?b }"
ADA = (DEFAULT_BASE + "person-ada-byron", "Ada Byron")


@pytest.fixture(scope="module")
def store() -> Store:
    return stored(small_graph())


@pytest.fixture(scope="module")
def documents(store: Store) -> list[str]:
    graphs = {str(quad.graph_name) for quad in store} - {"DEFAULT"}
    return sorted(name.strip("<>") for name in graphs)


def told(store: Store, question: Question) -> Answer:
    return answer(store, question, max_bytes=100_000)


def number(
    store: Store,
    sparql: str,
    *,
    default_graphs: tuple[str, ...] = (),
    named_graphs: tuple[str, ...] = (),
) -> int:
    question = Question(
        sparql=sparql, default_graphs=default_graphs, named_graphs=named_graphs, rows="text/csv"
    )
    return int(told(store, question).body.split()[1])


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        (
            "application/sparql-results+json",
            b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a,b"}}]}}',
        ),
        (
            "application/sparql-results+xml",
            b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
            b'<variable name="x"/></head><results><result><binding name="x"><literal>a,b</literal>'
            b"</binding></result></results></sparql>",
        ),
        ("text/csv", b'x\r\n"a,b"\r\n'),
        ("text/tab-separated-values", b'?x\n"a,b"\n'),
    ],
)
def test_rows_come_in_the_form_asked_for(store: Store, media_type: str, body: bytes) -> None:
    question = Question(sparql='SELECT ?x { VALUES ?x { "a,b" } }', rows=media_type)

    assert told(store, question) == Answer(media_type=media_type, body=body)


@pytest.mark.parametrize("media_type", TRIPLES)
def test_triples_come_in_the_form_asked_for(store: Store, media_type: str) -> None:
    found = told(store, Question(sparql=LABELS, triples=media_type))
    form = {"application/json": "json-ld", "application/rdf+xml": "xml"}.get(media_type, media_type)
    graph = rdflib.Graph().parse(data=found.body, format=form)

    assert found.media_type == media_type
    assert [(str(s), str(o)) for s, _, o in graph] == [ADA]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Question(sparql="ASK {}", rows=None), "as one of: application/sparql-results"),
        (Question(sparql="DESCRIBE <a:a>", triples=None), "as one of: text/turtle"),
    ],
)
def test_a_form_that_fits_the_other_kind_of_query_only(
    store: Store, question: Question, message: str
) -> None:
    with pytest.raises(NotAcceptableError, match=message):
        told(store, question)


def test_without_a_dataset_all_graphs_are_seen(store: Store) -> None:
    assert number(store, COUNT) == len({(q.subject, q.predicate, q.object) for q in store})


def test_the_dataset_is_what_is_named(store: Store, documents: list[str]) -> None:
    one, two = ((name,) for name in documents)
    sizes = [sum(str(q.graph_name) == f"<{name}>" for q in store) for name in documents]

    assert [number(store, COUNT, default_graphs=one), number(store, COUNT, default_graphs=two)] == (
        sizes
    )
    assert number(store, IN_GRAPHS, named_graphs=one + two) == sum(sizes)
    assert number(store, IN_GRAPHS, default_graphs=one, named_graphs=two) == sizes[1]
    # What is not named is empty.
    assert number(store, COUNT, named_graphs=one) == 0
    assert number(store, IN_GRAPHS, default_graphs=one) == 0


def test_from_names_the_dataset_unless_the_protocol_does(
    store: Store, documents: list[str]
) -> None:
    one, two = documents
    sizes = [number(store, COUNT, default_graphs=(name,)) for name in documents]
    sparql = COUNT.replace("{", f"FROM <{one}> {{")

    assert number(store, sparql) == sizes[0]
    assert number(store, sparql, default_graphs=(two,)) == sizes[1]
    assert number(store, IN_GRAPHS.replace("{", f"FROM NAMED <{one}> {{", 1)) == sizes[0]


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",
        "SELECT * { ?s ?p 1 .sErViCe<http://127.0.0.1:1/>{ ?a ?b ?c } }",
        "ASK { SERVICE SILENT ?where {} }",
        "SELECT * FROM <a:a> { { SELECT * { SERVICE <http://127.0.0.1:1/> {} } } }",
        "SELECT * { FILTER EXISTS { SERVICE <http://127.0.0.1:1/> {} } }",
        "SELECT * { # to rdflib still a comment\r SERVICE <http://127.0.0.1:1/> {} \n }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> {} }",
        "SELECT * { S\\U00000045RVICE <http://127.0.0.1:1/> {} }",
        "SELECT * { LATERAL { SERVICE <http://127.0.0.1:1/> {} } }",
    ],
)
def test_service_is_refused_in_all_spellings(store: Store, sparql: str) -> None:
    with pytest.raises(RefusedError):
        told(store, Question(sparql=sparql))


def test_an_answer_may_not_pass_the_limit(store: Store) -> None:
    for sparql in ("SELECT * { ?s ?p ?o . ?a ?b ?c }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        with pytest.raises(TooLargeError, match="longer than 2000 bytes: ask for less"):
            answer(store, Question(sparql=sparql), max_bytes=2000)
    with pytest.raises(TooLargeError):
        answer(store, Question(sparql="ASK {}", rows="text/csv"), max_bytes=3)
    assert answer(store, Question(sparql="ASK {}", rows="text/csv"), max_bytes=4).body == b"true"


@pytest.mark.parametrize(
    "question",
    [
        Question(sparql="SELECT"),
        Question(sparql="CLEAR ALL"),
        Question(sparql="ASK {}", default_graphs=("no iri",)),
        Question(sparql="ASK {}", named_graphs=("relative",)),
        Question(sparql="ASK {" + "{" * 5000 + "}" * 5000 + "}"),
    ],
)
def test_what_is_no_question_is_an_error(store: Store, question: Question) -> None:
    with pytest.raises(QueryError):
        told(store, question)


def test_the_answerer_opens_a_folder(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("<urn:a:a> <urn:a:b> <urn:a:c> .\n")
    ask = answerer(tmp_path, max_bytes=1000)

    assert ask(Question(sparql=COUNT, rows="text/csv")).body == b"n\r\n1\r\n"


def test_a_small_graph_is_answered_from_memory_and_others_from_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "graph.nq").write_text("<a:a> <a:b> <a:c> .\n", "utf-8")
    size = (tmp_path / "graph.nq").stat().st_size

    answerer(tmp_path, max_bytes=1000, in_memory=size + 1)
    assert not (tmp_path / "cache").exists()

    ask = answerer(tmp_path, max_bytes=1000, in_memory=size)
    assert (tmp_path / "cache").exists()
    assert ask(Question(sparql=COUNT, rows="text/csv")).body == b"n\r\n1\r\n"
