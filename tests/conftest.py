"""What several test modules share."""

from pathlib import Path

import pytest
from hypothesis import settings

from kgbuild.config import Config
from kgbuild.pipeline import build

# A busy machine is no error: what is slow is measured in `bench/`, not by a deadline here.
settings.register_profile("kgbuild", deadline=None)
settings.load_profile("kgbuild")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def raw_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph folder of `data/raw`, built once."""
    out = tmp_path_factory.mktemp("raw") / "graph"
    build([ROOT / "data" / "raw"], out, config=Config())
    return out
