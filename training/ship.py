"""Weights, and what held-out documents taught -> the package; what they showed -> the card."""

import shutil
from pathlib import Path

from training.calibrate import calibrate, crossed
from training.card import model_card
from training.evaluate import exported, saved
from training.export import write_meta
from training.recipe import HERE, Recipe, load_data_list
from training.train import SHIPPED_HEADS, weights

TARGET = HERE.parent / "src" / "kgbuild" / "data" / "model"
NOTES = HERE / "card.md"
FILES = ("encoder.onnx", "relations.onnx", "tokenizer.json", "meta.json")


def ship(recipe: Recipe, *, target: Path = TARGET) -> None:
    """Write the model's folder: graphs, tokenizer, meta.json, model card."""
    path = weights(None, recipe.held_out, recipe.stage[-1].name)
    held_out = saved(recipe, recipe.held_out)
    if not path.exists() or "mean" not in held_out:
        raise SystemExit("run `train` and `evaluate` first")
    rows = held_out["mean"].rows
    folder = exported(path, recipe)
    write_meta(
        folder,
        heads=SHIPPED_HEADS,
        mention_threshold=recipe.mention_threshold,
        calibration=calibrate(rows),
        training={
            "seeds": ", ".join(name for name in held_out if name != "mean"),
            "data": ", ".join(load_data_list()),
        },
        scores={name: round(counts.f1, 3) for name, counts in crossed(rows).scores.items()},
    )
    target.mkdir(exist_ok=True)
    for name in FILES:
        shutil.copyfile(folder / name, target / name)
    write_card(recipe, target=target)
    print(f"shipped to {target}")


def write_card(recipe: Recipe, *, target: Path = TARGET) -> None:
    """Write the model card alone, as when other stages changed and the weights did not."""
    held_out = saved(recipe, recipe.held_out)
    if "mean" not in held_out:
        raise SystemExit("run `evaluate` first")
    card = model_card(held_out, data=load_data_list(), notes=NOTES.read_text("utf-8"))
    (target / "README.md").write_text(card, "utf-8")
