import csv
import io
import json

import pytest

from kgbuild.conflicts import Conflict
from kgbuild.explanation import Apart, Explanation, Name
from kgbuild.listing import print_conflicts, print_conflicts_csv, print_explanations, print_json
from kgbuild.statements import Passage, Source, Statement, Thing

Screen = pytest.CaptureFixture[str]
PRESS = Source(path="a.txt", title="Light on", publisher="Acme Press", issued="2023-05")
LIGHT = Thing(iri="https://example.org/kg/programme-light", name="Light")
ACME = Thing(iri="https://example.org/kg/org-acme", name="Acme")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def passage(quote: str, extractor: str = "patterns:test", speaker: str | None = None) -> Passage:
    return Passage(
        iri=f"doc-1#{quote}", quote=quote, document=PRESS, extractor=extractor, speaker=speaker
    )


OPENED = Statement(
    fact="fact-1",
    subject=LIGHT,
    relation="announcedOn",
    object=Thing(iri=None, name="2023-05-04"),
    modality="Asserted",
    confidence=0.9,
    documents=1,
    passages=(passage("It opened."), passage("It opened.", "model:relation", "Ada Visser")),
)
PLANNED = Statement(
    fact="fact-2",
    subject=ACME,
    relation="develops",
    object=LIGHT,
    modality="Planned",
    date="2023",
    title="lead",
    confidence=1,
    documents=2,
    passages=(passage("Acme may build it."), passage("Acme\nwill build it.")),
)
EXPLANATION = Explanation(
    iri="https://example.org/kg/programme-light",
    type="Programme",
    name="Light",
    names=(Name(name="Harbour Light", reasons=("short form", "same name")),),
    documents=(PRESS,),
    same_as=("http://www.wikidata.org/entity/Q1",),
    lies_in=("Bavaria",),
    apart=(
        Apart(name="Light", other="Lighter", reason="not alike"),
        Apart(name="Light", other=None, reason="short for two"),
    ),
    statements=(OPENED, PLANNED),
)
CONFLICT = Conflict(reason="more than one date", statements=(OPENED, PLANNED))


def lines(screen: Screen) -> list[str]:
    """What was printed, ends trimmed, without blank lines and rules."""
    printed = (line.rstrip() for line in screen.readouterr().out.splitlines())
    return [line for line in printed if line.strip(" ─")]


def test_an_explanation_is_read_from_top_to_bottom(capsys: Screen) -> None:
    print_explanations([EXPLANATION])

    assert lines(capsys) == [
        "Light (Programme)",
        "https://example.org/kg/programme-light",
        "also called",
        "  Harbour Light: short form; same name",
        "documents",
        "  a.txt; Light on; Acme Press; 2023-05",
        "same as",
        "  http://www.wikidata.org/entity/Q1",
        "lies in, by the gazetteer",
        "  Bavaria",
        "kept apart",
        "  Light from Lighter: not alike",
        "  Light: short for two",
        "announcedOn",
        "  Light → 2023-05-04; confidence 0.9; 1 document",
        "    “It opened.”",
        "      a.txt; Acme Press; patterns:test",
        "      a.txt; Acme Press; model:relation; said by Ada Visser",
        "develops",
        "  Acme → Light; planned; lead; 2023; confidence 1; 2 documents",
        "    “Acme may build it.”",
        "      a.txt; Acme Press; patterns:test",
        "    “Acme will build it.”",
        "      a.txt; Acme Press; patterns:test",
    ]


def test_an_explanation_leaves_out_what_there_is_not(capsys: Screen) -> None:
    bare = {"names": (), "documents": (), "same_as": (), "lies_in": (), "apart": ()}

    print_explanations([EXPLANATION.model_copy(update=bare | {"statements": ()})])

    assert lines(capsys) == ["Light (Programme)", "https://example.org/kg/programme-light"]


def test_conflicts_stand_with_both_sides_and_their_quotes(capsys: Screen) -> None:
    print_conflicts([CONFLICT])

    assert [" ".join(line.split()) for line in lines(capsys)] == [
        "conflict statement quote document",
        "more than one date Light announcedOn 2023-05-04; confidence 0.9; 1 document "
        "“It opened.” a.txt; Acme Press; patterns:test",
        "a.txt; Acme Press; model:relation; said by Ada Visser",
        "Acme develops Light; planned; lead; 2023; confidence 1; 2 documents "
        "“Acme may build it.” a.txt; Acme Press; patterns:test",
        "“Acme a.txt; Acme Press; patterns:test",
        "will build it.”",
        "conflicts: 1",
    ]


def test_no_conflicts_are_counted_too(capsys: Screen) -> None:
    print_conflicts([])

    assert lines(capsys)[-1] == "conflicts: 0"


def test_conflicts_for_spreadsheets(capsys: Screen) -> None:
    print_conflicts_csv([CONFLICT, CONFLICT])

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["conflict"] for row in rows] == ["1"] * 4 + ["2"] * 4
    assert rows[1] == {
        "conflict": "1",
        "reason": "more than one date",
        "subject": "Light",
        "relation": "announcedOn",
        "object": "2023-05-04",
        "modality": "Asserted",
        "date": "",
        "title": "",
        "confidence": "0.9",
        "documents": "1",
        "quote": "It opened.",
        "document": "a.txt",
        "publisher": "Acme Press",
        "extractor": "model:relation",
        "speaker": "Ada Visser",
    }
    assert (rows[3]["title"], rows[3]["quote"]) == ("lead", "Acme\nwill build it.")


def test_records_as_json_are_whole(capsys: Screen) -> None:
    print_json([EXPLANATION])

    (found,) = json.loads(capsys.readouterr().out)
    assert Explanation.model_validate(found) == EXPLANATION


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "\x1b[31mred", "a\x07b"])
def test_texts_cannot_steer_the_terminal(capsys: Screen, text: str) -> None:
    said = OPENED.model_copy(update={"passages": (passage(text),)})
    shown = text.replace("\x1b", "\ufffd").replace("\x07", "\ufffd")

    print_explanations([EXPLANATION.model_copy(update={"name": text, "statements": (said,)})])
    print_conflicts([Conflict(reason="r", statements=(said, said))])

    printed = capsys.readouterr().out
    assert printed.count(shown) == 4
    assert not {"\x1b", "\x07"} & set(printed)
