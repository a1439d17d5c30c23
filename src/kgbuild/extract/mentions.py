"""Doc -> mentions by rules: a spaCy component that sets `doc.ents`.

A trained pipeline can stand in its place: whatever sets `doc.ents` to the types of the ontology.
All that a document says of one name is added up before its type is decided, so that a name with a
telling neighbour once is known everywhere. (The idea is old: one sense per discourse, Gale, Church
and Yarowsky 1992.)
"""

from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.util import filter_spans

from kgbuild.dates import find_dates
from kgbuild.extract.candidates import Candidate, candidates, is_headline
from kgbuild.extract.cues import (
    CueTable,
    Scores,
    cue_table,
    hint_scores,
    load_cues,
    name_scores,
    neighbour_scores,
)
from kgbuild.firms import legal_forms
from kgbuild.lexicon import Lexicon, load_lexicon
from kgbuild.names import normal
from kgbuild.records import ENTITY_TYPES
from kgbuild.shortening import is_acronym_of, keys, short_form, shortened
from kgbuild.words import word_list

_KEEP = 0.3
_LONGEST_SHORT = 2
_PLAIN = 1.3
_NEVER = 99.0
_SHORT_OF = ("Person", "Company", "Organization", "Product", "Programme")


@Language.factory("kgbuild_rules")
def make_rules(nlp: Language, name: str) -> "RuleMentions":
    """The component with the shipped word lists."""
    return RuleMentions(load_lexicon(), cue_table(load_cues()))


class RuleMentions:
    """Sets `doc.ents` to dates and to names with a type, from capitals, lists and neighbours."""

    def __init__(self, lexicon: Lexicon, cues: CueTable) -> None:
        self.lexicon = lexicon
        self.cues = cues

    def __call__(self, doc: Doc) -> Doc:
        """Find the names, decide the type of each, and mark all their places."""
        dates = date_spans(doc)
        taken = {t.i for span in dates for t in span}
        headlines: list[DocSpan] = []
        plain: list[DocSpan] = []
        for sentence in doc.sents:
            (headlines if is_headline(sentence) else plain).append(sentence)
        found = [c for s in plain for c in candidates(s, lexicon=self.lexicon, taken=taken)]
        types = self.types(doc, found)
        spans = [
            DocSpan(doc, c.start, c.end, label=types[key])
            for c in found
            if (key := normal(doc[c.start : c.end].text)) in types
        ]
        for sentence in headlines:
            spans += headline_spans(sentence, types, self.lexicon, taken)
        doc.ents = filter_spans([*dates, *spans])
        return doc

    def types(self, doc: Doc, found: list[Candidate]) -> dict[str, str]:
        """Normal names that are kept, with their type."""
        places = defaultdict(list)
        for candidate in found:
            places[normal(doc[candidate.start : candidate.end].text)].append(candidate)
        places.pop("", None)
        texts = {n: doc[c[0].start : c[0].end].text for n, c in places.items()}
        scores = {n: self._scores(doc, texts[n], group) for n, group in places.items()}
        _share(scores, texts)
        kept = {}
        for name, group in places.items():
            type_, score = _best(scores[name])
            if score >= self._needed(texts[name], group):
                kept[name] = type_
        return kept

    def _scores(self, doc: Doc, text: str, group: list[Candidate]) -> Scores:
        scores = name_scores(text, self.lexicon)
        beside: dict[str, tuple[str, float]] = {}
        for candidate in group:
            beside |= neighbour_scores(doc, candidate, self.cues)
            for type_, weight in hint_scores(candidate):
                known = beside.get(f"hint {type_}", (type_, 0.0))
                beside[f"hint {type_}"] = max(known, (type_, weight))
        for named, weight in beside.values():
            scores[named] += weight
        return scores

    def _needed(self, text: str, group: list[Candidate]) -> float:
        """How much must speak for a name: more for plain words and for sentence starts alone."""
        words = normal(text).split()
        initial = all("initial" in c.hints for c in group)
        if len(text) < 2 or normal(text) in self.lexicon.not_names:
            return _NEVER
        if self.lexicon.find(text) or self.lexicon.places.kind(text):
            return (
                1.2
                if initial and len(words) == 1 and words[0] in self.lexicon.common_words
                else _KEEP
            )
        if self._is_no_name(text, words):
            return _NEVER
        quoted = any("quoted" in c.hints for c in group)
        if all(word in self.lexicon.common_words for word in words) and not quoted:
            return _PLAIN + 0.2 * initial
        return 0.5 if initial and len(words) == 1 else _KEEP

    def _is_no_name(self, text: str, words: list[str]) -> bool:
        """Legal forms, forms of address and nationalities alone."""
        if words[-1] in word_list("lower_tails") and " ".join(words[:-1]) in self.lexicon.not_names:
            return True
        alone = all((word,) in legal_forms() for word in words)
        polite = normal(text) in self.lexicon.honorifics
        return alone or polite or (words[-1] in self.lexicon.demonyms and len(words) < 3)


def date_spans(doc: Doc) -> list[DocSpan]:
    """The dates of a document as spans."""
    spans = (
        doc.char_span(d.start, d.end, label="Date", alignment_mode="expand")
        for d in find_dates(doc.text)
    )
    return filter_spans([span for span in spans if span is not None])


def _share(scores: dict[str, Scores], texts: dict[str, str]) -> None:
    """Give short forms what is known of the full name, and acronyms too."""
    by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, (name, full) in enumerate(texts.items()):
        for key in shortened(full):
            by_key[key].append((number, name))
    for name, text in texts.items():
        if len(text.split()) > _LONGEST_SHORT:
            continue
        for _, other in sorted({hit for key in keys(text) for hit in by_key.get(key, ())}):
            type_, score = _best(scores[other])
            if score >= _KEEP and _stands_for(text, texts[other], type_):
                scores[name][type_] += score


def _stands_for(text: str, full: str, type_: str) -> bool:
    """Whether one name may be short for another of that type."""
    if len(full) <= len(text) or type_ not in _SHORT_OF:
        return False
    return is_acronym_of(text, full) or bool(short_form(text, full, type_=type_))


def _best(scores: Scores) -> tuple[str, float]:
    """The type with most for it; a tie goes to the one first in `ENTITY_TYPES`."""
    type_ = max(ENTITY_TYPES, key=lambda t: scores.get(t, 0.0))
    return type_, scores.get(type_, 0.0)


def headline_spans(
    sentence: DocSpan, types: dict[str, str], lexicon: Lexicon, taken: set[int]
) -> list[DocSpan]:
    """Names in a headline: those that the text has elsewhere or that the lists know."""
    spans: list[DocSpan] = []
    i = sentence.start
    while i < sentence.end:
        length, label = _longest(sentence, i, types, lexicon, taken)
        if length:
            spans.append(DocSpan(sentence.doc, i, i + length, label=label))
        i += max(length, 1)
    return spans


def _longest(
    sentence: DocSpan, i: int, types: dict[str, str], lexicon: Lexicon, taken: set[int]
) -> tuple[int, str]:
    for n in range(min(8, sentence.end - i), 0, -1):
        span = sentence.doc[i : i + n]
        name = normal(span.text)
        if not name or span[-1].is_space or not span[0].text[0].isupper():
            continue
        if taken & set(range(i, i + n)):
            continue
        if name in types and not span[-1].is_punct:
            return n, types[name]
        known = lexicon.find(span.text)
        if known and not known.ambiguous and not span[-1].is_punct:
            return n, known.type
        if lexicon.places.kind(span.text) and name not in lexicon.common_words:
            return n, "Place"
    return 0, ""
