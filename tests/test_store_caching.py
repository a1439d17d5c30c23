import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kgbuild.errors import GraphError
from kgbuild.store import Store, load, version
from kgbuild.store.caching import cached_store, user_folder

ONE = b"<urn:a:a> <urn:a:b> <urn:a:c> .\n"
TWO = b"<urn:a:a> <urn:a:b> <urn:a:d> .\n"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    folder.mkdir()
    (folder / "graph.nq").write_bytes(ONE)
    return folder


def lines(store: Store) -> list[str]:
    return sorted(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in store)


def load_large(graph: Path, cache: Path) -> Store:
    """As a large file is loaded; a note is an error."""
    return load(graph, small=0, cache=cache, tell=pytest.fail)


def stores(cache: Path) -> list[Path]:
    return sorted(cache.glob("stores/*/*"))


def test_a_store_is_made_once_and_opened_again(graph: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = lines(load_large(graph, cache))
    made = [(path, path.stat().st_ino) for path in stores(cache)]

    assert lines(load_large(graph, cache)) == first == [ONE.decode()]
    assert [(path, path.stat().st_ino) for path in stores(cache)] == made
    assert os.listdir(graph) == ["graph.nq"]


def test_a_small_file_needs_no_store(graph: Path, tmp_path: Path) -> None:
    assert lines(load(graph, cache=tmp_path / "cache")) == [ONE.decode()]
    assert not (tmp_path / "cache").exists()


def test_a_changed_file_has_a_new_store_and_the_old_one_goes(graph: Path, tmp_path: Path) -> None:
    path = graph / "graph.nq"
    load_large(graph, tmp_path)
    before, old = path.stat(), stores(tmp_path)
    # As a copy that keeps size and time.
    path.write_bytes(TWO)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert lines(load_large(graph, tmp_path)) == [TWO.decode()]
    assert len(stores(tmp_path)) == 1
    assert stores(tmp_path) != old


def test_folders_keep_apart(graph: Path, tmp_path: Path) -> None:
    shutil.copytree(graph, tmp_path / "other")
    load_large(graph, tmp_path / "cache")
    load_large(tmp_path / "other", tmp_path / "cache")

    assert len(stores(tmp_path / "cache")) == 2


def cut_manifest(store: Path) -> None:
    """RocksDB opens what is left, as an empty store."""
    manifest = next((store / "store").glob("MANIFEST*"))
    os.truncate(manifest, manifest.stat().st_size // 2)


def remove(store: Path) -> None:
    shutil.rmtree(store)
    store.mkdir()


def put_a_file(store: Path) -> None:
    shutil.rmtree(store / "store")
    (store / "store").write_text("x")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": remove,
    "a file": put_a_file,
    "no sizes": lambda store: (store / "sizes.json").unlink(),
    "no list": lambda store: (store / "sizes.json").write_text("[["),
    "table gone": lambda store: next((store / "store").glob("*.sst")).unlink(),
    "table cut": lambda store: os.truncate(next((store / "store").glob("*.sst")), 10),
    "manifest cut": cut_manifest,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_made_again(graph: Path, tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    load_large(graph, cache)
    DAMAGES[damage](stores(cache)[0])

    assert lines(load_large(graph, cache)) == [ONE.decode()]
    assert lines(load_large(graph, cache)) == [ONE.decode()]
    assert len(stores(cache)) == 1


def test_where_no_store_can_be_written_memory_does_and_it_is_told(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("not a folder")

    assert lines(load(graph, small=0, cache=blocked)) == [ONE.decode()]
    assert capsys.readouterr().err.startswith(
        "kgbuild: note: no store on disk, the graph is read into memory each time: "
    )


def test_a_damaged_file_is_named_and_leaves_nothing(graph: Path, tmp_path: Path) -> None:
    (graph / "graph.nq").write_bytes(ONE + b"<a")

    with pytest.raises(GraphError, match=r"graph\.nq is damaged, build the graph again"):
        load_large(graph, tmp_path / "cache")
    assert stores(tmp_path / "cache") == []


def test_a_store_that_another_process_finished_first_is_used(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, cache = Path.rename, tmp_path / "cache"

    def late(aside: Path, place: Path) -> Path:
        monkeypatch.setattr(Path, "rename", rename)
        load_large(graph, cache)
        return rename(aside, place)

    monkeypatch.setattr(Path, "rename", late)

    assert lines(load_large(graph, cache)) == [ONE.decode()]
    assert len(stores(cache)) == 1


def test_what_a_crash_left_is_removed_once_it_is_old(graph: Path, tmp_path: Path) -> None:
    load_large(graph, tmp_path)
    young, old = (stores(tmp_path)[0].parent / f".new-{name}" for name in ("young", "old"))
    young.mkdir()
    old.mkdir()
    os.utime(old, (0, 0))
    (graph / "graph.nq").write_bytes(TWO)
    load_large(graph, tmp_path)

    assert (young.exists(), old.exists()) == (True, False)


def test_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    found = []
    for named in (str(tmp_path / "x"), "relative", ""):
        monkeypatch.setenv("XDG_CACHE_HOME", named)
        found.append(user_folder())
    monkeypatch.delenv("XDG_CACHE_HOME")
    found.append(user_folder())

    home = tmp_path / ".cache" / "kgbuild"
    assert found == [tmp_path / "x" / "kgbuild", home, home, home]


def test_a_store_is_only_read(graph: Path, tmp_path: Path) -> None:
    store = cached_store(graph / "graph.nq", folder=tmp_path / "cache")

    with pytest.raises(RuntimeError, match="read-write"):
        store.clear()


def test_version_follows_the_file(graph: Path) -> None:
    before = version(graph)
    (graph / "new").write_bytes(ONE)
    (graph / "new").replace(graph / "graph.nq")

    assert before != version(graph) != ()
    assert version(graph / "none") == ()
