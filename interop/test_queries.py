"""The queries that ship give the same rows in every engine."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph
import pytest

from interop.answers import EVERYTHING, Ask, canonical, quads, read
from interop.engines import ENGINES, Builds
from kgbuild import store
from kgbuild.queries import named_queries

QUERIES = named_queries()
ORDERED = {"rdflib", "virtuoso"}
"""Comunica sorts by the first key of ORDER BY alone."""


class Engine(NamedTuple):
    """An engine that runs and has the graphs."""

    name: str
    ask: Ask


@pytest.fixture(scope="session", params=list(ENGINES))
def engine(
    request: pytest.FixtureRequest, builds: Builds, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One engine after the other."""
    with ENGINES[request.param](builds, tmp_path_factory.mktemp(request.param)) as ask:
        yield Engine(request.param, ask)


@pytest.fixture(scope="session")
def answers(builds: Builds) -> dict[str, bytes]:
    """What kgbuild itself answers, by the name of the query."""
    one, both = store.load(builds.new), pyoxigraph.Store()
    both.bulk_load(path=str(builds.both), format=pyoxigraph.RdfFormat.N_QUADS)
    return {
        name: store.serialize(both if name == "changes" else one, query.sparql, format="json")
        for name, query in QUERIES.items()
    }


def test_every_query_has_rows_to_compare(answers: dict[str, bytes]) -> None:
    assert [name for name, answer in answers.items() if not read(answer).rows] == []


def test_an_engine_holds_the_graphs(engine: Engine, builds: Builds) -> None:
    loaded = pyoxigraph.parse(path=str(builds.both), format=pyoxigraph.RdfFormat.N_QUADS)

    assert canonical(quads(engine.ask(EVERYTHING))) == canonical(loaded)


@pytest.mark.parametrize("name", QUERIES)
def test_an_engine_answers_as_kgbuild_does(
    engine: Engine, answers: dict[str, bytes], name: str
) -> None:
    ours, theirs = read(answers[name]), read(engine.ask(QUERIES[name].sparql))

    assert theirs.columns == ours.columns
    assert Counter(theirs.rows) == Counter(ours.rows)
    if engine.name in ORDERED:
        assert theirs.rows == ours.rows
