"""Scores of words -> mentions: which runs of words are names, and of what type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
SURELY_NONE = 0.999
"""Probability of being none from which on a word cannot be part of a mention."""


@dataclass(frozen=True)
class Tagged:
    """Words `start` to `end` (exclusive) are a mention of `type`, as sure as `confidence`."""

    start: int
    end: int
    type: str
    confidence: float
    shares: tuple[float, ...]
    """How much its words speak for each type of the head; together 1."""


def bio_labels(types: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of a tag head: O, then B and I of each type (Ramshaw and Marcus 1995)."""
    return ("O", *(f"{mark}-{type_}" for type_ in types for mark in "BI"))


def softmax(scores: Scores) -> Scores:
    """Probabilities along the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Scores = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def decode(
    scores: Scores,
    types: tuple[str, ...],
    *,
    sentences: npt.NDArray[np.int64] | None = None,
    least: float = 0.5,
) -> list[Tagged]:
    """The mentions that [words, 1 + 2 * types] scores speak for.

    The likeliest row of labels in which an I stands only behind a B or I of its type (Viterbi
    1967). The odds of being none count `least` to 1 - `least`, so that a higher one asks names
    to be surer. `sentences` [words] numbers the sentence of each word, and no mention runs over
    from one to the next.
    """
    p = softmax(scores)
    costs = np.log(np.maximum(p, 1e-9))
    costs[:, 0] += np.log(least / (1 - least))
    starts = np.zeros(len(p), dtype=bool)
    if sentences is not None:
        starts[1:] = sentences[1:] != sentences[:-1]
    found: list[Tagged] = []
    for start, end in _doubtful(p):
        path = _best_path(costs[start:end], starts[start:end])
        for a, b in _runs(path):
            words = p[start + a : start + b]
            type_ = types[(path[a] - 1) // 2]
            sure = float(1 - words[:, 0].mean())
            found.append(Tagged(start + a, start + b, type_, sure, _shares(words)))
    return found


def _shares(p: Scores) -> tuple[float, ...]:
    sums = (p[:, 1::2] + p[:, 2::2]).sum(0)
    return tuple((sums / sums.sum()).tolist())


def _doubtful(p: Scores) -> Iterator[tuple[int, int]]:
    """Runs of words that may be named: most of a text is surely not, and need not be searched."""
    edges = np.flatnonzero(np.diff(p[:, 0] < SURELY_NONE, prepend=False, append=False))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _best_path(costs: Scores, starts: npt.NDArray[np.bool_]) -> list[int]:
    """The label of each word; where `starts`, no label may go on with the one before."""
    inside = np.arange(2, costs.shape[1], 2)
    best, ways = costs[0].copy(), []
    best[inside] = -np.inf
    for row, starts_here in zip(costs[1:], starts[1:], strict=True):
        way = np.full(len(best), best.argmax())
        way[inside] = np.where(best[inside - 1] >= best[inside], inside - 1, inside)
        best = best[way] + row
        if starts_here:
            best[inside] = -np.inf
        ways.append(way)
    path = [int(best.argmax())]
    for way in reversed(ways):
        path.append(int(way[path[-1]]))
    return path[::-1]


def _runs(path: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Bounds of the mentions in a well-formed row of labels."""
    for start, label in enumerate(path):
        if label % 2:
            end = start + 1
            while end < len(path) and path[end] == label + 1:
                end += 1
            yield start, end
