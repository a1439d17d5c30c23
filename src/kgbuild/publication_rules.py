"""The patterns of `data/publication.toml`: where a text or a web page says when it appeared."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from kgbuild.records import PartialDate, Record

Kind = Literal[
    "published", "dateline", "dated", "byline", "today", "headline", "updated", "month", "yearless"
]
"""What a line of text is that tells the date, in the order in which they count."""


class Rule(Record):
    """A pattern for a date, with an example and the date it must give there."""

    pattern: re.Pattern[str]
    example: str
    date: PartialDate


class TextRule(Rule):
    """A pattern for a line of text that tells the date."""

    kind: Kind


class PageRule(Rule):
    """Where the head of a web page tells the date; the pattern holds for the value."""

    xpath: str


class Rules(Record):
    """The content of `data/publication.toml`, its patterns compiled."""

    first_lines: int
    line_length: int
    not_in_place: frozenset[str]
    url: tuple[Rule, ...]
    html: tuple[PageRule, ...]
    text: tuple[TextRule, ...]


@cache
def publication_rules() -> Rules:
    """The patterns, read once."""
    table = tomllib.loads((files("kgbuild") / "data" / "publication.toml").read_text("utf-8"))
    parts = table.pop("parts")
    for rule in [*table["url"], *table["html"], *table["text"]]:
        rule["pattern"] = re.compile(_expand(rule.get("pattern", "(.+)"), parts))
    return Rules.model_validate(table)


def _expand(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern with each `{name}` replaced by the part of that name."""
    return re.sub(r"\{([a-z_]+)\}", lambda match: _expand(parts[match[1]], parts), pattern)
