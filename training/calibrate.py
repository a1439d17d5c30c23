"""Judged facts -> for each relation what its scores are worth, and from where on they count."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from kgbuild.extract.network import Calibration
from kgbuild.extract.pairs import RELATIONS
from kgbuild.gold import CORE, OURS
from kgbuild.records import Record
from kgbuild.scores import Counts, Scores, added

LEAST_PRECISION = 0.7
CORE_RELATIONS = frozenset(OURS[name] for name in CORE)
ENOUGH = 8
"""Facts that the model must state at a threshold to show how precise it is there."""
UNPROVEN = LEAST_PRECISION
"""The threshold where none is proven: then the calibrated confidence has to be enough itself."""


class Row(Record):
    """One fact of a held-out document, or one that the gold wants."""

    document: str
    relation: str
    right: bool
    model: float = 0.0
    """The model's confidence, 0 where it does not say it."""
    patterns: float = 0.0


class HeldOut(Record):
    """What some weights make of the documents that they have not seen."""

    rows: tuple[Row, ...]
    model: Scores
    """Entities of the model's mentions."""
    types: dict[str, Counts]
    """Entities of each type, right with name and type."""


def calibrate(rows: Sequence[Row]) -> dict[str, Calibration]:
    """For each relation what its scores are worth, and the best threshold."""
    table = {}
    for relation in RELATIONS:
        own = [row for row in rows if row.relation == relation]
        slope, shift = platt(own)
        likely = {id(row): calibrated(row.model, slope, shift) for row in own}
        threshold = best_threshold(own, likely, LEAST_PRECISION)
        table[relation] = Calibration(slope=slope, shift=shift, threshold=threshold)
    return table


def logit(p: float) -> float:
    """The score behind a confidence."""
    p = min(max(p, 0.005), 0.995)
    return float(np.log(p / (1 - p)))


def calibrated(confidence: float, slope: float, shift: float) -> float:
    """The share of facts of this confidence that are right; 0 stays 0."""
    if not confidence:
        return 0.0
    return min(float(1 / (1 + np.exp(-(logit(confidence) * slope + shift)))), 0.99)


def platt(rows: Sequence[Row], *, steps: int = 50) -> tuple[float, float]:
    """Slope and shift by logistic regression, drawn towards 1 and 0 (Platt 1999)."""
    said = [row for row in rows if row.model]
    x = np.array([logit(row.model) for row in said])
    y = np.array([row.right for row in said], dtype=float)
    if not len(x):
        return 1.0, 0.0
    design = np.stack([x, np.ones_like(x)], 1)
    start = np.array([1.0, 0.0])
    w, pull = start.copy(), np.diag([5.0, 0.5])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-design @ w))
        gradient = design.T @ (p - y) + pull @ (w - start)
        curve = design.T @ (design * (p * (1 - p))[:, None]) + pull
        step = np.linalg.solve(curve, gradient)
        # A whole Newton step can leap over the valley and never come back.
        w -= step / max(1.0, float(np.abs(step).max()) / 0.5)
    return round(float(max(w[0], 0.05)), 4), round(float(w[1]), 4)


def best_threshold(rows: Sequence[Row], likely: Mapping[int, float], least: float) -> float:
    """Of the thresholds at which both extractors together are precise enough the one with the best
    F1; UNPROVEN if there is none, or if the model says too little there to tell."""
    best, chosen = -1.0, UNPROVEN
    for step in range(4, 39):
        threshold = step / 40
        counts = counted(rows, likely, threshold)
        said = sum(likely[id(row)] >= threshold for row in rows)
        if said >= ENOUGH and counts.precision >= least and counts.f1 > best:
            best, chosen = counts.f1, threshold
    return chosen


def counted(rows: Sequence[Row], likely: Mapping[int, float], threshold: float) -> Counts:
    """Both extractors together: what the patterns say, and what the model is sure enough of."""
    said = [row for row in rows if row.patterns or likely[id(row)] >= threshold]
    right = sum(row.right for row in said)
    return Counts(tp=right, fp=len(said) - right, fn=sum(r.right for r in rows) - right)


class Crossed(Record):
    """What calibration is worth on documents that it was not fitted to."""

    scores: dict[str, Counts]
    reliability: tuple[tuple[float, int, int], ...]
    """Start of a tenth of confidence, facts of the model in it, how many of them are right."""


def crossed(rows: Sequence[Row], *, parts: int = 4) -> Crossed:
    """Each part of the documents judged by what the other parts taught."""
    documents = sorted({row.document for row in rows})
    part = {name: i % parts for i, name in enumerate(documents)}
    kept: list[tuple[str, Counts]] = []
    bins: dict[int, list[bool]] = defaultdict(list)
    for held in range(parts):
        found = calibrate([row for row in rows if part[row.document] != held])
        for relation in RELATIONS:
            c = found[relation]
            own = [r for r in rows if r.relation == relation and part[r.document] == held]
            likely = {id(row): calibrated(row.model, c.slope, c.shift) for row in own}
            kept.append((relation, counted(own, likely, c.threshold)))
            for row in own:
                if row.model:
                    bins[min(int(likely[id(row)] * 10), 9)].append(row.right)
    return Crossed(
        scores=grouped(kept),
        reliability=tuple((i / 10, len(bins[i]), sum(bins[i])) for i in sorted(bins)),
    )


def grouped(kept: Sequence[tuple[str, Counts]]) -> dict[str, Counts]:
    """The counts of each relation, and of all the core, the extended and all relations."""
    groups = {relation: [c for r, c in kept if r == relation] for relation in RELATIONS}
    groups["core"] = [c for r, c in kept if r in CORE_RELATIONS]
    groups["extended"] = [c for r, c in kept if r not in CORE_RELATIONS]
    groups["all"] = [c for _, c in kept]
    return {name: added(group) for name, group in groups.items()}
