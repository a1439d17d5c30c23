"""What people see: progress while a command runs, tables after it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table as Grid

from kgbuild.folder import counts
from kgbuild.queries import NamedQuery
from kgbuild.records import Graph
from kgbuild.stats import Stats
from kgbuild.store import Table

_MOST_REASONS = 6
Counts = Mapping[str, Mapping[str, int]]


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on standard error where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns,
        TextColumn("[dim]{task.fields[name]}", markup=True),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    ) as bar:
        task = bar.add_task("reading", total=None, name="")

        def update(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name.replace("[", r"\[")[-40:])

        yield update


def print_summary(graph: Graph, out: Path, *, seconds: float) -> None:
    """What a build found, what it left out, and where the files are."""
    console = Console()
    totals = counts(graph)
    console.print(
        f"[bold]{len(graph.documents)}[/] documents, [bold]{len(graph.entities)}[/] entities, "
        f"[bold]{len(graph.facts)}[/] facts in {seconds:.1f} s"
    )
    left, right = _grid("entities", totals["entities"]), _facts_grid(graph)
    both = Grid.grid(padding=(0, 4))
    both.add_row(left, right)
    console.print(both)
    _print_left_out(console, graph, totals)
    console.print(
        f"written to [bold]{escape(str(out))}[/]: graph.ttl, graph.nq, graph.graphml, rejected.jsonl, run.json"
    )


def _grid(title: str, rows: Mapping[str, int]) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD)
    grid.add_column(title)
    grid.add_column("", justify="right")
    for name, count in sorted(rows.items(), key=lambda row: (-row[1], row[0])):
        grid.add_row(escape(name), str(count))
    return grid


def _facts_grid(graph: Graph) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD)
    grid.add_column("facts")
    for name in ("asserted", "planned", "reported", "denied"):
        grid.add_column(name, justify="right")
    by_relation: dict[str, Counter[str]] = {}
    for fact in graph.facts:
        by_relation.setdefault(fact.relation, Counter())[fact.modality.lower()] += 1
    for relation, row in sorted(by_relation.items(), key=lambda r: (-r[1].total(), r[0])):
        cells = [row[name] for name in ("asserted", "planned", "reported", "denied")]
        grid.add_row(relation, *(str(cell) if cell else "[dim]-[/]" for cell in cells))
    return grid


def _print_left_out(
    console: Console, graph: Graph, totals: Mapping[str, Mapping[str, int]]
) -> None:
    for note, count in totals["notes"].items():
        console.print(f"[yellow]note[/] {count} documents: {escape(note)}")
    for skip in graph.skips[:_MOST_REASONS]:
        console.print(f"[yellow]skipped[/] {escape(skip.path)}: {escape(skip.reason)}")
    if len(graph.skips) > _MOST_REASONS:
        console.print(f"[yellow]skipped[/] {len(graph.skips) - _MOST_REASONS} more inputs")
    reasons = sorted(totals["rejected"].items(), key=lambda r: (-r[1], r[0]))
    for reason, count in reasons[:_MOST_REASONS]:
        console.print(f"[yellow]rejected[/] {count} claims: {escape(reason)}")
    rest = sum(count for _, count in reasons[_MOST_REASONS:])
    if rest:
        console.print(f"[yellow]rejected[/] {rest} more claims: see rejected.jsonl")


def print_rows(table: Table) -> None:
    """The rows of a query."""
    console = Console()
    grid = Grid(box=box.SIMPLE_HEAD)
    for column in table.columns:
        grid.add_column(escape(column), overflow="fold")
    for row in table.rows:
        grid.add_row(*(escape(cell) for cell in row))
    console.print(grid)
    console.print(f"[dim]{len(table.rows)} rows[/]")


def print_queries(queries: Mapping[str, NamedQuery]) -> None:
    """The shipped queries with their parameters."""
    console = Console()
    grid = Grid(box=box.SIMPLE_HEAD)
    for column in ("name", "question", "parameters"):
        grid.add_column(column, overflow="fold")
    for name, named in sorted(queries.items()):
        parameters = ", ".join(f"{p.name}={p.default}" for p in named.parameters)
        grid.add_row(name, escape(named.question), escape(parameters))
    console.print(grid)


def print_stats(stats: Stats) -> None:
    """What a graph holds."""
    console = Console()
    console.print(
        f"[bold]{stats.documents}[/] documents, [bold]{stats.triples}[/] triples, "
        f"[bold]{stats.evidence}[/] passages of evidence"
    )
    both = Grid.grid(padding=(0, 4))
    both.add_row(
        _grid("entities", stats.entities),
        _grid("facts", stats.facts),
        _grid("modality", stats.modality),
    )
    console.print(both)
