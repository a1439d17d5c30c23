from corpora import LEXICON, NOTHING, decided, local
from kgbuild.decisions import Decisions
from kgbuild.records import Rejection
from kgbuild.resolve.across import Known, Weights
from kgbuild.resolve.corpus import joined, known_of, neighbours_of

FAMILIES = ("body", "person", "place", "thing", "two families", "other name")
SURE = Weights(weight={"": 9.0}, threshold=dict.fromkeys(FAMILIES, 0.9))
BY_NEIGHBOURS = Weights(
    weight={
        "": -9.0,
        "same name, neighbours 1": 18.0,
        "other name, neighbours 1": 18.0,
    },
    threshold=dict.fromkeys(FAMILIES, 0.9),
)


def names(
    *texts: str, weights: Weights = SURE, decisions: Decisions = NOTHING
) -> tuple[list[list[str]], list[Rejection]]:
    """Join what texts name: the names of each thing, and what was kept apart."""
    found, told = joined(local(*texts), lexicon=LEXICON, weights=weights, decisions=decisions)
    return [sorted(cluster.names) for cluster in found], told


def test_neighbours_are_the_names_that_tell_something_and_places_by_themselves() -> None:
    things = local(
        "[Acme] ([AC]) met [Ada Byron](Person), [Eve](Person) and [Google] in [Lyon](Place).",
        "[Tarn]",
    )

    assert neighbours_of(things) == {
        "doc-1": (frozenset({"acme", "ac", "ada byron"}), frozenset({"lyon"})),
        "doc-2": (frozenset({"tarn"}), frozenset()),
    }


def test_a_thing_as_it_is_compared() -> None:
    things = local("[The Acme] and [ACME] ([AC]) of [US](Place)")
    around = neighbours_of(things)

    assert [known_of(thing, around) for thing in things] == [
        Known(
            name="acme",
            written=("ACME", "Acme"),
            type="Company",
            names=frozenset({"acme", "ac"}),
            neighbours=frozenset({"acme", "ac"}),
            places=frozenset({"us"}),
        ),
        Known(
            name="us",
            written=("US",),
            type="Place",
            names=frozenset({"us"}),
            neighbours=frozenset({"acme", "ac"}),
            places=frozenset({"us"}),
            place=("United States", "North America"),
        ),
    ]


def test_things_of_one_name_join_then_things_of_like_names() -> None:
    assert names("[Acme]", "[Tarn]", "[Acme]", "[Acme Group]") == (
        [["Acme", "Acme Group"], ["Tarn"]],
        [],
    )


def test_what_stands_beside_them_joins_those_alone_that_share_it() -> None:
    texts = ("[Acme] of [Tarn].", "[Acme] of [Tarn].", "[Acme].")

    assert names(*texts, weights=BY_NEIGHBOURS) == ([["Acme"], ["Tarn"], ["Acme"]], [])


def test_two_things_of_one_document_stay_two() -> None:
    found, told = names("[Silo Planner] and [SiloPlanner] differ.", "[Silo Planner]")

    assert found == [["Silo Planner"], ["SiloPlanner"]]
    assert [each.reason for each in told] == ["kept apart: doc-1 names both"]


def test_decisions_are_heard() -> None:
    decisions = decided("different,Acme,Acme Group", "same,Acme,Tarn")
    found, told = names("[Acme]", "[Acme Group]", "[Tarn]", decisions=decisions)

    assert found == [["Acme", "Tarn"], ["Acme Group"]]
    assert [each.reason for each in told] == ["kept apart: a decision calls them different"]


def test_what_was_kept_apart_is_told_once() -> None:
    found, told = names("[Acme AG] met [Acme Ltd].", "[Acme]", "[Acme]")

    assert found == [["Acme AG"], ["Acme Ltd"], ["Acme"]]
    assert told == [
        Rejection(
            stage="resolve",
            reason="kept apart: short for 'acme ag' and 'acme ltd'",
            subject="Acme",
        )
    ]


def test_nothing_is_joined_to_nothing() -> None:
    assert names() == ([], [])
