"""Graph folder -> other formats, from its graph.nq: nothing is extracted again.

A format is a function that writes one file, or a table of such functions by the file's name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO, Protocol

from pyoxigraph import Quad

from kgbuild.errors import OptionError
from kgbuild.export.graphml import graphml
from kgbuild.export.jsonld import write_jsonld
from kgbuild.export.neo4j import write_csv, write_cypher
from kgbuild.export.parquet import write_parquet
from kgbuild.export.property_graph import SHEETS
from kgbuild.export.streams import (
    write_nquads,
    write_ntriples,
    write_trig,
    write_turtle,
    write_turtle_star,
)
from kgbuild.nodes import base_of, read_quads
from kgbuild.ontology import load_ontology
from kgbuild.records import Graph
from kgbuild.restoration import restore


class Source:
    """A graph folder, read as a format needs it: quad by quad, or all of it as records.

    GraphError where there is no graph or it is damaged.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def quads(self) -> Iterator[Quad]:
        """Give the quads in the order of the file, which is by subject."""
        return read_quads(self._directory)

    @cached_property
    def base(self) -> str:
        """Start of the IRI of every node."""
        return base_of(self.quads())

    @cached_property
    def graph(self) -> Graph:
        """Everything as records, restored once."""
        return restore(self.quads()).graph


Write = Callable[[Source, BinaryIO], None]
Format = Write | Mapping[str, Write]


class _WriteQuads(Protocol):
    def __call__(self, quads: Iterable[Quad], out: BinaryIO, *, base: str) -> None: ...


class _WriteGraph(Protocol):
    def __call__(self, graph: Graph, out: BinaryIO, *, base: str) -> None: ...


def format_called(name: str) -> Format:
    """Find a format. Raises OptionError where there is none of the name."""
    if name not in FORMATS:
        raise OptionError(f"there is no format {name!r}: choose one of {', '.join(FORMATS)}")
    return FORMATS[name]


def _streamed(write: _WriteQuads) -> Write:
    return lambda source, out: write(source.quads(), out, base=source.base)


def _restored(write: _WriteGraph) -> Write:
    return lambda source, out: write(source.graph, out, base=source.base)


def _graphml(source: Source, out: BinaryIO) -> None:
    out.write(graphml(source.graph, ontology=load_ontology(), base=source.base))


FORMATS: dict[str, Format] = {
    "turtle": _streamed(write_turtle),
    "turtle-star": _streamed(write_turtle_star),
    "nquads": _streamed(write_nquads),
    "ntriples": _streamed(write_ntriples),
    "trig": _streamed(write_trig),
    "jsonld": _streamed(write_jsonld),
    "graphml": _graphml,
    "csv": {
        **{f"{s.name}.csv": _restored(partial(write_csv, sheet=s)) for s in SHEETS},
        "load.cypher": _restored(write_cypher),
    },
    "parquet": {f"{s.name}.parquet": _restored(partial(write_parquet, sheet=s)) for s in SHEETS},
}
"""A new format is a module and a line here."""
