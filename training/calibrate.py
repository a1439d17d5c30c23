"""Judged facts -> for each relation what its scores are worth, and from where on they count."""

from collections.abc import Sequence

import numpy as np

from kgbuild.extract.network import Calibration
from kgbuild.extract.pairs import RELATIONS
from kgbuild.records import Record
from kgbuild.scores import Counts

LEAST_PRECISION = 0.7
CORE = frozenset({"partnersWith", "locatedIn", "announcedOn"})
NEVER = 1.0
"""The threshold of a relation that the model does not judge well enough."""


class Row(Record):
    """One fact of a held-out document, or one that the gold wants."""

    document: str
    relation: str
    right: bool
    model: float = 0.0
    """The model's confidence, 0 where it does not say it."""
    patterns: float = 0.0


class Calibrated(Record):
    """The result: by relation, and what both extractors together reach with it."""

    calibration: dict[str, Calibration]
    scores: dict[str, Counts]


def calibrate(rows: Sequence[Row], *, least_precision: float = LEAST_PRECISION) -> Calibrated:
    """Thresholds with the best F1 of both extractors, of those that are precise enough."""
    table = {}
    kept: list[tuple[str, Counts]] = []
    for relation in RELATIONS:
        own = [row for row in rows if row.relation == relation]
        slope, shift = platt(own)
        likely = {id(row): calibrated(row.model, slope, shift) for row in own}
        threshold = best_threshold(own, likely, least_precision)
        table[relation] = Calibration(slope=slope, shift=shift, threshold=threshold)
        kept.append((relation, counted(own, likely, threshold)))
    groups = {
        "core": [c for r, c in kept if r in CORE],
        "extended": [c for r, c in kept if r not in CORE],
        "all": [c for _, c in kept],
    }
    scores = dict(kept) | {name: added(group) for name, group in groups.items()}
    return Calibrated(calibration=table, scores=scores)


def added(group: Sequence[Counts]) -> Counts:
    """The sum of counts."""
    return Counts(
        tp=sum(c.tp for c in group), fp=sum(c.fp for c in group), fn=sum(c.fn for c in group)
    )


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


def best_threshold(rows: Sequence[Row], likely: dict[int, float], least: float) -> float:
    """Of the thresholds that are precise enough the one with the best F1; NEVER if none is."""
    best, chosen = -1.0, NEVER
    for step in range(4, 39):
        counts = counted(rows, likely, step / 40)
        if counts.precision >= least and counts.f1 > best:
            best, chosen = counts.f1, step / 40
    return chosen


def counted(rows: Sequence[Row], likely: dict[int, float], threshold: float) -> Counts:
    """Both extractors together: what the patterns say, and what the model is sure enough of."""
    said = [row for row in rows if row.patterns or likely[id(row)] >= threshold]
    right = sum(row.right for row in said)
    return Counts(tp=right, fp=len(said) - right, fn=sum(r.right for r in rows) - right)
