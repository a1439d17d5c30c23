"""Sentence -> stretches that may be names: capitals, with the small words that names hold.

Titles and nationalities at the edges are taken off; what they say of the name is kept as a hint.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kgbuild.extract.roles import role_length
from kgbuild.lexicon import Lexicon
from kgbuild.names import legal_forms, normal
from kgbuild.words import word_list

_HEADLINE = 0.7
_LONGEST = 7
_DIGITS = 4


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
        if i in taken or not (is_capital(token) or _is_ordinal(sentence, i)):
            i += 1
            continue
        known = known_length(sentence.doc[i : min(i + _LONGEST, sentence.end)], lexicon)
        end = _run_end(sentence, i, lexicon=lexicon, taken=taken)
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


def is_capital(token: Token) -> bool:
    """`Siemens`, `iPhone`, `5G`, `EVE`: a capital that a plain word would not have."""
    text = token.text
    if not any(c.isalpha() for c in text) or token.like_url or token.like_email:
        return False
    return text[0].isupper() or (any(c.isupper() for c in text[1:]) and text[0].isalnum())


def _is_ordinal(sentence: DocSpan, i: int) -> bool:
    """Whether a number opens a name: `14th Five-Year Plan`."""
    number = re.fullmatch(r"\d+(st|nd|rd|th)", sentence.doc[i].text)
    return bool(number) and i + 1 < sentence.end and is_capital(sentence.doc[i + 1])


def _run_end(sentence: DocSpan, i: int, *, lexicon: Lexicon, taken: set[int]) -> int:
    """Index after the longest stretch from `i` that can be one name."""
    doc = sentence.doc
    end = i + 1
    while end < sentence.end:
        step = _step(doc, i, end, sentence.end, lexicon=lexicon, taken=taken)
        if not step:
            break
        end += step
    return end


def _step(doc: Doc, i: int, end: int, limit: int, *, lexicon: Lexicon, taken: set[int]) -> int:
    """How many tokens at `end` go on with the name that started at `i`, 0 for none."""
    token = doc[end]
    if end in taken or token.is_space:
        return 0
    if is_capital(token):
        return 1
    if token.lower_ in word_list("lower_tails") and doc[end - 1].text[0].isupper():
        return 1
    following = doc[end + 1] if end + 1 < limit and end + 1 not in taken else None
    if token.text in {"-", "–", "'", "’", "."} and following is not None:
        chinese = doc[i].lower_ in lexicon.family_names_first
        return _glued(doc[end - 1], token, following, small=chinese)
    if _is_legal_form(doc, end, limit):
        return 2 if token.text == "," else 1
    if following is None:
        return 0
    if token.text.isdigit() and _is_numbered(doc[end - 1], lexicon=lexicon):
        return 1 if len(token.text) <= _DIGITS else 0
    if token.text in {"'s", "’s"} and doc[end - 1].lower_ in word_list("possessive_words"):
        return 2 if is_capital(following) else 0
    if token.text in {"'", "’"} and doc[end - 1].lower_.endswith("s"):
        return 2 if following.lower_ in lexicon.heads and is_capital(following) else 0
    if token.text == "&" and is_capital(following):
        return 2
    if token.lower_ in word_list("name_particles") and is_capital(following):
        return 2 if doc[end - 1].text[0].isupper() and len(doc[end - 1]) > 1 else 0
    return _linked(doc, i, end, limit, lexicon=lexicon)


def _is_numbered(token: Token, *, lexicon: Lexicon) -> bool:
    """Whether a number after the token belongs to its name: `Expo 2030`, `KR 6`, `Type 346`."""
    heads = lexicon.heads.get(token.lower_, ())
    if any(h.type in {"Event", "Product", "Programme"} for h in heads):
        return True
    return token.text.isupper() and 1 < len(token.text) <= _DIGITS


def _glued(before: Token, sign: Token, following: Token, *, small: bool) -> int:
    """`Mercedes-Benz`, `N'Djamena`, `Li Ka-shing`: a sign without white space around it."""
    if before.whitespace_ or sign.whitespace_ or not following.text[0].isalnum():
        return 0
    return 2 if small or is_capital(following) or following.text.isdigit() else 0


def _is_legal_form(doc: Doc, end: int, limit: int) -> bool:
    """Whether `, Inc.` or `Ltd` goes on at `end`."""
    at = end + 1 if doc[end].text == "," else end
    if at >= limit:
        return False
    word = normal(doc[at].text)
    if at + 1 < len(doc) and doc[at + 1].text in {"-", "–"} and not doc[at].whitespace_:
        return False
    return (word,) in legal_forms() and doc[at].text[0].isupper() and len(word) > 1


def _linked(doc: Doc, i: int, end: int, limit: int, *, lexicon: Lexicon) -> int:
    """`Ministry of Health`, `Centre for Disease Control`, `... of Trade and Industry`."""
    word = doc[end].lower_
    j = end + 1
    if word in {"of", "for", "on"} and doc[j].lower_ == "the" and j + 1 < limit:
        j += 1
    if not is_capital(doc[j]):
        return 0
    run = [t.lower_ for t in doc[i:end]]
    if word in {"of", "for"}:
        return j + 1 - end if _opens(run, word, doc[j], lexicon=lexicon) else 0
    if word == "and":
        return j + 1 - end if _goes_on(doc, i, end, j, limit, lexicon=lexicon) else 0
    return 0


def _opens(run: list[str], word: str, following: Token, *, lexicon: Lexicon) -> bool:
    """Whether `of` after these words goes on with a name: `Ministry of`, `Council for the ... of`."""
    linked = [k for k, w in enumerate(run) if w in {"of", "for"}]
    if linked and (lexicon.find(following.text) or lexicon.places.kind(following.text)):
        return False
    if following.text.isupper() and len(following) > 1:
        return False
    stem = run[: linked[0]] if linked else run
    heads = [h for w in (stem[0], stem[-1]) for h in lexicon.heads.get(w, ())]
    if word == "for":
        return any(h.position != "last" for h in heads)
    if any(h.position != "last" or h.type != "Company" for h in heads):
        return True
    return stem[-1] in lexicon.place_heads


def _goes_on(doc: Doc, i: int, end: int, j: int, limit: int, *, lexicon: Lexicon) -> bool:
    """Whether `and` stands inside a name: common words on both sides and a head around them."""
    left, right = doc[end - 1].lower_, doc[j].lower_
    if left not in lexicon.common_words or right not in lexicon.common_words:
        return False
    run = {t.lower_ for t in doc[i:end]}
    if run & {"of", "for"}:
        return True
    k = j
    while k < limit and is_capital(doc[k]):
        k += 1
    return end - i >= 2 and doc[k - 1].lower_ in lexicon.heads


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
        if a < b and any(is_capital(t) for t in doc[a:b]):
            yield Candidate(a, b, (*hints, *_setting(doc, a, b, lexicon=lexicon)))


def _setting(doc: Doc, a: int, b: int, *, lexicon: Lexicon) -> Iterator[str]:
    """What stands right beside: quotation marks, an owner, a job title."""
    if any(tuple(t.lower_ for t in doc[max(0, a - n) : a]) in lexicon.roles for n in (1, 2, 3)):
        yield "role-before"
    after = b + 1 + (b + 1 < len(doc) and doc[b + 1].lower_ in {"the", "a", "an"})
    if b < len(doc) and doc[b].text == "," and role_length(doc[after : after + 5], lexicon.roles):
        yield "title-after"
    quotes = "\"“”‘’'"
    if 0 < a and b < len(doc) and doc[a - 1].text in quotes and doc[b].text in quotes:
        yield "quoted"
    if a > 1 and doc[a - 1].text in {"'s", "’s"} and is_capital(doc[a - 2]) and b - a > 1:
        yield "owned"


def _without_roles(
    doc: Doc, start: int, end: int, *, lexicon: Lexicon
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The parts between job titles: `Toyota | President | Akio Toyoda`."""
    a, hints = start, ()
    i = start
    while i < end:
        n = role_length(doc[i : min(i + 5, end)], lexicon.roles)
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
