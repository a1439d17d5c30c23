import pytest

from factories import document
from kgbuild.extract.news import dateline_of, lede_of, phrase_at
from kgbuild.records import Phrase

LONG = "Wheat is stored in ports on three continents for all who want to sell it to the world."


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("BONN, 6 May 2024 - It grew.", "2024-05-06", Phrase(start=6, end=16, text="6 May 2024")),
        ("BONN, 6 May 2024 - It grew.", "2024-05-07", None),
        ("BONN, 6 May 2024 - It grew.", None, None),
        ("It grew.", "2024-05-06", None),
    ],
)
def test_the_dateline_is_told_with_its_place(
    text: str, published: str | None, expected: Phrase | None
) -> None:
    assert dateline_of(document(text, published=published)) == expected


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        (f"Wheat\n\n{LONG}\n{LONG}", None, LONG),
        (f"Wheat\nBy Ada\n{LONG}", "Wheat", LONG),
        (f"{LONG}\n\n{LONG} It is.", LONG, f"{LONG} It is."),
        (f"Wheat grows\n{LONG}", "Wheat  grows", LONG),
        (f"BONN, 6 May 2024 - {LONG}\nMore.", None, f" - {LONG}"),
        (f"BONN, 6 May 2024 / Ada /\n\n{LONG}\nMore.", None, LONG),
        (f"{LONG}\n\nBONN, 6 May 2024 - {LONG}", None, f" - {LONG}"),
        ("Wheat\nIt grew.", None, ""),
        ("", None, ""),
    ],
)
def test_the_first_paragraph_is_a_long_line_after_headline_and_dateline(
    text: str, title: str | None, expected: str
) -> None:
    source = document(text, published="2024-05-06", title=title)

    start, end = lede_of(source, dateline_of(source))

    assert source.text[start:end] == expected


def test_words_are_told_with_their_place() -> None:
    assert phrase_at("today", 7) == Phrase(start=7, end=12, text="today")
