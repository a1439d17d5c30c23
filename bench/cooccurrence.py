"""How often two names that merely stand together are joined: `cooccurrence.py [FILE.tsv]`.

Each row of the file names a relation that a careless reader would see, two names with their types
and a sentence that states no relation between them. Every fact that joins the two is false. `found`
says in how many both names were found: in the others nothing could be joined, so the last column
gives the false facts as a share of these.
"""

import argparse
import csv
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kgbuild.arguments import configuration
from kgbuild.extract import extract
from kgbuild.gold import OURS, GoldRelation
from kgbuild.pipeline import Tools, load_tools
from kgbuild.records import Document, Mention, Reading, Record

SENTENCES = Path(__file__).parent / "cooccurrence.tsv"
PUBLISHED = "2025-06-02"
"""For dates such as `Tuesday`, which have no value without it."""


class Case(Record):
    """One row of the file."""

    tempting_relation: GoldRelation
    first: str
    first_type: str
    second: str
    second_type: str
    sentence: str


COLUMNS = tuple(Case.model_fields)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=SENTENCES)
    parser.add_argument("--model")
    parser.add_argument("--extractor", action="append")
    parser.add_argument("--errors", action="store_true", help="list every false fact")
    options = parser.parse_args()
    if not options.file.is_file():
        print(f"{options.file}: no such file; give one with the columns {', '.join(COLUMNS)}")
        return 2
    tools = load_tools(configuration(model=options.model, extractors=options.extractor))
    counts: dict[str, Counter[str]] = {}
    for case in load(options.file):
        reading = read(case, tools)
        false = sorted(relations(reading, case))
        seen = {
            "cases": True,
            "names": all(names(reading.mentions, name) for name in (case.first, case.second)),
            "tempted": OURS[case.tempting_relation] in false,
            "joined": bool(false),
        }
        for relation in (case.tempting_relation, "all"):
            counts.setdefault(relation, Counter()).update({k: int(v) for k, v in seen.items()})
        if options.errors and false:
            print(f"{case.tempting_relation}: {', '.join(false)}: {case.sentence}")
    print_table(counts)
    return 0


def load(path: Path) -> list[Case]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Case.model_validate(row)
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def read(case: Case, tools: Tools) -> Reading:
    """What one sentence says, as a document of its own."""
    document = Document(
        id="doc-0", path="sentence", sha256="", text=case.sentence, published=PUBLISHED
    )
    return extract(document, nlp=tools.nlp, extractors=tools.extractors)


def relations(reading: Reading, case: Case) -> set[str]:
    """What is claimed, as asserted, of the two names, either way round."""
    return {
        claim.relation
        for claim in reading.claims
        if claim.modality == "Asserted"
        and any(
            names((claim.subject,), a) and names((claim.object,), b)
            for a, b in ((case.first, case.second), (case.second, case.first))
        )
    }


def names(mentions: tuple[Mention, ...], name: str) -> bool:
    """Whether a mention has the name, or a part of it, or a little more."""
    return any(mention.text in name or name in mention.text for mention in mentions)


def print_table(counts: dict[str, Counter[str]]) -> None:
    table = Table("tempting relation", "sentences", "found", "that relation", "any", "any of found")
    for relation in sorted(counts, key=lambda name: (name == "all", name)):
        c = counts[relation]
        shares = [f"{c[key] / c['cases']:.3f}" for key in ("tempted", "joined")]
        of_found = f"{c['joined'] / max(1, c['names']):.3f}"
        table.add_row(relation, str(c["cases"]), str(c["names"]), *shares, of_found)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
