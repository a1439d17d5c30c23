"""Scores of words -> mentions: which runs of words are names, and of what type."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Tagged:
    """Words `start` to `end` (exclusive) are a mention of `type`, as sure as `confidence`."""

    start: int
    end: int
    type: str
    confidence: float


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

    A word belongs to a mention if it is none with a probability of 1 - `least` at most. A run of
    such words is cut where a word begins a mention as likely as it goes on with one, and its type
    is the one that its words speak for together: so every result is well formed. `sentences`
    [words] numbers the sentence of each word, and no mention runs over from one to the next.
    """
    p = softmax(scores)
    inside = 1 - p[:, 0] >= least
    begins = p[:, 1::2].sum(1) >= p[:, 2::2].sum(1)
    if sentences is not None:
        begins[1:] |= sentences[1:] != sentences[:-1]
    by_type = p[:, 1::2] + p[:, 2::2]
    found: list[Tagged] = []
    i = 0
    while i < len(p):
        if not inside[i]:
            i += 1
            continue
        end = i + 1
        while end < len(p) and inside[end] and not begins[end]:
            end += 1
        sums = by_type[i:end].mean(0)
        best = int(sums.argmax())
        found.append(Tagged(i, end, types[best], float(1 - p[i:end, 0].mean())))
        i = end
    return found
