"""A sentence read twice: as it stands, and without what brackets and commas put aside."""

from collections.abc import Iterator

from kgbuild.extract.lists import CONJUNCTIONS, join_lists
from kgbuild.extract.units import Contains, Unit, family, names_container
from kgbuild.shortening import is_acronym_of
from kgbuild.words import word_list

_MAX_ASIDE = 40
_MAX_BRACKET = 14
_AGE_DIGITS = 2
_EXCHANGES = (
    "NASDAQ", "NYSE", "TSX", "LSE", "OTC", "HKEX", "SEHK", "SGX", "ASX", "CBOE", "CSE", "FSE",
    "SSE", "SZSE", "TSE", "KRX", "BSE", "NSE", "AIM", "SIX", "XETRA", "EURONEXT", "JSE",
)  # fmt: skip


def readings(units: list[Unit], *, contains: Contains) -> Iterator[list[Unit]]:
    """The sentence with lists joined: as it stands, then without its asides where it has any."""
    folded = drop_degrees(fold_acronyms(units))
    whole = join_lists(folded, contains=contains)
    yield whole
    bare = drop_asides(drop_containers(drop_brackets(folded), contains=contains))
    bare = join_lists(bare, contains=contains)
    if bare != whole:
        yield bare


def fold_acronyms(units: list[Unit]) -> list[Unit]:
    """`World Health Organization (WHO)` without the bracket; tickers such as `(NYSE: X)` too."""
    result: list[Unit] = []
    i = 0
    while i < len(units):
        close = _bracket_end(units, i)
        if (
            close
            and result
            and result[-1].mentions
            and _is_short_form(result[-1], units[i + 1 : close])
        ):
            i = close + 1
            continue
        result.append(units[i])
        i += 1
    return result


def drop_degrees(units: list[Unit]) -> list[Unit]:
    """`Ada Visser, PhD, chief executive` and `Ada Visser, 38, chief executive` without it."""
    result: list[Unit] = []
    i = 0
    while i < len(units):
        person = bool(result) and result[-1].type == "Person"
        if person and units[i].text == "," and i + 1 < len(units) and _is_degree(units[i + 1]):
            i += 2
            continue
        result.append(units[i])
        i += 1
    return result


def _is_degree(unit: Unit) -> bool:
    text = unit.text.lower()
    return text in word_list("degrees") or (text.isdigit() and len(text) == _AGE_DIGITS)


def _is_short_form(name: Unit, inside: list[Unit]) -> bool:
    """Whether the bracket holds an acronym of the name, where its shares are traded, or nothing
    but a trade mark, which is no unit."""
    words = [u.text for u in inside if u.text not in {'"', "“", "”", "the", "'"}]
    if len(words) < 2:
        return not words or is_acronym_of(words[0], name.text)
    return ":" in words and any(w.upper().startswith(_EXCHANGES) for w in words)


def _bracket_end(units: list[Unit], i: int) -> int:
    """Index of the `)` that closes a `(` at `i` within 12 units, else 0."""
    if units[i].text != "(":
        return 0
    for j in range(i + 1, min(i + _MAX_BRACKET, len(units))):
        if units[j].text == ")":
            return j
        if units[j].text == "(":
            return 0
    return 0


def drop_brackets(units: list[Unit]) -> list[Unit]:
    """The units without short brackets."""
    result: list[Unit] = []
    i = 0
    while i < len(units):
        close = _bracket_end(units, i)
        if not close:
            result.append(units[i])
        i = close + 1 if close else i + 1
    return result


def drop_containers(units: list[Unit], *, contains: Contains) -> list[Unit]:
    """`Munich, Germany` as `Munich`, with the comma that closes it."""
    result: list[Unit] = []
    i = 0
    while i < len(units):
        if result and names_container(units, i, result[-1], contains):
            i += 2
            if i + 1 < len(units) and units[i].text == "," and not units[i + 1].mentions:
                i += units[i + 1].text.lower() not in CONJUNCTIONS
            continue
        result.append(units[i])
        i += 1
    return result


def drop_asides(units: list[Unit]) -> list[Unit]:
    """The units without `, a maker of tools,` after a name: what is said of it stays readable."""
    result: list[Unit] = []
    i = 0
    while i < len(units):
        end = _aside_end(units, i) if result and result[-1].mentions else 0
        if end:
            i = end + 1
            continue
        result.append(units[i])
        i += 1
    return result


def _aside_end(units: list[Unit], i: int) -> int:
    """Index of the comma that ends an aside starting with the comma at `i`, else 0."""
    opening = units[i].text
    if opening not in {",", "–", "—"} or i + 2 >= len(units):
        return 0
    first = units[i + 1]
    if first.type != "Role" and first.text.lower() not in word_list("aside_starts"):
        return 0
    ends = []
    for j in range(i + 2, min(i + _MAX_ASIDE, len(units))):
        if units[j].text in {";", ".", ":"}:
            break
        if units[j].text == opening and not _in_list(units, j):
            ends.append(j)
    goes_on = (j for j in ends if j + 1 < len(units) and _goes_on(units[j + 1]))
    return next(goes_on, ends[0] if ends else 0)


def _goes_on(unit: Unit) -> bool:
    """Whether the unit after an aside goes on with the sentence: a verb, most of the time."""
    word = unit.text.lower()
    return not unit.type and (word in word_list("aside_ends") or word.endswith("ed"))


def _in_list(units: list[Unit], j: int) -> bool:
    """Whether the comma at `j` stands between two mentions of one family, as in a list."""
    after = units[j + 1] if j + 1 < len(units) else None
    before = units[j - 1]
    return bool(after and after.type and before.type and family(after) == family(before))
