"""The annotated documents that benches measure on, and the options that name them."""

import argparse
from collections.abc import Iterator
from pathlib import Path

BESIDE = Path(__file__).resolve().parents[2] / "shared"


def gold_options(description: str) -> argparse.ArgumentParser:
    """A parser with the options that say where gold and texts are."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=BESIDE)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--errors", action="store_true")
    return parser


def gold_sets(options: argparse.Namespace) -> Iterator[tuple[str, Path, Path | None]]:
    """Name, gold folder and text folder of each set that is there; the others are named."""
    sets = {
        "seeds": (options.data / "eval" / "gold" / "seeds", options.data / "seeds"),
        "kgnews": (options.data / "data/kgnews/gold", options.data / "data/kgnews/texts"),
    }
    if options.gold:
        sets = {options.gold.name: (options.gold, options.texts)}
    for name, (gold, texts) in sets.items():
        if gold.is_dir():
            yield name, gold, texts
        else:
            print(f"skipped {name}: no gold in {gold}; name another folder with --data or --gold")
