"""The commands that check a built graph: verify.

As in `cli`, which registers them, heavy imports stay inside.
"""

from pathlib import Path
from typing import Annotated

import typer

from kgbuild.errors import GraphError
from kgbuild.exits import one_line
from kgbuild.options import GraphFolder


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
