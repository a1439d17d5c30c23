import pytest

from corpora import NOTHING, decided, local
from kgbuild.decisions import Decisions
from kgbuild.records import Rejection
from kgbuild.resolve.clusters import Cluster
from kgbuild.resolve.groups import APART, Edge, Groups


def joined(
    things: list[Cluster], edges: list[Edge], decisions: Decisions = NOTHING
) -> tuple[list[list[int]], list[Rejection]]:
    groups = Groups(things, decisions)
    told = groups.join(edges)
    return groups.members(), told


def kept_apart(why: str, one: str, other: str, *, share: float, document: str) -> Rejection:
    return Rejection(
        stage="resolve",
        reason=f"kept apart: {why}",
        document=document,
        subject=one,
        object=other,
        confidence=share,
    )


def test_things_without_edges_stay_alone() -> None:
    assert joined(local("[Acme]", "[Tarn]"), []) == ([[0], [1]], [])


def test_edges_join_also_by_way_of_a_third() -> None:
    things = local("[Acme]", "[Tarn]", "[Bonn]", "[Widget]")

    assert joined(things, [Edge(0.9, 0, 2, "x"), Edge(0.5, 2, 3, "x")]) == ([[0, 2, 3], [1]], [])


def test_two_that_one_document_names_are_not_joined_the_likelier_edge_wins() -> None:
    things = local("[Acme] met [Tarn].", "[Acme Works]")

    assert joined(things, [Edge(0.8, 0, 2, "x"), Edge(0.912, 1, 2, "x")]) == (
        [[0], [1, 2]],
        [kept_apart("doc-1 names both", "Acme", "Acme Works", share=0.8, document="doc-1")],
    )


def test_two_that_are_not_alike_are_not_joined_by_way_of_a_third() -> None:
    things = local("[Acme]", "[Tarn]", "[Bonn]")
    edges = [Edge(0.9, 0, 1, "x"), Edge(0.8, 1, 2, "x"), Edge(APART / 2, 0, 2, "")]

    assert joined(things, edges) == (
        [[0, 1], [2]],
        [
            kept_apart(
                "'acme' and 'bonn' are not alike", "Tarn", "Bonn", share=0.8, document="doc-2"
            )
        ],
    )


def test_what_is_told_is_told_once() -> None:
    things = local("[Acme] met [Tarn].", "[Works]", "[Works]", "[Acme]")
    edges = [Edge(0.9, 0, 2, "x"), Edge(0.8, 1, 2, "x"), Edge(0.7, 1, 2, "y"), Edge(0.7, 0, 4, "")]

    found, told = joined(things, edges)

    assert found == [[0, 2, 4], [1], [3]]
    assert [(each.subject, each.object) for each in told] == [("Tarn", "Works")]


def test_decisions_join_and_part_whatever_the_edges_say() -> None:
    things = local("[Acme] met [Tarn].", "[Bonn]", "[Hull]")
    decisions = decided("same,Acme,Tarn", "different,Acme,Bonn")

    assert joined(things, [Edge(0.9, 1, 2, "x"), Edge(0.8, 2, 3, "x")], decisions) == (
        [[0, 1], [2, 3]],
        [
            kept_apart(
                "a decision calls them different", "Tarn", "Bonn", share=0.9, document="doc-1"
            )
        ],
    )


@pytest.mark.parametrize("edges", [[Edge(0.9, 0, 1, "x")], [Edge(0.9, 0, 1, "x")] * 2])
def test_a_group_is_a_cluster_under_its_fullest_name_with_reasons(edges: list[Edge]) -> None:
    groups = Groups(local("[Acme]", "[Acme Works]", "[Tarn]"), NOTHING)
    groups.join(edges)
    acme, tarn = groups.clusters()

    assert (acme.main, acme.names, acme.documents, acme.reasons) == (
        "acme works",
        {"Acme": 1, "Acme Works": 1},
        {"doc-1", "doc-2"},
        {"Acme": "x"},
    )
    assert (tarn.main, tarn.reasons) == ("tarn", {})


def test_a_reason_holds_for_the_names_that_came_with_it_and_not_for_others() -> None:
    groups = Groups(local("[Tarn Works Union]", "[Tarn Works] ([TW])"), NOTHING)
    groups.join([Edge(0.9, 0, 1, "alike")])
    (cluster,) = groups.clusters()

    assert cluster.reasons == {"Tarn Works": "alike", "TW": "acronym"}
