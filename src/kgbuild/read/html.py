"""HTML -> Page: the article without navigation, reader comments and tables, by trafilatura.

Dates come from our own rules for the head of a page, never from htmldate: it takes what looks
like a date anywhere in the page, and asks the clock what is plausible.
"""

import logging
import re
from typing import TYPE_CHECKING, Any

from kgbuild.dates import parse_date
from kgbuild.publication import agreed, publication_date
from kgbuild.publication_rules import PageRule, publication_rules
from kgbuild.read.page import Page
from kgbuild.records import PartialDate

if TYPE_CHECKING:
    from trafilatura.settings import Document as Extracted

for _name in ("trafilatura", "htmldate"):  # they complain on stderr where we write a note
    logging.getLogger(_name).addHandler(logging.NullHandler())

_DATA_URL = re.compile(r"data:[\w/+.;=-]{1,80};base64,[A-Za-z0-9+/=\s]*")
_CHARSET = re.compile(rb"<meta[^>]{0,100}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_FIXED = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
_NOT_TEXT = "//script|//style|//noscript|//template|//svg|//head|//comment()|//iframe"
_BLOCKS = (
    "//address|//article|//aside|//blockquote|//br|//dd|//div|//dt|//figcaption|//footer|//h1|//h2"
    "|//h3|//h4|//h5|//h6|//header|//hr|//li|//main|//nav|//p|//pre|//section|//td|//th|//title|//tr"
)
_BYLINE_LINES = 6
_MOST_ELEMENTS = 50_000
"""Of a page with more, the article is not looked for: the time grows with their square."""


def read_html(text: str) -> Page:
    """The article's text; of a page in which no article is found, all its text, noted."""
    tree = _parse(_DATA_URL.sub("", text))
    published = _date_in_head(tree)
    article, notes = _article(tree)
    everything = _all_text(tree)
    body = _unhyphenated(article.text) if article else ""
    headline = _unhyphenated(article.title) if article else ""
    if not body:
        notes = (*notes, "no article found in the page: all its text taken")
    return Page(
        text=body or everything,
        title=headline or None,
        published=published or _date_under(headline, everything),
        source=article.sitename if article else None,
        url=article.url if article else None,
        notes=notes,
    )


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page claims for itself near its start."""
    match = _CHARSET.search(data[:4000])
    return match[1].decode("ascii") if match else None


def strip_tags(fragment: str) -> str:
    """The text of a piece of HTML, a line for each block."""
    return _all_text(_parse(fragment))


def _parse(text: str) -> Any:
    """The tree of a page, or of a piece of one."""
    # Takes a tenth of a second to load: only for those who read HTML.
    from trafilatura import load_html

    tree = load_html(text)
    return tree if tree is not None else load_html(f"<html><body><div>{text}</div><p></p></html>")


def _article(tree: Any) -> tuple["Extracted | None", tuple[str, ...]]:
    """What trafilatura takes for the article, with title, site and address."""
    from trafilatura import bare_extraction

    if tree.xpath("count(//*)") > _MOST_ELEMENTS:
        return None, (f"more than {_MOST_ELEMENTS} elements",)
    try:
        found: Any = bare_extraction(
            tree,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=_FIXED,
        )
    except Exception as error:  # any page at all comes here, and a bad one must not end the run
        return None, (f"the page is damaged ({type(error).__name__})",)
    return found, ()


def _all_text(tree: Any) -> str:
    """All text of a page, a line for each block; changes the tree."""
    for element in tree.xpath(_NOT_TEXT):
        if element.getparent() is not None:
            element.drop_tree()
    for block in tree.xpath(_BLOCKS):
        block.text = "\n" + (block.text or "")
        block.tail = "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return _unhyphenated("\n".join(line for line in lines if line))


def _date_in_head(tree: Any) -> PartialDate | None:
    """The date of the first rule whose values all agree."""
    for rule in publication_rules().html:
        if found := agreed(_dates_by(rule, tree)):
            return found
    return None


def _dates_by(rule: PageRule, tree: Any) -> list[PartialDate]:
    """The dates that a rule finds."""
    values = [match[1] for text in tree.xpath(rule.xpath) for match in rule.pattern.finditer(text)]
    return [told for value in values if (told := parse_date(value.strip()))]


def _date_under(headline: str, everything: str) -> PartialDate | None:
    """The date in the lines under the headline: extraction leaves bylines out."""
    lines = everything.split("\n")
    if headline not in lines:
        return None
    start = len(lines) - lines[::-1].index(headline)
    return publication_date("\n".join(lines[start : start + _BYLINE_LINES]))


def _unhyphenated(text: str | None) -> str:
    """The text without the soft hyphens that pages put into long words."""
    return (text or "").replace("\u00ad", "").strip()
