"""The network of the shipped model, trained on CoNLL04 alone: `conll04.py TRAIN DEV TEST`.

It compares architectures; these weights are never shipped. An entity is right with its exact span
and type, a relation with both entities right and its direction (strict, as Taillé et al. 2020 say).
The threshold of relations is the one that is best on DEV.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import torch

from kgbuild.extract import load_mention_model
from kgbuild.extract.pairs import Allowed, Place, pair_rows, pairs_of, type_row
from kgbuild.extract.tagging import decode
from kgbuild.scores import Counts, added

sys.path.insert(0, str(Path(__file__).parent.parent))
from training.datasets import CONLL04, CONLL04_RELATIONS, read_conll04
from training.examples import HEADS, Annotated, Example, examples
from training.loop import Options, fit
from training.network import Model
from training.prepare import encoder_folder, load_tokenizer

TYPES = tuple(label[2:] for label in HEADS["conll04"][1::2])
ALLOWED: Allowed = {
    (a, b): tuple(range(len(CONLL04_RELATIONS))) for a in CONLL04.values() for b in CONLL04.values()
}
Sentence = tuple[Annotated, list[Example]]
Entity = tuple[int, int, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("train", "dev", "test"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--epochs", type=float, default=12)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    for path in (options.train, options.dev, options.test):
        if not path.is_file():
            print(f"{path}: no such file; give the three parts of CoNLL04, a token a line")
            return 2
    torch.set_flush_denormal(True)
    model = learn(load(options.train), epochs=options.epochs, seed=options.seed)
    dev, test = load(options.dev), load(options.test)
    threshold = max((n / 20 for n in range(4, 17)), key=lambda t: score(model, dev, t)[1].f1)
    for name, items in (("dev", dev), ("test", test)):
        entities, relations = score(model, items, threshold)
        for what, c in (("entities", entities), ("relations, strict", relations)):
            shares = f"precision {c.precision:.3f} recall {c.recall:.3f} F1 {c.f1:.3f}"
            print(f"{name:5} {what:18} {shares}")
    return 0


def load(path: Path) -> list[Sentence]:
    nlp, tokenizer = load_mention_model("rules"), load_tokenizer()
    return [
        (item, examples(item, tokenizer=tokenizer, allowed=ALLOWED))
        for item in read_conll04(path, nlp)
    ]


def learn(items: list[Sentence], *, epochs: float, seed: int) -> Model:
    model = Model({"conll04": len(HEADS["conll04"])}, len(CONLL04_RELATIONS), 4)
    model.start(encoder_folder())
    made = [example for _, group in items for example in group]
    return fit(model, made, Options(epochs=epochs, rate=2e-4, pieces=768, seed=seed))


def score(model: Model, items: list[Sentence], threshold: float) -> tuple[Counts, Counts]:
    """Entities, and relations."""
    entities, relations = [], []
    for item, group in items:
        gold = {i: (*e.spans[0], item.tags["conll04"][int(i)][2]) for i, e in item.entities.items()}
        stated = {(gold[f.subject], f.relation, gold[f.object]) for f in item.facts}
        found: set[Entity] = set()
        said: set[tuple[Entity, str, Entity]] = set()
        for example in group:
            spans, facts = read(model, example, threshold)
            found |= spans
            said |= facts
        entities.append(compared(found, set(gold.values())))
        relations.append(compared(said, stated))
    return added(entities), added(relations)


def read(
    model: Model, example: Example, threshold: float
) -> tuple[set[Entity], set[tuple[Entity, str, Entity]]]:
    """What the model finds in one passage."""
    passage = example.passage
    with torch.no_grad():
        inputs = (passage.pieces, passage.features, passage.words)
        states, tags = model.encoder(*(torch.from_numpy(x[None]) for x in inputs), None)
        tagged = decode(tags["conll04"][0].numpy(), TYPES)
        places = [Place(t.start, t.end - 1, CONLL04[t.type], 0) for t in tagged]
        spans = [
            (int(passage.tokens[t.start]), int(passage.tokens[t.end - 1]) + 1, t.type)
            for t in tagged
        ]
        pairs = pairs_of(places, ALLOWED)
        if not pairs:
            return set(spans), set()
        kinds = type_row(places, len(passage.tokens))
        rows = (kinds, passage.sentences, pair_rows(places, pairs))
        scores, _ = model.relations(states, *(torch.from_numpy(x[None]) for x in rows), None)
    facts = {
        (spans[i], CONLL04_RELATIONS[column], spans[j])
        for (i, j), row in zip(pairs, scores[0].sigmoid(), strict=True)
        for column, likely in enumerate(row)
        if likely >= threshold
    }
    return set(spans), facts


def compared(found: set[Any], gold: set[Any]) -> Counts:
    return Counts(tp=len(found & gold), fp=len(found - gold), fn=len(gold - found))


if __name__ == "__main__":
    sys.exit(main())
