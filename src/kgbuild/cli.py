"""The command line: one verb a task; nothing but argument handling and what people read.

Exit codes: 0 done, 2 wrong input or call, 1 our bug. Heavy imports stay inside the
commands, so that `--help` is instant.
"""

import sys
from io import TextIOWrapper
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from kgbuild import __version__
from kgbuild.delivery import export, load, serve
from kgbuild.exits import exit_code
from kgbuild.inspection import diff, explain, query, stats
from kgbuild.options import (
    Confidence,
    DecisionTable,
    Extractors,
    Gazetteer,
    License,
    Links,
    Model,
    Title,
    Workers,
)
from kgbuild.soundness import validate, verify

app = typer.Typer(
    name="kgbuild",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a character gets another in its place, not an error.
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; errors become one line on standard error."""
    given = arguments or ["--help"]
    return exit_code(lambda: app(given, prog_name="kgbuild", standalone_mode=False))


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"kgbuild {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Read news and press releases, write a knowledge graph with its evidence.

    Example: kgbuild build data/raw --out data/graph
    """


@app.command()
def build(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="Files and folders to read.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the graph goes.")],
    base: Annotated[
        str | None, typer.Option(metavar="IRI", help="Start of the IRI of every node.")
    ] = None,
    model: Model = None,
    extractor: Extractors = None,
    min_confidence: Confidence = None,
    gazetteer: Gazetteer = True,
    title: Title = None,
    license: License = None,
    links: Links = None,
    decisions: DecisionTable = None,
    workers: Workers = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no summary.")] = False,
) -> None:
    """Build the graph of texts: Turtle, N-Quads, GraphML.

    Example: kgbuild build data/raw --out data/graph
    """
    from kgbuild.arguments import configuration
    from kgbuild.display import print_summary, progress_bar
    from kgbuild.pipeline import FILES
    from kgbuild.pipeline import build as build_folder

    started = perf_counter()
    config = configuration(
        base=base,
        model=model,
        extractors=extractor,
        min_confidence=min_confidence,
        gazetteer=gazetteer,
        title=title,
        license=license,
    )
    with progress_bar(quiet=quiet) as progress:
        graph = build_folder(
            inputs,
            out,
            config=config,
            links=links,
            decisions=decisions,
            workers=workers,
            progress=progress,
        )
    if not quiet:
        print_summary(graph, out, seconds=perf_counter() - started, files=FILES)


for look in (verify, validate, query, explain, stats, diff):
    app.command()(look)
for hand_on in (export, load, serve):
    app.command()(hand_on)


@app.command()
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="A folder of gold annotation, NAME.json.")
    ],
    texts: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the texts are, if not in GOLD_DIR/../texts."),
    ] = None,
    model: Model = None,
    extractor: Extractors = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List what was missed and what is wrong.")
    ] = False,
    json: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write all figures there too.")
    ] = None,
) -> None:
    """Build each annotated document alone and score it, beside the rules and chance.

    Example: kgbuild evaluate gold --texts articles --errors
    """
    from kgbuild.arguments import configuration
    from kgbuild.benchmark import benchmark
    from kgbuild.display import progress_bar
    from kgbuild.gold import load_gold
    from kgbuild.scoreboard import print_mistakes, print_scores, report_json

    cases = load_gold(gold, texts=texts)
    with progress_bar(quiet=False) as progress:
        config = configuration(model=model, extractors=extractor)
        report = benchmark(cases, config=config, progress=progress)
    if errors:
        print_mistakes(report.mistakes)
    print_scores(report)
    if json:
        json.write_text(report_json(report), encoding="utf-8")
