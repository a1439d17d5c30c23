"""Units -> matches: where the compiled patterns fit one reading of a sentence."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Span as DocSpan

from kgbuild.extract.grammar import LETTERS, SLOTS, Compiled, Pattern
from kgbuild.extract.modality import Cues
from kgbuild.extract.units import Contains, Unit
from kgbuild.records import Span

Roles = Callable[[DocSpan], list[tuple[int, int]]]
"""From a sentence to the token ranges of its job titles."""


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


def find_matches(units: list[Unit], text: str, patterns: PatternSet) -> Iterator[Match]:
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
