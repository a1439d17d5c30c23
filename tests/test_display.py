from pathlib import Path

import pytest

from factories import document, small_graph
from kgbuild.display import (
    print_counts,
    print_queries,
    print_rows,
    print_stats,
    print_summary,
    progress_bar,
)
from kgbuild.queries import NamedQuery, Parameter
from kgbuild.records import Graph, Rejection, Skip
from kgbuild.stats import Stats
from kgbuild.store import Table

Screen = pytest.CaptureFixture[str]
STATS = Stats(
    documents=2,
    entities={"Company": 3, "Place": 2},
    facts={"locatedIn": 2},
    modality={"Asserted": 2},
    evidence=4,
    triples=99,
)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def lines(screen: Screen) -> list[str]:
    """Give what was printed, blanks and rules aside."""
    printed = (" ".join(line.split()) for line in screen.readouterr().out.splitlines())
    return [line for line in printed if line.strip(" ─")]


def test_the_summary_says_what_there_is_and_where(capsys: Screen) -> None:
    print_summary(small_graph(), Path("data/graph"), seconds=1.26, files=["graph.ttl", "run.json"])

    assert lines(capsys) == [
        "2 documents, 7 entities, 7 facts in 1.3 s",
        "entities facts asserted planned denied",
        "Company 3 locatedIn 2 - -",
        "Place 2 acquires - 1 -",
        "Person 1 announcedOn 1 - -",
        "Programme 1 holdsPositionAt 1 - -",
        "investsIn - - 1",
        "partnersWith 1 - -",
        "linked 1 entities to Wikidata",
        "written to data/graph: graph.ttl, run.json",
    ]


def test_the_summary_says_what_was_left_out_and_not_without_end(capsys: Screen) -> None:
    graph = Graph(
        documents=(document("a", notes=("cut at 1 of 2 characters",)),),  # type: ignore[arg-type]
        entities=(),
        facts=(),
        rejections=tuple(
            Rejection(stage="check", reason=f"reason {n}", relation="uses") for n in range(7)
        ),
        skips=tuple(Skip(path=f"{n}.bin", reason="a binary\nfile") for n in range(8)),
    )

    print_summary(graph, Path("out"), seconds=0, files=[])

    assert lines(capsys)[2:] == [
        "note 1 documents: cut at … of … characters",
        *(f"skipped {n}.bin: a binary file" for n in range(6)),
        "skipped and 2 more: see rejected.jsonl",
        *(f"rejected 1 claim: reason {n}" for n in range(6)),
        "rejected and 1 more: see rejected.jsonl",
        "written to out:",
    ]


def test_the_summary_says_which_links_fit(capsys: Screen) -> None:
    missed = Rejection(
        stage="resolve",
        reason="no entity has this name",
        subject="Rival",
        relation="sameAs",
        object="Q7",
    )
    graph = small_graph().model_copy(
        update={"rejections": (missed, *2 * (Rejection(stage="resolve", reason="no: why"),))}
    )

    print_summary(graph, Path("out"), seconds=0, files=[])

    assert lines(capsys)[-4:] == [
        "linked 1 entities to Wikidata",
        "not linked Rival (Q7): no entity has this name",
        "rejected 2 name pairs: no",
        "written to out:",
    ]


HOSTILE = ["[bold]x[/bold]", "[/]", ":car:", "a\\", "\x1b[31mred", "a\x07b", "שלום", "a\tb", "a  b"]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_shown_as_they_are_but_for_what_a_terminal_obeys(
    capsys: Screen, text: str
) -> None:
    shown = text.replace("\x1b", "\ufffd").replace("\x07", "\ufffd").replace("\t", " ")

    print_rows(Table(columns=(text,), rows=((text,),)))

    printed = capsys.readouterr().out
    assert printed.count(shown) == 2
    assert not {"\x1b", "\x07"} & set(printed)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_paths_do_not_break_the_summary(capsys: Screen, text: str) -> None:
    graph = Graph(documents=(), entities=(), facts=(), skips=(Skip(path=text, reason=text),))

    print_summary(graph, Path(text), seconds=0, files=[])

    assert not {"\x1b", "\x07"} & set(capsys.readouterr().out)


def test_long_cells_are_shown_whole_on_several_lines(capsys: Screen) -> None:
    print_rows(Table(columns=("quote",), rows=(("word " * 60,),)))

    assert capsys.readouterr().out.count("word") == 60


def test_rows_are_counted(capsys: Screen) -> None:
    print_rows(Table(columns=("name", "date"), rows=(("Acme", "2025"), ("Zorg", ""))))

    assert lines(capsys) == ["name date", "Acme 2025", "Zorg", "2 rows"]


def test_queries_are_listed_by_name(capsys: Screen) -> None:
    parameter = Parameter(name="who", default="[b]Acme[/b]", description="whom")
    queries = {
        name: NamedQuery(name=name, title="t", question=f"{name}?", parameters=p, sparql="")
        for name, p in (("posts", ()), ("partners", (parameter,)))
    }

    print_queries(queries)

    assert lines(capsys) == [
        "name question parameters",
        "partners partners? who=[b]Acme[/b]",
        "posts posts?",
    ]


def test_stats_for_people(capsys: Screen) -> None:
    print_stats(STATS)

    assert lines(capsys) == [
        "2 documents, 99 triples, 4 passages of evidence",
        "entities facts modality",
        "Company 3 locatedIn 2 Asserted 2",
        "Place 2",
    ]


def test_stats_for_spreadsheets(capsys: Screen) -> None:
    print_counts(STATS)

    assert capsys.readouterr().out.splitlines() == [
        "kind,name,count",
        "documents,,2",
        "entities,Company,3",
        "entities,Place,2",
        "facts,locatedIn,2",
        "modality,Asserted,2",
        "evidence,,4",
        "triples,,99",
    ]


def test_no_progress_where_there_is_no_terminal(capsys: Screen) -> None:
    with progress_bar(quiet=False) as progress:
        progress(0, 2, "a[/]\x1b.txt")

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("quiet", "shown"), [(False, True), (True, False)])
def test_progress_on_a_terminal(
    capsys: Screen, monkeypatch: pytest.MonkeyPatch, quiet: bool, shown: bool
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")

    with progress_bar(quiet=quiet) as progress:
        progress(0, 2, "[/]a.txt")
        progress(1, 2, "b.txt")

    printed = capsys.readouterr()
    assert ("1/2" in printed.err) == shown
    assert printed.out == ""
