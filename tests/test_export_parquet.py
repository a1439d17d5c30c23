import io
import sys
from datetime import date

import pytest

from factories import small_graph
from kgbuild.errors import OptionError
from kgbuild.export.parquet import write_parquet
from kgbuild.export.property_graph import SHEETS
from kgbuild.iris import DEFAULT_BASE

TABLES = {sheet.name: sheet for sheet in SHEETS}


def written(name: str) -> io.BytesIO:
    out = io.BytesIO()
    write_parquet(small_graph(), out, base=DEFAULT_BASE, sheet=TABLES[name])
    return io.BytesIO(out.getvalue())


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_those_of_the_table(name: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = TABLES[name].columns

    found = parquet.read_table(written(name)).to_pylist()

    expected = [
        {
            column.name: date.fromisoformat(cell)
            if column.kind == "date" and isinstance(cell, str)
            else list(cell)
            if isinstance(cell, tuple)
            else cell
            for column, cell in zip(columns, row, strict=True)
        }
        for row in TABLES[name].rows(small_graph(), DEFAULT_BASE)
    ]
    assert found == expected


def test_columns_are_typed() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")

    schema = parquet.read_schema(written("edges"))

    types = {field.name: str(field.type) for field in schema}
    assert (types["confidence"], types["documents"]) == ("double", "int64")
    assert (types["earliest"], types["date"]) == ("date32[day]", "string")


def test_without_pyarrow_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(OptionError, match=r"run `pip install 'kgbuild\[parquet\]'`"):
        written("nodes")
