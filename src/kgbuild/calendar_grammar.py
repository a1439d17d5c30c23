"""The date expressions of `data/dates.toml`, compiled; what a match holds, as numbers."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, NamedTuple

from pydantic import Field

from kgbuild.records import Record

Unit = Literal["day", "week", "month", "year"]
Rule = Literal[
    "calendar",
    "numeric",
    "day-of-month",
    "year",
    "season",
    "told-unit",
    "told-quarter",
    "told-before",
    "ago",
    "told-month",
    "weekday",
    "weekday-before",
    "weekday-of-week",
    "weekday-after",
    "none",
]

_GAP = r"(?:(?:[^\S\n]{1,3}\n?|\n)[^\S\n]{0,2})"  # a run of spaces, at most one line break in it
_FRAGMENT = re.compile(r"\{([a-z_]+?)(_2|_end)?\}")


class Pattern(Record):
    """One kind of date expression."""

    name: str
    rule: Rule
    regex: str
    cue: str | None = None
    """What must stand before it in a text."""
    byline: bool = False
    """Whether it may stand alone in a byline or in metadata."""
    unit: Unit = "day"
    shift: int = 0
    example: str
    means: str


class Table(Record):
    """What `data/dates.toml` holds: word tables (number to its words), fragments, patterns."""

    months: dict[int, tuple[str, ...]]
    weekdays: dict[int, tuple[str, ...]]
    numbers: dict[int, tuple[str, ...]]
    seasons: dict[int, tuple[str, ...]]
    which: dict[int, tuple[str, ...]]
    fragments: dict[str, str]
    patterns: tuple[Pattern, ...] = Field(alias="pattern")


class Expression(NamedTuple):
    """A pattern, ready to match in a text and to read a whole expression."""

    pattern: Pattern
    here: re.Pattern[str]
    """Matches where the cue begins; its group `span` is the expression."""
    whole: re.Pattern[str]


class Parts(Record):
    """What an expression holds, as numbers; None where it does not say."""

    year: int | None = None
    month: int | None = None
    month_end: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    """The month in which the season begins."""
    which: int | None = None
    """-1 last, 0 this, 1 next."""
    count: int | None = None
    unit: Unit | None = None
    first: int | None = None
    second: int | None = None
    separator: str | None = None
    """`first`, it and `second`: the 03, / and 04 of 03/04/2025."""
    vague: str | None = None
    """The word that makes a number a rough one."""


@cache
def date_expressions() -> tuple[Expression, ...]:
    """All expressions, in the order of the file."""
    table = _table()
    fragments = table.fragments | _word_fragments(table)
    return tuple(_compiled(pattern, fragments) for pattern in table.patterns)


@cache
def date_starts() -> re.Pattern[str]:
    """Matches the empty string before all that may be an expression: one quick search for all."""
    bodies = [expression.here.pattern for expression in date_expressions()]
    unnamed = [re.sub(r"\(\?P<\w+>", "(?:", body) for body in bodies]
    either = "|".join(re.sub(r"\(\?P=\w+\)", ".", body) for body in unnamed)
    return re.compile(rf"(?<!\w)(?=[\w'’])(?={either})", re.IGNORECASE)


def read_parts(match: re.Match[str]) -> Parts:
    """What the groups of a match say."""
    held = {name: text for name, text in match.groupdict().items() if text and name != "span"}
    parts = {name.removesuffix("_2"): _value(text) for name, text in held.items()}
    short = parts.pop("short", None)
    return Parts.model_validate(parts | ({"year": f"20{short}"} if short else {}))


def _value(text: str) -> int | str:
    words = re.split(r"[\s-]+", text.lower().rstrip("."))
    known = _word_values()
    return sum(known[word] for word in words) if known.keys() >= set(words) else text.lower()


def _compiled(pattern: Pattern, fragments: Mapping[str, str]) -> Expression:
    body = _expanded(pattern.regex, fragments)
    cue = rf"(?:{pattern.cue}) " if pattern.cue else ""
    here = rf"{cue}(?P<span>{body})(?!\w)"
    return Expression(
        pattern,
        re.compile(here.replace(" ", _GAP), re.IGNORECASE),
        re.compile(body.replace(" ", _GAP), re.IGNORECASE),
    )


def _expanded(template: str, fragments: Mapping[str, str]) -> str:
    """Put the fragments in; `{day_2}` is `{day}` with its groups renamed to `day_2`."""

    def put(found: re.Match[str]) -> str:
        body = _expanded(fragments[found[1]], fragments)
        return re.sub(r"\(\?P<(\w+)>", rf"(?P<\1{found[2] or ''}>", body)

    return _FRAGMENT.sub(put, template)


@cache
def _table() -> Table:
    text = (files("kgbuild") / "data" / "dates.toml").read_text(encoding="utf-8")
    return Table.model_validate(tomllib.loads(text))


@cache
def _word_values() -> Mapping[str, int]:
    table = _table()
    tables = (table.months, table.weekdays, table.numbers, table.seasons, table.which)
    return MappingProxyType(
        {
            word.lower(): number
            for words in tables
            for number, names in words.items()
            for word in names
        }
    )


def _word_fragments(table: Table) -> dict[str, str]:
    """The fragments that the word tables make."""
    tens = _either(word for n, words in table.numbers.items() if n >= 20 for word in words)
    ones = _either(word for n, words in table.numbers.items() if n < 10 for word in words)
    numbers = _either(word for words in table.numbers.values() for word in words)
    return {
        "month": f"(?P<month>{_names(table.months, short=False)})",
        "any_month": f"(?P<month>{_names(table.months, short=True)})",
        "weekday": f"(?P<weekday>{_names(table.weekdays, short=False)})",
        "any_weekday": f"(?P<weekday>{_names(table.weekdays, short=True)})",
        "season": f"(?P<season>{_either(w for words in table.seasons.values() for w in words)})",
        "which": f"(?P<which>{_either(w for words in table.which.values() for w in words)})",
        "count": f"(?P<count>[0-9]{{1,3}}|{tens}(?:-| ){ones}|{numbers})",
    }


def _names(table: Mapping[int, tuple[str, ...]], *, short: bool) -> str:
    """Names as texts capitalise them, so that `may` and `march` are no months."""
    full = [names[0] for names in table.values()]
    cut = [f"{name}." for names in table.values() for name in names[1:]] if short else []
    return f"(?-i:{_either(case for name in full + cut for case in (name, name.upper()))})"


def _either(words: Iterable[str]) -> str:
    """One of the words, the longest first; a dot at the end may be missing."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.sub(r"\.$", r"\\.?", word) for word in longest_first) + ")"
