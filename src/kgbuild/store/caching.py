"""On-disk stores of large graph files, loaded once and opened again while the file is the same.

A store lies under `FOLDER/KEY/CONTENT-VERSION/`, where KEY stands for the file's path, CONTENT for
the sha256 of all its bytes and VERSION for that of Oxigraph. Size and time of a file would be read
faster, but a copy may keep both (`rsync -t`, unpacking), and a changed file answered from an old
store is worse than a second for each gigabyte.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

import pyoxigraph
from pyoxigraph import RdfFormat, Store

_STORE, _SIZES, _ASIDE = "store", "sizes.json", ".new-"
_ABANDONED = 24 * 3600
"""Seconds after which a store that was never moved into place belongs to nobody."""


def user_folder() -> Path:
    """Where the user's system wants files that can be made again (XDG base directories)."""
    # The specification has relative paths ignored.
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".cache") / "kgbuild"


def cached_store(path: Path, *, folder: Path) -> Store:
    """Open the store of an N-Quads file for reading; made first if there is none or it is damaged.

    Raises OSError or RuntimeError where the folder cannot be used, SyntaxError or ValueError where
    the file is no N-Quads. Stores of what the file held before are removed.
    """
    with path.open("rb") as file:
        # One open file, so that what is hashed is what is loaded though a build replaces it.
        content = hashlib.file_digest(file, "sha256").hexdigest()
        key = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()
        place = folder / "stores" / key[:16] / f"{content[:32]}-{pyoxigraph.__version__}"
        if found := _opened(place):
            return found
        file.seek(0)
        _make(file, place)
    _remove_others(place)
    return Store.read_only(str(place / _STORE))


def _opened(place: Path) -> Store | None:
    """Open a store if it is whole: RocksDB takes a cut manifest for an empty store."""
    try:
        if json.loads((place / _SIZES).read_text("utf-8")) == _sizes(place / _STORE):
            return Store.read_only(str(place / _STORE))
    except (OSError, RuntimeError, ValueError):
        pass
    return None


def _make(file: BinaryIO, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=place.parent))
    try:
        _fill(aside / _STORE, file)
        (aside / _SIZES).write_text(json.dumps(_sizes(aside / _STORE)), "utf-8")
        _move(aside, place)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _fill(folder: Path, file: BinaryIO) -> None:
    store = Store(str(folder))
    store.bulk_load(file, RdfFormat.N_QUADS)
    store.flush()


def _move(aside: Path, place: Path) -> None:
    try:
        aside.rename(place)
    except OSError:
        if _opened(place):  # another process was first
            return
        # Damaged: out of the way, into what is removed in the end.
        damaged = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=place.parent))
        place.rename(damaged / "damaged")
        aside.rename(place)
        shutil.rmtree(damaged, ignore_errors=True)


def _remove_others(place: Path) -> None:
    """Remove what the file held before; not what another process is just making."""
    for other in place.parent.iterdir():
        making = other.name.startswith(_ASIDE) and _age(other) < _ABANDONED
        if other != place and not making:
            shutil.rmtree(other, ignore_errors=True)


def _age(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:  # gone meanwhile
        return 0.0


def _sizes(folder: Path) -> dict[str, int]:
    # Readers may write their LOG; nothing else changes in a store that is only read.
    files = sorted(folder.iterdir())
    return {each.name: each.stat().st_size for each in files if not each.name.startswith("LOG")}
