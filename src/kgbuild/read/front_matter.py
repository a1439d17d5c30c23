"""The block between two lines `---` at the start of a text: YAML fields about the text."""

import re
from collections.abc import Mapping

import yaml

_BLOCK = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*:\s+(.+)")
_LONGEST = 20_000
"""Characters: a longer block is no front matter, and YAML is slow."""


def split_front_matter(text: str) -> tuple[Mapping[str, object], str, tuple[str, ...]]:
    """The fields, the text after them, and a note where they are no valid YAML.

    Without such a block: no fields and the whole text.
    """
    match = _BLOCK.match(text[:_LONGEST])
    if not match:
        return {}, text, ()
    fields, notes = _fields(match[1])
    return (fields, text[match.end() :], notes) if fields else ({}, text, ())


def _fields(block: str) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """The fields of a block; where it is no YAML, those that stand one on a line."""
    try:
        # Strings only: YAML would make 2025-03 a text, 2025-03-26 a date, and fail on 2025-02-30.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        lines = (_FIELD.match(line.strip()) for line in block.splitlines())
        fields: dict[str, object] = {m[1]: m[2].strip(" \"'") for m in lines if m}
        return fields, ("front matter is not valid YAML: read line by line",)
    return (loaded, ()) if isinstance(loaded, dict) else ({}, ())
