from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import httpx
import pyoxigraph as ox
import pytest
from pydantic import SecretStr

from conftest import Call, wrong
from kgbuild.config import Config
from kgbuild.errors import TransferError
from kgbuild.folder import Run
from kgbuild.transfer import Loaded, connect, load, outcome
from kgbuild.transfer.batches import placing
from kgbuild.transfer.stores import Credentials, Endpoints

SERVER = "http://store.example"
ALL = Endpoints(data=f"{SERVER}/data", update=f"{SERVER}/update", query=f"{SERVER}/query")
JSON = "application/sparql-results+json"
Handler = Callable[[httpx.Request], httpx.Response]


def quad(subject: str, graph: str | None, value: str = "x") -> ox.Quad:
    where = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
    return ox.Quad(
        ox.NamedNode(f"urn:n:{subject}"), ox.NamedNode("urn:p"), ox.Literal(value), where
    )


GRAPH = [
    quad("a", None),
    quad("b", "urn:g:1"),
    quad("c", "urn:g:2"),
    quad("d", "urn:g:1"),
    quad("e", None),
]
OTHER = quad("other", "urn:g:1")
"""What somebody else has written there before."""
ELSEWHERE = quad("elsewhere", "urn:g:9")


def holding(*quads: ox.Quad) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "graph.nq"
    ox.serialize(GRAPH, str(path), format=ox.RdfFormat.N_QUADS)
    return path


def answer(store: ox.Store, request: httpx.Request) -> httpx.Response:
    """A triple store: /data speaks the Graph Store Protocol, /update and /query SPARQL."""
    body = request.content.decode()
    if request.url.path == "/update" and request.headers["Content-Type"].endswith("sparql-update"):
        store.update(body)
        return httpx.Response(204)
    if request.url.path == "/query":
        results: Any = store.query(parse_qs(body)["query"][0])
        found = results.serialize(format=ox.QueryResultsFormat.JSON)
        return httpx.Response(200, content=found, headers={"Content-Type": JSON})
    if request.url.path == "/data" and request.headers["Content-Type"] == "application/n-triples":
        name = request.url.params.get("graph")
        assert name is not None or request.url.query == b"default"
        graph = ox.DefaultGraph() if name is None else ox.NamedNode(name)
        if request.method == "PUT":
            store.clear_graph(graph)
        store.load(request.content, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
        return httpx.Response(201 if request.method == "PUT" else 200)
    return httpx.Response(404)


def loaded(
    file: Path,
    handler: Handler,
    *,
    endpoints: Endpoints = ALL,
    graph: str | None = None,
    rest: str | None = None,
    batch: int = 2,
    replace: bool = False,
) -> Loaded:
    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        return load(
            file,
            client=client,
            endpoints=endpoints,
            place=placing(graph, rest=rest),
            batch=batch,
            replace=replace,
            sleep=lambda _: None,
        )


def recording(store: ox.Store) -> tuple[Handler, list[str]]:
    """A handler that keeps the method and address of what writes."""
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/query":
            seen.append(f"{request.method} {request.url.raw_path.decode()}")
        return answer(store, request)

    return handle, seen


def test_named_graphs_go_by_update(file: Path) -> None:
    store = holding(ELSEWHERE)
    handle, seen = recording(store)

    found = loaded(file, handle)

    assert found == Loaded(triples=5, batches=3, before=0, after=5, replaced=False)
    assert seen == ["POST /update"] * 3
    assert set(store) == {*GRAPH, ELSEWHERE}


def test_one_graph_goes_by_the_graph_store_protocol(file: Path) -> None:
    store = ox.Store()
    handle, seen = recording(store)

    found = loaded(file, handle, graph="urn:all#1&2")

    assert found == Loaded(triples=5, batches=3, before=0, after=5, replaced=False)
    assert seen == ["POST /data?graph=urn%3Aall%231%262"] * 3
    assert {str(q.graph_name) for q in store} == {"<urn:all#1&2>"}


def test_all_may_go_to_the_default_graph(file: Path) -> None:
    store = ox.Store()
    handle, seen = recording(store)

    assert loaded(file, handle, graph="default", batch=9).batches == 1
    assert seen == ["POST /data?default"]
    assert {q.graph_name for q in store} == {ox.DefaultGraph()}


def test_what_is_in_no_graph_goes_where_the_store_has_room(file: Path) -> None:
    store = ox.Store()

    assert loaded(file, lambda r: answer(store, r), rest="urn:rest").after == 5
    assert {str(q.graph_name) for q in store} == {"<urn:rest>", "<urn:g:1>", "<urn:g:2>"}


def test_a_store_without_update_takes_graph_after_graph(file: Path) -> None:
    store = holding(OTHER, ELSEWHERE)
    handle, seen = recording(store)
    only_data = ALL.model_copy(update={"update": None})

    found = loaded(file, handle, endpoints=only_data, replace=True)

    assert found == Loaded(triples=5, batches=3, before=1, after=5, replaced=True)
    assert seen == [
        "PUT /data?graph=urn%3Ag%3A1",
        "PUT /data?default",
        "PUT /data?graph=urn%3Ag%3A2",
    ]
    assert set(store) == {*GRAPH, ELSEWHERE}


def test_only_the_first_batch_of_a_graph_replaces(file: Path) -> None:
    store = holding(quad("old", "urn:all"))
    handle, seen = recording(store)

    found = loaded(file, handle, graph="urn:all", replace=True)

    assert found == Loaded(triples=5, batches=3, before=1, after=5, replaced=True)
    assert [each.split(" ")[0] for each in seen] == ["PUT", "POST", "POST"]
    assert quad("old", "urn:all") not in store


def test_an_update_replaces_the_graphs_that_it_writes(file: Path) -> None:
    store = holding(OTHER, quad("old", None), ELSEWHERE)

    found = loaded(file, lambda r: answer(store, r), replace=True)

    assert found == Loaded(triples=5, batches=3, before=2, after=5, replaced=True)
    assert set(store) == {*GRAPH, ELSEWHERE}


def test_what_was_there_before_stays(file: Path) -> None:
    store = holding(OTHER, GRAPH[1])

    found = loaded(file, lambda r: answer(store, r))

    assert found == Loaded(triples=5, batches=3, before=2, after=6, replaced=False)
    assert set(store) == {*GRAPH, OTHER}


def test_loading_twice_is_loading_once(file: Path) -> None:
    store = ox.Store()

    for _ in range(2):
        found = loaded(file, lambda r: answer(store, r))

    assert found == Loaded(triples=5, batches=3, before=5, after=5, replaced=False)


def test_many_graphs_are_counted_and_emptied_some_at_a_time(tmp_path: Path) -> None:
    quads = [quad(str(n), f"urn:g:{n}") for n in range(250)]
    path = tmp_path / "graph.nq"
    ox.serialize(quads, str(path), format=ox.RdfFormat.N_QUADS)
    store = ox.Store()
    handle, seen = recording(store)

    found = loaded(path, handle, batch=1000, replace=True)

    assert found == Loaded(triples=250, batches=1, before=0, after=250, replaced=True)
    assert seen == ["POST /update"] * 4


def test_an_answer_that_is_lost_does_no_harm(file: Path) -> None:
    store, lost = ox.Store(), 0

    def handle(request: httpx.Request) -> httpx.Response:
        nonlocal lost
        found = answer(store, request)
        if request.url.path != "/query" and lost < 3:
            lost += 1
            raise httpx.ReadError("", request=request)
        return found

    assert loaded(file, handle, replace=True).after == 5
    assert (set(store), lost) == (set(GRAPH), 3)


def test_without_a_query_endpoint_nothing_is_counted(file: Path) -> None:
    store = ox.Store()
    endpoints = Endpoints(update=f"{SERVER}/update")

    found = loaded(file, lambda r: answer(store, r), endpoints=endpoints)

    assert found == Loaded(triples=5, batches=3, before=None, after=None, replaced=False)
    assert outcome(found) == "5 triples in 3 batches; not counted, since --query names no endpoint"


def test_a_store_that_drops_triples_is_found_out(file: Path) -> None:
    store = holding(OTHER)

    def handle(request: httpx.Request) -> httpx.Response:
        found = answer(store, request)
        store.remove(GRAPH[0])
        return found

    with pytest.raises(TransferError, match=r"do not agree: 5 triples .* hold 4 \(1 before\)"):
        loaded(file, handle, replace=True)


def test_an_error_half_way_says_how_far_it_got(file: Path) -> None:
    store, calls = ox.Store(), 0

    def handle(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += request.url.path == "/update"
        return httpx.Response(507) if calls == 3 else answer(store, request)

    with pytest.raises(TransferError, match=r"answers 507 .* \(4 of 5 triples are sent; it does "):
        loaded(file, handle)


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b'{"results":{"bindings":[]}}', b'{"boolean":true}', b"\xff"],
)
def test_what_does_not_count_is_no_endpoint(file: Path, body: bytes) -> None:
    with pytest.raises(TransferError, match=r"/query does not answer a count as a SPARQL endpoint"):
        loaded(file, lambda _: httpx.Response(200, content=body))


def test_nothing_is_sent_of_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_bytes(b"<a:a> <b:b> <c:c> <d:d> .\n" * 5 + b"<x")

    with pytest.raises(Exception, match="is damaged"):
        loaded(path, lambda _: pytest.fail("the store was asked"))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((12345, 13, 0, 12345, False), "12,345 triples in 13 batches; the store holds 12,345"),
        ((7, 1, 0, 7, True), "7 triples in 1 batch; the store holds 7"),
        ((7, 1, 9, 7, True), "7 triples in 1 batch; the store holds 7 in place of 9"),
        (
            (7, 1, 9, 14, False),
            "7 triples in 1 batch; the store holds 14 in these graphs, 9 of them from before",
        ),
    ],
)
def test_the_outcome_is_a_line(found: tuple[int, int, int, int, bool], said: str) -> None:
    triples, batches, before, after, replaced = found

    assert said == outcome(
        Loaded(triples=triples, batches=batches, before=before, after=after, replaced=replaced)
    )


@pytest.mark.parametrize(
    ("auth", "sent"), [("basic", "Basic YWRhOnMzY3JldA=="), ("none", "Basic YWRhOnMzY3JldA==")]
)
def test_a_user_is_sent_as_the_store_wants_it(auth: Any, sent: str) -> None:
    with connect(auth, Credentials(user="ada", password=SecretStr("s3cret"))) as client:
        request = next(client.auth.sync_auth_flow(httpx.Request("GET", SERVER)))  # type: ignore[union-attr]

    assert request.headers["Authorization"] == sent


def test_digest_and_tokens_are_sent_too() -> None:
    with connect("digest", Credentials(user="ada", password=SecretStr("s3cret"))) as client:
        assert isinstance(client.auth, httpx.DigestAuth)
    with connect("digest", Credentials(token=SecretStr("t0ken"))) as client:
        assert (client.auth, client.headers["Authorization"]) == (None, "Bearer t0ken")
    with connect("basic", Credentials()) as client:
        assert (client.auth, "Authorization" in client.headers) == (None, False)


@contextmanager
def serving(store: ox.Store, *, token: str = "") -> Iterator[str]:
    """The same store on loopback; give its address."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            request = httpx.Request(
                self.command, f"{SERVER}{self.path}", content=content, headers=dict(self.headers)
            )
            allowed = self.headers.get("Authorization", "") == token
            found = answer(store, request) if allowed else httpx.Response(401)
            self.send_response(found.status_code)
            self.send_header("Content-Length", str(len(found.content)))
            self.end_headers()
            self.wfile.write(found.content)

        def do_PUT(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"KGBUILD_STORE_{name}", raising=False)


def test_the_command_loads_over_a_socket(
    call: Call, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KGBUILD_STORE_TOKEN", "t0ken")
    store = ox.Store()
    with serving(store, token="Bearer t0ken") as address:
        there = ("--to", address + "/data", "--query", address + "/query")
        code, out, err = call("load", file.parent, *there, "--batch", 2)
        again = call("load", file.parent, *there, "--graph", "default", "--replace")

    assert (code, out, err) == (0, "5 triples in 3 batches; the store holds 5\n", "")
    assert again == (0, "5 triples in 1 batch; the store holds 5 in place of 2\n", "")


def test_the_command_tells_where_the_rest_went(call: Call, file: Path) -> None:
    run = Run(
        kgbuild="1",
        libraries={},
        options=Config(base="https://kg.example.org/"),
        sources=(),
        inputs=(),
        counts={},
        files={},
    )
    (file.parent / "run.json").write_text(run.model_dump_json())
    store = ox.Store()

    def paths(request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(path=PATHS[request.url.path])
        return answer(store, request)

    with pytest.MonkeyPatch.context() as patch:
        client = httpx.Client(transport=httpx.MockTransport(paths))
        patch.setattr("kgbuild.transfer.connect", lambda *_: client)
        found = call("load", file.parent, "--to", SERVER, "--preset", "virtuoso")

    assert found == (
        0,
        "5 triples in 1 batch; the store holds 5\n"
        "what no single document says is in the graph https://kg.example.org/\n",
        "",
    )
    assert ox.NamedNode("https://kg.example.org/") in set(store.named_graphs())


PATHS = {"/sparql": "/query", "/sparql-auth": "/update"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "http://ada:s3cret@127.0.0.1/"], "--to holds a user or password"),
        (["--to", SERVER, "--preset", "qlever"], "QLever is not loaded over HTTP: beside"),
        (["--to", SERVER, "--preset", "virtuoso", "--graph", "default"], "has no default graph"),
        (["--to", SERVER, "--graph", "news"], "is no absolute IRI"),
        (["--to", SERVER, "--batch", "0"], "--batch"),
        ([], "--to"),
    ],
)
def test_a_wrong_call_is_a_line(call: Call, file: Path, arguments: list[str], said: str) -> None:
    assert "s3cret" not in wrong(call("load", file.parent, *arguments), said)


def test_a_login_that_fails_is_a_line_without_it(
    call: Call, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KGBUILD_STORE_USER", "ada")
    monkeypatch.setenv("KGBUILD_STORE_PASSWORD", "tops3cret")
    with serving(ox.Store(), token="Bearer another") as address:
        line = wrong(
            call("load", file.parent, "--to", address + "/data"), "answers 401", "--preset"
        )

    assert "s3cret" not in line
