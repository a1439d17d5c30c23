"""A name's neighbours, words and known names -> how much speaks for each type."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files

from spacy.tokens import Doc

from kgbuild.extract.candidates import Candidate
from kgbuild.firms import has_legal_form
from kgbuild.lexicon import Lexicon
from kgbuild.names import normal
from kgbuild.records import EntityType, Record
from kgbuild.words import word_list

_SIDE_WORDS = 4
_STATE_CODES = frozenset(code.upper() for code in word_list("us_state_codes"))
_INITIALS = 2


_HINTS: dict[str, tuple[tuple[EntityType, float], ...]] = {
    "honorific": (("Person", 1.5),),
    "role-before": (("Person", 0.9),),
    "title-after": (("Person", 0.9),),
    "quoted": (("Product", 0.5),),
    "owned": (("Product", 0.4),),
    "role-after": (("Company", 0.5), ("Organization", 0.3)),
}


class Cue(Record):
    """Words before or after a name that say what it names."""

    side: str
    words: tuple[str, ...]
    type: EntityType
    weight: float
    example: str


Scores = defaultdict[str, float]
"""How much speaks for each type."""
CueTable = dict[tuple[str, str], list[tuple[EntityType, float]]]
"""(side, words) to the types that they speak for."""


def load_cues() -> tuple[Cue, ...]:
    """The shipped cues."""
    path = files("kgbuild") / "data" / "patterns" / "cues.toml"
    return tuple(Cue.model_validate(c) for c in tomllib.loads(path.read_text("utf-8"))["cue"])


def cue_table(cues: Iterable[Cue]) -> CueTable:
    """The cues by side and words."""
    table: CueTable = {}
    for cue in cues:
        for words in cue.words:
            table.setdefault((cue.side, words), []).append((cue.type, cue.weight))
    return table


def neighbour_scores(
    doc: Doc, candidate: Candidate, table: CueTable
) -> dict[str, tuple[str, float]]:
    """Cue words beside the candidate to type and weight; the longest words on each side count."""
    before = [t.lower_ for t in doc[max(0, candidate.start - _SIDE_WORDS) : candidate.start]]
    after = [t.lower_ for t in doc[candidate.end : candidate.end + _SIDE_WORDS]]
    found: dict[str, tuple[str, float]] = {}
    if before[-1:] == [","] and doc[candidate.start : candidate.end].text in _STATE_CODES:
        found["state code"] = ("Place", 1.6)
    for side, words in (("before", before), ("after", after)):
        for n in range(len(words), 0, -1):
            key = " ".join(words[-n:] if side == "before" else words[:n])
            rows = table.get((side, key), [])
            found |= {f"{side} {key} {t}": (t, w) for t, w in rows}
            if rows:
                break
    return found


def hint_scores(candidate: Candidate) -> Iterable[tuple[EntityType, float]]:
    """What titles, quotation marks and owners beside the candidate say of it."""
    for hint in dict.fromkeys(candidate.hints):
        yield from _HINTS.get(hint, ())


def name_scores(name: str, lexicon: Lexicon) -> Scores:
    """What the name's own words say: known names, heads, legal forms, given names."""
    scores: Scores = defaultdict(float)
    known = lexicon.find(name)
    if known:
        scores[known.type] += 0.7 if known.ambiguous else 1.6
    if lexicon.places.kind(name):
        scores["Place"] += 1.3
    if has_legal_form(name):
        scores["Company"] += 1.6
    for type_, weight in _part_scores(name, lexicon):
        scores[type_] += weight
    for type_, weight in _head_scores(name, lexicon):
        scores[type_] += weight
    scores["Person"] += _person_score(name, lexicon)
    return scores


def _part_scores(name: str, lexicon: Lexicon) -> Iterable[tuple[str, float]]:
    """`BMW Greater China`: a known firm and what tells its part apart; `Tmall Genie` likewise."""
    words = name.split()
    for n in range(len(words) - 1, 0, -1):
        known = lexicon.find(" ".join(words[:n]))
        if known and not known.ambiguous and known.type in {"Company", "Product"}:
            yield known.type, 0.5
            break
    if len(words) > _INITIALS and lexicon.places.kind(words[-1]) in {"country", "region"}:
        yield "Company", 0.4


def _head_scores(name: str, lexicon: Lexicon) -> Iterable[tuple[str, float]]:
    """The heads at the ends of a name, of `Institute of Studies` before those of its tail."""
    words = normal(name).split()
    if len(words) < 2:
        return
    stem = re.split(r" (?:of|for|on) ", " ".join(words), maxsplit=1)[0].split()
    for part in (stem, words) if len(stem) < len(words) else (words,):
        found = list(_heads_of(part, lexicon))
        if found:
            yield from found
            break
    ends = lexicon.place_heads.get(words[-1]), lexicon.place_heads.get(words[0])
    if ends[0] == "after" or ends[1] == "before":
        yield "Place", 0.9


def _heads_of(words: list[str], lexicon: Lexicon) -> Iterable[tuple[str, float]]:
    """The longest head at the end, and the longest at the start, with their weights."""
    for position in ("last", "first"):
        for n in (3, 2, 1):
            key = " ".join(words[-n:] if position == "last" else words[:n])
            heads = [h for h in lexicon.heads.get(key, ()) if h.position in {position, "any"}]
            if heads and n <= len(words):
                yield from ((head.type, 1.5 * head.weight) for head in heads)
                break


def _person_score(name: str, lexicon: Lexicon) -> float:
    """Given name and family name, in either order; two or three words that are no plain words."""
    words = name.replace("-", " ").split()
    if not 2 <= len(words) <= 5 or not all(w[0].isalpha() for w in words):
        return 0.0
    first, last = words[0].lower(), words[-1].lower()
    if last in lexicon.common_words and first not in lexicon.given_names:
        return 0.0
    if first in lexicon.given_names:
        return 1.2 if last not in lexicon.common_words else 0.6
    if first in lexicon.family_names_first and len(words) <= 3:
        return 0.9
    if any(len(w.rstrip(".")) <= _INITIALS and w.endswith(".") for w in words[:-1]):
        return 0.8
    return 0.2
