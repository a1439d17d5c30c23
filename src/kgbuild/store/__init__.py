"""The embedded triple store: loads a graph folder and answers SPARQL, nothing else.

A query never changes the graph and never reaches out of it (`guard`). Nor may it name graphs by
FROM, which other engines fetch.
"""

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

from kgbuild.folder import N_QUADS, graph_file
from kgbuild.iris import NAMESPACES
from kgbuild.records import Record
from kgbuild.store.caching import cached_store, user_folder
from kgbuild.store.guard import RefusedError, check, outside, query_errors

Store = pyoxigraph.Store
Format = Literal["csv", "json"]
_Results = QuerySolutions | QueryBoolean | QueryTriples

_SMALL = 8_000_000
"""Bytes that are read into memory sooner than a store on disk pays."""


class Table(Record):
    """The rows of an answer as plain text: IRIs in full, literals by their value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _tell(note: str) -> None:
    print(f"kgbuild: note: {note}", file=sys.stderr)


def load(
    directory: Path,
    *,
    small: int = _SMALL,
    cache: Path | None = None,
    tell: Callable[[str], None] = _tell,
) -> Store:
    """Open the graph of a folder; GraphError if there is none or it is damaged.

    A file below `small` bytes is read into memory. A larger one is read once into a store under
    `cache`, by default the user's cache folder, and that store is opened while the file is the
    same; where it cannot be written the user is told, and memory has to do.
    """
    with graph_file(directory, N_QUADS) as path:
        if path.stat().st_size >= small:
            try:
                return cached_store(path, folder=cache or user_folder())
            except (OSError, RuntimeError) as error:
                tell(f"no store on disk, the graph is read into memory each time: {error}")
        store = Store()
        store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    return store


def version(directory: Path) -> tuple[int, ...]:
    """Something that differs once the graph of a folder is built again; () if there is none."""
    try:
        status = (directory / N_QUADS).stat()
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns


def query(store: Store, sparql: str) -> Table:
    """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE query over all graphs together.

    The prefixes of `iris.NAMESPACES` need no declaration. QueryError where the query does not
    parse, would change the graph or would reach out of it.
    """
    with query_errors(sparql):
        return _table(_results(store, sparql))


def serialize(store: Store, sparql: str, *, format: Format) -> bytes:
    """Answer as `query` does, in the W3C's CSV or JSON; JSON-LD for triples."""
    with query_errors(sparql):
        results = _results(store, sparql)
        if isinstance(results, QueryTriples):
            return _triples_json(results) if format == "json" else _csv(_table(results))
        target = QueryResultsFormat.JSON if format == "json" else QueryResultsFormat.CSV
        return results.serialize(format=target) or b""


def _results(store: Store, sparql: str) -> _Results:
    checked = check(sparql)
    if checked.names_dataset:
        raise RefusedError(outside("FROM"))
    return store.query(checked.sparql, prefixes=NAMESPACES, use_default_graph_as_union=True)


def _table(results: _Results) -> Table:
    if isinstance(results, QueryBoolean):
        return Table(columns=("answer",), rows=(("true" if results else "false",),))
    if isinstance(results, QueryTriples):
        rows = tuple(tuple(_value(term) for term in triple) for triple in results)
        return Table(columns=("subject", "predicate", "object"), rows=rows)
    columns = tuple(variable.value for variable in results.variables)
    return Table(
        columns=columns,
        rows=tuple(tuple(_value(solution[name]) for name in columns) for solution in results),
    )


def _value(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([table.columns, *table.rows])
    return text.getvalue().encode()


def _triples_json(results: QueryTriples) -> bytes:
    return results.serialize(format=RdfFormat.JSON_LD) or b""
