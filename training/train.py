"""Examples -> weights: the stages of the recipe one after another, each from a checkpoint."""

import random
from pathlib import Path

import torch

from kgbuild.extract.pairs import MODALITIES, RELATIONS
from training.examples import HEADS, Example
from training.loop import Options, fit
from training.network import Model
from training.prepare import encoder_folder, load
from training.recipe import BUILD, Recipe, Stage

SHIPPED_HEADS = ("kg", "news")


def new_model() -> Model:
    """The network that ships, with weights that have learned nothing."""
    return Model({h: len(HEADS[h]) for h in SHIPPED_HEADS}, len(RELATIONS), len(MODALITIES))


def weights(seed: int | None, fold: int | None, stage: str) -> Path:
    """Where the weights after one stage lie; no seed: the mean of all; no fold: none held out."""
    by = "mean" if seed is None else f"seed{seed}"
    return BUILD / f"{by}-{'all' if fold is None else f'fold{fold}'}-{stage}.pt"


def train(recipe: Recipe, *, seed: int, fold: int | None) -> None:
    """Run all stages. One that is done is not run again; one that was cut off goes on.

    Stages without kgnews see no held-out document and run once, for all folds and seeds.
    """
    torch.set_flush_denormal(True)  # tiny gradients are a hundred times slower without
    torch.manual_seed(seed)
    model = new_model()
    model.start(encoder_folder())
    for number, stage in enumerate(recipe.stage):
        own, drawn = (fold, seed) if "kgnews" in stage.sets else (None, recipe.seeds[0])
        path = weights(drawn, own, stage.name)
        if not path.exists():
            items = mixture(stage, recipe=recipe, seed=drawn, fold=own)
            print(f"{stage.name}: {len(items)} passages")
            fit(model, items, options(stage, drawn + number), checkpoint=path.with_suffix(".ckpt"))
            torch.save(model.state_dict(), path)
            path.with_suffix(".ckpt").unlink(missing_ok=True)
        model.load_state_dict(torch.load(path, map_location="cpu"))


def trained(recipe: Recipe, fold: int | None) -> dict[int, Path]:
    """The final weights that there are of one fold, by seed."""
    paths = {seed: weights(seed, fold, recipe.stage[-1].name) for seed in recipe.seeds}
    return {seed: path for seed, path in paths.items() if path.exists()}


def mean_weights(recipe: Recipe, fold: int | None) -> Path:
    """The mean of the weights of all seeds, written anew.

    Runs that go out from the same weights lie in one valley, and their mean is better than each
    (Wortsman et al. 2022, model soups).
    """
    states = [torch.load(path, map_location="cpu") for path in trained(recipe, fold).values()]
    mean = {
        name: torch.stack([state[name].double() for state in states]).mean(0).to(first.dtype)
        for name, first in states[0].items()
    }
    path = weights(None, fold, recipe.stage[-1].name)
    torch.save(mean, path)
    return path


def options(stage: Stage, seed: int) -> Options:
    """What the loop needs of a stage."""
    return Options(
        epochs=stage.epochs,
        rate=stage.rate,
        head_rate=stage.head_rate,
        pieces=stage.pieces,
        seed=seed,
    )


def mixture(stage: Stage, *, recipe: Recipe, seed: int, fold: int | None) -> list[Example]:
    """The examples of a stage: its share of each data set, without held-out documents.

    A text of kgnews can stand in `worldwide` under its first name. The stages that all folds share
    leave all those out; the others leave out those of the fold.
    """
    rng = random.Random(seed)
    names, origins = kgnews_names()
    out = {n for i, n in enumerate(names) if fold is not None and i % recipe.folds == fold}
    if "kgnews" not in stage.sets:
        out = set(names)
    hidden = out | {origins[name] for name in out if name in origins}
    result: list[Example] = []
    for name, share in stage.sets.items():
        items = [e for e in load(name) if e.name.strip() not in hidden]
        rng.shuffle(items)
        result += items[: round(share * len(items))]
    return result


def kgnews_names() -> tuple[list[str], dict[str, str]]:
    """The documents of kgnews in order, and the file names that they had elsewhere."""
    names = sorted({e.name for e in load("kgnews")})
    path = BUILD / "origins.tsv"
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    return names, {row[0]: row[1] for row in rows if len(row) > 1}
