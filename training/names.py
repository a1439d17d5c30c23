"""Annotated documents -> the weights of the signs by which two names are taken for one thing's."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from kgbuild.config import Config
from kgbuild.extract import extract
from kgbuild.lexicon import load_lexicon
from kgbuild.names import normal
from kgbuild.pipeline import Tools, load_tools
from kgbuild.records import Document
from kgbuild.resolve.context import context_signs
from kgbuild.resolve.document import names_of
from kgbuild.resolve.likeness import share, weighed
from training.annotations import read_press
from training.datasets import read_kgnews
from training.examples import Annotated
from training.recipe import Recipe
from training.weights import FOLDS, columns, parts, write_weights


@dataclass(frozen=True)
class Case:
    """Two names of one document: their signs, and whether the gold has them as one thing's."""

    doc: str
    names: tuple[str, str]
    signs: frozenset[str]
    same: bool


def cases(items: Iterable[Annotated], tools: Tools) -> Iterator[Case]:
    """The pairs of names that the shipped model finds and the gold knows."""
    lexicon = load_lexicon()
    for item in items:
        document = Document(
            id=item.name, path=item.name, sha256="0", text=item.doc.text, published=item.published
        )
        reading = extract(document, nlp=tools.nlp, extractors=tools.extractors)
        context = context_signs(reading.mentions, reading.claims, document.text)
        owners = _owners(item)
        for short, full, said in weighed(names_of(reading, lexicon), context, lexicon=lexicon):
            one, other = (
                {owners[n] for n in map(normal, each.written) if n in owners}
                for each in (short, full)
            )
            if len(one) == len(other) == 1:
                yield Case(item.name, (short.name, full.name), said, one == other)


def _owners(item: Annotated) -> dict[str, str]:
    """Name to the one entity that it is a name of."""
    found: dict[str, set[str]] = {}
    for id_, entity in item.entities.items():
        for name in entity.names:
            found.setdefault(normal(name), set()).add(id_)
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}


def fit(items: Sequence[Case], *, strength: float = 1.5) -> dict[str, float]:
    """Logistic regression; `strength` holds the weights small, but not that of every pair."""
    column = columns(case.signs for case in items)
    table = torch.zeros(len(items), len(column) + 1, dtype=torch.float64)
    table[:, -1] = 1
    for row, case in enumerate(items):
        table[row, [column[s] for s in case.signs if s in column]] = 1
    same = torch.tensor([float(case.same) for case in items], dtype=torch.float64)
    weight = torch.zeros(len(column) + 1, dtype=torch.float64, requires_grad=True)
    steps = torch.optim.LBFGS([weight], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        steps.zero_grad()
        wrong = torch.nn.functional.binary_cross_entropy_with_logits(
            table @ weight, same, reduction="sum"
        )
        total = wrong + strength * weight[:-1].square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    steps.step(loss)  # type: ignore[no-untyped-call]
    learned = [round(float(w), 2) for w in weight.detach()]
    return {sign: learned[n] for sign, n in column.items()} | {"": learned[-1]}


def judged(items: Sequence[Case], *, strength: float = 1.5) -> list[tuple[float, bool]]:
    """Share and truth of each pair, every document judged by weights that others taught."""
    part = parts(case.doc for case in items)
    taught = [
        fit([c for c in items if part[c.doc] != fold], strength=strength) for fold in range(FOLDS)
    ]
    return [(share(case.signs, taught[part[case.doc]]), case.same) for case in items]


def learn(data: Path, recipe: Recipe) -> None:
    """Write the weights into the package, and say how often they are right. Documents that are
    held out teach nothing."""
    tools = load_tools(Config())
    news = list(read_kgnews(data / "kgnews", tools.nlp))
    seen = [item for n, item in enumerate(news) if n % recipe.folds != recipe.held_out]
    found = list(cases([*seen, *read_press(data, tools.nlp)], tools))
    shares = judged(found)
    for least in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        joined = [same for likely, same in shares if likely >= least]
        print(
            f"from {least}: precision {sum(joined) / len(joined):.3f}, "
            f"recall {sum(joined) / sum(same for _, same in shares):.3f}"
        )
    write_weights("names", _HEADER, weight=fit(found))


_HEADER = """\
# How much each sign says that two names of one document mean one thing; the empty sign is every
# pair's. Learned from annotated documents: `python -m training names`.
"""
