"""Dates in the passage of a deal that belong to something else: a party, a remark, a plan.

The words that show it stand in `data/patterns/timing.toml`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise, takewhile
from types import MappingProxyType

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kgbuild.records import Modality
from kgbuild.words import WordList

_REACH = 25
"""Words before a date that may say what it belongs to."""
_COMMAS = frozenset({",", ";", "–", "—"})
_NEAR = 8
"""Words between `founded` and a date."""
_OWNER = 4
"""Words before `founded` that may name the deal."""


@cache
def timing_words() -> Mapping[str, WordList]:
    """The lists of `data/patterns/timing.toml` by name."""
    text = (files("kgbuild") / "data" / "patterns" / "timing.toml").read_text("utf-8")
    lists = tomllib.loads(text)["timing"]
    return MappingProxyType({name: WordList.model_validate(item) for name, item in lists.items()})


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(timing_words()[name].words.split())


def holds(tokens: Iterable[Token], name: str) -> bool:
    """Whether one of the tokens is a word of a list."""
    return not _words(name).isdisjoint(token.lower_ for token in tokens)


@dataclass(frozen=True)
class Saying:
    """What a passage says of a deal, with characters `start` to `end` of the document."""

    passage: DocSpan
    start: int
    end: int
    modality: Modality


def distance(date: DocSpan, saying: Saying) -> int:
    """Characters between a date, with its preposition, and what is said."""
    first = date.start
    while first > saying.passage.start and holds([date.doc[first - 1]], "openers"):
        first -= 1
    return max(saying.start - date.end_char, date.doc[first].idx - saying.end, 0)


def is_bystander(date: DocSpan, saying: Saying, *, exact: bool) -> bool:
    """Whether a date belongs to something else than the deal; `exact` where it is a day."""
    before = list(saying.passage.doc[max(saying.passage.start, date.start - _REACH) : date.start])
    return (
        _is_limit(before)
        or _is_of_origin(before)
        or _is_in_remark(before, date, saying)
        or (saying.modality != "Planned" and _is_of_plan(before, saying, exact=exact))
    )


def _is_limit(before: list[Token]) -> bool:
    """`until 2030`, `results of 2024`, `between 2019 and 2021`: the second of the two."""
    if before and before[-1].lower_ in {"the", "a"}:
        before = before[:-1]
    last, lead = before[-1:], before[-2:-1]
    if holds(last, "limits"):
        return True
    if last and last[0].lower_ == "of":
        return not holds(lead, "day_parts") and not holds(lead, "deals")
    between = any(token.lower_ == "between" for token in before)
    return bool(last) and last[0].lower_ == "and" and between and lead[0].ent_type_ == "Date"


def _is_of_origin(before: list[Token]) -> bool:
    """`founded in Rotterdam in 1952`, but not `a venture founded in 1952`."""
    for i in range(len(before) - 1, max(-1, len(before) - 1 - _NEAR), -1):
        if before[i].text in _COMMAS or holds([before[i]], "deals"):
            return False
        if holds([before[i]], "origins"):
            return not holds(before[max(0, i - _OWNER) : i], "deals")
    return False


def _is_in_remark(before: list[Token], date: DocSpan, saying: Saying) -> bool:
    """`, which opened in May`, but not `, which signed a deal with Delta Grain in May`."""
    for i in range(len(before) - 1, -1, -1):
        if before[i].text in _COMMAS:
            return _opens_clause(before[i + 1 :]) and _is_apart(before[i], date, saying)
        if holds([before[i]], "relatives"):
            return _is_apart(before[i], date, saying)
    return False


def _opens_clause(words: list[Token]) -> bool:
    """`, with the price falling`, `, adding`, `, and grew`: it tells of no deal."""
    if not words or holds(words, "deals") or holds(words, "saying"):
        return False
    if words[0].lower_ in {"and", "but"}:
        return _is_verb(words[1:2])
    return holds(words[:1], "clauses") or words[0].lower_.endswith("ing")


def _is_verb(word: list[Token]) -> bool:
    """Whether a word after `to` or `and` may be a verb: no name, number or article."""
    return bool(word) and word[0].is_lower and word[0].is_alpha and not holds(word, "articles")


def _is_apart(opener: Token, date: DocSpan, saying: Saying) -> bool:
    """Whether what this word opens holds neither end of what is said."""
    if not saying.start <= opener.idx < saying.end:
        return opener.idx >= saying.end or date.end_char <= saying.start
    rest = takewhile(lambda token: token.idx < saying.end, date.doc[date.end :])
    return any(token.text in _COMMAS for token in rest)


def _is_of_plan(before: list[Token], saying: Saying, *, exact: bool) -> bool:
    """`expected to close on 3 May`, `to build a plant in May`: after what is said."""
    after = [token for token in before if token.idx >= saying.end]
    if holds(after, "ahead"):
        return True
    return not exact and any(one.lower_ == "to" and _is_verb([two]) for one, two in pairwise(after))
