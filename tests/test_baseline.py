from collections import Counter

from factories import TEXT, document, entity, fact, graph
from kgbuild.baseline import random_facts
from kgbuild.iris import fact_id
from kgbuild.ontology import load_ontology
from kgbuild.records import Document, Entity, Evidence, Fact, Graph, Span

ACME, WIDGET = entity(aliases=["Acme"]), entity("Widget AG")
LYON, FRANCE = entity("Lyon", "Place"), entity("France", "Place")


def drawn(*facts: Fact, text: str = TEXT, entities: list[Entity] | None = None) -> Graph:
    whole = graph([document(text, published="2025-03-26")], entities or [], facts)
    return random_facts(whole, ontology=load_ontology())


def ends(result: Graph) -> set[tuple[str, str, str]]:
    return {(fact.subject, fact.relation, fact.object) for fact in result.facts}


def test_the_only_candidate_is_drawn_with_its_sentence() -> None:
    said = fact(ACME, "partnersWith", WIDGET, title="x", date="2025")

    result = drawn(said, entities=[WIDGET, ACME])

    source: Document = result.documents[0]
    passage = Evidence(
        document=source.id,
        start=0,
        end=len(TEXT),
        quote=TEXT,
        subject=Span(start=0, end=9),
        object=Span(start=TEXT.index("Widget AG"), end=TEXT.index(" in Lyon")),
        extractor="random",
        confidence=0.5,
    )
    assert result == graph(
        [source],
        [WIDGET, ACME],
        [
            Fact(
                id=fact_id(ACME.id, "partnersWith", WIDGET.id, "Asserted", None, None),
                subject=ACME.id,
                relation="partnersWith",
                object=WIDGET.id,
                confidence=0.5,
                documents=1,
                evidence=(passage,),
            )
        ],
    )


def test_candidates_are_what_the_ontology_allows() -> None:
    said = [fact(FRANCE, "locatedIn", each) for each in (ACME, WIDGET, LYON)]
    names = [ACME, WIDGET, LYON, FRANCE]

    result = drawn(*said, *(fact(LYON, "locatedIn", each) for each in names), entities=names)

    assert ends(result) == {
        *((firm.id, "locatedIn", place.id) for firm in (ACME, WIDGET) for place in (LYON, FRANCE)),
        (LYON.id, "locatedIn", FRANCE.id),
        (FRANCE.id, "locatedIn", LYON.id),
    }


def test_pairs_share_a_sentence_under_any_name() -> None:
    said = [fact(ACME, "locatedIn", FRANCE), fact(WIDGET, "locatedIn", FRANCE)]
    text = "Acme is in Lyon. Widget AG is old. France is far."

    result = drawn(*said, text=text, entities=[ACME, WIDGET, LYON, FRANCE])

    assert ends(result) == {(ACME.id, "locatedIn", LYON.id)}


def test_dates_are_those_of_the_sentence_resolved() -> None:
    said = [fact(WIDGET, "announcedOn", date) for date in ("1999", "1998", "1997", "1996")]
    text = "Acme was founded on 3 May 2001. Widget AG opened yesterday. Lyon grew in 2002."

    result = drawn(*said, text=text, entities=[ACME, WIDGET, LYON])

    assert ends(result) == {
        (ACME.id, "announcedOn", "2001-05-03"),
        (WIDGET.id, "announcedOn", "2025-03-25"),
    }
    assert all(each.literal for each in result.facts)


def test_as_many_of_each_relation_are_drawn_as_the_graph_asserts() -> None:
    firms = [entity(f"Firm{letter} Ltd") for letter in "ABCDEF"]
    text = " and ".join(firm.name for firm in firms)
    said = [
        *(fact(firms[0], "partnersWith", firm) for firm in firms[1:4]),
        fact(firms[0], "partnersWith", firms[1], date="2024"),
        fact(firms[0], "acquires", firms[1]),
        fact(firms[0], "supplies", firms[1], modality="Planned"),
    ]

    result = drawn(*said, text=text, entities=firms)

    assert Counter(each.relation for each in result.facts) == {"partnersWith": 3, "acquires": 1}


def test_the_draw_differs_between_documents_and_is_the_same_again() -> None:
    firms = [entity(f"Firm{letter} Ltd") for letter in "ABCDEF"]
    said = fact(firms[0], "acquires", firms[1])
    texts = [f"{n} " + " and ".join(firm.name for firm in firms) for n in range(9)]

    first, again = ([drawn(said, text=text, entities=firms) for text in texts] for _ in range(2))

    assert first == again
    assert len({each for result in first for each in ends(result)}) > 3


def test_a_graph_that_asserts_nothing_has_no_random_facts() -> None:
    assert drawn(entities=[ACME, WIDGET]).facts == ()
