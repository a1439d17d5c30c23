"""Graph folder -> violations: what SHACL shapes object to in a built graph.

The shapes that ship need nothing beside the graph. Shapes of the user's own are plain SHACL with
SPARQL constraints; nothing that they or the graph name is ever fetched.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from textwrap import shorten
from typing import Literal as OneOf
from typing import cast

import pyoxigraph
import pyshacl
from pyoxigraph import RdfFormat
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kgbuild.errors import GraphError, OptionError
from kgbuild.folder import TURTLE, graph_file
from kgbuild.iris import NAMESPACES
from kgbuild.records import Record

Severity = OneOf["violation", "warning", "info"]

_KG = Namespace(NAMESPACES["kg"])
_NIF = Namespace(NAMESPACES["nif"])
_LONGEST_NAME = 100
_SEVERITIES: dict[Node, Severity] = {SH.Warning: "warning", SH.Info: "info"}
_SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


class Violation(Record):
    """One thing in a graph that one shape objects to."""

    message: str
    """What the shape demands; the same for all that break it."""
    severity: Severity
    node: str
    """IRI of the node that is wrong."""
    name: str
    """What people call it."""
    path: str | None = None
    """Where the shape looked from there, as a SPARQL path: `kg:confidence`, `^kg:fact`."""
    value: str | None = None
    """What it found, as people call it."""


def read_graph(directory: Path) -> Graph:
    """Read the Turtle file of a graph folder; GraphError if there is none or it is damaged."""
    with graph_file(directory, TURTLE) as path:
        return _read(path.read_bytes(), RdfFormat.TURTLE)


def read_shapes(path: Path | None = None) -> Graph:
    """Read the shapes in a file, those that ship if none; OptionError where it holds none."""
    if path is None:
        return _read((files("kgbuild") / "data" / "shapes.ttl").read_bytes(), RdfFormat.TURTLE)
    format_ = RdfFormat.from_extension(path.suffix[1:]) or RdfFormat.TURTLE
    try:
        shapes = _read(path.read_bytes(), format_)
    except OSError as error:
        raise OptionError(f"cannot read the shapes in {path}: {error.strerror}") from error
    except (SyntaxError, ValueError) as error:
        raise OptionError(f"cannot read the shapes in {path}: {error}") from error
    if not any(str(each).startswith(str(SH)) for each in shapes.predicates()):
        raise OptionError(f"{path} holds no SHACL shapes: nothing in it is a property of sh:")
    return shapes


def violations(graph: Graph, shapes: Graph) -> tuple[Violation, ...]:
    """Tell what the shapes object to: the worst first, then by message, name and value.

    OptionError where the shapes themselves are wrong; GraphError where the graph holds a number
    that cannot be compared with any.
    """
    try:
        with _calm():
            _, report, said = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    except ArithmeticError as error:
        raise GraphError(f"{TURTLE} holds a number that is none, such as NaN") from error
    except Exception as error:
        # Whatever goes wrong in there, the shapes led there: queries in them may be wrong too.
        raise OptionError(f"the shapes cannot be used: {error}") from error
    if not isinstance(report, Graph):
        raise OptionError(f"the shapes cannot be used: {said}")
    results = report.objects(None, SH.result)
    found = {_violation(result, report, graph, shapes) for result in results}
    return tuple(sorted(found, key=_order))


def _violation(result: Node, report: Graph, graph: Graph, shapes: Graph) -> Violation:
    node = cast(Node, report.value(result, SH.focusNode))
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    severity = report.value(result, SH.resultSeverity)
    where = _path(path, report) if path else None
    return Violation(
        message=_message(result, report, shapes, where),
        severity=_SEVERITIES.get(cast(Node, severity), "violation"),
        node=str(node),
        name=_name(node, graph),
        path=where,
        value=None if value is None or (value == node and not path) else _name(value, graph),
    )


def _message(result: Node, report: Graph, shapes: Graph, where: str | None) -> str:
    """Give the shape's own words, else which constraint of SHACL is broken."""
    shape = cast(Node, report.value(result, SH.sourceShape))
    for teller in (report.value(result, SH.sourceConstraint), shape):
        if teller is not None and (teller, SH.message, None) in shapes:
            return str(shapes.value(teller, SH.message, any=True))
    kind = report.value(result, SH.sourceConstraintComponent)
    rule = _short(kind or "").removeprefix("sh:").removesuffix("ConstraintComponent")
    of = "" if isinstance(shape, BNode) else f" of {_short(shape)}"
    return f"{rule}{of}{f' on {where}' if where else ''}"


def _order(violation: Violation) -> tuple[int, str, str, str, str, str]:
    rank = ("violation", "warning", "info").index(violation.severity)
    place = violation.name, violation.node, violation.path or "", violation.value or ""
    return rank, violation.message, *place


def _name(node: Node, graph: Graph) -> str:
    """Say what people call a node: a label, a path, words; else its IRI or its value."""
    label = graph.value(node, RDFS.label, any=True) or graph.value(node, _KG.path, any=True)
    if label is not None:
        return str(label)
    if (quote := graph.value(node, _NIF.anchorOf, any=True)) is not None:
        return f"“{shorten(str(quote), _LONGEST_NAME, placeholder=' …')}”"
    if (fact := graph.value(node, _KG.fact, any=True)) is not None and fact != node:
        return f"support of {_fact_name(fact, graph)}"
    return _fact_name(node, graph)


def _fact_name(node: Node, graph: Graph) -> str:
    parts = [graph.value(node, each, any=True) for each in (RDF.subject, RDF.predicate, RDF.object)]
    if None in parts:
        return _short(node)
    return " ".join(str(graph.value(p, RDFS.label, any=True) or _local(p)) for p in parts if p)


def _path(path: Node, graph: Graph) -> str:
    """Write a path as SPARQL does."""
    if isinstance(path, URIRef):
        return _short(path)
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        inner = _path(inverse, graph)
        return f"^{inner}" if isinstance(inverse, URIRef) else f"^({inner})"
    for predicate, suffix in _SUFFIXES.items():
        if (repeated := graph.value(path, predicate)) is not None:
            return f"({_path(repeated, graph)}){suffix}"
    if (either := graph.value(path, SH.alternativePath)) is not None:
        return f"({'|'.join(_path(step, graph) for step in Collection(graph, either))})"
    return "/".join(_path(step, graph) for step in Collection(graph, path))


def _local(term: Node) -> str:
    return _short(term).removeprefix("kg:")


def _short(term: Node | str) -> str:
    """Give the prefixed name of a term of a known vocabulary, anything else as it is."""
    for prefix, namespace in {**NAMESPACES, "sh": str(SH)}.items():
        if term.startswith(namespace):  # type: ignore[union-attr]
            return f"{prefix}:{str(term).removeprefix(namespace)}"
    return str(term)


def _read(data: bytes, format_: RdfFormat) -> Graph:
    """Read as pyoxigraph does: half the time of rdflib, and literals stay as they are written."""
    graph = Graph()
    with _calm():
        for quad in pyoxigraph.parse(data, format=format_):
            graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: object) -> Node:
    match term:
        case pyoxigraph.NamedNode():
            return URIRef(term.value)
        case pyoxigraph.BlankNode():
            return BNode(term.value)
        case pyoxigraph.Literal() if term.language:
            return Literal(term.value, lang=term.language)
        case pyoxigraph.Literal():
            datatype = URIRef(term.datatype.value)
            plain = None if datatype == XSD.string else datatype
            return Literal(term.value, datatype=plain, normalize=False)
        case _:
            raise ValueError("it holds triples about triples, which SHACL does not know")


@contextmanager
def _calm() -> Iterator[None]:
    """Keep rdflib from logging every literal that its datatype does not allow: shapes say that."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
