"""The small closed word lists of `data/words.toml`."""

import tomllib
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
