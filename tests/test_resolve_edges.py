from kgbuild.resolve.across import Known, Weights
from kgbuild.resolve.edges import like_names, one_name
from kgbuild.resolve.groups import Edge
from marked import small_lexicon
from test_resolve_across import known

LEXICON = small_lexicon(common_words="silver")
FAMILIES = ("body", "person", "place", "thing", "two families", "other name")


def weights(least: float = 0.5, **weight: float) -> Weights:
    """Make weights by hand; `_` in their names stands for a space."""
    return Weights(
        weight={sign.replace("_", " "): value for sign, value in weight.items()},
        threshold=dict.fromkeys(FAMILIES, least),
    )


SURE = Weights(weight={"": 9.0}, threshold=dict.fromkeys(FAMILIES, 0.9))
UNSURE = Weights(weight={"": -9.0}, threshold=dict.fromkeys(FAMILIES, 0.9))
SURE_SHARE = SURE.share([])
ALIKE = "alike in name, and named beside the same others"


def named_edges(*things: Known, by: Weights = SURE) -> list[Edge]:
    return list(one_name(things, LEXICON, by))


def like_edges(*things: Known, by: Weights = SURE) -> list[Edge]:
    return list(like_names([[thing] for thing in things], LEXICON, by))


def test_things_of_one_name_have_an_edge_where_they_are_likely_enough() -> None:
    things = known("Acme"), known("Tarn"), known("Acme AG"), known("Acme", "Product")

    assert named_edges(*things) == [
        Edge(SURE_SHARE, 0, 2, "legal form aside"),
        Edge(SURE_SHARE, 0, 3, "same name"),
    ]
    assert named_edges(*things, by=UNSURE) == []
    assert [e.share for e in named_edges(*things, by=weights(0.5))] == [0.5, 0.5]
    assert named_edges(*things, by=weights(0.51)) == []


def test_two_firms_by_their_legal_forms_never_join() -> None:
    assert named_edges(known("Acme AG"), known("Acme Ltd")) == [
        Edge(0.0, 0, 1, "two by their names")
    ]


def test_names_of_one_place_of_the_gazetteer_are_one() -> None:
    us = known("US", "Place", place=("United States",))
    states = known("United States", "Place", place=("United States",))

    assert named_edges(us, states, by=UNSURE) == [Edge(1.0, 0, 1, "another name of the place")]


def test_of_very_many_of_one_name_those_are_compared_that_share_something() -> None:
    crowd = [known("Acme", beside=["b"] if n in {0, 100} else []) for n in range(101)]
    by = weights(0.6, same_name=1.0)
    by = by.model_copy(update={"weight": {"same name, neighbours 1": 1.0}})

    assert [(e.one, e.other) for e in named_edges(*crowd, by=by)] == [(0, 100)]
    assert len(named_edges(*crowd)) == 101


def test_things_of_like_names_have_an_edge_where_likely_or_not_likely_at_all() -> None:
    things = known("Acme"), known("Acme Group"), known("Widget Works")

    assert like_edges(*things) == [Edge(SURE_SHARE, 0, 1, "legal form aside")]
    assert [(e.one, e.other, e.share < 0.1) for e in like_edges(*things, by=UNSURE)] == [
        (0, 1, True)
    ]
    assert like_edges(*things, by=weights(0.6)) == []


def test_names_that_share_a_word_alone_are_never_one_whatever_stands_beside_them() -> None:
    one, other = known("Tarn Mining Museum"), known("Tarn Press Museum")

    assert like_edges(one, other) == []


def test_names_that_share_a_short_form_may_be_one() -> None:
    one = known("Tarn Works", also=["tarn"])
    other = known("Tarn Works Foundation", also=["tarn"])

    assert like_edges(one, other) == [Edge(SURE_SHARE, 0, 1, "first part of the firm's name")]
    assert like_edges(one, known("Tarn Works Foundation")) == []


def test_spellings_of_one_name_may_be_one() -> None:
    assert like_edges(known("JP Morgan"), known("JPMorgan")) == [Edge(SURE_SHARE, 0, 1, ALIKE)]


def test_two_things_by_any_of_their_names_never_join() -> None:
    one = [known("Acme Group"), known("Acme Group AG")]
    other = [known("Acme"), known("Acme Ltd")]

    assert [e.share for e in like_names([one, other], LEXICON, SURE)] == [0.0]


def test_the_likeliest_parts_of_two_things_speak_for_them() -> None:
    one = [known("Acme"), known("Acme", beside=["b"])]
    other = [known("Acme Group", beside=["b"]), known("Acme Group")]
    by = Weights(
        weight={"": -9.0, "other name, neighbours 1": 18.0},
        threshold=dict.fromkeys(FAMILIES, 0.9),
    )

    assert [e.share for e in like_names([one, other], LEXICON, by)] == [SURE_SHARE]


def test_a_word_that_very_many_things_share_brings_none_together() -> None:
    crowd = [known(f"{n} Works") for n in range(100, 141)]

    assert len(like_edges(*crowd[1:], by=UNSURE)) == 40 * 39 / 2
    assert like_edges(*crowd, by=UNSURE) == []
