"""A graph file -> the bodies of requests: read as a stream, cut into batches, written as text.

Triples go into a target: the IRI of a named graph, or None for the default graph.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from kgbuild.errors import GraphError, OptionError
from kgbuild.folder import graph_file

Target = str | None
Place = Callable[[Target], Target]
"""From the graph that the file names to the one that the store gets."""
Placed = tuple[Target, Triple]
_T = TypeVar("_T")

_HELD = 100_000
"""Triples that wait at most until their graph's batch is full."""


def placing(graph: str | None, *, rest: Target) -> Place:
    """Give where triples go: all to `graph`, an IRI or the word `default`.

    With None each stays in the graph that it is in, and those in none go to `rest`.
    OptionError for what cannot name a graph.
    """
    if graph is None:
        return lambda target: rest if target is None else target
    everywhere = None if graph == "default" else _graph_iri(graph)
    return lambda _: everywhere


def placed(path: Path, place: Place) -> Iterator[Placed]:
    """Read N-Quads one by one, each with its target.

    GraphError where there is no file, it is damaged, or it holds blank nodes: these would fall
    apart where batches are cut.
    """
    with graph_file(path.parent, path.name):
        for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.N_QUADS):
            parts = quad.subject, quad.object, quad.graph_name
            if any(isinstance(part, BlankNode) for part in parts):
                raise GraphError(
                    f"{path} holds blank nodes, which batches would tear apart: load it with the "
                    "store's own loader"
                )
            yield place(_target(quad)), quad.triple


def sizes(triples: Iterable[Placed]) -> Counter[Target]:
    """Count the triples of each target."""
    return Counter(target for target, _ in triples)


def chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Cut a stream into lists of `size`; the last may be shorter."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


def by_target(
    triples: Iterable[Placed], size: int, *, held: int = _HELD
) -> Iterator[tuple[Target, list[Triple]]]:
    """Cut a stream into lists of one target each, of `size` at most, holding back at most `held`.

    Whoever waits when that is reached goes as it is, so that a target may come in small lists.
    """
    waiting: dict[Target, list[Triple]] = {}
    total = 0
    for target, triple in triples:
        mine = waiting.setdefault(target, [])
        mine.append(triple)
        total += 1
        if len(mine) == size:
            yield target, waiting.pop(target)
            total -= size
        elif total == held:
            yield from waiting.items()
            waiting, total = {}, 0
    yield from waiting.items()


def n_triples(triples: Sequence[Triple]) -> bytes:
    """Write the body of a Graph Store request."""
    return pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def insertion(triples: Iterable[Placed]) -> bytes:
    """Write `INSERT DATA` with a GRAPH for each target."""
    groups: dict[Target, list[Triple]] = {}
    for target, triple in triples:
        groups.setdefault(target, []).append(triple)
    blocks = (_block(target, group) for target, group in groups.items())
    return b"INSERT DATA {\n" + b"".join(blocks) + b"}"


def removal(targets: Iterable[Target]) -> bytes:
    """Write an update that empties these targets, those too that do not exist."""
    graphs = ("DEFAULT" if target is None else f"GRAPH <{target}>" for target in targets)
    return " ;\n".join(f"DROP SILENT {graph}" for graph in graphs).encode()


def _graph_iri(iri: str) -> str:
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise OptionError(
            f"--graph {iri!r} is no absolute IRI ({error}): give one such as "
            "https://example.org/graph/news, or the word default"
        ) from error


def _target(quad: Quad) -> Target:
    return None if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name.value)


def _block(target: Target, triples: Sequence[Triple]) -> bytes:
    body = _sparql(n_triples(triples).decode()).encode()
    return body if target is None else f"GRAPH <{target}> {{\n".encode() + body + b"}\n"


def _sparql(text: str) -> str:
    r"""N-Triples as SPARQL reads it, where `\u` may be undone before quotes are looked at.

    An escaped backslash before `u` would then look like one: that letter is written as an escape.
    Escapes of four digits get eight, since some parsers (rdflib's) take eight where they can.
    """

    def escape(found: re.Match[str]) -> str:
        if found["letter"]:
            return rf"\\\U{ord(found['letter']):08X}"
        return rf"\U0000{found['four']}" if found["four"] else found[0]

    return re.sub(r"\\\\(?P<letter>[uU])|\\u(?P<four>[0-9A-Fa-f]{4})|\\.", escape, text)
