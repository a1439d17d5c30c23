"""`kgbuild validate`: what people see, and how it ends."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import Call, wrong
from factories import small_graph
from kgbuild import soundness
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology

SHAPES = """
@prefix kg: <https://w3id.org/kgbuild/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://ex.example/a> a sh:NodeShape ; sh:targetClass kg:Company ;
    sh:property [ sh:path rdfs:label ; sh:maxLength 5 ; sh:message "Names are short." ] .
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `graph` with a sound graph, in the working directory."""
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "graph"
    out.mkdir()
    turtle = EXPORTERS["graph.ttl"](small_graph(), ontology=load_ontology(), base=DEFAULT_BASE)
    (out / "graph.ttl").write_bytes(turtle)
    (tmp_path / "own.ttl").write_text(SHAPES)
    return out


def spoil(folder: Path, old: str, new: str) -> None:
    path = folder / "graph.ttl"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_sound_graph_conforms(call: Call, folder: Path) -> None:
    code, out, err = call("validate", "graph")

    assert (code, err) == (0, "")
    assert out.startswith("graph: conforms to the shapes that ship (triples: ")


def test_the_graph_of_the_shipped_texts_conforms(call: Call, raw_folder: Path) -> None:
    code, out, err = call("validate", raw_folder)

    assert (code, err) == (0, ""), out


def test_what_is_wrong_is_told_by_kind_and_then_counted(call: Call, folder: Path) -> None:
    spoil(folder, "kg:Place , schema:Place", "kg:Place")
    spoil(folder, "kg:modality kg:Denied", "kg:modality kg:Doubted")

    result = call("validate", "graph")

    wrong(result, "graph does not conform to the shapes that ship (violations: 3). Build it again.")
    lines = result[1].splitlines()
    assert lines[:2] == [
        "violation: A fact has exactly one kg:modality: Asserted, Planned, Reported or Denied. (1)",
        lines[1],
    ]
    assert lines[1].startswith("  Acme Corp investsIn Rival <https://example.org/kg/fact-")
    assert lines[1].endswith(">: kg:modality kg:Doubted")
    assert lines[2:] == [
        "",
        "violation: A kg:Place is typed schema:Place too, since stores do not infer. (2)",
        "  France <https://example.org/kg/place-france>",
        "  Lyon <https://example.org/kg/place-lyon>",
        "",
    ]


def test_many_nodes_of_a_kind_are_cut_short(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness, "_MOST_LINES", 1)

    _, out, _ = call("validate", "graph", "--shapes", "own.ttl")

    assert out.splitlines() == [
        "violation: Names are short. (2)",
        "  Acme Corp <https://example.org/kg/org-acme-corp>: rdfs:label Acme Corp",
        "  and 1 more",
        "",
    ]


def test_json_holds_all_of_it(call: Call, folder: Path) -> None:
    code, out, err = call("validate", "graph", "--shapes", "own.ttl", "--format", "json")

    assert code == 2
    assert "does not conform to own.ttl (violations: 2). Correct the graph or the shapes." in err
    assert [violation["name"] for violation in json.loads(out)] == ["Acme Corp", "Widget AG"]
    assert json.loads(out)[0] == {
        "message": "Names are short.",
        "severity": "violation",
        "node": "https://example.org/kg/org-acme-corp",
        "name": "Acme Corp",
        "path": "rdfs:label",
        "value": "Acme Corp",
    }


def test_json_of_a_sound_graph_is_an_empty_list(call: Call, folder: Path) -> None:
    assert call("validate", "graph", "--format", "json") == (0, "[]\n", "")


def test_a_warning_is_told_and_is_no_violation(call: Call, folder: Path) -> None:
    Path("own.ttl").write_text(
        SHAPES.replace("sh:maxLength", "sh:severity sh:Warning ; sh:maxLength")
    )

    code, out, err = call("validate", "graph", "--shapes", "own.ttl")

    assert (code, err) == (0, "")
    assert out.startswith("warning: Names are short. (2)\n")
    assert "graph: conforms to own.ttl (triples: " in out


def test_a_large_graph_comes_with_a_note_on_time(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness, "_SLOW", 100)

    code, _, err = call("validate", "graph")

    assert code == 0
    assert err.startswith("kgbuild: note: ")
    assert err.endswith(" triples: SHACL takes 10 to 20 seconds for each 100,000\n")


def test_what_is_printed_cannot_steer_a_terminal(call: Call, folder: Path) -> None:
    spoil(folder, 'rdfs:label "Rival"', 'rdfs:label "Ri\\u001B[31mval", "Rival"')

    assert "\x1b" not in call("validate", "graph")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere holds no graph.ttl"),
        (["graph", "--shapes", "nowhere.ttl"], "cannot read the shapes in nowhere.ttl"),
        (["graph", "--shapes", "graph/graph.ttl"], "holds no SHACL shapes"),
        (["graph", "--format", "csv"], "csv"),
    ],
)
def test_a_wrong_call_is_one_line(
    call: Call, folder: Path, arguments: list[str], said: str
) -> None:
    result = call("validate", *arguments)

    wrong(result, said)
    assert result[1] == ""


def test_a_folder_without_its_other_files_will_do(call: Call, folder: Path) -> None:
    shutil.move("graph/graph.ttl", "graph.ttl")

    assert call("validate", ".")[0] == 0
