"""Claim, Entity -> Fact: say each thing once, with all its evidence.

One fact for each subject, relation, object, modality, date and title. A claim that says less joins
the one fuller fact that its own document states: without a date or with a coarser one, without a
title. Copies of one text count once, and so do documents that say a thing in the same words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import NamedTuple

from kgbuild.iris import fact_id
from kgbuild.records import (
    Claim,
    Document,
    Evidence,
    Fact,
    Mention,
    Modality,
    PartialDate,
    Phrase,
    Reading,
    Rejection,
    Resolution,
    Span,
)

_CEILING = 0.99
_UNDATED = {"date": None, "date_phrase": None}


class Key(NamedTuple):
    """What makes two claims one fact."""

    subject: str
    relation: str
    object: str
    literal: bool
    modality: Modality
    date: PartialDate | None
    title: str | None


Links = Mapping[tuple[str, int, int], str]


def assemble(
    readings: Sequence[Reading],
    resolution: Resolution,
    documents: Sequence[Document],
    *,
    symmetric: frozenset[str],
    copies: Mapping[str, str],
) -> tuple[tuple[Fact, ...], tuple[Rejection, ...]]:
    """Facts sorted by id, and the claims that join a thing with itself or with no entity.

    Facts of the relations in `symmetric` are there once, the smaller id first. `copies` gives the
    group of each document's id; those of one group are one source.
    """
    links = {(k.document, k.start, k.end): k.entity for k in resolution.links}
    texts = {d.id: d.text for d in documents}
    groups: dict[Key, list[Claim]] = defaultdict(list)
    rejections: list[Rejection] = []
    for reading in sorted(readings, key=lambda r: r.document):
        ordered = [_ordered(claim, links, symmetric) for claim in reading.claims]
        for claim in _settled(ordered, links):
            key = _key(claim, links)
            if isinstance(key, str):
                rejections.append(_rejected(claim, texts[claim.document], reason=key))
            else:
                groups[key].append(claim)
    facts = [_fact(key, claims, texts, copies) for key, claims in _fullest(groups).items()]
    return tuple(sorted(facts, key=lambda f: f.id)), tuple(rejections)


def _ordered(claim: Claim, links: Links, symmetric: frozenset[str]) -> Claim:
    """A claim that holds both ways turned so that the smaller id comes first."""
    ends = [_entity(claim, m, links) or "" for m in (claim.subject, claim.object)]
    if claim.relation in symmetric and claim.value is None and "" < ends[1] < ends[0]:
        return claim.model_copy(update={"subject": claim.object, "object": claim.subject})
    return claim


def _settled(claims: Sequence[Claim], links: Links) -> Iterator[Claim]:
    """The claims of one document: the day of its news gives way to a date that a passage tells."""
    deals = [
        (c.relation, c.modality, _entity(c, c.subject, links), _entity(c, c.object, links))
        for c in claims
    ]
    told = {deal for deal, claim in zip(deals, claims, strict=True) if _tells_date(claim)}
    for deal, claim in zip(deals, claims, strict=True):
        gives_way = claim.date_phrase and not _tells_date(claim) and deal in told
        yield claim.model_copy(update=_UNDATED) if gives_way else claim


def _tells_date(claim: Claim) -> bool:
    """Whether the words that date a deal stand in the passage that states it."""
    phrase, passage = claim.date_phrase, claim.evidence
    return phrase is not None and passage.start <= phrase.start < passage.end


def _entity(claim: Claim, mention: Mention, links: Links) -> str | None:
    """Which entity an end of a claim means."""
    return links.get((claim.document, mention.name.start, mention.name.end))


def _key(claim: Claim, links: Links) -> Key | str:
    """The fact that a claim states, or why it states none."""
    subject = _entity(claim, claim.subject, links)
    object_ = claim.value or _entity(claim, claim.object, links)
    if subject is None or object_ is None:
        return "names no entity"
    if subject == object_:
        return "both names are of one entity"
    title = _post(claim.title).casefold() or None
    literal = claim.value is not None
    return Key(subject, claim.relation, object_, literal, claim.modality, claim.date, title)


def _post(title: str | None) -> str:
    """A post's title on one line, without an article."""
    return re.sub(r"^the(\s+|$)", "", " ".join((title or "").split()), flags=re.IGNORECASE)


def _rejected(claim: Claim, text: str, *, reason: str) -> Rejection:
    return Rejection(
        stage="resolve",
        reason=reason,
        document=claim.document,
        subject=claim.subject.text,
        relation=claim.relation,
        object=claim.object.text,
        quote=text[claim.evidence.start : claim.evidence.end],
    )


def _fullest(groups: Mapping[Key, list[Claim]]) -> dict[Key, list[Claim]]:
    """Move claims that say less to the one fuller fact that their document states."""
    stated: dict[tuple[str, ...], set[Key]] = defaultdict(set)
    for key, claims in groups.items():
        for claim in claims:
            stated[claim.document, key.subject, key.relation].add(key)
    result: dict[Key, list[Claim]] = defaultdict(list)
    for key, claims in groups.items():
        for claim in claims:
            others = stated[claim.document, key.subject, key.relation]
            result[_fuller(key, others)].append(claim)
    return result


def _fuller(key: Key, stated: set[Key]) -> Key:
    """The one fact among those stated that says all that `key` says and no other more, or `key`."""
    fuller = [other for other in stated if _says_more(other, key)]
    most = [other for other in fuller if not any(_says_more(more, other) for more in fuller)]
    return most[0] if len(most) == 1 else key


def _says_more(fuller: Key, key: Key) -> bool:
    return (
        fuller != key
        and fuller.modality == key.modality
        and fuller.literal == key.literal
        and (fuller.object == key.object or (key.literal and _finer(fuller.object, key.object)))
        and (fuller.date == key.date or _finer(fuller.date, key.date))
        and key.title in {None, fuller.title}
    )


def _finer(fine: PartialDate | None, coarse: PartialDate | None) -> bool:
    """Whether a date says all that the other says and more: `2025-03` and `2025`."""
    return fine is not None and (coarse is None or fine.startswith(f"{coarse}-"))


def _fact(
    key: Key, claims: list[Claim], texts: Mapping[str, str], copies: Mapping[str, str]
) -> Fact:
    titles = sorted({_post(c.title) for c in claims} - {""}, key=lambda t: (t.islower(), t))
    evidence = _evidence(claims, texts)
    surest = _surest(evidence, copies)
    return Fact(
        id=fact_id(*key[:3], key.modality, key.date, key.title),
        subject=key.subject,
        relation=key.relation,
        object=key.object,
        literal=key.literal,
        modality=key.modality,
        date=key.date,
        title=titles[0] if titles else None,
        confidence=round(min(_CEILING, 1 - prod(1 - each for each in surest)), 2),
        documents=len(surest),
        evidence=evidence,
    )


def _evidence(claims: Iterable[Claim], texts: Mapping[str, str]) -> tuple[Evidence, ...]:
    """The passages, each once: of several claims in one passage the surest stays, dated by any."""
    best: dict[tuple[str, int, int], Claim] = {}
    dated: dict[tuple[str, int, int], Phrase] = {}
    for claim in sorted(claims, key=_preference):
        place = (claim.document, claim.evidence.start, claim.evidence.end)
        best.setdefault(place, claim)
        if claim.date_phrase:
            dated.setdefault(place, claim.date_phrase)
    return tuple(_passage(best[p], texts[p[0]], dated.get(p)) for p in sorted(best))


def _preference(claim: Claim) -> tuple[float, str, int, int, str]:
    return -claim.confidence, claim.extractor, claim.subject.start, claim.object.start, repr(claim)


def _passage(claim: Claim, text: str, dated: Phrase | None) -> Evidence:
    return Evidence(
        document=claim.document,
        start=claim.evidence.start,
        end=claim.evidence.end,
        quote=text[claim.evidence.start : claim.evidence.end],
        subject=Span(start=claim.subject.start, end=claim.subject.end),
        object=Span(start=claim.object.start, end=claim.object.end),
        subject_name=claim.subject.stands_for,
        object_name=claim.object.stands_for,
        trigger=claim.trigger,
        date_phrase=dated,
        speaker=claim.speaker,
        extractor=claim.extractor,
        confidence=claim.confidence,
    )


def _surest(evidence: Iterable[Evidence], copies: Mapping[str, str]) -> list[float]:
    """The highest confidence of each independent source: copies are one, so are documents that
    share a passage word for word, and passages of one source are not counted up."""
    sources: list[tuple[set[str], float]] = []
    for item in evidence:
        marks = {copies[item.document], " ".join(re.findall(r"\w+", item.quote.casefold()))}
        same = [source for source in sources if source[0] & marks]
        sources = [source for source in sources if not source[0] & marks]
        marks = marks.union(*(known for known, _ in same))
        sources.append((marks, max([item.confidence, *(sure for _, sure in same)])))
    return [sure for _, sure in sources]
