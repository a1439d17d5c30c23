"""Words around a match -> how sure the text is of it, and who says it.

Denied before Reported before Planned: a plan that somebody denies is denied.
"""

import tomllib
from importlib.resources import files
from typing import Literal

from kgbuild.extract.units import Unit
from kgbuild.records import Modality, Record

_BEFORE = 12
"""Words before the first end of a claim that are near it."""
_AFTER = 6
"""Words after its second end that are near it."""
_AND = frozenset({"and", "&"})
"""Between two ends that do one thing together: its verb stands after them."""
_CONTRASTS = frozenset({"but", "however", "though", "although", "yet"})
_RELATIVES = frozenset({"which", "who", "whose", "where", "that"})
_CLOSERS = frozenset({",", "–", "—", ";", "."})
_MARKS = str.maketrans({"’": "'", "‘": "'"})

_CLOSE = frozenset({"'s", "’s", "’", ",", "of", "in", "(", "—", "–", "the", "a", "its"})
"""Where no other words stand between two ends, the verb of the sentence does not join them: then
only what stands there counts as near."""

Where = Literal["between", "near", "before", "anywhere"]


class Cue(Record):
    """Words that mark a modality, and where they count."""

    words: tuple[str, ...]
    where: Where
    """`between`: between the ends of a claim or a few words before them; `near`: there or a few
    words after them; `before`: anywhere before the second end; `anywhere`: in the passage."""
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
    """Modality of what the characters `start` to `end` say, in the passage of `units`."""
    zones = _zones(units, start, end)
    ordered: tuple[tuple[Modality, tuple[Cue, ...]], ...] = (
        ("Denied", cues.denied),
        ("Reported", cues.reported),
        ("Planned", cues.planned),
    )
    for modality, group in ordered:
        if any(_occurs(cue, zones[cue.where]) for cue in group):
            return modality
    return "Asserted"


def settled(modality: Modality, relation: str, type_: str) -> Modality:
    """The modality of a relation whose subject is of a type: an event that lies ahead has its
    place now."""
    ahead = modality == "Planned" and relation == "locatedIn" and type_ == "Event"
    return "Asserted" if ahead else modality


def _zones(units: list[Unit], start: int, end: int) -> dict[Where, str]:
    """The words in each zone, lower case: what bears on something else is left out."""
    kept = _without_remarks(_after_contrast(units, start), start, end)
    first = next((i for i, unit in enumerate(kept) if unit.end > start), 0)
    last = next((i for i, unit in enumerate(kept) if unit.start >= end), len(kept))
    gap = {unit.text.lower() for unit in kept[first + 1 : last - 1]}
    close = gap <= _CLOSE and kept[last - 1 : last] != [] and kept[last - 1].type != "Date"
    side_by_side = bool(gap & _AND) and gap <= _AND | _CLOSE
    after = [] if close else _after(kept, last)
    opening = first if close else _opening(kept, first)
    return {
        "between": _plain(kept[opening:last] + (after if side_by_side else [])),
        "near": _plain(kept[opening:last] + after),
        "before": _plain(kept[:last]),
        "anywhere": _plain(kept),
    }


def _opening(units: list[Unit], first: int) -> int:
    """Where the clause begins that leads to the first end: after the last mark before it."""
    start = max(0, first - _BEFORE)
    marks = [i for i in range(start, first) if units[i].text in _CLOSERS]
    return marks[-1] + 1 if marks else start


def _after(units: list[Unit], last: int) -> list[Unit]:
    """The words after the second end, up to the next mark: beyond it another clause begins."""
    after = units[last : last + _AFTER]
    mark = next((i for i, unit in enumerate(after) if unit.text in _CLOSERS), len(after))
    return after[:mark]


def _after_contrast(units: list[Unit], start: int) -> list[Unit]:
    """The units after the last `but` that stands before the claim."""
    places = [i for i, u in enumerate(units) if u.start < start and u.text.lower() in _CONTRASTS]
    return units[places[-1] + 1 :] if places and places[-1] else units


def _without_remarks(units: list[Unit], start: int, end: int) -> list[Unit]:
    """The units without `, which ...,` where neither end of the claim stands in it."""
    kept: list[Unit] = []
    i = 0
    while i < len(units):
        close = _remark_end(units, i)
        inside = units[i : close + 1] if close else []
        if inside and not any(u.start <= start < u.end or u.start < end <= u.end for u in inside):
            i = close + 1
            continue
        kept.append(units[i])
        i += 1
    return kept


def _remark_end(units: list[Unit], i: int) -> int:
    """Index of the mark that ends a relative clause which starts with the comma at `i`, else 0."""
    if units[i].text not in {",", "–", "—"} or i + 1 >= len(units):
        return 0
    if units[i + 1].text.lower() not in _RELATIVES:
        return 0
    return next((j for j in range(i + 2, len(units)) if units[j].text in _CLOSERS), 0)


def _plain(units: list[Unit]) -> str:
    words = ("_" if u.mentions else u.text.lower().translate(_MARKS) for u in units)
    return " " + " ".join(words) + " "


def _occurs(cue: Cue, text: str) -> bool:
    return any(f" {words.translate(_MARKS)} " in text for words in cue.words)


def speaker_of(units: list[Unit], start: int, end: int, cues: Cues) -> str | None:
    """Who says it, outside the claim: `according to X`, `said its head X`, `X, its head, told`.

    A person goes before a body, the nearest before the others.
    """
    saying = frozenset(words for words in cues.saying)
    found = [
        (unit.type != "Person", min(abs(unit.start - end), abs(start - unit.end)), i)
        for i, unit in enumerate(units)
        if unit.type in _SPEAKERS
        and not start <= unit.start < end
        and (_says_after(units, i, saying) or _says_before(units, i, saying))
    ]
    if not found:
        return None
    unit = units[min(found)[2]]
    return unit.text if len(unit.mentions) == 1 else unit.mentions[0].text


def _says_after(units: list[Unit], i: int, saying: frozenset[str]) -> bool:
    """Whether the words after a name say that it speaks, a remark between commas left out."""
    remark = False
    for unit in units[i + 1 : i + 1 + _REMARK]:
        word = unit.text.lower()
        if word in saying and not unit.mentions:
            return True
        remark = remark or word in {",", "("}
        if not remark and word not in _MODIFIERS:
            return False
        if unit.type == "Person" or word in {".", ";", '"', "”"}:
            return False
    return False


def _says_before(units: list[Unit], i: int, saying: frozenset[str]) -> bool:
    """Whether the words before a name say that it speaks: `said its chief executive, X`."""
    for j in range(i - 1, max(-1, i - 1 - _ROLE), -1):
        word = units[j].text.lower()
        two = f"{units[j - 1].text.lower()} {word}" if j else word
        if not units[j].mentions and (word in saying or two in saying):
            return True
        if units[j].type == "Person" or word in {".", ";", '"', "”", "that"}:
            return False
    return False


_SPEAKERS = frozenset({"Person", "Company", "Organization"})
_REMARK = 14
"""Units between a name and its verb, such as `, who heads the firm's Asian arm,`."""
_ROLE = 7
"""Units between a verb and the name, such as `the firm's chief executive`."""
_MODIFIERS = frozenset({"also", "later", "has", "had", "have", "then", "himself", "herself", "on"})
