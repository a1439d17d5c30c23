"""Doc -> claims: relations by the shipped model, which judges each pair of mentions."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.dates import resolve_date
from kgbuild.extract.claims import DATED, event_date, no_value, rejection, trimmed, unsure
from kgbuild.extract.model import look
from kgbuild.extract.network import Calibration, Floats, Network, Seen
from kgbuild.extract.pairs import Allowed, Place, pair_rows, pairs_of, type_row
from kgbuild.extract.passages import MENTION_TYPES, Numbers
from kgbuild.extract.tagging import softmax
from kgbuild.extract.units import Contains, entities, mention_of
from kgbuild.records import Claim, Document, PartialDate, Rejection

NAME = "model:relation"
Roles = Callable[[DocSpan], list[tuple[int, int]]]


@dataclass(frozen=True)
class Judge:
    """All that judging pairs needs."""

    network: Network
    allowed: Allowed
    symmetric: frozenset[str]
    roles: Roles
    contains: Contains
    least: float | None = None
    """Confidence from which on a claim is made; None takes each relation's own threshold."""


@dataclass(frozen=True)
class Verdict:
    """Two entities of the document that a relation joins, as sure as `confidence`."""

    subject: DocSpan
    object: DocSpan
    relation: str
    modality: str
    confidence: float
    """In hundredths, as it is written and compared."""
    least: float
    """The confidence that a claim needs."""


def find_related(doc: Doc, document: Document, judge: Judge) -> Iterator[Claim | Rejection]:
    """The claims of a document whose mentions are set."""
    ents = [ent for ent in doc.ents if ent.label_ in MENTION_TYPES]
    if len(ents) < 2:
        return
    starts = np.cumsum(doc.to_array("SENT_START").astype(np.int64) == 1)
    for seen in look(doc, judge.network):
        for verdict in verdicts(seen, ents, starts, judge):
            yield claim(verdict, doc, document, judge)


def verdicts(
    seen: Seen, ents: Sequence[DocSpan], sentences: Numbers, judge: Judge
) -> Iterator[Verdict]:
    """What the network says of the pairs in one passage that it has not judged before.

    Pairs that are half as sure as they need to be are there too, to be refused with a reason.
    """
    placed = list(_placed(seen, ents, sentences))
    places = [place for place, _ in placed]
    fresh = seen.passage.fresh
    pairs = [
        (i, j)
        for i, j in pairs_of(places, judge.allowed)
        if max(places[i].last, places[j].last) >= fresh
        and _may_join(placed[i][1], placed[j][1], judge.contains)
    ]
    if not pairs:
        return
    kinds = type_row(places, len(seen.passage.tokens))
    scores, modes = judge.network.relate(seen, kinds, pair_rows(places, pairs))
    meta = judge.network.meta
    likely = confidences(scores, [meta.calibration[r] for r in meta.relations])
    index = {pair: k for k, pair in enumerate(pairs)}
    modalities = softmax(modes).argmax(1)
    for k, (i, j) in enumerate(pairs):
        for column in judge.allowed[places[i].type, places[j].type]:
            relation = meta.relations[column]
            confidence = float(likely[k, column])
            if relation in judge.symmetric:
                if i > j:
                    continue
                other = likely[index[j, i], column] if (j, i) in index else confidence
                confidence = float((confidence + other) / 2)
            least = meta.calibration[relation].threshold if judge.least is None else judge.least
            if confidence >= least / 2:
                confidence = round(min(max(confidence, 0.01), 0.99), 2)
                mode = meta.modalities[int(modalities[k])]
                yield Verdict(placed[i][1], placed[j][1], relation, mode, confidence, least)


def _placed(
    seen: Seen, ents: Sequence[DocSpan], sentences: Numbers
) -> Iterator[tuple[Place, DocSpan]]:
    """The mentions that stand whole in the passage; `ents` are those of the document, in order."""
    at = {int(token): word for word, token in enumerate(seen.passage.tokens)}
    low, high = (
        bisect_left(ents, bound, key=lambda ent: ent.start) for bound in (min(at), max(at) + 1)
    )
    for ent in ents[low:high]:
        inside = [at[i] for i in range(ent.start, ent.end) if i in at]
        if inside and ent.start in at and (ent.end - 1) in at:
            yield Place(inside[0], inside[-1], ent.label_, int(sentences[ent.start])), ent


def _may_join(a: DocSpan, b: DocSpan, contains: Contains) -> bool:
    """Not one name twice, nor two places of which it is known that `a` does not lie in `b`."""
    if a.text.casefold() == b.text.casefold():
        return False
    return not (a.label_ == b.label_ == "Place" and contains(a.text, b.text) is False)


def confidences(scores: Floats, calibration: Sequence[Calibration]) -> Floats:
    """Scores [pairs, relations] as probabilities that held on held-out text (Platt 1999)."""
    slopes = np.array([c.slope for c in calibration], dtype=np.float32)
    shifts = np.array([c.shift for c in calibration], dtype=np.float32)
    # The logistic function by another name, which no score makes overflow.
    result: Floats = (1 + np.tanh((scores * slopes + shifts) / np.float32(2))) / np.float32(2)
    return result


def claim(verdict: Verdict, doc: Doc, document: Document, judge: Judge) -> Claim | Rejection:
    """The claim that a verdict makes, or why it makes none."""
    subject, target = verdict.subject, verdict.object
    first, last = sorted((subject, target), key=lambda s: s.start)
    # A name may run over the end of what was taken for its sentence.
    passage = doc[first.sent.start : max(first.end, last.end, last.sent.end)]
    evidence = trimmed(passage, document.text)
    value = None
    ends = subject.text, target.text
    if verdict.confidence < verdict.least:
        return rejection(
            document,
            ends,
            verdict.relation,
            evidence,
            reason=unsure(verdict.least),
            confidence=verdict.confidence,
        )
    if target.label_ == "Date":
        value = resolve_date(
            target.text, published=document.published, upcoming=verdict.modality == "Planned"
        )
        if value is None:
            why = no_value(target.text)
            return rejection(document, ends, verdict.relation, evidence, reason=why)
    return Claim(
        document=document.id,
        subject=mention_of(subject),
        relation=verdict.relation,
        object=mention_of(target),
        value=value,
        modality=verdict.modality,  # type: ignore[arg-type]  # checked by the record
        date=_deal_date(passage, document) if verdict.relation in DATED else None,
        title=_title(subject, target, judge) if verdict.relation == "holdsPositionAt" else None,
        evidence=evidence,
        extractor=NAME,
        confidence=verdict.confidence,
    )


def _deal_date(passage: DocSpan, document: Document) -> PartialDate | None:
    dates = (e.text for e in entities(passage) if e.label_ == "Date")
    return event_date(dates, document.published)


def _title(person: DocSpan, firm: DocSpan, judge: Judge) -> str | None:
    """The job title nearest to the person, those between person and firm first.

    One that stands nearer to somebody else is theirs.
    """
    people = [e for e in entities(person.sent) if e.label_ == "Person" and e.start != person.start]
    roles = [
        role
        for role in judge.roles(person.sent)
        if all(_gap(role, person) <= _gap(role, other) for other in people)
    ]
    if not roles:
        return None
    low, high = sorted((person.start, firm.start))
    start, end = min(roles, key=lambda r: (not low <= r[0] < high, _gap(r, person)))
    return person.doc[start:end].text


def _gap(role: tuple[int, int], person: DocSpan) -> int:
    """Tokens between the two."""
    return max(role[0] - person.end, person.start - role[1])
