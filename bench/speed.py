"""Words a second of `kgbuild build`, as a ratio to the bare encoder over the same tokens.

The encoder runs in the same process run, with two threads, on batches sorted by length: nothing
else of ours. So the ratio says what tokenizing, rules, heads, resolution and writing cost, on any
machine. Memory is the peak of all processes of the build together.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import threading
from importlib.resources import files
from pathlib import Path
from time import perf_counter, sleep

import numpy as np
import onnxruntime

from kgbuild.extract import load_mention_model
from kgbuild.extract.network import shipped_network
from kgbuild.extract.passages import Passage, passages

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "press" / "releases.jsonl.gz"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=Path, default=SHARED, help="JSON Lines with `text`")
    parser.add_argument("--number", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if not options.releases.exists():
        print(f"skipped: no releases at {options.releases}; give a file with --releases")
        return 0
    texts = load(options.releases, options.number)
    words = sum(len(text.split()) for text in texts)
    built, peak = build(texts, options.workers)
    encoder = encode(texts)
    print(f"{len(texts)} releases, {words} words")
    print(f"kgbuild build, {options.workers} workers: {words / built:8.0f} words/s, {peak:.2f} GB")
    print(f"bare encoder, 2 threads:   {words / encoder:8.0f} words/s")
    print(f"ratio: {encoder / built:.2f}")
    return 0


def load(path: Path, number: int) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for _, line in zip(range(number), lines, strict=False)]


def build(texts: list[str], workers: int) -> tuple[float, float]:
    """Seconds, and gigabytes at the peak."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "releases.jsonl"
        rows = (json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts))
        source.write_text("\n".join(rows), "utf-8")
        command = ["build", str(source), "--out", f"{folder}/graph", "--workers", str(workers)]
        started = perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "kgbuild", *command, "--quiet"])
        peaks = [0.0]
        watcher = threading.Thread(target=watch, args=(process, peaks))
        watcher.start()
        if process.wait():
            raise SystemExit("the build failed")
        seconds = perf_counter() - started
        watcher.join()
    return seconds, peaks[0]


def watch(process: subprocess.Popen[bytes], peaks: list[float]) -> None:
    """Keep the largest sum of memory of a process and its children."""
    while process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        try:
            pids = [str(process.pid), *children.read_text().split()]
            peaks[0] = max(peaks[0], sum(resident(pid) for pid in pids) / 1e9)
        except OSError:
            pass
        sleep(0.05)


def resident(pid: str) -> float:
    """Bytes of one process, shared pages counted in parts."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1]) * 1024
    return 0.0


def encode(texts: list[str], size: int = 16) -> float:
    """Seconds of the encoder alone over the passages of the texts."""
    nlp, network = load_mention_model("rules"), shipped_network()
    items = [p for text in texts for p in passages(nlp(text), network.tokenizer)]
    items.sort(key=lambda p: len(p.pieces))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    path = files("kgbuild") / "data" / "model" / "encoder.onnx"
    session = onnxruntime.InferenceSession(path.read_bytes(), options)
    batches = [feed(items[i : i + size]) for i in range(0, len(items), size)]
    session.run(None, batches[0])
    started = perf_counter()
    for batch in batches:
        session.run(None, batch)
    return perf_counter() - started


def feed(group: list[Passage]) -> dict[str, np.ndarray]:
    """The passages of a batch, made as long as its longest; overlaps are read as in the build."""
    size, words = max(len(p.pieces) for p in group), max(len(p.words) for p in group)
    return {
        "pieces": np.stack([np.pad(p.pieces, (0, size - len(p.pieces))) for p in group]),
        "features": np.stack(
            [np.pad(p.features, ((0, size - len(p.features)), (0, 0))) for p in group]
        ),
        "words": np.stack([np.pad(p.words, (0, words - len(p.words))) for p in group]),
    }


if __name__ == "__main__":
    sys.exit(main())
