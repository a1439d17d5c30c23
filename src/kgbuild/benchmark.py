"""Gold documents, each built alone and scored, with the rules and chance beside."""

from collections.abc import Sequence

from kgbuild.baseline import random_facts
from kgbuild.config import Config
from kgbuild.errors import InputError
from kgbuild.evaluate import evaluate
from kgbuild.gold import Case
from kgbuild.mistakes import mistakes
from kgbuild.ontology import load_ontology
from kgbuild.pipeline import Progress, Tools, build_graph, load_tools, read_all
from kgbuild.read import find
from kgbuild.records import Graph
from kgbuild.scores import Report, Scores, total

RULES = {"model": "rules", "extractors": ("patterns",)}
"""The options that learned ones are compared with."""


def benchmark(cases: Sequence[Case], *, config: Config, progress: Progress) -> Report:
    """Build each document alone, in memory, and score it; `progress` runs once for each system.

    Raises InputError for a text that cannot be read, OptionError for an unknown model or extractor.
    """
    graphs = _build_each(cases, config, progress)
    judged = list(zip(graphs, cases, strict=True))
    evaluations = [evaluate(graph, case.gold) for graph, case in judged]
    drawn = [random_facts(graph, ontology=load_ontology()) for graph in graphs]
    by_rules = config.model_copy(update=RULES)
    ruled = None if by_rules == config else _build_each(cases, by_rules, progress)
    return Report(
        config=config,
        documents=len(cases),
        scores=total([evaluation.scores for evaluation in evaluations]),
        rules=None if ruled is None else _scores(ruled, cases),
        random=_scores(drawn, cases),
        mistakes=tuple(
            mistake
            for evaluation, (graph, case) in zip(evaluations, judged, strict=True)
            for mistake in mistakes(evaluation, graph, case.gold)
        ),
    )


def _scores(graphs: Sequence[Graph], cases: Sequence[Case]) -> Scores:
    return total([evaluate(g, case.gold).scores for g, case in zip(graphs, cases, strict=True)])


def _build_each(cases: Sequence[Case], config: Config, progress: Progress) -> list[Graph]:
    tools = load_tools(config)
    graphs = []
    for done, case in enumerate(cases):
        progress(done, len(cases), case.gold.doc)
        graphs.append(build_case(case, tools))
    progress(len(cases), len(cases), "")
    return graphs


def build_case(case: Case, tools: Tools) -> Graph:
    """The graph of one document, as `build` makes it from this text alone.

    Raises InputError for a text that cannot be read.
    """
    sources, unlisted = find([case.text])
    documents, unread = read_all(sources, config=tools.config)
    if not documents:
        why = next(skip.reason for skip in (*unlisted, *unread))
        raise InputError(f"{case.text}: {why}; the gold needs this text")
    return build_graph(documents, tools=tools)
