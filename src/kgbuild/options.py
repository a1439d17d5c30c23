"""The arguments and options of the command line that carry more than a line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class NestedFormat(StrEnum):
    """How that is printed which does not fit in rows."""

    TABLE = "table"
    JSON = "json"


GraphFolder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `build` wrote.")]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="What finds names: `kgbuild`, `rules`, or an installed spaCy pipeline.",
    ),
]
Extractors = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="What finds facts: `model`, `patterns`; may be given twice."),
]
Confidence = Annotated[
    float | None,
    typer.Option(metavar="0-1", help="Least confidence of a fact's passage; by default as tuned."),
]
Gazetteer = Annotated[
    bool,
    typer.Option(" /--no-gazetteer", help="Do not add in which state and country places lie."),
]
Title = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What the graph is called in its description.")
]
License = Annotated[
    str | None,
    typer.Option(metavar="IRI", help="Web address of the licence under which you give it away."),
]
Links = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.csv", help="Names and their Wikidata items: name,QID or name,QID,type."
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes that read side by side; the graph is one."),
]
DecisionTable = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        metavar="FILE.csv",
        help="Rows same,A,B or different,A,B or rename,A,B: they outrank every score.",
    ),
]
