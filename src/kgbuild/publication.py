"""When a text was published and its headline, as far as the text itself says so.

What a story merely mentions is never taken: a date must stand in the address, in a dateline, in
a line that is a date and little else, or beside "today". Without one there is no date.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple, get_args

from kgbuild.dates import find_dates, parse_date, resolve_date
from kgbuild.publication_rules import Kind, publication_rules
from kgbuild.records import PartialDate

_ADDRESS = re.compile(r"(?:[\w ]{1,20}:\s*)?((?:https?://|www\.)\S+)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ABBREVIATION = re.compile(r"(?:^|\s)(?:[A-Z][a-z]{0,3}|(?:[A-Z]\.)+[A-Z])\.$")
_SENTENCE_BREAK = re.compile(r"[a-z0-9]{3}\.\s+[A-Z]")
_YEAR = re.compile(r"(?<![\d,$€£-])(?<!\d\.)(?:19|20)\d\d(?!,?\d)")
_DATING: tuple[Kind, ...] = ("published", "dateline", "dated", "byline", "updated", "month")
_OWN: tuple[Kind, ...] = ("published", "dateline", "dated", "month", "yearless")


class Telling(NamedTuple):
    """A date in a line, and where its words stand there."""

    date: PartialDate
    start: int
    end: int


def publication_date(text: str, *, url: str | None = None) -> PartialDate | None:
    """The date that the text gives as its own, as precise as there; `url` is its address."""
    by_address = address_date(url or address(text) or "")
    lines = _first_lines(text)
    by_text = _text_date(lines) or _yearless_date(lines, text, by_address)
    if by_address and not (by_text or "").startswith(by_address):
        return by_address
    return by_text


def dateline(text: str, *, published: PartialDate) -> tuple[int, int] | None:
    """Where the text says that its news is of then: the date of its dateline, no mere byline."""
    rules = publication_rules()
    heads = list(islice(_placed_lines(text), rules.first_lines))
    for kind in _OWN:
        for place, line in heads:
            for told in _tellings(line[: rules.line_length], kind, year=published[:4]):
                if published.startswith(told.date):
                    return place + told.start, place + told.end
    return None


def address_date(url: str) -> PartialDate | None:
    """The date in an address; a day and month that could be either way round are no date."""
    for rule in publication_rules().url:
        for match in rule.pattern.finditer(url):
            if found := _calendar_date(match.groupdict()):
                return found
    return None


def address(text: str) -> str | None:
    """The address in the first line of a text, if that line holds nothing else."""
    match = _ADDRESS.fullmatch(next(_lines(text), ""))
    return match[1] if match else None


def title(text: str) -> str | None:
    """The headline: one of the first three lines that is no address, date or whole paragraph."""
    lines = [line for line in islice(_lines(text), 5) if not _ADDRESS.fullmatch(line)]
    for line, following in zip(lines[:3], [*lines[1:], ""], strict=False):
        if _is_headline(line, following):
            return " ".join(line.split())
        if len(line) > 60:
            return None
    return None


def agreed(dates: Sequence[PartialDate]) -> PartialDate | None:
    """The most precise of some dates if the others say the same, less precisely."""
    finest = max(dates, key=len, default=None)
    return finest if finest and all(finest.startswith(told) for told in dates) else None


def _lines(text: str) -> Iterator[str]:
    """The lines with text in them, stripped, one after the other."""
    return (line for _, line in _placed_lines(text))


def _placed_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with text in them, stripped, each with the place where it starts."""
    for match in re.finditer(r"[^\n]+", text):
        if line := match[0].strip():
            yield match.start() + match[0].index(line[0]), line


def _first_lines(text: str) -> list[str]:
    """The head of the text: so much of its first lines as the rules look at."""
    rules = publication_rules()
    return [line[: rules.line_length] for line in islice(_lines(text), rules.first_lines)]


def _calendar_date(groups: Mapping[str, str | None]) -> PartialDate | None:
    """YYYY-MM-DD or YYYY-MM from the groups y, m or mon, and d, if the calendar holds it."""
    month = groups.get("m") or str(_MONTHS.index(groups.get("mon") or "jan") + 1)
    day = groups.get("d")
    try:
        found = date(int(groups["y"] or 0), int(month), int(day or 1)).isoformat()
    except ValueError:
        return None
    return found if day else found[:7]


def _text_date(lines: Sequence[str]) -> PartialDate | None:
    """The date of the first kind that the lines hold: the first dateline, or what all agree on."""
    for kind in get_args(Kind):
        if found := [told for line in lines for told in _dates_of(line, kind)]:
            return found[0] if kind == "dateline" else agreed(found)
    return None


def _dates_of(line: str, kind: Kind, *, year: str = "") -> Iterator[PartialDate]:
    """The dates that a line tells as a dateline, byline ...: at least to the month."""
    return (told.date for told in _tellings(line, kind, year=year))


def _tellings(line: str, kind: Kind, *, year: str) -> Iterator[Telling]:
    """The same dates with their places; `year` is that of a dateline without one."""
    for rule in publication_rules().text:
        if rule.kind == kind and (match := rule.pattern.search(line)):
            groups = match.groupdict()
            words = groups.get("date") or f"{groups['day_month']} {groups.get('year') or year}"
            told = parse_date(words.replace(",", " "))
            if told and len(told) > 4 and _is_place(groups.get("place")):
                first = "date" if groups.get("date") else "day_month"
                yield Telling(told, *match.span(first))


def _yearless_date(
    lines: Sequence[str], text: str, by_address: PartialDate | None
) -> PartialDate | None:
    """The dateline's day and month with the year of the address, or of the text's own dates."""
    # A leap year, so that 29 February is a date too.
    found = [told for line in lines for told in _dates_of(line, "yearless", year="2000")]
    if not found:
        return None
    year = by_address[:4] if by_address else _year_around(int(found[0][5:7]), text)
    return parse_date(f"{year}{found[0][4:]}") if year else None


def _year_around(month: int, text: str) -> str | None:
    """The year that puts the month within one month of all dates that could be near it.

    It must also be the year that the text names most, and at least twice.
    """
    told = [resolve_date(span.text, published=None) for span in find_dates(text)]
    near = {_nearest_year(month, day) for day in told if day and len(day) > 4} - {None}
    years = Counter(match[0] for match in _YEAR.finditer(text))
    year = near.pop() if len(near) == 1 else None
    return year if year and years[year] == max([2, *years.values()]) else None


def _nearest_year(month: int, day: PartialDate) -> str | None:
    """The year in which the month is at most one month from the day's."""
    away = (int(day[5:7]) - month + 6) % 12 - 6
    if abs(away) > 1:
        return None
    return str((int(day[:4]) * 12 + int(day[5:7]) - 1 - away) // 12)


def _is_place(words: str | None) -> bool:
    """Whether a dateline's place could be one: a capital first, few words, none of a sentence."""
    if words is None:
        return True
    tokens = re.findall(r"\w+", words)
    states = [token for token in tokens if len(token) == 2 and token.isupper()]
    refused = publication_rules().not_in_place.intersection(
        token.casefold() for token in tokens if token not in states
    )
    return words[0].isupper() and len(tokens) <= 8 and not refused


def _is_headline(line: str, following: str) -> bool:
    """Whether a line is a headline; above a line with a date it may end like a sentence."""
    if not 3 <= len(line.split()) <= 35 or len(line) > 220 or _SENTENCE_BREAK.search(line):
        return False
    if _is_dated(line):
        return False
    plain_end = not line.endswith((".", ":", ";", ",")) or bool(_ABBREVIATION.search(line))
    return plain_end or _is_dated(following)


def _is_dated(line: str) -> bool:
    """Whether a line is there to tell the date."""
    head = line[: publication_rules().line_length]
    return any(True for kind in _DATING for _ in _dates_of(head, kind))
