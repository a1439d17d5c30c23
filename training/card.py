"""What held-out documents gave -> the model card, in Markdown."""

from collections.abc import Mapping, Sequence
from statistics import mean, stdev

from kgbuild.scores import Counts, Scores, total
from training.calibrate import added, crossed
from training.evaluate import HeldOut
from training.recipe import DataSet


def model_card(
    runs: Mapping[int, Sequence[HeldOut]],
    *,
    shipped: int,
    data: Mapping[str, DataSet],
    notes: str,
) -> str:
    """The card. `runs`: seed -> what its folds gave; `notes`: what people have to say."""
    folds = runs[shipped]
    documents = {row.document for fold in folds for row in fold.rows}
    found = crossed([row for fold in folds for row in fold.rows])
    parts = [
        "# Model card: the extraction model of kgbuild",
        "Written by `python -m training export`; what stands under *Notes* is from "
        "`training/card.md`.",
        f"Measured on {len(documents)} documents of kgnews that the measured weights had not "
        "seen, both extractors together. Thresholds and calibration for each quarter of them "
        "come from the other three. The weights that ship have learned from all documents.",
        "## Entities",
        table(("type", "precision", "recall", "F1", "gold"), entity_rows(folds)),
        "## Facts",
        table(
            ("relation", "precision", "recall", "F1", "gold"),
            [line(name, counts) for name, counts in found.scores.items()],
        ),
        "## Spread",
        spread(runs),
        "## Reliability",
        "Of the facts that the model gives a confidence, how many are right.",
        table(
            ("confidence", "facts", "right"),
            [
                (f"{start:.1f} to {start + 0.1:.1f}", str(all_), f"{right / all_:.2f}")
                for start, all_, right in found.reliability
            ],
        ),
        "## Data",
        table(("set", "what", "licence"), [(name, d.cite, d.licence) for name, d in data.items()]),
        notes.strip(),
    ]
    return "\n\n".join(parts) + "\n"


def entity_rows(folds: Sequence[HeldOut]) -> list[tuple[str, ...]]:
    """Each type strictly (name and type right), then all by name alone."""
    names = folds[0].types
    rows = [line(name, added([fold.types[name] for fold in folds])) for name in names]
    return [*rows, line("all, by name", together(folds).entities)]


def together(folds: Sequence[HeldOut]) -> Scores:
    """The entity scores of all folds."""
    return total([fold.model for fold in folds])


def spread(runs: Mapping[int, Sequence[HeldOut]]) -> str:
    """Mean and standard deviation over seeds; each seed draws batches, dropout and order anew."""
    values: dict[str, list[float]] = {}
    for folds in runs.values():
        scores, facts = together(folds), crossed([r for fold in folds for r in fold.rows]).scores
        for name, value in (
            ("entities F1", scores.entities.f1),
            ("type accuracy", scores.type_accuracy),
            ("core facts F1", facts["core"].f1),
            ("core facts precision", facts["core"].precision),
            ("all facts F1", facts["all"].f1),
        ):
            values.setdefault(name, []).append(value)
    rows = [
        (name, f"{mean(v):.3f}", f"{stdev(v):.3f}" if len(v) > 1 else "")
        for name, v in values.items()
    ]
    seeds = ", ".join(map(str, runs))
    return f"Seeds {seeds}.\n\n" + table(("figure", "mean", "standard deviation"), rows)


def line(name: str, counts: Counts) -> tuple[str, ...]:
    """A row of a table."""
    shares = (counts.precision, counts.recall, counts.f1)
    return (name, *(f"{share:.3f}" for share in shares), str(counts.tp + counts.fn))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
