"""Batches, losses and the training loop."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from kgbuild.extract.pairs import type_row
from training.examples import IGNORED, Example
from training.network import Model, blocked


@dataclass
class Options:
    epochs: float = 4
    rate: float = 3e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    pieces: int = 4096
    """Pieces in a batch."""
    seed: int = 0
    decay: float = 0.01
    hint_dropout: float = 0.2
    type_dropout: float = 0.1
    relation_weight: float = 1.0
    tag_weight: float = 1.0
    positive_weight: float = 1.0
    average_from: float = 0.6
    """Weights are averaged over the steps after this part of the training."""


def batches(items: list[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Examples of like length together, the batches in random order."""
    order = sorted(items, key=lambda e: len(e.passage.pieces) + rng.random() * 24)
    groups: list[list[Example]] = [[]]
    for item in order:
        longest = max([len(item.passage.pieces), *(len(e.passage.pieces) for e in groups[-1])])
        if groups[-1] and longest * (len(groups[-1]) + 1) > size:
            groups.append([])
        groups[-1].append(item)
    rng.shuffle(groups)
    yield from groups


def padded(rows: list[np.ndarray], fill: int = 0) -> Tensor:
    size = max(len(r) for r in rows)
    shape = (len(rows), size, *rows[0].shape[1:])
    out = np.full(shape, fill, dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return torch.from_numpy(out)


def losses(
    model: Model, batch: list[Example], options: Options, rng: random.Random
) -> tuple[Tensor, dict[str, float]]:
    features = []
    for e in batch:
        f = e.passage.features
        if rng.random() < options.hint_dropout:
            f = f.copy()
            f[:, 2] = 0
        features.append(f)
    device = next(model.parameters()).device
    pieces = padded([e.passage.pieces for e in batch]).to(device)
    lengths = torch.tensor([len(e.passage.pieces) for e in batch], device=device)
    words = padded([e.passage.words for e in batch]).to(device)
    counts = torch.tensor([len(e.passage.words) for e in batch], device=device)
    states, tags = model.encoder(
        pieces, padded(features).to(device), words, blocked(lengths, pieces.shape[1])
    )
    parts: dict[str, Tensor] = {}
    for head, scores in tags.items():
        rows = [e.tags.get(head, np.full(len(e.passage.words), IGNORED)) for e in batch]
        wanted = padded(rows, IGNORED).to(device)
        if (wanted >= 0).any():
            share = sum(head in e.tags for e in batch) / len(batch)
            parts[head] = (
                options.tag_weight
                * share
                * F.cross_entropy(
                    scores.float().flatten(0, 1), wanted.flatten(), ignore_index=IGNORED
                )
            )
    if any(len(e.pairs) for e in batch):
        kinds = [type_row(e.places, len(e.passage.words)) for e in batch]
        kinds = [k * 0 if rng.random() < options.type_dropout else k for k in kinds]
        pairs, targets = (
            padded([e.pairs for e in batch]).to(device),
            padded([e.targets for e in batch], IGNORED).to(device),
        )
        sentences = padded([e.passage.sentences for e in batch]).to(device)
        relation, modality = model.relations(
            states, padded(kinds).to(device), sentences, pairs, blocked(counts, words.shape[1])
        )
        known = targets != IGNORED
        weight = torch.where(targets == 1, options.positive_weight, 1.0)
        each = F.binary_cross_entropy_with_logits(
            relation.float(), targets.clamp(min=0).float(), weight=weight, reduction="none"
        )
        passages_ = sum(len(e.pairs) > 0 for e in batch)
        parts["relations"] = options.relation_weight * each[known].sum() / (12 * passages_)
        modes = padded([e.modality for e in batch], IGNORED).to(device)
        if (modes >= 0).any():
            parts["modality"] = 0.2 * F.cross_entropy(
                modality.float().flatten(0, 1), modes.flatten(), ignore_index=IGNORED
            )
    return sum(parts.values(), torch.zeros((), device=device)), {
        k: float(v.detach()) for k, v in parts.items()
    }


def fit(
    model: Model,
    items: list[Example],
    options: Options,
    *,
    say: Callable[..., None] = print,
    checkpoint: Path | None = None,
) -> Model:
    """Train, and return the model with the averaged weights. Resumes from the checkpoint.

    On a GPU where there is one; the model comes back to the CPU.
    """
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device)
    rng = random.Random(options.seed)
    torch.manual_seed(options.seed)
    fresh = [
        p
        for n, p in model.named_parameters()
        if n.startswith(("relations", "encoder.tags", "encoder.features"))
        and not n.startswith("relations.layer")
    ]
    ids = {id(p) for p in fresh}
    old = [p for p in model.parameters() if id(p) not in ids]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": options.rate}, {"params": fresh, "lr": options.head_rate}],
        weight_decay=options.decay,
        betas=(0.9, 0.98),
    )
    rounds = int(np.ceil(options.epochs))
    plan = [b for _ in range(rounds) for b in batches(items, options.pieces, rng)]
    plan = plan[: round(len(plan) * options.epochs / rounds)]
    total = len(plan)
    warm = max(1, round(options.warmup * total))

    def factor(step: int) -> float:
        return min((step + 1) / warm, max(0.0, (total - step) / max(1, total - warm)) * 0.95 + 0.05)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    average = None
    first = 0
    if checkpoint and checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False, map_location=device)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        first = saved["step"]
        average = saved["average"]
        rng.setstate(saved["rng"])
    model.train()
    seen: dict[str, float] = {}
    began, pieces = time.time(), 0
    for step in range(first, total):
        with torch.autocast(device, dtype=torch.bfloat16):
            loss, parts = losses(model, plan[step], options, rng)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        pieces += sum(len(e.passage.pieces) for e in plan[step])
        for k, v in parts.items():
            seen[k] = v if k not in seen else 0.97 * seen[k] + 0.03 * v
        if step >= options.average_from * total:
            with torch.no_grad():
                now = model.state_dict()
                if average is None:
                    average = {"n": 1, "w": {k: v.clone() for k, v in now.items()}}
                else:
                    average["n"] += 1
                    for k, v in now.items():
                        average["w"][k] += (v - average["w"][k]) / average["n"]
        if step % 50 == 49 or step == total - 1:
            speed = pieces / (time.time() - began)
            say(
                f"step {step + 1}/{total} {speed:.0f} pieces/s "
                + " ".join(f"{k} {v:.4f}" for k, v in seen.items()),
                flush=True,
            )
        if checkpoint and step % 200 == 199:
            torch.save(
                {
                    "model": model.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                    "step": step + 1,
                    "average": average,
                    "rng": rng.getstate(),
                },
                checkpoint,
            )
    if average:
        model.load_state_dict(average["w"])
    model.to("cpu").eval()
    return model
