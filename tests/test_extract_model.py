from collections.abc import Mapping

import pytest
from spacy.tokens import Span as DocSpan

from fakes import FakeNetwork, small_meta
from kgbuild.extract.model import ModelMentions, agreed, look, without_edges
from kgbuild.extract.passages import MAX_PIECES
from kgbuild.extract.tagging import Tagged
from marked import blank, cut_doc, marked_doc


def named(
    marked: str, names: Mapping[int, tuple[str, float]], **fields: object
) -> list[tuple[str, str]]:
    """The entities that a network finds in a text, whose marks are those of the rules."""
    network = FakeNetwork(names=names, meta=small_meta(**fields))
    return [(ent.text, ent.label_) for ent in ModelMentions(network)(marked_doc(marked)).ents]


TYPES = ("Company", "Person", "Place")


def agreement(text: str, *found: tuple[int, Mapping[str, float]]) -> list[str]:
    """The types that a text's tokens get, given how much each mention speaks for each type."""
    doc = blank()(text)
    spans = [
        (
            DocSpan(doc, token, token + 1, label="Place"),
            Tagged(token, token + 1, "Place", 0.9, tuple(shares.get(t, 0) for t in TYPES)),
        )
        for token, shares in found
    ]
    return [span.label_ for span in agreed(spans, TYPES)]


def test_names_are_those_of_the_network_and_not_those_of_the_rules() -> None:
    names = {0: ("B-Person", 0.9), 1: ("I-Person", 0.9)}

    assert named("Ada Visser left [Delta](Company)", names) == [("Ada Visser", "Person")]


def test_dates_of_the_rules_stay() -> None:
    assert named("Ada left on [3 May 2021](Date)", {0: ("B-Person", 0.9)}) == [
        ("Ada", "Person"),
        ("3 May 2021", "Date"),
    ]


def test_a_date_goes_before_a_name_of_the_same_words() -> None:
    assert named("Left in [2021](Date)", {2: ("B-Company", 0.9)}) == [("2021", "Date")]


def test_a_name_goes_before_a_shorter_date_in_it() -> None:
    names = {0: ("B-Event", 0.9), 1: ("I-Event", 0.9)}

    assert named("[2021](Date) Fair", names) == [("2021 Fair", "Event")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About Acme Foods Acme Foods Ltd.", "Acme Foods Ltd"),
        ("of ACME FOODS Acme Foods", "Acme Foods"),
        ("About Acme Acme", "Acme"),
        ("in Bora Bora", "Bora Bora"),
        ("in Acme Foods Acme", "Acme Foods Acme"),
        ("of - Acme -", "Acme"),
    ],
)
def test_a_name_is_without_joints_and_without_a_heading_before_it(text: str, expected: str) -> None:
    doc = blank()(text.removesuffix("."))

    assert without_edges(doc[1:]).text == expected


def test_white_space_inside_a_name_belongs_to_it() -> None:
    names = {0: ("B-Person", 0.9), 2: ("I-Person", 0.9)}

    assert named("Ada  Visser left", names) == [("Ada  Visser", "Person")]


def test_a_line_that_starts_a_sentence_ends_a_name() -> None:
    names = {0: ("B-Person", 0.9), 2: ("I-Person", 0.9)}

    assert named("Ada Visser left", names | {1: ("I-Person", 0.9)}) == [
        ("Ada Visser left", "Person")
    ]
    assert named("Ada\nVisser left", names) == [("Ada", "Person")]


def test_words_that_only_join_are_not_the_edge_of_a_name() -> None:
    names = dict.fromkeys(range(1, 6), ("I-Event", 0.9)) | {0: ("B-Event", 0.9)}

    assert named("- the Fair of Delft -", names) == [("Fair of Delft", "Event")]
    assert named("The Fair of Delft :", names) == [("The Fair of Delft", "Event")]
    assert named("of the : -", names) == []


def test_the_network_says_how_sure_a_name_must_be() -> None:
    names = {0: ("B-Person", 0.6)}

    assert named("Ada left", names) == [("Ada", "Person")]
    assert named("Ada left", names, mention_threshold=0.7) == []


def test_a_name_that_two_passages_read_has_one_say() -> None:
    words = ["Ada"] * (MAX_PIECES - 1) + ["."] + ["Ada"] * 9
    doc = cut_doc(words, {MAX_PIECES - 9, MAX_PIECES})
    again, fresh = MAX_PIECES - 5, MAX_PIECES + 3
    network = FakeNetwork(names={again: ("B-Person", 0.6), fresh: ("B-Company", 0.9)})

    found = ModelMentions(network)(doc).ents

    assert [p.fresh for p in network.passages] == [0, 9]
    assert [(ent.start, ent.label_) for ent in found] == [(again, "Company"), (fresh, "Company")]


def test_the_encoder_reads_a_document_once() -> None:
    network = FakeNetwork()
    doc = blank()("Ada left.")

    assert look(doc, network) is look(doc, network)
    assert len(network.passages) == 1


def test_the_encoder_reads_what_the_rules_say_and_not_what_the_network_says() -> None:
    network = FakeNetwork(names={0: ("B-Person", 0.9)})
    doc = marked_doc("[Ada](Company) left")

    ModelMentions(network)(doc)

    assert look(doc, network)[0].passage.features[1, 2] == 2


def test_one_name_has_the_type_that_all_its_mentions_speak_for() -> None:
    torn, sure = {"Person": 0.6, "Company": 0.4}, {"Company": 1.0}

    assert agreement("Delta delta", (0, torn), (1, torn)) == ["Person"] * 2
    assert agreement("Delta delta DELTA", (0, torn), (1, torn), (2, sure)) == ["Company"] * 3


def test_names_apart_keep_their_types() -> None:
    assert agreement("Ada Delta", (0, {"Person": 0.5}), (1, {"Company": 0.9})) == [
        "Person",
        "Company",
    ]


def test_of_types_as_likely_the_first_counts() -> None:
    assert agreement("Delta Delta", (0, {"Place": 1}), (1, {"Company": 1})) == ["Company"] * 2
