"""Named queries -> Markdown: `docs/sparql.md`, with answers from an example graph.

To write the page anew: make graph && python -m kgbuild.cookbook data/graph > docs/sparql.md
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from textwrap import shorten

from kgbuild.iris import NAMESPACES
from kgbuild.queries import NamedQuery, Parameter
from kgbuild.store import Store, Table, load, query

_WHOLE = 8
"""Answers of up to so many rows are shown whole, of longer ones the first few."""
_FIRST = 4
_WIDEST = 70
_COMMENTS = re.compile(r"\A(?:#.*\n)+\n*")


def cookbook(queries: Mapping[str, NamedQuery], example: Store) -> str:
    """Write the page, with the answers that the queries give on an example graph."""
    introduction = files("kgbuild") / "data" / "queries" / "introduction.md"
    parts = [
        introduction.read_text(encoding="utf-8"),
        _contents(queries),
        _prefixes(),
        *(_recipe(named, query(example, named.sparql)) for named in queries.values()),
    ]
    return "\n".join(parts)


def _contents(queries: Mapping[str, NamedQuery]) -> str:
    rows = [(f"[{name}](#{name})", named.question) for name, named in queries.items()]
    return _lines(["## The queries", "", *_grid(("query", "question"), rows)])


def _prefixes() -> str:
    declared = (f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in NAMESPACES.items())
    return _lines(["## Prefixes", "", "```sparql", *declared, "```"])


def _recipe(named: NamedQuery, answer: Table) -> str:
    sparql = _COMMENTS.sub("", named.sparql).rstrip()
    lines = [
        f"## {named.name}",
        "",
        f"**{named.title}.** {named.question}",
        "",
        *_parameters(named.parameters),
        *("```sparql", sparql, "```", ""),
        *_answer(answer),
    ]
    return _lines(lines)


def _parameters(parameters: Sequence[Parameter]) -> Iterator[str]:
    if parameters:
        rows = [(f"`{each.name}`", each.default, each.description) for each in parameters]
        yield from _grid(("parameter", "default", "meaning"), rows)
        yield ""


def _answer(table: Table) -> Iterator[str]:
    count = len(table.rows)
    if not count:
        yield "No rows in the graph of `data/raw`."
        return
    shown = table.rows if count <= _WHOLE else table.rows[:_FIRST]
    several = "row" if count == 1 else "rows"
    more = "" if len(shown) == count else f", the first {len(shown)}"
    yield f"In the graph of `data/raw`: {count} {several}{more}."
    yield ""
    yield from _grid(table.columns, [[_short(cell) for cell in row] for row in shown])


def _grid(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(columns)
    yield _row(["---"] * len(columns))
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _short(text: str) -> str:
    return shorten(text, _WIDEST, placeholder=" …")


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    from kgbuild.queries import named_queries

    if len(sys.argv) != 2:
        sys.exit("usage: python -m kgbuild.cookbook DIR, the graph of data/raw")
    print(cookbook(named_queries(), load(Path(sys.argv[1]))), end="")
