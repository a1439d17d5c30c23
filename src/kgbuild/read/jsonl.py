"""JSON Lines -> Pages: one object a line with a text, perhaps a title, date, source and url."""

import codecs
import json
from collections.abc import Iterator
from typing import NamedTuple

from kgbuild.read.decoding import decode
from kgbuild.read.page import Page, described

_TEXT = ("text", "body", "content")


class Line(NamedTuple):
    """A line of the file: its number from one, its bytes, and its page or why there is none."""

    number: int
    data: bytes
    page: Page | str


def read_jsonl(data: bytes) -> Iterator[Line]:
    """The lines with something in them; UTF-16, which some shells write, is made UTF-8 first."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = decode(data)[0].encode("utf-8", "replace")
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        if line := line.strip():
            yield Line(number, line, _read_line(line))


def _read_line(line: bytes) -> Page | str:
    """One object's page, or what is wrong with it."""
    text, notes = decode(line)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "not valid JSON"
    if not isinstance(value, dict):
        return "not a JSON object"
    content = next((value[name] for name in _TEXT if isinstance(value.get(name), str)), None)
    if content is None:
        return f"no text: none of the fields {', '.join(_TEXT)}"
    return described(content, value, notes=notes)
