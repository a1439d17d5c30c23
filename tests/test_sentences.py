import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.records import Span
from kgbuild.sentences import find_name, sentences


def parts(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("A headline\n\n  The text. It ends", ["A headline", "The text.", "It ends"]),
        ("“Yes.” “No,” he said. (Aside.) So.", ["“Yes.”", "“No,” he said.", "(Aside.)", "So."]),
        ("It has 3.5 million, i.e. a lot. 7 left.", ["It has 3.5 million, i.e. a lot.", "7 left."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_at_a_stop_before_a_capital_and_at_a_line_end(
    text: str, expected: list[str]
) -> None:
    assert parts(text) == expected


@given(st.text(alphabet='aA1 .?\n"”()\u2028é', max_size=60))
def test_sentences_leave_out_nothing_but_space(text: str) -> None:
    assert "".join("".join(parts(text)).split()) == "".join(text.split())


def test_a_name_is_found_as_whole_words_in_its_part() -> None:
    text = "Acmeline. Acme and C++ of Acme."

    assert find_name("Acme", text, Span(start=0, end=9)) is None
    assert find_name("Acme", text, Span(start=0, end=len(text))) == Span(start=10, end=14)
    assert find_name("Acme", text, Span(start=11, end=len(text))) == Span(start=26, end=30)
    assert find_name("C++", text, Span(start=0, end=len(text))) == Span(start=19, end=22)
    assert find_name("Zorg", text, Span(start=0, end=len(text))) is None
