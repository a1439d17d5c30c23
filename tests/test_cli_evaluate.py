import json
from pathlib import Path

import pytest

from conftest import Call, wrong
from kgbuild.benchmark import RULES

BY_RULES = ("--model", RULES["model"], "--extractor", *RULES["extractors"])
DEAL = "SHANGHAI, March 26, 2025 -- Acme Corp partners with Widget AG.\n"
GOLD = {
    "doc": "deal.txt",
    "entities": [
        {"id": "e1", "name": "Acme Corp", "type": "Company", "aliases": []},
        {"id": "e2", "name": "Widget AG", "type": "Company", "aliases": []},
        {"id": "e3", "name": "Shanghai", "type": "Organization", "aliases": []},
    ],
    "facts": [
        {"s": "e2", "p": "partners_with", "o": "e1", "evidence": "partners with"},
        {"s": "e1", "p": "acquires", "o": "e2", "evidence": "Acme Corp partners"},
    ],
}


@pytest.fixture(autouse=True)
def _annotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("gold").mkdir()
    Path("gold/deal.json").write_text(json.dumps(GOLD))
    Path("texts").mkdir()
    Path("texts/deal.txt").write_text(DEAL)


def cells(out: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines() if line.strip(" ─")]


def test_a_table_of_scores(call: Call) -> None:
    code, out, err = call("evaluate", "gold", *BY_RULES)

    assert (code, err) == (0, "")
    rows = cells(out)
    assert rows[:3] == [
        ["1", "documents,", "model", "rules,", "extractors", "patterns"],
        ["rules", "random"],
        ["gold", *["P", "R", "F1"] * 2],
    ]
    assert ["entities", "3", *["1.000"] * 3, "-", "-", "-"] in rows
    assert ["type", "accuracy", "0.667", "-", "-", "-"] in rows
    assert ["all", "facts", "2", *["1.000", "0.500", "0.667"] * 2] in rows


def test_errors_come_with_their_words(call: Call) -> None:
    code, out, err = call("evaluate", "gold", "--errors", *BY_RULES)

    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        f"deal.txt: wrong: SHANGHAI (Place, not Organization): “{DEAL.strip()}”",
        "deal.txt: missed: Acme Corp acquires Widget AG: “Acme Corp partners”",
    ]


def test_figures_for_programs(call: Call) -> None:
    code, out, _ = call("evaluate", "gold", "--json", "figures.json", *BY_RULES)

    figures = json.loads(Path("figures.json").read_text("utf-8"))
    assert (code, figures["documents"]) == (0, 1)
    assert figures["all"]["f1"] == 0.6667
    assert "all facts" in out


def test_the_default_is_that_of_build(call: Call) -> None:
    assert call("build", "texts", "-o", "graph", "-q")[0] == 0
    assert call("evaluate", "gold", "--json", "figures.json")[0] == 0

    options = json.loads(Path("graph/run.json").read_text("utf-8"))["options"]
    figures = json.loads(Path("figures.json").read_text("utf-8"))
    assert (figures["model"], figures["extractors"]) == (options["model"], options["extractors"])


def test_texts_elsewhere(call: Call) -> None:
    Path("texts").rename("articles")

    wrong(
        call("evaluate", "gold"),
        "gold/deal.json: doc: no text 'deal.txt' in texts or gold; say where",
        "--texts",
    )

    assert call("evaluate", "gold", "--texts", "articles", *BY_RULES)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], ["nowhere: no such folder"]),
        (["texts"], ["texts: no gold in this folder"]),
        (["gold", "--texts", "nowhere"], ["nowhere: no such folder"]),
        (["gold", "--model", "no_such"], ["no mention model named 'no_such'"]),
        (["gold", "--extractor", "guess"], ["no extractor named guess: there are "]),
        (["gold", "--json", "no/where.json", *BY_RULES], ["no/where.json: No such file"]),
        ([], ["Missing argument 'GOLD_DIR'", "See `kgbuild evaluate --help`."]),
    ],
)
def test_an_evaluation_that_cannot_be(call: Call, arguments: list[str], said: list[str]) -> None:
    wrong(call("evaluate", *arguments), *said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no JSON", "gold/deal.json: Invalid JSON: "),
        ("{}", "gold/deal.json: doc: Field required (and 2 more); mend the gold file"),
        (
            json.dumps(GOLD).replace('"Organization"', '"Town"'),
            "gold/deal.json: entities.2.type: Input should be 'Company', 'Organization', ",
        ),
        (
            json.dumps(GOLD).replace("acquires", "marries"),
            "gold/deal.json: facts.1.p: Input should be 'partners_with', 'located_in', ",
        ),
    ],
)
def test_bad_gold_is_one_line(call: Call, content: str, said: str) -> None:
    Path("gold/deal.json").write_text(content)

    wrong(call("evaluate", "gold"), said)


def test_a_build_may_name_its_extractors(call: Call) -> None:
    assert call("build", "texts", "-o", "graph", "-q", "--extractor", "patterns")[0] == 0
    wrong(call("build", "texts", "-o", "g", "--extractor", "guess"), "no extractor named guess")

    run = json.loads(Path("graph/run.json").read_text("utf-8"))
    assert run["options"]["extractors"] == ["patterns"]
