import pytest

from factories import document, entity, evidence, fact
from kgbuild.check import check
from kgbuild.ontology import load_ontology
from kgbuild.records import Entity, Fact, Rejection

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
    assert check([fine], ENTITIES, load_ontology()) == ((fine,), ())


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
    assert check([wrong], ENTITIES, load_ontology()) == ((), (rejected,))


def test_an_unknown_relation_is_rejected() -> None:
    kept, (rejected,) = check([says(ACME, "admires", WIDGET)], ENTITIES, load_ontology())

    assert kept == ()
    assert rejected.reason.startswith("the ontology has no relation 'admires': it has acquires, ")


def test_both_results_keep_the_order_of_the_facts() -> None:
    facts = [
        says(WIDGET, "partnersWith", ACME),
        says(ADA, "uses", LYON),
        says(ACME, "locatedIn", LYON),
        says(ADA, "locatedIn", LYON),
    ]

    kept, rejected = check(facts, ENTITIES, load_ontology())

    assert kept == (facts[0], facts[2])
    assert [each.relation for each in rejected] == ["uses", "locatedIn"]


def test_a_fact_without_evidence_is_rejected_without_a_quote() -> None:
    (rejected,) = check([fact(ADA, "uses", LYON)], ENTITIES, load_ontology())[1]

    assert (rejected.document, rejected.quote) == (None, None)
