"""What may run as a query: nothing that reaches out of the store, changes it or ends the process.

Oxigraph would call whatever address SERVICE names, and has no switch for it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from textwrap import shorten

from kgbuild.errors import QueryError
from kgbuild.iris import NAMESPACES
from kgbuild.records import Record

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_SUSPECT = re.compile("service|(?<!wasDerived)from", re.IGNORECASE)
_UPDATE = re.compile(
    r"\s*(?:(?:PREFIX|BASE)\b[^>]*>\s*)*"
    r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
# Oxigraph's parser recurses without a limit: some thousand brackets end the process.
_DEEPEST = 200
_STEPS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}


class RefusedError(QueryError):
    """A query that we could run and do not, since it reaches out or may do so."""


class Checked(Record):
    """A query that may run."""

    sparql: str
    """With one kind of line end: to rdflib, which checks, a lone \\r would not end a comment."""
    names_dataset: bool
    """Holds FROM or FROM NAMED."""


def check(sparql: str) -> Checked:
    """Let a query through that stays in the store.

    RefusedError for SERVICE in any spelling and for what nobody could check; QueryError for
    brackets without end. Whether the query parses is left to the store.
    """
    sparql = sparql.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_depth(sparql)
    clauses = _clauses(sparql) if _SUSPECT.search(_unescaped(sparql)) else frozenset()
    if "ServiceGraphPattern" in clauses:
        raise RefusedError(outside("SERVICE"))
    return Checked(sparql=sparql, names_dataset="DatasetClause" in clauses)


def outside(clause: str) -> str:
    """Say why a clause is refused."""
    return (
        f"{clause} would reach out of the graph, and kgbuild works without a network: "
        f"leave it out; GRAPH selects what one document says"
    )


@contextmanager
def query_errors(sparql: str) -> Iterator[None]:
    """Turn what Oxigraph raises for a query into a QueryError that says what to do."""
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


def _unescaped(sparql: str) -> str:
    return _ESCAPE.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), sparql)


def _clauses(sparql: str) -> frozenset[str]:
    """Name the kinds of clause that rdflib's parser finds in a query."""
    if _ESCAPE.search(sparql):
        # rdflib undoes escapes before it parses, Oxigraph after: they would read two queries.
        raise RefusedError(
            r"a query that holds the word SERVICE or FROM may not hold \u escapes: "
            "write the characters themselves"
        )
    # Imported here since it takes longer than most queries, and few hold these words.
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(sparql)
    # Whatever goes wrong in there, a query that nobody could check does not run.
    except Exception as error:
        raise RefusedError(
            f"the query holds the word SERVICE or FROM and could not be checked: {error}"
        ) from error
    return frozenset(_names(parsed))


def _names(node: object) -> Iterator[str]:
    name = getattr(node, "name", None)
    if isinstance(name, str):
        yield name
    children = node.values() if isinstance(node, dict) else node
    if isinstance(children, Iterable) and not isinstance(children, str):
        for child in children:
            yield from _names(child)
