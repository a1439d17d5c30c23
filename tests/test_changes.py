import json
from pathlib import Path

import pytest

from conftest import Call, wrong
from factories import document, entity, evidence, fact, graph
from kgbuild.changes import as_json, lines
from kgbuild.difference import difference
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.records import Graph

ACME, WIDGET, RIVAL = entity(), entity("Widget AG"), entity("Rival")
ADA = entity("Ada Byron", "Person")
SOURCE = document("Acme Corp works with Widget AG. Ada Byron, CEO of Acme Corp, spoke.")
WORKS = evidence(SOURCE, "Acme Corp works with Widget AG.")
POST = evidence(SOURCE, "Ada Byron, CEO of Acme Corp", subject="Ada Byron", object="Acme Corp")
OLD = graph(
    [SOURCE],
    [ACME, WIDGET, RIVAL],
    [
        fact(ACME, "partnersWith", WIDGET, date="2024", modality="Planned", confidence=0.55),
        fact(ACME, "acquires", RIVAL, WORKS, modality="Denied", confidence=0.7),
    ],
)
NEW = graph(
    [SOURCE],
    [ACME, WIDGET, ADA],
    [
        fact(ACME, "partnersWith", WIDGET, WORKS),
        fact(ADA, "holdsPositionAt", ACME, POST, title="CEO", date="2025-03"),
    ],
)
TEXT = """\
old: 1 documents, 3 entities, 2 facts
new: 1 documents, 3 entities, 2 facts

entities: 1 added, 1 removed
  - Rival (Company)
  + Ada Byron (Person)

facts: 1 added, 1 removed, 1 changed
  - Acme Corp acquires Rival, denied, 0.7 (medium)
      “Acme Corp works with Widget AG.” acme.txt
  + Ada Byron holdsPositionAt Acme Corp, CEO, 2025-03, asserted, 0.9 (high)
      “Ada Byron, CEO of Acme Corp” acme.txt
  ~ Acme Corp partnersWith Widget AG
      date: 2024 -> none
      modality: planned -> asserted
      confidence: 0.55 (low) -> 0.9 (high)
      + “Acme Corp works with Widget AG.” acme.txt
"""


def written(folder: Path, graph: Graph, base: str = DEFAULT_BASE) -> Path:
    folder.mkdir()
    data = EXPORTERS["graph.nq"](graph, ontology=load_ontology(), base=base)
    (folder / "graph.nq").write_bytes(data)
    return folder


def test_lines_tell_all_that_changed() -> None:
    assert "\n".join([*lines(difference(OLD, NEW), OLD, NEW), ""]) == TEXT


def test_json_has_names_beside_ids() -> None:
    works = {"document": SOURCE.id, "path": "acme.txt", "quote": "Acme Corp works with Widget AG."}
    partners = {
        "subject": "org-acme-corp",
        "subject_name": "Acme Corp",
        "relation": "partnersWith",
        "object": "org-widget-ag",
        "object_name": "Widget AG",
    }

    found = json.loads(as_json(difference(OLD, NEW), OLD, NEW))

    assert found["new"] == {"documents": 1, "entities": 3, "facts": 2}
    assert found["entities"] == {
        "added": [{"id": "person-ada-byron", "type": "Person", "name": "Ada Byron"}],
        "removed": [{"id": "org-rival", "type": "Company", "name": "Rival"}],
    }
    assert found["facts"]["removed"] == [
        {
            "id": OLD.facts[1].id,
            "subject": "org-acme-corp",
            "subject_name": "Acme Corp",
            "relation": "acquires",
            "object": "org-rival",
            "object_name": "Rival",
            "modality": "Denied",
            "date": None,
            "title": None,
            "confidence": 0.7,
            "band": "medium",
            "evidence": [works],
        }
    ]
    assert found["facts"]["changed"] == [
        {
            "old_id": OLD.facts[0].id,
            "new_id": NEW.facts[0].id,
            **partners,
            "changes": {
                "date": {"old": "2024", "new": None},
                "modality": {"old": "Planned", "new": "Asserted"},
                "confidence": {"old": 0.55, "new": 0.9},
                "evidence": {"added": [works], "removed": []},
            },
        }
    ]


def test_a_name_cannot_steer_the_terminal() -> None:
    evil = graph(entities=[entity("Evil\x1b[31m\nCorp")])

    said = list(lines(difference(graph(), evil), graph(), evil))

    assert "  + Evil\ufffd[31m Corp (Company)" in said


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://x.example/kg#"])
def test_the_command_compares_folders_under_any_base(tmp_path: Path, call: Call, base: str) -> None:
    old, new = written(tmp_path / "old", OLD), written(tmp_path / "new", NEW, base)

    assert call("diff", old, new) == (0, TEXT, "")
    assert json.loads(call("diff", old, new, "--format", "json")[1])["facts"]["added"]


def test_graphs_that_are_alike_are_no_error(tmp_path: Path, call: Call) -> None:
    old = written(tmp_path / "old", OLD)

    code, said, _ = call("diff", old, old)

    assert code == 0
    assert said.endswith("facts: 0 added, 0 removed, 0 changed\n")


def test_the_command_prints_a_patch(tmp_path: Path, call: Call) -> None:
    old, new = written(tmp_path / "old", OLD), written(tmp_path / "new", NEW)

    code, said, _ = call("diff", old, new, "--format", "patch")

    assert code == 0
    rows = said.splitlines()
    assert (rows[1], rows[-1]) == ("TX .", "TC .")
    assert {row[0] for row in rows[2:-1]} == {"A", "D"}


def test_a_folder_without_a_graph_is_told(tmp_path: Path, call: Call) -> None:
    old = written(tmp_path / "old", OLD)

    for format in ("text", "json", "patch"):
        wrong(call("diff", old, tmp_path, "--format", format), "holds no graph.nq")
