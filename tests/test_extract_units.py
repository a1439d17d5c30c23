import pytest

from kgbuild.extract.units import Unit, entities, family, names_container, sentence_units
from marked import marked_doc, mention, texts, units_of


def no_roles(sentence: object) -> list[tuple[int, int]]:
    return []


def lies_in(inner: str, outer: str) -> bool | None:
    return {("Munich", "Germany"): True, ("Munich", "Ghana"): False}.get((inner, outer))


def test_a_mention_is_one_unit_with_its_place_in_the_document() -> None:
    doc = marked_doc("Ada left. [Harbour Foods](Company) agreed.")
    second = list(doc.sents)[1]

    assert sentence_units(second, roles=no_roles) == [
        Unit("Harbour Foods", 10, 23, "Company", (mention("Harbour Foods", "Company", 10),)),
        Unit("agreed", 24, 30),
        Unit(".", 30, 31),
    ]


def test_a_job_title_is_one_unit_without_a_mention() -> None:
    assert units_of("[Ada Visser](Person), [vice president](Role)")[1:] == [
        Unit(",", 10, 11),
        Unit("vice president", 12, 26, "Role"),
    ]


def test_a_job_title_that_overlaps_a_mention_is_words() -> None:
    doc = marked_doc("the [Harbour](Company) president")

    units = sentence_units(doc[:], roles=lambda _: [(1, 3)])

    assert texts(units) == ["[Harbour]", "president"]


def test_white_space_is_no_unit() -> None:
    assert texts(units_of("Harbour  Foods\n agreed")) == ["Harbour", "Foods", "agreed"]


@pytest.mark.parametrize("mark", "®™©")
def test_trade_marks_are_no_units(mark: str) -> None:
    assert texts(units_of(f"[Silo Planner](Product) {mark} saves time")) == [
        "[Silo Planner]",
        "saves",
        "time",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The [Grain Forum](Event) met", ["[Grain Forum]", "met"]),
        ("Dr. [Ada Visser](Person) left", ["[Ada Visser]", "left"]),
        ("St. [Harbour Foods](Company) left", ["St.", "[Harbour Foods]", "left"]),
        ("the grain", ["the", "grain"]),
    ],
)
def test_an_article_or_form_of_address_before_a_name_is_no_unit(
    text: str, expected: list[str]
) -> None:
    assert texts(units_of(text)) == expected


def test_entities_of_a_sentence_are_those_that_lie_in_it() -> None:
    doc = marked_doc("[Ada](Person) left. [Delta](Company) [Rotterdam](Place) met.")

    assert [[ent.text for ent in entities(s)] for s in doc.sents] == [
        ["Ada"],
        ["Delta", "Rotterdam"],
    ]


def test_an_entity_that_crosses_a_sentence_end_is_in_neither_sentence() -> None:
    doc = marked_doc("He met [Ada. Delta](Person) left.")
    first, second = doc.sents

    assert [entities(first), entities(second)] == [[], []]
    assert texts(sentence_units(first, roles=no_roles)) == ["He", "met", "Ada", "."]


def test_entities_agree_with_those_of_spacy() -> None:
    doc = marked_doc(
        "[Ada](Person), [Delta Grain](Company) and [Rotterdam](Place) met [Ada](Person)"
    )

    assert entities(doc[:]) == list(doc[:].ents)


@pytest.mark.parametrize(
    ("type_", "expected"), [("Company", "Organization"), ("Person", "Person"), ("", "")]
)
def test_companies_are_of_the_family_of_organisations(type_: str, expected: str) -> None:
    assert family(Unit("X", 0, 1, type_)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Munich](Place), [Germany](Place)", True),
        ("[Munich](Place), [Ghana](Place)", False),
        ("[Munich](Place), [Utrecht](Place)", False),
        ("[Munich](Company), [Germany](Place)", False),
        ("[Munich](Place) and [Germany](Place)", False),
        ("[Munich](Place),", False),
        ("[Munich](Place)", False),
    ],
)
def test_a_container_is_named_after_a_comma(text: str, expected: bool) -> None:
    units = units_of(text)

    assert names_container(units, 1, units[0], lies_in) is expected
