"""`python -m training prepare | train | export | evaluate`: see README.md beside this file."""

import argparse
from pathlib import Path

from training.recipe import load_recipe


def main() -> None:
    recipe = load_recipe()
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    step = steps.add_parser("prepare", help="data sets -> examples")
    step.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    for name, text in (("train", "examples -> weights"), ("evaluate", "held-out documents")):
        step = steps.add_parser(name, help=text)
        step.add_argument("--seed", type=int, default=recipe.seed)
        step.add_argument("--fold", type=int, help="the part of kgnews to hold out; none if absent")
    steps.choices["evaluate"].add_argument("--data", type=Path, required=True)
    step = steps.add_parser("export", help="weights -> src/kgbuild/data/model")
    step.add_argument("--seed", type=int, default=recipe.seed)
    options = parser.parse_args()
    if options.step == "prepare":
        from training.prepare import prepare

        prepare(options.data)
    elif options.step == "train":
        from training.train import train

        train(recipe, seed=options.seed, fold=options.fold)
    elif options.step == "export":
        from training.ship import ship

        ship(recipe, seed=options.seed)
    else:
        from training.evaluate import evaluate

        evaluate(recipe, data=options.data, seed=options.seed, fold=options.fold)


if __name__ == "__main__":
    main()
