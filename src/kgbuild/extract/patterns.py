"""Doc -> claims: relations by pattern; each match of a shipped pattern is one claim or more."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import prod

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.extract.asides import readings
from kgbuild.extract.bystanders import Saying
from kgbuild.extract.claims import DATED, no_value, rejection, trimmed
from kgbuild.extract.grammar import Compiled, Pattern, Types, WordLists, compile_match
from kgbuild.extract.matches import Match, PatternSet, Roles, find_matches
from kgbuild.extract.modality import Cues, modality_of, settled, speaker_of
from kgbuild.extract.referring import referring
from kgbuild.extract.timing import Timeline, Told
from kgbuild.extract.units import Contains, References, Unit, entities, sentence_units
from kgbuild.ontology import Ontology
from kgbuild.records import Claim, Document, Mention, Modality, Rejection, Span

_PAIR = 2


def compile_patterns(
    patterns: tuple[Pattern, ...],
    *,
    ontology: Ontology,
    words: WordLists,
    roles: Roles,
    contains: Contains,
    cues: Cues,
) -> PatternSet:
    """All patterns, the surest first. Raises ValueError, with the pattern's name, for a bad one."""
    compiled = [
        (pattern, _compile(pattern, line, ontology, words))
        for pattern in patterns
        for line in pattern.match
    ]
    compiled.sort(key=lambda item: (-item[0].confidence, item[0].name))
    return PatternSet(tuple(compiled), roles, contains, cues)


def _compile(pattern: Pattern, line: str, ontology: Ontology, words: WordLists) -> Compiled:
    relation = ontology.relation(pattern.relation)
    if relation is None:
        raise ValueError(f"pattern {pattern.name}: no relation named {pattern.relation}")
    types: Types = {"s": relation.domain, "o": relation.range}
    try:
        return compile_match(line, types=types, words=words)
    except ValueError as error:
        raise ValueError(f"pattern {pattern.name}: {line!r}: {error}") from error


def find_claims(doc: Doc, document: Document, patterns: PatternSet) -> Iterator[Claim | Rejection]:
    """What the patterns find in a document, sentence by sentence, each claim once."""
    timeline, references = Timeline(doc, document), referring(doc)
    for sentence in doc.sents:
        seen: set[tuple[object, ...]] = set()
        for reading in _readings(sentence, references, patterns):
            for match in find_matches(reading, document.text, patterns):
                for claim in _claims(match, sentence, reading, timeline, patterns):
                    key = _key(claim)
                    if key not in seen:
                        seen.add(key)
                        yield claim


def _readings(
    sentence: DocSpan, references: References, patterns: PatternSet
) -> Iterator[list[Unit]]:
    """The sentence in its own words, then with names for words such as `its` and `the company`."""
    refers = any(i in references for i in range(sentence.start, sentence.end))
    for known in ({}, references) if refers else ({},):
        if not known and len(entities(sentence)) < _PAIR:
            continue
        units = sentence_units(sentence, roles=patterns.roles, referring=known)
        if sum(len(unit.mentions) for unit in units) >= _PAIR:
            yield from readings(units, contains=patterns.contains)


def _key(claim: Claim | Rejection) -> tuple[object, ...]:
    if isinstance(claim, Rejection):
        return (claim.subject, claim.relation, claim.object)
    ends = {claim.subject.name.start, claim.object.name.start}
    return (claim.relation, min(ends), max(ends), claim.value)


def _claims(
    match: Match, sentence: DocSpan, units: list[Unit], timeline: Timeline, patterns: PatternSet
) -> Iterator[Claim | Rejection]:
    """One claim for each pair of mentions that the match joins."""
    modality = _modality(match, units, patterns.cues)
    saying = Saying(sentence, match.start, match.end, modality)
    said = Said(
        evidence=trimmed(sentence, timeline.document.text),
        modality=modality,
        speaker=speaker_of(units, match.start, match.end, patterns.cues),
        told=timeline.of_deal(saying) if match.pattern.relation in DATED else None,
    )
    for subject, target in _pairs(match):
        if _two_names(subject, target, timeline.document.text) and not _apart(
            subject, target, patterns.contains
        ):
            yield _claim(subject, target, match, said, timeline)


def _modality(match: Match, units: list[Unit], cues: Cues) -> Modality:
    """What the words around say; the pattern's own modality unless they deny or only report."""
    found = modality_of(units, match.start, match.end, cues)
    if found in {"Denied", "Reported"}:
        return found
    subject = (match.slots.get("s") or match.slots["each"]).mentions[0]
    return match.pattern.modality or settled(found, match.pattern.relation, subject.type)


def _two_names(subject: Mention, target: Mention, text: str) -> bool:
    """Whether they are not one name, said here or before."""
    one, other = (text[m.name.start : m.name.end] for m in (subject, target))
    return one != other


def _apart(subject: Mention, target: Mention, contains: Contains) -> bool:
    """Whether both are places of which the gazetteer knows that neither lies in the other."""
    both = subject.type == target.type == "Place"
    return both and contains(subject.text, target.text) is False


@dataclass(frozen=True)
class Said:
    """What all claims of one match share."""

    evidence: Span
    modality: Modality
    speaker: str | None
    told: Told | None
    """When the deal was made."""


def _pairs(match: Match) -> Iterator[tuple[Mention, Mention]]:
    if "each" in match.slots:
        yield from combinations(match.slots["each"].mentions, 2)
        return
    target = match.slots.get("o") or match.slots["d"]
    for subject in match.slots["s"].mentions:
        for mention in target.mentions:
            yield subject, mention


def _claim(
    subject: Mention, target: Mention, match: Match, said: Said, timeline: Timeline
) -> Claim | Rejection:
    document, told, modality = timeline.document, said.told, said.modality
    dated = target.type == "Date"
    if dated:
        told = timeline.of_event(target.start, said.modality)
        if told is None:
            ends, why = (subject.text, target.text), no_value(target.text)
            return rejection(document, ends, match.pattern.relation, said.evidence, reason=why)
        modality = timeline.settled(modality, told.date)
    return Claim(
        document=document.id,
        subject=subject,
        relation=match.pattern.relation,
        object=target,
        value=told.date if told and dated else None,
        modality=modality,
        date=told.date if told and not dated else None,
        date_phrase=told.phrase if told else None,
        title=match.title,
        evidence=said.evidence,
        trigger=match.trigger,
        speaker=said.speaker,
        extractor=f"patterns:{match.pattern.name}",
        confidence=_confidence(match),
    )


def _confidence(match: Match) -> float:
    """The pattern's, times how surely words that stand for names stand for these."""
    return round(match.pattern.confidence * prod(u.confidence for u in match.slots.values()), 2)
