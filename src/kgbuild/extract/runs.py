"""How far a name may reach from a capital: small words, signs and numbers that names hold."""

import re

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kgbuild.firms import legal_forms
from kgbuild.lexicon import Lexicon
from kgbuild.names import normal
from kgbuild.words import word_list

_DIGITS = 4


def is_capital(token: Token) -> bool:
    """`Siemens`, `iPhone`, `5G`, `EVE`: a capital that a plain word would not have."""
    text = token.text
    if not any(c.isalpha() for c in text) or token.like_url or token.like_email:
        return False
    return text[0].isupper() or (any(c.isupper() for c in text[1:]) and text[0].isalnum())


def is_ordinal(sentence: DocSpan, i: int) -> bool:
    """Whether a number opens a name: `14th Five-Year Plan`."""
    number = re.fullmatch(r"\d+(st|nd|rd|th)", sentence.doc[i].text)
    return bool(number) and i + 1 < sentence.end and is_capital(sentence.doc[i + 1])


def run_end(sentence: DocSpan, i: int, *, lexicon: Lexicon, taken: set[int]) -> int:
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
    if token.text.isdigit() and _is_numbered(doc[end - 1], lexicon=lexicon):
        return 1 if len(token.text) <= _DIGITS else 0
    if following is None:
        return 0
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
    """Whether `of` after these words goes on with a name: `Ministry of`, `Council for ... of`."""
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
