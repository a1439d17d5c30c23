"""What an evaluation found missed or wrong, told with the words it is about."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from kgbuild.gold import OURS, Gold, GoldFact
from kgbuild.records import Document, Fact, Graph
from kgbuild.scores import Evaluation, Mistake
from kgbuild.sentences import find_name, sentences

_Told = tuple[Literal["missed", "wrong"], str, str]


def mistakes(evaluation: Evaluation, graph: Graph, gold: Gold) -> tuple[Mistake, ...]:
    """Tell the mistakes in one document: entities first, then facts."""
    names = {entity.id: entity.name for entity in gold.entities}
    told = (*_entities(evaluation, graph), *_facts(evaluation, graph, names))
    return tuple(
        Mistake(document=gold.doc, kind=kind, what=what, quote=quote) for kind, what, quote in told
    )


def _entities(evaluation: Evaluation, graph: Graph) -> Iterator[_Told]:
    for gold in evaluation.missed_entities:
        what = f"{gold.name} ({gold.type})"
        yield "missed", what, _sentence(graph.documents, (gold.name, *gold.aliases))
    for ours in evaluation.wrong_entities:
        what = f"{ours.name} ({ours.type})"
        yield "wrong", what, _sentence(graph.documents, (ours.name, *ours.aliases))
    for gold, ours in evaluation.mistyped:
        what = f"{ours.name} ({ours.type}, not {gold.type})"
        yield "wrong", what, _sentence(graph.documents, (ours.name, *ours.aliases))


def _facts(evaluation: Evaluation, graph: Graph, gold_names: Mapping[str, str]) -> Iterator[_Told]:
    for gold in evaluation.missed_facts:
        yield "missed", _gold_fact(gold, gold_names), gold.evidence
    strangers = {entity.id for entity in evaluation.wrong_entities}
    our_names = {
        entity.id: entity.name + " (not in the gold)" * (entity.id in strangers)
        for entity in graph.entities
    }
    for fact in evaluation.wrong_facts:
        yield "wrong", _our_fact(fact, our_names), fact.evidence[0].quote


def _gold_fact(fact: GoldFact, names: Mapping[str, str]) -> str:
    return f"{names[fact.subject]} {OURS[fact.relation]} {names.get(fact.object, fact.object)}"


def _our_fact(fact: Fact, names: Mapping[str, str]) -> str:
    return f"{names[fact.subject]} {fact.relation} {names.get(fact.object, fact.object)}"


def _sentence(documents: Sequence[Document], names: Sequence[str]) -> str:
    """The first sentence that has one of the names; nothing where none has."""
    for document in documents:
        for part in sentences(document.text):
            if any(find_name(name, document.text, part) for name in names):
                return document.text[part.start : part.end]
    return ""
