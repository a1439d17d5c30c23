"""How names are compared: one normal form, legal forms taken off, acronyms, and why two agree."""

import re
import unicodedata
from functools import cache

from cleanco.termdata import terms_by_type

from kgbuild.words import word_list

_MARKS = str.maketrans("", "", "®™©℠")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "ʼ": "'"})
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_POSSESSIVE = re.compile(r"'s?(?=\s|$)")


def normal(name: str) -> str:
    """Lower case, without accents, possessive, article and punctuation: `The BMW Group's` is
    `bmw group`. Letters outside Latin stay as they are."""
    text = unicodedata.normalize("NFKC", name.translate(_MARKS)).translate(_APOSTROPHES)
    text = text.casefold().strip()
    text = _POSSESSIVE.sub("", re.sub(r"^the\s+", "", text))
    text = _DOTTED.sub(lambda dotted: dotted.group().replace(".", ""), text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^\w&+#]+", " ", unicodedata.normalize("NFC", text)).strip()


@cache
def legal_forms() -> frozenset[tuple[str, ...]]:
    """Legal forms of companies as word tuples, longest of three words (source: cleanco)."""
    terms = {term for group in terms_by_type.values() for term in group}
    forms = {tuple(normal(term).split()) for term in terms}
    return frozenset(form for form in forms if 0 < len(form) <= 3)


def has_legal_form(name: str) -> bool:
    """Whether the name ends in a legal form: `EVE Energy Co.,Ltd`, `Robert Bosch GmbH`."""
    words = normal(name).split()
    return any(tuple(words[-n:]) in legal_forms() for n in (1, 2, 3) if len(words) > n)


def core(name: str) -> str:
    """The normal form without legal forms and generic words at the end: what is left tells firms
    apart. `Tencent Holdings Ltd.` is `tencent`; a name of such words alone stays as it is."""
    words = normal(name).split()
    while len(words) > 1:
        cut = next(
            (n for n in (3, 2, 1) if len(words) > n and tuple(words[-n:]) in legal_forms()), 0
        ) or (words[-1] in word_list("generic_firm_words"))
        if not cut:
            break
        words = words[: -int(cut)]
    return " ".join(words)


def initials(name: str) -> str:
    """First letters of the words that carry meaning: `World Health Organization` is `WHO`."""
    return "".join(
        w[0] for w in re.findall(r"[^\W_]+", name) if w.lower() not in word_list("link_words")
    ).upper()


def is_acronym_of(short: str, name: str) -> bool:
    """Whether `short` is made of the initials of `name`, link words counted or not, in order."""
    letters = re.sub(r"[^\w]", "", short)
    if not (2 <= len(letters) <= 8) or not letters[0].isupper() or " " in short.strip():
        return False
    words = re.findall(r"[^\W_]+", name)
    if len(words) < 2:
        return False
    every = "".join(w[0] for w in words).upper()
    return letters.upper() in {initials(name), every}


def short_form(short: str, name: str, *, type_: str) -> str | None:
    """Why `short` may stand for `name` in one document, both of one type; None if it may not.

    The caller must see that no other name in the document has the same right.
    """
    if normal(short) == normal(name):
        return "same name"
    if type_ == "Person":
        return _person_short(short, name)
    if is_acronym_of(short, name):
        return "acronym"
    if type_ == "Place":
        return "kind of place aside" if _kind_aside(short, name, word_list("place_kinds")) else None
    if core(short) == core(name):
        return "legal form aside"
    if type_ in {"Company", "Organization"}:
        return _firm_short(short, name)
    return "kind of thing aside" if _kind_aside(short, name, word_list("thing_kinds")) else None


def _person_short(short: str, name: str) -> str | None:
    words, full = normal(short).split(), normal(name).split()
    if len(full) < 2 or len(words) >= len(full):
        return None
    if words == full[-len(words) :]:
        return "family name"
    if len(words) == 1 and words[0] == full[0]:
        return "first part of the name"
    if words[0] == full[0] and words[-1] == full[-1]:
        return "middle name aside"
    return None


def _firm_short(short: str, name: str) -> str | None:
    words, full = core(short).split(), core(name).split()
    if len(words) >= len(full) or len(short) < 3:
        return None
    rest = full[len(words) :]
    if words == full[: len(words)] and (
        has_legal_form(name) or set(rest) <= word_list("descriptor_words")
    ):
        return "first part of the firm's name"
    if words == full[-len(words) :] and has_legal_form(name) and len(full) == 2:
        return "founder's first name aside"
    return None


def _kind_aside(short: str, name: str, kinds: frozenset[str]) -> bool:
    words, full = normal(short).split(), normal(name).split()
    return len(full) == len(words) + 1 and full[: len(words)] == words and full[-1] in kinds
