"""Doc -> passages: runs of whole sentences, as long as the encoder reads at once, as numbers.

The encoder knows no case and no lines. Three features a word make up for it: the shape of its
letters, whether it begins a line or a sentence, and what the rules take it for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token
from tokenizers import Tokenizer

from kgbuild.records import ENTITY_TYPES

MAX_PIECES = 254
"""Word pieces in a passage, the two marks at its ends not counted."""
MAX_OVERLAP = 64
"""A last sentence up to this many pieces is read again at the start of the next passage."""
MAX_WORD = 16
"""Pieces of one word that are read; an address may have hundreds."""
SHAPES = (
    "none", "lower", "title", "upper", "letter", "camel", "mixed", "digits", "alphanumeric",
    "punctuation", "symbol",
)  # fmt: skip
BREAKS = ("none", "word", "sentence", "line")
MENTION_TYPES = (*ENTITY_TYPES, "Date")
HINTS = ("unknown", "O", *(f"{mark}-{type_}" for type_ in MENTION_TYPES for mark in "BI"))

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Passage:
    """What the encoder reads: `w` words of a document, cut into `p` pieces."""

    tokens: Numbers
    """[w] index of each word in the Doc; white space is no word."""
    sentences: Numbers
    """[w] number of its sentence in the document."""
    fresh: int
    """Words from this one on stand in no passage before."""
    pieces: Numbers
    """[p] ids, with the marks at both ends."""
    words: Numbers
    """[w] index of each word's first piece."""
    features: Numbers
    """[p, 3] index into SHAPES, BREAKS and HINTS."""


def passages(doc: Doc, tokenizer: Tokenizer) -> Iterator[Passage]:
    """The passages of a document whose sentences are marked and whose rules have set `ents`."""
    words = [token for token in doc if not token.is_space]
    if not words:
        return
    pieces = _pieces(words, tokenizer)
    sentences = _sentence_numbers(words)
    features = [(_shape(t.text), _break(t), _hint(t)) for t in words]
    before, after = _mark("[CLS]", tokenizer), _mark("[SEP]", tokenizer)
    for start, fresh, end in _windows(sentences, [len(p) for p in pieces]):
        ids, firsts, rows = [before], [], [(0, 0, 0)]
        for i in range(start, end):
            firsts.append(len(ids))
            ids += pieces[i]
            rows += [features[i]] * len(pieces[i])
        yield Passage(
            tokens=np.array([t.i for t in words[start:end]], dtype=np.int64),
            sentences=np.array(sentences[start:end], dtype=np.int64),
            fresh=fresh - start,
            pieces=np.array([*ids, after], dtype=np.int64),
            words=np.array(firsts, dtype=np.int64),
            features=np.array([*rows, (0, 0, 0)], dtype=np.int64),
        )


def _pieces(words: list[Token], tokenizer: Tokenizer) -> list[list[int]]:
    encoded = tokenizer.encode(
        [t.text for t in words], is_pretokenized=True, add_special_tokens=False
    )
    pieces: list[list[int]] = [[] for _ in words]
    for id_, word in zip(encoded.ids, encoded.word_ids, strict=True):
        if word is not None and len(pieces[word]) < MAX_WORD:
            pieces[word].append(id_)
    unknown = _mark("[UNK]", tokenizer)
    return [p or [unknown] for p in pieces]


def _mark(mark: str, tokenizer: Tokenizer) -> int:
    found = tokenizer.token_to_id(mark)
    if found is None:
        raise ValueError(f"the tokenizer has no piece {mark}")
    return found


def _sentence_numbers(words: list[Token]) -> list[int]:
    numbers, current, last = [], -1, -1
    starts = np.cumsum(words[0].doc.to_array("SENT_START").astype(np.int64) == 1)
    for token in words:
        if starts[token.i] != last:
            current, last = current + 1, starts[token.i]
        numbers.append(current)
    return numbers


def _windows(sentences: list[int], lengths: list[int]) -> Iterator[tuple[int, int, int]]:
    """Start, first fresh word and end of each passage, in words."""
    bounds = [i for i, s in enumerate(sentences) if i == 0 or s != sentences[i - 1]]
    bounds.append(len(sentences))
    total = np.concatenate([[0], np.cumsum(lengths)])
    at = 0
    start = 0
    while at < len(bounds) - 1:
        end = at
        while end < len(bounds) - 1 and total[bounds[end + 1]] - total[start] <= MAX_PIECES:
            end += 1
        if end == at:
            start = bounds[at]
            if total[bounds[at + 1]] - total[start] > MAX_PIECES:
                yield from _parts(bounds[at], bounds[at + 1], total)
                at += 1
                start = bounds[at]
            continue
        yield start, bounds[at], bounds[end]
        last = bounds[end - 1]
        again = end < len(bounds) - 1 and end - at > 1
        again = again and total[bounds[end]] - total[last] <= MAX_OVERLAP
        at, start = end, last if again else bounds[end]


def _parts(start: int, end: int, total: npt.NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """A sentence that is longer than a passage, in parts."""
    while start < end:
        stop = start + 1
        while stop < end and total[stop + 1] - total[start] <= MAX_PIECES:
            stop += 1
        yield start, start, stop
        start = stop


def _shape(text: str) -> int:
    if text.isalpha():
        if text.islower():
            return 1
        if len(text) == 1:
            return 4 if text.isupper() else 1
        if text.isupper():
            return 3
        if text[0].isupper():
            return 2 if text[1:].islower() else 6
        return 5 if any(c.isupper() for c in text) else 1
    if any(c.isalpha() for c in text):
        if any(c.isdigit() for c in text):
            return 8
        return 6 if text[0].isupper() else 1
    if any(c.isdigit() for c in text):
        return 7
    return 9 if all(not c.isalnum() and ord(c) < 0x2100 for c in text) else 10


def _break(token: Token) -> int:
    if token.i == 0 or (token.nbor(-1).is_space and "\n" in token.nbor(-1).text):
        return 3
    return 2 if token.is_sent_start else 1


def _hint(token: Token) -> int:
    if token.ent_type_ not in MENTION_TYPES:
        return 1
    return 2 + 2 * MENTION_TYPES.index(token.ent_type_) + (token.ent_iob_ == "I")
