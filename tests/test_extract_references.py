import re
from itertools import product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.extract.references import (
    LEAST,
    REACH,
    Names,
    Word,
    find_places,
    find_references,
    load_weights,
    load_words,
    rank,
)
from kgbuild.records import ENTITY_TYPES
from marked import blank, cut_doc, marked_doc

WORDS = load_words()
GREW = "[Acme](Company) grew."


def places(marked: str) -> list[str]:
    """The words of a text that may refer to a name."""
    doc = marked_doc(marked)
    return [doc[place.start : place.end].text for place in find_places(doc)]


def candidates(marked: str) -> dict[str, set[str]]:
    """Where the names start that the last place of a text may mean, each with its signs."""
    doc = marked_doc(marked)
    *_, last = find_places(doc)
    found = Names(doc).candidates(last)
    assert len({name.text for name, _ in found}) == len(found)
    return {
        name.text: {sign.removeprefix(f"{last.word.how}: ") for sign in signs}
        for name, signs in found
    }


def written(doc: Doc, *, least: float = LEAST) -> list[tuple[str, str]]:
    return [(r.span.text, r.name.text) for r in find_references(doc, least=least)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It grew, itself and its mill.", ["It", "itself", "its"]),
        ("He met her: she knew himself.", ["He", "her", "she", "himself"]),
        ("We sold our mill; it is ours.", ["We", "our", "it", "ours"]),
        ("The IT firms of the US grew.", []),
        ("the company fell.", ["the company"]),
        ("The Company fell.", ["The Company"]),
        ("This firm and that bank fell.", ["This firm", "that bank"]),
        ("a company fell.", []),
        ("the companies fell.", []),
        ("the company's book.", ["the company"]),
        ("the head of the firm fell.", ["the firm"]),
        ("the company of a friend fell.", []),
        ("the firm-wide plan fell.", []),
        ("the oil-firm fell.", ["the oil-firm"]),
        ("the 2nd firm fell.", []),
        ("the, company fell.", []),
        ("the mill of firm fell.", []),
        ("They joined the company", []),
        ("[Our Mill](Company) fell.", []),
        ("the [Old Company](Company) fell.", []),
        ("[The Company](Company) fell.", []),
        ("the small [Ada](Person) firm fell.", []),
        ("the company [Acme](Company) fell.", []),
    ],
)
def test_words_that_may_refer_to_a_name(text: str, expected: list[str]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the old family firm fell.", ["the old family firm"]),
        ("the old small family firm fell.", []),
        ("the family-owned firm fell.", []),  # the tokenizer makes four words of it
        ("the company bank fell.", ["the company bank"]),
    ],
)
def test_a_phrase_is_as_long_as_its_nouns_but_no_longer_than_three_words(
    text: str, expected: list[str]
) -> None:
    assert places(text) == expected


def test_a_candidate_carries_all_that_its_place_and_words_say() -> None:
    text = (
        "The [Delta](Company) met [Ostmark Mills](Organization) of [Lagos](Place). "
        "[Delta](Company)'s head left. It grew."
    )

    assert candidates(text) == {
        "Ostmark Mills": {
            "named once",
            "sentences between: 2",
            "not first of its sentence",
            "type Organization",
        },
        "Lagos": {
            "named once",
            "sentences between: 2",
            "not first of its sentence",
            "type Place",
            "after a preposition",
        },
        "Delta": {
            "named first",
            "named most",
            "the last before",
            "sentences between: 1",
            "first of its sentence",
            "type Company",
            "of the usual type",
            "an owner",
        },
    }


def test_a_name_in_the_sentence_of_the_reference_says_so() -> None:
    text = "[Acme](Company) told [Delta](Company) that it grew."

    assert candidates(text) == {
        "Acme": {
            "named first",
            "named most",
            "named once",
            "sentences between: 0",
            "first of its sentence, which is this one",
            "type Company",
            "of the usual type",
        },
        "Delta": {
            "named most",
            "named once",
            "the last before",
            "sentences between: 0",
            "not first of its sentence, which is this one",
            "type Company",
            "of the usual type",
        },
    }


def test_we_looks_ahead_to_the_next_sentence() -> None:
    text = (
        "“We grew,” said the head of [Delta](Company). [Acme](Company) fell. [Late](Company) rose."
    )

    assert candidates(text) == {
        "Delta": {
            "named first",
            "named most",
            "named once",
            "later in the sentence",
            "first of its sentence",
            "type Company",
            "of the usual type",
            "after a preposition",
            "after said",
        },
        "Acme": {
            "named most",
            "named once",
            "in the next sentence",
            "first of its sentence",
            "type Company",
            "of the usual type",
            "after said",
        },
    }


@pytest.mark.parametrize("words", ["It grew", "He grew", "The company grew"])
def test_other_words_look_back_alone(words: str) -> None:
    assert candidates(f"{words}. [Acme](Company) met [Bo](Person).") == {}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It", {"Acme", "Ostmark", "Silo", "Delta Fund", "Expo", "Lagos"}),
        ("She", {"Ada"}),
        ("We", {"Acme", "Ostmark"}),
        ("The company", {"Acme", "Ostmark"}),
        ("The city", {"Lagos"}),
        ("The fair", {"Expo", "Delta Fund"}),
    ],
)
def test_candidates_have_a_type_that_the_words_may_mean(words: str, expected: set[str]) -> None:
    names = (
        "[Acme](Company) [Ostmark](Organization) [Silo](Product) [Delta Fund](Programme) "
        "[Expo](Event) [Lagos](Place) [Ada](Person) [May](Date)"
    )

    assert set(candidates(f"{names}. {words} grew.")) == expected


@pytest.mark.parametrize(
    ("before", "sign"),
    [
        ("", "first of its sentence"),
        ("[Ada](Person) of [Lagos](Place) sold ", "first of its sentence"),
        ("[Delta](Company) sold ", "not first of its sentence"),
    ],
)
def test_names_of_other_types_do_not_stand_before_a_candidate(before: str, sign: str) -> None:
    assert sign in candidates(f"{before}[Acme](Company). We grew.")["Acme"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [("at", True), ("at the", True), ("At the", True), ("at a", False), ("the", False)],
)
def test_a_preposition_before_a_name_is_a_sign(before: str, expected: bool) -> None:
    signs = candidates(f"{before} [Acme](Company) all slept. It grew.")["Acme"]

    assert ("after a preposition" in signs) is expected


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("[Acme Mills Ltd](Company) grew. [Acme](Company) fell. It rose.", "Acme"),
        ("[Acme](Company) grew. [Acme Mills Ltd](Company) fell. It rose.", "Acme Mills Ltd"),
        ("[Ada Visser](Person) left. [Ms Visser](Person) came. She sang.", "Ms Visser"),
        ("[Silo](Product) fell. [SILO](Product) rose. The app grew.", "SILO"),
    ],
)
def test_mentions_of_one_name_are_one_candidate_where_it_stands_last(
    text: str, nearest: str
) -> None:
    (found,) = candidates(text).items()

    assert found[0] == nearest
    assert "named most" in found[1]
    assert "named once" not in found[1]


def far(between: int) -> str:
    """Three names, of which the last is named once, then other sentences, then `It`."""
    often = "[Acme](Company) grew. " * 2 + "[Bravo](Company) grew. " * 2
    return f"{often}[Delta](Company) grew. {'Rain fell. ' * between}It rose."


def test_a_name_said_once_is_out_of_reach_after_some_sentences() -> None:
    assert "more sentences between" in candidates(far(REACH - 1))["Delta"]
    assert "Delta" not in candidates(far(REACH))


def test_the_names_used_most_are_in_reach_wherever_they_stand() -> None:
    assert candidates(far(20)) == {
        "Acme": {
            "named first",
            "named most",
            "more sentences between",
            "first of its sentence",
            "type Company",
            "of the usual type",
        },
        "Bravo": {
            "named most",
            "the last before",
            "more sentences between",
            "first of its sentence",
            "type Company",
            "of the usual type",
        },
    }


def test_we_may_mean_a_name_used_most_that_comes_much_later() -> None:
    text = f"We grew. {'Rain fell. ' * 9}[Acme](Company) fell."

    assert set(candidates(text)) == {"Acme"}


def test_the_likeliest_goes_first_and_of_two_as_likely_the_first_in_the_text() -> None:
    one, two, three = marked_doc("[A](Company) [B](Company) [C](Company) met.").ents
    signs = [(one, frozenset({"x"})), (two, frozenset({"new"})), (three, frozenset({"x", "y"}))]

    ranked = rank(signs, {"x": 1.0, "y": -1.0})

    assert [name.text for name, _ in ranked] == ["A", "B", "C"]
    assert [round(share, 4) for _, share in ranked] == [0.5761, 0.2119, 0.2119]


@given(st.lists(st.frozensets(st.sampled_from("abcdef")), min_size=1, max_size=9), st.data())
def test_confidences_are_shares_of_one(signs: list[frozenset[str]], data: st.DataObject) -> None:
    weights = {sign: data.draw(st.floats(-9, 9)) for sign in "abcde"}
    doc = blank()("Acme " * len(signs))

    ranked = rank([(doc[i : i + 1], each) for i, each in enumerate(signs)], weights)

    assert sum(share for _, share in ranked) == pytest.approx(1)
    assert [share for _, share in ranked] == sorted((s for _, s in ranked), reverse=True)


def test_a_reference_has_the_type_of_its_name_and_says_how_sure_it_is() -> None:
    (found,) = find_references(marked_doc(f"{GREW} [Lagos](Place) fell. The company rose."))

    assert (found.span.text, found.span.label_) == ("The company", "Company")
    assert (found.name.text, found.name.start_char, found.confidence) == ("Acme", 0, 1)


def test_references_stand_in_the_order_of_the_text() -> None:
    doc = marked_doc(f"{GREW} [Ada](Person) left. It fell, she said, and the firm sold its mill.")

    assert written(doc) == [
        ("It", "Acme"),
        ("she", "Ada"),
        ("the firm", "Acme"),
        ("its", "Acme"),
    ]


def test_a_reference_that_is_not_sure_enough_is_none() -> None:
    doc = marked_doc("[Acme](Company) met [Delta](Company). It grew.")
    (found,) = find_references(doc, least=0)

    assert 0.5 < found.confidence < 0.99
    assert written(doc, least=found.confidence) == [("It", found.name.text)]
    assert written(doc, least=found.confidence + 0.001) == []


@pytest.mark.parametrize("text", ["", " ", "It said that the company grew.", "[May](Date) it was."])
def test_a_text_without_names_has_no_references(text: str) -> None:
    assert written(marked_doc(text), least=0) == []


def test_names_in_a_text_without_words_that_refer_have_none() -> None:
    assert written(marked_doc(GREW), least=0) == []


def long_doc(size: int) -> Doc:
    """A text of so many characters in which each sentence has a name of its own."""
    sentence = re.findall(
        r"\S+", "Acme00000 said that the mill by the road of the old wood fed it ."
    )
    number = size // len(" ".join(sentence)) + 1
    words = [word.replace("00000", f"{n:05}") for n in range(number) for word in sentence]
    starts = range(0, len(words), len(sentence))
    doc = cut_doc(words, starts)
    doc.ents = [DocSpan(doc, i, i + 1, label="Company") for i in starts]
    return doc


def test_a_long_text_takes_time_in_proportion() -> None:
    """Four times the text takes four times as long, not sixteen times."""
    seconds = []
    for doc in (long_doc(2_000), long_doc(100_000), long_doc(400_000)):
        started = process_time()
        find_references(doc)
        seconds.append(process_time() - started)

    assert seconds[2] < 8 * seconds[1]


def test_a_reference_has_no_more_candidates_in_a_long_text() -> None:
    doc = long_doc(1_000_000)
    names = Names(doc)
    assert len(doc.text) > 1_000_000

    numbers = [len(names.candidates(place)) for place in find_places(doc)]

    assert len(numbers) == len(names.spans)
    assert max(numbers) <= REACH + 3  # those in reach, its own sentence's, the two used most


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.words[0])
def test_words_stand_for_the_name_in_their_own_example(word: Word) -> None:
    (said,) = re.findall(r"\[([^\]]+)\](?!\()", word.example)
    doc = marked_doc(word.example.replace(f"[{said}]", said))

    assert said.split()[-1].lower() in word.words
    assert written(doc) == [(said, doc.ents[0].text)]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.words[0])
def test_words_have_types_that_names_have(word: Word) -> None:
    assert set(word.types) <= set(ENTITY_TYPES)
    assert len(set(word.types)) == len(word.types)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.words[0])
def test_words_are_cut_as_the_tokenizer_cuts_them(word: Word) -> None:
    assert [w for w in word.words if [t.lower_ for t in blank()(w)] != [w]] == []


def test_no_word_is_there_twice() -> None:
    words = [word for item in WORDS for word in item.words]

    assert sorted(words) == sorted(set(words))


def all_signs() -> set[str]:
    """Every sign that a candidate of a kind of word can carry."""
    order = [f"{n}first of its sentence{here}" for n, here in product(["", "not "], _HERE)]
    away = [*(f"sentences between: {n}" for n in range(REACH)), "more sentences between"]
    common = [*order, *away, *_COMMON]
    types = {(word.how, f"type {type_}") for word in WORDS for type_ in word.types}
    kinds = {word.how for word in WORDS}
    signs = {*product(kinds, common), *types, *(("we", sign) for sign in _AHEAD)}
    return {f"{how}: {sign}" for how, sign in signs}


_HERE = ["", ", which is this one"]
_COMMON = [
    *("named first", "named most", "named once", "the last before", "of the usual type"),
    *("an owner", "after a preposition"),
]
_AHEAD = ["later in the sentence", "in the next sentence", "after said"]


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    assert set(load_weights()) == all_signs()


_PIECES = [
    *(f"[Acme]({type_})" for type_ in ENTITY_TYPES),
    *("[Bo Li](Person)", "[Ostmark](Place)", "[Delta](Company)", "[Delta Ltd](Company)"),
    *("it", "she", "we", "the firm", "the city", "said", "of", "'s", ". Rain fell .", ". It"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=20))
def test_every_sign_that_a_text_gives_has_a_weight(pieces: list[str]) -> None:
    doc = marked_doc(" ".join(pieces))
    names = Names(doc)

    found = {
        sign for place in find_places(doc) for _, signs in names.candidates(place) for sign in signs
    }

    assert found <= set(load_weights())
    for reference in find_references(doc):
        assert LEAST <= reference.confidence <= 1
        assert reference.span.label_ == reference.name.label_
