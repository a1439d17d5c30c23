"""Quality and speed on annotated documents, each built alone: what `kgbuild evaluate` prints.

    python bench/quality.py [--data DIR] [--gold DIR --texts DIR] [--model NAME]
                            [--extractor NAME]... [--errors]

DIR (default: `../shared` beside the repository) holds `eval/gold/seeds` with `seeds`, and
`data/kgnews`. What is not there is skipped, and said so.
"""

import argparse
import sys
from pathlib import Path
from time import perf_counter

from kgbuild.arguments import configuration
from kgbuild.benchmark import benchmark
from kgbuild.gold import load_gold
from kgbuild.scoreboard import print_mistakes, print_scores

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.gold_sets import gold_options, gold_sets


def main() -> int:
    options = arguments()
    for name, gold, texts in gold_sets(options):
        measure(name, gold, texts, options)
    return 0


def arguments() -> argparse.Namespace:
    parser = gold_options(__doc__)
    parser.add_argument("--model")
    parser.add_argument("--extractor", action="append")
    return parser.parse_args()


def measure(name: str, gold: Path, texts: Path | None, options: argparse.Namespace) -> None:
    cases = load_gold(gold, texts=texts)
    times: list[float] = []
    report = benchmark(
        cases,
        config=configuration(model=options.model, extractors=options.extractor),
        progress=lambda *_: times.append(perf_counter()),
    )
    words = sum(len(case.text.read_text("utf-8").split()) for case in cases)
    # Progress is told before each document and at the end; the baseline's own run comes after.
    seconds = times[len(cases)] - times[0]
    print(f"\n{name}: {words} words in {seconds:.1f} s, {words / seconds:.0f} words/s")
    if options.errors:
        print_mistakes(report.mistakes)
    print_scores(report)


if __name__ == "__main__":
    sys.exit(main())
