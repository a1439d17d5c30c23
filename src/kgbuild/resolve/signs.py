"""Two names -> signs that they mean one thing, or two: words that can be read aloud.

What a name's letters, words and type say, wherever the two names stand; what stands around them
is said in `context.py`. Weights of the signs: `data/weights/names.toml`.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from kgbuild.firms import legal_forms, same_firm
from kgbuild.lexicon import Lexicon
from kgbuild.resolve.letters import letter_signs
from kgbuild.resolve.named import Named
from kgbuild.shortening import short_form
from kgbuild.words import word_list

_MANY = 3


def signs(short: Named, full: Named, lexicon: Lexicon) -> set[str]:
    """What two names say by themselves; `short` is the shorter one (see `order`)."""
    found = _types(short, full)
    if reason := rule(short, full):
        across = "" if short.family == full.family else " across types"
        found.add(f"rule{across}: {reason}")
    if short.family == full.family == "body" and short.words == full.words:
        found |= set() if same_firm(short.name, full.name) else {"another legal form"}
    if all(word in lexicon.common_words or word in _trades() for word in short.words):
        found.add("plain words alone")
    if is_widely_known(short.written, lexicon):
        found |= {"the shorter is widely known"}
        if short.family == "body" and short.words != full.words:
            found |= {"the shorter is a widely known body, and words are left"}
    found |= _words(short, full, lexicon) | letter_signs(short, full)
    if short.family == full.family == "person":
        found |= set() if reason else _given_names(short.words, full.words)
    return found


def rule(short: Named, full: Named) -> str | None:
    """Why the shorter may stand for the fuller by a rule, if it may."""
    types = dict.fromkeys((short.type, full.type))
    reasons = (
        short_form(a, b, type_=type_)
        for a in short.written
        for b in full.written
        for type_ in types
    )
    found = next((reason for reason in reasons if reason), None)
    personal = found in {"family name", "first part of the name", "middle name aside"}
    return None if personal and short.family != full.family else found


def _types(a: Named, b: Named) -> set[str]:
    if a.type == b.type:
        return {"same type"}
    if a.family == b.family:
        return {"two kinds of thing" if a.family == "thing" else "company and other body"}
    return {"types: " + " and ".join(sorted((a.family, b.family)))}


def _words(short: Named, full: Named, lexicon: Lexicon) -> set[str]:
    """How the words of one lie in the other, and what kind of words are left over."""
    a, b = short.words, full.words
    if a == b or not a:
        return set()
    rest = left_over(b, a)
    where = _where(a, b)
    if where:
        kinds = _kinds(rest, lexicon)
        many = min(sum(w not in word_list("link_words") for w in rest), _MANY)
        found = {where, f"left: {many}", *(f"left: {kind}" for kind in kinds)}
        if short.family == full.family:
            found |= {f"{short.family}, left: {kind}" for kind in kinds}
        if where == "the start of it" and b[len(a)] in word_list("link_words"):
            found.add("left: starts with a link word")
        return found
    if not (set(a) & set(b)) - word_list("link_words"):
        return set()
    found = {"some words in common"}
    found |= {"same last word"} if a[-1] == b[-1] else set()
    found |= {"same first word"} if a[0] == b[0] else set()
    found |= {f"left of the shorter: {kind}" for kind in _kinds(left_over(a, b), lexicon)}
    return found | {f"left of the fuller: {kind}" for kind in _kinds(rest, lexicon)}


def _where(a: Sequence[str], b: Sequence[str]) -> str:
    n = len(a)
    if n > len(b):
        return ""
    if a == b[:n]:
        return "the start of it"
    if a == b[-n:]:
        return "the end of it"
    if any(a == b[i : i + n] for i in range(1, len(b) - n)):
        return "inside it"
    return "its words in another order" if set(a) <= set(b) else ""


def left_over(words: Iterable[str], taken: Iterable[str]) -> list[str]:
    """The words that are not taken, each as often as it is left."""
    rest = list(words)
    for word in taken:
        if word in rest:
            rest.remove(word)
    return rest


@cache
def _trades() -> frozenset[str]:
    lists = ("descriptor_words", "generic_firm_words", "thing_kinds", "link_words")
    return frozenset().union(*map(word_list, lists))


def is_plain(word: str, lexicon: Lexicon) -> bool:
    """Whether it names nothing by itself: an ordinary word, a trade, a kind of body or thing."""
    return word in lexicon.common_words or word in _trades() or word in lexicon.heads


def _kinds(rest: Sequence[str], lexicon: Lexicon) -> set[str]:
    """What kinds of words are left over."""
    telling = [word for word in rest if word not in word_list("link_words")]
    if not telling:
        return {"link words"} if rest else set()
    kinds = [_kind(word, lexicon) for word in telling]
    names = kinds.count("")
    found = set(kinds) - {""}
    return found | ({"a name" if names == 1 else "names"} if names else set())


def _kind(word: str, lexicon: Lexicon) -> str:
    if (word,) in legal_forms() or word in word_list("generic_firm_words"):
        return "a legal form"
    if any(c.isdigit() for c in word):
        return "a number"
    if word in word_list("thing_kinds") | word_list("place_kinds") | word_list("place_openings"):
        return "a kind of thing"
    if word in word_list("descriptor_words"):
        return "a trade"
    if lexicon.places.kind(word.title()):
        return "a place"
    if word in lexicon.demonyms:
        return "a nationality"
    return "a plain word" if word in lexicon.common_words else ""


def is_widely_known(written: Iterable[str], lexicon: Lexicon) -> bool:
    """Whether the lists have the name, and for one thing only."""
    found = [known for known in map(lexicon.find, written) if known]
    return bool(found) and not any(known.ambiguous for known in found)


def _given_names(a: Sequence[str], b: Sequence[str]) -> set[str]:
    """People of one family name with two given names."""
    if len(a) < 2 or len(b) < 2 or a[-1] != b[-1] or a[0] == b[0]:
        return set()
    return {"other given name, same initial" if a[0][0] == b[0][0] else "other given name"}
