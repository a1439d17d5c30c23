from itertools import count, pairwise, permutations

import pytest

from factories import small_graph, stored
from kgbuild.conflicts import Conflict, conflicts, sole_posts
from kgbuild.ontology import load_ontology
from kgbuild.records import Modality
from kgbuild.statements import Passage, Source, Statement, Thing, statements

_NUMBERS = count()


def statement(
    subject: str,
    relation: str,
    object: str,
    *,
    modality: Modality = "Asserted",
    date: str | None = None,
    title: str | None = None,
    passage: str | None = None,
) -> Statement:
    """Make a statement; each has a passage of its own unless it is named."""
    number = next(_NUMBERS)
    is_date = relation == "announcedOn"
    quote = Passage(
        iri=passage or f"doc-1#{number}",
        quote="so it says",
        document=Source(path="a.txt"),
        extractor="patterns:test",
    )
    return Statement(
        fact=f"fact-{number:03}",
        subject=Thing(iri=f"kg:{subject}", name=subject),
        relation=relation,
        object=Thing(iri=None if is_date else f"kg:{object}", name=object),
        modality=modality,
        date=date,
        title=title,
        confidence=0.9,
        documents=1,
        passages=(quote,),
    )


def reasons(*said: Statement) -> list[tuple[str, tuple[Statement, ...]]]:
    found = conflicts(said, ontology=load_ontology())
    return [(each.reason, each.statements) for each in found]


def test_two_dates_of_one_thing_conflict() -> None:
    old = statement("Harbour Light", "announcedOn", "2019")
    new = statement("Harbour Light", "announcedOn", "2023-05-04")

    assert reasons(old, new) == [("more than one value of announcedOn", (old, new))]


@pytest.mark.parametrize("dates", list(permutations(["2025", "2025-03", "2025-03-26"], 2)))
def test_a_date_agrees_with_a_less_precise_one(dates: tuple[str, str]) -> None:
    assert reasons(*(statement("Light", "announcedOn", date) for date in dates)) == []


def test_only_the_dates_that_disagree_are_told_with_those_they_disagree_with() -> None:
    said = [statement("Light", "announcedOn", d) for d in ("2025", "2025-03", "2025-04", "2025")]

    (told,) = reasons(*said)

    assert told[1] == tuple(said[1:3])


def test_dates_of_two_things_do_not_conflict() -> None:
    said = (statement(name, "announcedOn", date) for name, date in [("A", "2019"), ("B", "2020")])

    assert reasons(*said) == []


def test_two_owners_conflict() -> None:
    one = statement("Ostia Marine", "subsidiaryOf", "Lumen")
    other = statement("Ostia Marine", "subsidiaryOf", "Veltro")

    assert reasons(one, other) == [("more than one value of subsidiaryOf", (one, other))]


@pytest.mark.parametrize(
    "chain", [["Lumen Europe", "Lumen"], ["Lumen Europe", "Lumen Group", "Lumen"]]
)
def test_an_owner_of_the_owner_is_no_conflict(chain: list[str]) -> None:
    owners = [statement(a, "subsidiaryOf", b) for a, b in pairwise(chain)]
    ends = [statement("Ostia Marine", "subsidiaryOf", end) for end in (chain[0], chain[-1])]

    assert reasons(*owners, *ends) == []


def test_owners_in_a_ring_end() -> None:
    ring = [statement(a, "subsidiaryOf", b) for a, b in [("A", "B"), ("B", "A")]]

    assert reasons(*ring) == []


def test_owners_of_different_years_may_follow_each_other() -> None:
    assert (
        reasons(
            statement("Ostia Marine", "subsidiaryOf", "Lumen", date="2019"),
            statement("Ostia Marine", "subsidiaryOf", "Veltro", date="2023"),
        )
        == []
    )


def test_what_one_passage_says_is_no_conflict() -> None:
    both = "doc-1#char=0,99"
    owners = [statement("A", "subsidiaryOf", name, passage=both) for name in ("B", "C")]
    dates = [statement("A", "acquires", "B", date=date, passage=both) for date in ("2019", "2020")]

    assert reasons(*owners, *dates) == []


def test_places_that_lie_in_others_are_no_conflict() -> None:
    said = (statement("Munich", "locatedIn", place) for place in ("Bavaria", "Germany", "Ohio"))

    assert reasons(*said) == []


@pytest.mark.parametrize("relation", ["partnersWith", "acquires"])
def test_two_dates_of_what_begins_but_once_conflict(relation: str) -> None:
    none, old, new = (statement("A", relation, "B", date=date) for date in (None, "2019", "2023"))

    assert reasons(none, old, new) == [(f"more than one date of {relation}", (old, new))]


def test_a_partnership_is_the_same_from_either_side() -> None:
    one = statement("A", "partnersWith", "B", date="2019")
    other = statement("B", "partnersWith", "A", date="2023")

    assert reasons(one, other) == [("more than one date of partnersWith", (one, other))]
    assert reasons(statement("A", "acquires", "B", date="2019"), one) == []


def test_dates_of_what_may_happen_again_do_not_conflict() -> None:
    said = (statement("A", "investsIn", "B", date=date) for date in ("2019", "2023"))

    assert reasons(*said) == []


def test_two_people_in_one_sole_post_conflict() -> None:
    one = statement("Ada Visser", "holdsPositionAt", "Harbour Foods", title="CEO")
    other = statement("Bo Lind", "holdsPositionAt", "Harbour Foods", title="Chief Executive")

    assert reasons(one, other) == [("more than one chief executive", (one, other))]


@pytest.mark.parametrize(
    ("person", "firm", "title", "date"),
    [
        ("Bo Lind", "Harbour Foods", "former CEO", None),
        ("Bo Lind", "Harbour Foods", "deputy chief executive", None),
        ("Bo Lind", "Harbour Foods", "chairman", None),
        ("Bo Lind", "Harbour Foods", None, None),
        ("Bo Lind", "Harbour Foods", "CEO", "2019"),
        ("Bo Lind", "Delta Grain", "CEO", None),
        ("Ada Visser", "Harbour Foods", "chief executive officer", None),
    ],
)
def test_posts_that_several_may_hold_do_not_conflict(
    person: str, firm: str, title: str | None, date: str | None
) -> None:
    one = statement("Ada Visser", "holdsPositionAt", "Harbour Foods", title="CEO", date="2023")

    assert reasons(one, statement(person, "holdsPositionAt", firm, title=title, date=date)) == []


def test_what_is_asserted_and_denied_conflicts() -> None:
    one = statement("A", "acquires", "B")
    denied = statement("A", "acquires", "B", modality="Denied")

    assert reasons(one, denied) == [("acquires asserted and denied", (one, denied))]
    assert reasons(denied, denied) == []


def test_another_post_or_time_may_be_denied() -> None:
    said = statement("Ada", "holdsPositionAt", "B", title="CEO", date="2019")
    post = statement("Ada", "holdsPositionAt", "B", title="chairman", modality="Denied")
    later = statement("Ada", "holdsPositionAt", "B", date="2023", modality="Denied")

    assert reasons(said, post, later) == []


@pytest.mark.parametrize("modality", ["Planned", "Reported", "Denied"])
def test_only_what_is_asserted_holds(modality: Modality) -> None:
    said = (statement("A", "subsidiaryOf", b, modality=modality) for b in ("B", "C"))

    assert reasons(*said) == []


def test_conflicts_come_in_one_order() -> None:
    said = [
        statement("B", "subsidiaryOf", "C"),
        statement("B", "subsidiaryOf", "D"),
        statement("A", "subsidiaryOf", "C"),
        statement("A", "subsidiaryOf", "D"),
        statement("E", "announcedOn", "2019"),
        statement("E", "announcedOn", "2020"),
    ]

    found = [(reason, told[0].subject.name) for reason, told in reasons(*said)]

    assert found == [
        ("more than one value of announcedOn", "E"),
        ("more than one value of subsidiaryOf", "A"),
        ("more than one value of subsidiaryOf", "B"),
    ]


def test_a_graph_without_contradictions_has_no_conflict() -> None:
    said = statements(stored(small_graph()))

    assert conflicts(said, ontology=load_ontology()) == ()


def test_a_conflict_keeps_both_sides_whole() -> None:
    one, other = (statement("A", "announcedOn", date) for date in ("2019", "2020"))

    found = conflicts([one, other], ontology=load_ontology())

    assert found == (
        Conflict(reason="more than one value of announcedOn", statements=(one, other)),
    )


@pytest.mark.parametrize(
    ("title", "posts"),
    [
        ("CEO", {"chief executive"}),
        ("Chief Executive Officer", {"chief executive"}),
        ("President and CEO", {"president", "chief executive"}),
        ("chairwoman & co-founder", {"chairman"}),
        ("Chairman, President/CEO", {"chairman", "president", "chief executive"}),
        ("founder and CEO", {"chief executive"}),
        ("president, Asia", set()),
        ("Vice President", set()),
        ("co-CEO", set()),
        ("former chairman", set()),
        ("president of the works council", set()),
        ("", set()),
    ],
)
def test_sole_posts_of_a_title(title: str, posts: set[str]) -> None:
    assert sole_posts(title) == posts
