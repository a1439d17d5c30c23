"""`A, B and C` of one family of types as one unit with three mentions."""

from dataclasses import replace

from kgbuild.extract.units import Contains, Unit, family, names_container

CONJUNCTIONS = frozenset({"and", "&", "or", "plus"})


def join_lists(units: list[Unit], *, contains: Contains) -> list[Unit]:
    """`A, B and C` of one family of types as one unit with three mentions."""
    result: list[Unit] = []
    i = 0
    while i < len(units):
        members, end = _list_at(units, i, contains=contains)
        if len(members) > 1 and not _is_possessive(units, end):
            result.append(_joined(members))
            i = end
        else:
            result.append(units[i])
            i += 1
    return result


def _is_possessive(units: list[Unit], end: int) -> bool:
    """Whether `'s` follows: in `the purchase of A and B's entry` B stands alone."""
    return end < len(units) and units[end].text in {"'s", "’s"}


def _joined(members: list[Unit]) -> Unit:
    mentions = tuple(m for unit in members for m in unit.mentions)
    text = ", ".join(unit.text for unit in members)
    sure = min(unit.confidence for unit in members)
    last = members[-1].end
    return replace(members[0], text=text, end=last, mentions=mentions, confidence=sure)


def _list_at(units: list[Unit], i: int, *, contains: Contains) -> tuple[list[Unit], int]:
    """The members of the list that starts at `i` and the index after it; one member: no list."""
    first = units[i]
    if not first.mentions or first.type == "Date" or _is_container(units, i, contains):
        return [first], i + 1
    members, j, closed, side_by_side = [first], i + 1, False, False
    while j < len(units) and not closed:
        step, closed = _separator(units, j)
        k = j + step
        if not step or k >= len(units) or family(units[k]) != family(first):
            and_more = closed and k < len(units) and units[k].text.lower() in {"more", "others"}
            return _settled(members, k if and_more else j, closed=side_by_side or and_more)
        if first.type == "Place" and not closed:
            lies_in = contains(members[-1].text, units[k].text)
            if lies_in:
                return _settled(members, j, closed=False)
            side_by_side = side_by_side or lies_in is False
        members.append(units[k])
        j = k + 1
    return _settled(members, j, closed=closed or side_by_side)


def _is_container(units: list[Unit], i: int, contains: Contains) -> bool:
    """Whether the place at `i` says where the place before it lies."""
    return i > 1 and names_container(units, i - 1, units[i - 2], contains)


def _settled(members: list[Unit], j: int, *, closed: bool) -> tuple[list[Unit], int]:
    """A list needs its `and`; names with commas alone may be a place and where it lies."""
    if closed or (len(members) > 3 and members[0].type != "Place"):
        return members, j
    return members[:1], j


def _separator(units: list[Unit], j: int) -> tuple[int, bool]:
    """Length of `,` / `and` / `, and the` at `j`, and whether it closes the list."""
    words = [u.text.lower() if not u.mentions else "" for u in units[j : j + 5]] + [""] * 5
    n = 1 if words[0] == "," else 0
    closed = False
    if words[n] in CONJUNCTIONS:
        n, closed = n + 1, True
    elif words[n : n + 3] == ["as", "well", "as"]:
        n, closed = n + 3, True
    elif n == 0:
        return 0, False
    if words[n] in {"the", "with"}:
        n += 1
    return n, closed
