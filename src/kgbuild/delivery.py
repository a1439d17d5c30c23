"""The commands that hand a built graph on: to files, to stores, to whoever asks over HTTP.

As in `cli`, which registers them, heavy imports stay inside.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgbuild.errors import OptionError
from kgbuild.options import GraphFolder

if TYPE_CHECKING:
    from kgbuild.transfer.stores import Preset


def export(
    directory: GraphFolder,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help="turtle, turtle-star (RDF 1.2), nquads, ntriples, trig, jsonld, graphml; csv "
            "(Neo4j), parquet: these are folders.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="PATH",
            help="A file or, for csv and parquet, a folder; - is standard output.",
        ),
    ] = None,
) -> None:
    """Write a built graph in another format, without reading the texts again.

    Examples: kgbuild export data/graph --format jsonld --out graph.jsonld;
    kgbuild export data/graph --format csv --out neo4j-import
    """
    from kgbuild.export.files import deliver
    from kgbuild.export.formats import Source, format_called

    deliver(Source(directory), format_called(format_), out)


def load(
    directory: GraphFolder,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="Where the store answers.")],
    preset: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Which store it is: fuseki, graphdb, virtuoso, blazegraph, oxigraph, qlever, "
            "stardog, neptune, or any by protocol: gsp, update.",
        ),
    ] = "gsp",
    graph: Annotated[
        str | None,
        typer.Option(
            metavar="IRI", help="One graph for all; `default` for the default graph, unnamed."
        ),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option(metavar="URL", help="What counts, where the preset does not know."),
    ] = None,
    batch: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Triples in a request.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Empty the graphs written to before.")
    ] = False,
) -> None:
    """Load a graph into a running triple store and count what arrived.

    A user and password come from KGBUILD_STORE_USER and KGBUILD_STORE_PASSWORD, or a token from
    KGBUILD_STORE_TOKEN.

    Example: kgbuild load data/graph --to http://localhost:3030/kg --preset fuseki
    """
    import os

    from kgbuild import transfer
    from kgbuild.display import progress_bar
    from kgbuild.folder import N_QUADS
    from kgbuild.transfer import stores
    from kgbuild.transfer.batches import placing

    store = stores.preset(preset)
    endpoints = stores.endpoints(store, to, query=query)
    credentials = stores.credentials(os.environ)
    rest = _home_of_the_rest(directory, store, graph)
    with (
        transfer.connect(store.auth, credentials) as client,
        progress_bar(quiet=False, doing="sending") as progress,
    ):
        loaded = transfer.load(
            directory / N_QUADS,
            client=client,
            endpoints=endpoints,
            place=placing(graph, rest=rest),
            batch=batch or store.batch,
            replace=replace,
            sleep=_wait,
            progress=progress,
        )
    print(transfer.outcome(loaded))
    if rest:
        print(f"what no single document says is in the graph {rest}")


def _home_of_the_rest(directory: Path, store: "Preset", graph: str | None) -> str | None:
    """Name the graph for what is in no named graph, if the store has no default graph for it."""
    from kgbuild.folder import load_run

    if graph == "default" and not store.default_graph:
        raise OptionError(
            f"{store.title} has no default graph of its own: name one with --graph IRI, or leave "
            "--graph out"
        )
    return None if store.default_graph or graph is not None else load_run(directory).options.base


def _wait(seconds: float) -> None:
    import sys
    from time import sleep

    print(f"kgbuild: the store is not ready, trying again in {seconds:g} s", file=sys.stderr)
    sleep(seconds)


def serve(
    directory: GraphFolder,
    host: Annotated[
        str, typer.Option(metavar="HOST", help="Where it listens; 0.0.0.0 lets others in.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="0 takes one that is free.")
    ] = 8765,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="Longest that a query may run.")
    ] = 30.0,
    max_bytes: Annotated[
        int, typer.Option(min=1000, metavar="N", help="Most bytes of an answer.")
    ] = 50_000_000,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Queries that run side by side; one for each core if not said."
        ),
    ] = None,
    in_memory: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="MB",
            help="A graph.nq below this size is read into the memory of each worker, up to four "
            "times its size: answers come some five times sooner than from disk.",
        ),
    ] = 50,
    cors: Annotated[
        str | None,
        typer.Option(metavar="ORIGIN", help="Lets web pages of this origin ask; * for all."),
    ] = None,
) -> None:
    """Answer SPARQL over HTTP, reading only, with a page to ask from.

    Example: kgbuild serve data/graph --port 8765
    """
    from kgbuild.server import serve as serve_folder

    serve_folder(
        directory,
        host=host,
        port=port,
        workers=workers,
        timeout=timeout,
        max_bytes=max_bytes,
        in_memory=in_memory * 1_000_000,
        cors=cors,
        ready=lambda address: print(
            f"{directory}: a page at {address}, SPARQL at {address}sparql; Ctrl-C ends it",
            flush=True,
        ),
    )
