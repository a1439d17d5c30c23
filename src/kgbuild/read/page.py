"""What a format's reader gets out of a file: text, and what metadata say about it."""

from collections.abc import Mapping

from kgbuild.dates import parse_date
from kgbuild.records import PartialDate, Record

# The names under which front matter and JSON Lines give what we keep, the first present counts.
_TITLE = ("title", "headline")
_PUBLISHED = (
    "published", "published_at", "date_published", "datepublished", "publication_date",
    "publish_date", "published_date", "pubdate", "pub_date", "release_date", "date",
)  # fmt: skip
_SOURCE = ("source", "publisher", "site", "site_name", "sitename")
_URL = ("url", "link", "canonical_url", "original_url", "source_url", "permalink")


class Page(Record):
    """A file's text as its format gives it, not yet cleaned."""

    text: str
    title: str | None = None
    published: PartialDate | None = None
    source: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()


def described(text: str, fields: Mapping[str, object], *, notes: tuple[str, ...] = ()) -> Page:
    """The page that a text and its metadata make; a date that we cannot read is noted."""
    known = {_field_name(name): value for name, value in fields.items()}
    when = _first(known, _PUBLISHED)
    published = parse_date(when) if when else None
    if when and not published:
        notes = (*notes, f"date not understood: {when[:60]!r}")
    return Page(
        text=text,
        title=_first(known, _TITLE),
        published=published,
        source=_first(known, _SOURCE),
        url=_first(known, _URL),
        notes=notes,
    )


def _field_name(name: object) -> str:
    return str(name).strip().casefold().replace("-", "_").replace(" ", "_")


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """The first field with something in it, on one line."""
    values = (_words(fields.get(name)) for name in names)
    return next((value for value in values if value), None)


def _words(value: object) -> str:
    """A value as words on one line: of a list its first, of `{"name": ...}` the name."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name", "")
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(str(value).split()) if plain else ""
