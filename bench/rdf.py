"""Storing and asking: loading, Turtle, the named queries, many clients, shapes.

    python bench/rdf.py [--triples N] [--seconds S] [--clients C] [--only PART]... [--json PATH]

A graph of about N triples (a million by default) is made by seeded chance (`synthetic.py`) and
written by the exporters of the build. rdflib is given 100,000 triples at most, since a million
take it minutes. Ratios hold on any machine, seconds on this one only.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench import asking, storing
from bench.measuring import Figure, Graphs, Part, fresh

PARTS: dict[str, Part] = {
    "load": storing.loading,
    "turtle": storing.turtle,
    "queries": asking.queries,
    "clients": asking.clients,
    "shapes": storing.shapes,
}
_SAMPLE = 100_000


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--triples", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--seconds", type=float, default=60, help="how long clients ask")
    parser.add_argument("--clients", type=int, default=50, help="how many ask at once")
    parser.add_argument("--only", action="append", choices=PARTS, help="may be repeated")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the figures here too")
    options = parser.parse_args()
    wanted = options.only or list(PARTS)
    with tempfile.TemporaryDirectory(prefix="kgbuild-bench-") as folder:
        graphs = make_graphs(Path(folder), options.triples)
        figures = [size(graphs)]
        for part in wanted:
            print(f"{part} ...", file=sys.stderr)
            figures += PARTS[part](graphs, options)
    show(figures)
    if left_out := [part for part in PARTS if part not in wanted]:
        print(f"not measured, as --only says: {', '.join(left_out)}")
    if options.json:
        rows = [figure._asdict() for figure in figures]
        options.json.write_text(json.dumps(machine() | {"figures": rows}, indent=1) + "\n", "utf-8")
    return 0


def make_graphs(folder: Path, triples: int) -> Graphs:
    """Make the graph, a tenth of it, and what rdflib is given."""
    sizes = triples, max(triples // 10, 1), min(triples, _SAMPLE)
    made = {}
    for number in dict.fromkeys(sizes):
        print(f"making about {number:,} triples ...", file=sys.stderr)
        made[number] = fresh(storing.make, folder / str(number), number)
    whole, tenth, sample = (made[number] for number in sizes)
    return Graphs(whole, tenth, sample, folder / "cache")


def size(graphs: Graphs) -> Figure:
    made = graphs.whole
    megabytes = (made.path / "graph.nq").stat().st_size / 1e6
    what = f"documents {made.documents:,}, entities {made.entities:,}, facts {made.facts:,}"
    return Figure("graph", what, f"{made.triples:,} triples, graph.nq {megabytes:.0f} MB")


def machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "pyoxigraph": pyoxigraph.__version__,
    }


def show(figures: Sequence[Figure]) -> None:
    table = Table("", "figure", "value", "target", "met")
    for each in figures:
        met = "" if each.met is None else "yes" if each.met else "NO"
        table.add_row(each.part, each.what, each.value, each.target, met)
    Console(width=None if sys.stdout.isatty() else 130).print(table)


if __name__ == "__main__":
    sys.exit(main())
