"""Held-out documents -> how often each confidence is right, and how good the whole is.

Every document of kgnews is read once by weights that have not seen it: by the model alone with a
very low threshold, and by the patterns alone. From that `calibrate` sets the thresholds.
"""

from dataclasses import replace
from pathlib import Path
from typing import cast

import torch

from kgbuild.benchmark import RULES, build_case
from kgbuild.config import Config
from kgbuild.evaluate import evaluate as compare
from kgbuild.extract import network_extractor
from kgbuild.extract.model import ModelMentions
from kgbuild.gold import OURS, Case, Gold, GoldFact, load_gold
from kgbuild.pipeline import Tools, load_tools
from kgbuild.records import ENTITY_TYPES, EntityType
from kgbuild.scores import Counts, Evaluation, added, total
from training.calibrate import HeldOut, Row, crossed
from training.export import export, write_meta
from training.prepare import load_tokenizer
from training.recipe import Recipe
from training.train import SHIPPED_HEADS, mean_weights, new_model, trained, weights

LEAST = 0.02


def evaluate(recipe: Recipe, *, data: Path, fold: int) -> None:
    """Read the held-out documents of one fold by each seed's weights and by their mean."""
    cases = load_gold(data / "kgnews" / "gold", texts=data / "kgnews" / "texts")
    held = [case for i, case in enumerate(cases) if i % recipe.folds == fold]
    paths: dict[str, Path] = {f"seed {s}": path for s, path in trained(recipe, fold).items()}
    if not paths:
        raise SystemExit(f"fold {fold}: no weights; run `python -m training train` first")
    paths["mean"] = mean_weights(recipe, fold)
    for name, path in paths.items():
        result = hold_out(held, folder=exported(path, recipe))
        path.with_suffix(".json").write_text(result.model_dump_json(), "utf-8")
        print(f"-- {name}: type accuracy {result.model.type_accuracy:.3f}")
        say("entities", result.model.entities)
        for relation, counts in crossed(result.rows).scores.items():
            say(relation, counts)


def say(what: str, counts: Counts) -> None:
    """Print precision, recall and F1."""
    print(f"{what:18} {counts.precision:.3f} {counts.recall:.3f} {counts.f1:.3f}")


def exported(path: Path, recipe: Recipe) -> Path:
    """The folder with the int8 graphs of some weights."""
    folder = path.with_suffix("")
    made = folder / "meta.json"
    if not made.exists() or made.stat().st_mtime < path.stat().st_mtime:
        model = new_model()
        model.load_state_dict(torch.load(path))
        export(model, folder)
        load_tokenizer().save(str(folder / "tokenizer.json"))
        write_meta(folder, heads=SHIPPED_HEADS, mention_threshold=recipe.mention_threshold)
    return folder


def hold_out(cases: list[Case], *, folder: Path) -> HeldOut:
    """Every case read by the model alone and by the patterns alone, on the model's mentions."""
    rows: list[Row] = []
    scores = []
    types: dict[str, Counts] = {}
    model, patterns = tools_with(folder)
    for case in cases:
        by_model, by_patterns = (compare(build_case(case, t), case.gold) for t in (model, patterns))
        scores.append(by_model.scores)
        rows += joined(case.gold.doc, by_model, by_patterns)
        for type_ in ENTITY_TYPES:
            counts = typed(type_, case.gold, by_model)
            types[type_] = added([types.get(type_, Counts()), counts])
    return HeldOut(rows=tuple(rows), model=total(scores), types=types)


def typed(type_: EntityType, gold: Gold, found: Evaluation) -> Counts:
    """Entities of one type: one found under another type is missed, and wrong under that one."""
    wanted = sum(e.type == type_ and not e.optional for e in gold.entities)
    missed = sum(g.type == type_ for g in found.missed_entities)
    missed += sum(g.type == type_ for g, _ in found.mistyped)
    wrong = sum(e.type == type_ for e in found.wrong_entities)
    wrong += sum(e.type == type_ for _, e in found.mistyped)
    return Counts(tp=wanted - missed, fp=wrong, fn=missed)


def tools_with(folder: Path) -> tuple[Tools, Tools]:
    """Tools with the mentions of a network: one to extract by it, one by the patterns."""
    patterns = load_tools(Config.model_validate(RULES))
    component = patterns.nlp.add_pipe("kgbuild_model", config={"folder": str(folder)})
    network = cast(ModelMentions, component).network
    by_model = network_extractor(network, patterns.ontology, LEAST)
    return replace(patterns, extractors=(by_model,)), patterns


def joined(document: str, by_model: Evaluation, by_patterns: Evaluation) -> list[Row]:
    """One row for each fact that either says or the gold wants."""
    found: dict[tuple[str, ...], Row] = {}
    for evaluation, by in ((by_model, "model"), (by_patterns, "patterns")):
        said = [(_gold_key(g), True, f.confidence) for g, f in evaluation.right_facts]
        said += [
            ((f.relation, f.subject, f.object), False, f.confidence) for f in evaluation.wrong_facts
        ]
        said += [(_gold_key(g), True, 0.0) for g in evaluation.missed_facts]
        for key, right, confidence in said:
            row = found.get(key) or Row(document=document, relation=key[0], right=right)
            found[key] = row.model_copy(update={by: confidence})
    return list(found.values())


def _gold_key(fact: GoldFact) -> tuple[str, ...]:
    return (OURS[fact.relation], f"gold {fact.subject}", fact.object)


def saved(recipe: Recipe, fold: int) -> dict[str, HeldOut]:
    """What has been evaluated of a fold: by seed, and `mean`."""
    last = recipe.stage[-1].name
    paths = {str(seed): weights(seed, fold, last) for seed in recipe.seeds}
    paths["mean"] = weights(None, fold, last)
    return {
        name: HeldOut.model_validate_json(path.with_suffix(".json").read_text("utf-8"))
        for name, path in paths.items()
        if path.with_suffix(".json").exists()
    }
