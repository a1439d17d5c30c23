"""Whether one name is short for another, and why: acronyms, family names, legal forms aside."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from kgbuild.firms import core, has_legal_form, same_firm
from kgbuild.names import initials, normal, untitled
from kgbuild.words import rows, word_list


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
    given, *rest = untitled(name).split() or [""]
    for other in (*_related_given_names().get(given, ()), given[:1]):
        found |= {" ".join((other, *rest)), " ".join((other, *rest[-1:]))}
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
    if not words or len(words) > len(full):
        return None
    if len(words) < len(full):
        if words == full[-len(words) :]:
            return "family name"
        if words == full[: len(words)]:
            return "first part of the name"
        if words == [full[0], full[-1]]:
            return "middle name aside"
    if words[1:] not in (full[1:], full[-1:]) or len(words) < 2:
        return None
    if words[0] in _related_given_names().get(full[0], ()):
        return "short given name"
    return "initial of the given name" if words[0] == full[0][0] else None


@cache
def _related_given_names() -> Mapping[str, frozenset[str]]:
    """Given name to the short ones by which its bearers go, and those to it."""
    found: dict[str, set[str]] = defaultdict(set)
    for short, *full in rows("short_given_names"):
        for name in full:
            found[normal(name)].add(normal(short))
            found[normal(short)].add(normal(name))
    return {name: frozenset(related) for name, related in found.items()}


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
