"""What engines answer and what parsers read, made comparable."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

Ask = Callable[[str], bytes]
"""SPARQL in, its answer out as JSON (W3C SPARQL 1.1 Query Results JSON Format)."""
Term = NamedNode | BlankNode | Literal | Triple | None
Row = tuple[str | Decimal, ...]

EVERYTHING = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
"""All quads, for `quads`."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long")}


class Answer(NamedTuple):
    """The names of the columns and the rows, in the order in which they came."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(answer: bytes) -> Answer:
    """Read an answer: terms as in N-Triples, numbers as numbers, '' for what is not bound."""
    found = _solutions(answer)
    columns = tuple(variable.value for variable in found.variables)
    return Answer(columns, tuple(tuple(_value(row[name]) for name in columns) for row in found))


def quads(answer: bytes) -> list[Quad]:
    """Read the answer to `EVERYTHING`."""
    return [_quad(row["s"], row["p"], row["o"], row["g"]) for row in _solutions(answer)]


def without_graphs(quads: Iterable[Quad]) -> list[Quad]:
    """Put all triples into the default graph."""
    return [Quad(each.subject, each.predicate, each.object) for each in quads]


def canonical(quads: Iterable[Quad]) -> list[str]:
    """Give the lines of the canonical N-Quads (RDFC-1.0): equal for equal datasets."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    text = serialize(dataset, format=RdfFormat.N_QUADS) or b""
    return sorted(text.decode().splitlines())


def _solutions(answer: bytes) -> QuerySolutions:
    found = parse_query_results(answer, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return found


def _quad(subject: Term, predicate: Term, object: Term, graph: Term) -> Quad:
    assert isinstance(subject, NamedNode | BlankNode)
    assert isinstance(predicate, NamedNode)
    assert object is not None
    assert not isinstance(graph, Literal | Triple)
    return Quad(subject, predicate, object, graph or DefaultGraph())


def _value(term: Term) -> str | Decimal:
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        return Decimal(term.value)
    return "" if term is None else str(term)
