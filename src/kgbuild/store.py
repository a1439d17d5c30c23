"""The embedded triple store: loads a graph folder and answers SPARQL, nothing else.

A query never changes the graph and never reaches out of it: Oxigraph would call whatever SERVICE
names, and other engines fetch what FROM names, so a query with either is refused before it runs.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from textwrap import shorten
from typing import Literal

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

from kgbuild.errors import GraphError, QueryError
from kgbuild.iris import NAMESPACES
from kgbuild.records import Record

Store = pyoxigraph.Store
Format = Literal["csv", "json"]
_Results = QuerySolutions | QueryBoolean | QueryTriples

_FILE = "graph.nq"
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_OUTSIDE = re.compile("service|(?<!wasDerived)from", re.IGNORECASE)
_UPDATE = re.compile(
    r"\s*(?:(?:PREFIX|BASE)\b[^>]*>\s*)*"
    r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
# Oxigraph's parser recurses without a limit: some thousand brackets end the process.
_DEEPEST = 200
_STEPS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}


class Table(Record):
    """The rows of an answer as plain text: IRIs in full, literals by their value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def load(directory: Path) -> Store:
    """Read the graph of a folder into memory; GraphError if there is none or it is damaged."""
    path = directory / _FILE
    if not path.is_file():
        raise GraphError(
            f"{directory} holds no {_FILE}: name a folder that `kgbuild build … --out` has written"
        )
    store = Store()
    try:
        store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    except (OSError, SyntaxError, ValueError) as error:
        raise GraphError(f"{path} is damaged, build the graph again: {error}") from error
    return store


def query(store: Store, sparql: str) -> Table:
    """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE query over all graphs together.

    The prefixes of `iris.NAMESPACES` need no declaration. QueryError where the query does not
    parse, would change the graph or would reach out of it.
    """
    with _query_errors(sparql):
        return _table(_results(store, sparql))


def serialize(store: Store, sparql: str, *, format: Format) -> bytes:
    """Answer as `query` does, in the W3C's CSV or JSON; JSON-LD for triples."""
    with _query_errors(sparql):
        results = _results(store, sparql)
        if isinstance(results, QueryTriples):
            return _triples_json(results) if format == "json" else _csv(_table(results))
        target = QueryResultsFormat.JSON if format == "json" else QueryResultsFormat.CSV
        return results.serialize(format=target) or b""


def _results(store: Store, sparql: str) -> _Results:
    # Both parsers get the same line ends: to rdflib a lone \r would not end a comment.
    sparql = sparql.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_depth(sparql)
    _refuse_outside(sparql)
    return store.query(sparql, prefixes=NAMESPACES, use_default_graph_as_union=True)


@contextmanager
def _query_errors(sparql: str) -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        said = shorten(error.msg, 160, placeholder=" …")
        raise QueryError(f"the query does not parse: {said}. {_hint(sparql)}") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def _hint(sparql: str) -> str:
    if update := _UPDATE.match(re.sub(r"(?m)^\s*#.*$", "", sparql)):
        return (
            f"{update[1].upper()} would change the graph, which is only read: "
            "change the documents and build it again"
        )
    return f"Prefixes known without declaration: {', '.join(NAMESPACES)}"


def _refuse_depth(sparql: str) -> None:
    if max(accumulate((_STEPS.get(each, 0) for each in sparql), initial=0)) > _DEEPEST:
        raise QueryError(f"the query nests brackets more than {_DEEPEST} deep: make it flatter")


def _refuse_outside(sparql: str) -> None:
    """Refuse what reaches out of the store; whoever only writes the words is parsed to see."""
    if not _OUTSIDE.search(_unescaped(sparql)):
        return
    if _ESCAPE.search(sparql):
        # rdflib undoes escapes before it parses, Oxigraph after: they would read two queries.
        raise QueryError(
            r"a query that holds the word SERVICE or FROM may not hold \u escapes: "
            "write the characters themselves"
        )
    if found := sorted(_clauses(sparql) & {"ServiceGraphPattern", "DatasetClause"}):
        clause = "FROM" if found == ["DatasetClause"] else "SERVICE"
        raise QueryError(
            f"{clause} would reach out of the graph, and kgbuild works without a network: "
            f"leave it out; GRAPH selects what one document says"
        )


def _unescaped(sparql: str) -> str:
    return _ESCAPE.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), sparql)


def _clauses(sparql: str) -> set[str]:
    """Name the kinds of clause that rdflib's parser finds in a query."""
    # Imported here since it takes longer than most queries, and few hold these words.
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(sparql)
    # Whatever goes wrong in there, a query that nobody could check does not run.
    except Exception as error:
        raise QueryError(
            f"the query holds the word SERVICE or FROM and could not be checked: {error}"
        ) from error
    return set(_names(parsed))


def _names(node: object) -> Iterator[str]:
    name = getattr(node, "name", None)
    if isinstance(name, str):
        yield name
    children = node.values() if isinstance(node, dict) else node
    if isinstance(children, Iterable) and not isinstance(children, str):
        for child in children:
            yield from _names(child)


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
