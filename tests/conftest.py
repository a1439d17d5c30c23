"""What several test modules share."""

from pathlib import Path

import pytest

from kgbuild.config import Config
from kgbuild.pipeline import build

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def raw_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph folder of `data/raw`, built once."""
    out = tmp_path_factory.mktemp("raw") / "graph"
    build([ROOT / "data" / "raw"], out, config=Config())
    return out
