"""Plain text -> Page: the text as it is, so that offsets are those of the file."""

from kgbuild.read.front_matter import split_front_matter
from kgbuild.read.page import Page, described


def read_plain(text: str) -> Page:
    """The whole text; front matter, if there is some, becomes metadata."""
    fields, body, notes = split_front_matter(text)
    return described(body, fields, notes=notes)
