from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kgbuild.errors import GraphError, OptionError
from kgbuild.transfer.batches import (
    Placed,
    Target,
    by_target,
    chunks,
    insertion,
    n_triples,
    placed,
    placing,
    removal,
    sizes,
)

STAY = placing(None, rest=None)
GRAPHS: list[Target] = [
    None,
    "urn:g:1",
    "https://example.org/kg/doc-1#char=0,9",
    "http://é.example/",
]
PIECES = st.sampled_from(["\\", "u", "U", "0041", '"', "'", "\n", "\r", "\t", "\b", "é", "😀", "}"])
TEXTS = st.lists(PIECES | st.characters(codec="utf-8"), max_size=8).map("".join)
XSD = "http://www.w3.org/2001/XMLSchema#"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:n:{name}")


def triple(subject: str, value: str | ox.NamedNode | ox.Literal = "x") -> ox.Triple:
    object = ox.Literal(value) if isinstance(value, str) else value
    return ox.Triple(node(subject), node("p"), object)


VALUES = (
    TEXTS.map(ox.Literal)
    | st.builds(ox.Literal, TEXTS, language=st.sampled_from(["en", "de-at"]))
    | st.sampled_from([node("a"), ox.Literal("2025-03", datatype=ox.NamedNode(XSD + "gYearMonth"))])
)
PLACED = st.tuples(
    st.sampled_from(GRAPHS), st.builds(triple, st.sampled_from(["a", "b", "c"]), VALUES)
)
FILES = st.lists(PLACED, max_size=25, unique_by=str)


def _graph(target: Target) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if target is None else ox.NamedNode(target)


def write(path: Path, triples: list[Placed]) -> Path:
    quads = [ox.Quad(t.subject, t.predicate, t.object, _graph(target)) for target, t in triples]
    ox.serialize(quads, str(path), format=ox.RdfFormat.N_QUADS)
    return path


def held(store: ox.Store) -> set[str]:
    return {
        str((None if q.graph_name == ox.DefaultGraph() else q.graph_name, q.triple)) for q in store
    }


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("batches") / "graph.nq"


@given(FILES, st.integers(1, 9), st.integers(1, 12))
@settings(max_examples=60)
def test_batches_of_one_target_together_are_the_graph(
    file: Path, triples: list[Placed], size: int, most: int
) -> None:
    batches = list(by_target(placed(write(file, triples), STAY), size, held=most))
    found = [
        (target, t)
        for target, batch in batches
        for t in ox.parse(n_triples(batch), format=ox.RdfFormat.N_TRIPLES)
    ]

    assert Counter(str((t, q.triple)) for t, q in found) == Counter(str(x) for x in triples)
    assert all(0 < len(batch) <= size for _, batch in batches)


@given(FILES, st.integers(1, 9))
@settings(max_examples=60)
def test_updates_together_are_the_graph(file: Path, triples: list[Placed], size: int) -> None:
    store, expected = ox.Store(), ox.Store()
    expected.bulk_load(path=str(write(file, triples)), format=ox.RdfFormat.N_QUADS)

    for batch in chunks(placed(file, STAY), size):
        store.update(insertion(batch).decode())

    assert held(store) == held(expected)


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(max_examples=30)
def test_an_engine_that_undoes_escapes_first_reads_the_same(texts: list[str]) -> None:
    graph = rdflib.Graph()

    graph.update(insertion([(None, triple("a", text)) for text in texts]).decode())

    assert {str(o) for o in graph.objects()} == set(texts)


def test_an_update_names_each_graph_once() -> None:
    batch: list[Placed] = [
        ("urn:g", triple("a")),
        (None, triple("b")),
        ("urn:g", triple("c", "\\u")),
    ]

    assert insertion(batch).decode() == (
        "INSERT DATA {\n"
        "GRAPH <urn:g> {\n"
        '<urn:n:a> <urn:n:p> "x" .\n'
        '<urn:n:c> <urn:n:p> "\\\\\\U00000075" .\n'
        "}\n"
        '<urn:n:b> <urn:n:p> "x" .\n'
        "}"
    )


def test_a_removal_names_what_it_empties() -> None:
    assert removal(["urn:g", None]) == b"DROP SILENT GRAPH <urn:g> ;\nDROP SILENT DEFAULT"


def test_what_waits_too_long_goes_as_it_is() -> None:
    triples: list[Placed] = [(f"urn:{n % 3}", triple(str(n))) for n in range(8)]

    found = [(target, len(batch)) for target, batch in by_target(triples, 10, held=4)]

    assert found == [
        *[("urn:0", 2), ("urn:1", 1), ("urn:2", 1)],
        *[("urn:1", 2), ("urn:2", 1), ("urn:0", 1)],
    ]


@pytest.mark.parametrize(
    ("graph", "rest", "expected"),
    [
        (None, None, {None: 1, "urn:g": 2}),
        (None, "urn:rest", {"urn:rest": 1, "urn:g": 2}),
        ("urn:all", None, {"urn:all": 3}),
        ("default", None, {None: 3}),
    ],
)
def test_triples_go_where_they_shall(
    tmp_path: Path, graph: str | None, rest: Target, expected: dict[Target, int]
) -> None:
    triples: list[Placed] = [("urn:g", triple("a")), (None, triple("b")), ("urn:g", triple("c"))]
    file = write(tmp_path / "graph.nq", triples)

    assert sizes(placed(file, placing(graph, rest=rest))) == expected


@pytest.mark.parametrize("graph", ["", "news", "urn:a b", "http://a/> {} DROP ALL #"])
def test_what_names_no_graph_is_refused(graph: str) -> None:
    with pytest.raises(OptionError, match=r"--graph .* is no absolute IRI \(.*\): give one such"):
        placing(graph, rest=None)


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"empty holds no graph\.nq: name a folder that"):
        list(placed(tmp_path / "empty" / "graph.nq", STAY))


@pytest.mark.parametrize(
    "data", [b"<a:a> <b:b>", b"\xff\xfe\x00", b"<a:a> <b:b> <c:c> <d:d> .\n<x"]
)
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "graph.nq").write_bytes(data)

    with pytest.raises(GraphError, match=r"graph\.nq is damaged, build the graph again"):
        list(placed(tmp_path / "graph.nq", STAY))


@pytest.mark.parametrize(
    "data", [b"_:a <b:b> <c:c> .", b"<a:a> <b:b> _:c .", b"<a:a> <b:b> <c:c> _:g ."]
)
def test_blank_nodes_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "graph.nq").write_bytes(data)

    with pytest.raises(GraphError, match="holds blank nodes, which batches would tear apart"):
        list(placed(tmp_path / "graph.nq", STAY))
