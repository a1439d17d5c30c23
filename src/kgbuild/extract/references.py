"""Doc -> references: `the company`, `it`, `he`, `we`, each with the name that it stands for.

Every name near enough of a fitting type is weighed by signs that can be read aloud, such as `the
last before` or `named once`; a reference stands for the likeliest one. The weights were learned
from references annotated by hand (`training/references.py`), a log-linear ranking as in Denis and
Baldridge (EMNLP 2008).
"""

import tomllib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.firms import core
from kgbuild.names import normal, untitled
from kgbuild.records import ENTITY_TYPES, Record

LEAST = 0.5
"""How likely the name must be that a reference stands for."""
_KEY = "kgbuild_references"
"""In `Doc.user_data`: weighed once for all that read the document."""
REACH = 4
"""Sentences back to the name, at most; the names used most count wherever they stand."""
_LONGEST = 3
"""Words after `the`, at most: `the old family firm`."""
_FREQUENT = 2
_POINTERS = frozenset({"the", "this", "that"})
_BREAKS = frozenset({"of", "and", "for", "in", "to", "which", "that", "with"})
_PREPOSITIONS = frozenset(
    "of in at with by from to for on and through via as".split()  # noqa: SIM905  one line
)
_SAYING = frozenset(
    "said says added stated commented explained noted according remarked".split()  # noqa: SIM905
)
_SAID_WITHIN = 14
"""Words between `said` and a speaker's firm."""


class Word(Record):
    """Words that stand for a name said before, and the types that it may have."""

    how: str
    """The kind of word that is weighed apart: `it`, `person`, `we`, `noun`."""
    words: tuple[str, ...]
    types: tuple[str, ...]
    """The usual type first."""
    example: str


@dataclass(frozen=True)
class Reference:
    """A word or phrase that stands for a name, of the name's type."""

    span: DocSpan
    name: DocSpan
    confidence: float


@dataclass(frozen=True)
class Place:
    """A stretch of text that may refer to something: tokens `start` to `end`."""

    start: int
    end: int
    word: Word


@cache
def load_words() -> tuple[Word, ...]:
    """The shipped words."""
    path = files("kgbuild") / "data" / "patterns" / "references.toml"
    return tuple(Word.model_validate(w) for w in tomllib.loads(path.read_text("utf-8"))["word"])


@cache
def load_weights() -> Mapping[str, float]:
    """The shipped weight of each sign."""
    path = files("kgbuild") / "data" / "weights" / "references.toml"
    table: dict[str, float] = tomllib.loads(path.read_text("utf-8"))["weight"]
    return table


def find_references(doc: Doc, *, least: float = LEAST) -> list[Reference]:
    """The references of a document whose names are set, those that are sure enough."""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = list(_likeliest(doc))
    found: list[Reference] = doc.user_data[_KEY]
    return [reference for reference in found if reference.confidence >= least]


def _likeliest(doc: Doc) -> Iterator[Reference]:
    """Every word that may refer, with the likeliest name."""
    names, weights = Names(doc), load_weights()
    for place in find_places(doc):
        if likely := rank(names.candidates(place), weights):
            name, confidence = likely[0]
            span = DocSpan(doc, place.start, place.end, label=name.label_)
            yield Reference(span, name, confidence)


def rank(
    candidates: list[tuple[DocSpan, frozenset[str]]], weights: Mapping[str, float]
) -> list[tuple[DocSpan, float]]:
    """The candidates by how likely the reference means each, in shares of one."""
    odds = [exp(sum(weights.get(sign, 0.0) for sign in signs)) for _, signs in candidates]
    shares = [(name, o / sum(odds)) for (name, _), o in zip(candidates, odds, strict=True)]
    return sorted(shares, key=lambda item: (-item[1], item[0].start))


def find_places(doc: Doc) -> Iterator[Place]:
    """Where words stand that may refer to a name, none of them inside one."""
    pronouns = {w: word for word in load_words() if word.how != "noun" for w in word.words}
    nouns = {w: word for word in load_words() if word.how == "noun" for w in word.words}
    named = doc.to_array("ENT_TYPE").tolist()
    for token in doc:
        if named[token.i]:
            continue
        if token.lower_ in pronouns and not token.is_upper:  # `IT` and `US` are no pronouns
            yield Place(token.i, token.i + 1, pronouns[token.lower_])
        elif token.lower_ in _POINTERS:
            end = _noun_end(doc, token.i, nouns, named)
            if end:
                yield Place(token.i, end, nouns[doc[end - 1].lower_])


def _noun_end(doc: Doc, start: int, nouns: Mapping[str, Word], named: list[int]) -> int:
    """The end of `the old family firm` that starts with `the`; 0 where it is none."""
    for i in range(start + 1, min(start + 1 + _LONGEST, len(doc) - 1)):
        word, after = doc[i], doc[i + 1]
        if named[i] or not (word.is_alpha or "-" in word.text) or word.lower_ in _BREAKS:
            return 0
        if word.lower_ in nouns and after.lower_ not in nouns:
            ends = not named[i + 1] and after.lower_ not in {"of", "-"}
            return i + 1 if ends else 0
    return 0


class Names:
    """The names of a document: where they stand, which mean one thing, how often they are used."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.spans = [ent for ent in doc.ents if ent.label_ in ENTITY_TYPES]
        self._keys = [same_thing(span) for span in self.spans]
        self._starts = [span.start for span in self.spans]
        self._sentences = [sentence.start for sentence in doc.sents]
        self._at: dict[str, list[int]] = defaultdict(list)
        for i, key in enumerate(self._keys):
            self._at[key].append(i)
        self._frequent: dict[tuple[str, ...], list[str]] = {}

    def candidates(self, place: Place) -> list[tuple[DocSpan, frozenset[str]]]:
        """Names that the words at a place may stand for, each with its signs."""
        near = self._near(place)
        if not near:
            return []
        marks: dict[int, set[str]] = {i: set() for i in near}
        if before := [i for i in near if self._starts[i] < place.start]:
            marks[max(before)].add("the last before")
        marks[min(near, key=lambda i: self._at[self._keys[i]][0])].add("named first")
        most = max(len(self._at[self._keys[i]]) for i in near)
        for i, signs in marks.items():
            uses = len(self._at[self._keys[i]])
            signs |= {"named most"} if uses == most else set()
            signs |= {"named once"} if uses == 1 else set()
            signs |= self._distance(i, place) | self._neighbours(i, place.word)
        return [
            (self.spans[i], frozenset(f"{place.word.how}: {sign}" for sign in signs))
            for i, signs in sorted(marks.items())
        ]

    def _near(self, place: Place) -> list[int]:
        """The nearest mention of each name that is near enough, or much used."""
        types, here = place.word.types, self._sentence(place.start)
        found: dict[str, int] = {}
        start = bisect_left(self._starts, place.start)
        for i in range(start - 1, -1, -1):
            if here - self._sentence(self._starts[i]) > REACH:
                break
            if self.spans[i].label_ in types:
                found.setdefault(self._keys[i], i)
        for key in self._most_frequent(types):
            at = self._at[key]
            before = bisect_left(at, start)
            if before and self.spans[at[before - 1]].label_ in types:
                found.setdefault(key, at[before - 1])
            elif not before and place.word.how == "we" and self.spans[at[0]].label_ in types:
                found.setdefault(key, at[0])
        for i in range(start, len(self.spans)) if place.word.how == "we" else ():
            if self._sentence(self._starts[i]) - here > 1:
                break
            if self.spans[i].label_ in types:
                found.setdefault(self._keys[i], i)
        return sorted(found.values())

    def _most_frequent(self, types: tuple[str, ...]) -> list[str]:
        if types not in self._frequent:
            keys = {
                k for k, span in zip(self._keys, self.spans, strict=True) if span.label_ in types
            }
            order = sorted(keys, key=lambda key: (-len(self._at[key]), self._at[key][0]))
            self._frequent[types] = order[:_FREQUENT]
        return self._frequent[types]

    def _sentence(self, token: int) -> int:
        return bisect_right(self._sentences, token)

    def _distance(self, i: int, place: Place) -> set[str]:
        """Where a name stands to the reference, and in its own sentence."""
        number = self._sentence(self._starts[i])
        away = self._sentence(place.start) - number
        first = bisect_left(self._starts, self._sentences[number - 1]) if number else 0
        rivals = [k for k in range(first, i) if self.spans[k].label_ in place.word.types]
        order = (
            "not first of its sentence" if any(True for _ in rivals) else "first of its sentence"
        )
        if self._starts[i] > place.start:
            return {order, "later in the sentence" if not away else "in the next sentence"}
        near = f"sentences between: {away}" if away < REACH else "more sentences between"
        return {near, order if away else f"{order}, which is this one"}

    def _neighbours(self, i: int, word: Word) -> set[str]:
        """What its type and the words beside a name say."""
        span, doc = self.spans[i], self.doc
        signs = {f"type {span.label_}"}
        if span.label_ == word.types[0]:
            signs.add("of the usual type")
        if span.end < len(doc) and doc[span.end].lower_ in {"'s", "’s"}:
            signs.add("an owner")
        before = [token.lower_ for token in doc[max(0, span.start - _SAID_WITHIN) : span.start]]
        if before[-1:] == ["the"]:
            before.pop()
        if not _PREPOSITIONS.isdisjoint(before[-1:]):
            signs.add("after a preposition")
        if word.how == "we" and not _SAYING.isdisjoint(before):
            signs.add("after said")
        return signs


def same_thing(span: DocSpan) -> str:
    """What mentions of one thing most often share: a family name, a firm's first word."""
    name = normal(span.text)
    if span.label_ == "Person":
        return f"person {(untitled(name).split() or [name])[-1]}"
    if span.label_ in {"Company", "Organization"}:
        return f"org {(core(name).split() or [name])[0]}"
    return f"{span.label_} {name}"
