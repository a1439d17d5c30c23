"""A user's decisions about names: which are one thing's, which are not, what a thing is called.

A table with a row each: `same,A,B`, `different,A,B` or `rename,A,B`. They outrank every score.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Literal, get_args

from kgbuild.errors import InputError
from kgbuild.names import normal
from kgbuild.records import Record
from kgbuild.tables import Row, Table

Kind = Literal["same", "different", "rename"]
_COLUMNS = 3


class Decision(Record):
    """One row: two names, or a name and what the thing is to be called."""

    line: int
    kind: Kind
    a: str
    b: str


@dataclass(frozen=True)
class Decisions:
    """All decisions, ready to be asked. Names are compared in normal form."""

    roots: dict[str, str] = field(default_factory=dict)
    """Name to the name that stands for all that are said to be the same."""
    apart: frozenset[frozenset[str]] = frozenset()
    """Pairs of such names that are said to be different."""
    labels: dict[str, str] = field(default_factory=dict)
    """Name to what the thing is to be called."""

    def root(self, name: str) -> str:
        """The name that stands for all that are the same as this one."""
        return self.roots.get(name, name)

    def said_same(self, names: Iterable[str]) -> list[str]:
        """What stands for those of the names that some decision calls the same as another."""
        return sorted({self.roots[name] for name in names if name in self.roots})

    def differ(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether one of some names and one of the others are said to be different."""
        if not self.apart:
            return False
        one, two = ({self.root(n) for n in names} for names in (some, others))
        return any(pair & one and pair & two and pair <= one | two for pair in self.apart)

    def stricter(self, things: Iterable[Iterable[str]]) -> "Decisions":
        """With more kept apart: where `same` would join things of which scores have given one a
        name and another a name that are said to be different, scores join fewer names."""
        same = {*self.roots.values()}
        told = same.union(*self.apart)
        groups = [{*map(self.root, names)} & told for names in things] if self.apart else []
        apart = set(self.apart)
        for linked in _linked(groups, same):
            if any(pair <= set().union(*linked) for pair in self.apart):
                pairs = (pair for group in linked for pair in combinations(sorted(group), 2))
                apart |= set(map(frozenset, pairs))
        return replace(self, apart=frozenset(apart))

    def label(self, names: Iterable[str]) -> str | None:
        """What a thing with these names is to be called."""
        return next((self.labels[name] for name in sorted(names) if name in self.labels), None)

    def names(self) -> list[str]:
        """All names that a decision is about, in normal form."""
        told = {name for pair in self.apart for name in pair}
        return sorted({*self.roots, *told, *self.labels})


def read_decisions(table: Table) -> Decisions:
    """Check a table of decisions. Raises InputError, with the line, for one that cannot be, or that
    contradicts another."""
    return decided([_decision(row, table) for row in table.rows], table.path)


def _decision(row: Row, table: Table) -> Decision:
    where = table.where(row)
    if len(row.cells) != _COLUMNS or not all(row.cells):
        raise InputError(
            f'{where}: write a decision as same,A,B or different,A,B or rename,A,B, with "" '
            "around a name that holds a comma."
        )
    kind, a, b = row.cells
    if kind.casefold() not in get_args(Kind):
        raise InputError(f"{where}: {kind!r} is not one of {', '.join(get_args(Kind))}.")
    if not normal(a) or not normal(b):
        raise InputError(f"{where}: a name needs a letter or a digit.")
    return Decision.model_validate({"line": row.line, "kind": kind.casefold(), "a": a, "b": b})


def decided(decisions: Iterable[Decision], path: Path) -> Decisions:
    """Put decisions together. Raises InputError where two of them contradict each other."""
    by_kind: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_kind[decision.kind].append(decision)
    roots = _roots(by_kind["same"])
    apart: set[frozenset[str]] = set()
    for each in by_kind["different"]:
        pair = frozenset(roots.get(normal(n), normal(n)) for n in (each.a, each.b))
        if len(pair) == 1:
            raise InputError(
                f"{path}, line {each.line}: {each.a!r} and {each.b!r} are said to be different, "
                f"but {_chain(each, by_kind['same'])}. Take one of these lines out."
            )
        apart.add(pair)
    return Decisions(roots, frozenset(apart), _labels(by_kind["rename"], roots, path))


def _linked(groups: Iterable[set[str]], same: set[str]) -> list[list[set[str]]]:
    """The groups, those together that share one of these names."""
    found: list[list[set[str]]] = []
    for group in filter(None, groups):
        near = [linked for linked in found if any(group & other & same for other in linked)]
        found = [linked for linked in found if linked not in near]
        found.append([group, *(other for linked in near for other in linked)])
    return found


def _roots(same: Iterable[Decision]) -> dict[str, str]:
    """Name to the first by the alphabet of all that are the same."""
    groups: dict[str, set[str]] = {}
    for each in same:
        one, other = normal(each.a), normal(each.b)
        merged = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(merged, merged))
    return {name: min(group) for name, group in groups.items()}


def _chain(different: Decision, same: Iterable[Decision]) -> str:
    """The lines by which two names are the same."""
    if normal(different.a) == normal(different.b):
        return "they are one name"
    roots = _roots(same)
    root = roots[normal(different.a)]
    lines = [str(each.line) for each in same if roots[normal(each.a)] == root]
    if len(lines) == 1:
        return f"line {lines[0]} makes them the same"
    return f"lines {', '.join(lines)} make them the same"


def _labels(renames: Iterable[Decision], roots: dict[str, str], path: Path) -> dict[str, str]:
    labels: dict[str, str] = {}
    lines: dict[str, int] = {}
    for each in renames:
        root = roots.get(normal(each.a), normal(each.a))
        if labels.get(root, each.b) != each.b:
            raise InputError(
                f"{path}, line {each.line}: {each.a!r} is to be called {each.b!r}, but line "
                f"{lines[root]} calls it {labels[root]!r}. Take one of these lines out."
            )
        labels[root], lines[root] = each.b, each.line
        for name, home in roots.items():
            if home == root:
                labels[name] = each.b
    return labels
