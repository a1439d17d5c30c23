"""Graph -> Parquet: the tables of a property graph with typed columns, for data frames.

The one exporter that needs more than kgbuild installs by itself: pyarrow.
"""

from datetime import date
from typing import Any, BinaryIO

from kgbuild.errors import OptionError
from kgbuild.export.property_graph import Column, Sheet
from kgbuild.records import Graph


def write_parquet(graph: Graph, out: BinaryIO, *, base: str, sheet: Sheet) -> None:
    """Write one table. Raises OptionError where pyarrow is not installed."""
    pyarrow, parquet = _libraries()
    types = {
        **dict.fromkeys(("labels", "strings"), pyarrow.list_(pyarrow.string())),
        **{"long": pyarrow.int64(), "double": pyarrow.float64(), "date": pyarrow.date32()},
    }
    schema = pyarrow.schema([(c.name, types.get(c.kind, pyarrow.string())) for c in sheet.columns])
    rows = list(sheet.rows(graph, base))
    arrays = [
        pyarrow.array([_cell(row[place], column) for row in rows], type=field.type)
        for place, (column, field) in enumerate(zip(sheet.columns, schema, strict=True))
    ]
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), out)


def _cell(cell: Any, column: Column) -> Any:
    return date.fromisoformat(cell) if column.kind == "date" and cell else cell


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise OptionError(
            "the format parquet needs pyarrow, which is not installed: "
            "run `pip install 'kgbuild[parquet]'`, or take the format csv"
        ) from error
    return pyarrow, parquet
