"""Names of firms: legal forms found and taken off, and whether two names are of one firm."""

from collections.abc import Iterator
from functools import cache

from cleanco.termdata import terms_by_type

from kgbuild.names import normal
from kgbuild.words import rows, word_list

_SHORT_FORMS = {"company": "co", "corporation": "corp", "incorporated": "inc", "limited": "ltd"}
_SHORT_WORDS = frozenset(_SHORT_FORMS.values())
_OWN = "legal_forms"


@cache
def legal_forms() -> frozenset[tuple[str, ...]]:
    """Legal forms of companies as word tuples (sources: cleanco, and our own list)."""
    terms = {term for group in terms_by_type.values() for term in group}
    forms = {tuple(normal(term).split()) for term in terms | {row[0] for row in rows(_OWN)}}
    return frozenset(forms - {()})


@cache
def _lengths() -> tuple[int, ...]:
    """How many words legal forms have, the most first."""
    return tuple(sorted({len(form) for form in legal_forms()}, reverse=True))


def _endings(words: list[str]) -> Iterator[int]:
    """How many words at the end, but not all, are a legal form, the most first."""
    return (n for n in _lengths() if n < len(words) and tuple(words[-n:]) in legal_forms())


def has_legal_form(name: str) -> bool:
    """Whether the name ends in a legal form: `EVE Energy Co.,Ltd`, `Robert Bosch GmbH`."""
    return any(_endings(normal(name).split()))


def core(name: str) -> str:
    """The normal form without legal forms and generic words at the end: what is left tells firms
    apart. `Tencent Holdings Ltd.` is `tencent`; a name of such words alone stays as it is."""
    whole = words = normal(name).split()
    while len(words) > 1:
        cut = next(_endings(words), 0) or words[-1] in word_list("generic_firm_words")
        if not cut:
            break
        words = words[: -int(cut)]
    return " ".join(whole if set(words) <= word_list("generic_firm_words") else words)


def without_legal_form(name: str) -> str:
    """The normal form without its legal form alone: `Acme Group Ltd` is `acme group`."""
    words = normal(name).split()
    while len(words) > 1:
        cut = next((n for n in _endings(words) if not _is_telling(words[-n:])), 0)
        if not cut and words[-1] in _SHORT_FORMS.keys() | _SHORT_WORDS:
            cut = 1
        if not cut:
            break
        words = words[:-cut]
    return " ".join(words)


def _is_telling(words: list[str]) -> bool:
    """Whether an ending that can be a legal form tells a firm's parts apart, such as `group`."""
    return set(words) <= word_list("generic_firm_words") - _SHORT_FORMS.keys() - _SHORT_WORDS


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
