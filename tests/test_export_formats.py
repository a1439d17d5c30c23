import os
import stat
from collections.abc import Mapping
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from conftest import Call, wrong
from factories import small_graph
from kgbuild.export import EXPORTERS
from kgbuild.export.formats import FORMATS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology

SINGLE = [name for name, format in FORMATS.items() if not isinstance(format, Mapping)]
TABLES = ["documents.csv", "edges.csv", "evidence.csv", "load.cypher", "nodes.csv"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files of a small graph, as a build leaves them."""
    made = tmp_path / "graph"
    made.mkdir()
    for name, export in EXPORTERS.items():
        data = export(small_graph(), ontology=load_ontology(), base=DEFAULT_BASE)
        (made / name).write_bytes(data)
    (made / "run.json").write_text("{}")
    return made


def canonical(path: Path, format: ox.RdfFormat) -> str:
    """Give the triples of a file in the order of RDFC-1.0, without their graphs."""
    dataset = ox.Dataset(ox.Quad(*quad.triple) for quad in ox.parse(path=str(path), format=format))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(map(str, dataset)))


@pytest.mark.parametrize(
    ("name", "file"),
    [("turtle", "graph.ttl"), ("nquads", "graph.nq"), ("graphml", "graph.graphml")],
)
def test_the_files_of_a_build_come_out_byte_for_byte(
    raw_folder: Path, tmp_path: Path, call: Call, name: str, file: str
) -> None:
    out = tmp_path / file

    assert call("export", raw_folder, "--format", name, "--out", out) == (0, "", "")
    assert out.read_bytes() == (raw_folder / file).read_bytes()


def test_all_rdf_formats_say_the_same(raw_folder: Path, tmp_path: Path, call: Call) -> None:
    formats = {
        "turtle": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
        "nquads": ox.RdfFormat.N_QUADS,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "trig": ox.RdfFormat.TRIG,
    }
    found = set()
    for name, format in formats.items():
        assert call("export", raw_folder, "--format", name, "--out", tmp_path / name)[0] == 0
        found.add(canonical(tmp_path / name, format))

    assert len(found) == 1
    assert found.pop().count("\n") > 1000


def test_graphml_of_a_built_graph_opens_in_networkx(
    raw_folder: Path, tmp_path: Path, call: Call
) -> None:
    call("export", raw_folder, "--format", "graphml", "--out", tmp_path / "g.graphml")

    found = nx.read_graphml(tmp_path / "g.graphml", edge_key_type=str, force_multigraph=True)

    assert isinstance(found, nx.MultiDiGraph)
    assert len(found) > 50
    assert all({"label", "name", "type", "iri"} <= set(data) for _, data in found.nodes(data=True))
    edges = list(found.edges(keys=True, data=True))
    assert len({key for _, _, key, _ in edges}) == len(edges)
    assert len({(start, end) for start, end, _, _ in edges}) < len(edges), "parallel edges"
    assert all(data["weight"] > 0 for *_, data in edges)
    assert {("date" in data, "start" in data, "end" in data) for *_, data in edges} == {
        (True, True, True),
        (False, False, False),
    }


@pytest.mark.parametrize("name", SINGLE)
def test_a_format_of_one_file_goes_to_standard_output(
    folder: Path, tmp_path: Path, call: Call, name: str
) -> None:
    out = tmp_path / "new" / "file"

    code, said, err = call("export", folder, "--format", name)

    assert (code, err) == (0, "")
    assert call("export", folder, "--format", name, "--out", "-") == (0, said, "")
    assert call("export", folder, "--format", name, "--out", out) == (0, "", "")
    assert out.read_text("utf-8") == said


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_a_format_of_several_files_makes_a_folder(
    folder: Path, tmp_path: Path, call: Call, name: str
) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")

    assert call("export", folder, "--format", name, "--out", out) == (0, "", "")

    tables = [table for table in TABLES if name == "csv" or table.endswith(".csv")]
    expected = ["notes.txt", *(table.replace(".csv", f".{name}") for table in tables)]
    assert sorted(path.name for path in out.iterdir()) == sorted(expected)


def test_several_files_need_a_folder(folder: Path, call: Call) -> None:
    for out in ([], ["--out", "-"]):
        wrong(call("export", folder, "--format", "csv", *out), "nodes.csv", "folder with --out")


def test_an_unknown_format_is_told_with_those_that_are_known(folder: Path, call: Call) -> None:
    wrong(call("export", folder, "--format", "xml"), "'xml'", *FORMATS)


def test_help_names_every_format(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = " ".join(call("export", "--help")[1].split())

    assert [name for name in FORMATS if name not in text] == []


def test_a_file_that_a_build_wrote_is_not_overwritten(folder: Path, call: Call) -> None:
    before = (folder / "run.json").read_bytes()

    for name in ("graph.ttl", "run.json", "rejected.jsonl"):
        out = folder / name
        wrong(call("export", folder, "--format", "jsonld", "--out", out), "a build wrote it")

    assert (folder / "run.json").read_bytes() == before
    assert call("export", folder, "--format", "jsonld", "--out", folder / "graph.jsonld")[0] == 0


def test_a_folder_is_no_file_and_a_file_no_folder(folder: Path, tmp_path: Path, call: Call) -> None:
    (tmp_path / "file").write_text("mine")

    wrong(call("export", folder, "--format", "turtle", "--out", tmp_path), "it is a folder")
    wrong(call("export", folder, "--format", "csv", "--out", tmp_path / "file"), "is a file")
    wrong(call("export", folder, "--format", "turtle", "--out", tmp_path / "file" / "x"), "a file")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_graph_leaves_the_old_file(
    folder: Path, tmp_path: Path, call: Call, name: str
) -> None:
    out = tmp_path / "out"
    if name in SINGLE:
        out.write_text("old")
    with (folder / "graph.nq").open("a") as file:
        file.write("<broken")

    wrong(call("export", folder, "--format", name, "--out", out), "damaged, build the graph again")

    assert sorted(path.name for path in tmp_path.iterdir()) == (
        ["graph", "out"] if name in SINGLE else ["graph"]
    )
    assert name not in SINGLE or out.read_text() == "old"


def test_no_graph_is_told(tmp_path: Path, call: Call) -> None:
    wrong(call("export", tmp_path, "--format", "turtle"), "holds no graph.nq")


def test_an_old_file_is_replaced_with_the_rights_of_a_new_one(
    folder: Path, tmp_path: Path, call: Call
) -> None:
    out, fresh = tmp_path / "out.ttl", tmp_path / "fresh"
    out.write_text("old")
    fresh.write_text("")

    assert call("export", folder, "--format", "turtle", "--out", out) == (0, "", "")

    assert out.read_bytes() == (folder / "graph.ttl").read_bytes()
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(fresh.stat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh", "graph", "out.ttl"]


def test_a_link_stays_a_link(folder: Path, tmp_path: Path, call: Call) -> None:
    (tmp_path / "real").write_text("old")
    os.symlink(tmp_path / "real", tmp_path / "link")

    call("export", folder, "--format", "turtle", "--out", tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == (folder / "graph.ttl").read_bytes()


def test_a_device_is_written_to_and_not_replaced(folder: Path, call: Call) -> None:
    assert call("export", folder, "--format", "turtle", "--out", os.devnull) == (0, "", "")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
