"""Sentences with their mentions marked by hand: `[Harbour Foods](Company) opened a depot.`"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kgbuild.extract.tokens import blank_language
from kgbuild.extract.units import Unit, sentence_units
from kgbuild.lexicon import Head, Known, Lexicon
from kgbuild.names import normal
from kgbuild.places import Places, load_places
from kgbuild.records import EntityType, Mention, MentionType

_MARK = re.compile(r"\[([^\[\]]+)\]\(([A-Z][a-z]+)\)")


@cache
def blank() -> Language:
    """Tokens and sentences, and no more."""
    return blank_language()


def plain(marked: str) -> str:
    """Take the marks off."""
    return _MARK.sub(r"\1", marked)


def marked_doc(marked: str) -> Doc:
    """Make a doc whose entities are the marked stretches."""
    doc = blank()(plain(marked))
    spans, removed = [], 0
    for mark in _MARK.finditer(marked):
        start = mark.start() - removed
        span = doc.char_span(start, start + len(mark[1]), label=mark[2])
        assert span is not None, f"{mark[1]!r} does not start and end with a token"
        spans.append(span)
        removed += len(mark[0]) - len(mark[1])
    doc.ents = spans
    return doc


def cut_doc(words: Sequence[str], starts: Collection[int]) -> Doc:
    """Make a doc of these words; sentences start with the first and with those of `starts`."""
    marks: list[bool | int | None] = [i == 0 or i in starts for i in range(len(words))]
    return Doc(blank().vocab, words=list(words), sent_starts=marks)


def units_of(marked: str) -> list[Unit]:
    """Make the units of one sentence, `[chief executive](Role)` among them, lists not joined."""
    doc = marked_doc(marked)
    titles = [(ent.start, ent.end) for ent in doc.ents if ent.label_ == "Role"]
    doc.ents = [ent for ent in doc.ents if ent.label_ != "Role"]
    return sentence_units(doc[:], roles=lambda _: titles)


def texts(units: list[Unit]) -> list[str]:
    """Write units for comparison: words as they are, mentions and titles in brackets."""
    return [f"[{unit.text}]" if unit.type else unit.text for unit in units]


def mention(text: str, type: MentionType, start: int = 0) -> Mention:
    """Make a mention that starts where it is told."""
    return Mention(start=start, end=start + len(text), text=text, type=type)


@st.composite
def made_up_units(draw: st.DrawFn) -> list[Unit]:
    """Sentences of names, titles and the small words that lists and asides are made of."""
    items = draw(st.lists(st.sampled_from([*_SMALL_WORDS, *_TYPES]), max_size=25))
    units = []
    for number, item in enumerate(items):
        start = 10 * number
        if item not in _TYPES:
            units.append(Unit(item, start, start + len(item)))
        elif item == "Role":
            units.append(Unit("director", start, start + 8, "Role"))
        else:
            name = draw(st.sampled_from(["Aa Bb", "AB", "Cc"]))
            mention = Mention.model_validate(
                {"start": start, "end": start + len(name), "text": name, "type": item}
            )
            units.append(Unit(name, start, start + len(name), item, (mention,)))
    return units


_SMALL_WORDS = [
    *(",", ";", ":", ".", "(", ")", "–", "AB", "PhD", "38", "NYSE", "and", "&", "or", "plus"),
    *("as", "well", "the", "with", "more", "others", "a", "who", "based", "today", "said", "it"),
]
_TYPES = ("Company", "Organization", "Person", "Place", "Product", "Date", "Role")

answers = st.sampled_from([None, True, False])
"""What a gazetteer of places may say to every question."""


def small_lexicon(
    *, known: Mapping[str, EntityType] = {}, heads: Iterable[tuple[str, Head]] = (), **lists: str
) -> Lexicon:
    """Make word lists by hand, places of the shipped ones; `lists` are words with white space."""
    words = {name: frozenset(text.split()) for name, text in lists.items()}
    fields = ("given_names", "family_names_first", "honorifics", "demonyms", "common_words")
    assert set(lists) <= {*fields, "not_names", "roles"}
    return Lexicon(
        known={normal(n): Known(type=t, ambiguous=False, shouted=False) for n, t in known.items()},
        heads={word: (head,) for word, head in heads},
        roles={(role,): True for role in words.get("roles", ())},
        not_names=words.get("not_names", frozenset()),
        place_heads={"lake": "before", "river": "after"},
        places=places(),
        **{name: words.get(name, frozenset()) for name in fields},
    )


@cache
def places() -> Places:
    return load_places()


def head(type: EntityType, position: str = "last", weight: float = 1) -> Head:
    return Head(type=type, position=position, weight=weight)
