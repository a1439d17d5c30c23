"""The commands that look at built graphs: query, explain, stats, diff.

As in `cli`, which registers them, heavy imports stay inside.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgbuild.errors import OptionError
from kgbuild.options import Format, GraphFolder, NestedFormat

if TYPE_CHECKING:
    from kgbuild.store import Store


class _DiffFormat(StrEnum):
    """How a difference is printed."""

    TEXT = "text"
    JSON = "json"
    PATCH = "patch"


def _print_queries(wanted: bool) -> None:
    if wanted:
        from kgbuild.display import print_queries
        from kgbuild.queries import named_queries

        print_queries(named_queries())
        raise typer.Exit


def query(
    directory: GraphFolder,
    sparql: Annotated[
        str | None,
        typer.Argument(metavar="SPARQL", help="The query, or a shipped one's name."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", metavar="FILE.rq", help="A file with the query.")
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="For a shipped query."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How rows are printed.")] = (
        Format.TABLE
    ),
    list_: Annotated[
        bool,
        typer.Option(
            "--list", callback=_print_queries, is_eager=True, help="List the shipped queries."
        ),
    ] = False,
) -> None:
    """Ask a graph in SPARQL, or with a query that ships with kgbuild.

    Examples: kgbuild query data/graph partners -p name="BMW Group";
    kgbuild query data/graph 'SELECT ?s ?o { ?s kg:locatedIn ?o }'
    """
    from kgbuild import store
    from kgbuild.arguments import query_text
    from kgbuild.display import print_rows

    text = query_text(sparql, file, parameter or [])
    graph = store.load(directory)
    if format_ is Format.TABLE:
        print_rows(store.query(graph, text))
    else:
        sys.stdout.flush()
        as_format: store.Format = "csv" if format_ is Format.CSV else "json"
        sys.stdout.buffer.write(store.serialize(graph, text, format=as_format))


def explain(
    directory: GraphFolder,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Any name of an entity, or its id or IRI.")
    ],
    format_: Annotated[NestedFormat, typer.Option("--format", help="How it is printed.")] = (
        NestedFormat.TABLE
    ),
) -> None:
    """Show what a name means: all names with why they joined, facts and quotes.

    Example: kgbuild explain data/graph "BMW Group"
    """
    from kgbuild import store
    from kgbuild.explanation import explain as explanations_of
    from kgbuild.explanation import similar_names
    from kgbuild.folder import kept_apart
    from kgbuild.listing import print_explanations, print_json

    graph = store.load(directory)
    found = explanations_of(graph, name, rejections=kept_apart(directory))
    if not found:
        similar = ", ".join(similar_names(graph, name)) or "none"
        raise OptionError(f"{directory} holds nothing called {name!r}; similar names: {similar}")
    if format_ is NestedFormat.JSON:
        print_json(found)
    else:
        print_explanations(found)


def stats(
    directory: GraphFolder,
    format_: Annotated[Format, typer.Option("--format", help="How counts are printed.")] = (
        Format.TABLE
    ),
    conflicts: Annotated[
        bool,
        typer.Option("--conflicts", help="List what cannot easily hold together instead."),
    ] = False,
) -> None:
    """Count what a graph holds, or list its conflicts.

    Example: kgbuild stats data/graph
    """
    from kgbuild import store
    from kgbuild.display import print_counts, print_stats
    from kgbuild.stats import stats as stats_of

    graph = store.load(directory)
    if conflicts:
        _print_conflicts(graph, format_)
        return
    counted = stats_of(graph)
    if format_ is Format.JSON:
        print(counted.model_dump_json(indent=2))
    elif format_ is Format.CSV:
        print_counts(counted)
    else:
        print_stats(counted)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A folder that `build` wrote.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another that it wrote later.")],
    format_: Annotated[
        _DiffFormat,
        typer.Option("--format", help="Text, JSON, or an RDF Patch that turns OLD into NEW."),
    ] = _DiffFormat.TEXT,
) -> None:
    """Show what a newer graph says otherwise: entities and facts added, removed, changed.

    Facts are the same if subject, relation and object are. Their confidence has changed if it is
    low (below 0.6), medium, or high (from 0.85) and was another of these.

    Example: kgbuild diff data/yesterday data/today
    """
    from kgbuild.changes import as_json, lines
    from kgbuild.difference import difference
    from kgbuild.export.patch import patch
    from kgbuild.nodes import read_quads
    from kgbuild.restoration import restore

    if format_ is _DiffFormat.PATCH:
        sys.stdout.flush()
        sys.stdout.buffer.write(patch(read_quads(old), read_quads(new)))
        return
    before, after = (restore(read_quads(folder)).graph for folder in (old, new))
    found = difference(before, after)
    if format_ is _DiffFormat.JSON:
        print(as_json(found, before, after))
    else:
        print("\n".join(lines(found, before, after)))


def _print_conflicts(graph: "Store", format_: Format) -> None:
    from kgbuild.conflicts import conflicts as conflicts_of
    from kgbuild.listing import print_conflicts, print_conflicts_csv, print_json
    from kgbuild.ontology import load_ontology
    from kgbuild.statements import statements

    found = conflicts_of(statements(graph), ontology=load_ontology())
    if format_ is Format.JSON:
        print_json(found)
    elif format_ is Format.CSV:
        print_conflicts_csv(found)
    else:
        print_conflicts(found)
