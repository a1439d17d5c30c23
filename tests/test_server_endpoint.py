"""The protocol, test by test as the W3C lists them for SPARQL 1.1, for an endpoint that reads."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from starlette.testclient import TestClient

from factories import small_graph, stored
from kgbuild.errors import GraphError, KgbuildError
from kgbuild.iris import NAMESPACES
from kgbuild.queries import named_queries
from kgbuild.server.answering import Answer, Question, answer
from kgbuild.server.endpoint import application
from kgbuild.server.workers import BusyError, TooSlowError, WorkerDiedError
from kgbuild.store import Store

ASK = "ASK {}"
JSON = {"head": {}, "boolean": True}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def store() -> Store:
    return stored(small_graph())


@pytest.fixture(scope="module")
def graphs(store: Store) -> list[str]:
    return sorted({str(quad.graph_name).strip("<>") for quad in store} - {"DEFAULT"})


def asked(store: Store, question: Question) -> Answer:
    """Answer in this process; results of Oxigraph may not leave their thread, not by errors."""
    try:
        return answer(store, question, max_bytes=5000)
    except KgbuildError as error:
        failed = type(error)(str(error))
    raise failed


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    ask = partial(asked, store)
    with TestClient(application(ask, queries=named_queries().values())) as client:
        yield client


def refused(error: KgbuildError) -> tuple[int, str, str | None]:
    """What a client hears when asking raises an error."""

    def ask(_: Question) -> Answer:
        raise error

    with TestClient(application(ask)) as other:
        found = other.get("/sparql", params={"query": ASK})
    return found.status_code, found.text, found.headers.get("Retry-After")


def test_query_get(client: TestClient) -> None:
    found = client.get("/sparql", params={"query": ASK})

    assert (found.status_code, found.json()) == (200, JSON)
    assert found.headers["Content-Type"] == "application/sparql-results+json"
    assert found.headers["Vary"] == "Accept"


def test_query_head(client: TestClient) -> None:
    found = client.head("/sparql", params={"query": ASK})

    assert (found.status_code, found.content) == (200, b"")


def test_query_post_form(client: TestClient) -> None:
    found = client.post("/sparql", data={"query": "ASK { FILTER('é' = 'é') }"})

    assert (found.status_code, found.json()) == (200, JSON)


@pytest.mark.parametrize("charset", ["", "; charset=UTF-8", ';charset="utf-8"'])
def test_query_post_direct(client: TestClient, charset: str) -> None:
    headers = {"Content-Type": f"application/sparql-query{charset}"}
    found = client.post("/sparql", content="ASK { FILTER('é' = 'é') }".encode(), headers=headers)

    assert (found.status_code, found.json()) == (200, JSON)


def test_query_dataset_default_graph(client: TestClient, graphs: list[str]) -> None:
    sparql = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def count(default: Sequence[str] = (), named: Sequence[str] = ()) -> int:
        parameters = {"default-graph-uri": default, "named-graph-uri": named, "query": [sparql]}
        found = client.get("/sparql", params=parameters, headers={"Accept": "text/csv"})
        return int(found.text.split()[1])

    one, two = (count([graph]) for graph in graphs)
    # query_dataset_default_graphs_get, query_dataset_full, query_dataset_named_graphs
    assert count(graphs) == one + two
    assert count(graphs[:1], graphs[1:]) == one
    assert count(named=graphs) == 0
    assert count() > one + two


@pytest.mark.parametrize("named", [0, 1])
def test_query_dataset_named_graphs_post(client: TestClient, graphs: list[str], named: int) -> None:
    data = {"query": f"ASK {{ GRAPH <{graphs[0]}> {{ ?s ?p ?o }} }}"}
    by_form = client.post("/sparql", data=data | {"named-graph-uri": [graphs[named]]})
    by_address = client.post(
        "/sparql",
        content=data["query"],
        headers=DIRECT,
        params={"named-graph-uri": graphs[named], "default-graph-uri": graphs[1]},
    )

    assert by_form.json()["boolean"] == by_address.json()["boolean"] == (named == 0)


def test_query_multiple_dataset(client: TestClient, graphs: list[str]) -> None:
    """What the protocol names comes before what the query names."""
    sparql = f"ASK FROM <{graphs[0]}> {{ <{graphs[1]}> ?p ?o }}"
    alone = client.get("/sparql", params={"query": sparql})
    both = client.get("/sparql", params={"query": sparql, "default-graph-uri": graphs[1]})

    assert (alone.json()["boolean"], both.json()["boolean"]) == (False, True)


@pytest.mark.parametrize(
    ("sparql", "accept", "media_type"),
    [
        ("SELECT * { ?s a kg:Person }", "application/sparql-results+xml", None),
        ("SELECT * { ?s a kg:Person }", "text/csv", "text/csv; charset=utf-8"),
        ("SELECT * { ?s a kg:Person }", "text/tab-separated-values;q=0.1", None),
        ("SELECT * { ?s a kg:Person }", "text/turtle, application/json", "application/json"),
        (ASK, "application/sparql-results+xml, text/csv;q=0.5", "application/sparql-results+xml"),
        ("DESCRIBE ?s { ?s a kg:Person }", "text/turtle", "text/turtle; charset=utf-8"),
        ("DESCRIBE ?s { ?s a kg:Person }", "application/n-triples", None),
        ("CONSTRUCT WHERE { ?s a kg:Person }", "application/rdf+xml", None),
        ("CONSTRUCT WHERE { ?s a kg:Person }", "text/csv, application/ld+json;q=0.1", None),
        ("CONSTRUCT WHERE { ?s a kg:Person }", "*/*", "text/turtle; charset=utf-8"),
    ],
)
def test_query_content_type(
    client: TestClient, sparql: str, accept: str, media_type: str | None
) -> None:
    found = client.get("/sparql", params={"query": sparql}, headers={"Accept": accept})

    last = accept.split(", ")[-1].partition(";")[0]
    kind = f"{last}; charset=utf-8" if last.startswith("text/") else last
    assert (found.status_code, found.headers["Content-Type"]) == (200, media_type or kind)
    assert found.content


@pytest.mark.parametrize(
    ("sparql", "accept"), [(ASK, "image/png"), (ASK, "text/turtle"), ("DESCRIBE <a:a>", "text/csv")]
)
def test_no_form_that_fits(client: TestClient, sparql: str, accept: str) -> None:
    found = client.get("/sparql", params={"query": sparql}, headers={"Accept": accept})

    assert found.status_code == 406
    assert "as one of: " in found.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_bad_query_method(client: TestClient, method: str) -> None:
    found = client.request(method, "/sparql", params={"query": ASK})

    assert found.status_code == 405
    assert set(found.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def test_bad_multiple_queries(client: TestClient) -> None:
    twice = {"query": [ASK, ASK]}

    assert client.get("/sparql", params=twice).status_code == 400
    assert client.post("/sparql", data=twice).status_code == 400
    assert client.post("/sparql", data={"query": ASK}, params={"query": ASK}).status_code == 400
    direct = client.post("/sparql", content=ASK, headers=DIRECT, params={"query": ASK})
    assert (direct.status_code, direct.text) == (400, "one parameter `query` is needed, not 2\n")


def test_no_query(client: TestClient) -> None:
    assert client.get("/sparql").status_code == 400
    assert client.post("/sparql", headers=FORM, content="").status_code == 400


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}, {"Content-Type": "/"}])
@pytest.mark.parametrize("content", [ASK, "query=ASK%20%7B%7D"])
def test_bad_query_wrong_or_missing_media_type(
    client: TestClient, headers: dict[str, str], content: str
) -> None:
    assert client.post("/sparql", content=content, headers=headers).status_code == 415


def test_bad_query_non_utf8(client: TestClient) -> None:
    utf16 = {"Content-Type": "application/sparql-query; charset=UTF-16"}

    assert client.post("/sparql", content=ASK.encode("utf-16"), headers=utf16).status_code == 415
    assert client.post("/sparql", content=ASK.encode("utf-16"), headers=DIRECT).status_code == 400
    assert client.post("/sparql", content=b"query=%FF%FE", headers=FORM).status_code == 400
    assert client.post("/sparql", content=b"query=\xff", headers=FORM).status_code == 400
    assert client.get("/sparql?query=ASK%FF").status_code == 400


def test_bad_query_syntax(client: TestClient) -> None:
    found = client.get("/sparql", params={"query": "ASK {"})

    assert found.status_code == 400
    assert found.text.startswith("the query does not parse: ")
    assert found.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_request_may_not_be_endless(client: TestClient) -> None:
    found = client.post("/sparql", content=b"#" * 1_000_001, headers=DIRECT)

    assert (found.status_code, found.text) == (413, "a query has 1000000 bytes at most\n")


def test_updates_are_refused(client: TestClient) -> None:
    update = {"update": "CLEAR ALL"}
    direct = {"Content-Type": "application/sparql-update"}

    assert client.get("/sparql", params=update).status_code == 403
    assert client.post("/sparql", data=update).status_code == 403
    assert client.post("/sparql", data=update | {"query": ASK}).status_code == 403
    assert client.post("/sparql", content="CLEAR ALL", headers=direct).status_code == 403
    as_query = client.post("/sparql", data={"query": "CLEAR ALL"})
    assert as_query.status_code == 400
    assert "CLEAR would change the graph" in as_query.text


def test_service_is_refused(client: TestClient) -> None:
    found = client.get("/sparql", params={"query": "ASK { SERVICE <http://127.0.0.1:1/> {} }"})

    assert found.status_code == 403
    assert found.text.startswith("SERVICE would reach out of the graph")


def test_an_answer_that_is_too_large_is_an_error(client: TestClient) -> None:
    found = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})

    assert found.status_code == 507
    assert "longer than 5000 bytes" in found.text


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TooSlowError("slow"), (504, "slow\n", None)),
        (BusyError("busy"), (503, "busy\n", "5")),
        (WorkerDiedError("died"), (500, "died\n", None)),
        (GraphError("damaged"), (500, "damaged\n", None)),
    ],
)
def test_what_is_no_fault_of_the_query(
    error: KgbuildError, expected: tuple[int, str, str | None]
) -> None:
    assert refused(error) == expected


def test_the_question_holds_what_was_asked() -> None:
    questions: list[Question] = []

    def ask(question: Question) -> Answer:
        questions.append(question)
        return Answer(media_type="text/csv", body=b"x")

    with TestClient(application(ask)) as client:
        client.get(
            "/sparql",
            params={"query": ASK, "default-graph-uri": ["a:1", "a:2"], "named-graph-uri": "a:3"},
            headers={"Accept": "text/csv"},
        )

    assert questions == [
        Question(
            sparql=ASK,
            default_graphs=("a:1", "a:2"),
            named_graphs=("a:3",),
            rows="text/csv",
            triples=None,
        )
    ]


def test_other_origins_ask_only_where_they_may(client: TestClient, store: Store) -> None:
    origin = {"Origin": "https://one.example"}
    asks = {**origin, "Access-Control-Request-Method": "POST"}
    ask = partial(asked, store)
    with TestClient(application(ask, cors="https://one.example")) as open_client:
        found = open_client.get("/sparql", params={"query": ASK}, headers=origin)
        wrong = open_client.get("/sparql", params={"query": "ASK"}, headers=origin)
        before = open_client.options("/sparql", headers=asks)
        other = open_client.get("/sparql", params={"query": ASK}, headers={"Origin": "https://b.c"})
    allow = "Access-Control-Allow-Origin"

    assert allow not in client.get("/sparql", params={"query": ASK}, headers=origin).headers
    assert allow not in other.headers
    assert [each.headers[allow] for each in (found, wrong, before)] == ["https://one.example"] * 3
    assert before.status_code == 200


def test_the_page_loads_from_here_alone(client: TestClient) -> None:
    page = client.get("/")
    named = re.findall(r'(?:src|href)="([^"#]+)"', page.text)

    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'; script-src 'self';" in page.headers["Content-Security-Policy"]
    assert {each for each in named if not each.startswith(("web/", "sparql", "data:"))} == set()
    loaded = [client.get(f"/{each}").status_code for each in named if each.startswith("web/")]
    assert loaded == [200] * 5
    assert b"sourceMappingURL" not in client.get("/web/yasgui.min.js").content


def test_queries_and_prefixes_for_the_page(client: TestClient) -> None:
    found = client.get("/queries").json()

    assert found["prefixes"] == NAMESPACES
    assert [each["name"] for each in found["queries"]] == list(named_queries())
    assert {"title", "question", "sparql"} <= set(found["queries"][0])


@pytest.mark.parametrize("path", ["/none", "/web/", "/web/none", "/web/../endpoint.py"])
def test_nothing_else_is_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
