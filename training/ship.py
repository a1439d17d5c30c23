"""Weights that saw all documents, and what held-out documents taught -> the package."""

import shutil
from pathlib import Path

from training.calibrate import calibrate, crossed
from training.card import model_card
from training.evaluate import exported, saved
from training.export import write_meta
from training.recipe import HERE, Recipe, load_data_list
from training.train import SHIPPED_HEADS, weights

TARGET = HERE.parent / "src" / "kgbuild" / "data" / "model"
FILES = ("encoder.onnx", "relations.onnx", "tokenizer.json", "meta.json")


def ship(recipe: Recipe, *, seed: int, target: Path = TARGET) -> None:
    """Write the model's folder: graphs, tokenizer, meta.json, model card."""
    path = weights(seed, None, recipe.stage[-1].name)
    held_out = saved(recipe, seed)
    if not path.exists() or not held_out:
        raise SystemExit("run `train` without --fold, `train --fold N` and `evaluate` first")
    rows = [row for fold in held_out for row in fold.rows]
    folder = exported(path, recipe)
    write_meta(
        folder,
        heads=SHIPPED_HEADS,
        mention_threshold=recipe.mention_threshold,
        calibration=calibrate(rows).calibration,
        training={"seed": str(seed), "data": ", ".join(load_data_list())},
        scores={name: round(counts.f1, 3) for name, counts in crossed(rows).scores.items()},
    )
    target.mkdir(exist_ok=True)
    for name in FILES:
        shutil.copyfile(folder / name, target / name)
    write_card(recipe, seed=seed, target=target)
    print(f"shipped to {target}")


def write_card(recipe: Recipe, *, seed: int, target: Path = TARGET) -> None:
    """The model card of what has been evaluated, for the seed that ships and for others."""
    runs = {number: found for number in range(10) if (found := saved(recipe, number))}
    card = model_card(
        runs, shipped=seed, data=load_data_list(), notes=(HERE / "card.md").read_text("utf-8")
    )
    (target / "README.md").write_text(card, "utf-8")
