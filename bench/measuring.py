"""What the parts of `rdf.py` share: the graphs, a figure, a process of one's own."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Made(NamedTuple):
    """A graph folder and what is in it."""

    path: Path
    asked: int
    """Triples that there should be, about."""
    triples: int
    documents: int
    entities: int
    facts: int
    names: dict[str, list[str]]
    """By type of entity, of those that several documents name."""


class Graphs(NamedTuple):
    """The graph, a tenth of it, and as much as rdflib is given; a folder for what is stored."""

    whole: Made
    tenth: Made
    sample: Made
    cache: Path


class Figure(NamedTuple):
    """One line of the table."""

    part: str
    what: str
    value: str
    target: str = ""
    met: bool | None = None
    """None where there is no target."""


Part = Callable[[Graphs, Namespace], Iterator[Figure]]


def fresh(function: Callable[..., T], *arguments: Any) -> T:
    """Run in a process of its own: what another has in memory counts for nothing."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def seconds(function: Callable[..., object], *arguments: Any) -> float:
    started = perf_counter()
    function(*arguments)
    return perf_counter() - started
