from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kgbuild.extract.tagging import Scores, Tagged, bio_labels, decode, softmax

TYPES = ("Person", "Place")
LABELS = bio_labels(TYPES)


def scores(*words: Mapping[str, float]) -> Scores:
    """Scores of words with these probabilities."""
    rows = [[np.log(word.get(label, 1e-9)) for label in LABELS] for word in words]
    return np.array(rows, dtype=np.float32).reshape(-1, len(LABELS))


def tagged(*words: Mapping[str, float], least: float = 0.5) -> list[tuple[int, int, str, float]]:
    found = decode(scores(*words), TYPES, least=least)
    return [(t.start, t.end, t.type, round(t.confidence, 4)) for t in found]


def test_each_type_has_a_begin_and_an_inside() -> None:
    assert LABELS == ("O", "B-Person", "I-Person", "B-Place", "I-Place")


def test_softmax_makes_probabilities_of_any_scores() -> None:
    made = softmax(np.array([[0, 0], [1000, -1000], [-1000, -1000]], dtype=np.float32))

    assert made.tolist() == [[0.5, 0.5], [1, 0], [0.5, 0.5]]


def test_a_name_is_a_run_of_words() -> None:
    words: list[Mapping[str, float]] = [
        {"O": 1},
        {"O": 0.2, "B-Person": 0.8},
        {"O": 0.4, "I-Person": 0.6},
        {"O": 1},
    ]

    (found,) = decode(scores(*words), TYPES)

    assert (found.start, found.end, found.type) == (1, 3, "Person")
    assert found.confidence == pytest.approx(0.7)
    assert type(found.confidence) is float


def test_a_name_that_begins_ends_the_one_before() -> None:
    assert tagged({"B-Person": 1}, {"I-Person": 1}, {"B-Person": 1}) == [
        (0, 2, "Person", 1),
        (2, 3, "Person", 1),
    ]


def test_a_name_begins_before_it_goes_on() -> None:
    assert tagged({"O": 1}, {"B-Place": 0.2, "I-Place": 0.8}, {"I-Place": 1}) == [
        (1, 3, "Place", 1)
    ]


def test_a_name_has_one_type_which_its_words_speak_for_together() -> None:
    assert tagged(
        {"B-Person": 0.6, "B-Place": 0.4},
        {"I-Person": 0.1, "I-Place": 0.9},
    ) == [(0, 2, "Place", 1)]


def test_a_name_says_how_much_it_speaks_for_each_type() -> None:
    words = [{"B-Person": 0.6, "B-Place": 0.2, "O": 0.2}, {"I-Person": 0.9, "B-Place": 0.1}]

    (found,) = decode(scores(*words), TYPES)

    assert found.shares == pytest.approx((1.5 / 1.8, 0.3 / 1.8), abs=1e-4)


def test_a_doubtful_word_inside_a_sure_name_belongs_to_it() -> None:
    assert tagged(
        {"B-Place": 1},
        {"O": 0.45, "I-Place": 0.55},
        {"I-Place": 0.9, "B-Place": 0.1},
    ) == [(0, 3, "Place", 0.85)]


def test_the_least_probability_weighs_against_names() -> None:
    torn = {"O": 0.4, "B-Person": 0.6}

    assert tagged(torn) == [(0, 1, "Person", 0.6)]
    assert tagged(torn, least=0.59) == [(0, 1, "Person", 0.6)]
    assert tagged(torn, least=0.61) == []


def test_a_word_that_is_surely_none_parts_names() -> None:
    assert tagged({"B-Person": 1}, {"O": 0.9995, "I-Person": 0.0005}, {"B-Person": 1}) == [
        (0, 1, "Person", 1),
        (2, 3, "Person", 1),
    ]


def test_no_name_runs_over_from_one_sentence_to_the_next() -> None:
    words: list[Mapping[str, float]] = [
        {"B-Person": 1},
        {"I-Person": 1},
        {"B-Person": 0.1, "I-Person": 0.9},
    ]

    found = decode(scores(*words), TYPES, sentences=np.array([0, 0, 1]))

    assert [(t.start, t.end) for t in found] == [(0, 2), (2, 3)]


def test_no_words_are_no_names() -> None:
    assert decode(scores(), TYPES) == []


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(0, 12), st.just(len(LABELS))),
        elements=st.floats(-20, 20, width=32),
    ),
    st.floats(0.05, 0.95),
)
def test_names_are_whole_apart_and_in_order(given_: Scores, least: float) -> None:
    found = decode(given_, TYPES, least=least)

    bounds = [bound for t in found for bound in (t.start, t.end)]
    assert bounds == sorted(bounds)
    assert all(isinstance(t, Tagged) and 0 <= t.start < t.end <= len(given_) for t in found)
    assert all(t.type in TYPES and 0 <= t.confidence <= 1 for t in found)


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 5), st.just(len(LABELS))),
        elements=st.floats(-4, 4, width=32),
    ),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_no_other_row_of_labels_is_likelier(given_: Scores, starts: list[bool]) -> None:
    sentences = np.cumsum(starts[: len(given_)])
    logs = np.log(softmax(given_))
    allowed = [
        row
        for row in product(range(len(LABELS)), repeat=len(given_))
        if all(
            label == 0 or label % 2 or (i and row[i - 1] in (label, label - 1))
            for i, label in enumerate(row)
        )
        and all(
            label == 0 or label % 2 or sentences[i] == sentences[i - 1]
            for i, label in enumerate(row)
        )
    ]

    found = decode(given_, TYPES, sentences=sentences)

    likelihood = {row: sum(logs[i, label] for i, label in enumerate(row)) for row in allowed}
    assert likelihood[row_of(found, len(given_))] == pytest.approx(max(likelihood.values()))


def row_of(found: list[Tagged], words: int) -> tuple[int, ...]:
    row = [0] * words
    for t in found:
        begin = 1 + 2 * TYPES.index(t.type)
        row[t.start : t.end] = [begin] + [begin + 1] * (t.end - t.start - 1)
    return tuple(row)
