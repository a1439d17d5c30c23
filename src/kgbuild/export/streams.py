"""Quads -> RDF files, written while the quads are read: memory stays flat however large the graph.

The order of the quads is kept; `graph.nq` is ordered by subject, which groups what Turtle and TriG
say of one.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import BinaryIO, cast

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from kgbuild.export.terms import term
from kgbuild.iris import NAMESPACES

_PARTS = ("rdf:subject", "rdf:predicate", "rdf:object")


def write_nquads(quads: Iterable[Quad], out: BinaryIO, *, base: str) -> None:
    """Write a quad a line; `base` is not needed."""
    pyoxigraph.serialize(quads, out, RdfFormat.N_QUADS)


def write_ntriples(quads: Iterable[Quad], out: BinaryIO, *, base: str) -> None:
    """Write a triple a line, without the graphs; `base` is not needed."""
    pyoxigraph.serialize(_triples(quads), out, RdfFormat.N_TRIPLES)


def write_trig(quads: Iterable[Quad], out: BinaryIO, *, base: str) -> None:
    """Write graphs in braces; one opens anew where the next subject is not of the same graph."""
    pyoxigraph.serialize(quads, out, RdfFormat.TRIG, prefixes=_prefixes(base))


def write_turtle(quads: Iterable[Quad], out: BinaryIO, *, base: str) -> None:
    """Write what `graph.ttl` holds: all triples without the graphs, a blank line after a subject.

    Our own nodes have the empty prefix.
    """
    _write_spaced(_triples(quads), out, base)


def write_turtle_star(quads: Iterable[Quad], out: BinaryIO, *, base: str) -> None:
    """Write Turtle 1.2: a fact reifies a triple term instead of having subject, predicate, object.

    What `a rdf:Statement ; rdf:subject s ; rdf:predicate p ; rdf:object o` says in RDF 1.1 is
    `rdf:reifies <<( s p o )>>` here (RDF 1.2 Concepts, triple terms); all else is as in Turtle.
    The quads come ordered by subject; the figures in the graph's description stay those of
    `graph.ttl`. Parsers of RDF 1.1 and of the older RDF-star refuse it.
    """
    _write_spaced(_reifying(quads), out, base)


def _write_spaced(triples: Iterable[Triple], out: BinaryIO, base: str) -> None:
    spaced = _Spaced(out)
    # It has the two methods of a file that are called.
    file = cast(BinaryIO, spaced)
    pyoxigraph.serialize(triples, file, RdfFormat.TURTLE, prefixes=_prefixes(base))
    spaced.end()


class _Spaced:
    """A file that puts a blank line before each of our subjects, whatever pieces it is given."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._held = b""

    def write(self, data: bytes) -> int:
        """Write all but the end, which may be the first half of a break between subjects."""
        # A line break within a literal is written as \\n, so this is the end of a subject.
        ready = (self._held + data).replace(b" .\n:", b" .\n\n:")
        self._out.write(ready[:-3])
        self._held = ready[-3:]
        return len(data)

    def flush(self) -> None:
        """Do nothing: the end is held."""

    def end(self) -> None:
        """Write what was held."""
        self._out.write(self._held)


def _prefixes(base: str) -> dict[str, str]:
    return {"": base, **NAMESPACES}


def _triples(quads: Iterable[Quad]) -> Iterator[Triple]:
    return (quad.triple for quad in quads)


def _reifying(quads: Iterable[Quad]) -> Iterator[Triple]:
    statement = term("rdf:type"), term("rdf:Statement")
    parts = [term(name) for name in _PARTS]
    for subject, group in groupby(_triples(quads), key=lambda triple: triple.subject):
        said = list(group)
        given = {triple.predicate: triple.object for triple in said}
        start, relation, end = map(given.get, parts)
        if not (isinstance(start, NamedNode) and isinstance(relation, NamedNode) and end):
            yield from said
            continue
        reified = Triple(subject, term("rdf:reifies"), Triple(start, relation, end))
        for triple in said:
            if triple.predicate == parts[0]:
                yield reified
            elif (triple.predicate, triple.object) != statement and triple.predicate not in parts:
                yield triple
