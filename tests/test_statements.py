import pytest

from factories import document, entity, evidence, fact, graph, small_graph, stored
from kgbuild.iris import DEFAULT_BASE, evidence_iri
from kgbuild.records import Document
from kgbuild.statements import Passage, Source, Statement, Thing, local_name, sources, statements

SMALL = small_graph()
ONE, TWO = SMALL.documents
ACME = Thing(iri=DEFAULT_BASE + "org-acme-corp", name="Acme Corp")


def passage(document: Document, quote: str, source: Source, *, extractor: str) -> Passage:
    start = document.text.index(quote)
    local = evidence_iri(document.id, start, start + len(quote))
    speaker = "Acme Corp" if extractor == "model:relation" else None
    return Passage(
        iri=DEFAULT_BASE + local,
        quote=quote,
        document=source,
        extractor=extractor,
        speaker=speaker,
    )


def test_a_statement_holds_names_marks_and_passages() -> None:
    press = Source(
        path="acme.txt", title="Acme joins Widget", publisher="Acme Press", issued="2025-03-26"
    )
    web = Source(
        path="news/two.html", publisher="https://news.example.com/two?id=1", issued="2025-04"
    )

    (found,) = (s for s in statements(stored(SMALL)) if s.relation == "partnersWith")

    assert found == Statement(
        fact=DEFAULT_BASE + SMALL.facts[0].id,
        subject=ACME,
        relation="partnersWith",
        object=Thing(iri=DEFAULT_BASE + "org-widget-ag", name="Widget AG"),
        modality="Asserted",
        date="2025-03-26",
        confidence=0.93,
        documents=2,
        passages=(
            passage(ONE, ONE.text, press, extractor="model:relation"),
            passage(TWO, "Acme works with Widget AG.", web, extractor="patterns:test"),
        ),
    )


def test_all_facts_come_by_relation_and_names() -> None:
    found = statements(stored(SMALL))

    assert [(s.subject.name, s.relation, s.object.name, s.modality) for s in found] == [
        ("Acme Corp", "acquires", "Rival", "Planned"),
        ("Acme Lab", "announcedOn", "2024-05-03", "Asserted"),
        ("Ada Byron", "holdsPositionAt", "Acme Corp", "Asserted"),
        ("Acme Corp", "investsIn", "Rival", "Denied"),
        ("Lyon", "locatedIn", "France", "Asserted"),
        ("Widget AG", "locatedIn", "Lyon", "Asserted"),
        ("Acme Corp", "partnersWith", "Widget AG", "Asserted"),
    ]
    assert [s.title for s in found if s.title] == ["CEO"]


def test_a_date_has_no_iri() -> None:
    (found,) = (s for s in statements(stored(SMALL)) if s.relation == "announcedOn")

    assert found.object == Thing(iri=None, name="2024-05-03")


def test_those_about_an_entity_have_it_at_either_end() -> None:
    found = statements(stored(SMALL), about=DEFAULT_BASE + "place-lyon")

    assert [(s.subject.name, s.object.name) for s in found] == [
        ("Lyon", "France"),
        ("Widget AG", "Lyon"),
    ]


@pytest.mark.parametrize("base", ["https://from.example/service#", "urn:kg:"])
def test_any_iri_can_be_asked_about(base: str) -> None:
    text = document("Customer Service AG works with Acme Corp.")
    service, acme = entity("Customer Service AG"), entity()
    said = evidence(text, subject="Customer Service AG", object="Acme Corp")
    store = stored(
        graph([text], [service, acme], [fact(service, "partnersWith", acme, said)]), base=base
    )

    (found,) = statements(store, about=base + "org-customer-service-ag")

    assert found.subject.iri == base + "org-customer-service-ag"
    assert found.passages[0].quote == text.text


def test_a_text_that_was_read_twice_has_both_paths() -> None:
    one = document(path="b.txt", title="t")

    found = sources(stored(graph([one, one.model_copy(update={"path": "a.txt"})])))

    assert found == {DEFAULT_BASE + one.id: Source(path="a.txt, b.txt", title="t")}


@pytest.mark.parametrize(
    "iri", ["https://w3id.org/kgbuild/ns#uses", "https://example.org/kg/uses", "urn:kg:a/uses"]
)
def test_the_local_name_follows_the_namespace(iri: str) -> None:
    assert local_name(iri) == "uses"
