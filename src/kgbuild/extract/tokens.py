"""Text -> tokens and sentences: spaCy's English tokenizer, made safe for any text."""

import re
from itertools import pairwise
from statistics import median

from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Token

from kgbuild.words import word_list

MAX_RUN = 200
_LONG_RUN = re.compile(rf"\S{{{MAX_RUN + 1},}}")
_OPENERS = frozenset("\"“”'‘’([{«")
_ENDERS = frozenset(".!?…")
_BULLETS = frozenset("•–-*")
_CLOSERS = frozenset("\"”’')]}»")


class SafeTokenizer:
    """spaCy's tokenizer with runs that hold no white space cut every `MAX_RUN` characters.

    The tokenizer's time grows with the square of such a run: 32,000 brackets take two minutes.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """Tokens whose texts and spaces add up to `text`."""
        if not _LONG_RUN.search(text):
            return self._tokenizer(text)
        docs = [self._tokenizer(part) for part in _parts(text)]
        words = [token.text for doc in docs for token in doc]
        spaces = [bool(token.whitespace_) for doc in docs for token in doc]
        return Doc(self._tokenizer.vocab, words=words, spaces=spaces)


def _parts(text: str) -> list[str]:
    """`text` cut inside its long runs; joined again the parts are `text`."""
    cuts = {0, len(text)}
    for run in _LONG_RUN.finditer(text):
        cuts.update(range(run.start(), run.end(), MAX_RUN))
        cuts.add(run.end())
    edges = sorted(cuts)
    return [text[a:b] for a, b in pairwise(edges)]


def blank_language() -> Language:
    """An English pipeline that tokenizes and marks sentences and knows no more."""
    nlp = English()
    nlp.max_length = 10**9  # `read` cuts texts, and says so; spaCy must not refuse what it let pass
    nlp.tokenizer = SafeTokenizer(nlp.tokenizer)
    nlp.add_pipe("kgbuild_sentences")
    return nlp


@Language.component("kgbuild_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Set sentence starts: after `.!?` before a new start, and at line ends that are not wraps."""
    wrapped = _is_wrapped(doc.text)
    start = True
    for token in doc:
        token.is_sent_start = start
        start = _ends_sentence(token, wrapped=wrapped)
    return doc


def _is_wrapped(text: str) -> bool:
    """Whether lines are broken at a column, as in a mail, and not at paragraphs."""
    lines = [len(line) for line in text.splitlines() if line.strip()]
    return len(lines) >= 6 and 55 <= median(lines) <= 100 and max(lines) <= 120


def _ends_sentence(token: Token, *, wrapped: bool) -> bool:
    """Whether a sentence starts after `token`."""
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if following is None:
        return False
    if token.is_space and "\n" in token.text:
        breaks = token.text.count("\n")
        return breaks > 1 or not (wrapped or following.is_lower)
    if following.is_space or not (token.text[-1] in _ENDERS or _closes(token)):
        return False
    return _starts(following) and not _abbreviates(token)


def _closes(token: Token) -> bool:
    """Whether the token is a quote or bracket that closes right after a sentence's end."""
    before = token.i and token.nbor(-1).text[-1] in _ENDERS
    return bool(before) and token.text in _CLOSERS and bool(token.whitespace_)


def _starts(token: Token) -> bool:
    """Whether a sentence can start with the token."""
    if token.text in _CLOSERS and token.whitespace_ and token.text not in _OPENERS:
        return False
    first = token.text[0]
    return (
        first.isupper() or first.isdigit() or first in _OPENERS or token.like_url or first in "•–-*"
    )


def _abbreviates(token: Token) -> bool:
    """Whether the full stop belongs to an abbreviation in the middle of a sentence."""
    text = token.text
    if not text.endswith(".") or text in {".", "..", "..."}:
        return bool(text == "." and token.i and _is_initial(token.nbor(-1)))
    stem = text[:-1].lower()
    if stem in word_list("abbreviated_titles") or re.fullmatch(r"[a-z](\.[a-z])*", stem):
        return True
    following = token.nbor()
    return stem in word_list("abbreviations") and not (following.is_title and following.is_stop)


def _is_initial(token: Token) -> bool:
    """A single capital, as in `John F. Kennedy`."""
    return len(token.text) == 1 and token.text.isupper() and token.text != "I"
