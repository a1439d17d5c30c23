"""The files that the inputs name: folders walked, everything left out with its reason."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kgbuild.errors import InputError
from kgbuild.read.cleaning import clean
from kgbuild.records import Record, Skip

SUFFIXES = frozenset(
    (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson")
)
# What lies beside articles in a folder and is none; named on its own it is read.
_ABOUT_THE_FOLDER = frozenset(("readme", "license", "licence"))


class Source(Record):
    """A file to read, and its name inside the input that it came from."""

    root: Path
    path: str
    """With `/`, and free of control characters: what `Document.path` will be."""
    file: Path


class _Found(NamedTuple):
    """A file or folder that was met, and why it is not read, if so."""

    source: Source
    reason: str | None = None


def find(
    inputs: Sequence[Path], *, but: Collection[Path] = ()
) -> tuple[tuple[Source, ...], tuple[Skip, ...]]:
    """The files of some files and folders, each once however often named, and what is left out.

    The result is sorted and does not depend on the order of the inputs. A file in several inputs
    takes its name from the outermost; `but` names files to pass over as if they were not there.
    Raises `InputError` for an input that is missing, or a folder with nothing to read.
    """
    ignored = {os.path.realpath(path) for path in but}
    if not inputs:
        raise InputError("no input: name at least one file or folder of articles")
    best: dict[str, _Found] = {}
    for given in inputs:
        for found in _look(given):
            key = os.path.realpath(found.source.file)
            if key in ignored:
                continue
            best[key] = min(best.get(key, found), found, key=_preference)
    kept = sorted(best.values(), key=lambda found: (found.source.path, str(found.source.root)))
    return (
        tuple(found.source for found in kept if found.reason is None),
        tuple(Skip(path=f.source.path, reason=f.reason) for f in kept if f.reason is not None),
    )


def _preference(found: _Found) -> tuple[bool, int, str, str]:
    """What is read comes before what is not, then the name from the outermost input."""
    path = found.source.path
    return found.reason is not None, -path.count("/"), path, str(found.source.root)


def _look(given: Path) -> list[_Found]:
    """What one input holds."""
    if given.is_dir():
        found = list(_walk(given))
        if all(item.reason for item in found):
            raise InputError(_nothing_in(given, found))
        return found
    if given.is_file():
        return [_Found(_source(given.parent, given))]
    if given.exists():
        raise InputError(f"{given}: not a file or a folder; name one that holds articles")
    raise InputError(f"{given}: no such file or folder; check the name")


def _nothing_in(folder: Path, found: Sequence[_Found]) -> str:
    """Why a folder gives no document, and what would."""
    formats = ", ".join(sorted(SUFFIXES))
    why = f" ({len(found)} left out, such as {_say(found[0])})" if found else ""
    return f"{folder}: nothing to read in this folder{why}; put articles there: {formats}"


def _say(found: _Found) -> str:
    return f"{found.source.path}: {found.reason}"


def _walk(root: Path) -> Iterator[_Found]:
    """The files of a folder and those below it; links to folders are not followed."""
    failed: list[OSError] = []
    for place, folders, files in os.walk(root, onerror=failed.append):
        here = Path(place)
        for name in folders + files:
            if reason := _reason_against(here / name, is_folder=name in folders):
                yield _Found(_source(root, here / name), reason)
            elif name in files:
                yield _Found(_source(root, here / name))
        folders[:] = [name for name in folders if not name.startswith(".")]
    for error in failed:
        yield _Found(_source(root, Path(error.filename)), f"cannot be listed: {error.strerror}")


def _reason_against(path: Path, *, is_folder: bool) -> str | None:
    """Why something met in a folder is not read."""
    if path.name.startswith("."):
        return "hidden"
    if is_folder:
        return "a link to a folder; name that folder itself" if path.is_symlink() else None
    if not path.is_file():
        return "a link to nothing" if path.is_symlink() else "not a regular file"
    if path.stem.casefold() in _ABOUT_THE_FOLDER:
        return "about the folder, not an article; name it to have it read"
    if path.suffix.casefold() not in SUFFIXES:
        return f"not a text format we read: {path.suffix or 'no suffix'}"
    return None


def _source(root: Path, file: Path) -> Source:
    path = clean(file.relative_to(root).as_posix()).text
    return Source(root=root, path=path.translate({9: " ", 10: " "}), file=file)
