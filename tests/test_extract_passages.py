from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from tokenizers import Tokenizer, normalizers

from fakes import MARKS, small_tokenizer
from kgbuild.extract.passages import (
    BREAKS,
    HINTS,
    MAX_OVERLAP,
    MAX_PIECES,
    MAX_WORD,
    SHAPES,
    Passage,
    passages,
)
from marked import blank, cut_doc, marked_doc

LETTERS = small_tokenizer("a", "##a", "b")


def read(doc: Doc, tokenizer: Tokenizer = LETTERS) -> list[Passage]:
    return list(passages(doc, tokenizer))


def sentences(*lengths: int) -> Doc:
    """A doc of sentences of so many words, each word one piece."""
    return cut_doc(["a"] * sum(lengths), set(accumulate(lengths)))


def windows(doc: Doc) -> list[tuple[int, int, int]]:
    """First token, first fresh token and last token of each passage."""
    return [(int(p.tokens[0]), int(p.tokens[p.fresh]), int(p.tokens[-1])) for p in read(doc)]


def shape(word: str) -> str:
    (passage,) = read(cut_doc([word], ()))
    return SHAPES[passage.features[1, 0]]


def breaks(text: str) -> list[str]:
    (passage,) = read(blank()(text))
    return [BREAKS[i] for i in passage.features[passage.words, 1]]


def test_a_passage_is_its_words_as_numbers() -> None:
    (passage,) = read(marked_doc("Bo \n[aaa](Company) b! Aa"), LETTERS)

    assert passage.tokens.tolist() == [0, 2, 3, 4, 5]
    assert passage.sentences.tolist() == [0, 0, 0, 0, 1]
    assert passage.fresh == 0
    assert passage.pieces.tolist() == [0, 2, 3, 4, 4, 5, 2, 2, 1]
    assert passage.words.tolist() == [1, 2, 5, 6, 7]
    company = HINTS.index("B-Company")
    assert passage.features.tolist() == [
        [0, 0, 0],
        [SHAPES.index("title"), BREAKS.index("line"), 1],
        *[[SHAPES.index("lower"), BREAKS.index("line"), company]] * 3,
        [SHAPES.index("lower"), BREAKS.index("word"), 1],
        [SHAPES.index("punctuation"), BREAKS.index("word"), 1],
        [SHAPES.index("title"), BREAKS.index("sentence"), 1],
        [0, 0, 0],
    ]


def test_its_numbers_are_what_the_network_takes() -> None:
    (passage,) = read(blank()("aa b"))

    arrays = (passage.tokens, passage.sentences, passage.pieces, passage.words, passage.features)
    assert {array.dtype for array in arrays} == {np.dtype(np.int64)}


@pytest.mark.parametrize("text", ["", " ", "\n\n \t"])
def test_a_text_without_words_has_no_passage(text: str) -> None:
    assert read(blank()(text)) == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("grain", "lower"),
        ("Grain", "title"),
        ("GRAIN", "upper"),
        ("A", "letter"),
        ("a", "lower"),
        ("iPad", "camel"),
        ("McKay", "mixed"),
        ("U.S.", "mixed"),
        ("co-op", "lower"),
        ("穀物", "lower"),
        ("2021", "digits"),
        ("3,5", "digits"),
        ("5G", "alphanumeric"),
        ("–", "punctuation"),
        ("€", "punctuation"),
        ("™", "symbol"),
        ("🙂", "symbol"),
    ],
)
def test_a_word_has_the_shape_of_its_letters(word: str, expected: str) -> None:
    assert shape(word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aa bb", ["line", "word"]),
        ("Aa. Bb", ["line", "word", "sentence"]),
        ("Aa\n\nBb", ["line", "line"]),
        ("Aa  bb", ["line", "word"]),
    ],
)
def test_a_word_begins_a_line_or_a_sentence(text: str, expected: list[str]) -> None:
    assert breaks(text) == expected


def test_the_hint_is_what_the_rules_take_a_word_for() -> None:
    (passage,) = read(marked_doc("[Ada Visser](Person) left [2021](Date)"))

    hints = [HINTS[i] for i in passage.features[passage.words, 2]]
    assert hints == ["B-Person", "I-Person", "O", "B-Date"]


def test_a_type_that_is_not_ours_is_no_hint() -> None:
    (passage,) = read(marked_doc("[Ada](Nobody) left"))

    assert [HINTS[i] for i in passage.features[passage.words, 2]] == ["O", "O"]


def test_of_a_long_word_the_first_pieces_are_read() -> None:
    (passage,) = read(blank()("a" * 40 + " b"))

    assert passage.pieces.tolist() == [0, 3, *[4] * (MAX_WORD - 1), 5, 1]


def test_a_word_of_which_the_tokenizer_leaves_nothing_is_unknown() -> None:
    tokenizer = small_tokenizer("a")
    tokenizer.normalizer = normalizers.Replace("b", "")

    (passage,) = read(blank()("a b a"), tokenizer)

    assert passage.pieces.tolist() == [0, 3, MARKS["[UNK]"], 3, 1]


def test_a_tokenizer_without_marks_is_an_error() -> None:
    tokenizer = Tokenizer.from_str(small_tokenizer().to_str().replace("[CLS]", "[START]"))

    with pytest.raises(ValueError, match=r"the tokenizer has no piece \[CLS\]"):
        read(blank()("a"), tokenizer)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ((MAX_PIECES - 4, 4), [(0, 0, 253)]),
        ((200, 100), [(0, 0, 199), (200, 200, 299)]),
        ((190, 60, 90), [(0, 0, 249), (190, 250, 339)]),
        ((150, MAX_OVERLAP, 90), [(0, 0, 213), (150, 214, 303)]),
        ((150, MAX_OVERLAP + 1, 90), [(0, 0, 214), (215, 215, 304)]),
        ((190, 60, 200), [(0, 0, 249), (250, 250, 449)]),
        ((60, 300, 60), [(0, 0, 59), (60, 60, 313), (314, 314, 359), (360, 360, 419)]),
    ],
    ids=[
        "full",
        "no room",
        "read again",
        "just short enough",
        "too long to read again",
        "no room again",
        "in parts",
    ],
)
def test_passages_are_whole_sentences_as_long_as_they_may_be(
    lengths: tuple[int, ...], expected: list[tuple[int, int, int]]
) -> None:
    assert windows(sentences(*lengths)) == expected


def test_sentences_are_numbered_in_the_document() -> None:
    _, second = read(sentences(190, 60, 90))

    assert second.sentences.tolist() == [1] * 60 + [2] * 90


WORDS = st.sampled_from(["a", "b", "A", "a" * 30, ".", "Bb", "\n", "  ", "5G"])


@given(
    words=st.lists(st.tuples(WORDS, st.integers(1, 90)), max_size=12),
    cuts=st.sets(st.integers(1, 900), max_size=20),
)
def test_every_word_is_fresh_once_and_no_passage_is_too_long(
    words: list[tuple[str, int]], cuts: set[int]
) -> None:
    texts = [word for word, times in words for _ in range(times)]
    doc = cut_doc(texts, cuts)
    found = read(doc)

    fresh = [int(token) for passage in found for token in passage.tokens[passage.fresh :]]
    assert fresh == [token.i for token in doc if not token.is_space]
    for passage in found:
        assert len(passage.pieces) <= MAX_PIECES + 2
        assert passage.features.shape == (len(passage.pieces), 3)
        assert len(passage.words) == len(passage.tokens) == len(passage.sentences)
        assert all(a < b for a, b in pairwise(passage.tokens.tolist()))
        assert all(a < b for a, b in pairwise([0, *passage.words.tolist()]))
        assert (passage.features >= 0).all()
        assert (passage.features < [len(SHAPES), len(BREAKS), len(HINTS)]).all()
