from kgbuild.records import Rejection
from kgbuild.resolve.groups import Edge
from kgbuild.resolve.rivals import fitting, parted
from test_resolve_across import known

ACME, AG, LTD = known("Acme"), known("Acme AG"), known("Acme Ltd")


def torn(subject: str, names: str) -> Rejection:
    return Rejection(stage="resolve", reason=f"kept apart: short for {names}", subject=subject)


def test_a_name_that_fits_two_rivals_as_well_joins_neither() -> None:
    rivals = Edge(0.0, 0, 1, "")
    edges = [rivals, Edge(0.93, 0, 2, ""), Edge(0.9, 1, 2, "")]

    assert fitting(edges, [AG, LTD, ACME]) == ([torn("Acme", "'acme ag' and 'acme ltd'")], [rivals])


def test_a_name_that_fits_one_rival_better_joins_that() -> None:
    rivals, better = Edge(0.0, 0, 1, ""), Edge(0.99, 1, 2, "")

    assert fitting([rivals, Edge(0.9, 0, 2, ""), better], [AG, LTD, ACME]) == (
        [
            Rejection(
                stage="resolve",
                reason="kept apart: likelier 'acme ltd'",
                subject="Acme",
                object="Acme AG",
            )
        ],
        [rivals, better],
    )


def test_namesakes_that_fit_the_same_rivals_stay_together() -> None:
    rivals, same = Edge(0.0, 0, 1, ""), Edge(0.9, 2, 3, "")
    edges = [rivals, same, *(Edge(0.9, i, j, "") for i in (0, 1) for j in (2, 3))]

    told, left = fitting(edges, [AG, LTD, ACME, ACME])

    assert (told, left) == ([torn("Acme", "'acme ag' and 'acme ltd'")], [rivals, same])


def test_where_nothing_is_a_rival_all_edges_stay() -> None:
    edges = [Edge(0.9, 0, 1, ""), Edge(0.8, 1, 2, "")]

    assert fitting(edges, [ACME, AG, ACME]) == ([], edges)


def test_a_short_name_of_things_that_are_not_one_is_parted_from_all() -> None:
    things = [[known("Tarn Coral Union")], [known("Tarn Cargo Union")], [known("TCU")]]
    other = Edge(0.9, 1, 3, "")
    edges = [Edge(0.99, 0, 2, ""), Edge(0.9, 1, 2, ""), other]

    assert parted(edges, [*things, [known("Tarn Cargo Union Ltd")]]) == (
        [torn("TCU", "'tarn cargo union' and 'tarn coral union'")],
        [other],
    )


def test_a_short_name_of_things_that_are_one_joins_both() -> None:
    things = [[known("Tarn Works")], [known("Tarn Works Union")], [known("TW")]]
    edges = [Edge(0.9, 0, 1, ""), Edge(0.9, 0, 2, ""), Edge(0.9, 1, 2, "")]

    assert parted(edges, things) == ([], edges)


def test_what_is_not_likely_is_no_host() -> None:
    edges = [Edge(0.9, 0, 2, ""), Edge(0.01, 1, 2, "")]

    assert parted(edges, [[AG], [LTD], [ACME]]) == ([], edges)
