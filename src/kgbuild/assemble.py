"""Claim, Entity -> Fact: say each thing once, with all its evidence.

One fact for each subject, relation, object, modality, date and title. A claim without a date joins
the one dated fact that its own document states of the same pair.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import prod
from typing import NamedTuple

from kgbuild.iris import fact_id
from kgbuild.records import (
    Claim,
    Document,
    Evidence,
    Fact,
    Modality,
    PartialDate,
    Reading,
    Rejection,
    Resolution,
    Span,
)

_CEILING = 0.99
_CERTAINTY: tuple[Modality, ...] = ("Asserted", "Planned", "Reported", "Denied")


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
) -> tuple[tuple[Fact, ...], tuple[Rejection, ...]]:
    """Facts sorted by id, and the claims that join a thing with itself or with no entity."""
    links = {(k.document, k.start, k.end): k.entity for k in resolution.links}
    texts = {d.id: d.text for d in documents}
    groups: dict[Key, list[Claim]] = defaultdict(list)
    rejections: list[Rejection] = []
    for claim in (c for reading in readings for c in reading.claims):
        key = _key(claim, links, symmetric)
        if isinstance(key, str):
            rejections.append(_rejected(claim, texts[claim.document], reason=key))
        else:
            groups[key].append(claim)
    facts = [_fact(key, claims, texts) for key, claims in _dated(groups).items()]
    return tuple(sorted(facts, key=lambda f: f.id)), tuple(rejections)


def _key(claim: Claim, links: Links, symmetric: frozenset[str]) -> Key | str:
    """The fact that a claim states, or why it states none."""
    subject = links.get((claim.document, claim.subject.start, claim.subject.end))
    object_ = claim.value or links.get((claim.document, claim.object.start, claim.object.end))
    if subject is None or object_ is None:
        return "names no entity"
    if subject == object_:
        return "both names are of one entity"
    if claim.relation in symmetric and object_ < subject:
        subject, object_ = object_, subject
    literal = claim.value is not None
    return Key(
        subject, claim.relation, object_, literal, claim.modality, claim.date, _plain(claim.title)
    )


def _plain(title: str | None) -> str | None:
    """A post's title in one form: case aside, without an article."""
    if not title:
        return None
    return title.casefold().removeprefix("the ").strip() or None


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


def _dated(groups: Mapping[Key, list[Claim]]) -> dict[Key, list[Claim]]:
    """Move claims without a date (or title) to the one fuller fact that their document states."""
    stated: dict[tuple[object, ...], set[Key]] = defaultdict(set)
    for key, claims in groups.items():
        for claim in claims:
            stated[(*key[:5], claim.document)].add(key)
    result: dict[Key, list[Claim]] = defaultdict(list)
    for key, claims in groups.items():
        for claim in claims:
            result[_fuller(key, stated[(*key[:5], claim.document)])].append(claim)
    return result


def _fuller(key: Key, stated: set[Key]) -> Key:
    """The one fact among those stated that says all that `key` says and more, else `key`."""
    fuller = [
        other
        for other in stated
        if other != key and key.date in {None, other.date} and key.title in {None, other.title}
    ]
    return fuller[0] if len(fuller) == 1 else key


def _fact(key: Key, claims: list[Claim], texts: Mapping[str, str]) -> Fact:
    claims = sorted(claims, key=lambda c: (c.document, c.evidence.start, c.extractor))
    titles = sorted({c.title for c in claims if c.title}, key=lambda t: (t.islower(), t))
    evidence = _evidence(claims, texts)
    return Fact(
        id=fact_id(*key[:3], key.modality, key.date, key.title),
        subject=key.subject,
        relation=key.relation,
        object=key.object,
        literal=key.literal,
        modality=key.modality,
        date=key.date,
        title=titles[0] if titles else None,
        confidence=_together(evidence),
        documents=len({e.document for e in evidence}),
        evidence=evidence,
    )


def _evidence(claims: list[Claim], texts: Mapping[str, str]) -> tuple[Evidence, ...]:
    """The passages, each once: of several claims in one passage the surest stays."""
    best: dict[tuple[str, int, int], Claim] = {}
    for claim in claims:
        place = (claim.document, claim.evidence.start, claim.evidence.end)
        if place not in best or claim.confidence > best[place].confidence:
            best[place] = claim
    return tuple(_passage(best[place], texts[place[0]]) for place in sorted(best))


def _passage(claim: Claim, text: str) -> Evidence:
    return Evidence(
        document=claim.document,
        start=claim.evidence.start,
        end=claim.evidence.end,
        quote=text[claim.evidence.start : claim.evidence.end],
        subject=Span(start=claim.subject.start, end=claim.subject.end),
        object=Span(start=claim.object.start, end=claim.object.end),
        trigger=claim.trigger,
        speaker=claim.speaker,
        extractor=claim.extractor,
        confidence=claim.confidence,
    )


def _together(evidence: tuple[Evidence, ...]) -> float:
    """Confidence that at least one document is right, passages of one document not multiplied."""
    surest: dict[str, float] = {}
    for item in evidence:
        surest[item.document] = max(surest.get(item.document, 0.0), item.confidence)
    return round(min(_CEILING, 1 - prod(1 - c for c in surest.values())), 2)
