"""Pairs of names across documents that people judged: how often resolving agrees with them.

    python bench/names.py --data DATA [--errors]

The documents of all pairs are resolved as one corpus. `name_pairs.tsv` was made by drawing pairs
that look alike in thirteen ways, hard ones more often than they occur; the weights were learned
from other pairs (`training/annotations/name_pairs.tsv`).
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kgbuild.config import Config
from kgbuild.decisions import Decisions
from kgbuild.names import normal
from kgbuild.pipeline import load_tools
from kgbuild.records import Reading, Resolution
from kgbuild.resolve import resolve
from training.entities import Pair, read_documents, read_pairs

PAIRS = Path(__file__).parent / "name_pairs.tsv"


def main() -> int:
    """Print precision and recall; 0 also where there are no data."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--errors", action="store_true", help="list the pairs judged otherwise")
    options = parser.parse_args()
    if not (options.data / "press").is_dir():
        print(f"skipped: {options.data} holds no press releases")
        return 0
    pairs = [pair for pair in read_pairs(PAIRS) if pair.same is not None]
    tools = load_tools(Config())
    read = read_documents(options.data, pairs, tools)
    documents, readings = zip(*(read[id_] for id_ in sorted(read)), strict=True)
    found = resolve(readings, documents, lexicon=tools.lexicon, decisions=Decisions())
    homes = entities_by_name(readings, found)
    counts: Counter[tuple[bool, bool]] = Counter()
    for pair in pairs:
        joined = is_joined(pair, homes)
        counts[bool(pair.same), joined] += 1
        if options.errors and joined != pair.same:
            said = "joined" if joined else "apart"
            print(f"{said}: {pair.name!r} in {pair.document}, "
                  f"{pair.other_name!r} in {pair.other_document}")  # fmt: skip
    right = counts[True, True]
    print(f"pairs {len(pairs)}, of one thing {right + counts[True, False]}")
    print(f"precision {right / max(1, right + counts[False, True]):.3f}, "
          f"recall {right / max(1, right + counts[True, False]):.3f}")  # fmt: skip
    return 0


def entities_by_name(
    readings: tuple[Reading, ...], resolution: Resolution
) -> dict[tuple[str, str], str]:
    """Document and normal name to the entity that it means there most often."""
    home = {(k.document, k.start, k.end): k.entity for k in resolution.links}
    votes: dict[tuple[str, str], Counter[str]] = {}
    for reading in readings:
        for mention in reading.mentions:
            entity = home.get((reading.document, mention.start, mention.end))
            if entity:
                key = reading.document, normal(mention.text)
                votes.setdefault(key, Counter())[entity] += 1
    return {key: min(c, key=lambda e: (-c[e], e)) for key, c in votes.items()}


def is_joined(pair: Pair, homes: dict[tuple[str, str], str]) -> bool:
    """Whether both names were taken for one entity's."""
    one = homes.get((pair.document, normal(pair.name)))
    return one is not None and one == homes.get((pair.other_document, normal(pair.other_name)))


if __name__ == "__main__":
    sys.exit(main())
