"""Mentions of the shipped model against a file of tagged tokens: `ner.py FILE.tsv`.

The file has the form of the English Worldwide Newswire set (Shan et al. 2023): a token and its BIO
tag with a tab between them, empty lines between sentences, `# doc =` lines between documents.
Exact spans count, over Person, Organization, Location with Facility, NORP, Date and Money.
"""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kgbuild.extract import load_mention_model
from kgbuild.extract.model import look
from kgbuild.extract.network import Network, shipped_network
from kgbuild.extract.tagging import decode
from kgbuild.scores import Counts, added

sys.path.insert(0, str(Path(__file__).parent.parent))
from training.datasets import read_bio

CLASSES = {
    "Person": "Person", "Organization": "Organization", "Company": "Organization",
    "Location": "Location", "Facility": "Location", "NORP": "NORP", "Date": "Date",
    "Money": "Money",
}  # fmt: skip
Spans = set[tuple[int, int, str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", type=Path, help="folder of other weights than the shipped ones")
    options = parser.parse_args()
    if not options.file.is_file():
        print(f"{options.file}: no such file; give one with a token and a tag a line")
        return 2
    network = Network(options.model) if options.model else shipped_network()
    counts = count(options.file, network)
    print_table(counts)
    return 0


def count(path: Path, network: Network) -> dict[str, Counts]:
    """Class -> how many spans are right, wrong and missed."""
    counts: dict[str, Counts] = {}
    for item in read_bio(path, load_mention_model("rules")):
        found: Spans = set()
        for seen in look(item.doc, network):
            tokens = seen.passage.tokens
            for t in decode(seen.tags["news"], network.meta.tags["news"]):
                if t.end > seen.passage.fresh:
                    found.add((int(tokens[t.start]), int(tokens[t.end - 1]) + 1, t.type))
        add(counts, counted(found), counted(set(item.tags["news"])))
    return counts


def counted(spans: Spans) -> Spans:
    return {(a, b, CLASSES[label]) for a, b, label in spans if label in CLASSES}


def add(counts: dict[str, Counts], found: Spans, gold: Spans) -> None:
    for label in (*set(CLASSES.values()), "all"):
        ours, theirs = ({s for s in spans if label in (s[2], "all")} for spans in (found, gold))
        new = Counts(tp=len(ours & theirs), fp=len(ours - theirs), fn=len(theirs - ours))
        counts[label] = added([counts.get(label, Counts()), new])


def print_table(counts: dict[str, Counts]) -> None:
    table = Table("class", "gold", "precision", "recall", "F1")
    for label in [*sorted(set(CLASSES.values())), "all"]:
        c = counts.get(label, Counts())
        shares = (f"{share:.3f}" for share in (c.precision, c.recall, c.f1))
        table.add_row(label, str(c.tp + c.fn), *shares)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
