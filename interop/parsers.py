"""The parsers that must read every export alike: a path and the name of the format -> quads."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from interop.answers import EVERYTHING, quads
from interop.servers import comunica, program

SUFFIXES = {
    "turtle": ".ttl",
    "ntriples": ".nt",
    "nquads": ".nq",
    "trig": ".trig",
    "jsonld": ".jsonld",
}
"""The exports in RDF 1.1, by the name that `kgbuild export --format` has for them."""
_MEDIA_TYPES = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def _pyoxigraph(path: Path, format: str) -> list[ox.Quad]:
    return list(ox.parse(path=str(path), format=_MEDIA_TYPES[format]))


def _rdflib(path: Path, format: str) -> list[ox.Quad]:
    names = {"ntriples": "nt", "jsonld": "json-ld"}
    dataset = rdflib.Dataset()
    dataset.parse(path, format=names.get(format, format))
    written = dataset.serialize(format="nquads", encoding="utf-8")
    return [_unnamed(each) for each in ox.parse(written, format=ox.RdfFormat.N_QUADS)]


def _unnamed(quad: ox.Quad) -> ox.Quad:
    """Undo that rdflib gives the default graph a name."""
    if quad.graph_name == ox.NamedNode(str(DATASET_DEFAULT_GRAPH_ID)):
        return ox.Quad(quad.subject, quad.predicate, quad.object)
    return quad


def _rapper(path: Path, format: str) -> list[ox.Quad]:
    command = [program("rapper"), "-q", "-i", format, "-o", "nquads", str(path)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return list(ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS))


def _comunica(path: Path, format: str) -> list[ox.Quad]:
    with comunica(path) as ask:
        return quads(ask(EVERYTHING))


PARSERS: Mapping[str, Callable[[Path, str], list[ox.Quad]]] = MappingProxyType(
    {"pyoxigraph": _pyoxigraph, "rdflib": _rdflib, "rapper": _rapper, "comunica": _comunica}
)
UNKNOWN = {("rapper", "jsonld")}
"""What a parser does not claim to read."""
