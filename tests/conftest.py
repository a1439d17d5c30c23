"""What several test modules share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from kgbuild import cli
from kgbuild.config import Config
from kgbuild.pipeline import build

# A busy machine is no error: what is slow is measured in `bench/`, not by a deadline here.
settings.register_profile("kgbuild", deadline=None)
settings.load_profile("kgbuild")

ROOT = Path(__file__).parents[1]
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsysbinary: pytest.CaptureFixture[bytes]) -> Call:
    """Run a command line and give its exit code and what it printed."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = cli.run([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        assert b"Traceback" not in out + err
        return code, out.decode(), err.decode()

    return run


def wrong(result: tuple[int, str, str], *said: str) -> str:
    """Check that a command ended with one line about a wrong call; give the line."""
    code, _, err = result
    assert (code, err.count("\n")) == (2, 1), err
    assert err.startswith("kgbuild: error: ")
    for words in said:
        assert words in err
    return err


@pytest.fixture(scope="session")
def raw_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph folder of `data/raw`, built once."""
    out = tmp_path_factory.mktemp("raw") / "graph"
    build([ROOT / "data" / "raw"], out, config=Config())
    return out
