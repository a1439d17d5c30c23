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

BESIDE = Path(__file__).resolve().parents[2] / "shared"


def main() -> int:
    options = arguments()
    sets = {
        "seeds": (options.data / "eval" / "gold" / "seeds", options.data / "seeds"),
        "kgnews": (options.data / "data/kgnews/gold", options.data / "data/kgnews/texts"),
    }
    if options.gold:
        sets = {options.gold.name: (options.gold, options.texts)}
    for name, (gold, texts) in sets.items():
        if gold.is_dir():
            measure(name, gold, texts, options)
        else:
            print(f"skipped {name}: no gold in {gold}; name another folder with --data or --gold")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=BESIDE)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--extractor", action="append")
    parser.add_argument("--errors", action="store_true")
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
