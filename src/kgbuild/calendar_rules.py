"""How the parts of a date expression become a date: a table of rules, by name."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from kgbuild.calendar_arithmetic import Told, move, shift, told_on, write_date
from kgbuild.calendar_grammar import Parts, Pattern, Rule

# In news, a month without a year that is up to three months ahead of the publication is ahead.
_MONTHS_AHEAD = 3


def _year_of(parts: Parts, told: Told) -> int | None:
    """The year that is said, in digits or as last, this or next year."""
    if parts.year is not None or parts.which is None or told.year is None:
        return parts.year
    return told.year + parts.which


def _nearest_year(parts: Parts, told: Told) -> int | None:
    """The year of a month or day that is said without one."""
    if parts.month is None or told.year is None or told.month is None:
        return None
    years = range(told.year - 8, told.year + 9)  # 29 February can be eight years away
    fitting = [year for year in years if write_date(year, parts.month, parts.day)]
    for year in range(told.year - 1, told.year + 2):
        if parts.weekday and year in fitting and _weekday(year, parts) == parts.weekday:
            return year
    months_away = {year: 12 * (year - told.year) + parts.month - told.month for year in fitting}
    if told.upcoming:
        return min((year for year, away in months_away.items() if away >= 0), default=None)
    ahead = _MONTHS_AHEAD if told.upcoming is None else 0
    return max((year for year, away in months_away.items() if away <= ahead), default=None)


def _weekday(year: int, parts: Parts) -> int | None:
    day = write_date(year, parts.month, parts.day)
    return date.fromisoformat(day).isoweekday() if day and parts.day else None


def _calendar(parts: Parts, _: Pattern, told: Told) -> str | None:
    year = _year_of(parts, told)
    if year is None and parts.which is None:
        year = _nearest_year(parts, told)
    elif year and parts.month and parts.month_end and parts.month_end < parts.month:
        year -= 1
    return write_date(year, parts.month, parts.day)


def _numeric(parts: Parts, *_: object) -> str | None:
    """Two numbers and a year: the year alone where either number could be the month."""
    first, second = parts.first or 0, parts.second or 0
    day_first = write_date(parts.year, second, first)
    month_first = write_date(parts.year, first, second)
    if parts.separator == "." and day_first:
        return day_first
    if day_first and month_first and day_first != month_first:
        return write_date(parts.year)
    return day_first or month_first


def _day_of_month(parts: Parts, _: Pattern, told: Told) -> str | None:
    """The 17th: of the publication's month, or of the one before or, looking ahead, after it."""
    if told.day is None or parts.day is None:
        return None
    months = parts.which or 0
    if parts.which is None and told.upcoming:
        months = int(parts.day < told.day.day)
    elif parts.which is None:
        months = -int(parts.day > told.day.day)
    month = shift(told, "month", months)
    return write_date(int(month[:4]), int(month[5:]), parts.day) if month else None


def _year(parts: Parts, _: Pattern, told: Told) -> str | None:
    if parts.month and parts.month_end and parts.month_end < parts.month:
        return None
    if parts.month and parts.year is None and parts.which is None:
        return write_date(_nearest_year(parts, told))
    return write_date(_year_of(parts, told))


def _season(parts: Parts, _: Pattern, told: Told) -> str | None:
    """The year of a season: none for winter, which lies in two, or where two seasons fit."""
    if told.year is None or told.month is None or parts.season in (None, 12):
        return None
    begun = told.month >= (parts.season or 0)
    sure = {-1: not begun, 0: True, 1: begun}[parts.which or 0]
    return write_date(told.year + (parts.which or 0)) if sure else None


def _told_unit(parts: Parts, pattern: Pattern, told: Told) -> str | None:
    return shift(told, parts.unit or pattern.unit, pattern.shift + (parts.which or 0))


def _told_quarter(parts: Parts, _: Pattern, told: Told) -> str | None:
    """The year of a quarter, which is all that we can write."""
    if told.year is None or told.month is None or parts.which is None:
        return None
    return write_date(told.year + ((told.month - 1) // 3 + parts.which) // 4)


def _told_before(parts: Parts, pattern: Pattern, told: Told) -> str | None:
    """The same day, the following month, two years later: than the date that the text told last."""
    unit = parts.unit or pattern.unit
    amount = pattern.shift * (1 if parts.count is None else parts.count)
    return None if unit == "week" else shift(told_on(told.before), unit, amount)


def _ago(parts: Parts, _: Pattern, told: Told) -> str | None:
    if parts.vague or parts.unit is None or parts.count is None:
        return None
    return shift(told, parts.unit, -parts.count)


def _told_month(parts: Parts, pattern: Pattern, told: Told) -> str | None:
    """Last, this or next July: not the publication's own month where it says last or next."""
    if told.year is None or told.month is None or parts.month is None:
        return None
    past = pattern.shift < 0 and parts.month >= told.month
    future = pattern.shift > 0 and parts.month <= told.month
    return write_date(told.year - past + future, parts.month)


def _days_since(parts: Parts, told: Told) -> int:
    """Days from the last such weekday to the publication day."""
    return (told.day.isoweekday() - parts.weekday) % 7 if told.day and parts.weekday else 0


def _nearest_weekday(parts: Parts, _: Pattern, told: Told) -> str | None:
    back = _days_since(parts, told)
    return move(told.day, -back % 7 if told.upcoming else -back)


def _weekday_before(parts: Parts, _: Pattern, told: Told) -> str | None:
    return move(told.day, -(_days_since(parts, told) or 7))


def _weekday_after(parts: Parts, _: Pattern, told: Told) -> str | None:
    return move(told.day, 7 - _days_since(parts, told))


def _weekday_of_week(parts: Parts, pattern: Pattern, told: Told) -> str | None:
    """A weekday of the publication's week, Monday to Sunday, or of one beside it."""
    if told.day is None or parts.weekday is None:
        return None
    weeks = pattern.shift + (parts.which or 0)
    return move(told.day, 7 * weeks + parts.weekday - told.day.isoweekday())


def _none(*_: object) -> None:
    """What has no date of its own, or none that we can write."""


RULES: Mapping[Rule, Callable[[Parts, Pattern, Told], str | None]] = MappingProxyType(
    {
        "calendar": _calendar,
        "numeric": _numeric,
        "day-of-month": _day_of_month,
        "year": _year,
        "season": _season,
        "told-unit": _told_unit,
        "told-quarter": _told_quarter,
        "told-before": _told_before,
        "ago": _ago,
        "told-month": _told_month,
        "weekday": _nearest_weekday,
        "weekday-before": _weekday_before,
        "weekday-of-week": _weekday_of_week,
        "weekday-after": _weekday_after,
        "none": _none,
    }
)
