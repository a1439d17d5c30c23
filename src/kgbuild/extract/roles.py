"""Where a sentence names a job title: `Vice President and CFO`, `former director`."""

from collections.abc import Callable, Mapping

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kgbuild.words import word_list

_JOINTS = (["and"], ["&"], ["/"], [","], [",", "and"], ["-"])

LONGEST_TITLE = 8
"""Tokens of the longest title to look for."""


def role_finder(
    roles: Mapping[tuple[str, ...], bool],
) -> Callable[[DocSpan], list[tuple[int, int]]]:
    """A function from a sentence to the token ranges of its job titles, left to right.

    A sentence without a person has none: `head` and `partner` are mostly other words there.
    """

    def find(sentence: DocSpan) -> list[tuple[int, int]]:
        if not any(token.ent_type_ == "Person" for token in sentence):
            return []
        return _joined(list(_found(sentence, roles)), sentence)

    return find


def _found(sentence: DocSpan, roles: Mapping[tuple[str, ...], bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    i = sentence.start
    while i < sentence.end:
        n = role_length(sentence.doc[i : min(i + LONGEST_TITLE, sentence.end)], roles)
        if n and not sentence.doc[i].ent_type_:
            found.append((_with_modifiers(sentence, i), i + n))
        i += max(n, 1)
    return found


def role_length(window: DocSpan, roles: Mapping[tuple[str, ...], bool]) -> int:
    """How many tokens at the window's start are a job title, 0 for none; the longest counts."""
    lowered = tuple(token.lower_ for token in window)
    return next((n for n in range(len(lowered), 0, -1) if lowered[:n] in roles), 0)


def _with_modifiers(sentence: DocSpan, i: int) -> int:
    """Start of the title whose known words begin at `i`, modifiers before it included."""
    while i > sentence.start and _modifies(sentence.doc[i - 1]):
        i -= 1
    return i + (sentence.doc[i].text == "-")


def _modifies(token: Token) -> bool:
    """`former director`, `Strategic Partner Manager`: known words and capitals before a title."""
    if token.ent_type_ or token.is_sent_start:
        return False
    if token.text == "-":
        return not token.whitespace_ and not token.nbor(-1).whitespace_
    capital = token.is_title and token.is_alpha and not token.is_stop
    return capital or token.lower_ in word_list("role_modifiers")


def _joined(found: list[tuple[int, int]], sentence: DocSpan) -> list[tuple[int, int]]:
    """Titles that follow each other or are joined by `and`, `&` or `/` as one."""
    result: list[tuple[int, int]] = []
    for start, end in found:
        if result:
            between = [token.lower_ for token in sentence.doc[result[-1][1] : start]]
            if start <= result[-1][1] or between in _JOINTS:
                result[-1] = (result[-1][0], end)
                continue
        result.append((start, end))
    return result
