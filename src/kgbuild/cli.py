"""The command line: one verb a task; nothing but argument handling and what people read.

Exit codes: 0 done, 2 wrong input or call, 1 our bug. Heavy imports stay inside the
commands, so that `--help` is instant.
"""

import os
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import Annotated

import click
import typer

from kgbuild import __version__
from kgbuild.errors import GraphError, KgbuildError, OptionError

app = typer.Typer(
    name="kgbuild",
    help="Read news and press releases, write a knowledge graph with its evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


GraphFolder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `build` wrote.")]


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; errors become one line on standard error."""
    try:
        code = app(arguments, prog_name="kgbuild", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _failed("stopped", 130)
    except KgbuildError as error:
        return _failed(f"error: {error}", 2)
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted; Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("KGBUILD_DEBUG"):
            traceback.print_exc()
        return _failed(
            f"internal error: {type(error).__name__}: {error}. This is a bug in kgbuild; run again "
            "with KGBUILD_DEBUG=1 to see where, and please report it.",
            1,
        )
    return code if isinstance(code, int) else 0


def _failed(text: str, code: int) -> int:
    print(f"kgbuild: {text}", file=sys.stderr)
    return code


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kgbuild {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Read news and press releases, write a knowledge graph with its evidence."""


@app.command()
def build(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="Files and folders to read.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the graph goes.")],
    base: Annotated[
        str | None, typer.Option(metavar="IRI", help="Start of the IRI of every node.")
    ] = None,
    model: Annotated[
        str, typer.Option(metavar="NAME", help="`rules`, or an installed spaCy pipeline.")
    ] = "rules",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no summary.")] = False,
) -> None:
    """Build the graph of texts: Turtle, N-Quads, GraphML.

    Example: kgbuild build data/raw --out data/graph
    """
    from kgbuild.config import Config
    from kgbuild.display import print_summary, progress_bar
    from kgbuild.iris import DEFAULT_BASE
    from kgbuild.pipeline import build as build_folder

    started = perf_counter()
    config = Config(base=base or DEFAULT_BASE, model=model)
    with progress_bar(quiet=quiet) as progress:
        graph = build_folder(inputs, out, config=config, progress=progress)
    if not quiet:
        print_summary(graph, out, seconds=perf_counter() - started)


@app.command()
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
    from kgbuild.pipeline import read_all
    from kgbuild.read import find
    from kgbuild.verify import verify as mismatches_of

    run_ = load_run(directory)
    roots = source or [directory / root for root in run_.sources]
    sources, _ = find(roots)
    documents, _ = read_all(sources, config=run_.options)
    changed = changed_files(directory, run_)
    mismatches = mismatches_of(directory, documents)
    for mismatch in mismatches:
        print(f"{mismatch.path or mismatch.document}: {mismatch.what}")
    for name in changed:
        print(f"{name}: not the file that the build wrote")
    if mismatches or changed:
        count = len(mismatches) + len(changed)
        raise GraphError(
            f"{directory} does not match its sources: {count} mismatches. "
            "Build it again, or name the right texts with --source."
        )
    print(f"{directory}: every quote, offset and sha256 matches {len(run_.inputs)} documents")


@app.command()
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
    list_: Annotated[bool, typer.Option("--list", help="List the shipped queries.")] = False,
) -> None:
    """Ask a graph in SPARQL, or with a query that ships with kgbuild.

    Examples: kgbuild query data/graph partners -p name="BMW Group";
    kgbuild query data/graph 'SELECT ?s ?o { ?s kg:locatedIn ?o }'
    """
    from kgbuild import store
    from kgbuild.display import print_queries, print_rows
    from kgbuild.queries import named_queries

    if list_:
        print_queries(named_queries())
        return
    text = _query_text(sparql, file, parameter or [])
    graph = store.load(directory)
    if format_ is Format.TABLE:
        print_rows(store.query(graph, text))
    else:
        sys.stdout.buffer.write(store.serialize(graph, text, format=format_.value))
        sys.stdout.flush()


def _query_text(sparql: str | None, file: Path | None, parameters: list[str]) -> str:
    """The query to run, from the argument, a file or the shipped ones."""
    from kgbuild.queries import fill, named_queries

    if (sparql is None) == (file is None):
        raise OptionError("give one query: SPARQL, the name of a shipped query, or --file FILE.rq")
    if file is not None:
        try:
            return file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise OptionError(f"cannot read the query in {file}: {error}") from error
    named = named_queries().get(sparql or "")
    if named is None:
        if parameters:
            raise OptionError("--param goes with a shipped query: see `kgbuild query DIR --list`")
        return sparql or ""
    pairs = [p.partition("=") for p in parameters]
    if any(not sign for _, sign, _ in pairs):
        raise OptionError("write parameters as NAME=VALUE, such as -p name=Siemens")
    return fill(named, {name: value for name, _, value in pairs})


@app.command()
def stats(
    directory: GraphFolder,
    format_: Annotated[Format, typer.Option("--format", help="`table` or `json`.")] = Format.TABLE,
) -> None:
    """Count what a graph holds.

    Example: kgbuild stats data/graph
    """
    from kgbuild import store
    from kgbuild.display import print_stats
    from kgbuild.stats import stats as stats_of

    counted = stats_of(store.load(directory))
    if format_ is Format.JSON:
        print(counted.model_dump_json(indent=2))
    elif format_ is Format.CSV:
        raise OptionError("stats prints a table or JSON: use --format table or --format json")
    else:
        print_stats(counted)
