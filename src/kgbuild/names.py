"""How names are compared: one normal form, legal forms taken off, acronyms, and why two agree."""

import re
import unicodedata
from functools import cache, lru_cache

from cleanco.termdata import terms_by_type

from kgbuild.words import word_list

_MARKS = str.maketrans("", "", "®™©℠")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "ʼ": "'"})
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_SHORT_FORMS = {"company": "co", "corporation": "corp", "incorporated": "inc", "limited": "ltd"}
_SHORT_WORDS = frozenset(_SHORT_FORMS.values())
_POSSESSIVE = re.compile(r"'s?(?=\s|$)")
_ARTICLES = re.compile(r"^(?:the )+(?=.)")


@lru_cache(maxsize=1 << 16)
def normal(name: str) -> str:
    """Lower case, without accents, possessive, article and punctuation: `The BMW Group's` is
    `bmw group`. Letters outside Latin stay as they are."""
    text = unicodedata.normalize("NFKC", name.translate(_MARKS)).translate(_APOSTROPHES)
    text = _POSSESSIVE.sub("", text.casefold().strip())
    text = _DOTTED.sub(lambda dotted: dotted.group().replace(".", ""), text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"[^\w&+#]+", " ", unicodedata.normalize("NFC", text)).strip()
    return _ARTICLES.sub("", text)


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
    whole = words = normal(name).split()
    while len(words) > 1:
        cut = next(
            (n for n in (3, 2, 1) if len(words) > n and tuple(words[-n:]) in legal_forms()), 0
        ) or (words[-1] in word_list("generic_firm_words"))
        if not cut:
            break
        words = words[: -int(cut)]
    return " ".join(whole if set(words) <= word_list("generic_firm_words") else words)


def without_legal_form(name: str) -> str:
    """The normal form without its legal form alone: `Acme Group Ltd` is `acme group`."""
    words = normal(name).split()
    while len(words) > 1:
        ending = (n for n in (3, 2, 1) if len(words) > n and tuple(words[-n:]) in legal_forms())
        cut = next((n for n in ending if not _is_telling(words[-n:])), 0)
        if not cut and words[-1] in _SHORT_FORMS.keys() | _SHORT_WORDS:
            cut = 1
        if not cut:
            break
        words = words[:-cut]
    return " ".join(words)


def _is_telling(words: list[str]) -> bool:
    """Whether an ending that can be a legal form tells a firm's parts apart, such as `group`."""
    return set(words) <= word_list("generic_firm_words") - _SHORT_FORMS.keys() - _SHORT_WORDS


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
    if len(re.findall(r"[^\W_]+", name)) < 2:
        return False
    return letters.upper() in _acronyms(name)


def _acronyms(name: str) -> set[str]:
    """What its first letters make, the legal form and link words counted or not."""
    bare = " ".join(re.findall(r"[^\W_]+", name)[: len(re.findall(r"[^\W_]+", core(name)))])
    return {letters(text) for text in (name, bare) for letters in (initials, _first_letters)}


def _first_letters(name: str) -> str:
    return "".join(w[0] for w in re.findall(r"[^\W_]+", name)).upper()


def keys(short: str) -> set[str]:
    """Under what to look up the names that it may be short for (see `shortened`)."""
    letters = re.sub(r"[^\w]", "", short).casefold()
    return {normal(short), core(short), untitled(short), letters} - {""}


def shortened(name: str) -> set[str]:
    """The keys of all that may be short for the name: it holds one of `keys(short)` wherever
    `short_form(short, name)` finds a reason."""
    found = {*keys(name), *(acronym.casefold() for acronym in _acronyms(name))}
    for text in (normal(name), core(name), untitled(name)):
        words = text.split()
        found |= {" ".join(words[:n]) for n in range(1, len(words))}
        found |= {" ".join(words[n:]) for n in range(1, len(words))}
        found.add(" ".join(words[:1] + words[-1:]))
    return found - {""}


def abbreviates(short: str, name: str) -> bool:
    """Whether the letters of `short`, one word, stand in `name`, several, in this order and the
    first at its start: `KOTRA` in `Korea Trade-Investment Promotion Agency`. Enough only where
    the text puts one in brackets after the other (Schwartz and Hearst, PSB 2003)."""
    letters, words = normal(short), normal(name)
    if sum(c.isupper() for c in short) < 2 or " " in letters or letters in words.split():
        return False
    rest = iter(words)
    return letters[:1] == words[:1] and all(letter in rest for letter in letters)


def same_firm(a: str, b: str) -> bool:
    """Whether two names of firms differ in legal form and generic words alone; `Acme AG` and
    `Acme Ltd` are two firms, `Acme Co` and `Acme Company Limited` one."""
    if core(a) != core(b):
        return False
    one, other = _legal_words(a), _legal_words(b)
    return one <= other or other <= one


def _legal_words(name: str) -> frozenset[str]:
    """The words of the legal form at the end, in their short spelling."""
    ending = normal(name).split()[len(core(name).split()) :]
    words = {_SHORT_FORMS.get(word, word) for word in ending}
    return frozenset(words - (word_list("generic_firm_words") - _SHORT_WORDS))


def short_form(short: str, name: str, *, type_: str) -> str | None:
    """Why `short` may stand for `name` in one document, both of one type; None if it may not.

    The caller must see that no other name in the document has the same right.
    """
    if not normal(short) or not normal(name):
        return None
    if normal(short) == normal(name):
        return "same name"
    if type_ == "Person":
        return _person_short(short, name)
    if is_acronym_of(short, name):
        return "acronym"
    if type_ == "Place":
        return _place_short(short, name)
    if core(short) == core(name):
        return "legal form aside" if same_firm(short, name) else None
    if type_ in {"Company", "Organization"}:
        return _firm_short(short, name)
    return "kind of thing aside" if _kind_aside(short, name, word_list("thing_kinds")) else None


def _person_short(short: str, name: str) -> str | None:
    words, full = untitled(short).split(), untitled(name).split()
    if words == full:
        return "form of address aside"
    if not words or len(words) >= len(full):
        return None
    if words == full[-len(words) :]:
        return "family name"
    if words == full[: len(words)]:
        return "first part of the name"
    if words == [full[0], full[-1]]:
        return "middle name aside"
    return None


def untitled(name: str) -> str:
    """The normal form of a person's name without forms of address: `Dr. Ada Byron` is
    `ada byron`."""
    words = normal(name).split()
    while len(words) > 1 and words[0] in word_list("abbreviated_titles"):
        words = words[1:]
    return " ".join(words)


def _place_short(short: str, name: str) -> str | None:
    words, full = normal(short).split(), normal(name).split()
    before = full[: -len(words)]
    if words == full[-len(words) :] and len(before) == 2 and before[1] == "of":
        return "kind of place aside" if before[0] in word_list("place_openings") else None
    return "kind of place aside" if _kind_aside(short, name, word_list("place_kinds")) else None


def _firm_short(short: str, name: str) -> str | None:
    words, full = normal(short).split(), core(name).split()
    if len(words) >= len(full) or len(short) < 3 or core(short) != normal(short):
        return None
    rest = full[len(words) :]
    if words == full[: len(words)]:
        telling = set(rest) - word_list("descriptor_words") - word_list("link_words")
        if not telling or (len(rest) == 1 and has_legal_form(name)):
            return "first part of the firm's name"
        if len(words) > 1 and rest[0] in {"of", "in"}:
            return "place aside"
    named = words == full[-1:] and words[0] not in word_list("descriptor_words")
    if named and has_legal_form(name) and len(full) == 2:
        return "founder's first name aside"
    return None


def _kind_aside(short: str, name: str, kinds: frozenset[str]) -> bool:
    words, full = normal(short).split(), normal(name).split()
    return len(full) == len(words) + 1 and full[: len(words)] == words and full[-1] in kinds
