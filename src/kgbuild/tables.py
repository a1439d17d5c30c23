"""Tables that a user gives as CSV files: read once, with the checksum that `run.json` keeps."""

import csv
import io
from hashlib import sha256
from pathlib import Path

from kgbuild.errors import InputError
from kgbuild.records import Record


class Row(Record):
    """A row with something in it."""

    line: int
    """Where it ends in the file, counted from 1."""
    cells: tuple[str, ...]
    """Without space around them."""


class Table(Record):
    """A file of rows."""

    path: Path
    sha256: str
    rows: tuple[Row, ...]

    def where(self, row: Row) -> str:
        """Name a row in an error."""
        return f"{self.path}, line {row.line}"


def read_table(path: Path) -> Table:
    """Read a CSV file in UTF-8: commas, `"` around cells that hold one, `#` before a comment.

    Raises InputError where it cannot be read, is not UTF-8 or not CSV.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot read the table {path}: {error.strerror}. Give a CSV file."
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}, line {line}: not UTF-8. Save the table as UTF-8.") from error
    return Table(path=path, sha256=sha256(data).hexdigest(), rows=_rows(path, text))


def _rows(path: Path, text: str) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            row = Row(line=reader.line_num, cells=tuple(cell.strip() for cell in cells))
            if any(row.cells) and not row.cells[0].startswith("#"):
                rows.append(row)
    except csv.Error as error:
        raise InputError(
            f'{path}, line {reader.line_num}: not CSV ({error}). Write a " inside a cell as "".'
        ) from error
    return tuple(rows)
