"""Dates on annotated documents, each built alone: publication, `announced_on`, dates of deals.

    python bench/dates.py [--data DIR] [--gold DIR --texts DIR] [--errors]

DIR (default: `../shared` beside the repository) holds `eval/gold/seeds` with `seeds`, and
`data/kgnews`. What is not there is skipped, and said so. Of `kgnews` every fourth document, which
the shipped model has not seen, is counted apart.

- publication: found to the gold's precision or finer; where the gold has none, any date is wrong.
- deals: of the partnerships, takeovers and investments that the gold asserts and dates, those that
  are found, and those found with its date, as precise or finer; beside them what we date of those
  that the gold leaves without a date.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kgbuild.benchmark import build_case
from kgbuild.config import Config
from kgbuild.evaluate import evaluate
from kgbuild.gold import Case, GoldFact, load_gold
from kgbuild.pipeline import Tools, load_tools
from kgbuild.records import Fact, Graph
from kgbuild.scores import Counts, added

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.gold_sets import gold_options, gold_sets

DEALS = ("partners_with", "acquires", "invests_in")


class Told(NamedTuple):
    """What the gold says of dates: of the document, and of facts by their place in it."""

    published: str | None
    dates: tuple[str | None, ...]


class Result(NamedTuple):
    """What one document gives."""

    published: Counts
    announced: Counts
    deals: Counter[str]
    errors: tuple[str, ...]


def main() -> int:
    options = gold_options(__doc__).parse_args()
    for name, gold, texts in gold_sets(options):
        tools = load_tools(Config())
        results = [measure(case, gold, tools) for case in load_gold(gold, texts=texts)]
        if name == "kgnews":
            show("kgnews, unseen", results[::4], options.errors)
            show("kgnews, others", [r for i, r in enumerate(results) if i % 4], options.errors)
        else:
            show(name, results, options.errors)
    return 0


def measure(case: Case, folder: Path, tools: Tools) -> Result:
    """Build one document and compare its dates."""
    told = dates_of(folder / f"{Path(case.gold.doc).stem}.json")
    graph = build_case(case, tools)
    found = evaluate(graph, case.gold)
    ours = {theirs: dates_like(fact, graph) for theirs, fact in found.right_facts}
    wanted = dict(zip(case.gold.facts, told.dates, strict=True))
    judged = [*found.right_facts, *((fact, None) for fact in found.missed_facts)]
    deals = [fact for fact, _ in judged if fact.relation in DEALS]
    verdicts = [(fact, verdict(wanted[fact], ours.get(fact))) for fact in deals]
    published = graph.documents[0].published
    return Result(
        published=compared(told.published, published),
        announced=found.scores.relations.get("announced_on", Counts()),
        deals=Counter(what for _, what in verdicts),
        errors=tuple(complaints(case, told, wanted, published, ours, verdicts)),
    )


def dates_of(path: Path) -> Told:
    """The dates in a gold file, which `kgbuild evaluate` passes over."""
    gold = json.loads(path.read_text("utf-8"))
    return Told(gold.get("published"), tuple(fact.get("date") for fact in gold["facts"]))


def dates_like(fact: Fact, graph: Graph) -> frozenset[str]:
    """The dates of all facts that assert the same."""
    same = (fact.subject, fact.relation, fact.object, fact.modality)
    return frozenset(
        f.date
        for f in graph.facts
        if f.date and (f.subject, f.relation, f.object, f.modality) == same
    )


def compared(wanted: str | None, found: str | None) -> Counts:
    """One date against the gold's."""
    right = bool(wanted and found and found.startswith(wanted))
    return Counts(tp=right, fp=bool(found) and not right, fn=bool(wanted) and not right)


def verdict(wanted: str | None, found: frozenset[str] | None) -> str:
    """What becomes of a deal whose date the gold tells, or does not."""
    if found is None:
        return "dated, not found" if wanted else "undated, not found"
    if wanted is None:
        return "undated, dated by us" if found else "undated, so are we"
    return next(
        (what for what, holds in (
            ("right", any(date.startswith(wanted) for date in found)),
            ("wrong", bool(found)),
        ) if holds),
        "no date",
    )  # fmt: skip


def complaints(
    case: Case,
    told: Told,
    wanted: dict[GoldFact, str | None],
    published: str | None,
    ours: dict[GoldFact, frozenset[str]],
    verdicts: Sequence[tuple[GoldFact, str]],
) -> Iterator[str]:
    """A line for each date that is wrong or missing."""
    if compared(told.published, published).tp == 0 and (told.published or published):
        yield f"{case.gold.doc}: published {told.published}, not {published}"
    for fact, what in verdicts:
        if what in {"wrong", "no date", "undated, dated by us"}:
            dates = ", ".join(sorted(ours[fact])) or None
            quote = " ".join(fact.evidence.split())
            yield f"{case.gold.doc}: {fact.relation} {wanted[fact]}, not {dates}: “{quote}”"


def show(name: str, results: Sequence[Result], errors: bool) -> None:
    """Print the table of one set."""
    deals = sum((result.deals for result in results), Counter[str]())
    dated = {what: deals[what] for what in ("right", "wrong", "no date")}
    share = dated["right"] / max(sum(dated.values()), 1)
    print(f"\n{name}: {len(results)} documents")
    for what, counts in (
        ("publication", added(result.published for result in results)),
        ("announced_on", added(result.announced for result in results)),
    ):
        shares = " ".join(f"{key} {value:.2f}" for key, value in counts.shares().items())
        print(f"  {what:13} {shares} (right {counts.tp}, wrong {counts.fp}, missed {counts.fn})")
    print(f"  deals dated   {share:.2f} ({', '.join(f'{n} {what}' for what, n in dated.items())})")
    rest = ("dated, not found", "undated, dated by us", "undated, so are we")
    print(f"  other deals   {', '.join(f'{deals[what]} {what}' for what in rest)}")
    for line in (line for result in results if errors for line in result.errors):
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
