import json

import pytest

from kgbuild.config import Config
from kgbuild.scoreboard import print_mistakes, print_scores, report_json
from kgbuild.scores import Counts, Mistake, Report, Scores

Screen = pytest.CaptureFixture[str]
OURS = Scores(
    entities=Counts(tp=3, fp=1, fn=1),
    typed=2,
    relations={"partners_with": Counts(tp=1, fn=1), "uses": Counts(tp=1, fp=1, fn=1)},
)
RULES = Scores(
    entities=Counts(tp=2, fp=0, fn=2),
    typed=2,
    relations={"partners_with": Counts(fn=2), "uses": Counts(fn=2), "supplies": Counts(fp=1)},
)
CHANCE = Scores(relations={"partners_with": Counts(fp=1, fn=2), "uses": Counts(fp=2, fn=2)})
REPORT = Report(
    config=Config(model="mine", extractors=("one", "two")),
    documents=2,
    scores=OURS,
    rules=RULES,
    random=CHANCE,
    mistakes=(Mistake(document="a.txt", kind="missed", what="x", quote="y"),),
)


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def lines(screen: Screen) -> list[str]:
    """Give what was printed, blanks and rules aside."""
    printed = (" ".join(line.split()) for line in screen.readouterr().out.splitlines())
    return [line for line in printed if line.strip(" ─")]


def test_the_table_has_the_baselines_beside(capsys: Screen) -> None:
    print_scores(REPORT)

    assert lines(capsys) == [
        "2 documents, model mine, extractors one, two",
        "system rules random",
        "gold P R F1 P R F1 P R F1",
        "entities 4 0.750 0.750 0.750 1.000 0.500 0.667 - - -",
        "type accuracy 0.667 1.000 - - -",
        "core facts 2 1.000 0.500 0.667 0.000 0.000 0.000 0.000 0.000 0.000",
        "extended facts 2 0.500 0.500 0.500 0.000 0.000 0.000 0.000 0.000 0.000",
        "all facts 4 0.667 0.500 0.571 0.000 0.000 0.000 0.000 0.000 0.000",
        "partners_with 2 1.000 0.500 0.667 0.000 0.000 0.000 0.000 0.000 0.000",
        "uses 2 0.500 0.500 0.500 0.000 0.000 0.000 0.000 0.000 0.000",
        "supplies 0 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000",
        "random: the same entities, as many facts drawn from pairs that share a sentence",
    ]


def test_the_rules_stand_in_the_table_once(capsys: Screen) -> None:
    print_scores(REPORT.model_copy(update={"rules": None}))

    printed = lines(capsys)
    assert printed[1] == "rules random"
    assert printed[3] == "entities 4 0.750 0.750 0.750 - - -"


def test_hostile_names_do_not_steer_a_terminal(capsys: Screen) -> None:
    config = Config(model="[red]\x1b[31m", extractors=("[/]",))

    print_scores(REPORT.model_copy(update={"config": config}))

    assert lines(capsys)[0] == "2 documents, model [red]\ufffd[31m, extractors [/]"


def test_mistakes_are_a_line_each(capsys: Screen) -> None:
    print_mistakes(
        [
            Mistake(document="a.txt", kind="missed", what="Acme (Company)", quote="Acme\n works."),
            Mistake(document="b\x1b.txt", kind="wrong", what="A uses B", quote=""),
            Mistake(document="c.txt", kind="wrong", what="C", quote="long " * 99),
        ]
    )

    assert capsys.readouterr().out.splitlines() == [
        "a.txt: missed: Acme (Company): “Acme works.”",
        "b\ufffd.txt: wrong: A uses B",
        f"c.txt: wrong: C: “{'long ' * 60} …”",
    ]


def test_the_report_for_programs() -> None:
    content = json.loads(report_json(REPORT))

    nothing = {"precision": 0, "recall": 0, "f1": 0, "tp": 0, "fp": 0, "fn": 0}
    half = {"precision": 0.5, "recall": 0.5, "f1": 0.5, "tp": 1, "fp": 1, "fn": 1}
    partners = {"precision": 1, "recall": 0.5, "f1": 0.6667, "tp": 1, "fp": 0, "fn": 1}
    baselines = content.pop("baselines")
    assert content == {
        "documents": 2,
        "model": "mine",
        "extractors": ["one", "two"],
        "entities": {
            **{"precision": 0.75, "recall": 0.75, "f1": 0.75, "tp": 3, "fp": 1, "fn": 1},
            "type_accuracy": 0.6667,
        },
        "core": partners,
        "extended": half,
        "all": {"precision": 0.6667, "recall": 0.5, "f1": 0.5714, "tp": 2, "fp": 1, "fn": 2},
        "relations": {"partners_with": partners, "uses": half},
        "mistakes": [{"document": "a.txt", "kind": "missed", "what": "x", "quote": "y"}],
    }
    assert list(baselines) == ["rules", "random"]
    assert baselines["random"]["entities"] == nothing | {"type_accuracy": 0}
    assert baselines["rules"]["relations"]["supplies"] == nothing | {"fp": 1}


def test_the_report_of_the_rules_has_them_once() -> None:
    content = json.loads(report_json(REPORT.model_copy(update={"rules": None})))

    assert list(content["baselines"]) == ["random"]
