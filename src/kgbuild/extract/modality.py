"""Words around a match -> how sure the text is of it, and who says it.

Denied before Reported before Planned: a plan that somebody denies is denied.
"""

import tomllib
from collections.abc import Iterator
from importlib.resources import files

from kgbuild.extract.units import Unit
from kgbuild.records import Modality, Record

_BEFORE = 4


class Cue(Record):
    """Words that mark a modality, and where they count: in the match, or before it as well."""

    words: tuple[str, ...]
    where: str
    """`near`: in the match or up to four words before; `before`: anywhere earlier too."""
    example: str


class Cues(Record):
    """The cues of the three modalities that are not Asserted, and the verbs of saying."""

    denied: tuple[Cue, ...]
    reported: tuple[Cue, ...]
    planned: tuple[Cue, ...]
    saying: tuple[str, ...]


def load_cues() -> Cues:
    """The shipped cues."""
    path = files("kgbuild") / "data" / "patterns" / "modality.toml"
    return Cues.model_validate(tomllib.loads(path.read_text("utf-8"))["modality"])


def modality_of(units: list[Unit], start: int, end: int, cues: Cues) -> Modality:
    """Modality of what the characters `start` to `end` say."""
    near, before = _around(units, start, end)
    ordered: tuple[tuple[Modality, tuple[Cue, ...]], ...] = (
        ("Denied", cues.denied),
        ("Reported", cues.reported),
        ("Planned", cues.planned),
    )
    for modality, group in ordered:
        if any(_occurs(cue, near, before) for cue in group):
            return modality
    return "Asserted"


def _around(units: list[Unit], start: int, end: int) -> tuple[str, str]:
    """The match with the words right before it, and all up to its end, lower case."""
    first = next((i for i, u in enumerate(units) if u.start >= start), 0)
    near = [u for u in units[max(0, first - _BEFORE) :] if u.start < end]
    before = [u for u in units if u.start < end]
    return _plain(near), _plain(before)


def _plain(units: list[Unit]) -> str:
    return " " + " ".join("_" if u.mentions else u.text.lower() for u in units) + " "


def _occurs(cue: Cue, near: str, before: str) -> bool:
    text = before if cue.where == "before" else near
    return any(f" {words} " in text for words in cue.words)


def speaker_of(units: list[Unit], start: int, end: int, cues: Cues) -> str | None:
    """Who says it, outside the match: `according to X`, `X said that`."""
    saying = frozenset(cues.saying)
    for i, unit in enumerate(units):
        if start <= unit.start < end or unit.type not in {"Person", "Company", "Organization"}:
            continue
        if not saying.isdisjoint(_neighbours(units, i)):
            return unit.mentions[0].text
    return None


def _neighbours(units: list[Unit], i: int) -> Iterator[str]:
    """The words right before and after the unit at `i`; two before for `according to`."""
    if i + 1 < len(units):
        yield units[i + 1].text.lower()
    if i:
        yield units[i - 1].text.lower()
    if i > 1:
        yield f"{units[i - 2].text} {units[i - 1].text}".lower()
