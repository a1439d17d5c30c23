"""Doc -> claims: relations by the shipped model, which judges each pair of mentions."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.extract.bystanders import Saying
from kgbuild.extract.claims import DATED, no_value, rejection, trimmed, unsure
from kgbuild.extract.ends import End, ends_of
from kgbuild.extract.modality import Cues, modality_of, settled, speaker_of
from kgbuild.extract.model import look
from kgbuild.extract.network import Calibration, Floats, Network, Seen
from kgbuild.extract.pairs import Allowed, Place, pair_rows, pairs_of, type_row
from kgbuild.extract.passages import Numbers
from kgbuild.extract.referring import referring
from kgbuild.extract.timing import Timeline
from kgbuild.extract.units import (
    Contains,
    References,
    entities,
    passage_units,
)
from kgbuild.records import Claim, Document, Modality, Rejection

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
    cues: Cues
    least: float | None = None
    """Confidence from which on a claim is made; None takes each relation's own threshold."""


@dataclass(frozen=True)
class Verdict:
    """Two ends that a relation joins, as sure as `confidence`."""

    subject: End
    object: End
    relation: str
    confidence: float
    """In hundredths, as it is written and compared."""
    least: float
    """The confidence that a claim needs."""


def find_related(doc: Doc, document: Document, judge: Judge) -> Iterator[Claim | Rejection]:
    """The claims of a document whose mentions are set."""
    ends = ends_of(doc)
    if len(ends) < 2:
        return
    starts = np.cumsum(doc.to_array("SENT_START").astype(np.int64) == 1)
    timeline, references = Timeline(doc, document), referring(doc)
    for seen in look(doc, judge.network):
        for verdict in verdicts(seen, ends, starts, judge):
            yield claim(verdict, doc, timeline, judge, references=references)


def verdicts(
    seen: Seen, ends: Sequence[End], sentences: Numbers, judge: Judge
) -> Iterator[Verdict]:
    """What the network says of the pairs in one passage that it has not judged before.

    Pairs that are half as sure as they need to be are there too, to be refused with a reason.
    """
    placed = list(_placed(seen, ends, sentences))
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
    scores, _ = judge.network.relate(seen, kinds, pair_rows(places, pairs))
    meta = judge.network.meta
    likely = confidences(scores, [meta.calibration[r] for r in meta.relations])
    index = {pair: k for k, pair in enumerate(pairs)}
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
            # A claim through a reference needs both: that the words say it, and of this name.
            confidence *= placed[i][1].confidence * placed[j][1].confidence
            if confidence >= least / 2:
                confidence = round(min(max(confidence, 0.01), 0.99), 2)
                yield Verdict(placed[i][1], placed[j][1], relation, confidence, least)


def _placed(seen: Seen, ends: Sequence[End], sentences: Numbers) -> Iterator[tuple[Place, End]]:
    """The ends that stand whole in the passage; `ends` are those of the document, in order."""
    at = {int(token): word for word, token in enumerate(seen.passage.tokens)}
    low, high = (
        bisect_left(ends, bound, key=lambda end: end.span.start) for bound in (min(at), max(at) + 1)
    )
    for end in ends[low:high]:
        span = end.span
        inside = [at[i] for i in range(span.start, span.end) if i in at]
        if inside and span.start in at and (span.end - 1) in at:
            number = int(sentences[span.start])
            yield Place(inside[0], inside[-1], span.label_, number, end.refers), end


def _may_join(one: End, other: End, contains: Contains) -> bool:
    """Not one name twice, nor two places of which it is known that `a` does not lie in `b`."""
    a, b = one.name, other.name
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


def claim(
    verdict: Verdict, doc: Doc, timeline: Timeline, judge: Judge, *, references: References
) -> Claim | Rejection:
    """The claim that a verdict makes, or why it makes none."""
    document = timeline.document
    subject, target = verdict.subject.span, verdict.object.span
    first, last = sorted((subject, target), key=lambda s: s.start)
    # A name may run over the end of what was taken for its sentence.
    passage = doc[first.sent.start : max(first.end, last.end, last.sent.end)]
    evidence = trimmed(passage, document.text)
    dated = target.label_ == "Date"
    ends = verdict.subject.name.text, verdict.object.name.text
    if verdict.confidence < verdict.least:
        return rejection(
            document,
            ends,
            verdict.relation,
            evidence,
            reason=unsure(verdict.least),
            confidence=verdict.confidence,
        )
    said = wording(passage, subject, target, verdict.relation, judge, references)
    modality, told = said.modality, None
    if dated:
        told = timeline.of_event(target.start_char, modality)
        if told is None:
            why = no_value(target.text)
            return rejection(document, ends, verdict.relation, evidence, reason=why)
        modality = timeline.settled(modality, told.date)
    elif verdict.relation in DATED:
        start, end = first.start_char, max(first.end_char, last.end_char)
        told = timeline.of_deal(Saying(passage, start, end, modality))
    return Claim(
        document=document.id,
        subject=verdict.subject.mention,
        relation=verdict.relation,
        object=verdict.object.mention,
        value=told.date if told and dated else None,
        modality=modality,
        date=told.date if told and not dated else None,
        date_phrase=told.phrase if told else None,
        title=_title(subject, target, judge) if verdict.relation == "holdsPositionAt" else None,
        evidence=evidence,
        speaker=said.speaker,
        extractor=NAME,
        confidence=verdict.confidence,
    )


@dataclass(frozen=True)
class Wording:
    """How a passage says a claim."""

    modality: Modality
    speaker: str | None


def wording(
    passage: DocSpan,
    subject: DocSpan,
    target: DocSpan,
    relation: str,
    judge: Judge,
    references: References,
) -> Wording:
    """How sure the passage is of what it says of two ends, and who says it."""
    units = passage_units(passage, roles=judge.roles, referring=references)
    start = min(subject.start_char, target.start_char)
    end = max(subject.end_char, target.end_char)
    modality = settled(modality_of(units, start, end, judge.cues), relation, subject.label_)
    return Wording(modality, speaker_of(units, start, end, judge.cues))


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
