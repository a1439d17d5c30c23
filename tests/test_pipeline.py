import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import rdflib
from pyshacl import validate

from factories import document
from kgbuild.config import Config
from kgbuild.errors import InputError, KgbuildError, OptionError
from kgbuild.export import EXPORTERS
from kgbuild.folder import UserTable, load_run
from kgbuild.ontology import KG
from kgbuild.pipeline import (
    FILES,
    Tools,
    build,
    build_graph,
    extract_all,
    join_graph,
    load_tools,
    read_again,
)
from kgbuild.processes import sensible_workers
from kgbuild.records import Graph, Reading, Skip
from kgbuild.tables import read_table

DEAL = "Acme Corp of Lyon partners with Widget AG.\n"
POST = "Ada Byron, chief executive of Acme Corp, opened the Widget AG plant in Lyon, France.\n"


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools(Config())


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "deal.txt").write_text(DEAL)
    (folder / "post.txt").write_text(POST)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def skips(out: Path) -> list[dict[str, str]]:
    lines = (out / "rejected.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["stage"] == "read"]


def test_a_graph_of_the_documents_is_written(articles: Path, tmp_path: Path) -> None:
    graph = build([articles], tmp_path / "out", config=Config())

    assert sorted(content(tmp_path / "out")) == sorted(FILES)
    assert [d.id for d in graph.documents] == sorted(d.id for d in graph.documents)
    assert {d.path for d in graph.documents} == {"deal.txt", "post.txt"}
    names = {entity.name for entity in graph.entities}
    assert {"Acme Corp", "Widget AG"} <= names
    relations = {(f.subject, f.relation, f.object) for f in graph.facts}
    assert ("org-acme-corp", "partnersWith", "org-widget-ag") in relations


def test_entities_join_across_documents(articles: Path, tmp_path: Path) -> None:
    graph = build([articles], tmp_path / "out", config=Config())

    assert {e.name: len(e.documents) for e in graph.entities}["Acme Corp"] == 2


def test_every_mention_of_a_fact_is_inside_its_quote(tools: Tools) -> None:
    """A headline ends in a line break, which is no part of the name before it."""
    source = document(
        "Acme Corp Announces Sale of Its Old Centre in Austin, Texas\n\n"
        "Acme Corp announced the sale. Texas is large.\n",
        published="2025-03-26",
    )
    graph = build_graph([source], tools=tools)

    assert all(entity.name == entity.name.strip() for entity in graph.entities)
    for fact in graph.facts:
        for passage in fact.evidence:
            assert passage.quote == source.text[passage.start : passage.end]
            for span in (passage.subject, passage.object):
                assert passage.start <= span.start < span.end <= passage.end


def test_the_same_content_twice_is_read_once(articles: Path, tmp_path: Path) -> None:
    (articles / "copy.txt").write_text(DEAL)

    graph = build([articles], tmp_path / "out", config=Config())

    assert len(graph.documents) == 2
    assert skips(tmp_path / "out") == [
        {"path": "deal.txt", "reason": "same bytes as copy.txt", "stage": "read"}
    ]


@pytest.mark.parametrize("place", ["articles/graph", "articles", "."])
def test_what_an_earlier_build_wrote_is_not_read(
    articles: Path, tmp_path: Path, place: str
) -> None:
    out = tmp_path / place
    build([articles], out, config=Config())
    first = content(out)
    (out / ".kgbuild-left").mkdir()

    build([articles], out, config=Config())

    assert content(out) == first
    assert skips(out) == []


def test_other_files_of_the_folder_stay(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "README.md").write_text("mine")

    build([articles], out, config=Config())

    assert (out / "README.md").read_text() == "mine"


def test_an_exporter_that_fails_leaves_the_old_graph_whole(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build([articles], out, config=Config())
    old = content(out)
    (articles / "more.txt").write_text("Widget AG of Turin partners with Quux Ltd.")

    def broken(*_: object, **__: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setitem(EXPORTERS, "graph.nq", broken)
    with pytest.raises(ZeroDivisionError):
        build([articles], out, config=Config())

    assert {p.name: p.read_bytes() for p in out.iterdir()} == old


def test_nothing_to_read_is_an_error_that_says_why(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_bytes(b"\x00\x01\x02" * 50)

    with pytest.raises(InputError) as caught:
        build([tmp_path], tmp_path / "out", config=Config())

    assert str(caught.value) == (
        f"nothing to build from in {tmp_path}: 0.txt: a binary file, not text; 1.txt: a binary "
        "file, not text; 2.txt: a binary file, not text and 2 more. "
        "Give text, HTML, Markdown or JSONL files with text in them."
    )
    assert not (tmp_path / "out").exists()


def test_places_know_where_they_lie_unless_told_not_to(articles: Path, tmp_path: Path) -> None:
    one = build([articles], tmp_path / "one", config=Config())
    other = build([articles], tmp_path / "other", config=Config(gazetteer=False))

    known = {e.name: [area.name for area in e.lies_in] for e in one.entities if e.lies_in}
    assert known["Lyon"][-1] == "France"
    assert not any(entity.lies_in for entity in other.entities)
    assert one.facts == other.facts
    turtle = [(tmp_path / name / "graph.ttl").read_text("utf-8") for name in ("one", "other")]
    assert ["kg:Area" in text or "kg:liesIn" in text for text in turtle] == [True, False]
    shared = set(turtle[1].split("\n\n")) - set(turtle[0].split("\n\n"))
    assert all(block.startswith((":place-", ":dataset")) for block in shared)


def test_links_are_made_and_the_file_is_no_input(articles: Path, tmp_path: Path) -> None:
    links = articles / "links.csv"
    links.write_text("name,QID\nacme corp,Q42\nNobody,Q5\n")

    graph = build([articles], tmp_path / "out", config=Config(), links=links)

    same = {entity.id: entity.same_as for entity in graph.entities if entity.same_as}
    assert same == {"org-acme-corp": ("http://www.wikidata.org/entity/Q42",)}
    assert skips(tmp_path / "out") == []
    rejected = (tmp_path / "out" / "rejected.jsonl").read_text("utf-8")
    assert (
        '{"object": "Q5", "reason": "no entity has this name", "relation": "sameAs", '
        '"stage": "resolve", "subject": "Nobody"}\n'
    ) in rejected
    assert load_run(tmp_path / "out").tables == {
        "links": UserTable(path="../articles/links.csv", sha256=read_table(links).sha256)
    }
    assert read_again(load_run(tmp_path / "out"), tmp_path / "out") == graph.documents


def test_a_graph_with_background_and_links_conforms(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("Acme Corp,Q42\n")
    build([articles], tmp_path / "out", config=Config(), links=tmp_path / "links.csv")
    shapes = (files("kgbuild") / "data" / "shapes.ttl").read_text("utf-8")

    built = rdflib.Graph().parse(tmp_path / "out" / "graph.ttl")
    conforms, _, report = validate(built, shacl_graph=rdflib.Graph().parse(data=shapes))

    assert conforms, report
    assert str(*built.objects(predicate=rdflib.OWL.sameAs)).endswith("/Q42")
    within = built.query(
        "SELECT DISTINCT ?x { ?x rdfs:label 'Acme Corp' ; "
        "kg:locatedIn*/kg:liesIn/rdfs:label 'France' }",
        initNs={"kg": KG},
    )
    assert len(within) == 1


def test_a_wrong_table_stops_the_build_before_it_reads(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgbuild.pipeline.find", lambda *_, **__: pytest.fail("work began"))
    (tmp_path / "links.csv").write_text("Acme Corp;Q42\n")

    with pytest.raises(InputError, match=r"links\.csv, line 1: 1 columns"):
        build([articles], tmp_path / "out", config=Config(), links=tmp_path / "links.csv")


def test_the_folder_is_looked_at_before_the_work_begins(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgbuild.pipeline.load_tools", lambda _: pytest.fail("work began"))

    with pytest.raises(OptionError, match="is a file"):
        build([articles], articles / "deal.txt", config=Config())


@pytest.mark.parametrize("model", ["no_such_model", "numpy", "."])
def test_a_model_that_is_none_is_an_error(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(OptionError, match=f"mention model.* '{model}'") as caught:
        load_tools(Config(model=model))

    assert "\n" not in str(caught.value)


def test_an_extractor_that_is_none_is_an_error() -> None:
    with pytest.raises(OptionError, match="no extractor named magic: there are model, patterns"):
        load_tools(Config(extractors=("patterns", "magic")))


def test_a_model_takes_the_longest_text_that_is_read() -> None:
    """Else spaCy refuses what is longer than a million characters."""
    assert load_tools(Config(max_chars=2_000_000)).nlp.max_length >= 2_000_000


def test_a_text_is_cut_where_the_configuration_says(articles: Path, tmp_path: Path) -> None:
    graph = build([articles / "deal.txt"], tmp_path / "out", config=Config(max_chars=20))

    (only,) = graph.documents
    assert only.text == "Acme Corp of Lyon"
    assert only.notes == ("cut at 17 of 43 characters",)


def test_progress_is_told_before_each_document_and_at_the_end(tools: Tools) -> None:
    calls: list[tuple[int, int, str]] = []
    documents = [document("One.", path="one"), document("Two.", path="two")]

    build_graph(documents, tools=tools, progress=lambda *call: calls.append(call))

    assert calls == [(0, 2, "one"), (1, 2, "two"), (2, 2, "")]


def test_documents_are_read_the_same_by_many_processes(tools: Tools) -> None:
    documents = [document(text, path=text[:4]) for text in (DEAL, POST, DEAL + POST)]
    calls: list[tuple[int, int, str]] = []

    apart = extract_all(
        documents, tools=tools, workers=2, progress=lambda *call: calls.append(call)
    )

    assert apart == extract_all(documents, tools=tools)
    assert [reading.document for reading in apart] == [d.id for d in documents]
    assert calls == [(0, 3, "Acme"), (1, 3, "Ada "), (2, 3, "Acme"), (3, 3, "")]


def test_a_process_that_is_lost_is_one_line_about_what_to_do(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> Iterator[Reading]:
        raise BrokenProcessPool
        yield

    monkeypatch.setattr(ProcessPoolExecutor, "map", lost)

    with pytest.raises(KgbuildError) as caught:
        extract_all([document(DEAL)], tools=tools, workers=2)

    assert str(caught.value) == (
        "a process that read documents ended early, for want of memory or because the script that "
        "calls kgbuild does so outside `if __name__ == '__main__':`: give it workers=1 or that line"
    )


def test_what_was_read_is_joined_to_the_graph_that_a_build_makes(tools: Tools) -> None:
    documents, skip = [document(DEAL), document(POST)], Skip(path="a", reason="b")
    readings = extract_all(documents, tools=tools)

    joined = join_graph(documents, readings, [skip], tools=tools)

    assert joined == build_graph(documents, [skip], tools=tools)
    assert (len(joined.documents), joined.skips) == (2, (skip,))
    assert joined.facts


def test_title_and_licence_reach_the_graph(tools: Tools) -> None:
    config = Config(title="My news", license="https://creativecommons.org/licenses/by/4.0/")

    graph = build_graph([document(DEAL)], tools=replace(tools, config=config))

    assert (graph.title, graph.license) == (config.title, config.license)


def test_the_least_confidence_reaches_the_extractors() -> None:
    graph = build_graph([document(DEAL)], tools=load_tools(Config(min_confidence=1)))

    assert graph.facts == ()
    assert {r.reason for r in graph.rejections} == {"not sure enough: below 1"}


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([], 1),
        ([100, 100], 1),
        ([399_999, 0, 0], 1),
        ([200_000, 200_000], 2),
        ([900_000], 1),
        ([300_000] * 9, 4),
    ],
)
@pytest.mark.parametrize("told", [True, False])
def test_processes_are_as_many_as_pay(
    lengths: list[int], expected: int, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if told:
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    else:
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
        monkeypatch.setattr(os, "cpu_count", lambda: 4)

    assert sensible_workers([document("a" * n) for n in lengths]) == expected


def test_a_system_that_does_not_tell_its_processors_has_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)

    assert sensible_workers([document("a" * 400_000), document("b" * 400_000)]) == 1


def test_no_documents_make_an_empty_graph(tools: Tools) -> None:
    skip = Skip(path="a", reason="b")

    assert build_graph([], [skip], tools=tools) == Graph(
        documents=(), entities=(), facts=(), skips=(skip,)
    )


def test_sources_are_read_again_from_where_they_were(articles: Path, tmp_path: Path) -> None:
    odd = articles / "odd.article"
    odd.write_text("Widget AG of Turin.")
    out = tmp_path / "out"
    graph = build([odd, articles / "deal.txt"], out, config=Config())

    assert read_again(load_run(out), out) == graph.documents


def test_a_build_of_one_file_remembers_that_file_alone(articles: Path, tmp_path: Path) -> None:
    build([articles / "deal.txt"], tmp_path / "out", config=Config())

    assert load_run(tmp_path / "out").sources == ("../articles/deal.txt",)


def test_sources_that_are_gone_give_no_documents(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([articles / "deal.txt", articles / "post.txt"], out, config=Config())
    (articles / "deal.txt").unlink()
    assert [d.path for d in read_again(load_run(out), out)] == ["post.txt"]
    (articles / "post.txt").unlink()

    assert read_again(load_run(out), out) == ()
