"""graph.nq -> nodes: a built graph by subject, under the base that its IRIs share."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kgbuild.errors import GraphError
from kgbuild.folder import N_QUADS, graph_file
from kgbuild.iris import DEFAULT_BASE, NAMESPACES
from kgbuild.records import ENTITY_TYPES

_TYPES = ("Document", "Area", "Fact", "Support", *ENTITY_TYPES)


def read_quads(directory: Path) -> Iterator[Quad]:
    """Give the quads of a graph folder one at a time, in the order of the file.

    Raises GraphError, with the first quad or later, where there is no graph or it is damaged.
    """
    with graph_file(directory, N_QUADS) as path:
        yield from pyoxigraph.parse(path=str(path), format=RdfFormat.N_QUADS)


def base_of(quads: Iterable[Quad]) -> str:
    """Find the base of a graph: as its description says, else as its first node shows.

    The default for a graph that has neither.
    """
    ours = {full_iri(f"kg:{name}") for name in _TYPES}
    is_a, space = full_iri("rdf:type"), full_iri("void:uriSpace")
    for quad in quads:
        if quad.predicate.value == space:
            return _value(quad.object)
        if quad.predicate.value == is_a and _value(quad.object) in ours:
            return re.split("(?<=[/#])(?!.*[/#])", _value(quad.subject), maxsplit=1)[0]
    return DEFAULT_BASE


class Node:
    """What the graph says of one subject; properties are named with their prefix.

    GraphError where it has two values of a property that has one, or lacks it.
    """

    def __init__(self, iri: str) -> None:
        """Begin without values."""
        self.iri = iri
        self.values: dict[str, list[NamedNode | Literal]] = defaultdict(list)

    def all(self, name: str) -> list[str]:
        """Give the values of a property, sorted."""
        return sorted(term.value for term in self.values.get(full_iri(name), ()))

    def maybe(self, *names: str) -> str | None:
        """Give the one value of the properties, or None."""
        found = [value for name in names for value in self.all(name)]
        if len(found) > 1:
            raise damage(self.iri, f"has {len(found)} values of {names[0]}, and one is right")
        return found[0] if found else None

    def one(self, name: str) -> str:
        """Give the one value of a property."""
        value = self.maybe(name)
        if value is None:
            raise damage(self.iri, f"has no {name}")
        return value


def nodes_of(quads: Iterable[Quad]) -> dict[str, Node]:
    """Group quads by subject, whichever graphs they are in; the nodes by their IRI."""
    nodes: dict[str, Node] = {}
    for quad in quads:
        subject = _value(quad.subject)
        node = nodes.get(subject) or nodes.setdefault(subject, Node(subject))
        if isinstance(quad.object, NamedNode | Literal):
            node.values[quad.predicate.value].append(quad.object)
    return nodes


def local_id(iri: str, base: str) -> str:
    """Take the base off an IRI. GraphError where it has another."""
    if not iri.startswith(base):
        raise damage(iri, f"does not stand under {base}, as other nodes do")
    return iri.removeprefix(base)


def local_term(node: Node, name: str) -> str:
    """Give the local name of the term of the ontology that is a property's one value."""
    iri = node.one(name)
    local = iri.removeprefix(NAMESPACES["kg"])
    if local == iri or not local.isidentifier():
        raise damage(node.iri, f"has the {name} <{iri}>, which is no term of kgbuild's")
    return local


def damage(iri: str, what: str) -> GraphError:
    """Make the error that says what is wrong with a node."""
    return GraphError(f"the graph is damaged, build it again: <{iri}> {what}")


@cache
def full_iri(name: str) -> str:
    """Give the IRI of a prefixed name, such as `kg:Fact`."""
    prefix, local = name.split(":")
    return NAMESPACES[prefix] + local


def _value(term: object) -> str:
    return str(getattr(term, "value", term))
