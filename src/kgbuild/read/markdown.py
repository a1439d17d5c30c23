"""Markdown -> Page: paragraphs and headings on lines of their own, list items one a line.

CommonMark with tables. Of links and emphasis the words stay; images, code blocks and tables go.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kgbuild.read.front_matter import split_front_matter
from kgbuild.read.html import strip_tags
from kgbuild.read.page import Page, described

_LEFT_OUT = {
    "fence": "code block",
    "code_block": "code block",
    "table_open": "table",
    "image": "image",
}


def read_markdown(text: str) -> Page:
    """The text that a reader of the rendered page sees; the title is the first heading's."""
    fields, body, notes = split_front_matter(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    page = described(_text(tokens), fields, notes=(*notes, *_notes(tokens)))
    return page if page.title else page.model_copy(update={"title": _heading(tokens)})


def _text(tokens: Sequence[Token]) -> str:
    """The blocks, with an empty line between them but not between the items of a tight list."""
    parts: list[str] = []
    in_table = 0
    for token in tokens:
        in_table += token.nesting if token.type.startswith("table_") else 0
        if token.type == "inline" and not in_table:
            parts.append(_inline(token.children or ()))
        elif token.type in ("paragraph_close", "heading_close"):
            parts.append("\n" if token.hidden else "\n\n")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            parts.append("\n")
        elif token.type == "html_block":
            parts.append(strip_tags(token.content) + "\n\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip().replace("\u00ad", "")


def _inline(tokens: Iterable[Token]) -> str:
    """The words of a paragraph or heading, on one line but for hard breaks."""
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    kept = ("text", "code_inline")
    return "".join(
        breaks.get(token.type, token.content if token.type in kept else "") for token in tokens
    )


def _heading(tokens: Sequence[Token]) -> str | None:
    """The words of the first heading."""
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            return " ".join(_inline(following.children or ()).split()) or None
    return None


def _notes(tokens: Iterable[Token]) -> tuple[str, ...]:
    """How many blocks of each kind were left out."""
    everything = (inner for token in tokens for inner in (token, *(token.children or ())))
    counts = Counter(_LEFT_OUT[token.type] for token in everything if token.type in _LEFT_OUT)
    return tuple(f"left out: {count} {kind}(s)" for kind, count in sorted(counts.items()))
