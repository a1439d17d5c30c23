"""Annotated references -> the weights that say what `it` and `the company` stand for; and, for
training on facts, which of a document's references mean which entity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from spacy.language import Language
from spacy.tokens import Span

from kgbuild.extract.references import LEAST, Names, Place, find_places, load_weights, rank
from training.annotations import read_press
from training.datasets import sentence_numbers
from training.examples import Annotated, find_names
from training.weights import FOLDS, columns, parts, write_weights


@dataclass(frozen=True)
class Case:
    """One annotated reference: its candidates by their signs, and which of them are right."""

    doc: str
    how: str
    signs: Sequence[frozenset[str]]
    right: Sequence[bool]


def cases(items: Iterable[Annotated]) -> Iterator[Case]:
    """The annotated references that have a right candidate."""
    for item in items:
        names, ids = with_gold_names(item)
        places = {item.doc[p.start].idx: p for p in find_places(item.doc)}
        for start, _, wanted in item.references:
            place = places.get(start)
            found = names.candidates(place) if place else []
            right = [ids.get((name.start, name.end)) == wanted for name, _ in found]
            if place and any(right):
                yield Case(item.name, place.word.how, [signs for _, signs in found], right)


def with_gold_names(item: Annotated) -> tuple[Names, dict[tuple[int, int], str]]:
    """The names that the gold has, and whose they are; the document keeps its own."""
    named = find_names(item.doc, item.entities)
    own = item.doc.ents
    item.doc.ents = [span for span, _ in named]
    names = Names(item.doc)
    item.doc.ents = own
    return names, {(span.start, span.end): id_ for span, id_ in named}


def meant(item: Annotated) -> list[tuple[Span, str]]:
    """References of a document with the entity they mean: as annotated, else as the facts of
    their sentence want it, else as the weights say."""
    names, ids = with_gold_names(item)
    taken = {i for span in names.spans for i in range(span.start, span.end)}
    told = {start: id_ for start, _, id_ in item.references}
    weights = load_weights()
    places = [p for p in find_places(item.doc) if taken.isdisjoint(range(p.start, p.end))]
    likely = {p: rank(names.candidates(p), weights) for p in places}
    chosen: dict[Place, str] = {}
    for place, found in likely.items():
        start = item.doc[place.start].idx
        if start in told:
            chosen[place] = told[start]
        elif found and found[0][1] >= LEAST:
            chosen[place] = ids[found[0][0].start, found[0][0].end]
    chosen |= wanted(item, likely, chosen, ids, told)
    return [
        (Span(item.doc, p.start, p.end, label=item.entities[id_].type), id_)
        for p, id_ in sorted(chosen.items(), key=lambda each: each[0].start)
        if id_ in item.entities
    ]


def wanted(
    item: Annotated,
    likely: Mapping[Place, list[tuple[Span, float]]],
    chosen: Mapping[Place, str],
    ids: Mapping[tuple[int, int], str],
    told: Mapping[int, str],
) -> dict[Place, str]:
    """References that a fact's sentence must hold, since it names the thing in no other way."""
    number = sentence_numbers(item.doc).tolist()
    here: dict[int, set[str]] = {}
    for (start, _), id_ in ids.items():
        here.setdefault(number[start], set()).add(id_)
    for place, id_ in chosen.items():
        here.setdefault(number[place.start], set()).add(id_)
    result: dict[Place, str] = {}
    for fact in item.facts:
        ends = [fact.subject] + ([fact.object] if fact.object in item.entities else [])
        for end in ends:
            if len(fact.sentences) != 1 or end in here.get(fact.sentences[0], set()):
                continue
            fitting = [
                (share, -place.start, place)
                for place, found in likely.items()
                for name, share in found
                if number[place.start] == fact.sentences[0]
                and item.doc[place.start].idx not in told
                and ids[name.start, name.end] == end
            ]
            if fitting:
                result[max(fitting, key=lambda f: f[:2])[2]] = end
    return result


def fit(items: Sequence[Case], *, strength: float = 0.002) -> dict[str, float]:
    """Weights under which the right candidates are likeliest; `strength` holds them small."""
    column = columns(signs for case in items for signs in case.signs)
    rows = [
        (k, signs, ok)
        for k, c in enumerate(items)
        for signs, ok in zip(c.signs, c.right, strict=True)
    ]
    table = torch.zeros(len(rows), len(column), dtype=torch.float64)
    for r, (_, signs, _) in enumerate(rows):
        table[r, [column[s] for s in signs if s in column]] = 1
    owner = torch.tensor([k for k, _, _ in rows])
    right = torch.tensor([float(ok) for _, _, ok in rows], dtype=torch.float64)
    weight = torch.zeros(len(column), dtype=torch.float64, requires_grad=True)
    steps = torch.optim.LBFGS([weight], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        steps.zero_grad()
        odds = (table @ weight).exp()
        none = torch.zeros(len(items), dtype=torch.float64)
        share = none.index_add(0, owner, odds * right) / none.index_add(0, owner, odds)
        total = -share.log().mean() + strength * weight.square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    steps.step(loss)  # type: ignore[no-untyped-call]
    return {sign: round(float(weight.detach()[n]), 2) for sign, n in column.items()}


def accuracy(items: Sequence[Case]) -> dict[str, tuple[int, int]]:
    """Kind of word -> right ones and all, each document judged by weights that others taught."""
    part = parts(case.doc for case in items)
    result: dict[str, tuple[int, int]] = {}
    for fold in range(FOLDS):
        weights = fit([case for case in items if part[case.doc] != fold])
        for case in items:
            if part[case.doc] == fold:
                odds = [sum(weights.get(s, 0.0) for s in signs) for signs in case.signs]
                right = case.right[odds.index(max(odds))]
                for kind in (case.how, "all"):
                    done, all_ = result.get(kind, (0, 0))
                    result[kind] = done + right, all_ + 1
    return result


def learn(data: Path, nlp: Language) -> None:
    """Write the weights into the package, and say how often they are right."""
    items = list(cases(read_press(data, nlp)))
    for kind, (right, all_) in sorted(accuracy(items).items()):
        print(f"{kind}: {right} of {all_} right, {right / all_:.3f}")
    write_weights("references", _HEADER, weight=fit(items))


_HEADER = """\
# How much each sign speaks for a name that a reference may stand for, by the kind of word (see
# patterns/references.toml). Learned from annotated references: `python -m training references`.
"""
