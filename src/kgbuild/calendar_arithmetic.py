"""Days, weeks, months and years counted from the publication date, and dates in digits."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from kgbuild.calendar_grammar import Unit
from kgbuild.records import PartialDate


class Told(NamedTuple):
    """When a text was published, and what else dates its words: as far as we know."""

    year: int | None = None
    month: int | None = None
    day: date | None = None
    upcoming: bool | None = None
    """Whether the sentence looks ahead."""
    before: PartialDate | None = None
    """The date that the text told last."""


def told_on(
    published: PartialDate | None,
    *,
    upcoming: bool | None = None,
    before: PartialDate | None = None,
) -> Told:
    """The publication date in its parts."""
    if published is None:
        return Told(upcoming=upcoming, before=before)
    year, month, day = [*map(int, published.split("-")), None, None][:3]
    return Told(year, month, date.fromisoformat(published) if day else None, upcoming, before)


def write_date(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """A date in digits, as precise as what is given; None if no calendar holds it."""
    if year is None or not 1 <= year <= 9999 or (day is not None and month is None):
        return None
    if month is None:
        return f"{year:04}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    fits = 1 <= day <= monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}" if fits else None


def move(day: date | None, days: int) -> str | None:
    """The day so many days later; None before year 1 and after 9999."""
    if day is None:
        return None
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal).isoformat() if 1 <= ordinal <= date.max.toordinal() else None


def shift(told: Told, unit: Unit, amount: int) -> str | None:
    """So many units from the publication date, as precise as the unit."""
    if unit == "day":
        return move(told.day, amount)
    if unit == "week":
        return _week(told.day, amount)
    if unit == "month" and told.year and told.month:
        years, months = divmod(told.month - 1 + amount, 12)
        return write_date(told.year + years, months + 1)
    return write_date(told.year + amount) if unit == "year" and told.year else None


def _week(day: date | None, weeks: int) -> str | None:
    """The month or year that a week lies in as a whole, whether it begins on Sunday or Monday."""
    if day is None:
        return None
    monday = 7 * weeks + 1 - day.isoweekday()
    ends = [move(day, monday - 1), move(day, monday + 6)]
    first, last = (end or "" for end in ends)
    return next((first[:n] for n in (7, 4) if first[:n] == last[:n] != ""), None)
