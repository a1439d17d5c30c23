"""Quads -> JSON-LD 1.1: a node a subject, in the short names of `data/context.jsonld`.

The context stands in the file, so that it can be read without a network. The graphs' names are
left out, as in Turtle.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode, Quad

from kgbuild.export.terms import term
from kgbuild.iris import NAMESPACES

# Larger numbers are not the same in every JSON parser.
_NUMBER = re.compile("0|-?[1-9][0-9]{0,14}")
_LOCAL = re.compile(r"[\w-][\w.-]*")
_RELATIVE = re.compile(r"[\w-][\w.-]*([#/][\w.,=-]*)?")


class _Key(NamedTuple):
    """How a property is written: its name, and what its JSON text means without further words."""

    name: str
    type: str | None


class _Names(NamedTuple):
    """Short names for IRIs."""

    keys: Mapping[str, _Key]
    words: Mapping[str, str]
    """Terms of the context that stand for an IRI alone."""
    start: str | None
    """What an address relative to the base leaves out; None where it cannot be told relatively."""


def write_jsonld(quads: Iterable[Quad], out: BinaryIO, *, base: str) -> None:
    """Write one document, while the quads are read; they come ordered by subject."""
    context = _shipped()
    names = _names(context, base)
    heading = {**context, "@base": base} if names.start else context
    out.write(b'{\n"@context": ' + _lines(heading) + b',\n"@graph": [')
    for number, (subject, group) in enumerate(groupby(quads, key=lambda quad: quad.subject)):
        node = _node(subject, group, names)
        out.write((b",\n" if number else b"\n") + _lines(node))
    out.write(b"\n]\n}\n")


@cache
def _shipped() -> dict[str, Any]:
    text = (files("kgbuild") / "data" / "context.jsonld").read_text("utf-8")
    context: dict[str, Any] = json.loads(text)["@context"]
    return context


def _names(context: Mapping[str, Any], base: str) -> _Names:
    keys, words = {}, {}
    for name, said in context.items():
        if name in NAMESPACES:
            continue
        meaning, type = (said, None) if isinstance(said, str) else (said["@id"], said["@type"])
        iri = term(meaning).value
        keys[iri] = _Key(name, type)
        words[iri] = name
    # A base with a query, with dots or of a urn: an address relative to it means something else.
    mark = "#" if base.endswith("#") else ""
    return _Names(keys, words, base if urljoin(base, f"{mark}a") == f"{base}a" else None)


def _lines(value: Mapping[str, Any]) -> bytes:
    """Write an object, a property a line."""
    pairs = (f"  {_json(name)}: {_json(each)}" for name, each in value.items())
    return ("{\n" + ",\n".join(pairs) + "\n}").encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _node(subject: object, quads: Iterable[Quad], names: _Names) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for quad in quads:
        if quad.predicate == term("rdf:type") and isinstance(quad.object, NamedNode):
            found.setdefault("@type", []).append(_word(quad.object.value, names))
            continue
        unknown = _Key(_prefixed(quad.predicate.value), None)
        key = names.keys.get(quad.predicate.value, unknown)
        found.setdefault(key.name, []).append(_value(quad.object, key.type, names))
    node = {name: values[0] if len(values) == 1 else values for name, values in found.items()}
    return {"@id": _address(_iri(subject), names), **node}


def _value(value: object, type: str | None, names: _Names) -> Any:
    if isinstance(value, Literal):
        return _literal(value, type)
    if isinstance(value, NamedNode) and type == "@vocab":
        return _word(value.value, names)
    address = _address(_iri(value), names)
    return address if type == "@id" else {"@id": address}


def _literal(value: Literal, type: str | None) -> Any:
    """Give a bare value where the property says how it is read, else one that says so itself."""
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = _prefixed(value.datatype.value)
    if datatype == (type or "xsd:string"):
        return value.value
    if type is None and datatype == "xsd:integer" and _NUMBER.fullmatch(value.value):
        return int(value.value)
    if datatype == "xsd:string":
        return {"@value": value.value}
    return {"@type": datatype, "@value": value.value}


def _iri(value: object) -> str:
    return value.value if isinstance(value, NamedNode) else str(value)


def _word(iri: str, names: _Names) -> str:
    return names.words.get(iri) or _prefixed(iri)


def _address(iri: str, names: _Names) -> str:
    """Tell where a node is: from the base, if it is under it."""
    if names.start and iri.startswith(names.start):
        rest = iri.removeprefix(names.start)
        if _RELATIVE.fullmatch(rest):
            return f"#{rest}" if names.start.endswith("#") else rest
    return iri


@cache
def _prefixed(iri: str) -> str:
    for prefix, namespace in NAMESPACES.items():
        local = iri.removeprefix(namespace)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return iri
