import pytest

from factories import FRANCE, RHONE, document, entity, evidence, fact, graph, small_graph, stored
from kgbuild.explanation import Apart, Explanation, Name, explain, similar_names
from kgbuild.iris import DEFAULT_BASE
from kgbuild.records import Graph, Rejection
from kgbuild.statements import Source, statements

SMALL = small_graph()
STORE = stored(SMALL)


def two_of_a_name() -> Graph:
    """Two firms that one short name means, and a place of it."""
    text = document("Harbour Foods AG, Harbour Bank and the port of Harbour.")
    return graph(
        [text],
        [
            entity("Harbour Foods AG", aliases=["Harbour"], documents=[text]),
            entity("Harbour Bank", aliases=["HARBOUR"], documents=[text]),
            entity("Harbour", "Place", documents=[text]),
        ],
    )


def test_an_explanation_holds_all_that_the_graph_says() -> None:
    (found,) = explain(STORE, "Acme")

    assert found == Explanation(
        iri=DEFAULT_BASE + "org-acme-corp",
        type="Company",
        name="Acme Corp",
        names=(Name(name="Acme", reasons=("short form",)),),
        documents=(
            Source(
                path="acme.txt",
                title="Acme joins Widget",
                publisher="Acme Press",
                issued="2025-03-26",
            ),
            Source(
                path="news/two.html",
                publisher="https://news.example.com/two?id=1",
                issued="2025-04",
            ),
        ),
        same_as=(),
        lies_in=(),
        apart=(),
        statements=tuple(
            s for s in statements(STORE) if "Acme Corp" in (s.subject.name, s.object.name)
        ),
    )
    assert [s.relation for s in found.statements] == [
        "acquires",
        "holdsPositionAt",
        "investsIn",
        "partnersWith",
    ]


@pytest.mark.parametrize(
    "name",
    ["Acme Corp", "acme corp", " ACME\tcorp ", "org-acme-corp", DEFAULT_BASE + "org-acme-corp"],
)
def test_an_entity_is_found_by_name_id_or_iri(name: str) -> None:
    assert [each.name for each in explain(STORE, name)] == ["Acme Corp"]


@pytest.mark.parametrize("name", ["", "Acme Co", "org-acme", "acme.txt", "Acme joins Widget"])
def test_what_is_no_name_of_an_entity_finds_none(name: str) -> None:
    assert explain(STORE, name) == ()


def test_all_entities_of_a_name_are_explained_its_first_owner_first() -> None:
    found = explain(stored(two_of_a_name()), "harbour")

    assert [each.name for each in found] == ["Harbour", "Harbour Bank", "Harbour Foods AG"]


def test_what_starts_from_the_entity_comes_first_in_a_relation() -> None:
    found = explain(STORE, "Lyon")

    assert [(s.subject.name, s.object.name) for s in found[0].statements] == [
        ("Lyon", "France"),
        ("Widget AG", "Lyon"),
    ]


def test_reasons_stand_beside_their_names_whatever_those_hold() -> None:
    merges = [("Acme: Labs", "short form"), ("Acme", "acronym: why not"), ("Acme", "same name")]
    acme = entity(aliases=["Acme", "Acme: Labs", "ACME"], merges=[*merges, ("Acme Corp", "a, b")])

    (found,) = explain(stored(graph([], [acme])), "acme")

    assert found.names == (
        Name(name="ACME", reasons=()),
        Name(name="Acme", reasons=("acronym: why not", "same name")),
        Name(name="Acme Corp", reasons=("a, b",)),
        Name(name="Acme: Labs", reasons=("short form",)),
    )


def test_background_knowledge_is_told_apart_from_the_facts() -> None:
    item = "http://www.wikidata.org/entity/Q456"
    lyon = entity("Lyon", "Place", same_as=[item], lies_in=[FRANCE, RHONE])

    (found,) = explain(stored(graph([], [lyon])), "Lyon")

    assert (found.same_as, found.lies_in) == ((item,), (RHONE.name, FRANCE.name))
    assert found.statements == ()


def test_what_was_kept_apart_is_told_from_either_end() -> None:
    told = [
        Rejection(stage="resolve", subject="ACME", object="Acme Ltd", reason="kept apart: forms"),
        Rejection(stage="resolve", subject="Acme Bank", object="Acme Corp", reason="two words"),
        Rejection(stage="resolve", subject="Acme", reason="kept apart: short for two"),
        Rejection(stage="resolve", subject="Widget AG", object="Widget Ltd", reason="forms"),
    ]

    (found,) = explain(STORE, "Acme Corp", rejections=told)

    assert found.apart == (
        Apart(name="ACME", other="Acme Ltd", reason="forms"),
        Apart(name="Acme", other=None, reason="short for two"),
        Apart(name="Acme Corp", other="Acme Bank", reason="two words"),
    )


def test_similar_names_are_the_likest_first_and_five_at_most() -> None:
    names = ["Harbour Food", "Harbour Foods AG", "Harbor Foods", "Harbour", "Delta Grain"]
    many = [*names, *(f"Harbour Foods {n}" for n in range(5))]
    store = stored(graph([], [entity(name) for name in many]))

    found = similar_names(store, "harbour foods")

    assert found[:2] == ("Harbor Foods", "Harbour Food")
    assert len(found) == 5
    assert "Delta Grain" not in found


@pytest.mark.parametrize("name", ["", "!?", "Zyxw"])
def test_nothing_is_similar_to_what_is_like_no_name(name: str) -> None:
    assert similar_names(STORE, name) == ()


def test_quotes_come_with_a_fact_that_other_entities_share() -> None:
    text = document("Acme Corp works with Widget AG.")
    acme, widget = entity(documents=[text]), entity("Widget AG", documents=[text])
    store = stored(
        graph([text], [acme, widget], [fact(acme, "partnersWith", widget, evidence(text))])
    )

    for name in ("Acme Corp", "Widget AG"):
        (found,) = explain(store, name)
        assert [p.quote for s in found.statements for p in s.passages] == [text.text]
