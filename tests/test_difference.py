import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import document, entity, evidence, fact, graph, small_graph
from kgbuild.difference import Change, Difference, What, band, difference
from kgbuild.records import Fact, Graph, Modality

ACME, WIDGET, RIVAL = entity(), entity("Widget AG"), entity("Rival")
SOURCE = document()
EDITED = document("News! Acme Corp works with Widget AG in Lyon, France.")
SAID = evidence(SOURCE)
NOTHING = Difference(
    entities_added=(), entities_removed=(), facts_added=(), facts_removed=(), facts_changed=()
)


def stating(*facts: Fact) -> Graph:
    return graph([SOURCE], [ACME, WIDGET], facts)


def partners(date: str | None = None, **fields: object) -> Fact:
    return fact(ACME, "partnersWith", WIDGET, SAID, date=date, **fields)  # type: ignore[arg-type]


def changed(old: Fact, new: Fact) -> Change:
    (found,) = difference(stating(old), stating(new)).facts_changed
    return found


def test_a_graph_does_not_differ_from_itself() -> None:
    assert difference(small_graph(), small_graph()) == NOTHING


def test_new_and_lost_things_are_told() -> None:
    old = graph([SOURCE], [ACME, WIDGET], [partners()])
    new = graph([SOURCE], [RIVAL, ACME], [bought := fact(ACME, "acquires", RIVAL, SAID)])

    assert difference(old, new) == Difference(
        entities_added=(RIVAL,),
        entities_removed=(WIDGET,),
        facts_added=(bought,),
        facts_removed=(partners(),),
        facts_changed=(),
    )


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (partners(), partners("2025"), ("date",)),
        (partners(), partners(title="partner"), ("title",)),
        (partners(modality="Planned"), partners(), ("modality",)),
        (partners(confidence=0.7), partners(confidence=0.9), ("confidence",)),
        (
            partners("2024", confidence=0.5),
            partners("2025", modality="Denied", title="x", confidence=0.9),
            ("date", "title", "modality", "confidence"),
        ),
    ],
)
def test_marks_that_differ_are_named(old: Fact, new: Fact, what: tuple[What, ...]) -> None:
    assert changed(old, new) == Change(old=old, new=new, what=what)


def test_a_confidence_within_its_band_has_not_changed() -> None:
    old, new = stating(partners(confidence=0.6)), stating(partners(confidence=0.84))

    assert difference(old, new) == NOTHING


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(0.01, "low"), (0.59, "low"), (0.6, "medium"), (0.84, "medium"), (0.85, "high"), (1, "high")],
)
def test_bands_of_confidence(confidence: float, expected: str) -> None:
    assert band(confidence) == expected


def test_other_evidence_is_a_change() -> None:
    short = evidence(SOURCE, "works with Widget AG in Lyon", subject="works", object="Lyon")
    old, new = partners(), fact(ACME, "partnersWith", WIDGET, short)

    assert changed(old, new) == Change(
        old=old,
        new=new,
        what=("evidence",),
        evidence_added=(short,),
        evidence_removed=(SAID,),
    )


def test_a_passage_is_the_same_where_its_document_was_edited_elsewhere() -> None:
    quote = "works with Widget AG in Lyon"
    facts = [
        fact(ACME, "partnersWith", WIDGET, evidence(source, quote, subject="Acme Corp"))
        for source in (SOURCE, EDITED)
    ]
    old, new = (graph([d], facts=[f]) for d, f in zip((SOURCE, EDITED), facts, strict=True))

    assert facts[0].evidence != facts[1].evidence
    assert difference(old, new) == NOTHING


def test_of_several_facts_between_two_those_that_differ_least_are_matched() -> None:
    old = stating(partners("2024"), partners("2021", modality="Planned"), partners("2020"))
    new = stating(partners("2024"), partners("2022", modality="Planned"))

    found = difference(old, new)

    assert [(c.old.date, c.new.date) for c in found.facts_changed] == [("2021", "2022")]
    assert (found.facts_added, found.facts_removed) == ((), (partners("2020"),))


def test_the_order_of_records_does_not_matter() -> None:
    def backwards(graph: Graph) -> Graph:
        update = {"entities": graph.entities[::-1], "facts": graph.facts[::-1]}
        return graph.model_copy(update=update)

    old = small_graph().model_copy(update={"facts": small_graph().facts[3:]})
    new = small_graph().model_copy(update={"entities": small_graph().entities[:4]})

    assert difference(old, new) == difference(backwards(old), backwards(new))


MODALITIES: list[Modality] = ["Asserted", "Planned", "Denied"]
MARKS = st.tuples(
    st.sampled_from([None, "2024", "2025"]),
    st.sampled_from(MODALITIES),
    st.sampled_from([WIDGET, RIVAL]),
    st.sampled_from([0.5, 0.7, 0.9]),
)
FACTS = st.lists(MARKS, max_size=6, unique_by=lambda marks: marks[:3]).map(
    lambda rows: [
        fact(ACME, "supplies", end, SAID, date=date, modality=modality, confidence=sure)
        for date, modality, end, sure in rows
    ]
)


@given(FACTS, FACTS)
@settings(max_examples=60, deadline=None)
def test_every_fact_is_accounted_for_and_backwards_is_the_mirror(
    old: list[Fact], new: list[Fact]
) -> None:
    there = difference(stating(*old), stating(*new))
    back = difference(stating(*new), stating(*old))

    assert len(old) - len(there.facts_removed) == len(new) - len(there.facts_added)
    assert there.facts_added == back.facts_removed
    assert there.facts_removed == back.facts_added
    assert {(c.old.id, c.new.id, c.what) for c in there.facts_changed} == {
        (c.new.id, c.old.id, c.what) for c in back.facts_changed
    }
