"""Parts of `rdf.py`: the time that each named query takes, and many clients at once."""

import asyncio
import os
import subprocess
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

import httpx

from bench.measuring import Figure, Graphs, Made
from kgbuild.errors import KgbuildError
from kgbuild.processes import processors
from kgbuild.queries import NamedQuery, fill, named_queries
from kgbuild.server.answering import Answer, Question, answer
from kgbuild.server.workers import Pool
from kgbuild.store import load

_ROUNDS = 3
_LONGEST = 60.0
"""Seconds that a query is given."""
_PATIENCE = 120.0
"""Seconds that a client waits: more than the endpoint lets anyone wait and ask."""
_MOST_BYTES = 500_000_000
_ALL = sys.maxsize
"""Bytes below which a graph is read into memory: all of it, or with 0 none."""
_FILLED = 20
"""Ways in which clients ask one query."""


class Load(NamedTuple):
    """What clients saw of an endpoint."""

    requests: int
    errors: Counter[str]
    """By the status or the exception."""
    rate: float
    """Answers a second."""
    p50: float
    p99: float
    """Seconds from asking to the last byte."""


def queries(graphs: Graphs, _: Namespace) -> Iterator[Figure]:
    """Ask each named query as it stands, of the store on disk and of one in memory."""
    disk, memory = (_times(graphs, small) for small in (0, _ALL))
    slow = []
    for name, (took, rows) in disk.items():
        what = f"{name}, rows: {rows}; in memory {_told(memory[name][0])}"
        met = took is not None and took < 1
        slow += [] if met else [name]
        yield Figure("queries", what, _told(took), "under 1 s", met)
    yield Figure("queries", "on disk not under 1 s", ", ".join(slow) or "none")


def _told(took: float | None) -> str:
    return "failed" if took is None else f"{took:.2f} s"


def _times(graphs: Graphs, small: int) -> dict[str, tuple[float | None, int]]:
    """Seconds and rows of each query; None where it took too long or failed."""
    start = partial(_answerer, graphs.whole.path, graphs.cache, small)
    with Pool(start, workers=1, timeout=_LONGEST) as pool:
        return {name: _best(pool, named.sparql) for name, named in named_queries().items()}


def _answerer(directory: Path, cache: Path, small: int) -> Callable[[Question], Answer]:
    store = load(directory, small=small, cache=cache)
    return partial(answer, store, max_bytes=_MOST_BYTES)


def _best(pool: Pool[Question, Answer], sparql: str) -> tuple[float | None, int]:
    times, rows = [], 0
    for _round in range(_ROUNDS):
        started = perf_counter()
        try:
            answered = pool.ask(Question(sparql=sparql, rows="text/tab-separated-values"))
        except KgbuildError as error:
            print(f"a query failed: {error}", file=sys.stderr)
            return None, 0
        times.append(perf_counter() - started)
        rows = answered.body.count(b"\n") - 1
    return min(times), rows


def clients(graphs: Graphs, options: Namespace) -> Iterator[Figure]:
    """Let many clients ask the endpoint at once: all queries alike, then those about one thing."""
    known = named_queries().values()
    everything = [text for named in known for text in _filled(named, graphs.whole)]
    about_one = [text for n in known if n.parameters for text in _filled(n, graphs.whole)]
    runs = (
        ("all queries alike", (), everything),
        ("queries about one thing", (), about_one),
        ("all queries alike, --in-memory", ("--in-memory", "1000000"), everything),
    )
    for what, arguments, texts in runs:
        with _endpoint(graphs.whole.path, *arguments, cache=graphs.cache) as address:
            load = asyncio.run(_press(address, texts, options.clients, options.seconds))
        errors = ", ".join(f"{count} x {kind}" for kind, count in load.errors.items())
        value = f"{load.rate:.1f} a second, p50 {load.p50:.2f} s, p99 {load.p99:.2f} s"
        wholly = f"{what}; {options.clients} clients, {processors()} workers"
        yield Figure("clients", wholly, value)
        yield Figure(
            "clients", f"{what}: errors in {load.requests} requests",
            errors or "none", "none", not errors,
        )  # fmt: skip


def _filled(named: NamedQuery, made: Made) -> list[str]:
    """Ask for different things that the graph names; what it holds of most is the default."""
    if not named.parameters or named.name == "changes":
        return [named.sparql] * _FILLED
    random = Random(named.name)
    kind = "Place" if named.name in ("in-country", "places") else "Company"
    names = [random.choice(made.names[kind]) for _ in range(_FILLED - 1)]
    asked = named.parameters[0].name
    return [named.sparql, *(fill(named, {asked: name}) for name in names)]


@contextmanager
def _endpoint(directory: Path, *arguments: str, cache: Path) -> Iterator[str]:
    """Serve a graph folder in a process of its own; gives the address for queries."""
    command = [sys.executable, "-m", "kgbuild", "serve", str(directory), "--port", "0", *arguments]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            if "http://" not in said:
                raise RuntimeError(f"kgbuild serve did not start: {said!r}")
            yield f"http://{said.partition('http://')[2].split('/')[0]}/sparql"
        finally:
            process.terminate()


async def _press(address: str, texts: Sequence[str], clients: int, seconds: float) -> Load:
    """Let clients ask one query after another for so long; the last answers are waited for."""
    times: list[float] = []
    errors: Counter[str] = Counter()
    started = perf_counter()

    async def ask(client: httpx.AsyncClient, random: Random) -> None:
        while perf_counter() - started < seconds:
            asked = perf_counter()
            try:
                answered = await client.post(address, data={"query": random.choice(texts)})
                if answered.status_code != 200:
                    errors[f"status {answered.status_code}"] += 1
            except httpx.HTTPError as error:
                errors[type(error).__name__] += 1
            times.append(perf_counter() - asked)

    limits = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(timeout=_PATIENCE, limits=limits, trust_env=False) as client:
        await asyncio.gather(*(ask(client, Random(number)) for number in range(clients)))
    times.sort()
    return Load(
        requests=len(times),
        errors=errors,
        rate=(len(times) - errors.total()) / (perf_counter() - started),
        p50=times[len(times) // 2],
        p99=times[int(len(times) * 0.99)],
    )
