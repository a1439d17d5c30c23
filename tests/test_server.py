import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from conftest import Call, wrong
from factories import small_graph
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def start(folder: Path, *options: str) -> tuple[subprocess.Popen[str], int]:
    """Start a server on a free port; give it and the port."""
    command = [sys.executable, "-m", "kgbuild", "serve", str(folder), "--port", "0", *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout
    line = server.stdout.readline()
    address = line.partition("SPARQL at ")[2].partition("/sparql")[0]
    return server, int(address.rpartition(":")[2])


def stop(server: subprocess.Popen[str], how: int = signal.SIGINT) -> tuple[int, str, str]:
    server.send_signal(how)
    out, err = server.communicate(timeout=30)
    return server.returncode, out, err


def ask(port: int, sparql: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        address = "/sparql?" + urlencode({"query": sparql})
        connection.request("GET", address, headers={"Accept": "text/csv"})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    data = EXPORTERS["graph.nq"](small_graph(), ontology=load_ontology(), base=DEFAULT_BASE)
    (folder / "graph.nq").write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    server, port = start(folder, "--workers", "2")
    yield port
    # Ctrl-C is no error, and nothing was complained about meanwhile.
    assert stop(server) == (0, "", "")


def test_rdflib_asks_as_of_any_endpoint(port: int) -> None:
    store = SPARQLStore(f"http://127.0.0.1:{port}/sparql")
    rows = store.query("SELECT ?name { ?p a kg:Person ; rdfs:label ?name }", initNs={})

    assert [str(row[0]) for row in rows] == ["Ada Byron"]  # type: ignore[index]


def test_fifty_clients_at_once_are_all_answered(port: int) -> None:
    with ThreadPoolExecutor(50) as threads:
        found = list(threads.map(lambda _: ask(port, COUNT), range(50)))

    assert set(found) == {ask(port, COUNT)}
    assert found[0][0] == 200


def test_a_graph_that_is_built_again_answers(port: int, folder: Path) -> None:
    before = (folder / "graph.nq").read_bytes()
    (folder / "new").write_text("<urn:a:a> <urn:a:b> <urn:a:c> .\n")
    (folder / "new").replace(folder / "graph.nq")
    changed = ask(port, COUNT)
    (folder / "graph.nq").unlink()
    missing = ask(port, COUNT)
    (folder / "graph.nq").write_bytes(before)

    assert changed == (200, "n\r\n1\r\n")
    assert missing == (
        500,
        f"{folder} holds no graph.nq: name a folder that `kgbuild build … --out` has written\n",
    )
    assert ask(port, COUNT)[0] == 200


def test_a_server_that_is_told_to_end_does_so_while_it_answers(folder: Path) -> None:
    server, port = start(folder, "--workers", "1")
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    endless = "SELECT (COUNT(*) AS ?n) {" + "".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + "}"
    connection.request("GET", "/sparql?" + urlencode({"query": endless}))
    # Asked later and answered: so the other question is being worked on.
    later = HTTPConnection("127.0.0.1", port, timeout=30)
    later.request("GET", "/queries")
    assert later.getresponse().status == 200
    later.close()
    code = stop(server, signal.SIGTERM)[0]
    connection.close()

    assert code == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_taken_port_is_a_wrong_call(call: Call, folder: Path, host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = wrong(call("serve", folder, "--host", host, "--port", port))

    assert f"cannot listen at {host}:{port}: " in said


@pytest.mark.parametrize("host", ["", "a" * 70, "192.0.2.1"])
def test_a_host_that_is_none_is_a_wrong_call(call: Call, folder: Path, host: str) -> None:
    wrong(call("serve", folder, "--host", host), f"cannot listen at {host}:8765: ")


def test_a_folder_without_a_graph_is_a_wrong_call(call: Call, tmp_path: Path) -> None:
    wrong(call("serve", tmp_path, "--port", 0), "holds no graph.nq")
    os.makedirs(tmp_path / "damaged")
    (tmp_path / "damaged" / "graph.nq").write_text("<")
    wrong(call("serve", tmp_path / "damaged", "--port", 0), "graph.nq is damaged")
