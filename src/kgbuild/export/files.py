"""Where an export goes: standard output, a file or a folder, of which none is left half written."""

import io
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kgbuild.errors import OptionError
from kgbuild.export import EXPORTERS
from kgbuild.export.formats import Format, Source, Write
from kgbuild.folder import REJECTED, RUN, Output, check_folder, write_folder

_STANDARD = Path("-")
_OF_A_BUILD = {*EXPORTERS, REJECTED, RUN}


def deliver(source: Source, format: Format, out: Path | None) -> None:
    """Write an export; `out` None or `-` is standard output.

    Raises OptionError where `out` cannot be written, or is a file that a build wrote.
    """
    if isinstance(format, Mapping):
        _deliver_folder(source, format, out)
    elif out is None or out == _STANDARD:
        sys.stdout.flush()
        format(source, sys.stdout.buffer)
    else:
        _deliver_file(source, format, Path(os.path.realpath(out)))


def _deliver_folder(source: Source, files: Mapping[str, Write], out: Path | None) -> None:
    if out is None or out == _STANDARD:
        raise OptionError(
            f"this format is several files ({', '.join(files)}): name a folder with --out"
        )
    check_folder(out)
    write_folder(out, (Output(name, _bytes(source, write)) for name, write in files.items()))


def _bytes(source: Source, write: Write) -> bytes:
    written = io.BytesIO()
    write(source, written)
    return written.getvalue()


def _deliver_file(source: Source, write: Write, out: Path) -> None:
    """Write a file aside and move it into place."""
    if out.is_dir():
        raise OptionError(f"cannot write {out}: it is a folder. Give the name of a file in it.")
    if out.name in _OF_A_BUILD and (out.parent / RUN).exists():
        raise OptionError(
            f"cannot write {out}: a build wrote it, and run.json vouches for it. Give another name."
        )
    try:
        if out.exists() and not out.is_file():
            # A pipe or a device is written to; moving a file there would replace it.
            with out.open("wb") as stream:
                write(source, stream)
            return
        check_folder(out.parent)
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kgbuild-", dir=out.parent) as aside:
            made = Path(aside) / out.name
            with made.open("wb") as file:
                write(source, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, out)
    except OSError as error:
        raise OptionError(
            f"cannot write {out}: {error.strerror or error}. Give a file in a folder that is yours."
        ) from error
