"""The commands that check a built graph: verify against its sources, validate against shapes.

As in `cli`, which registers them, heavy imports stay inside.
"""

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgbuild.errors import GraphError
from kgbuild.exits import one_line
from kgbuild.options import GraphFolder, NestedFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgbuild.validation import Violation

_MOST_LINES = 20
_SLOW = 30_000
"""Triples beyond which SHACL takes more than some seconds."""


def verify(
    directory: GraphFolder,
    source: Annotated[
        list[Path] | None,
        typer.Option("--source", metavar="PATH", help="Where the texts are now, if they moved."),
    ] = None,
) -> None:
    """Read the sources again and check every quote, offset and sha256 of a graph.

    Example: kgbuild verify data/graph
    """
    from kgbuild.folder import changed_files, load_run
    from kgbuild.pipeline import read_again
    from kgbuild.verify import verify as mismatches_of

    record = load_run(directory)
    documents = read_again(record, directory, sources=source)
    wrong = [f"{m.path}: {m.what}" for m in mismatches_of(directory, documents)]
    changed = changed_files(directory, record)
    wrong += [f"{directory / name}: not the file that the build wrote" for name in changed]
    for line in wrong:
        print(one_line(line))
    if wrong:
        raise GraphError(
            f"{directory} does not match its sources (mismatches: {len(wrong)}). "
            "Build it again, or name the right texts with --source."
        )
    print(f"{directory}: every quote, offset and sha256 matches (documents: {len(record.inputs)})")


def validate(
    directory: GraphFolder,
    shapes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="SHACL shapes of your own, in place of those that ship."),
    ] = None,
    format_: Annotated[NestedFormat, typer.Option("--format", help="How it is printed.")] = (
        NestedFormat.TABLE
    ),
) -> None:
    """Check a graph against SHACL shapes: those that ship, or your own.

    Examples: kgbuild validate data/graph; kgbuild validate data/graph --shapes my-shapes.ttl
    """
    from kgbuild.listing import print_json
    from kgbuild.validation import read_graph, read_shapes, violations

    rules = read_shapes(shapes)
    graph = read_graph(directory)
    if (size := len(graph)) > _SLOW:
        about = f"{size:,} triples: SHACL takes 10 to 20 seconds for each 100,000"
        print(f"kgbuild: note: {about}", file=sys.stderr)
    found = violations(graph, rules)
    if format_ is NestedFormat.JSON:
        print_json(found)
    else:
        _print_violations(found)
    if wrong := sum(each.severity == "violation" for each in found):
        raise GraphError(
            f"{directory} does not conform to {shapes or 'the shapes that ship'} "
            f"(violations: {wrong}). "
            + ("Correct the graph or the shapes." if shapes else "Build it again.")
        )
    if format_ is NestedFormat.TABLE:
        print(f"{directory}: conforms to {shapes or 'the shapes that ship'} (triples: {size})")


def _print_violations(found: "Sequence[Violation]") -> None:
    """Print what each shape objects to: its message, then the nodes, not more than some."""
    for (severity, message), same in groupby(found, key=lambda each: (each.severity, each.message)):
        nodes = list(same)
        print(one_line(f"{severity}: {message} ({len(nodes)})"))
        for each in nodes[:_MOST_LINES]:
            seen = " ".join(part for part in (each.path, each.value) if part)
            told = f"{each.name} <{each.node}>{': ' if seen else ''}{seen}"
            print(f"  {one_line(told)}")
        if (more := len(nodes) - _MOST_LINES) > 0:
            print(f"  and {more} more")
        print()
