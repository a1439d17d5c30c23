"""Sentence -> stretches that may be names: capitals, with the small words that names hold.

Titles and nationalities at the edges are taken off; what they say of the name is kept as a hint.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kgbuild.extract.roles import LONGEST_TITLE, role_length
from kgbuild.extract.runs import is_capital, is_ordinal, run_end
from kgbuild.firms import legal_forms
from kgbuild.lexicon import Lexicon
from kgbuild.names import normal
from kgbuild.words import word_list

_HEADLINE = 0.7
_LONGEST = 7
_MOST_SHOUTED = 4


@dataclass(frozen=True)
class Candidate:
    """A stretch of tokens that may be a name, with what its surroundings gave away."""

    start: int
    end: int
    hints: tuple[str, ...] = ()
    """`honorific`, `role-before`, `role-after`, `initial` (first word of its sentence),
    `title-after` (`Visser, head of`), `quoted`,
    `owned` (`Huawei's Smart Driving System`)."""


def is_headline(sentence: DocSpan) -> bool:
    """Whether most words are capitalised, so that capitals say nothing."""
    words = [t for t in sentence if t.is_alpha and len(t.text) > 3]
    if len(words) < 3 or sentence.text.rstrip().endswith((".", '."', ".”")):
        return False
    return sum(t.text[0].isupper() for t in words) / len(words) >= _HEADLINE


def candidates(sentence: DocSpan, *, lexicon: Lexicon, taken: set[int]) -> Iterator[Candidate]:
    """The candidates of one sentence, left to right; `taken` are tokens of dates."""
    i = sentence.start
    while i < sentence.end:
        token = sentence.doc[i]
        if i in taken or not (is_capital(token) or is_ordinal(sentence, i)):
            i += 1
            continue
        known = known_length(sentence.doc[i : min(i + _LONGEST, sentence.end)], lexicon)
        end = run_end(sentence, i, lexicon=lexicon, taken=taken)
        if i + known >= end:
            yield Candidate(i, i + known)
        else:
            yield from _pieces(sentence, i, end, lexicon=lexicon)
        i = max(end, i + known)


def known_length(window: DocSpan, lexicon: Lexicon) -> int:
    """How many tokens at the window's start are a known name of two words or more, 0 for none."""
    for n in range(len(window), 1, -1):
        if _ends_name(window[n - 1]) and lexicon.find(window[:n].text):
            return n
    return 0


def _pieces(sentence: DocSpan, start: int, end: int, *, lexicon: Lexicon) -> Iterator[Candidate]:
    """A stretch cut at job titles, without honorifics and nationalities at its edges."""
    doc = sentence.doc
    if lexicon.find(doc[start:end].text):
        yield Candidate(start, end)
        return
    for a, b, hints in _without_roles(doc, start, end, lexicon=lexicon):
        a, b, hints = _trimmed(doc, a, b, hints, sentence, lexicon=lexicon)
        half = (b - a) // 2
        if half and doc[a : a + half].text == doc[b - half : b].text:
            a = b - half  # `About Harbour Foods Harbour Foods is ...`: a heading run into its text
        shouted = b - a > _MOST_SHOUTED and doc[a:b].text.isupper()
        if a < b and any(is_capital(t) for t in doc[a:b]) and not shouted:
            yield Candidate(a, b, (*hints, *_setting(doc, a, b, lexicon=lexicon)))


def _setting(doc: Doc, a: int, b: int, *, lexicon: Lexicon) -> Iterator[str]:
    """What stands right beside: quotation marks, an owner, a job title."""
    if any(tuple(t.lower_ for t in doc[max(0, a - n) : a]) in lexicon.roles for n in (1, 2, 3)):
        yield "role-before"
    after = b + 1 + (b + 1 < len(doc) and doc[b + 1].lower_ in {"the", "a", "an"})
    if (
        b < len(doc)
        and doc[b].text == ","
        and role_length(doc[after : after + LONGEST_TITLE], lexicon.roles)
    ):
        yield "title-after"
    quotes = "\"“”‘’'"
    if a > 0 and b < len(doc) and doc[a - 1].text in quotes and doc[b].text in quotes:
        yield "quoted"
    if a > 1 and doc[a - 1].text in {"'s", "’s"} and is_capital(doc[a - 2]) and b - a > 1:
        yield "owned"


def _without_roles(
    doc: Doc, start: int, end: int, *, lexicon: Lexicon
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The parts between job titles: `Toyota | President | Akio Toyoda`."""
    a = start
    hints: tuple[str, ...] = ()
    i = start
    while i < end:
        n = role_length(doc[i : min(i + LONGEST_TITLE, end)], lexicon.roles)
        kept = n and (
            _is_royal(doc, i + n, end) or _in_known_head(doc, i, n, start, end, lexicon=lexicon)
        )
        if not n or kept:
            i += 1
            continue
        if a < i:
            yield a, i, (*hints, "role-after")
        a, i, hints = i + n, i + n, ("role-before",)
    if a < end:
        yield a, end, hints


def _in_known_head(doc: Doc, i: int, n: int, start: int, end: int, *, lexicon: Lexicon) -> bool:
    """Whether the title's words open the name of a body: `General Assembly`."""
    opens = i == start and i + n < end and doc[i].lower_ in word_list("title_openings")
    return opens and doc[end - 1].lower_ in lexicon.heads


def _trimmed(
    doc: Doc, a: int, b: int, hints: tuple[str, ...], sentence: DocSpan, *, lexicon: Lexicon
) -> tuple[int, int, tuple[str, ...]]:
    first = _first_word(sentence)
    if a == first:
        hints = (*hints, "initial")
    while a < b:
        polite = _honorific_length(doc[a : min(a + 3, b)], lexicon)
        if polite:
            hints = (*hints, "honorific")
            if _is_royal(doc, a + polite, b):
                break
        elif not _edge_word(doc, a, b, first, lexicon=lexicon):
            break
        a += polite or 1
    while b > a and not _ends_name(doc[b - 1]):
        b -= 1
    return a, b, hints


def _is_royal(doc: Doc, a: int, b: int) -> bool:
    """Whether one name is left and its title is a crown: `King Salman`, `Crown Prince Hussein`."""
    return b - a == 1 and doc[a - 1].lower_ in word_list("royal_titles")


def _honorific_length(window: DocSpan, lexicon: Lexicon) -> int:
    """How many tokens at the window's start are a form of address, 0 for none."""
    lengths = range(len(window), 0, -1)
    return next((n for n in lengths if normal(window[:n].text) in lexicon.honorifics), 0)


def _ends_name(token: Token) -> bool:
    """Whether a name can end in the token."""
    if token.i and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        return True
    if token.lower_ in word_list("role_modifiers") - {"group"} and token.is_title:
        return False
    if token.lower_ in word_list("lower_tails"):
        return True
    return is_capital(token) or token.text[0].isdigit() or (normal(token.text),) in legal_forms()


def _first_word(sentence: DocSpan) -> int:
    """Index of the first token that is a word."""
    return next((t.i for t in sentence if t.is_alpha), sentence.start)


def _edge_word(doc: Doc, a: int, b: int, first: int, *, lexicon: Lexicon) -> bool:
    """Whether the token at the front is no part of the name."""
    token = doc[a]
    word = token.lower_
    if not is_capital(token) and not token.text[0].isdigit():
        return True
    if not token.text.isupper() and word in word_list("function_words"):
        return True
    if token.is_stop and a == first and not token.text.isupper():
        return True
    if word in lexicon.demonyms:
        return not (b - a > 1 and doc[b - 1].lower_ in lexicon.heads)
    return a == first and b - a > 1 and word in lexicon.common_words and _is_verbal(word)


_VERBAL = re.compile(r"(ing|ed|ly)$")


def _is_verbal(word: str) -> bool:
    return bool(_VERBAL.search(word)) and len(word) > 5
