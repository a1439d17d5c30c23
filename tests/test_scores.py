import pytest

from kgbuild.scores import Counts, Scores, total

ONE = Scores(
    entities=Counts(tp=3, fp=1, fn=2),
    typed=2,
    relations={"located_in": Counts(tp=1, fp=2, fn=3), "uses": Counts(fp=1)},
)
TWO = Scores(
    entities=Counts(tp=1),
    typed=1,
    relations={"partners_with": Counts(fn=1), "uses": Counts(tp=4)},
)


def test_shares_of_counts() -> None:
    counts = Counts(tp=2, fp=1, fn=2)

    assert (counts.precision, counts.recall) == (2 / 3, 0.5)
    assert counts.f1 == pytest.approx(4 / 7)
    assert counts.shares() == {"precision": 0.6667, "recall": 0.5, "f1": 0.5714}


@pytest.mark.parametrize("counts", [Counts(), Counts(fp=1), Counts(fn=1)])
def test_a_share_of_nothing_is_zero(counts: Counts) -> None:
    assert counts.shares() == {"precision": 0, "recall": 0, "f1": 0}


def test_type_accuracy_is_of_the_entities_found() -> None:
    assert ONE.type_accuracy == 2 / 3
    assert Scores().type_accuracy == 0


def test_documents_add_up_in_the_order_of_the_relations() -> None:
    summed = total([ONE, TWO])

    assert summed == Scores(
        entities=Counts(tp=4, fp=1, fn=2),
        typed=3,
        relations={
            "partners_with": Counts(fn=1),
            "located_in": Counts(tp=1, fp=2, fn=3),
            "uses": Counts(tp=4, fp=1),
        },
    )
    assert list(summed.relations) == ["partners_with", "located_in", "uses"]


def test_core_extended_and_all() -> None:
    summed = total([ONE, TWO])

    assert summed.core == Counts(tp=1, fp=2, fn=4)
    assert summed.extended == Counts(tp=4, fp=1)
    assert summed.all == Counts(tp=5, fp=3, fn=4)


def test_no_documents_have_no_scores() -> None:
    assert total([]) == Scores()
