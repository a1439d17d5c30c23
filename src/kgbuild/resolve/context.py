"""Reading, text -> what stands between and around two names of one document."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from kgbuild.names import normal
from kgbuild.records import ENTITY_TYPES, Claim, Mention
from kgbuild.words import word_list

Pair = frozenset[str]
"""Two names in normal form."""
_FAR = 50
"""Characters between two names that are said to be one."""
_CROWD = 40
"""Names in one sentence that are compared with one another; a longer list tells nothing."""
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z“\"])|\n")
_BRACKET = re.compile(r"\s*\(\W*")
_LIST = re.compile(r"\s*(?:,|and|&|,\s*and|or)\s+(?:the\s+)?")
_OWNER = re.compile(r"['’]s\s+")
_PREPOSITION = re.compile(r"\s+(?:of|at|in|for|from|by|with|to|on)\s+(?:the\s+)?")


def context_signs(
    mentions: Sequence[Mention], claims: Sequence[Claim], text: str
) -> Mapping[Pair, frozenset[str]]:
    """Pairs of names of one document to the signs that their places give."""
    found: dict[Pair, set[str]] = defaultdict(set)
    named = [m for m in mentions if m.type in ENTITY_TYPES]
    for one, other in pairwise(named):
        pair = frozenset((normal(one.text), normal(other.text)))
        if len(pair) == 2:
            gap, after = text[one.end : other.start], text[other.end : other.end + 3]
            found[pair] |= _between(gap, after)
    for pair in _in_one_sentence(named, text):
        found[pair].add("in one sentence")
    for claim in claims:
        if claim.value is None and not (claim.subject.stands_for or claim.object.stands_for):
            found[frozenset((normal(claim.subject.text), normal(claim.object.text)))].add(
                "a claim joins them"
            )
    return {pair: frozenset(signs) for pair, signs in found.items() if len(pair) == 2 and signs}


def _between(gap: str, after: str) -> set[str]:
    """What the characters between two neighbours say; `after` are those that follow."""
    if len(gap) > _FAR:
        return set()
    words = set(re.findall(r"[a-z/]+", gap.casefold()))
    found = set()
    if _BRACKET.fullmatch(gap):
        found.add("in brackets after it" if ")" in after else "opens the brackets after it")
    if "(" in gap and ":" in gap and words & word_list("exchanges"):
        found.add("ticker in brackets after it")
    if words & word_list("alias_words"):
        found.add("said to be another name")
    if _LIST.fullmatch(gap):
        found.add("side by side in a list")
    if _OWNER.fullmatch(gap):
        found.add("one owns the other")
    if _PREPOSITION.fullmatch(gap):
        found.add("joined by a preposition")
    return found


def _in_one_sentence(named: Sequence[Mention], text: str) -> set[Pair]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    sentences: dict[int, set[str]] = defaultdict(set)
    for mention in named:
        sentences[bisect_right(ends, mention.start)].add(normal(mention.text))
    return {
        frozenset(pair)
        for names in sentences.values()
        if len(names) <= _CROWD
        for pair in combinations(sorted(names), 2)
    }
