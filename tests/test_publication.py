import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.publication import (
    address,
    address_date,
    agreed,
    dateline,
    publication_date,
    title,
)
from kgbuild.publication_rules import Rule, TextRule, publication_rules

RULES = publication_rules()


@pytest.mark.parametrize("rule", RULES.url, ids=lambda rule: rule.example)
def test_each_address_rule_gives_the_date_of_its_example(rule: Rule) -> None:
    assert rule.pattern.search(rule.example)
    assert address_date(rule.example) == rule.date


@pytest.mark.parametrize("rule", RULES.text, ids=lambda rule: rule.example[:40])
def test_each_text_rule_gives_the_date_of_its_example(rule: TextRule) -> None:
    assert rule.pattern.search(rule.example)
    assert publication_date(rule.example) == rule.date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("OTTAWA, Canada – August 16, 2023 - The group today announced", "2023-08-16"),
        ("Sunnyvale, CA, United States, 2016/01/19 - A solution", "2016-01-19"),
        ("NEW YORK — May 6, 2026 — The bank said", "2026-05-06"),
        ("(LONDON, Oct. 20, 2025) The bank said", "2025-10-20"),
        ("LONDON, 3 June 2024 (GLOBE NEWSWIRE) -- The bank said", "2024-06-03"),
        ("Austin, TX (Newsworthy) Monday Sep 23, 2024 @ 2:00 PM Central — The", "2024-09-23"),
        ("TORONTO, Ontario - (NewMediaWire) - November 04, 2024 - The miner", "2024-11-04"),
        ("New Milford, CT (March 5, 2025) - The partners", "2025-03-05"),
        ("TORONTO, ON / Wire / February 29, 2024 9:55", "2024-02-29"),
        ("DALLAS, TX -- April, 16th 2026 -- The company", "2026-04-16"),
        ("Carlsbad, CA – [December 10 , 2024] – In a move", "2024-12-10"),
        ("Yucca valley – January 26, 2026", "2026-01-26"),
        ("Northport, NPT3148, Ostmark - February 12, 2025 / Northwind /", "2025-02-12"),
        ("Bonn, 53113, Germany - February 12, 2025 / Northwind /", "2025-02-12"),
        ("Dallas, TX. December 23rd, 2025", "2025-12-23"),
        ("CAIRO - 26 July 2022: The minister", "2022-07-26"),
        ("SINGAPORE (Feb. 25, 2021) — While the wealth", "2021-02-25"),
        ("DAKAR, Senegal, Jul 25 2022 (IPS) - The conflict", "2022-07-25"),
        ("FORT MYERS, FL, April 15, 2025 [Some Newswire] – The lender", "2025-04-15"),
        ("Hong Kong, July 30, 2024 -(Some Newswire)-- The broker", "2024-07-30"),
        ("March 14, 2024. The platform has chosen", "2024-03-14"),
        ("27 JUN 2022", "2022-06-27"),
        ("2024-05-06", "2024-05-06"),
        ("Monday, 6 May 2024 10:15", "2024-05-06"),
        ("Posted on May 6, 2024 by Jane Doe", "2024-05-06"),
        ("FOR IMMEDIATE RELEASE: May 6, 2024", "2024-05-06"),
        ("By Jane Doe, May 6, 2024", "2024-05-06"),
        ("Last updated on 6 May 2024", "2024-05-06"),
        ("The launch had been set for today Friday 22nd July 2022 in Arusha", "2022-07-22"),
    ],
)
def test_a_dateline_or_byline_tells_the_date(line: str, date: str) -> None:
    assert publication_date(f"A headline of some words\n\n{line}\n\nMore of it.") == date


@pytest.mark.parametrize(
    "line",
    [
        "On May 8, 2024, the plant celebrated its six millionth car.",
        "The company was founded in Paris, May 5, 1987 - a long time ago.",
        "They signed the agreement on September 15, 2025.",
        "DATE: Tuesday, November 12, 2024",
        "WHEN: Tuesday, September 16, 2025, 2:30 to 3:15 p.m.",
        "Annual General Meeting, 5 May 2021",
        "Bonn Prize, 2024, Ostmark - May 5, 2021 - Northwind",
        "Shares rose on Tuesday, May 5, 2021 - the first time this year.",
        "Lead Plaintiff Deadline: Dec. 13, 2024",
        "NANCHANG, July 15 (Xinhua) -- The works grew.",
        "In July 2022 - as before - it rained.",
        "05/06/2022",
        "30 February 2022",
        "Results for the quarter ended March 31, 2025",
    ],
)
def test_a_date_that_is_only_mentioned_is_not_the_publication_date(line: str) -> None:
    assert publication_date(f"A headline of some words\n\n{line}\n\nMore of it.") is None


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://a.example/view?ud=20220724000046&np=2", "2022-07-24"),
        ("https://a.example/2022/07/20/korea/20220720165908669.html", "2022-07-20"),
        ("https://a.example/news/2022-07-25-lab-opens", "2022-07-25"),
        ("https://a.example/20220718/85314ee84dba4e52/c.html", "2022-07-18"),
        ("https://a.example/2022/7/5/lab", "2022-07-05"),
        ("https://a.example/news/475093", None),
        ("https://a.example/article/20221345", None),
        ("https://a.example/2022/02/30/lab", "2022-02"),
        ("https://a.example/05/06/2022/lab", None),
        ("https://a.example/cooperation-2022-2024", None),
        ("https://a.example/lab-in-2022/", None),
    ],
)
def test_a_date_in_an_address_is_a_real_day_or_month(url: str, date: str | None) -> None:
    assert address_date(url) == date


def test_the_address_may_be_the_first_line() -> None:
    assert publication_date("https://a.example/2022/07/25/lab\n\nA lab opened.") == "2022-07-25"


def test_the_text_makes_the_month_of_the_address_more_precise() -> None:
    text = "DAKAR, Jul 25 2022 (IPS) - The conflict"
    assert publication_date(text, url="https://a.example/2022/07/lab") == "2022-07-25"


def test_the_address_tells_the_year_of_a_dateline() -> None:
    text = "NANCHANG, July 15 (Xinhua) -- The works grew."
    assert publication_date(text, url="https://a.example/2022/07/works") == "2022-07-15"


def test_the_address_counts_where_the_text_says_another_month() -> None:
    text = "DAKAR, Jun 30 2022 (IPS) - The conflict"
    assert publication_date(text, url="https://a.example/2022/07/lab") == "2022-07"


def test_the_first_of_two_datelines_counts() -> None:
    text = "Houston, United States - May 31, 2026 / CI /\n\nHouston, TX, May 28, 2026 - The firm"
    assert publication_date(text) == "2026-05-31"


@pytest.mark.parametrize(
    ("text", "published", "words"),
    [
        ("A lab\n\n BONN, May 6, 2024 - It opened on May 5.", "2024-05-06", "May 6, 2024"),
        ("A lab\n6 May 2024\nBONN, May 6, 2024 - It opened.", "2024-05-06", "May 6, 2024"),
        ("A lab\n6 May 2024\nIt opened on May 6, 2024.", "2024-05-06", None),
        ("For release: 6 May 2024\nIt opened.", "2024-05-06", "6 May 2024"),
        ("NANCHANG, July 15 (Xinhua) -- It opened.", "2022-07-15", "July 15"),
        ("CAIRO, June 2022: It opened.", "2022-06-03", "June 2022"),
        ("BONN, May 6, 2024 - It opened.", "2024-05-07", None),
        ("BONN, May 6, 2024 - It opened.", "2024-05", None),
        ("On May 6, 2024 it opened.", "2024-05-06", None),
    ],
)
def test_a_dateline_is_where_the_text_tells_its_date(
    text: str, published: str, words: str | None
) -> None:
    place = dateline(text, published=published)

    assert (text[slice(*place)] if place else None) == words


def test_lines_with_different_dates_tell_nothing() -> None:
    assert publication_date("Timeline\n5 May 2021\nA thing.\n6 June 2022\nAnother.") is None


def test_a_dateline_far_down_is_not_looked_at() -> None:
    text = "A line of text.\n" * RULES.first_lines + "PARIS, May 6, 2024 - The firm"
    assert publication_date(text) is None


def test_a_year_named_once_is_no_year_for_a_dateline() -> None:
    assert publication_date("NANCHANG, July 15 (Xinhua) -- It opened in June 2022.") is None


def test_months_of_two_years_around_a_dateline_tell_no_year() -> None:
    text = "NANCHANG, July 15 (Xinhua) -- In June 2021, July 2022 and June 2022 it opened, in 2022."
    assert publication_date(text) is None


@pytest.mark.parametrize(
    ("dates", "date"),
    [
        ([], None),
        (["2024", "2024-05-06", "2024-05"], "2024-05-06"),
        (["2024-05-06", "2024-05-07"], None),
    ],
)
def test_dates_agree_when_the_finest_says_what_all_say(dates: list[str], date: str | None) -> None:
    assert agreed(dates) == date


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Northwind opens a lab\n\nPARIS, May 6, 2024 - It did.", "Northwind opens a lab"),
        ("Northwind   opens  a lab", "Northwind opens a lab"),
        ("Will it rain? Some say so!\n\nIt did.", "Will it rain? Some say so!"),
        ("Northwind buys Contoso Inc.\n\nIt did.", "Northwind buys Contoso Inc."),
        ("Press Club.\nNorthwind opens a lab.\n6 May 2024\nIt did.", "Northwind opens a lab."),
        ("https://a.example/lab\n\nNorthwind opens a lab\n\nIt did.", "Northwind opens a lab"),
        ("https://a.example/lab\n\nNorthwind opened a lab on Monday.\n\nIt did.", None),
        ("Northwind opened a lab on Monday. It is the first.\n", None),
        ("PARIS, May 6, 2024 - Northwind opened a lab", None),
        ("6 May 2024\nIt did.", None),
        ("word " * 60, None),
        ("", None),
    ],
)
def test_title_is_a_headline_at_the_start(text: str, headline: str | None) -> None:
    assert title(text) == headline


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://a.example/lab\n\nText", "https://a.example/lab"),
        ("Source: http://a.example/lab\nText", "http://a.example/lab"),
        ("See https://a.example/lab for more\nText", None),
        ("", None),
    ],
)
def test_address_is_a_first_line_of_its_own(text: str, url: str | None) -> None:
    assert address(text) == url


@given(st.text(max_size=300), st.sampled_from(RULES.text))
def test_any_text_gives_a_partial_date_or_none(noise: str, rule: TextRule) -> None:
    for text in (noise, rule.example + noise, noise + rule.example):
        told = publication_date(text, url=noise)
        assert told is None or re.fullmatch(r"\d{4}-\d\d(-\d\d)?", told)
        assert (title(text) or "") in " ".join(text.split())
        place = dateline(text, published=told) if told else None
        assert place is None or 0 <= place[0] < place[1] <= len(text)
