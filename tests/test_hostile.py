"""Whatever stands in the texts, the files stay valid: rdflib, pyoxigraph, networkx read them."""

import io
import json
from importlib.resources import files
from pathlib import Path
from time import perf_counter

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyshacl import validate

from kgbuild import cli
from kgbuild.benchmark import RULES
from kgbuild.config import Config
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import KG, load_ontology
from kgbuild.pipeline import Tools, build, build_graph, load_tools, read_all
from kgbuild.read import find
from kgbuild.records import Graph

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")
SHAPES = (files("kgbuild") / "data" / "shapes.ttl").read_text("utf-8")
ODD = [
    'Ac"me',
    "Ac<me>",
    "Ac{me}|^`",
    "Ac\\me",
    "Ac\\u0022me",
    "O'Acme",
    "Ac&me;",
    "Ac]]>me",
    "Ac%zzme",
    "Acme\x00\x01\x1b[31m",
    "Acme\x85\u2028\u2029x",
    "Acme\ufffe\uffff",
    "\U0001f697Acme\U0001f600",
    "e\u0301Acme\u0335",
    "שלום Acme \u202eemcA",
    "شركة أكمي",
    "北京小米科技有限责任公司",
    "Acme" * 200,
    "A" * 3000,
]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools(Config())


def text_about(name: str) -> str:
    """Write sentences that make facts about a name."""
    return (
        f"SHANGHAI, March 26, 2025 -- {name} Corp of Lyon, France, partners with Widget AG.\n\n"
        f"Ada {name}, chief executive of {name} Corp, opened the {name} Lab in Lyon. “{name} Corp "
        f"works with Widget AG,” she said. {name} Corp launched the {name} platform in May 2024.\n"
    )


def check_all(folder: Path) -> rdflib.Graph:
    """Read all files of a graph folder with the libraries that people have."""
    turtle = rdflib.Graph().parse(folder / "graph.ttl")
    triples = list(pyoxigraph.parse(path=str(folder / "graph.ttl")))
    quads = list(pyoxigraph.parse(path=str(folder / "graph.nq")))
    assert len(turtle) == len(triples) == len(quads)
    assert len(rdflib.Dataset().parse(folder / "graph.nq", format="nquads")) == len(quads)
    network = nx.read_graphml(folder / "graph.graphml")
    areas = set(turtle.subjects(rdflib.RDF.type, KG.Area))
    entities = set(turtle.subjects(rdflib.RDFS.label)) - areas
    assert len(network) == len(entities)
    for line in (folder / "rejected.jsonl").read_text("utf-8").splitlines():
        assert json.loads(line)["reason"]
    return turtle


def conforms(graph: rdflib.Graph) -> None:
    ok, _, report = validate(graph, shacl_graph=rdflib.Graph().parse(data=SHAPES))
    assert ok, report


def test_odd_names_in_texts_and_metadata(tmp_path: Path) -> None:
    """One corpus of all of them, since reading the shapes takes longer than the rest."""
    rows = [
        {
            "text": text_about(name),
            "title": f"On {name}",
            "source": name,
            "url": f"https://x/{name}",
        }
        for name in ODD
    ]
    lines = (json.dumps(row, ensure_ascii=bool(i % 2)) for i, row in enumerate(rows))
    (tmp_path / "odd.jsonl").write_text("\n".join(lines), encoding="utf-8")

    graph = build([tmp_path / "odd.jsonl"], tmp_path / "out", config=Config())

    assert len(graph.documents) == len(ODD)
    assert len(graph.facts) >= 10
    conforms(check_all(tmp_path / "out"))
    assert cli.run(["verify", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize(
    "name", ['a"b<c>.txt', "a\nb.txt", "a\\b.txt", "\u202ea.txt", "é\U0001f600.txt"]
)
def test_odd_names_of_files(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(text_about("Acme"))

    build([tmp_path / "in"], tmp_path / "out", config=Config())

    check_all(tmp_path / "out")
    assert cli.run(["verify", str(tmp_path / "out")]) == 0


def test_names_of_files_and_folders_that_are_not_utf8(tmp_path: Path) -> None:
    folder = tmp_path / b"caf\xe9".decode("utf-8", "surrogateescape")
    folder.mkdir()
    (folder / b"th\xe9.txt".decode("utf-8", "surrogateescape")).write_text(text_about("Acme"))

    assert cli.run(["build", str(folder), "--out", str(tmp_path / "out")]) == 0

    check_all(tmp_path / "out")
    assert cli.run(["verify", str(tmp_path / "out"), "--source", str(folder)]) == 0


@pytest.mark.parametrize(
    ("data", "documents"),
    [
        (text_about("Acme").encode(), 1),
        (text_about("Acme").replace("\n", "\r\n").encode(), 1),
        (text_about("Acme").replace("\n", "\r").encode(), 1),
        (text_about("Café").encode("cp1252"), 1),
        (text_about("Café").encode("utf-16"), 1),
        (b"\xef\xbb\xbf" + text_about("Café").encode(), 1),
        (text_about("Acme").encode() + b"\xff\xfe\x80 \xc3\x28" + "déjà vu".encode(), 1),
        (b"\x80\x81\x82\x83 \xfe\xff\xff", 1),
        (b"", 0),
        (b" \n\t\r\n ", 0),
        (b"\x00" * 100, 0),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 0),
        ("\ufeff\u200b\n".encode(), 0),
        (b"(" * 3000 + b"[" * 3000, 1),
        (b"A B " * 3000, 1),
        (b"'\"\\" * 3000, 1),
    ],
)
def test_odd_bytes_are_read_or_skipped_with_a_reason(
    tmp_path: Path, data: bytes, documents: int
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "odd.txt").write_bytes(data)
    (tmp_path / "in" / "plain.txt").write_text("Widget AG is in Turin.")

    graph = build([tmp_path / "in"], tmp_path / "out", config=Config())

    assert len(graph.documents) == 1 + documents
    assert [skip.path for skip in graph.skips] == ["odd.txt"] * (1 - documents)
    check_all(tmp_path / "out")
    assert cli.run(["verify", str(tmp_path / "out")]) == 0


def long_line(folder: Path, end: str, size: int = 50_000) -> Path:
    """A file of `size` bytes in one line, each statement of it with this end."""
    (folder / "long.txt").write_text(
        f"Acme Corp of Lyon partners with Widget AG{end}" * (size // 42)
    )
    return folder / "long.txt"


@pytest.mark.parametrize("end", [" ", "", ".", ",", "A"])
def test_a_long_line_is_read_in_good_time(tmp_path: Path, end: str) -> None:
    """The time must grow with the length, not with its square: 50 kB stand here for 10 MB,
    which are cut at a million characters."""
    line = long_line(tmp_path, end)
    started = perf_counter()

    build([line], tmp_path / "out", config=Config.model_validate(RULES))

    assert perf_counter() - started < 5
    assert cli.run(["verify", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize("end", [" ", ","])
def test_the_model_judges_pairs_in_proportion_to_the_length(tmp_path: Path, end: str) -> None:
    """Four times the text takes four times as long, not sixteen times."""
    build([long_line(tmp_path, end, 500)], tmp_path / "out", config=Config())  # loads what is lazy
    seconds = []
    for size in (12_500, 50_000):
        line = long_line(tmp_path, end, size)
        started = perf_counter()
        build([line], tmp_path / "out", config=Config())
        seconds.append(perf_counter() - started)

    assert seconds[1] < 8 * seconds[0]
    assert cli.run(["verify", str(tmp_path / "out")]) == 0


def test_what_is_too_long_is_cut_and_the_cut_noted(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("acme " * 2_000_000)
    config = Config(max_chars=10_000)

    graph = build([tmp_path / "long.txt"], tmp_path / "out", config=config)

    (only,) = graph.documents
    assert len(only.text) == 9994
    assert only.notes == ("cut at 9994 of 10000000 characters",)


def exported(graph: Graph, name: str) -> bytes:
    return EXPORTERS[name](graph, ontology=load_ontology(), base=DEFAULT_BASE)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(ODD) | st.text(max_size=20), min_size=1, max_size=3))
def test_any_text_makes_files_that_parse(
    tools: Tools, tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    text = " and ".join(map(text_about, words))
    (folder / "any.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    documents, _ = read_all(find([folder])[0], config=Config())

    graph = build_graph(documents, tools=tools)

    list(pyoxigraph.parse(exported(graph, "graph.ttl"), pyoxigraph.RdfFormat.TURTLE))
    list(pyoxigraph.parse(exported(graph, "graph.nq"), pyoxigraph.RdfFormat.N_QUADS))
    nx.read_graphml(io.BytesIO(exported(graph, "graph.graphml")))
    for document in documents:
        for fact in graph.facts:
            for passage in fact.evidence:
                assert document.text[passage.start : passage.end] == passage.quote


def test_the_graph_of_the_shipped_articles_conforms(raw_folder: Path) -> None:
    turtle = check_all(raw_folder)

    assert len(turtle) > 500
    conforms(turtle)
    assert cli.run(["verify", str(raw_folder)]) == 0
