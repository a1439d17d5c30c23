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
MAX_SENTENCE = 300
_LONG_RUN = re.compile(rf"\S{{{MAX_RUN + 1},}}")
_WHOLE = re.compile(r"[2-6]G|[1-4]D")
"""Not a number and its unit, as spaCy has it: `5G` is a name, or begins one."""
_OPENERS = frozenset("\"“”'‘’([{«")
_ENDERS = frozenset(".!?…")
_BULLETS = frozenset("•–-*")
_CLOSERS = frozenset("\"”’')]}»")
_NO_START = 2**64 - 1
"""spaCy's -1, in an array without signs."""


class SafeTokenizer:
    """spaCy's tokenizer with runs that hold no white space cut every `MAX_RUN` characters.

    The tokenizer's time grows with the square of such a run: 32,000 brackets take two minutes.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """Tokens whose texts and spaces add up to `text`."""
        if not _LONG_RUN.search(text):
            doc: Doc = self._tokenizer(text)
            return doc
        docs = [self._tokenizer(part) for part in _parts(text)]
        words = [token.text for doc in docs for token in doc]
        spaces = [bool(token.whitespace_) for doc in docs for token in doc]
        return Doc(self._tokenizer.vocab, words=words, spaces=spaces)


def _parts(text: str) -> list[str]:
    """`text` cut inside its long runs; joined again the parts are `text`."""
    cuts = {0, len(text)}
    for run in _LONG_RUN.finditer(text):
        cuts.update(range(run.start() + MAX_RUN, run.end(), MAX_RUN))
    edges = sorted(cuts)
    return [text[a:b] for a, b in pairwise(edges)]


def blank_language() -> Language:
    """An English pipeline that tokenizes and marks sentences and knows no more."""
    nlp = English()
    nlp.max_length = 10**9  # `read` cuts texts, and says so; spaCy must not refuse what it let pass
    tokenizer: Tokenizer = nlp.tokenizer
    tokenizer.token_match = _WHOLE.fullmatch
    nlp.tokenizer = SafeTokenizer(tokenizer)
    nlp.add_pipe("kgbuild_sentences")
    return nlp


@Language.component("kgbuild_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Set sentence starts: after `.!?` before a new start, and at line ends that are not wraps.

    White space belongs to the sentence before it. A text without full stops is cut every
    `MAX_SENTENCE` tokens, so that no passage is a whole book.
    """
    wrapped = _is_wrapped(doc.text)
    starts = doc.to_array("SENT_START")
    last = 0
    for token in doc:
        if token.i and (token.i - last >= MAX_SENTENCE or _starts_sentence(token, wrapped=wrapped)):
            last = token.i
        starts[token.i] = 1 if token.i == last else _NO_START
    # A token's own `is_sent_start` reads the whole document each time it is set.
    return doc.from_array("SENT_START", starts)  # type: ignore[arg-type]


def _is_wrapped(text: str) -> bool:
    """Whether lines are broken at a column, as in a mail, and not at paragraphs."""
    lines = [len(line) for line in text.splitlines() if line.strip()]
    return len(lines) >= 6 and 55 <= median(lines) <= 100 and max(lines) <= 120


def _starts_sentence(token: Token, *, wrapped: bool) -> bool:
    """Whether a sentence starts with `token`, which is not the first."""
    if token.is_space:
        return False
    last, breaks = token.nbor(-1), 0
    while last.is_space and last.i:
        breaks += last.text.count("\n")
        last = last.nbor(-1)
    if breaks > 1 or (breaks and not (wrapped or token.is_lower)):
        return True
    if not (last.text[-1] in _ENDERS or _closes(last)):
        return False
    return _can_start(token) and not _abbreviates(last, token)


def _closes(token: Token) -> bool:
    """Whether the token is a quote or bracket that closes right after a sentence's end."""
    before = token.i and token.nbor(-1).text[-1] in _ENDERS
    return bool(before) and token.text in _CLOSERS and _is_apart(token.nbor())


def _is_apart(token: Token) -> bool:
    """Whether white space stands before the token."""
    before = token.nbor(-1) if token.i else None
    return before is None or bool(before.whitespace_) or before.is_space


def _can_start(token: Token) -> bool:
    """Whether a sentence can start with the token."""
    first = token.text[0]
    if token.text in _CLOSERS and not (token.text in _OPENERS and _is_apart(token)):
        return False
    return (
        first.isupper()
        or first.isdigit()
        or first in _OPENERS
        or first in _BULLETS
        or token.like_url
    )


def _abbreviates(last: Token, following: Token) -> bool:
    """Whether the full stop of `last` belongs to an abbreviation in the middle of a sentence."""
    text = last.text
    if text == "." and last.i and not _is_apart(last):
        text = last.nbor(-1).text + "."
    if not text.endswith(".") or not text.strip("."):
        return False
    stem = text[:-1].lower()
    if re.fullmatch(r"[a-z]", stem):
        return text != "I."
    if stem in word_list("abbreviated_titles"):
        return True
    if stem in word_list("abbreviations") or re.fullmatch(r"[a-z](\.[a-z])+", stem):
        return not (following.is_title and following.is_stop)
    return False
