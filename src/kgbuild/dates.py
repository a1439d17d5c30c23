"""Dates with their precision: found in a text, resolved against the publication date, compared.

A date is a string as precise as the text: YYYY, YYYY-MM or YYYY-MM-DD. No clock, no locale and no
time zone: what is told from the publication date stays unresolved without one.
"""

import re
from calendar import monthrange
from typing import Literal

from kgbuild.calendar_arithmetic import Told, told_on, write_date
from kgbuild.calendar_grammar import date_expressions, date_starts, read_parts
from kgbuild.calendar_rules import RULES
from kgbuild.records import PartialDate, Record

_LONGEST = 100  # characters of a date in a byline, with its time and zone
_PREPOSITION = re.compile(
    r"^(?:on|in|at|by|since|from|until|till|during|of|for|back in|as of)\s{1,3}", re.IGNORECASE
)
_MARKS = " ,;:-–—"
"""May end a token that ends with a date: `26 March 2025-`."""
_BASIC = re.compile(r"^([12][0-9]{3})([01][0-9])([0-3][0-9])(?:T[0-9]{4,6}Z?)?$")
_TIME = re.compile(
    r"[T ,@]*(?<![0-9])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"(?: ?[AaPp]\.?[Mm]\.?(?!\w))?"
    r"(?: ?(?:UTC|MSK|(?!SEPT|OCT|SAT|AUG)[A-Z]{1,4}T|Z|[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+)\b)?"
    r"(?: ?[+-][0-9]{2}:?[0-9]{2})?(?: \([A-Za-z ]{2,40}\))?"
)
_LABEL = re.compile(
    r"^(?:(?:(?:first|last) )?(?:published|posted|updated|released?|issued|dated?)(?: on| at)?\b)?"
    r"[ :,;|·•–—-]*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:\b(?:at|on)|[ ,;|·•–—-]|\b[0-9]{1,2} ?min(?:ute)?s?\.? read)+$")


class DateSpan(Record):
    """A date expression in a text: `text == whole[start:end]`."""

    start: int
    end: int
    text: str
    pattern: str
    """Its name in `data/dates.toml`."""


def find_dates(text: str) -> list[DateSpan]:
    """All date expressions of a text, in its order; of two that overlap, the longer."""
    found = [
        (*match.span("span"), pattern.name)
        for place in date_starts().finditer(text)
        for pattern, here, _ in date_expressions()
        if (match := here.match(text, place.start()))
    ]
    taken = bytearray(len(text))
    spans = []
    for start, end, name in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            spans.append(DateSpan(start=start, end=end, text=text[start:end], pattern=name))
    return sorted(spans, key=lambda span: span.start)


def resolve_date(
    expression: str,
    *,
    published: PartialDate | None,
    upcoming: bool | None = None,
    before: PartialDate | None = None,
) -> PartialDate | None:
    """The date that an expression means, or None where it is not known or not precise enough.

    `upcoming` says whether the sentence looks ahead, where the caller knows. A weekday is the last
    one up to the publication day, with `upcoming` the next one. So is a month or day without a
    year; if nobody knows, up to three months ahead of the publication count as ahead. The
    publication's own month is this year's, and a weekday that fits a day and month tells the year.
    A range of days means its first day. A week means the month that it lies in as a whole, else the
    year; decades have no form of their own: None. `the same day` and `a year later` count from
    `before`, the date that the text told last.
    """
    told = told_on(published, upcoming=upcoming, before=before)
    words = _PREPOSITION.sub("", expression.strip().rstrip(_MARKS))
    for pattern, _, whole in date_expressions():
        if match := whole.fullmatch(words):
            return RULES[pattern.rule](read_parts(match), pattern, told)
    return None


def parse_date(text: str) -> PartialDate | None:
    """The date that a whole byline or metadata value is, or None: nothing else may stand there.

    Reads ISO 8601, RFC 822, the output of Unix `date` and dates in English words; the calendar day
    as written, whatever the zone. A day and month that could be either way round: the year only.
    """
    words = " ".join(text.split())
    if len(words) > _LONGEST:
        return None
    words = " ".join(_TIME.sub(" ", _BASIC.sub(r"\1-\2-\3", words), count=1).split())
    words = _TAIL.sub("", _LABEL.sub("", words))
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", words):
        return write_date(int(words[:4]), int(words[5:]))
    for pattern, _, whole in date_expressions():
        if pattern.byline and (match := whole.fullmatch(words) or whole.fullmatch(words.title())):
            return RULES[pattern.rule](read_parts(match), pattern, Told())
    return None


def precision(date: PartialDate) -> Literal["year", "month", "day"]:
    """How precise a date is."""
    steps: tuple[Literal["year", "month", "day"], ...] = ("year", "month", "day")
    return steps[date.count("-")]


def earliest(date: PartialDate) -> str:
    """The first day that a date can mean, YYYY-MM-DD."""
    return date + "-01-01"[len(date) - 4 :]


def latest(date: PartialDate) -> str:
    """The last day that a date can mean, YYYY-MM-DD."""
    if precision(date) == "day":
        return date
    month = date if precision(date) == "month" else f"{date}-12"
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]}"


def agrees(a: PartialDate, b: PartialDate) -> bool:
    """Whether two dates can be one: what one says is the beginning of the other."""
    return a.startswith(b) or b.startswith(a)
