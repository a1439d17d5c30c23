"""Question -> Answer: a query as the SPARQL 1.1 Protocol has it, and its result as bytes."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

from kgbuild.errors import QueryError
from kgbuild.iris import NAMESPACES
from kgbuild.records import Record
from kgbuild.store import load
from kgbuild.store.guard import Checked, check, query_errors

ROWS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
"""Media types for SELECT and ASK, the one we like best first."""
TRIPLES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
"""Media types for CONSTRUCT and DESCRIBE, the one we like best first."""


class NotAcceptableError(QueryError):
    """The asker takes no form in which such an answer can be given."""


class TooLargeError(QueryError):
    """The answer has more bytes than are allowed."""


class Question(Record):
    """A query, the graphs it is about, and the forms in which the asker takes an answer."""

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """IRIs; where both are empty and the query has no FROM, it sees all graphs together."""
    rows: str | None = "application/sparql-results+json"
    """One of `ROWS`."""
    triples: str | None = "text/turtle"
    """One of `TRIPLES`."""


class Answer(Record):
    """A result as it goes over the wire."""

    media_type: str
    body: bytes


def answerer(
    directory: Path, *, max_bytes: int, in_memory: int = 50_000_000
) -> Callable[[Question], Answer]:
    """Open the graph of a folder for questions; GraphError as `store.load`.

    A file below `in_memory` bytes is read into memory, which pays sooner than for one query.
    """
    return partial(answer, load(directory, small=in_memory), max_bytes=max_bytes)


def answer(store: Store, question: Question, *, max_bytes: int) -> Answer:
    """Answer a question.

    QueryError where the query does not parse or an IRI of a graph is none, RefusedError where the
    query would reach out of the store, NotAcceptableError, TooLargeError.
    """
    target = _Bounded(max_bytes)
    with query_errors(question.sparql):
        results = _results(store, question, check(question.sparql))
        if isinstance(results, QueryTriples):
            media_type = _accepted(question.triples, TRIPLES)
            pyoxigraph.serialize(results, target, format=TRIPLES[media_type], prefixes=NAMESPACES)
        else:
            media_type = _accepted(question.rows, ROWS)
            results.serialize(target, ROWS[media_type])
    return Answer(media_type=media_type, body=target.getvalue())


def _results(
    store: Store, question: Question, checked: Checked
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | QueryTriples:
    query = partial(store.query, checked.sparql, prefixes=NAMESPACES)
    if question.default_graphs or question.named_graphs:
        # The protocol's dataset comes before the query's, and is empty where nothing is named.
        default: list[NamedNode | pyoxigraph.BlankNode | DefaultGraph] = []
        default += map(NamedNode, question.default_graphs)
        return query(
            default_graph=default, named_graphs=list(map(NamedNode, question.named_graphs))
        )
    # With this argument Oxigraph would pass over FROM.
    return query(use_default_graph_as_union=not checked.names_dataset)


def _accepted(
    media_type: str | None, known: dict[str, QueryResultsFormat] | dict[str, RdfFormat]
) -> str:
    if media_type is None:
        raise NotAcceptableError(f"such a query is answered as one of: {', '.join(known)}")
    return media_type


class _Bounded(io.BytesIO):
    """Takes so many bytes and no more."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        if self.tell() + len(data) > self._limit:
            raise TooLargeError(
                f"the answer is longer than {self._limit} bytes: ask for less, or in parts with "
                "ORDER BY, LIMIT and OFFSET"
            )
        return super().write(data)
