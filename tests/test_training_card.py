from kgbuild.scores import Counts, Scores
from training.calibrate import HeldOut, Row
from training.card import model_card
from training.recipe import DataSet


def held_out(right: int, wrong: int) -> HeldOut:
    """Four documents alike, with so many facts of the model right and wrong."""
    rows = [
        Row(document=document, relation="uses", right=i < right, model=0.95)
        for document in "abcd"
        for i in range(right + wrong)
    ]
    return HeldOut(
        rows=tuple(rows),
        model=Scores(entities=Counts(tp=3, fp=1, fn=1), typed=2),
        types={"Person": Counts(tp=2, fp=1, fn=2)},
    )


DATA = {
    "ours": DataSet(name="ours", path="corpus", licence="Apache-2.0", cite="Our own", take="all")
}


def test_the_card_holds_what_was_measured() -> None:
    runs = {"0": held_out(8, 0), "1": held_out(6, 2), "mean": held_out(8, 0)}

    card = model_card(runs, data=DATA, notes="## Notes\n\nNone.\n")

    assert "| Person | 0.667 | 0.500 | 0.571 | 4 |" in card
    assert "| all, by name | 0.750 | 0.750 | 0.750 | 4 |" in card
    assert "| uses | 1.000 | 1.000 | 1.000 | 32 |" in card
    assert "| figure | seed 0 | seed 1 | mean | standard deviation | mean weights |" in card
    assert "| all facts precision | 1.000 | 0.750 | 0.875 | 0.177 | 1.000 |" in card
    assert "| 0.9 to 1.0 | 32 | 1.00 |" in card
    assert "| ours | Our own | Apache-2.0 |" in card
    assert card.endswith("## Notes\n\nNone.\n")
