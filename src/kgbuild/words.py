"""Word lists: the small closed ones of `data/words.toml`, and rows of `data/gazetteers`."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from kgbuild.records import Record


class WordList(Record):
    """Words, what they are for, and an example."""

    use: str
    words: str
    example: str


@cache
def word_lists() -> dict[str, WordList]:
    """All lists by name, read once in a process."""
    text = (files("kgbuild") / "data" / "words.toml").read_text("utf-8")
    return {name: WordList.model_validate(item) for name, item in tomllib.loads(text).items()}


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list, lower case."""
    return frozenset(word_lists()[name].words.split())


def rows(name: str) -> Iterator[list[str]]:
    """The rows of one list, split at tabs, comments left out."""
    path = files("kgbuild") / "data" / "gazetteers" / f"{name}.txt"
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
