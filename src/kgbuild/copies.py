"""Which documents are copies of one text: a release on several sites, edited, or a piece of it.

Two texts are copies where two things hold of their runs of eight words (shingles): one text has the
lead of the other, and at least half of the shorter text stands in the longer. The lead decides, as
the stock text under it (`About`, disclaimers) can be nine tenths of a release. Eight words are
many, so that a form letter that changes a name here and a figure there keeps few runs, while a new
dateline, a dropped paragraph and a footer break few. Titles and menus are left out.

MinHash and LSH (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3) say which
leads to look for in which texts; the shingles themselves decide.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from kgbuild.records import Document

_RUN = 8
"""Words in a shingle."""
_LEAD = 52
"""Shingles in a lead: the first 59 words."""
_LEAD_KEPT = 0.75
"""How much of a lead the other text has at least."""
_KEPT = 0.5
"""How much of the shorter text is in the longer at least."""
_BANDS, _ROWS = 48, 2
"""Of the index: of leads that are just kept it finds 99 of 100, of those kept whole all."""
_LONG_LINE = 200
"""Characters: in a text with such a line each line is a paragraph."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|$)")

Pair = tuple[str, str]


class Text(NamedTuple):
    """The shingles of a text, and those that it begins with."""

    all: frozenset[str]
    lead: frozenset[str]


class Piece(NamedTuple):
    """A short text in a longer one."""

    part: str
    whole: str
    begins: bool
    """Whether the longer one begins with it."""
    kept: float
    """How much of the short text the two share."""
    likeness: float
    """How much of all that the two have: Jaccard's index."""


def group_copies(documents: Iterable[Document]) -> dict[str, str]:
    """For each document id the smallest id among its copies: its own where it has none.

    A passage inside texts of different leads is stock text, and a text with passages of different
    leads is a round-up: neither makes copies, but a round-up may go with what it begins with.
    """
    contents = {d.id: d.text for d in sorted(documents, key=lambda d: d.id)}
    pairs = _candidates(contents)
    texts = {id_: _text(contents[id_]) for id_ in {id_ for pair in pairs for id_ in pair}}
    pieces = [p for p in (_piece(pair, texts) for pair in pairs) if p and p.kept >= _KEPT]
    groups = {id_: id_ for id_ in contents}
    for piece in (*(p for p in pieces if p.begins and p.likeness > _KEPT), *_best(pieces, texts)):
        first, second = sorted((_first(piece.part, groups), _first(piece.whole, groups)))
        groups[second] = first
    return {id_: _first(id_, groups) for id_ in groups}


def shingles(text: str) -> list[str]:
    """The runs of words of a text, in its order; a text of few words is one run."""
    words = _running_words(text)
    ends = range(min(_RUN, len(words)), len(words) + 1) if words else ()
    return [" ".join(words[max(0, end - _RUN) : end]) for end in ends]


def _running_words(text: str) -> list[str]:
    """Words of the paragraphs that have a sentence, casefolded; all words where those are few."""
    lines = text.splitlines()
    long = any(len(line) > _LONG_LINE for line in lines)
    blocks = lines if long else re.split(r"\n\s*\n", text)
    words = [(_SENTENCE_END.search(b), re.findall(r"\w+", b.casefold())) for b in blocks]
    every = [word for _, block in words for word in block]
    running = [word for end, block in words if end and len(block) >= _RUN for word in block]
    return running if 2 * len(running) > len(every) else every


def _text(content: str) -> Text:
    found = shingles(content)
    return Text(frozenset(found), frozenset(found[:_LEAD]))


def _candidates(contents: Mapping[str, str]) -> list[Pair]:
    """Pairs of documents, sorted, of which one seems to have the lead of the other."""
    if len(contents) < 2:
        return []
    from datasketch import MinHash, MinHashLSH  # takes half a second

    index = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
    blank = MinHash(num_perm=_BANDS * _ROWS, seed=1, scheme="affine32", hashfunc=int)

    def sketch(part: Sequence[int]) -> MinHash:
        copy = blank.copy()
        copy.update_batch(part)
        return copy

    hashes = {id_: _hashes(content) for id_, content in contents.items()}
    seen = {id_: part for id_, part in hashes.items() if part}
    for id_, part in seen.items():
        index.insert(id_, sketch(part[:_LEAD]))
    return sorted(
        {
            (min(id_, other), max(id_, other))
            for id_, part in seen.items()
            for window in _windows(part)
            for other in index.query(sketch(window))
            if other != id_
        }
    )


def _hashes(content: str) -> Sequence[int]:
    return array("L", (crc32(run.encode()) for run in shingles(content)))


def _windows(hashes: Sequence[int]) -> list[Sequence[int]]:
    """Overlapping stretches: each stretch as long as a lead is in one of them."""
    starts = range(0, max(1, len(hashes) - _LEAD), _LEAD)
    return [hashes[start : start + 2 * _LEAD] for start in starts]


def _has_lead(text: Text, other: Text) -> bool:
    return len(other.lead & text.all) >= _LEAD_KEPT * len(other.lead)


def _piece(pair: Pair, texts: Mapping[str, Text]) -> Piece | None:
    """How the shorter text stands in the longer one, if one has the lead of the other."""
    part, whole = sorted(pair, key=lambda id_: (len(texts[id_].all), id_))
    short, long = texts[part], texts[whole]
    begins = _has_lead(short, long)
    if not begins and not _has_lead(long, short):
        return None
    kept = len(short.all & long.all) / len(short.all)
    return Piece(part, whole, begins, kept, _likeness(short, long))


def _likeness(one: Text, other: Text) -> float:
    shared = len(one.all & other.all)
    return shared / (len(one.all) + len(other.all) - shared)


def _akin(one: Text, other: Text) -> bool:
    return _has_lead(one, other) or _has_lead(other, one) or _likeness(one, other) > _KEPT


def _best(pieces: Iterable[Piece], texts: Mapping[str, Text]) -> list[Piece]:
    """Each short text with the longer one that is most like it, where that is no round-up and the
    short one no stock text: both show in neighbours that are not akin."""
    of_part: dict[str, list[Piece]] = defaultdict(list)
    of_whole: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        of_part[piece.part].append(piece)
        of_whole[piece.whole].append(piece)
    best = [max(found, key=lambda p: (p.likeness, p.whole)) for found in of_part.values()]
    return [
        piece
        for piece in best
        if piece.begins
        or (
            all(_akin(texts[piece.part], texts[p.part]) for p in of_whole[piece.whole])
            and all(_akin(texts[piece.whole], texts[p.whole]) for p in of_part[piece.part])
        )
    ]


def _first(id_: str, groups: Mapping[str, str]) -> str:
    """The smallest id of the group as far as it is known."""
    while groups[id_] != id_:
        id_ = groups[id_]
    return id_
