import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from factories import entity, fact, gold, gold_entity, gold_fact, graph
from kgbuild.benchmark import benchmark
from kgbuild.config import Config
from kgbuild.evaluate import evaluate
from kgbuild.export.turtle import turtle
from kgbuild.gold import GoldFact, load_gold
from kgbuild.ontology import load_ontology
from kgbuild.pipeline import build_graph, load_tools, read_all
from kgbuild.read import find
from kgbuild.records import Fact
from kgbuild.scoreboard import report_json
from kgbuild.scores import Counts, Evaluation, Scores

SHARED = ROOT.parent / "shared"
SCORER = SHARED / "eval" / "score.py"

ACME, WIDGET = entity(aliases=["Acme"]), entity("Widget AG")
LYON, FRANCE = entity("Lyon", "Place"), entity("France", "Place")
LAB = entity("Acme Lab", "Programme")
THEIRS = [
    gold_entity("e1", "Acme Corp"),
    gold_entity("e2", "Widget AG"),
    gold_entity("e3", "Lyon", "Place"),
    gold_entity("e4", "France", "Place"),
    gold_entity("e5", "Acme Lab", "Programme"),
]
OURS = [ACME, WIDGET, LYON, FRANCE, LAB]


def judge(facts: list[Fact], gold_facts: list[GoldFact]) -> dict[str, tuple[int, int, int]]:
    """Give tp, fp and fn by relation, where all entities were found."""
    relations = evaluate(graph([], OURS, facts), gold(THEIRS, gold_facts)).scores.relations
    return {str(name): (c.tp, c.fp, c.fn) for name, c in relations.items()}


def test_a_small_case_counted_by_hand() -> None:
    """Two entities of four found, one of another type, one of ours strange; a hit, two errors."""
    stranger = entity("Zorg", "Person")
    firm = entity("Widget AG", "Organization")
    works, uses = fact(ACME, "partnersWith", firm), fact(ACME, "uses", stranger)
    missed = gold_fact("e1", "located_in", "e3")
    theirs = [*THEIRS[:4], gold_entity("e9", "Rival", optional=True)]

    result = evaluate(
        graph([], [ACME, firm, stranger], [works, uses]),
        gold(theirs, [gold_fact("e2", "partners_with", "e1"), missed]),
    )

    assert result == Evaluation(
        scores=Scores(
            entities=Counts(tp=2, fp=1, fn=2),
            typed=1,
            relations={
                "partners_with": Counts(tp=1),
                "located_in": Counts(fn=1),
                "uses": Counts(fp=1),
            },
        ),
        missed_entities=(THEIRS[2], THEIRS[3]),
        wrong_entities=(stranger,),
        mistyped=((THEIRS[1], firm),),
        right_facts=((gold_fact("e2", "partners_with", "e1"), works),),
        missed_facts=(missed,),
        wrong_facts=(uses,),
    )
    assert list(result.scores.relations) == ["partners_with", "located_in", "uses"]


def test_an_empty_graph_and_an_empty_gold() -> None:
    assert evaluate(graph(), gold()).scores == Scores()


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ("ACME CORP", "Acme Corp", True),
        ("The Acme Corp", "Acme Corp", True),
        ("Acme’s Lab", "Acme Lab", True),
        ("Acme's Lab", "acme lab", True),
        ("Acme-Corp.", "Acme Corp", True),
        ("Acme", "Acme Corp", False),
        ("Theatre", "atre", False),
        ("Île", "Ile", False),
        ("!?", "...", False),
    ],
)
def test_names_are_compared_without_case_article_possessive_and_punctuation(
    ours: str, theirs: str, found: bool
) -> None:
    scores = evaluate(graph([], [entity(ours)]), gold([gold_entity("e1", theirs)])).scores

    assert scores.entities == (Counts(tp=1) if found else Counts(fp=1, fn=1))


def test_any_name_will_do() -> None:
    theirs = gold_entity("e1", "Acme Corporation", aliases=["ACME", "Acme of Lyon"])

    assert evaluate(graph([], [ACME]), gold([theirs])).scores.entities == Counts(tp=1)


def test_entities_are_found_one_for_one() -> None:
    two = [gold_entity("e1", "Acme Corp"), gold_entity("e2", "Acme")]

    assert evaluate(graph([], [ACME]), gold(two)).scores.entities == Counts(tp=1, fn=1)


def test_the_one_that_shares_most_names_is_taken_then_the_one_of_the_type() -> None:
    more = gold_entity("e2", "Acme Corp", "Person", aliases=["Acme"])
    less = gold_entity("e1", "Acme Corp")
    place = gold_entity("e0", "Acme Corp", "Place")

    assert evaluate(graph([], [ACME]), gold([less, more])).missed_entities == (less,)
    assert evaluate(graph([], [ACME]), gold([place, less])).missed_entities == (place,)


def test_an_optional_entity_counts_neither_way() -> None:
    theirs = gold([gold_entity("e1", "Acme Corp", "Place", optional=True)])

    assert evaluate(graph([], [ACME]), theirs).scores == Scores()
    assert evaluate(graph(), theirs).scores == Scores()


def test_a_symmetric_relation_holds_either_way_and_others_do_not() -> None:
    both = [fact(WIDGET, "partnersWith", ACME), fact(WIDGET, "investsIn", ACME)]

    assert judge(
        both, [gold_fact("e1", "partners_with", "e2"), gold_fact("e1", "invests_in", "e2")]
    ) == {
        "partners_with": (1, 0, 0),
        "invests_in": (0, 1, 1),
    }


def test_a_fact_is_counted_once_whatever_its_date_and_title() -> None:
    wanted = gold_fact("e1", "partners_with", "e2")
    said = [fact(ACME, "partnersWith", WIDGET, date=date) for date in ("2024", "2025")]
    wrong = [fact(ACME, "uses", LAB, date=date) for date in ("2024", "2025")]

    assert judge([*said, *wrong], [wanted]) == {"partners_with": (1, 0, 0), "uses": (0, 1, 0)}


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("2025-03-26", "2025-03-26", True),
        ("2025-03-26", "2025-03", True),
        ("2025-03", "2025", True),
        ("2025", "2025-03", False),
        ("2025-03-26", "2025-04", False),
    ],
)
def test_a_date_may_say_more_than_the_gold_not_less(ours: str, theirs: str, same: bool) -> None:
    counts = judge([fact(LAB, "announcedOn", ours)], [gold_fact("e5", "announced_on", theirs)])

    assert counts == {"announced_on": (1, 0, 0) if same else (0, 1, 1)}


@pytest.mark.parametrize("modality", ["Planned", "Reported", "Denied"])
def test_only_asserted_facts_of_the_graph_count(modality: str) -> None:
    said = fact(ACME, "uses", LAB).model_copy(update={"modality": modality})

    assert judge([said], [gold_fact("e1", "uses", "e5")]) == {"uses": (0, 0, 1)}


@pytest.mark.parametrize(
    "spared",
    [
        gold_fact("e1", "uses", "e5", modality="planned"),
        gold_fact("e1", "uses", "e5", modality="reported"),
        gold_fact("e1", "uses", "e5", optional=True),
    ],
)
def test_facts_that_neither_help_nor_hurt(spared: GoldFact) -> None:
    assert judge([fact(ACME, "uses", LAB)], [spared]) == {}
    assert judge([], [spared]) == {}


def test_a_denied_fact_that_is_asserted_is_wrong() -> None:
    denied = gold_fact("e1", "uses", "e5", modality="denied")

    assert judge([fact(ACME, "uses", LAB)], [denied]) == {"uses": (0, 1, 0)}
    assert judge([], [denied]) == {}


def test_a_fact_about_an_optional_entity_counts_neither_way() -> None:
    theirs = gold(
        [THEIRS[0], gold_entity("e2", "Widget AG", optional=True)],
        [gold_fact("e1", "supplies", "e2")],
    )
    said = graph([], [ACME, WIDGET], [fact(ACME, "supplies", WIDGET)])

    assert evaluate(said, theirs).scores.relations == {}


def test_what_lies_where_by_way_of_another_place_is_neutral() -> None:
    stated = [gold_fact("e1", "located_in", "e3"), gold_fact("e3", "located_in", "e4")]

    assert judge([fact(ACME, "locatedIn", FRANCE)], stated) == {"located_in": (0, 0, 2)}
    assert judge([fact(WIDGET, "locatedIn", FRANCE)], stated) == {"located_in": (0, 1, 2)}


def test_a_fact_both_asserted_and_planned_is_wanted() -> None:
    twice = [gold_fact("e1", "uses", "e5", modality="planned"), gold_fact("e1", "uses", "e5")]

    assert judge([], twice) == {"uses": (0, 0, 1)}


def test_the_same_numbers_as_the_outside_scorer(tmp_path: Path) -> None:
    """On real news: every twentieth annotated document, read back from Turtle by the scorer."""
    whole = SHARED / "data" / "kgnews"
    if not (SCORER.is_file() and whole.is_dir()):
        pytest.skip("the annotated news and their scorer are not beside this repository")
    (tmp_path / "gold").mkdir()
    for file in sorted((whole / "gold").glob("*.json"))[::20]:
        (tmp_path / "gold" / file.name).write_bytes(file.read_bytes())
    cases = load_gold(tmp_path / "gold", texts=whole / "texts")
    config = Config.model_validate({"model": "rules", "extractors": ("patterns",)})
    tools = load_tools(config)
    for case in cases:
        documents, _ = read_all(find([case.text])[0], config=config)
        built = build_graph(documents, tools=tools)
        folder = tmp_path / "graphs" / case.text.stem
        folder.mkdir(parents=True)
        content = turtle(built, ontology=load_ontology(), base=config.base)
        (folder / "graph.ttl").write_bytes(content)

    arguments = (SCORER, tmp_path / "gold", tmp_path / "graphs", "--json", tmp_path / "scores.json")
    subprocess.run([sys.executable, *map(str, arguments)], check=True, capture_output=True)
    report = json.loads(report_json(benchmark(cases, config=config, progress=lambda *_: None)))

    expected = json.loads((tmp_path / "scores.json").read_text("utf-8"))
    assert expected.pop("graphs_missing") == []
    assert expected["all"]["tp"] > 20
    assert {name: report[name] for name in expected} == expected
