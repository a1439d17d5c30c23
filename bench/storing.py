"""Parts of `rdf.py`: the time to load a graph, to write it as Turtle and to hold it to shapes.

What is compared runs in turn, each in a process of its own, and the best run counts.
"""

import resource
import sys
from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import cast

from pyoxigraph import RdfFormat, Store

from bench.measuring import Figure, Graphs, Made, fresh, seconds
from bench.synthetic import synthetic_graph
from kgbuild.export import EXPORTERS
from kgbuild.export.formats import FORMATS, Source, Write
from kgbuild.iris import DEFAULT_BASE, NAMESPACES
from kgbuild.nodes import read_quads
from kgbuild.ontology import load_ontology
from kgbuild.records import ENTITY_TYPES
from kgbuild.store.caching import cached_store
from kgbuild.validation import read_graph, read_shapes, violations

_ROUNDS = 3


def make(folder: Path, triples: int) -> Made:
    """Write a graph of about so many triples as the build does."""
    folder.mkdir()
    ontology = load_ontology()
    graph = synthetic_graph(triples, ontology=ontology)
    for name in ("graph.nq", "graph.ttl"):
        written = EXPORTERS[name](graph, ontology=ontology, base=DEFAULT_BASE)
        (folder / name).write_bytes(written)
    known = [each for each in graph.entities if len(each.documents) > 1]
    return Made(
        path=folder,
        asked=triples,
        triples=sum(1 for _ in read_quads(folder)),
        documents=len(graph.documents),
        entities=len(graph.entities),
        facts=len(graph.facts),
        names={kind: [e.name for e in known if e.type == kind] for kind in ENTITY_TYPES},
    )


def loading(graphs: Graphs, _: Namespace) -> Iterator[Figure]:
    """Compare the first open of a graph with what Oxigraph itself takes to load it."""
    path, bare, ours = graphs.whole.path / "graph.nq", [], []
    for number in range(_ROUNDS):
        bare.append(fresh(_load_bare, path, graphs.cache / f"bare-{number}"))
        ours.append(fresh(_open_twice, path, graphs.cache / f"ours-{number}"))
    first, second = (min(each) for each in zip(*ours, strict=True))
    ratio = first / min(bare)
    yield Figure("load", "bulk_load of pyoxigraph alone", f"{min(bare):.2f} s")
    yield Figure("load", "first open: hash, load, move into place", f"{first:.2f} s")
    yield Figure("load", "first open : bulk_load", f"{ratio:.2f}", "at most 1.2", ratio <= 1.2)
    yield Figure("load", "second open", f"{second:.2f} s")


def _load_bare(path: Path, place: Path) -> float:
    place.parent.mkdir(exist_ok=True)
    started = perf_counter()
    Store(str(place)).bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    return perf_counter() - started


def _open_twice(path: Path, folder: Path) -> list[float]:
    return [seconds(partial(cached_store, path, folder=folder)) for _ in range(2)]


def turtle(graphs: Graphs, _: Namespace) -> Iterator[Figure]:
    """Compare both ways to Turtle with rdflib's serializer, which is given a graph in memory."""
    sample = graphs.sample
    ways = (_rdflib, _streamed, _exported)
    rounds = [[fresh(way, sample) for way in ways] for _round in range(_ROUNDS)]
    theirs, streamed, exported = (min(each) for each in zip(*rounds, strict=True))
    yield Figure("turtle", f"rdflib's serializer, {sample.triples:,} triples", f"{theirs:.2f} s")
    for what, took in (
        ("kgbuild export: reading graph.nq, writing", streamed),
        ("exporter of the build: making terms, sorting, writing", exported),
    ):
        ratio = theirs / took
        value = f"{took:.2f} s, rdflib {ratio:.1f} times that"
        yield Figure("turtle", what, value, "at least 15", ratio >= 15)
    for made in (graphs.tenth, graphs.whole):
        took, peak = fresh(_stream, made.path)
        value = f"{took:.2f} s, peak {peak:.0f} MB"
        yield Figure("turtle", f"kgbuild export, {made.triples:,} triples", value)
    took = fresh(_exported, graphs.whole)
    what = f"exporter of the build, {graphs.whole.triples:,} triples"
    yield Figure("turtle", what, f"{took:.2f} s")


def _rdflib(made: Made) -> float:
    graph = read_graph(made.path)
    for prefix, namespace in {"": DEFAULT_BASE, **NAMESPACES}.items():
        graph.bind(prefix, namespace)
    return seconds(partial(graph.serialize, format="turtle"))


def _streamed(made: Made) -> float:
    return _stream(made.path)[0]


def _exported(made: Made) -> float:
    ontology = load_ontology()
    graph = synthetic_graph(made.asked, ontology=ontology)
    return seconds(partial(EXPORTERS["graph.ttl"], graph, ontology=ontology, base=DEFAULT_BASE))


def _stream(folder: Path) -> tuple[float, float]:
    """Seconds, and megabytes of memory at the peak."""
    write = cast(Write, FORMATS["turtle"])
    with (folder / "streamed.ttl").open("wb") as out:
        took = seconds(write, Source(folder), out)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def shapes(graphs: Graphs, _: Namespace) -> Iterator[Figure]:
    """Hold the graph that rdflib is given to the shapes that ship."""
    took, wrong = fresh(_validate, graphs.sample.path)
    what = f"kgbuild validate, {graphs.sample.triples:,} triples: violations: {wrong}"
    yield Figure("shapes", what, f"{took:.1f} s", "no violation", wrong == 0)


def _validate(folder: Path) -> tuple[float, int]:
    started = perf_counter()
    found = violations(read_graph(folder), read_shapes())
    return perf_counter() - started, len(found)
