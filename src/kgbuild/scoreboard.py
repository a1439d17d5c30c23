"""A report on quality, for people and for programs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rich import box
from rich.table import Table

from kgbuild.display import text_console
from kgbuild.exits import one_line
from kgbuild.gold import GOLD_RELATIONS
from kgbuild.scores import Counts, Mistake, Report, Scores

_LONGEST_QUOTE = 300
_NO_SHARES = ("-", "-", "-")
_NOTE = "random: the same entities, as many facts drawn from pairs that share a sentence"


def print_scores(report: Report) -> None:
    """Print a table: what was measured a row, precision, recall and F1 of each system beside."""
    console = text_console()
    options = report.config
    console.print(
        f"{report.documents} documents, model {one_line(options.model)}, "
        f"extractors {one_line(', '.join(options.extractors))}",
        style="bold",
    )
    console.print(_grid(report))
    console.print(_NOTE, style="dim")


def print_mistakes(mistakes: Iterable[Mistake]) -> None:
    """Print each mistake in a line that a terminal can take: document, kind, what, quote."""
    for each in mistakes:
        quote = one_line(each.quote)
        cut = f"{quote[:_LONGEST_QUOTE]} …" if len(quote) > _LONGEST_QUOTE else quote
        line = one_line(f"{each.document}: {each.kind}: {each.what}")
        print(f"{line}: “{cut}”" if cut else line)


def report_json(report: Report) -> str:
    """Give all that the report holds; counts with their precision, recall and F1 to four digits."""
    rules = {"rules": _scores(report.rules)} if report.rules else {}
    content = {
        "documents": report.documents,
        "model": report.config.model,
        "extractors": report.config.extractors,
        **_scores(report.scores),
        "baselines": {**rules, "random": _scores(report.random)},
        "mistakes": [each.model_dump() for each in report.mistakes],
    }
    return json.dumps(content, indent=1) + "\n"


def _scores(scores: Scores) -> dict[str, object]:
    accuracy = {"type_accuracy": round(scores.type_accuracy, 4)}
    return {
        "entities": _counts(scores.entities) | accuracy,
        "core": _counts(scores.core),
        "extended": _counts(scores.extended),
        "all": _counts(scores.all),
        "relations": {name: _counts(counts) for name, counts in scores.relations.items()},
    }


def _counts(counts: Counts) -> dict[str, float]:
    return counts.shares() | counts.model_dump()


def _grid(report: Report) -> Table:
    """The systems side by side; the rules once, also where they are what was asked for."""
    systems = {"rules": report.scores}
    if report.rules:
        systems = {"system": report.scores, "rules": report.rules}
    grid = Table(box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    heads = [head for name in (*systems, "random") for head in (f"{name}\nP", "\nR", "\nF1")]
    grid.add_column("\n", no_wrap=True)
    for head in ("\ngold", *heads):
        grid.add_column(head, justify="right", no_wrap=True)
    for row in _rows(list(systems.values()), report.random):
        grid.add_row(*row)
    return grid


def _rows(systems: Sequence[Scores], random: Scores) -> Iterator[tuple[str, ...]]:
    """Rows of cells; the random facts have no entities of their own."""
    entities = [each.entities for each in systems]
    yield "entities", _gold(entities), *_shares(entities), *_NO_SHARES
    accuracies = (("", "", f"{each.type_accuracy:.3f}") for each in systems)
    yield "type accuracy", "", *chain.from_iterable(accuracies), *_NO_SHARES
    every = (*systems, random)
    for label, counts in (
        ("core facts", [each.core for each in every]),
        ("extended facts", [each.extended for each in every]),
        ("all facts", [each.all for each in every]),
    ):
        yield label, _gold(counts), *_shares(counts)
    for name in GOLD_RELATIONS:
        if any(name in each.relations for each in every):
            counts = [each.relations.get(name, Counts()) for each in every]
            yield f"  {name}", _gold(counts), *_shares(counts)


def _gold(counts: Sequence[Counts]) -> str:
    """How many there are to find: the same for all systems."""
    return str(max(each.tp + each.fn for each in counts))


def _shares(counts: Iterable[Counts]) -> Iterator[str]:
    for each in counts:
        yield from (f"{share:.3f}" for share in each.shares().values())
