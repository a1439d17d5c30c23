"""The same input gives the same bytes, whatever the process, its environment and its arguments."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from kgbuild.config import Config
from kgbuild.pipeline import FILES, build

RAW = ROOT / "data" / "raw"
TEXTS = {
    "a.txt": "İZMİR, 5 May -- Zoë Ünal, CEO of Acme Corp, said Acme works with Widget AG.\n",
    "b.md": "---\ntitle: Widget\ndate: 03/04/2025\n---\n# Widget\nWidget AG opened yesterday.\n",
    "c.jsonl": '{"text": "Acme Corp (AC) bought Quux Ltd.", "date": "May 5, 2024 23:30 EST"}\n',
    "d.html": "<html><head><meta name='date' content='2025-03-26T23:59:59-08:00'></head><body>"
    "<p>Acme Corp announced today that it uses Quux Ltd chips from Widget AG in Paris.</p></body>",
}
BUILD = [sys.executable, "-m", "kgbuild", "build"]
ENVIRONMENTS = [
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati", "COLUMNS": "20"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Pago_Pago"},
]


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    """In three environments: hash seed, locale, time zone, directory, order and way to inputs."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, text in TEXTS.items():
        (texts / name).write_text(text, encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    links = tmp_path / "links.csv"
    links.write_text("Zoë Ünal,Q1\nWidget AG,Q2\nNobody,Q3\n", encoding="utf-8")
    calls = [
        (tmp_path, [str(RAW), "texts", "--out", "one"]),
        (texts, [".", os.path.relpath(RAW, texts), "--out", str(tmp_path / "two")]),
        (tmp_path / "elsewhere", ["../texts", str(RAW), "../texts/", "--out", "../three/"]),
    ]

    for environment, (place, arguments) in zip(ENVIRONMENTS, calls, strict=True):
        subprocess.run(
            [*BUILD, *arguments, "--links", os.path.relpath(links, place), "--quiet"],
            cwd=place,
            env=os.environ | environment,
            check=True,
        )

    first = content(tmp_path / "one")
    assert len(first["graph.ttl"]) > 10_000
    for other in ("two", "three"):
        for name, data in content(tmp_path / other).items():
            assert data == first[name], f"{name} differs in {other}"


def test_a_rebuild_in_the_same_place_writes_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS["a.txt"], encoding="utf-8")
    out = tmp_path / "graph"

    build([tmp_path], out, config=Config())
    first = content(out)
    build([tmp_path], out, config=Config())

    assert content(out) == first


def test_a_file_that_moves_changes_its_path_and_no_id(tmp_path: Path) -> None:
    graphs = []
    for name in ("a.txt", "z.txt"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_text(TEXTS["a.txt"], encoding="utf-8")
        graphs.append(build([folder], tmp_path / "out", config=Config()))

    one, other = graphs
    assert [d.id for d in one.documents] == [d.id for d in other.documents]
    assert (one.entities, one.facts) == (other.entities, other.facts)


def test_documents_of_other_things_leave_ids_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS["a.txt"], encoding="utf-8")
    alone = build([tmp_path / "a.txt"], tmp_path / "out", config=Config())
    (tmp_path / "b.txt").write_text("Quux Ltd works with Harbour Foods Inc in Hull.\n")
    both = build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", config=Config())

    assert {e.id for e in alone.entities} <= {e.id for e in both.entities}
    assert {f.id for f in alone.facts} <= {f.id for f in both.facts}


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nq", "graph.graphml"])
def test_no_file_tells_of_the_machine(raw_folder: Path, name: str) -> None:
    data = (raw_folder / name).read_bytes()

    for telling in (str(Path.home()), str(raw_folder), str(ROOT)):
        if len(telling) > 5:
            assert telling.encode() not in data
