"""Where sentences end, told from punctuation alone: good enough for what people look at.

Extraction has its own, finer way; an abbreviation before a capital ends a sentence here.
"""

import re

from kgbuild.records import Span

_SENTENCE = re.compile(
    r"""\S                                     # starts at a character that is seen
    (?:[^\n]*?[.!?]["'”’)\]]*(?=\s+["'“‘(\[]*[A-Z0-9])   # ends before a capital
      |[^\n]*)                                 # or with its line""",
    re.VERBOSE,
)


def sentences(text: str) -> list[Span]:
    """The sentences of a text, in its order; none reaches over a line's end."""
    return [Span(start=m.start(), end=m.end()) for m in _SENTENCE.finditer(text)]


def find_name(name: str, text: str, part: Span) -> Span | None:
    """Where a name first stands as whole words in a part of a text."""
    if text.find(name, part.start, part.end) < 0:
        return None
    found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").search(text, part.start, part.end)
    return Span(start=found.start(), end=found.end()) if found else None
