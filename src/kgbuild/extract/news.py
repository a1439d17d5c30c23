"""What a text is the news of: its dateline, and how far its first paragraph goes."""

from kgbuild.publication import dateline
from kgbuild.records import Document, Phrase

_PARAGRAPH = 80
"""Characters that make a line more than a headline or a dateline of its own."""


def dateline_of(document: Document) -> Phrase | None:
    """The date of the dateline, where the text has one."""
    if document.published is None:
        return None
    place = dateline(document.text, published=document.published)
    return phrase_at(document.text[slice(*place)], place[0]) if place else None


def lede_of(document: Document, line: Phrase | None) -> tuple[int, int]:
    """Where the first paragraph stands: that of the dateline, else the one after the headline."""
    text, title = document.text, document.title or ""
    start = line.end if line else max(text.find(title), 0) + len(title)
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start >= _PARAGRAPH:
            return start, end
        start = end + 1
    return len(text), len(text)


def phrase_at(text: str, start: int) -> Phrase:
    """The words that stand at this character of a document."""
    return Phrase(start=start, end=start + len(text), text=text)
