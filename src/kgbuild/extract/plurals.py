"""Doc -> plural references: `the two companies`, `both sides`, `the duo`, each with two names.

The two are those that one sentence before names, or joins by `and` where it names more.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.extract.references import same_thing
from kgbuild.records import Record

_REACH = 3
"""Sentences back to the names, at most."""
_PAIR = 2


class Plural(Record):
    """Words that stand for two names said before."""

    openings: tuple[str, ...]
    """What stands before the noun, such as `the two`."""
    nouns: tuple[str, ...]
    types: tuple[str, ...]
    """What the names may be of."""
    example: str


@dataclass(frozen=True)
class PluralReference:
    """A phrase that stands for two names."""

    span: DocSpan
    names: tuple[DocSpan, DocSpan]


@cache
def load_plurals() -> tuple[Plural, ...]:
    """The shipped words."""
    path = files("kgbuild") / "data" / "patterns" / "references.toml"
    found = tomllib.loads(path.read_text("utf-8"))["plural"]
    return tuple(Plural.model_validate(each) for each in found)


def find_plurals(doc: Doc) -> Iterator[PluralReference]:
    """The plural references of a document whose names are set, with the names of each."""
    for span, plural in _phrases(doc):
        names = _two_before(span, plural.types)
        if names:
            yield PluralReference(span, names)


@cache
def _table() -> dict[tuple[str, ...], Plural]:
    """The phrases, word by word."""
    return {
        (*opening.split(), noun): plural
        for plural in load_plurals()
        for opening in plural.openings
        for noun in plural.nouns
    }


def _phrases(doc: Doc) -> Iterator[tuple[DocSpan, Plural]]:
    table = _table()
    first, lengths = {words[0] for words in table}, sorted({len(words) for words in table})
    lower = [token.lower_ for token in doc]
    for i, word in enumerate(lower):
        if word not in first:
            continue
        for n in lengths:
            plural = table.get(tuple(lower[i : i + n]))
            if plural and not any(token.ent_type for token in doc[i : i + n]):
                yield doc[i : i + n], plural


def _two_before(span: DocSpan, types: Sequence[str]) -> tuple[DocSpan, DocSpan] | None:
    """The two names of the nearest sentence that names two, its own up to here included."""
    sentence, found = span.sent, list[DocSpan]()
    for _ in range(_REACH + 1):
        end = min(sentence.end, span.start)
        near = [e for e in sentence.doc[sentence.start : end].ents if e.label_ in types]
        found = _distinct([*near, *found])
        if len(found) >= _PAIR:
            return (found[0], found[1]) if len(found) == _PAIR else _joined(near)
        if sentence.start == 0:
            return None
        sentence = sentence.doc[sentence.start - 1].sent
    return None


def _distinct(names: Sequence[DocSpan]) -> list[DocSpan]:
    """One mention of each thing, in order."""
    kept: dict[str, DocSpan] = {}
    for name in names:
        kept.setdefault(same_thing(name), name)
    return list(kept.values())


def _joined(names: Sequence[DocSpan]) -> tuple[DocSpan, DocSpan] | None:
    """The two of several names that `and` or `with` joins; None where not just one pair is."""
    pairs = [
        (a, b)
        for a, b in pairwise(names)
        if b.doc[a.end : b.start].text.lower() in {"and", "&", "and the"}
    ]
    return pairs[0] if len(pairs) == 1 else None
