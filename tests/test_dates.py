import csv
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from kgbuild.calendar_grammar import Expression, Rule, date_expressions
from kgbuild.calendar_rules import RULES
from kgbuild.dates import (
    DateSpan,
    agrees,
    earliest,
    find_dates,
    latest,
    parse_date,
    precision,
    resolve_date,
)
from kgbuild.records import PartialDate

PUBLISHED = "2025-03-26"  # a Wednesday
PARTIAL_DATE = TypeAdapter(PartialDate)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LOOKS_AHEAD = {"": None, "yes": True, "no": False}


def labelled() -> list[dict[str, str]]:
    with (Path(__file__).parent / "data" / "dates.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(text: str) -> list[str]:
    return [span.text for span in find_dates(text)]


@pytest.mark.parametrize(
    "row", labelled(), ids=lambda row: f"{row['expression']}-{row['expected']}"
)
def test_labelled_expressions_are_found_and_resolved(row: dict[str, str]) -> None:
    assert row["expression"] in texts(row["sentence"])
    value = resolve_date(
        row["expression"],
        published=row["published"] or None,
        upcoming=LOOKS_AHEAD[row["upcoming"]],
        before=row["before"] or None,
    )
    assert value == (row["expected"] or None)


@pytest.mark.parametrize("expression", date_expressions(), ids=lambda e: e.pattern.name)
def test_each_pattern_reads_its_own_example(expression: Expression) -> None:
    pattern = expression.pattern
    *earlier, span = find_dates(pattern.example)
    before = resolve_date(earlier[0].text, published=PUBLISHED) if earlier else None
    value = resolve_date(span.text, published=PUBLISHED, before=before)
    assert (len(earlier), span.pattern) == (int(pattern.rule == "told-before"), pattern.name)
    assert value == (pattern.means or None)


def test_each_rule_has_a_function_and_a_pattern() -> None:
    assert set(RULES) == set(get_args(Rule)) == {e.pattern.rule for e in date_expressions()}


def test_spans_say_where_what_and_why() -> None:
    assert find_dates("Bonn, May 8, 2024: It closed last year.") == [
        DateSpan(start=6, end=17, text="May 8, 2024", pattern="month-day"),
        DateSpan(start=29, end=38, text="last year", pattern="this-month-or-year"),
    ]


def test_the_longer_of_two_overlapping_expressions_wins() -> None:
    assert texts("It ran from 19 to 20 July 2022.") == ["19 to 20 July 2022"]


def test_a_line_break_may_stand_in_an_expression_but_no_blank_line() -> None:
    assert texts("in early\nMarch 2025") == ["early\nMarch 2025"]
    assert texts("It began in March\n\n2025 was a good year") == ["March"]


def test_a_list_of_years_has_one_span_for_each() -> None:
    assert texts("It won in 2019, 2020 and 2021.") == ["2019", "2020", "2021"]


@pytest.mark.parametrize(
    "text",
    [
        "It may be that they march on.",
        "Theresa May said so.",
        "Black Friday and Good Friday deals",
        "It opens every Tuesday.",
        "Sales doubled over the last year.",
        "A total of 2000 tonnes in 2000 stores",
        "It costs $2025, or 2025.5 euros.",
        "The ISO 9001:2015 certificate",
        "Trained on H100 chips",
        "USA Today reported it.",
        "The Audi Q4 40 is on the 5th floor.",
        "Room 2020 is open 24/7.",
        "A vision of tomorrow",
        "In today's world, it leads tomorrow’s market. Today's buyers like it.",
    ],
)
def test_what_only_looks_like_a_date_is_left(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize("lead", ["on", "since", "by", "from"])
def test_a_preposition_before_the_expression_changes_nothing(lead: str) -> None:
    assert resolve_date(f"{lead} March 25", published=PUBLISHED) == "2025-03-25"


@pytest.mark.parametrize("mark", [",", "-", " –", ": "])
def test_a_mark_after_the_expression_changes_nothing(mark: str) -> None:
    assert resolve_date(f"25 March 2025{mark}", published=None) == "2025-03-25"


@pytest.mark.parametrize("text", ["", "soon", "March 25 and 26 people", "in the future"])
def test_what_is_no_expression_has_no_date(text: str) -> None:
    assert resolve_date(text, published=PUBLISHED) is None


@pytest.mark.parametrize(
    ("expression", "published"),
    [
        ("yesterday", "0001-01-01"),
        ("last month", "0001-01"),
        ("two years ago", "0002"),
        ("tomorrow", "9999-12-31"),
        ("next month", "9999-12"),
        ("last week", "0001-01-03"),
        ("next week", "9999-12-28"),
    ],
)
def test_there_is_no_date_before_the_first_or_after_the_last(
    expression: str, published: str
) -> None:
    assert resolve_date(expression, published=published) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-05-21", "2021-05-21"),
        ("2021-05", "2021-05"),
        ("2010-12", "2010-12"),
        ("2021", "2021"),
        ("20210521", "2021-05-21"),
        ("20210521T090000Z", "2021-05-21"),
        ("2021-05-21T09:00:00+02:00", "2021-05-21"),
        ("2021-05-21T23:30:00.123Z", "2021-05-21"),
        ("2021-05-21 00:30:00 -1100", "2021-05-21"),
        ("Fri, 21 May 2021 09:00:00 +0200", "2021-05-21"),
        ("Fri, 21 May 2021 09:00:00 GMT", "2021-05-21"),
        ("Fri May 21 09:00:00 CEST 2021", "2021-05-21"),
        ("Fri May 21 2021 09:00:00 GMT+0200 (Central European Summer Time)", "2021-05-21"),
        ("16 July 2020", "2020-07-16"),
        ("16 July 2020 2 min. read", "2020-07-16"),
        ("July 16th, 2020", "2020-07-16"),
        ("july 16, 2020", "2020-07-16"),
        ("JULY 16, 2020", "2020-07-16"),
        ("10:15, 16 July 2020", "2020-07-16"),
        ("Published on 16 July 2020 at 10:15 am", "2020-07-16"),
        ("Updated: Mar 26, 2025 10:30 AM EST", "2025-03-26"),
        ("Monday Nov 17, 2025 @ 7:00 AM US/Central", "2025-11-17"),
        ("Thursday, 16 July 2020 | 10:00 UTC", "2020-07-16"),
        ("2020/07/16", "2020-07-16"),
        ("16.07.2020", "2020-07-16"),
        ("16-Jul-2020", "2020-07-16"),
        ("03/26/2025", "2025-03-26"),
        ("03/04/2025", "2025"),
        ("Jul 2020", "2020-07"),
    ],
)
def test_bylines_and_metadata_are_parsed(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Published",
        "yesterday",
        "16 July",
        "7/16/20",
        "Q1 2025",
        "by July 2020",
        "BERLIN, July 16, 2020",
        "July 16, 2020 Berlin",
        "2025-13",
        "2025-13-01",
        "2025-02-30",
        "1594857600",
        "16 July 2020, " * 20,
    ],
)
def test_what_is_not_only_a_date_is_refused(text: str) -> None:
    assert parse_date(text) is None


def test_bounds_and_precision_of_partial_dates() -> None:
    assert [(precision(d), earliest(d), latest(d)) for d in ("2024", "2024-02", "2024-02-03")] == [
        ("year", "2024-01-01", "2024-12-31"),
        ("month", "2024-02-01", "2024-02-29"),
        ("day", "2024-02-03", "2024-02-03"),
    ]


def test_dates_agree_where_one_is_the_beginning_of_the_other() -> None:
    assert agrees("2025", "2025-03-26")
    assert agrees("2025-03-26", "2025-03")
    assert not agrees("2025-03", "2025-04-01")


@pytest.mark.parametrize("part", ["in 2025, ", "1/1/", "and a half ", "May 5 to ", "  ", "'", "Z "])
def test_long_repetitions_end(part: str) -> None:
    assert len(find_dates(part * 5000)) <= 5000


WORDS = (
    "on", "in", "the", "last", "next", "this", "of", "early", "mid-", "and", "to", "later", "same",
    "ago", "year", "years", "month", "week", "day", "days", "half", "quarter", "fiscal", "a", "an",
    "two", "twenty-one", "0", "2", "12", "29", "30", "31st", "1999", "2025", "9999", "FY25", "Q1",
    "March", "May", "Sept.", "Feb", "Monday", "Tuesday,", "summer", "winter", "yesterday", "today",
    "2025-03-26", "03/04/2025", "-", "–", "/", ",", ".", "(", ")",
)  # fmt: skip
expressions = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.text(max_size=40)
dates = (
    st.dates().map(str)
    | st.dates().map(lambda d: str(d)[:7])
    | st.dates().map(lambda d: str(d)[:4])
)


@given(st.lists(expressions, max_size=4).map("\n".join))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for span in find_dates(text):
        assert end <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        end = span.end


@given(expressions, st.none() | dates, st.none() | st.booleans(), st.none() | dates)
def test_any_expression_resolves_to_a_date_or_none(
    expression: str, published: str | None, upcoming: bool | None, before: str | None
) -> None:
    for text in (expression, *texts(expression)):
        value = resolve_date(text, published=published, upcoming=upcoming, before=before)
        assert value is None or PARTIAL_DATE.validate_python(value) == value


@given(expressions | dates)
def test_any_text_parses_to_a_date_or_none(text: str) -> None:
    value = parse_date(text)
    assert value is None or PARTIAL_DATE.validate_python(value) == value


@given(dates)
def test_bounds_hold_the_date(value: str) -> None:
    assert earliest(value) <= latest(value)
    assert agrees(value, earliest(value))
    assert agrees(value, latest(value))


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
def test_written_days_come_back(day: date) -> None:
    month = MONTHS[day.month - 1]
    assert parse_date(f"{day.day} {month} {day.year}") == day.isoformat()
    assert texts(f"on {month} {day.day}, {day.year}.") == [f"{month} {day.day}, {day.year}"]
