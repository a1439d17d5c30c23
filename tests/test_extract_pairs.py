import pytest

from kgbuild.extract.pairs import (
    MODALITIES,
    REACH,
    RELATIONS,
    Place,
    allowed_relations,
    pair_rows,
    pairs_of,
    type_row,
)
from kgbuild.extract.passages import MENTION_TYPES
from kgbuild.ontology import Ontology, load_ontology
from kgbuild.records import Claim

ALLOWED = {("Person", "Company"): (3,), ("Company", "Company"): (0, 4)}


def place(type_: str, first: int = 0, *, sentence: int = 0, reference: bool = False) -> Place:
    return Place(first, first, type_, sentence, reference)


def test_the_answers_are_the_relations_of_the_ontology() -> None:
    assert sorted(RELATIONS) == [relation.name for relation in load_ontology().relations]


@pytest.mark.parametrize("modality", MODALITIES)
def test_the_modalities_are_those_of_claims(modality: str) -> None:
    assert modality in str(Claim.model_fields["modality"].annotation)


def test_what_is_allowed_between_types_is_what_the_ontology_allows() -> None:
    table = allowed_relations(load_ontology())

    assert {
        key: [RELATIONS[i] for i in value] for key, value in table.items() if key[1] == "Date"
    } == {
        (type_, "Date"): ["announcedOn"]
        for type_ in ("Company", "Organization", "Programme", "Product", "Event")
    }
    assert [RELATIONS[i] for i in table["Person", "Company"]] == [
        "holdsPositionAt",
        "investsIn",
        "acquires",
    ]
    assert ("Place", "Person") not in table


def test_an_ontology_that_lacks_a_relation_is_an_error() -> None:
    ontology = load_ontology()
    short = Ontology(classes=ontology.classes, relations=ontology.relations[1:])

    with pytest.raises(ValueError, match=f"no relation named {ontology.relations[0].name}"):
        allowed_relations(short)


def test_pairs_have_types_that_a_relation_may_join() -> None:
    places = [place("Person"), place("Company"), place("Place"), place("Company")]

    assert pairs_of(places, ALLOWED) == [(0, 1), (0, 3), (1, 3), (3, 1)]


def test_the_ends_of_a_pair_are_near_each_other() -> None:
    places = [
        place("Person"),
        place("Company", sentence=REACH),
        place("Company", sentence=REACH + 1),
    ]

    assert pairs_of(places, ALLOWED) == [(0, 1), (1, 2), (2, 1)]


def test_a_reference_pairs_with_ends_of_its_own_sentence_alone() -> None:
    places = [
        place("Person"),
        place("Person", sentence=1, reference=True),
        place("Company", sentence=1),
        place("Company", sentence=2, reference=True),
    ]

    assert pairs_of(places, ALLOWED) == [(0, 2), (1, 2)]


def test_a_pair_is_a_row_of_the_words_of_its_ends() -> None:
    places = [Place(0, 1, "Person", 0), Place(4, 6, "Company", 0)]

    assert pair_rows(places, [(0, 1), (1, 0)]).tolist() == [[0, 1, 4, 6], [4, 6, 0, 1]]


def test_no_pairs_are_no_rows() -> None:
    assert pair_rows([], []).shape == (0, 4)


def test_words_are_marked_with_the_type_of_their_mention() -> None:
    person, date = (1 + 2 * MENTION_TYPES.index(type_) for type_ in ("Person", "Date"))
    places = [Place(1, 3, "Person", 0), Place(4, 4, "Date", 0)]

    assert type_row(places, 6).tolist() == [0, person, person + 1, person + 1, date, 0]
