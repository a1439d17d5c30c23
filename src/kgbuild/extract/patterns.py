"""Doc -> claims: relations by pattern; each match of a shipped pattern is one claim or more."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.dates import resolve_date
from kgbuild.extract.asides import readings
from kgbuild.extract.grammar import (
    LETTERS,
    SLOTS,
    Compiled,
    Pattern,
    Types,
    WordLists,
    compile_match,
)
from kgbuild.extract.modality import Cues, modality_of, speaker_of
from kgbuild.extract.units import Contains, Unit, entities, sentence_units
from kgbuild.ontology import Ontology
from kgbuild.records import Claim, Document, Mention, Modality, PartialDate, Rejection, Span

Roles = Callable[[DocSpan], list[tuple[int, int]]]
_ANY_DAY = "2000-01-01"
_DATED = frozenset({"partnersWith", "acquires", "investsIn"})


@dataclass(frozen=True)
class PatternSet:
    """The compiled patterns with what they need to read a sentence."""

    compiled: tuple[tuple[Pattern, Compiled], ...]
    roles: Roles
    contains: Contains
    cues: Cues


@dataclass(frozen=True)
class Match:
    """One pattern found in a sentence: the unit in each slot, and characters of the document."""

    pattern: Pattern
    slots: Mapping[str, Unit]
    start: int
    end: int
    trigger: Span
    title: str | None


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
    for sentence in doc.sents:
        if len(entities(sentence)) < 2:
            continue
        seen: set[tuple[object, ...]] = set()
        units = sentence_units(sentence, roles=patterns.roles)
        for reading in readings(units, contains=patterns.contains):
            for match in _matches(reading, document.text, patterns):
                for claim in _claims(match, sentence, reading, document, patterns):
                    key = _key(claim)
                    if key not in seen:
                        seen.add(key)
                        yield claim


def _key(claim: Claim | Rejection) -> tuple[object, ...]:
    if isinstance(claim, Rejection):
        return (claim.subject, claim.relation, claim.object)
    ends = {claim.subject.start, claim.object.start}
    return (claim.relation, min(ends), max(ends), claim.value)


def line_of(units: list[Unit]) -> tuple[str, list[int]]:
    """The units as the line that patterns search, and where each unit starts in it."""
    starts: list[int] = []
    parts: list[str] = []
    length = 0
    for number, unit in enumerate(units):
        starts.append(length)
        parts.append(_item(unit, number) + " ")
        length += len(parts[-1])
    return "".join(parts), starts


def _item(unit: Unit, number: int) -> str:
    if not unit.type:
        return re.sub(r"[\s<]", "_", unit.text.lower()) or "_"
    return f"<{LETTERS[unit.type]}{'+' if len(unit.mentions) > 1 else '1'}:{number}>"


def _matches(units: list[Unit], text: str, patterns: PatternSet) -> Iterator[Match]:
    """Matches in one reading of a sentence: the surest pattern first, then from left to right."""
    line, starts = line_of(units)
    present = set(line.split())
    for pattern, compiled in patterns.compiled:
        if any(present.isdisjoint(anchor) for anchor in compiled.anchors):
            continue
        position = 0
        while found := compiled.regex.search(line, position):
            yield _match(pattern, compiled.single, found, units, starts, text)
            position = line.index(" ", found.start()) + 1


def _match(
    pattern: Pattern,
    single: frozenset[str],
    found: re.Match[str],
    units: list[Unit],
    starts: list[int],
    text: str,
) -> Match:
    def unit_at(position: int) -> Unit:
        return units[bisect_right(starts, position) - 1]

    groups = {name: found.span(name) for name, value in found.groupdict().items() if value}
    words = [groups[n] for n in groups if n[0] == "w" and re.search(r"\w", found[n])]
    words = words or [found.span()]
    slots = {name: unit_at(a) for name, (a, _) in groups.items() if name in SLOTS}
    slots |= {
        n: _nearest(slots[n], first=groups[n][0] > found.start()) for n in single & set(slots)
    }
    title = None
    if "t" in slots:
        end = unit_at(groups["tail"][1] - 1).end if "tail" in groups else slots["t"].end
        title = " ".join(text[slots["t"].start : end].split())
    return Match(
        pattern=pattern,
        slots=slots,
        start=unit_at(found.start()).start,
        end=unit_at(found.end() - 1).end,
        trigger=Span(
            start=unit_at(min(a for a, _ in words)).start,
            end=unit_at(max(b for _, b in words) - 1).end,
        ),
        title=title,
    )


def _nearest(unit: Unit, *, first: bool) -> Unit:
    """The first or the last member of a list, as a unit of its own."""
    mention = unit.mentions[0 if first else -1]
    return replace(
        unit, text=mention.text, start=mention.start, end=mention.end, mentions=(mention,)
    )


def _claims(
    match: Match, sentence: DocSpan, units: list[Unit], document: Document, patterns: PatternSet
) -> Iterator[Claim | Rejection]:
    """One claim for each pair of mentions that the match joins."""
    said = Said(
        evidence=_trimmed(sentence),
        modality=_modality(match, units, patterns.cues),
        speaker=speaker_of(units, match.start, match.end, patterns.cues),
        date=_event_date(match, units, document.published),
    )
    for subject, target in _pairs(match):
        if subject.text != target.text and not _apart(subject, target, patterns.contains):
            yield _claim(subject, target, match, said, document)


def _modality(match: Match, units: list[Unit], cues: Cues) -> Modality:
    """What the words around say; the pattern's own modality unless they deny or only report."""
    found = modality_of(units, match.start, match.end, cues)
    return found if found in {"Denied", "Reported"} else match.pattern.modality or found


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
    date: PartialDate | None


def _pairs(match: Match) -> Iterator[tuple[Mention, Mention]]:
    if "each" in match.slots:
        yield from combinations(match.slots["each"].mentions, 2)
        return
    target = match.slots.get("o") or match.slots["d"]
    for subject in match.slots["s"].mentions:
        for mention in target.mentions:
            yield subject, mention


def _event_date(
    match: Match, units: list[Unit], published: PartialDate | None
) -> PartialDate | None:
    """When a deal was made: the only date in its sentence."""
    if match.pattern.relation not in _DATED:
        return None
    dates = [unit.text for unit in units if unit.type == "Date"]
    values = {resolve_date(text, published=published) for text in dates} - {None}
    return values.pop() if len(values) == 1 else None


def _claim(
    subject: Mention, target: Mention, match: Match, said: Said, document: Document
) -> Claim | Rejection:
    value = None
    if target.type == "Date":
        upcoming = said.modality == "Planned"
        value = resolve_date(target.text, published=document.published, upcoming=upcoming)
        if value is None:
            return Rejection(
                stage="extract",
                reason=_no_value(target.text),
                document=document.id,
                subject=subject.text,
                relation=match.pattern.relation,
                object=target.text,
                quote=document.text[said.evidence.start : said.evidence.end],
            )
    return Claim(
        document=document.id,
        subject=subject,
        relation=match.pattern.relation,
        object=target,
        value=value,
        modality=said.modality,
        date=said.date,
        title=match.title,
        evidence=said.evidence,
        trigger=match.trigger,
        speaker=said.speaker,
        extractor=f"patterns:{match.pattern.name}",
        confidence=match.pattern.confidence,
    )


def _no_value(text: str) -> str:
    """Why a date has no value."""
    if resolve_date(text, published=_ANY_DAY):
        return "the date cannot be placed without a publication date"
    return "the date is no single day, month or year"


def _trimmed(sentence: DocSpan) -> Span:
    """The sentence without white space at its ends."""
    text = sentence.text
    left = len(text) - len(text.lstrip())
    return Span(start=sentence.start_char + left, end=sentence.start_char + len(text.rstrip()))
