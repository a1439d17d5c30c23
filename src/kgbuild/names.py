"""How names are compared: one normal form, people's without forms of address."""

import re
import unicodedata
from functools import lru_cache

from kgbuild.words import word_list

_MARKS = str.maketrans("", "", "®™©℠")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "ʼ": "'"})
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_POSSESSIVE = re.compile(r"'s?(?=\s|$)")
_ARTICLES = re.compile(r"^(?:the )+(?=.)")
_AND = re.compile(r"(?<!\S)&(?!\S)")


@lru_cache(maxsize=1 << 16)
def normal(name: str) -> str:
    """Lower case, without accents, possessive, article and punctuation, `&` as a word spelled out:
    `The BMW Group's` is `bmw group`. Letters outside Latin stay as they are."""
    text = unicodedata.normalize("NFKC", name.translate(_MARKS)).translate(_APOSTROPHES)
    text = _POSSESSIVE.sub("", text.casefold().strip())
    text = _DOTTED.sub(lambda dotted: dotted.group().replace(".", ""), text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"[^\w&+#]+", " ", unicodedata.normalize("NFC", text)).strip()
    return _ARTICLES.sub("", _AND.sub("and", text))


def untitled(name: str) -> str:
    """The normal form of a person's name without forms of address: `Dr. Ada Byron` is
    `ada byron`."""
    words = normal(name).split()
    while len(words) > 1 and words[0] in word_list("abbreviated_titles"):
        words = words[1:]
    return " ".join(words)


def initials(name: str) -> str:
    """First letters of the words that carry meaning: `World Health Organization` is `WHO`."""
    return "".join(
        w[0] for w in re.findall(r"[^\W_]+", name) if w.lower() not in word_list("link_words")
    ).upper()
