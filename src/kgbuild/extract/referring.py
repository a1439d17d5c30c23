"""Doc -> the words that stand for names, as the units that patterns match over."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.extract.plurals import find_plurals
from kgbuild.extract.references import find_references
from kgbuild.extract.units import References, Referring, Unit, referring_mention

_KEY = "kgbuild_referring"
"""In `Doc.user_data`: found once for all that read the document."""
_OWNING = frozenset({"its", "his", "her"})
_OWNER = 0.85
"""How likely the name must be that `its` stands for: what is owned is said in many words."""
_SPOKEN = frozenset({"we", "our", "us", "ours"})
"""In a quote patterns fit too much: `our Fund` is seldom what `owner's thing` means."""
_PLURAL = 0.8
"""How surely a plural stands for the two names."""


def referring(doc: Doc) -> References:
    """`it`, `the company`, `both firms` and their like by their first token; `its` is `it 's`."""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = dict(_found(doc))
    found: References = doc.user_data[_KEY]
    return found


def _found(doc: Doc) -> Iterator[tuple[int, Referring]]:
    for plural in find_plurals(doc):
        unit = _unit(plural.span, plural.names, _PLURAL)
        yield plural.span.start, Referring((unit,), plural.span.end)
    for reference in find_references(doc):
        span = reference.span
        # A place is seldom where `the region` says that something lies.
        if reference.name.label_ == "Place" or span.text.lower() in _SPOKEN:
            continue
        units = [_unit(span, (reference.name,), reference.confidence)]
        if span.text.lower() in _OWNING:
            if reference.confidence < _OWNER:
                continue
            units.append(Unit("'s", span.start_char, span.end_char))
        yield span.start, Referring(tuple(units), span.end)


def _unit(span: DocSpan, names: Sequence[DocSpan], confidence: float) -> Unit:
    mentions = tuple(referring_mention(span, name) for name in names)
    text = ", ".join(name.text for name in names)
    return Unit(text, span.start_char, span.end_char, mentions[0].type, mentions, confidence)
