from collections.abc import Sequence
from importlib.resources import files

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl import validate
from rdflib import SH

from factories import document, entity, evidence, fact, graph
from kgbuild.check import check, check_entities
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.records import Entity, Fact, Phrase, Rejection, Span

SHAPES = rdflib.Graph().parse(
    data=(files("kgbuild") / "data" / "shapes.ttl").read_text("utf-8"), format="turtle"
)

DOCUMENT = document("Acme Corp and Widget AG, near Ada Lovelace in Lyon.")
ACME = entity("Acme Corp")
WIDGET = entity("Widget AG")
ADA = entity("Ada Lovelace", "Person")
LYON = entity("Lyon", "Place")
ENTITIES = (ACME, WIDGET, ADA, LYON)


def says(subject: Entity, relation: str, object: Entity | str, *, date: str | None = None) -> Fact:
    return fact(subject, relation, object, evidence(DOCUMENT), date=date)


def rejection(reason: str, subject: str, relation: str, object: str) -> Rejection:
    return Rejection(
        stage="check",
        reason=reason,
        document=DOCUMENT.id,
        subject=subject,
        relation=relation,
        object=object,
        quote=DOCUMENT.text,
    )


@pytest.mark.parametrize(
    "fine",
    [
        says(ACME, "partnersWith", WIDGET),
        says(ACME, "partnersWith", WIDGET, date="2025-03"),
        says(ACME, "locatedIn", LYON),
        says(ACME, "announcedOn", "1000"),
        says(ACME, "announcedOn", "2200-12-31"),
    ],
    ids=lambda fine: f"{fine.relation} {fine.object} {fine.date}",
)
def test_a_fact_that_the_ontology_allows_is_kept(fine: Fact) -> None:
    assert check([fine], ENTITIES, [DOCUMENT], load_ontology()) == ((fine,), ())


@pytest.mark.parametrize(
    ("wrong", "rejected"),
    [
        (
            says(ADA, "partnersWith", ACME),
            rejection(
                "partnersWith goes from Company or Organization to Company or Organization, "
                "not from Person to Company: Ada Lovelace (Person), Acme Corp (Company)",
                "Ada Lovelace",
                "partnersWith",
                "Acme Corp",
            ),
        ),
        (
            says(LYON, "announcedOn", "2025"),
            rejection(
                "announcedOn goes from Company, Organization, Programme, Product or Event "
                "to a date, not from Place to a date: Lyon (Place), 2025",
                "Lyon",
                "announcedOn",
                "2025",
            ),
        ),
        (
            says(ACME, "partnersWith", ACME),
            rejection(
                "partnersWith leads from Acme Corp to itself",
                "Acme Corp",
                "partnersWith",
                "Acme Corp",
            ),
        ),
        (
            says(ACME, "partnersWith", entity("Nobody Inc")),
            rejection(
                "no entity has the id 'org-nobody-inc'",
                "Acme Corp",
                "partnersWith",
                "org-nobody-inc",
            ),
        ),
        (
            says(ACME, "announcedOn", "0999-12-31"),
            rejection(
                "the year of 0999-12-31 is not between 1000 and 2200",
                "Acme Corp",
                "announcedOn",
                "0999-12-31",
            ),
        ),
        (
            says(ACME, "partnersWith", WIDGET, date="2201"),
            rejection(
                "the year of 2201 is not between 1000 and 2200",
                "Acme Corp",
                "partnersWith",
                "Widget AG",
            ),
        ),
    ],
    ids=["wrong type", "wrong type, date", "itself", "unknown id", "too early", "too late"],
)
def test_a_fact_that_cannot_stand_is_rejected_with_its_reason(
    wrong: Fact, rejected: Rejection
) -> None:
    assert check([wrong], ENTITIES, [DOCUMENT], load_ontology()) == ((), (rejected,))


def test_an_unknown_relation_is_rejected() -> None:
    kept, (rejected,) = check(
        [says(ACME, "admires", WIDGET)], ENTITIES, [DOCUMENT], load_ontology()
    )

    assert kept == ()
    assert rejected.reason.startswith("the ontology has no relation 'admires': it has acquires, ")


def reason(wrong: Fact, *others: Fact) -> str | None:
    """Say why the last of some facts is rejected, None if it is kept."""
    rejected = check([*others, wrong], ENTITIES, [DOCUMENT], load_ontology())[1]
    return rejected[-1].reason if rejected else None


def passage(**changes: object) -> Fact:
    """Make a fact with a passage that differs in this from a sound one."""
    said = evidence(DOCUMENT, "Acme Corp and Widget AG", trigger="and", date="near", speaker="Ada")
    return fact(ACME, "partnersWith", WIDGET, said.model_copy(update=changes))


def changed(**changes: object) -> Fact:
    """Make a fact that no validation has seen."""
    return says(ACME, "partnersWith", WIDGET).model_copy(update=changes)


NOWHERE = Span(start=4, end=4)
SAME = evidence(DOCUMENT)
WRONG = {
    "object that is no date": (
        says(ACME, "announcedOn", "May 2025"),
        "'May 2025' is no date, such as 2025, 2025-03 or 2025-03-26",
    ),
    "object that no calendar holds": (
        says(ACME, "announcedOn", "2025-02-30"),
        "'2025-02-30' is no date, such as 2025, 2025-03 or 2025-03-26",
    ),
    "digits of another script": (
        says(ACME, "announcedOn", "２０２５"),
        "'２０２５' is no date, such as 2025, 2025-03 or 2025-03-26",
    ),
    "date that is none": (
        changed(date="soon"),
        "'soon' is no date, such as 2025, 2025-03 or 2025-03-26",
    ),
    "modality": (
        changed(modality="Hoped"),
        "the modality 'Hoped' is not one of Asserted, Planned, Reported, Denied",
    ),
    "title of no position": (
        changed(title="CEO"),
        "only holdsPositionAt has a title of a position: CEO",
    ),
    "confidence of zero": (
        changed(confidence=0.0),
        "the confidence 0 is not above 0 and at most 1",
    ),
    "confidence above one": (
        changed(confidence=1.2),
        "the confidence 1.2 is not above 0 and at most 1",
    ),
    "confidence that is no number": (
        changed(confidence=float("nan")),
        "the confidence nan is not above 0 and at most 1",
    ),
    "no evidence": (fact(ACME, "partnersWith", WIDGET), "no passage states it"),
    "no document": (changed(documents=0), "no passage states it"),
    "passage twice": (
        fact(ACME, "partnersWith", WIDGET, SAME, SAME.model_copy(update={"confidence": 0.4})),
        "it has the same passage twice, read in the same way",
    ),
    "passage of no document": (
        passage(document="doc-0"),
        "no document has the id 'doc-0'",
    ),
    "quote that nobody wrote": (
        passage(quote="Acme Corp or Widget AG."),
        "the quote is not what its document says: characters 0 to 23",
    ),
    "quote without words": (
        passage(quote="", end=0),
        "the quote is not what its document says: characters 0 to 0",
    ),
    "words of the subject": (
        passage(subject=NOWHERE),
        "no words stand for the subject: characters 4 to 4",
    ),
    "words of the object": (
        passage(object=NOWHERE),
        "no words stand for the object: characters 4 to 4",
    ),
    "name of the subject": (
        passage(subject_name=NOWHERE),
        "no words stand for the name of the subject: characters 4 to 4",
    ),
    "name of the object": (
        passage(object_name=NOWHERE),
        "no words stand for the name of the object: characters 4 to 4",
    ),
    "trigger": (
        passage(trigger=NOWHERE),
        "no words stand for the trigger: characters 4 to 4",
    ),
    "offsets before the text": (
        passage(trigger=Span.model_construct(start=-3, end=4)),
        "no words stand for the trigger: characters -3 to 4",
    ),
    "date words": (
        passage(date_phrase=Phrase(start=4, end=4, text="now")),
        "no words stand for the date: characters 4 to 4",
    ),
    "date words without a letter": (
        passage(date_phrase=Phrase(start=4, end=5, text="")),
        "no words stand for the date",
    ),
    "nothing that read it": (passage(extractor=""), "nothing is named that has read the passage"),
    "confidence of a passage": (
        passage(confidence=7),
        "the confidence 7 is not above 0 and at most 1",
    ),
}


@pytest.mark.parametrize(("wrong", "expected"), WRONG.values(), ids=WRONG)
def test_a_fact_that_the_shapes_would_object_to_is_rejected(wrong: Fact, expected: str) -> None:
    assert reason(wrong) == expected


def test_a_passage_with_all_its_parts_is_fine() -> None:
    assert reason(passage()) is None


def test_two_facts_do_not_share_an_id() -> None:
    first = says(ACME, "partnersWith", WIDGET)
    wrong = says(ACME, "locatedIn", LYON).model_copy(update={"id": first.id})

    assert reason(wrong, first) == f"another fact has the id {first.id!r}"


def messages(entities: Sequence[Entity], facts: Sequence[Fact]) -> set[str]:
    """Write a graph and list what the shapes that ship say against it."""
    records = graph([DOCUMENT], entities, facts)
    turtle = EXPORTERS["graph.ttl"](records, ontology=load_ontology(), base=DEFAULT_BASE)
    data = rdflib.Graph().parse(data=turtle, format="turtle")
    _, report, _ = validate(data, shacl_graph=SHAPES, inplace=True)
    return {str(message) for message in report.objects(None, SH.resultMessage)}


def test_what_is_left_conforms_to_the_shapes() -> None:
    facts = [
        passage(),
        says(ADA, "holdsPositionAt", ACME),
        says(ADA, "partnersWith", ACME),
        says(ACME, "announcedOn", "0999"),
        says(ACME, "partnersWith", entity("Nobody Inc")),
        *(wrong for wrong, _ in WRONG.values()),
    ]
    entities, _ = check_entities([*ENTITIES, entity("")])

    kept, rejected = check(facts, entities, [DOCUMENT], load_ontology())

    assert kept == tuple(facts[:2])
    assert len(rejected) == len(facts) - 2
    assert messages(entities, kept) == set()


@pytest.mark.parametrize(
    "wrong",
    [
        says(ADA, "partnersWith", ACME),
        says(ACME, "announcedOn", "0999"),
        says(ACME, "partnersWith", WIDGET, date="2201"),
        says(ACME, "partnersWith", ACME),
        says(ACME, "partnersWith", entity("Nobody Inc")),
        *(
            WRONG[name][0]
            for name in WRONG
            if name
            not in {
                "object that is no date",  # cannot be written
                "object that no calendar holds",
                "digits of another script",
                "date that is none",
                "confidence of zero",  # written as the least confidence
                "confidence that is no number",  # rdflib cannot compare it
                "quote that nobody wrote",  # the shapes have no texts
            }
        ),
    ],
    ids=lambda wrong: f"{wrong.relation} {wrong.id}",
)
def test_the_shapes_object_to_what_is_rejected(wrong: Fact) -> None:
    assert messages(ENTITIES, [wrong]) != set()


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (
            ACME.model_copy(update={"name": "Acme"}),
            "another entity has the id 'org-acme-corp'",
        ),
        (entity(""), f"the entity {entity('').id!r} has no name"),
        (
            entity("Quux", aliases=["Qx", ""]),
            "another name of an entity is empty or its name again",
        ),
        (entity("Quux", aliases=["Quux"]), "another name of an entity is empty or its name again"),
    ],
    ids=["same id", "no name", "empty alias", "alias that is the name"],
)
def test_an_entity_that_cannot_be_written_is_rejected(wrong: Entity, expected: str) -> None:
    rejected = Rejection(stage="check", reason=expected, subject=wrong.name)

    assert check_entities([*ENTITIES, wrong]) == (ENTITIES, (rejected,))
    assert messages([*ENTITIES, wrong], []) != set()


AMOUNTS = st.sampled_from([-1.0, 0.0, 0.001, 0.5, 0.999, 1.0, 1.001, float("inf"), float("nan")])
SPANS = st.builds(Span.model_construct, start=st.integers(-1, 60), end=st.integers(-1, 60))
DATES = st.none() | st.sampled_from(["2025", "2025-03", "0001", "9999-12-31", "2025-13", "x", ""])
PASSAGES = st.fixed_dictionaries(
    {},
    optional={
        "subject": SPANS,
        "object_name": SPANS,
        "trigger": st.none() | SPANS,
        "quote": st.sampled_from(["", "Acme Corp", DOCUMENT.text]),
        "end": st.integers(-1, 60),
        "document": st.sampled_from([DOCUMENT.id, "doc-none"]),
        "extractor": st.sampled_from(["", "patterns:a", "model:b"]),
        "speaker": st.sampled_from([None, "", " ", "Ada"]),
        "confidence": AMOUNTS,
    },
)
FACTS = st.builds(
    lambda one, relation, other, passages, changes: fact(
        one, relation, other, *(SAME.model_copy(update=each) for each in passages)
    ).model_copy(update=changes),
    st.sampled_from(ENTITIES),
    st.sampled_from([each.name for each in load_ontology().relations]),
    st.sampled_from([*ENTITIES, "2025-03", "31 March"]),
    st.lists(PASSAGES, max_size=2),
    st.fixed_dictionaries(
        {},
        optional={
            "modality": st.sampled_from(["Asserted", "Denied", "Maybe"]),
            "date": DATES,
            "title": st.sampled_from([None, "", "CEO"]),
            "confidence": AMOUNTS,
            "documents": st.integers(0, 2),
            "id": st.sampled_from(["fact-1", "fact-2"]),
        },
    ),
)


@given(st.lists(FACTS, min_size=10, max_size=40))
@settings(max_examples=15, deadline=None)
def test_whatever_is_kept_conforms_to_the_shapes(facts: list[Fact]) -> None:
    kept, rejected = check(facts, ENTITIES, [DOCUMENT], load_ontology())

    assert len(kept) + len(rejected) == len(facts)
    assert messages(ENTITIES, kept) == set()


def test_both_results_keep_the_order_of_the_facts() -> None:
    facts = [
        says(WIDGET, "partnersWith", ACME),
        says(ADA, "uses", LYON),
        says(ACME, "locatedIn", LYON),
        says(ADA, "locatedIn", LYON),
    ]

    kept, rejected = check(facts, ENTITIES, [DOCUMENT], load_ontology())

    assert kept == (facts[0], facts[2])
    assert [each.relation for each in rejected] == ["uses", "locatedIn"]


def test_a_fact_without_evidence_is_rejected_without_a_quote() -> None:
    (rejected,) = check([fact(ADA, "uses", LYON)], ENTITIES, [DOCUMENT], load_ontology())[1]

    assert (rejected.document, rejected.quote) == (None, None)
