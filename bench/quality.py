"""Quality on annotated documents: each is built alone, then an outside scorer reads the Turtle.

    python bench/quality.py [--data DIR] [--gold DIR --texts DIR] [--keep DIR] [--errors]

DIR (default: `../shared` beside the repository) holds `eval/score.py`, `eval/gold/seeds`, `seeds`
and `data/kgnews`. Without it the bench says so and stops.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from kgbuild.config import Config
from kgbuild.export.turtle import turtle
from kgbuild.pipeline import Tools, build_graph, load_tools, read_all
from kgbuild.read import find

BESIDE = Path(__file__).resolve().parents[2] / "shared"


def main() -> int:
    options = arguments()
    scorer = options.data / "eval" / "score.py"
    if not scorer.is_file():
        print(f"skipped: no scorer at {scorer}; name its folder with --data")
        return 0
    sets = {
        "seeds": (options.data / "eval" / "gold" / "seeds", options.data / "seeds"),
        "kgnews": (options.data / "data/kgnews/gold", options.data / "data/kgnews/texts"),
    }
    if options.gold:
        sets = {options.gold.name: (options.gold, options.texts)}
    config = Config()
    tools = load_tools(config)
    with tempfile.TemporaryDirectory() as scratch:
        for name, (gold, texts) in sets.items():
            graphs = Path(options.keep or scratch) / name
            build_each(gold, texts, graphs, config=config, tools=tools)
            print(f"\n{name}", flush=True)
            command = [sys.executable, str(scorer), str(gold), str(graphs)]
            subprocess.run(command + ["--errors"] * options.errors, check=True)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=BESIDE)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--keep", type=Path, help="write the graphs here and keep them")
    parser.add_argument("--errors", action="store_true")
    return parser.parse_args()


def build_each(gold: Path, texts: Path, graphs: Path, *, config: Config, tools: Tools) -> None:
    """One graph a gold document, and what it took."""
    started, words = perf_counter(), 0
    for path in sorted(gold.glob("*.json")):
        sources, _ = find([texts / f"{path.stem}.txt"])
        documents, _ = read_all(sources, config=config)
        words += sum(len(d.text.split()) for d in documents)
        graph = build_graph(documents, tools=tools)
        folder = graphs / path.stem
        folder.mkdir(parents=True, exist_ok=True)
        content = turtle(graph, ontology=tools.ontology, base=config.base)
        (folder / "graph.ttl").write_bytes(content)
    seconds = perf_counter() - started
    print(f"{gold.name}: {words} words in {seconds:.1f} s, {words / seconds:.0f} words/s")


if __name__ == "__main__":
    sys.exit(main())
