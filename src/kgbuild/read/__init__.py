"""Paths -> Sources -> Documents | Skips: files to clean text with title, date, source, sha256."""

import hashlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from kgbuild.publication import address, publication_date, title
from kgbuild.read.cleaning import clean, is_binary
from kgbuild.read.decoding import decode
from kgbuild.read.html import declared_charset, read_html
from kgbuild.read.jsonl import read_jsonl
from kgbuild.read.markdown import read_markdown
from kgbuild.read.page import Page
from kgbuild.read.plain import read_plain
from kgbuild.read.sources import Source, find
from kgbuild.records import Document, Skip

__all__ = ["Source", "find", "read"]


class _Format(NamedTuple):
    """How to read one kind of file, and how many times longer than its text it may be."""

    read: Callable[[str], Page]
    bulk: int = 1


_PLAIN = _Format(read_plain)
_MARKDOWN = _Format(read_markdown)
_HTML = _Format(read_html, bulk=4)
_FORMATS: Mapping[str, _Format] = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
}
_LINES = (".jsonl", ".ndjson")


def read(
    source: Source, *, max_chars: int = 1_000_000
) -> tuple[tuple[Document, ...], tuple[Skip, ...]]:
    """The documents of one file, and what of it is left out; bad content is no error.

    A text longer than `max_chars` is cut at white space, and the cut noted. A file of an unknown
    suffix is plain text.
    """
    results = list(_results(source, max_chars))
    return (
        tuple(result for result in results if isinstance(result, Document)),
        tuple(result for result in results if isinstance(result, Skip)),
    )


def _results(source: Source, max_chars: int) -> list[Document | Skip]:
    """A document or skip for the file, or for each line of a file of lines."""
    try:
        data = source.file.read_bytes()
    except OSError as error:
        return [Skip(path=source.path, reason=f"cannot be read: {error.strerror}")]
    if is_binary(data):
        return [Skip(path=source.path, reason="a binary file, not text")]
    suffix = source.file.suffix.casefold()
    if suffix not in _LINES:
        page = _page(data, _FORMATS.get(suffix, _PLAIN), max_chars)
        return [_document(source.path, data, page, max_chars)]
    lines = [
        _document(f"{source.path}#{line.number}", line.data, line.page, max_chars)
        for line in read_jsonl(data)
    ]
    return lines or [Skip(path=source.path, reason="no text")]


def _page(data: bytes, how: _Format, max_chars: int) -> Page:
    """The page of a file's bytes, cleaned before it is parsed."""
    text, notes = decode(data, declared=declared_charset(data) if how is _HTML else None)
    text, cut = _cut(text, how.bulk * max_chars)
    cleaned = clean(text)
    page = how.read(cleaned.text)
    notes = (*notes, *cut, *_replacement_note(cleaned.replaced), *page.notes)
    return page.model_copy(update={"notes": notes})


def _document(path: str, data: bytes, page: Page | str, max_chars: int) -> Document | Skip:
    """The document that a page makes, with what its own text says where metadata do not."""
    if isinstance(page, str):
        return Skip(path=path, reason=page)
    body, replaced = clean(page.text)
    if not body.strip():
        return Skip(path=path, reason="no text")
    headline = " ".join(clean(page.title or "").text.split()) or title(body)
    text, cut = _cut(_with_headline(body, headline), max_chars)
    url = page.url or address(body)
    sha256 = hashlib.sha256(data).hexdigest()
    source = " ".join(clean(page.source or url or "").text.split())
    return Document(
        id=f"doc-{sha256[:12]}",
        path=path,
        sha256=sha256,
        text=text,
        title=headline,
        published=page.published or publication_date(body, url=url),
        source=source or None,
        notes=(*page.notes, *_replacement_note(replaced), *cut),
    )


def _with_headline(body: str, headline: str | None) -> str:
    """The text with its headline first, unless it stands near the start already."""
    if not headline or _letters(headline) in _letters(body[: 3 * len(headline) + 1000]):
        return body
    return f"{headline}\n\n{body}"


def _letters(text: str) -> str:
    """The letters and digits only, to compare what differs in quotes, dashes and spaces."""
    return "".join(filter(str.isalnum, text.casefold()))


def _cut(text: str, longest: int) -> tuple[str, tuple[str, ...]]:
    """The text up to the last white space that fits, and a note if that is not all."""
    if len(text) <= longest:
        return text, ()
    start = max(0, longest - 1000)
    words = text[start:longest].rsplit(maxsplit=1)
    end = start + len(words[0]) if len(words) == 2 else longest
    return text[:end], (f"cut at {end} of {len(text)} characters",)


def _replacement_note(replaced: int) -> tuple[str, ...]:
    return (f"{replaced} control or direction characters replaced",) if replaced else ()
