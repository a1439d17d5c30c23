"""The recipe and the data list, read from their files."""

import hashlib
import tomllib
from pathlib import Path

from pydantic import Field

from kgbuild.records import Record

HERE = Path(__file__).parent
BUILD = HERE / "build"
"""What training makes and git ignores: examples, checkpoints, weights."""


class Stage(Record):
    """One run over a mixture of data sets. The field names are those of `loop.Options`."""

    name: str
    epochs: float
    rate: float
    head_rate: float
    pieces: int
    sets: dict[str, float]


class Recipe(Record):
    """All stages, in their order."""

    seeds: tuple[int, ...] = Field(min_length=1)
    """The weights that ship are the mean over them; the first also draws the shared stages."""
    folds: int
    """Into so many parts is kgnews cut, by document."""
    held_out: int
    """The part that no weights that ship have seen: so what is measured is what ships."""
    mention_threshold: float
    stage: tuple[Stage, ...]


class DataSet(Record):
    """One source of training text: where it lies, what it is, what we take."""

    name: str
    path: str
    """Inside the data folder, or inside `training/`."""
    sha256: str | None = None
    licence: str
    cite: str
    take: str


class DataList(Record):
    """All data sets."""

    data: tuple[DataSet, ...] = Field(min_length=1)


def load_recipe() -> Recipe:
    """`recipe.toml`."""
    return Recipe.model_validate(tomllib.loads((HERE / "recipe.toml").read_text("utf-8")))


def load_data_list() -> dict[str, DataSet]:
    """`data.toml`, by name."""
    listed = DataList.model_validate(tomllib.loads((HERE / "data.toml").read_text("utf-8")))
    return {each.name: each for each in listed.data}


def checksum(path: Path) -> str:
    """Sha256 of a file, or of the names and bytes of all files in a folder."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(file.relative_to(path).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
