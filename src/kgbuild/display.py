"""What people see: progress while a command runs, tables after it."""

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

from rich import box
from rich.columns import Columns
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table as Grid
from rich.text import Text

from kgbuild.exits import one_line
from kgbuild.folder import REJECTED, counts, kind_of
from kgbuild.links import SAME_AS
from kgbuild.queries import NamedQuery
from kgbuild.records import Graph, Modality
from kgbuild.stats import Stats
from kgbuild.store import Table

_MOST_LINES = 6
_LONGEST_NAME = 40


@contextmanager
def progress_bar(
    *, quiet: bool, doing: str = "reading"
) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on standard error where that is a terminal."""
    console = Console(stderr=True)
    with Progress(
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", style="dim", markup=False),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    ) as bar:
        task = bar.add_task(doing, total=None, name="")

        def update(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=one_line(name)[-_LONGEST_NAME:])

        yield update


def print_summary(graph: Graph, out: Path, *, seconds: float, files: Sequence[str]) -> None:
    """What a build found, what it left out, and where the files are."""
    console = text_console()
    totals = counts(graph)
    console.print(
        f"{len(graph.documents)} documents, {len(graph.entities)} entities, "
        f"{len(graph.facts)} facts in {seconds:.1f} s",
        style="bold",
    )
    _print_beside(console, _counted("entities", totals["entities"]), _facts(graph))
    _print_lines(console, "note", (f"{n} documents: {note}" for note, n in totals["notes"].items()))
    _print_lines(console, "skipped", (f"{skip.path}: {skip.reason}" for skip in graph.skips))
    _print_links(console, graph)
    left_out = Counter(
        ("claim" if each.relation else "name pair", kind_of(each))
        for each in graph.rejections
        if each.relation != SAME_AS
    )
    kinds = sorted(left_out.items(), key=lambda item: (-item[1], item[0]))
    lines = (f"{n} {what}{'s' if n > 1 else ''}: {why}" for (what, why), n in kinds)
    _print_lines(console, "rejected", lines)
    console.print(Text(f"written to {one_line(str(out))}: {', '.join(files)}"))


def _print_links(console: Console, graph: Graph) -> None:
    """How many entities a table of links fits, and the links that fit none."""
    if linked := sum(bool(entity.same_as) for entity in graph.entities):
        _print_lines(console, "linked", [f"{linked} entities to Wikidata"])
    missed = (each for each in graph.rejections if each.relation == SAME_AS)
    _print_lines(console, "not linked", (f"{m.subject} ({m.object}): {m.reason}" for m in missed))


def text_console() -> Console:
    """Give a console that shows texts as they are: no markup, emoji codes or guessed colours."""
    return Console(markup=False, emoji=False, highlight=False)


def _text(value: object) -> Text:
    """A cell: line breaks stay, what a terminal would obey does not."""
    lines = str(value).replace("\t", " ").splitlines()
    shown = ("".join(c if c.isprintable() else "\ufffd" for c in line) for line in lines)
    return Text("\n".join(shown), overflow="fold")


def text_grid(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Grid:
    """A table of texts, long ones on several lines."""
    grid = Grid(box=box.SIMPLE_HEAD)
    for column in columns:
        grid.add_column(_text(column), overflow="fold")
    for row in rows:
        grid.add_row(*map(_text, row))
    return grid


def _number_grid(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Grid:
    """A table of a name and numbers."""
    grid = Grid(box=box.SIMPLE_HEAD)
    for i, column in enumerate(columns):
        grid.add_column(column, justify="right" if i else "left", no_wrap=True)
    for row in rows:
        grid.add_row(*map(_text, row))
    return grid


def _counted(title: str, rows: Mapping[str, int]) -> Grid:
    ordered = sorted(rows.items(), key=lambda row: (-row[1], row[0]))
    return _number_grid([title, ""], ordered)


def _facts(graph: Graph) -> Grid:
    """Facts by relation and modality; asserted ones always have their column."""
    by_relation: dict[str, Counter[str]] = {}
    for fact in graph.facts:
        by_relation.setdefault(fact.relation, Counter())[fact.modality] += 1
    ordered = sorted(by_relation.items(), key=lambda item: (-item[1].total(), item[0]))
    met = {"Asserted", *(fact.modality for fact in graph.facts)}
    kinds = [kind for kind in get_args(Modality) if kind in met]
    rows = [(name, *(row[kind] or "-" for kind in kinds)) for name, row in ordered]
    return _number_grid(["facts", *(kind.lower() for kind in kinds)], rows)


def _print_beside(console: Console, *grids: Grid) -> None:
    """The tables in a row, or one below the other where the terminal is narrow."""
    console.print(Columns(grids, padding=(0, 2)))


def _print_lines(console: Console, kind: str, lines: Iterable[str]) -> None:
    """The first of the lines, and how many more there are."""
    every = list(lines)
    for line in every[:_MOST_LINES]:
        console.print(Text.assemble((kind, "yellow"), " ", one_line(line)))
    if len(every) > _MOST_LINES:
        more = f" and {len(every) - _MOST_LINES} more: see {REJECTED}"
        console.print(Text.assemble((kind, "yellow"), more))


def print_rows(table: Table) -> None:
    """The rows of a query."""
    console = text_console()
    console.print(text_grid(table.columns, table.rows))
    console.print(f"{len(table.rows)} rows", style="dim")


def print_queries(queries: Mapping[str, NamedQuery]) -> None:
    """The shipped queries with their parameters."""
    rows = [
        (name, named.question, ", ".join(f"{p.name}={p.default}" for p in named.parameters))
        for name, named in sorted(queries.items())
    ]
    text_console().print(text_grid(["name", "question", "parameters"], rows))


def print_stats(stats: Stats) -> None:
    """What a graph holds."""
    console = text_console()
    console.print(
        f"{stats.documents} documents, {stats.triples} triples, "
        f"{stats.evidence} passages of evidence",
        style="bold",
    )
    kinds = {"entities": stats.entities, "facts": stats.facts, "modality": stats.modality}
    _print_beside(console, *(_counted(title, rows) for title, rows in kinds.items()))


def print_counts(stats: Stats) -> None:
    """What a graph holds, as CSV: kind, name, count."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("kind", "name", "count"))
    for kind, value in stats:
        named = value.items() if isinstance(value, dict) else [("", value)]
        writer.writerows((kind, name, count) for name, count in named)
