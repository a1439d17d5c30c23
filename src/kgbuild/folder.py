"""The graph folder: its files written aside and moved into place, and what `run.json` says."""

import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pydantic import Field

from kgbuild import __version__
from kgbuild.config import Config
from kgbuild.errors import GraphError, OptionError
from kgbuild.records import Graph, Record, Rejection
from kgbuild.tables import Table

TURTLE = "graph.ttl"
N_QUADS = "graph.nq"
REJECTED = "rejected.jsonl"
RUN = "run.json"
_LIBRARIES = ("networkx", "pyoxigraph", "spacy", "trafilatura")
_ASIDE = ".kgbuild-"


class Output(NamedTuple):
    """One file of the folder."""

    name: str
    content: bytes


class Input(Record):
    """A document of the graph and where it was read."""

    document: str
    path: str
    sha256: str


class UserTable(Record):
    """A file that told the build more than the texts do."""

    path: str
    """Relative to the graph folder, as `Run.sources`."""
    sha256: str


class Run(Record):
    """What `run.json` holds: enough to repeat the build and to find its sources; no clock."""

    kgbuild: str
    libraries: dict[str, str]
    options: Config
    sources: tuple[str, ...]
    """The files and folders read, relative to the graph folder where they share a drive."""
    tables: dict[str, UserTable] = Field(default_factory=dict)
    """By the option that named them, such as `links`."""
    inputs: tuple[Input, ...]
    counts: dict[str, dict[str, int]]
    files: dict[str, str]
    """The other files of the folder with their sha256."""


def check_folder(out: Path) -> None:
    """Raise OptionError where no graph can be written to `out`, before any work is done."""
    try:
        place = next(path for path in (out, *out.absolute().parents) if path.exists())
    except OSError as error:
        raise OptionError(
            f"cannot write to {out}: {error.strerror}. Give a folder that is yours."
        ) from error
    if not place.is_dir():
        raise OptionError(f"cannot write to {out}: {place} is a file. Give a folder.")
    if not os.access(place, os.W_OK | os.X_OK):
        raise OptionError(f"cannot write to {out}: permission denied. Give a folder that is yours.")


def own_files(out: Path, names: Iterable[str]) -> tuple[Path, ...]:
    """What builds leave in `out`: the files of these names, and what a killed one wrote aside."""
    return (*(out / name for name in names), *_leftovers(out))


def _leftovers(out: Path) -> tuple[Path, ...]:
    return tuple(sorted(out.glob(f"{_ASIDE}*")))


def write_folder(out: Path, outputs: Iterable[Output]) -> None:
    """Write all files aside, then move them into `out`; a crash leaves the old files whole.

    Raises OptionError where the folder cannot be made or written.
    """
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for left in _leftovers(out):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=out) as aside:
            names = [_write(Path(aside), output) for output in outputs]
            _refuse_folders(out, names)
            for name in names:
                os.replace(Path(aside) / name, out / name)
    except OSError as error:
        raise OptionError(
            f"cannot write to {out}: {error.strerror or error}. Give a folder that is yours."
        ) from error
    finally:
        if is_new:
            _remove_if_empty(out)


def _write(folder: Path, output: Output) -> str:
    with (folder / output.name).open("wb") as file:
        file.write(output.content)
        file.flush()
        os.fsync(file.fileno())
    return output.name


def _refuse_folders(out: Path, names: Iterable[str]) -> None:
    """Refuse to begin moving where a folder has a file's name: it would stop half way."""
    if taken := [name for name in names if (out / name).is_dir()]:
        raise OptionError(f"cannot write {out / taken[0]}: a folder has that name. Move it away.")


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def graph_file(directory: Path, name: str) -> Iterator[Path]:
    """A file of a graph folder, to be read; what is wrong with it becomes a GraphError."""
    path = directory / name
    if not path.is_file():
        raise GraphError(
            f"{directory} holds no {name}: name a folder that `kgbuild build … --out` has written"
        )
    try:
        yield path
    except (OSError, SyntaxError, ValueError) as error:
        raise GraphError(f"{path} is damaged, build the graph again: {error}") from error


def rejected_lines(graph: Graph) -> bytes:
    """`rejected.jsonl`: files not read and claims not kept, each with its reason, sorted."""
    rows = [{"stage": "read", "path": s.path, "reason": s.reason} for s in graph.skips]
    rows += [r.model_dump(exclude_none=True) for r in graph.rejections]
    lines = sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def kept_apart(out: Path) -> tuple[Rejection, ...]:
    """What `resolve` says in `rejected.jsonl` that it kept apart; nothing where there is no file.

    Raises GraphError where the file is damaged.
    """
    path = out / REJECTED
    try:
        rows = [json.loads(line) for line in path.read_bytes().splitlines()]
        told = [Rejection.model_validate(row) for row in rows if row["stage"] == "resolve"]
    except FileNotFoundError:
        return ()
    except (KeyError, TypeError, ValueError) as error:
        raise GraphError(f"{path} is damaged, build the graph again: {error}") from error
    # A claim that names no entity is told by that stage too: it has a relation.
    return tuple(each for each in told if each.relation is None)


def counts(graph: Graph) -> dict[str, dict[str, int]]:
    """How much of what there is: documents, entities by type, facts, what was left out and why."""
    return {
        "documents": {"read": len(graph.documents), "skipped": len(graph.skips)},
        "entities": dict(sorted(Counter(e.type for e in graph.entities).items())),
        "facts": dict(sorted(Counter(f.relation for f in graph.facts).items())),
        "modality": dict(sorted(Counter(f.modality for f in graph.facts).items())),
        "rejected": dict(sorted(Counter(map(kind_of, graph.rejections)).items())),
        "notes": dict(sorted(Counter(_kinds_of_notes(graph)).items())),
    }


def kind_of(rejection: Rejection) -> str:
    """The reason without its details, so that rejections of a kind count as one."""
    return rejection.reason.partition(": ")[0]


def _kinds_of_notes(graph: Graph) -> Iterator[str]:
    """Notes without their figures, so that notes of a kind count as one."""
    for document in graph.documents:
        for note in document.notes:
            yield re.sub(r"(?<!\S)\d+(?!\S)", "…", note)


def run_record(
    graph: Graph,
    inputs: Iterable[Path],
    written: Iterable[Output],
    *,
    out: Path,
    config: Config,
    tables: Mapping[str, Table] = MappingProxyType({}),
) -> bytes:
    """`run.json` as bytes; `inputs` are the files and folders that were given to read."""
    run = Run(
        kgbuild=__version__,
        libraries={name: version(name) for name in _LIBRARIES},
        options=config,
        sources=tuple(sorted({_relative(path, out) for path in inputs})),
        tables={
            name: UserTable(path=_relative(table.path, out), sha256=table.sha256)
            for name, table in sorted(tables.items())
        },
        inputs=tuple(Input(document=d.id, path=d.path, sha256=d.sha256) for d in graph.documents),
        counts=counts(graph),
        files={o.name: sha256(o.content).hexdigest() for o in sorted(written)},
    )
    return (run.model_dump_json(indent=2) + "\n").encode()


def _relative(path: Path, out: Path) -> str:
    """The way from `out` to a path, in what UTF-8 can hold."""
    try:
        way = Path(os.path.relpath(path.resolve(), out.resolve())).as_posix()
    except ValueError:  # another drive
        way = path.resolve().as_posix()
    return way.encode("utf-8", "replace").decode()


def load_run(out: Path) -> Run:
    """Read `run.json` back. Raises GraphError where it is missing or not ours."""
    path = out / RUN
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise GraphError(
            f"no graph in {out}: {path.name} cannot be read ({error.strerror}). "
            "Build one with `kgbuild build INPUT --out DIR`."
        ) from error
    except (ValueError, OptionError) as error:
        raise GraphError(
            f"{path} is damaged or of another version of kgbuild: build the graph again"
        ) from error


def changed_files(out: Path, run: Run) -> list[str]:
    """Files of the folder that are not those that the build wrote."""
    return [
        name
        for name, digest in run.files.items()
        if not (out / name).is_file() or sha256((out / name).read_bytes()).hexdigest() != digest
    ]
