from typing import get_args

import pytest
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.extract.labels import OurLabels, load_labels
from kgbuild.lexicon import Lexicon
from kgbuild.records import EntityType
from marked import blank, head, small_lexicon

LABELS = {"ORG": "Organization", "PERSON": "Person", "GPE": "Place"}
LEXICON = small_lexicon(heads=[("mills", head("Company")), ("forum", head("Organization"))])


def relabelled(doc: Doc, lexicon: Lexicon = LEXICON) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in OurLabels(LABELS, lexicon)(doc).ents]


def doc_with(text: str, *entities: tuple[str, str]) -> Doc:
    """A doc in which the words have these labels."""
    doc = blank()(text)
    spans = []
    for words, label in entities:
        span = doc.char_span(text.index(words), text.index(words) + len(words), label=label)
        assert span is not None
        spans.append(span)
    doc.ents = spans
    return doc


@pytest.mark.parametrize(
    ("label", "expected"),
    [("PERSON", [("Ada", "Person")]), ("GPE", [("Ada", "Place")]), ("NORP", [])],
)
def test_a_label_of_the_table_becomes_our_type_and_another_is_dropped(
    label: str, expected: list[tuple[str, str]]
) -> None:
    assert relabelled(doc_with("Ada left", ("Ada", label))) == expected


@pytest.mark.parametrize("label", get_args(EntityType))
def test_our_own_labels_stay(label: str) -> None:
    assert relabelled(doc_with("Ada left", ("Ada", label))) == [("Ada", label)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ostmark Ltd", "Company"),
        ("Ostmark Mills", "Company"),
        ("Ostmark Forum", "Organization"),
        ("Ostmark", "Organization"),
    ],
)
def test_the_words_of_an_organisation_tell_whether_it_is_a_company(
    name: str, expected: str
) -> None:
    assert relabelled(doc_with(f"{name} left", (name, "ORG"))) == [(name, expected)]


def test_dates_are_found_by_rule_and_not_taken_from_the_pipeline() -> None:
    doc = doc_with("Ada left on 3 May 2021 and later", ("Ada", "PERSON"), ("later", "DATE"))

    assert relabelled(doc) == [("Ada", "Person"), ("3 May 2021", "Date")]


def test_a_date_goes_before_a_name_of_the_same_words() -> None:
    assert relabelled(doc_with("Ada left in 2021", ("2021", "ORG"))) == [("2021", "Date")]


def test_a_pipeline_without_sentences_gets_ours() -> None:
    words = ["Ada", "left", ".", "Bob", "left", "."]
    doc = Doc(blank().vocab, words=words, spaces=[True, False, True, True, False, False])

    OurLabels(LABELS, LEXICON)(doc)

    assert [sentence.text for sentence in doc.sents] == ["Ada left.", "Bob left."]


def test_sentences_of_the_pipeline_stay() -> None:
    doc = Doc(blank().vocab, words=["Ada", "left", ".", "Bob"], sent_starts=[1, 1, -1, -1])
    doc.ents = [DocSpan(doc, 0, 1, "PERSON")]

    OurLabels(LABELS, LEXICON)(doc)

    assert [sentence.start for sentence in doc.sents] == [0, 1]


def test_shipped_labels_lead_to_types_of_ours() -> None:
    assert set(load_labels().values()) <= set(get_args(EntityType))
