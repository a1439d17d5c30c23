"""Annotated text -> examples: passages with the answers that the heads should give."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from tokenizers import Tokenizer

from kgbuild.dates import resolve_date
from kgbuild.extract.pairs import MODALITIES, RELATIONS, Allowed, Place, pair_rows, pairs_of
from kgbuild.extract.passages import Passage, passages
from kgbuild.extract.tagging import bio_labels
from kgbuild.gold import OURS, SYMMETRIC
from kgbuild.records import ENTITY_TYPES

IGNORED = -1
SYMMETRIC_RELATIONS = frozenset(OURS[name] for name in SYMMETRIC)


@dataclass
class Entity:
    """What a document names."""

    type: str
    names: list[str]
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Token ranges, where the data give them; else the names are looked for."""


@dataclass
class Fact:
    """What a document states."""

    subject: str
    relation: str
    object: str
    sentences: list[int]
    """Numbers of the sentences that state it; empty if unknown."""
    modality: str = "Asserted"
    sure: bool = True


@dataclass
class Annotated:
    """A document with its gold. `relations` are those that were annotated throughout."""

    name: str
    source: str
    doc: Doc
    entities: dict[str, Entity] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    published: str | None = None
    relations: tuple[str, ...] = RELATIONS
    tags: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    """Head -> token ranges with a label, all that there are."""
    references: list[tuple[int, int, str]] = field(default_factory=list)
    """Start and end in characters, and the entity meant, of annotated words such as `it`."""
    keep_dates: bool = True
    table: tuple[str, ...] = RELATIONS
    """The columns of the answers."""


@dataclass
class Example:
    """A passage, and the answers that the heads should give."""

    name: str
    source: str
    passage: Passage
    tags: dict[str, np.ndarray]
    """Head -> [w] index into its labels, BIO."""
    places: list[Place]
    pairs: np.ndarray
    targets: np.ndarray
    """[pairs, relations] 1, 0 or IGNORED."""
    modality: np.ndarray
    """[pairs] index into MODALITIES or IGNORED."""


HEADS = {
    "kg": bio_labels(ENTITY_TYPES),
    "news": bio_labels(
        (
            "Person",
            "Organization",
            "Location",
            "Facility",
            "NORP",
            "Date",
            "Money",
            "Product",
            "Misc",
        )
    ),
    "conll04": bio_labels(("Loc", "Org", "Peop", "Other")),
}


def find_names(doc: Doc, entities: dict[str, Entity]) -> list[tuple[Span, str]]:
    """All places where an entity is named, the longest names first."""
    text = doc.text
    found: list[tuple[Span, str]] = []
    for id_, entity in entities.items():
        for start, end in entity.spans:
            found.append((Span(doc, start, end, label=entity.type), id_))
        for name in set(entity.names) - {""} if not entity.spans else ():
            at = text.find(name)
            while at >= 0:
                span = doc.char_span(at, at + len(name), label=entity.type)
                if span is not None:
                    found.append((span, id_))
                at = text.find(name, at + 1)
    owner = {(s.start, s.end): id_ for s, id_ in reversed(found)}
    kept = filter_spans([s for s, _ in found])
    return [(s, owner[s.start, s.end]) for s in kept]


def examples(
    item: Annotated,
    *,
    tokenizer: Tokenizer,
    allowed: Allowed,
    references: Sequence[tuple[Span, str]] = (),
) -> list[Example]:
    """The passages of a document, with what each head should answer; `references` are words that
    stand for an entity."""
    doc = item.doc
    sentence_of = np.cumsum(doc.to_array("SENT_START").astype(np.int64) == 1) - 1
    named = find_names(doc, item.entities)
    taken = {t.i for span, _ in named for t in span}
    tags = dict(item.tags)
    if item.source in KG_SOURCES:
        tags["kg"] = [(s.start, s.end, s.label_) for s, _ in named]
    spans: list[tuple[Span, str | None]] = [*named, *references]
    referring = {span.start for span, _ in references}
    spans += [
        (e, None)
        for e in doc.ents
        if item.keep_dates and e.label_ == "Date" and not taken & set(range(e.start, e.end))
    ]
    result = []
    for passage in passages(doc, tokenizer):
        at = {int(t): w for w, t in enumerate(passage.tokens)}
        kept = []
        for span, id_ in spans:
            if span.start in at and (
                inside := [at[i] for i in range(span.start, span.end) if i in at]
            ):
                sentence = int(sentence_of[span.start])
                stands = span.start in referring
                place = Place(inside[0], inside[-1], span.label_, sentence, stands)
                kept.append((place, id_, span.text))
        kept.sort(key=lambda found: found[0].first)
        places = [place for place, _, _ in kept]
        pairs = pairs_of(places, allowed) if item.relations else []
        targets, modality = answers(item, kept, pairs, allowed)
        rows = {head: tag_row(head, given, at) for head, given in tags.items()}
        pair_places = pair_rows(places, pairs)
        result.append(
            Example(item.name, item.source, passage, rows, places, pair_places, targets, modality)
        )
    return result


def tag_row(head: str, spans: list[tuple[int, int, str]], at: dict[int, int]) -> np.ndarray:
    """[words] the label of each word, for one head; `at` says which word a token is."""
    row = np.zeros(len(at), dtype=np.int64)
    for a, b, label in spans:
        if a in at:
            inside = [at[i] for i in range(a, b) if i in at]
            number = HEADS[head].index(f"B-{label}")
            row[inside[0] : inside[-1] + 1] = number + 1
            row[inside[0]] = number
    return row


KG_SOURCES = {"kgnews", "press", "corpus"}


def _is_object(fact: Fact, id_: str | None, text: str, published: str | None) -> bool:
    if fact.relation != "announcedOn":
        return id_ == fact.object
    if id_ is not None:
        return False
    if text == fact.object:
        return True
    for upcoming in (None, True, False):
        value = resolve_date(text, published=published, upcoming=upcoming)
        if value and (value == fact.object or value.startswith(fact.object + "-")):
            return True
    return False


def answers(
    item: Annotated,
    kept: list[tuple[Place, str | None, str]],
    pairs: list[tuple[int, int]],
    allowed: Allowed,
) -> tuple[np.ndarray, np.ndarray]:
    """Which pairs state a fact: in its sentence if both ends are named there, else the nearest."""
    index = {pair: k for k, pair in enumerate(pairs)}
    targets = np.full((len(pairs), len(item.table)), IGNORED, dtype=np.int64)
    columns = [item.table.index(r) for r in item.relations]
    for k, (i, j) in enumerate(pairs):
        open_ = [c for c in columns if c in allowed[kept[i][0].type, kept[j][0].type]]
        targets[k, open_] = 0
    modality = np.full(len(pairs), IGNORED, dtype=np.int64)
    positives: list[tuple[int, int, int]] = []
    for fact in item.facts:
        if fact.relation not in item.table:
            continue
        column = item.table.index(fact.relation)
        ends = [(fact.subject, fact.object)]
        if fact.relation in SYMMETRIC_RELATIONS:
            ends.append((fact.object, fact.subject))
        for s, o in ends:
            turned = Fact(s, fact.relation, o, fact.sentences, fact.modality, fact.sure)
            subjects = [i for i, (_, id_, _) in enumerate(kept) if id_ == s]
            objects = [
                j
                for j, (_, id_, text) in enumerate(kept)
                if _is_object(turned, id_, text, item.published)
            ]
            both = [index[i, j] for i in subjects for j in objects if (i, j) in index]
            targets[both, column] = IGNORED
            if not fact.sure:
                continue
            for i, j in stating(kept, subjects, objects, set(fact.sentences)):
                if (i, j) in index:
                    positives.append((index[i, j], column, MODALITIES.index(fact.modality)))
    for k, column, mode in positives:
        targets[k, column] = 1
        modality[k] = mode
    return targets, modality


def stating(
    kept: list[tuple[Place, str | None, str]],
    subjects: list[int],
    objects: list[int],
    sentences: set[int],
) -> list[tuple[int, int]]:
    """Pairs of mentions that state a fact, by the sentences that are known to state it."""

    def inside(group: list[int]) -> list[int]:
        return [i for i in group if kept[i][0].sentence in sentences] if sentences else group

    here, there = inside(subjects), inside(objects)
    same = [(i, j) for i in here for j in there if kept[i][0].sentence == kept[j][0].sentence]
    if same:
        best: dict[int, tuple[int, int]] = {}
        for i, j in same:
            gap = abs(kept[i][0].first - kept[j][0].first)
            sentence = kept[i][0].sentence
            if sentence not in best or gap < abs(
                kept[best[sentence][0]][0].first - kept[best[sentence][1]][0].first
            ):
                best[sentence] = (i, j)
        return list(best.values())
    if not sentences:
        return []
    first = min(sentences)
    if here and there:
        return [
            min(
                ((i, j) for i in here for j in there),
                key=lambda p: abs(kept[p[0]][0].first - kept[p[1]][0].first),
            )
        ]
    if there:
        before = [i for i in subjects if kept[i][0].sentence < first]
        return [(before[-1], there[0])] if before else []
    if here:
        before = [j for j in objects if kept[j][0].sentence < first]
        return [(here[0], before[-1])] if before else []
    return []
