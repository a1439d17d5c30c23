from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgbuild.extract.tokens import MAX_RUN, MAX_SENTENCE, blank_language
from kgbuild.words import word_list

NLP = blank_language()
TEXTS = st.text(
    alphabet=st.sampled_from("Ab1 .,!?\n\t(\"'”“’-…•U.S\u00a0") | st.characters(codec="utf-8")
)
WRAPPED = "The firm agreed to buy the other firm for a very large sum\nof money and said so."


def sentences(text: str) -> list[str]:
    return [sentence.text.strip() for sentence in NLP(text).sents]


@pytest.mark.parametrize(
    "text",
    [
        "We agreed. | The firm left.",
        "We agreed.  | The firm left.",
        "We agreed.\u00a0 | The firm left.",
        "We agreed! | “We did not,” he said.",
        "Did we agree? | 24 firms did.",
        "He said “no.” | The firm left.",
        'He said "no." | The firm left.',
        '"We agreed." | "They did not."',
        "(We agreed.) | The firm left.",
        "We agreed… | The firm left.",
        "We agreed. | • The firm left.",
        "We agreed. | www.example.com says more.",
        "Harbour Foods Inc. | The firm left.",
        "It moved to the U.S. | The firm left.",
        "We met at 5 p.m. | It rained.",
        "Harbour Foods\n\n | opened a depot",
        "Harbour Foods\n | Delta Grain",
        "So did I. | The firm left.",
    ],
)
def test_a_sentence_ends_where_a_new_one_can_start(text: str) -> None:
    assert sentences(text.replace("| ", "")) == [part.strip() for part in text.split("|")]


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Foods Inc. Chief executive Ada Visser left.",
        "John F. Kennedy left.",
        "The U.S. Senate agreed.",
        "It grew by 3.5 % to 4.2 tons.",
        "She asked “why?” and left.",
        "Yahoo! bought it.",
        "the price was approx. 40 euros",
        "Loan No. 5 was paid.",
        "the firm\nthat left",
        "He said that (why not?) they agreed.",
        "the store at example.com opened",
    ],
)
def test_a_sentence_goes_on_where_none_can_start(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize("title", sorted(word_list("abbreviated_titles")))
def test_no_sentence_ends_after_a_title(title: str) -> None:
    text = f"We met {title.capitalize()}. Visser in town."

    assert sentences(text) == [text]


@pytest.mark.parametrize("word", sorted(word_list("abbreviations")))
def test_an_abbreviation_ends_a_sentence_only_before_a_word_that_starts_one(word: str) -> None:
    inside, at_end = f"It was {word}. 5 of them.", f"It was {word}."

    assert sentences(inside) == [inside]
    assert sentences(f"{at_end} The firm left.") == [at_end, "The firm left."]


def test_the_lines_of_a_wrapped_text_are_no_sentences() -> None:
    text = "\n".join([WRAPPED] * 4)

    assert [s.replace("\n", " ") for s in sentences(text)] == [WRAPPED.replace("\n", " ")] * 4


def test_the_lines_of_a_text_that_is_not_wrapped_are_sentences() -> None:
    assert sentences("Harbour Foods\nPress release\nRotterdam") == [
        "Harbour Foods",
        "Press release",
        "Rotterdam",
    ]


def test_a_text_without_full_stops_is_cut() -> None:
    lengths = [len(sentence) for sentence in NLP("corn " * (2 * MAX_SENTENCE + 1)).sents]

    assert lengths == [MAX_SENTENCE, MAX_SENTENCE, 1]


def test_one_sentence_is_marked_as_such() -> None:
    assert sentences("We agreed") == ["We agreed"]


def test_an_empty_text_has_no_sentences() -> None:
    assert sentences("") == []


@settings(deadline=None)
@given(TEXTS)
def test_tokens_keep_the_text_exactly(text: str) -> None:
    assert NLP.tokenizer(text).text == text


@settings(deadline=None)
@given(st.text(alphabet="(a.)’", min_size=1, max_size=3), st.integers(1, 1000), st.text(max_size=5))
def test_tokens_of_long_runs_keep_the_text_exactly(run: str, times: int, tail: str) -> None:
    text = f"See {run * times} {tail}"

    assert NLP.tokenizer(text).text == text


@settings(deadline=None)
@given(TEXTS)
def test_sentences_cover_the_text(text: str) -> None:
    assert "".join(sentence.text_with_ws for sentence in NLP(text).sents) == text


@settings(deadline=None)
@given(TEXTS)
def test_no_sentence_but_the_first_starts_with_white_space(text: str) -> None:
    assert not any(sentence[0].is_space for sentence in list(NLP(text).sents)[1:])


def test_a_run_is_cut_into_pieces_of_at_most_its_limit() -> None:
    tokens = NLP.tokenizer("x" * (2 * MAX_RUN + 1))

    assert [len(token) for token in tokens] == [MAX_RUN, MAX_RUN, 1]


def test_words_around_a_long_run_stay_whole() -> None:
    tokens = [
        token.text for token in NLP.tokenizer(f"one {'(' * (MAX_RUN + 1)} two") if token.is_alpha
    ]

    assert tokens == ["one", "two"]


def test_no_white_space_becomes_a_token_beside_a_long_run() -> None:
    doc = NLP.tokenizer(f"one {'x' * (MAX_RUN + 1)} two")

    assert [token.text for token in doc] == ["one", "x" * MAX_RUN, "x", "two"]


def test_a_long_run_of_brackets_takes_little_time() -> None:
    started = perf_counter()

    doc = NLP("(" * 32_000)

    assert len(doc) == 32_000
    assert perf_counter() - started < 2


def test_time_grows_with_the_length_of_the_text_and_not_its_square() -> None:
    """Setting sentence starts token by token took a minute for this text."""
    started = perf_counter()

    doc = NLP("Harbour Foods opened a depot in Rotterdam. " * 10_000)

    assert len(list(doc.sents)) == 10_000
    assert perf_counter() - started < 5


def test_a_text_longer_than_spacy_allows_by_default_is_read() -> None:
    assert NLP.max_length > 100_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 5G Forum", ["the", "5G", "Forum"]),
        ("(4G, 3D)", ["(", "4G", ",", "3D", ")"]),
        ("50G of it", ["50", "G", "of", "it"]),
        ("5 km away", ["5", "km", "away"]),
    ],
)
def test_a_number_that_names_a_technology_is_one_token(text: str, expected: list[str]) -> None:
    assert [token.text for token in NLP(text)] == expected
