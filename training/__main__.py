"""`python -m training references | names | entities | prepare | train | evaluate | export | card`:
see README.md beside this file."""

import argparse
from pathlib import Path

from training.recipe import load_recipe


def main() -> None:
    recipe = load_recipe()
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    step = steps.add_parser("references", help="annotated references -> weights of their signs")
    step.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    step = steps.add_parser("names", help="annotated names -> weights of their signs")
    step.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    step = steps.add_parser("entities", help="judged pairs of names -> weights of their signs")
    step.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    step = steps.add_parser("prepare", help="data sets -> examples")
    step.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    step = steps.add_parser("train", help="examples -> weights, of all seeds one after another")
    step.add_argument("--seed", type=int, help="this seed alone")
    folds = step.add_mutually_exclusive_group()
    folds.add_argument("--fold", type=int, default=recipe.held_out, help="the part to hold out")
    folds.add_argument("--all", action="store_true", help="hold nothing out")
    step = steps.add_parser("evaluate", help="weights -> what they make of held-out documents")
    step.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    step.add_argument("--fold", type=int, default=recipe.held_out, help="the part held out")
    steps.add_parser("export", help="the mean of the weights -> src/kgbuild/data/model")
    steps.add_parser("card", help="what `evaluate` found -> the model card alone")
    options = parser.parse_args()
    if options.step == "references":
        from kgbuild.extract import load_mention_model
        from training.references import learn

        learn(options.data, load_mention_model("rules"))
    elif options.step == "names":
        from training.names import learn as learn_names

        learn_names(options.data, recipe)
    elif options.step == "entities":
        from training.entities import learn as learn_entities

        learn_entities(options.data)
    elif options.step == "prepare":
        from training.prepare import prepare

        prepare(options.data)
    elif options.step == "train":
        from training.train import train

        for seed in recipe.seeds if options.seed is None else [options.seed]:
            train(recipe, seed=seed, fold=None if options.all else options.fold)
    elif options.step == "export":
        from training.ship import ship

        ship(recipe)
    elif options.step == "card":
        from training.ship import write_card

        write_card(recipe)
    else:
        from training.evaluate import evaluate

        evaluate(recipe, data=options.data, fold=options.fold)


if __name__ == "__main__":
    main()
