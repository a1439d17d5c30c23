"""Sentence -> units: what patterns match over: words, mentions and job titles.

A mention is one unit whatever its length, and so is `vice president`, of type Role.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from spacy.tokens import Span, Token

from kgbuild.records import Mention
from kgbuild.records import Span as Offsets
from kgbuild.words import word_list

_FAMILY = {"Company": "Organization"}
_MARKS = frozenset("®™©")

Contains = Callable[[str, str], bool | None]
"""Whether the place named first lies in the place named second; None where nobody knows."""


@dataclass(frozen=True)
class Unit:
    """One item of a sentence; `start` and `end` are characters of the document.

    The text of `it` or `the company` is the name that it stands for.
    """

    text: str
    start: int
    end: int
    type: str = ""
    mentions: tuple[Mention, ...] = ()
    confidence: float = 1.0
    """How surely words that stand for a name stand for this one."""


@dataclass(frozen=True)
class Referring:
    """Words that stand for a name or more, as units."""

    units: tuple[Unit, ...]
    end: int
    """The token after them."""


Roles = Callable[[Span], list[tuple[int, int]]]
References = Mapping[int, Referring]
"""The words that stand for names, by their first token."""


def entities(sentence: Span) -> list[Span]:
    """The entities that lie in the sentence. (spaCy's `sentence.ents` reads the whole document.)"""
    doc, found = sentence.doc, []
    for token in sentence:
        if token.ent_iob_ == "B":
            end = token.i + 1
            while end < len(doc) and doc[end].ent_iob_ == "I":
                end += 1
            if end <= sentence.end:
                found.append(Span(doc, token.i, end, label=token.ent_type))
    return found


def sentence_units(
    sentence: Span, *, roles: Roles, referring: References = MappingProxyType({})
) -> list[Unit]:
    """The units of one sentence, lists not yet joined.

    `roles` finds job titles as token ranges; `referring` gives the words that stand for names.
    """
    owner: dict[int, Span] = {t.i: ent for ent in entities(sentence) for t in ent}
    titles = {i: (a, b) for a, b in roles(sentence) for i in range(a, b)}
    units: list[Unit] = []
    done = sentence.start
    for token in sentence:
        if token.i < done or token.is_space or token.text in _MARKS or _introduces(token, owner):
            continue
        if token.i in referring:
            units += referring[token.i].units
            done = referring[token.i].end
        elif token.i in owner:
            ent = owner[token.i]
            units.append(_mention_unit(ent))
            done = ent.end
        elif token.i in titles and not any(i in owner for i in range(*titles[token.i])):
            a, b = titles[token.i]
            span = token.doc[a:b]
            units.append(Unit(span.text, span.start_char, span.end_char, "Role"))
            done = b
        else:
            units.append(_word_unit(token))
    return units


def passage_units(
    passage: Span, *, roles: Roles, referring: References = MappingProxyType({})
) -> list[Unit]:
    """The units of all sentences that a passage touches."""
    units: list[Unit] = []
    start = passage.start
    while start < passage.end:
        sentence = passage.doc[start].sent
        units += sentence_units(sentence, roles=roles, referring=referring)
        start = sentence.end
    return units


def _introduces(token: Token, owner: dict[int, Span]) -> bool:
    """`the` before a name and `Dr.` before a person: patterns need not spell them out."""
    named = owner.get(token.i + 1)
    if named is None or token.i in owner:
        return False
    word = token.lower_.rstrip(".")
    return word == "the" or (named.label_ == "Person" and word in word_list("abbreviated_titles"))


def mention_of(ent: Span) -> Mention:
    """An entity of spaCy's as our record."""
    return Mention(
        start=ent.start_char,
        end=ent.end_char,
        text=ent.text,
        type=ent.label_,  # type: ignore[arg-type]  # checked by the record
    )


def referring_mention(span: Span, name: Span) -> Mention:
    """Words that stand for a name as our record."""
    found = mention_of(Span(span.doc, span.start, span.end, label=name.label_))
    where = Offsets(start=name.start_char, end=name.end_char)
    return found.model_copy(update={"stands_for": where})


def _mention_unit(ent: Span) -> Unit:
    mention = mention_of(ent)
    return Unit(mention.text, mention.start, mention.end, mention.type, (mention,))


def _word_unit(token: Token) -> Unit:
    return Unit(token.text, token.idx, token.idx + len(token.text))


def family(unit: Unit) -> str:
    """The unit's type, companies counted among organisations."""
    return _FAMILY.get(unit.type, unit.type)


def names_container(units: list[Unit], i: int, place: Unit, contains: Contains) -> bool:
    """Whether `, Germany` stands at `i`, after a place in it."""
    if i >= len(units) or units[i].text != "," or i + 1 >= len(units):
        return False
    outer = units[i + 1]
    return place.type == outer.type == "Place" and bool(contains(place.text, outer.text))
