import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from factories import document, small_graph
from kgbuild.config import Config
from kgbuild.errors import GraphError, OptionError
from kgbuild.folder import (
    Output,
    UserTable,
    changed_files,
    check_folder,
    counts,
    kept_apart,
    load_run,
    own_files,
    rejected_lines,
    run_record,
    write_folder,
)
from kgbuild.records import Graph, Rejection, Skip
from kgbuild.tables import Table

TWO = [Output("a.txt", b"new a"), Output("b.txt", b"new b")]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def record(graph: Graph, out: Path, *inputs: Path) -> bytes:
    return run_record(graph, inputs, TWO, out=out, config=Config())


class CrashError(RuntimeError):
    pass


def crashing() -> Iterator[Output]:
    yield TWO[0]
    raise CrashError


def test_files_are_written_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(b"mine")
    (tmp_path / "a.txt").write_bytes(b"old")

    write_folder(tmp_path, TWO)

    assert content(tmp_path) == {"README.md": b"mine", "a.txt": b"new a", "b.txt": b"new b"}


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    write_folder(tmp_path / "x" / "y", TWO)

    assert content(tmp_path / "x" / "y") == {"a.txt": b"new a", "b.txt": b"new b"}


def test_a_crash_leaves_the_old_files_whole_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")

    with pytest.raises(CrashError):
        write_folder(tmp_path, crashing())

    assert content(tmp_path) == {"a.txt": b"old"}


def test_a_crash_leaves_no_folder_that_was_not_there(tmp_path: Path) -> None:
    with pytest.raises(CrashError):
        write_folder(tmp_path / "out", crashing())

    assert content(tmp_path) == {}


def test_what_a_killed_build_left_is_cleaned_away(tmp_path: Path) -> None:
    left = tmp_path / ".kgbuild-x1y2"
    left.mkdir()
    (left / "graph.ttl").write_bytes(b"half")

    write_folder(tmp_path, TWO)

    assert sorted(content(tmp_path)) == ["a.txt", "b.txt"]


def test_a_folder_in_the_place_of_a_file_stops_it_before_anything_moves(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    (tmp_path / "b.txt").mkdir()

    with pytest.raises(OptionError, match=r"cannot write .*b\.txt: a folder has that name"):
        write_folder(tmp_path, TWO)

    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_bytes(b"mine")

    for refused in (file, file / "below"):
        with pytest.raises(OptionError, match=r"cannot write to .*out.* is a file. Give a folder"):
            check_folder(refused)
        with pytest.raises(OptionError, match="cannot write to"):
            write_folder(refused, TWO)

    assert file.read_bytes() == b"mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_someone_else_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(OptionError, match=r"cannot write to .* permission denied"):
        check_folder(tmp_path / "out")


def test_a_folder_that_can_be_made_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    check_folder(tmp_path)
    check_folder(Path("new/below"))

    assert content(tmp_path) == {}


def test_own_files_are_the_named_ones_and_what_was_left(tmp_path: Path) -> None:
    (tmp_path / ".kgbuild-1").mkdir()
    (tmp_path / "README.md").touch()

    assert own_files(tmp_path, ["a", "b"]) == (
        tmp_path / "a",
        tmp_path / "b",
        tmp_path / ".kgbuild-1",
    )


def test_what_was_left_out_is_a_sorted_line_each_with_its_reason() -> None:
    graph = Graph(
        documents=(),
        entities=(),
        facts=(),
        rejections=(
            Rejection(stage="resolve", reason="names no entity", subject="Zoë", quote='a\n"b"'),
            Rejection(stage="check", reason="no"),
        ),
        skips=(Skip(path="b.bin", reason="a binary file"), Skip(path="a", reason="no text")),
    )

    assert rejected_lines(graph).decode() == (
        '{"path": "a", "reason": "no text", "stage": "read"}\n'
        '{"path": "b.bin", "reason": "a binary file", "stage": "read"}\n'
        '{"quote": "a\\n\\"b\\"", "reason": "names no entity", "stage": "resolve", '
        '"subject": "Zoë"}\n'
        '{"reason": "no", "stage": "check"}\n'
    )


def test_nothing_left_out_is_an_empty_file() -> None:
    assert rejected_lines(small_graph()) == b""


def test_what_resolve_kept_apart_comes_back(tmp_path: Path) -> None:
    apart = Rejection(stage="resolve", subject="Acme", object="Acme Bank", reason="kept apart: x")
    graph = Graph(
        documents=(),
        entities=(),
        facts=(),
        rejections=(
            Rejection(stage="resolve", subject="it", relation="uses", reason="names no entity"),
            Rejection(stage="check", subject="Acme", reason="not allowed"),
            apart,
        ),
        skips=(Skip(path="a.png", reason="no text"),),
    )
    (tmp_path / "rejected.jsonl").write_bytes(rejected_lines(graph))

    assert kept_apart(tmp_path) == (apart,)


def test_without_the_file_nothing_was_kept_apart(tmp_path: Path) -> None:
    assert kept_apart(tmp_path) == ()


@pytest.mark.parametrize("data", [b"{", b"\xff", b"{}", b"3", b'{"stage": "resolve", "x": 1}'])
def test_a_damaged_list_of_what_was_left_out_is_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "rejected.jsonl").write_bytes(data)

    with pytest.raises(GraphError, match=r"rejected\.jsonl is damaged, build the graph again"):
        kept_apart(tmp_path)


def test_counts() -> None:
    graph = small_graph().model_copy(
        update={
            "documents": (
                document("a", notes=("cut at 10 of 20 characters",)),  # type: ignore[arg-type]
                document("b", notes=("cut at 9 of 99 characters", "decoded as cp1252")),  # type: ignore[arg-type]
            ),
            "rejections": (
                Rejection(stage="check", reason="no"),
                Rejection(stage="check", reason="no: below 0.5"),
            ),
            "skips": (Skip(path="x", reason="y"),),
        }
    )

    assert counts(graph) == {
        "documents": {"read": 2, "skipped": 1},
        "entities": {"Company": 3, "Person": 1, "Place": 2, "Programme": 1},
        "facts": {
            "acquires": 1,
            "announcedOn": 1,
            "holdsPositionAt": 1,
            "investsIn": 1,
            "locatedIn": 2,
            "partnersWith": 1,
        },
        "modality": {"Asserted": 5, "Denied": 1, "Planned": 1},
        "rejected": {"no": 2},
        "notes": {"cut at … of … characters": 2, "decoded as cp1252": 1},
    }


def test_run_json_comes_back_as_it_went(tmp_path: Path) -> None:
    graph, out = small_graph(), tmp_path / "out"
    out.mkdir()
    (out / "run.json").write_bytes(record(graph, out, tmp_path / "b", tmp_path / "a", tmp_path))

    run = load_run(out)

    assert run.sources == ("..", "../a", "../b")
    assert [(i.document, i.path, i.sha256) for i in run.inputs] == [
        (d.id, d.path, d.sha256) for d in graph.documents
    ]
    assert run.options == Config()
    assert run.counts == counts(graph)
    assert run.tables == {}
    assert run.files == {o.name: sha256(o.content).hexdigest() for o in TWO}
    assert sorted(run.libraries) == ["networkx", "pyoxigraph", "spacy", "trafilatura"]


def test_run_json_keeps_the_tables_that_the_user_gave(tmp_path: Path) -> None:
    table = Table(path=tmp_path / "in" / "links.csv", sha256="f" * 64, rows=())
    data = run_record(
        *(small_graph(), [], TWO),
        out=tmp_path,
        config=Config(),
        tables={"links": table},
    )
    (tmp_path / "run.json").write_bytes(data)

    assert load_run(tmp_path).tables == {"links": UserTable(path="in/links.csv", sha256="f" * 64)}
    assert str(tmp_path).encode() not in data


def test_run_json_names_no_place_of_this_machine(tmp_path: Path) -> None:
    assert str(tmp_path).encode() not in record(small_graph(), tmp_path / "out", tmp_path / "in")


def test_a_source_whose_name_is_not_utf8_does_not_stop_the_record(tmp_path: Path) -> None:
    data = record(small_graph(), tmp_path, tmp_path / os.fsdecode(b"caf\xe9"))

    assert json.loads(data)["sources"] == ["caf?"]


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[1]", b"\xff", b'{"kgbuild": 1}'],
)
def test_a_damaged_run_json_is_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "run.json").write_bytes(data)

    with pytest.raises(GraphError, match=r"run\.json is damaged or of another version of kgbuild"):
        load_run(tmp_path)


def test_a_run_json_with_options_that_cannot_be_is_damaged(tmp_path: Path) -> None:
    data = record(small_graph(), tmp_path, tmp_path).replace(b"https://example.org/kg/", b"no")
    (tmp_path / "run.json").write_bytes(data)

    with pytest.raises(GraphError, match="is damaged"):
        load_run(tmp_path)


def test_a_folder_without_run_json_is_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"no graph in .*: run\.json cannot be read .*Build one"):
        load_run(tmp_path / "nowhere")


def test_files_that_are_not_as_written_are_named(tmp_path: Path) -> None:
    write_folder(tmp_path, [*TWO, Output("run.json", record(small_graph(), tmp_path, tmp_path))])
    run = load_run(tmp_path)
    assert changed_files(tmp_path, run) == []

    (tmp_path / "a.txt").write_bytes(b"else")
    (tmp_path / "b.txt").unlink()

    assert changed_files(tmp_path, run) == ["a.txt", "b.txt"]
