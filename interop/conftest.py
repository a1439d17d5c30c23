"""Two builds: of the sample texts, and of these with two more, about which the queries ask too."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from interop.engines import NEW, OLD, Builds
from kgbuild.config import Config
from kgbuild.pipeline import build

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "data" / "raw"


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """Build both graphs, once."""
    folder = tmp_path_factory.mktemp("builds")
    old, new, both = folder / "old", folder / "new", folder / "both.nq"
    build([SAMPLES], old, config=Config())
    build([SAMPLES, HERE / "texts"], new, config=Config())
    quads = [*_placed(old, ox.NamedNode(OLD)), *_placed(new, ox.NamedNode(NEW)), *_placed(new)]
    ox.serialize(quads, str(both), ox.RdfFormat.N_QUADS)
    return Builds(old, new, both)


def _placed(build: Path, graph: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
    """Give the triples of a build as quads of one graph."""
    for each in ox.parse(path=str(build / "graph.ttl"), format=ox.RdfFormat.TURTLE):
        yield ox.Quad(each.subject, each.predicate, each.object, graph)
