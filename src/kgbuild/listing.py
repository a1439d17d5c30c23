"""What people see of explanations and conflicts: statements with their quotes."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.padding import Padding
from rich.text import Text

from kgbuild.conflicts import Conflict
from kgbuild.display import text_console, text_grid
from kgbuild.exits import one_line
from kgbuild.explanation import Apart, Explanation, Name
from kgbuild.records import Record
from kgbuild.statements import Passage, Source, Statement

_COLUMNS = (
    *("conflict", "reason", "subject", "relation", "object", "modality", "date", "title"),
    *("confidence", "documents", "quote", "document", "publisher", "extractor", "speaker"),
)
_INDENT = 2

Line = tuple[int, str]
"""How deep a line stands, and what it says."""


def print_json(records: Iterable[Record]) -> None:
    """Print all that the records hold."""
    print(json.dumps([each.model_dump() for each in records], indent=2, ensure_ascii=False))


def print_explanations(explanations: Sequence[Explanation]) -> None:
    """Print each entity: its names and documents, then its facts by relation with their quotes."""
    console = text_console()
    for each in explanations:
        console.print(Text(one_line(f"{each.name} ({each.type})"), style="bold"))
        for depth, line in [(0, each.iri), *_about(each), *_facts(each)]:
            text = Text(one_line(line), style="" if depth else "cyan")
            console.print(Padding(text, (0, 0, 0, depth * _INDENT)))
        console.print()


def print_conflicts(conflicts: Sequence[Conflict]) -> None:
    """Print a table: a row for each passage of each statement."""
    console = text_console()
    rows = [row for conflict in conflicts for row in _conflict_rows(conflict)]
    console.print(text_grid(["conflict", "statement", "quote", "document"], rows))
    console.print(f"conflicts: {len(conflicts)}", style="dim")


def print_conflicts_csv(conflicts: Iterable[Conflict]) -> None:
    """Print a row for each passage of each statement, conflicts counted from 1."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for number, conflict in enumerate(conflicts, 1):
        for said in conflict.statements:
            fact = (said.subject.name, said.relation, said.object.name, said.modality)
            marks = (said.date, said.title, said.confidence, said.documents)
            writer.writerows(
                (number, conflict.reason, *fact, *marks, *_cells(passage))
                for passage in said.passages
            )


def _cells(passage: Passage) -> tuple[str | None, ...]:
    source = passage.document
    return passage.quote, source.path, source.publisher, passage.extractor, passage.speaker


def _about(each: Explanation) -> Iterator[Line]:
    """Give what is known of the entity but for its facts."""
    blocks = {
        "also called": map(_name, each.names),
        "documents": map(_source, each.documents),
        "same as": each.same_as,
        "lies in, by the gazetteer": each.lies_in,
        "kept apart": map(_apart, each.apart),
    }
    for title, lines in blocks.items():
        told = [(1, line) for line in lines]
        yield from [(0, title), *told] if told else []


def _name(name: Name) -> str:
    return ": ".join(filter(None, (name.name, "; ".join(name.reasons))))


def _source(source: Source) -> str:
    about = (source.path, source.title, source.publisher, source.issued)
    return "; ".join(filter(None, about))


def _apart(apart: Apart) -> str:
    return (
        f"{apart.name} from {apart.other}: {apart.reason}"
        if apart.other
        else (f"{apart.name}: {apart.reason}")
    )


def _facts(each: Explanation) -> Iterator[Line]:
    for relation, said in groupby(each.statements, key=lambda statement: statement.relation):
        yield 0, relation
        for statement in said:
            yield 1, _said(statement, "→")
            for quote, passages in _quotes(statement):
                yield 2, quote
                yield from ((3, _reading(passage)) for passage in passages)


def _said(statement: Statement, verb: str) -> str:
    """Write a statement: its ends, what is not plain about it, and how sure it is."""
    number = statement.documents
    parts = (
        f"{statement.subject.name} {verb} {statement.object.name}",
        "" if statement.modality == "Asserted" else statement.modality.lower(),
        statement.title,
        statement.date,
        f"confidence {statement.confidence:g}",
        f"{number} document{'s' if number != 1 else ''}",
    )
    return "; ".join(filter(None, parts))


def _quotes(statement: Statement) -> Iterator[tuple[str, list[Passage]]]:
    """Give each quote once, with all that read it so."""
    for _, same in groupby(statement.passages, key=lambda passage: passage.iri):
        passages = list(same)
        yield f"“{passages[0].quote}”", passages


def _reading(passage: Passage) -> str:
    source = passage.document
    speaker = f"said by {passage.speaker}" if passage.speaker else None
    return "; ".join(filter(None, (source.path, source.publisher, passage.extractor, speaker)))


def _conflict_rows(conflict: Conflict) -> Iterator[tuple[str, str, str, str]]:
    """Give a row for each quote; what stands above already is left out."""
    reason = conflict.reason
    for statement in conflict.statements:
        said = _said(statement, statement.relation)
        for quote, passages in _quotes(statement):
            yield reason, said, quote, "\n".join(map(_reading, passages))
            reason = said = ""
