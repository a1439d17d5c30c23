"""The engines that must answer alike, over one dataset each makes in its own way."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import httpx
import pytest
import rdflib

from interop.answers import Ask
from interop.servers import comunica, virtuoso
from kgbuild import cli

OLD = "https://example.org/graph/old"
NEW = "https://example.org/graph/new"


class Builds(NamedTuple):
    """Two graph folders, and both as one dataset."""

    old: Path
    new: Path
    both: Path
    """N-Quads: the new build in the default graph, each build in the graph `OLD` or `NEW`."""


Open = Callable[[Builds, Path], AbstractContextManager[Ask]]
"""Load the builds, with an empty folder to work in, and give what asks."""


@contextmanager
def _rdflib(builds: Builds, folder: Path) -> Iterator[Ask]:
    dataset = rdflib.Dataset()
    dataset.parse(builds.both, format="nquads")
    yield lambda sparql: dataset.query(sparql).serialize(format="json") or b""


@contextmanager
def _comunica(builds: Builds, folder: Path) -> Iterator[Ask]:
    with comunica(builds.both) as ask:
        yield ask


@contextmanager
def _virtuoso(builds: Builds, folder: Path) -> Iterator[Ask]:
    """Load by `kgbuild load`, as users do, and ask over HTTP."""
    with virtuoso(folder) as url, httpx.Client(base_url=url, timeout=120, trust_env=False) as http:
        with pytest.MonkeyPatch.context() as patch:
            # These are what a new database begins with.
            patch.setenv("KGBUILD_STORE_USER", "dba")
            patch.setenv("KGBUILD_STORE_PASSWORD", "dba")
            patch.setenv("NO_PROXY", "127.0.0.1")
            for build, graph in ((builds.old, OLD), (builds.new, NEW)):
                to = ["--to", url, "--preset", "virtuoso", "--graph", graph]
                assert cli.run(["load", str(build), *to]) == 0
        yield lambda sparql: _over_http(http, sparql)


def _over_http(http: httpx.Client, sparql: str) -> bytes:
    """Ask as W3C SPARQL 1.1 Protocol says."""
    form = {"query": sparql, "default-graph-uri": NEW, "named-graph-uri": [OLD, NEW]}
    response = http.post("sparql", data=form, headers={"Accept": "application/sparql-results+json"})
    if response.is_error:
        raise RuntimeError(f"Virtuoso answered {response.status_code}: {response.text}")
    return response.content


ENGINES: Mapping[str, Open] = MappingProxyType(
    {"rdflib": _rdflib, "virtuoso": _virtuoso, "comunica": _comunica}
)
"""A new engine is a function and an entry here."""
