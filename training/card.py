"""What held-out documents gave -> the model card, in Markdown."""

from collections.abc import Mapping, Sequence
from statistics import mean, stdev

from kgbuild.scores import Counts
from training.calibrate import HeldOut, crossed
from training.recipe import DataSet


def model_card(runs: Mapping[str, HeldOut], *, data: Mapping[str, DataSet], notes: str) -> str:
    """The card. `runs`: what each seed and their `mean`, which ships, gave; `notes`: by people."""
    shipped = runs["mean"]
    documents = {row.document for row in shipped.rows}
    found = crossed(shipped.rows)
    parts = [
        "# Model card: the extraction model of kgbuild",
        "Written by `python -m training export`; the notes at its end are `training/card.md`.",
        f"Measured on {len(documents)} documents of kgnews that the weights have not seen, both "
        "extractors together. Thresholds and calibration for each quarter of them come from the "
        "other three; those that ship come from all of them.",
        "## Entities",
        table(("type", "precision", "recall", "F1", "gold"), entity_rows(shipped)),
        "## Facts",
        table(
            ("relation", "precision", "recall", "F1", "gold"),
            [line(name, counts) for name, counts in found.scores.items()],
        ),
        "## Spread",
        "Each seed draws order and dropout anew, from the same first stage. What ships is the "
        "mean of their weights.",
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


def entity_rows(found: HeldOut) -> list[tuple[str, ...]]:
    """Each type strictly (name and type right), then all by name alone."""
    rows = [line(name, counts) for name, counts in found.types.items()]
    return [*rows, line("all, by name", found.model.entities)]


def spread(runs: Mapping[str, HeldOut]) -> str:
    """Each seed, their mean and standard deviation, and what the mean of their weights reaches."""
    columns = {name: figures(found) for name, found in runs.items()}
    seeds = [name for name in runs if name != "mean"]
    rows = []
    for figure in columns["mean"]:
        values = [columns[seed][figure] for seed in seeds]
        deviation = stdev(values) if len(values) > 1 else 0.0
        cells = [*values, mean(values), deviation, columns["mean"][figure]]
        rows.append((figure, *(f"{value:.3f}" for value in cells)))
    heads = (*(f"seed {seed}" for seed in seeds), "mean", "standard deviation", "mean weights")
    return table(("figure", *heads), rows)


def figures(found: HeldOut) -> dict[str, float]:
    """What is compared."""
    facts = crossed(found.rows).scores
    return {
        "entities F1": found.model.entities.f1,
        "type accuracy": found.model.type_accuracy,
        "core facts F1": facts["core"].f1,
        "core facts precision": facts["core"].precision,
        "all facts F1": facts["all"].f1,
        "all facts precision": facts["all"].precision,
    }


def line(name: str, counts: Counts) -> tuple[str, ...]:
    """A row of a table."""
    shares = (counts.precision, counts.recall, counts.f1)
    return (name, *(f"{share:.3f}" for share in shares), str(counts.tp + counts.fn))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
