import csv
import io
import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import pytest

from conftest import Call, wrong
from factories import document, entity, evidence, fact, graph
from kgbuild import __version__, cli
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.pipeline import FILES

DEAL = "SHANGHAI, March 26, 2025 -- Acme Corp of Lyon, France, partners with Widget AG.\n"
POST = "Ada Byron, chief executive of Acme Corp, met Widget AG.\n"
VERBS = ["", "build", "verify", "validate", "query", "explain", "stats", "evaluate"]
PARTNERS = "SELECT ?b { ?a kg:partnersWith/rdfs:label ?b } ORDER BY ?b"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `texts` and the `graph` of them."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "texts").mkdir()
    (folder / "texts" / "deal.txt").write_text(DEAL)
    (folder / "texts" / "post.txt").write_text(POST)
    assert cli.run(["build", str(folder / "texts"), "--out", str(folder / "graph"), "-q"]) == 0
    return folder


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> Path:
    """A copy to spoil, in another place."""
    for part in ("texts", "graph"):
        (tmp_path / part).mkdir()
        for file in (built / part).iterdir():
            (tmp_path / part / file.name).write_bytes(file.read_bytes())
    return tmp_path


def test_build_prints_a_summary(call: Call, built: Path) -> None:
    code, out, err = call("build", built / "texts", "--out", "graph")

    assert (code, err) == (0, "")
    assert re.search(r"2 documents, \d+ entities, \d+ facts in \d+\.\d s", out)
    assert f"written to graph: {', '.join(FILES)}" in out
    assert sorted(os.listdir("graph")) == sorted(FILES)


def test_build_says_what_it_skipped(call: Call) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(DEAL)
    Path("in/b.txt").write_bytes(b"\x00\x01\x02" * 99)
    Path("in/c.txt").write_bytes(b"")
    Path("in/d.png").write_bytes(b"\x89PNG")
    Path("in/e.txt").write_bytes("Siège de Zürich, déjà vu à l’été.".encode("cp1252"))

    code, out, err = call("build", "in", "--out", "graph")

    assert (code, err) == (0, "")
    assert "skipped b.txt: a binary file, not text" in out
    assert "skipped c.txt: no text" in out
    assert "skipped d.png: not a text format we read: .png" in out
    assert "note 1 documents: not UTF-8: decoded as" in out


def test_a_quiet_build_prints_nothing(call: Call, built: Path) -> None:
    assert call("build", built / "texts", "-o", "graph", "-q") == (0, "", "")


def test_the_base_iri_is_used(call: Call, built: Path) -> None:
    base = "https://x.example/kg#"

    assert call("build", built / "texts", "-o", "g", "-q", "--base", base) == (0, "", "")

    assert f"<{base}>" in Path("g/graph.ttl").read_text()


def test_links_and_background_are_options(call: Call, built: Path) -> None:
    Path("links.csv").write_text("Acme Corp,Q42\nNobody,Q5\n")
    arguments = ("build", built / "texts", "-o", "g", "--links", "links.csv")

    code, out, err = call(*arguments, "--no-gazetteer")

    assert (code, err) == (0, "")
    assert "linked 1 entities to Wikidata\nnot linked Nobody (Q5): no entity has this name\n" in out
    text = Path("g/graph.ttl").read_text("utf-8")
    assert "owl:sameAs <http://www.wikidata.org/entity/Q42>" in text
    assert "kg:liesIn" not in text
    assert "kg:liesIn" in (built / "graph" / "graph.ttl").read_text("utf-8")


LABELS = "SELECT ?n { ?e rdfs:label ?n . ?e a kg:Company } ORDER BY ?n"


def companies(call: Call, folder: str) -> list[str]:
    return call("query", folder, LABELS, "--format", "csv")[1].splitlines()[1:]


def test_decisions_join_rename_and_can_be_taken_back(call: Call, built: Path) -> None:
    arguments = ("build", built / "texts", "-q", "--out")
    Path("same.csv").write_text("same,Acme Corp,Widget AG\n")
    Path("rename.csv").write_text("# ours\nrename,the ACME Corp,Acme Village\n")

    assert call(*arguments, "before") == (0, "", "")
    assert call(*arguments, "same", "--decisions", "same.csv") == (0, "", "")
    assert call(*arguments, "renamed", "--decisions", "rename.csv") == (0, "", "")
    assert call(*arguments, "same") == (0, "", "")

    assert companies(call, "before") == ["Acme Corp", "Widget AG"]
    assert companies(call, "renamed") == ["Acme Village", "Widget AG"]
    for name in FILES:
        assert Path("same", name).read_bytes() == Path("before", name).read_bytes()


def test_a_decided_merge_is_explained_and_its_table_is_in_the_record(
    call: Call, built: Path
) -> None:
    Path("in.csv").write_text("same,Acme Corp,Widget AG\n")

    code, _, err = call("build", built / "texts", "-o", "g", "--decisions", "in.csv")

    assert (code, err) == (0, "")
    assert companies(call, "g") == ["Acme Corp"]
    (found,) = json.loads(call("explain", "g", "Widget AG", "--format", "json")[1])
    assert found["names"] == [{"name": "Widget AG", "reasons": ["decided"]}]
    assert json.loads(Path("g/run.json").read_text("utf-8"))["tables"] == {
        "decisions": {
            "path": "../in.csv",
            "sha256": sha256(b"same,Acme Corp,Widget AG\n").hexdigest(),
        }
    }


def test_decisions_that_contradict_each_other_are_an_error(call: Call, built: Path) -> None:
    Path("in.csv").write_text("same,Acme,Tarn\nsame,Tarn,Bonn\ndifferent,Bonn,Acme\n")

    wrong(
        call("build", built / "texts", "-o", "g", "--decisions", "in.csv"),
        "in.csv, line 3: 'Bonn' and 'Acme' are said to be different, but lines 1, 2 make them the "
        "same. Take one of these lines out.",
    )
    assert not Path("g").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "-o", "g"], ["nowhere: no such file or folder; check the name"]),
        (["empty", "-o", "g"], ["empty: nothing to read in this folder", "put articles there"]),
        (["binary", "-o", "g"], ["a.bin: not a text format we read: .bin", "put articles there"]),
        (["hidden.txt", "-o", "g"], ["hidden.txt: a binary file, not text", "Give text, HTML"]),
        (["a.txt", "-o", "g", "--model", "no_such"], ["no mention model named 'no_such'", "rules"]),
        (["a.txt", "-o", "g", "--base", "here"], ["the base IRI 'here' cannot be used: give an"]),
        (["a.txt", "-o", "g", "--base", ""], ["the base IRI '' cannot be used"]),
        (["a.txt", "-o", "g", "--license", "CC0"], ["the licence 'CC0' cannot be used: give its"]),
        (["a.txt", "-o", "g", "--title", ""], ["the option 'title' cannot be ''"]),
        (["a.txt", "-o", "a.txt"], ["cannot write to a.txt: a.txt is a file. Give a folder."]),
        (["a.txt", "-o", "a.txt/g"], ["cannot write to a.txt/g", "a.txt is a file"]),
        (["a.txt", "-o", "g", "--links", "no.csv"], ["cannot read the table no.csv: No such file"]),
        (["a.txt", "-o", "g", "--links", "a.txt"], ["a.txt, line 1: ", " columns. Write name,QID"]),
        (["a.txt", "-o", "g", "--decisions", "no.csv"], ["cannot read the table no.csv"]),
        (["a.txt", "-o", "g", "--decisions", "a.txt"], ["a.txt, line 1: write a decision as same"]),
        (["a.txt"], ["Missing option '--out'", "See `kgbuild build --help`."]),
        (["-o", "g"], ["Missing argument 'INPUT...'", "See `kgbuild build --help`."]),
        (["a.txt", "-o", "g", "--colour"], ["No such option: --colour", "kgbuild build --help"]),
        (["a.txt", "-o"], ["Option '-o' requires an argument. See `kgbuild"]),
    ],
)
def test_a_build_that_cannot_be(call: Call, arguments: list[str], said: list[str]) -> None:
    Path("a.txt").write_text(DEAL)
    Path("empty").mkdir()
    Path("binary").mkdir()
    Path("binary/a.bin").write_bytes(b"\x00")
    Path("hidden.txt").write_bytes(b"\x7fELF\x00\x00" * 50)

    wrong(call("build", *arguments), *said)

    assert not Path("g").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_an_error(call: Call, built: Path) -> None:
    Path("mine").mkdir(mode=0o500)

    wrong(call("build", built / "texts", "-o", "mine/g"), "cannot write to mine/g")


def test_a_graph_inside_the_input_folder_is_no_input(call: Call) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(DEAL)

    outputs = [call("build", "in", "-o", "in/graph") for _ in range(2)]
    files = {name: Path("in/graph", name).read_bytes() for name in FILES}
    call("build", "in", "-o", "in/graph")

    assert [code for code, _, _ in outputs] == [0, 0]
    assert {name: Path("in/graph", name).read_bytes() for name in FILES} == files
    assert call("verify", "in/graph")[0] == 0


def test_verify_says_that_all_is_well(call: Call, built: Path) -> None:
    code, out, err = call("verify", built / "graph")

    assert (code, err) == (0, "")
    assert out == (f"{built / 'graph'}: every quote, offset and sha256 matches (documents: 2)\n")


def test_verify_finds_sources_that_moved_along(call: Call, copied: Path) -> None:
    copied.joinpath("texts").rename("moved")
    wrong(call("verify", "graph"), "does not match its sources (mismatches: 2)")

    assert call("verify", "graph", "--source", "moved")[0] == 0

    Path("new").mkdir()
    Path("moved").rename("new/texts")
    Path("graph").rename("new/graph")
    assert call("verify", "new/graph")[0] == 0


def test_verify_of_a_graph_in_another_working_directory(
    call: Call, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built / "graph")

    assert call("verify", ".")[0] == 0


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("texts/deal.txt", "Lyon", "Lyons", "deal.txt: sha256 is"),
        ("graph/graph.ttl", 'nif:anchorOf "', 'nif:anchorOf "X', "characters "),
        ("graph/graph.ttl", "\tnif:beginIndex ", "\tnif:beginIndex 1", "offsets 1"),
        ("graph/graph.nq", "Acme", "Acne", "graph/graph.nq: not the file that the build wrote"),
        ("graph/run.json", '"graph.nq": "', '"graph.nq": "0', "graph/graph.nq: not the file that"),
    ],
)
def test_verify_names_what_does_not_match(
    call: Call, copied: Path, file: str, old: str, new: str, said: str
) -> None:
    spoil(copied / file, old, new)

    result = call("verify", "graph")

    wrong(result, "graph does not match its sources (mismatches: ", "--source")
    assert said in result[1]


def test_verify_names_a_source_that_is_gone(call: Call, copied: Path) -> None:
    (copied / "texts" / "post.txt").unlink()

    result = call("verify", "graph")

    wrong(result)
    assert "post.txt: the document is not among the inputs" in result[1]


def test_what_verify_prints_cannot_steer_a_terminal(call: Call, copied: Path) -> None:
    spoil(copied / "graph/graph.ttl", 'nif:anchorOf "', 'nif:anchorOf "\\u001B[31m')

    assert "\x1b" not in call("verify", "graph")[1]


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (["verify"], "no graph in nowhere: run.json cannot be read"),
        (["stats"], "nowhere holds no graph.nq: name a folder that `kgbuild build"),
        (["query"], "nowhere holds no graph.nq: name a folder that `kgbuild build"),
        (["explain"], "nowhere holds no graph.nq: name a folder that `kgbuild build"),
    ],
)
def test_a_folder_without_a_graph(call: Call, verb: list[str], said: str) -> None:
    asked = {"query": ["ASK {}"], "explain": ["Acme"]}.get(verb[0], [])

    wrong(call(*verb, "nowhere", *asked), said)


@pytest.mark.parametrize(
    ("verb", "file", "said"),
    [
        (["stats", "graph"], "graph.nq", "graph.nq is damaged, build the graph again"),
        (["query", "graph", "ASK {}"], "graph.nq", "graph.nq is damaged, build the graph again"),
        (["explain", "graph", "Acme"], "rejected.jsonl", "rejected.jsonl is damaged, build the"),
        (["verify", "graph"], "graph.ttl", "graph.ttl is damaged, build the graph again"),
        (["validate", "graph"], "graph.ttl", "graph.ttl is damaged, build the graph again"),
        (["verify", "graph"], "run.json", "run.json is damaged or of another version of kgbuild"),
    ],
)
def test_a_damaged_graph(call: Call, copied: Path, verb: list[str], file: str, said: str) -> None:
    (copied / "graph" / file).write_bytes(b"<broken \xff")

    wrong(call(*verb), said)


def test_query_prints_a_table(call: Call, built: Path) -> None:
    code, out, err = call("query", built / "graph", PARTNERS)

    assert (code, err) == (0, "")
    assert [line.split() for line in out.splitlines() if line.strip(" ─")] == [
        ["b"],
        ["Acme", "Corp"],
        ["Widget", "AG"],
        ["2", "rows"],
    ]


def test_query_prints_csv(call: Call, built: Path) -> None:
    code, out, err = call("query", built / "graph", PARTNERS, "--format", "csv")

    assert (code, err) == (0, "")
    assert list(csv.reader(io.StringIO(out))) == [["b"], ["Acme Corp"], ["Widget AG"]]


def test_query_prints_json(call: Call, built: Path) -> None:
    code, out, err = call("query", built / "graph", PARTNERS, "--format", "json")

    assert (code, err) == (0, "")
    rows = json.loads(out)["results"]["bindings"]
    assert [row["b"]["value"] for row in rows] == ["Acme Corp", "Widget AG"]


def test_query_from_a_file(call: Call, built: Path) -> None:
    Path("q.rq").write_text(PARTNERS)

    code, out, _ = call("query", built / "graph", "-f", "q.rq", "--format", "csv")

    assert (code, out.splitlines()) == (0, ["b", "Acme Corp", "Widget AG"])


def test_a_shipped_query_with_its_parameter(call: Call, built: Path) -> None:
    arguments = ("query", built / "graph", "partners", "-p", "name=acme corp", "--format", "csv")

    code, out, _ = call(*arguments)

    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [(row["partner"], row["date"]) for row in rows] == [("Widget AG", "2025-03-26")]


@pytest.mark.parametrize("arguments", [("query", "--list"), ("query", "anywhere", "--list")])
def test_the_shipped_queries_are_listed(call: Call, arguments: tuple[str, ...]) -> None:
    code, out, err = call(*arguments)

    assert (code, err) == (0, "")
    assert {"partners", "places", "announcements"} <= set(out.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["SELECT ?s { ?s"], ["the query does not parse: ", "Prefixes known without declaration"]),
        (
            ["SELECT * { SERVICE <https://x.example/> { ?s ?p ?o } }"],
            ["SERVICE would reach out of the graph"],
        ),
        (["SELECT * FROM <https://x.example/> { ?s ?p ?o }"], ["FROM would reach out of the"]),
        (["DELETE WHERE { ?s ?p ?o }"], ["DELETE would change the graph, which is only read"]),
        (["INSERT DATA { <a:a> <a:b> <a:c> }"], ["INSERT would change the graph"]),
        (["nosuch"], ["no query named 'nosuch' ships with kgbuild: there are announcements, "]),
        ([""], ["the query does not parse"]),
        ([], ["give one query: SPARQL, the name of a shipped query, or --file FILE.rq"]),
        (["ASK {}", "-f", "q.rq"], ["give one query: "]),
        (["-f", "nowhere.rq"], ["cannot read the query in nowhere.rq", "No such file"]),
        (["-f", "latin.rq"], ["cannot read the query in latin.rq"]),
        (["ASK {}", "-p", "name=x"], ["--param goes with a shipped query"]),
        (
            ["partners", "-p", "name"],
            ["write a parameter as NAME=VALUE, such as"],
        ),
        (["partners", "-p", "who=x"], ["the query 'partners' has no parameter 'who'"]),
        (["partners", "--format", "xml"], ["'xml'", "'table', 'csv', 'json'"]),
    ],
)
def test_a_query_that_cannot_be(
    call: Call, built: Path, arguments: list[str], said: list[str]
) -> None:
    Path("latin.rq").write_bytes(b"# caf\xe9")

    wrong(call("query", built / "graph", *arguments), *said)


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "LONG", "-o", "g"],
        ["build", "a.txt", "-o", "LONG"],
        ["build", "a.txt", "-o", "g", "--model", "LONG"],
        ["verify", "LONG"],
        ["stats", "LONG"],
        ["explain", "LONG", "Acme"],
        ["query", "LONG", "ASK {}"],
        ["query", "g", "-f", "LONG"],
    ],
)
def test_a_name_that_the_system_refuses(call: Call, arguments: list[str]) -> None:
    Path("a.txt").write_text(DEAL)

    wrong(call(*(part.replace("LONG", "x" * 300) for part in arguments)), "too long")


def test_a_very_long_error_is_cut(call: Call) -> None:
    err = wrong(call("build", "a.txt", "-o", "g", "--base", "x" * 9000), "the base IRI 'xxx", "x …")

    assert len(err) < 1100


def test_a_query_leaves_the_graph_as_it_is(call: Call, copied: Path) -> None:
    before = (copied / "graph" / "graph.nq").read_bytes()

    call("query", "graph", PARTNERS)

    assert (copied / "graph" / "graph.nq").read_bytes() == before


def test_stats_in_all_formats(call: Call, built: Path) -> None:
    table, as_csv, as_json = (
        call("stats", built / "graph", "--format", name) for name in ("table", "csv", "json")
    )

    assert [result[0] for result in (table, as_csv, as_json)] == [0, 0, 0]
    counted = json.loads(as_json[1])
    assert counted["documents"] == 2
    assert counted["entities"]["Company"] == 2
    assert "2 documents, " in table[1]
    assert "entities,Company,2" in as_csv[1].splitlines()


@pytest.mark.parametrize("name", ["acme corp", "org-acme-corp"])
def test_explain_prints_names_facts_and_quotes(call: Call, built: Path, name: str) -> None:
    code, out, err = call("explain", built / "graph", name)

    assert (code, err) == (0, "")
    assert "Acme Corp (Company)" in out.splitlines()[0]
    assert "partnersWith" in [line.strip() for line in out.splitlines()]
    assert "“Ada Byron, chief executive of Acme Corp, met Widget AG.”" in out


def test_explain_prints_json(call: Call, built: Path) -> None:
    code, out, err = call("explain", built / "graph", "Acme Corp", "--format", "json")

    assert (code, err) == (0, "")
    (found,) = json.loads(out)
    assert (found["name"], found["type"]) == ("Acme Corp", "Company")
    assert {said["relation"] for said in found["statements"]} >= {"partnersWith", "locatedIn"}


def test_explain_tells_what_was_kept_apart(call: Call, copied: Path) -> None:
    row = {"stage": "resolve", "subject": "Acme Corp", "object": "Acme Ltd", "reason": "two forms"}
    (copied / "graph" / "rejected.jsonl").write_text(json.dumps(row) + "\n")

    assert "Acme Corp from Acme Ltd: two forms" in call("explain", "graph", "Acme Corp")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Acme Crop"], ["holds nothing called 'Acme Crop'; similar names: Acme Corp"]),
        (["Zyxw"], ["holds nothing called 'Zyxw'; similar names: none"]),
        ([], ["Missing argument 'NAME'", "See `kgbuild explain --help`."]),
        (["Acme Corp", "--format", "csv"], ["'csv'", "'table', 'json'"]),
    ],
)
def test_an_explanation_that_cannot_be(
    call: Call, built: Path, arguments: list[str], said: list[str]
) -> None:
    wrong(call("explain", built / "graph", *arguments), *said)


def test_conflicts_in_all_formats(call: Call) -> None:
    text = document("Harbour Light opened in 2019. Harbour Light opened in 2020.")
    light = entity("Harbour Light", "Programme", documents=[text])
    quotes = (f"Harbour Light opened in {year}" for year in (2019, 2020))
    said = [evidence(text, quote, subject="Harbour Light", object="opened") for quote in quotes]
    facts = [fact(light, "announcedOn", each.quote[-4:], each) for each in said]
    Path("g").mkdir()
    Path("g/graph.nq").write_bytes(
        EXPORTERS["graph.nq"](
            graph([text], [light], facts), ontology=load_ontology(), base=DEFAULT_BASE
        )
    )

    table, as_csv, as_json = (
        call("stats", "g", "--conflicts", "--format", name) for name in ("table", "csv", "json")
    )

    assert [result[0] for result in (table, as_csv, as_json)] == [0, 0, 0]
    assert "“Harbour Light opened in 2019”" in table[1]
    assert [row["object"] for row in csv.DictReader(io.StringIO(as_csv[1]))] == ["2019", "2020"]
    assert [found["reason"] for found in json.loads(as_json[1])] == [
        "more than one value of announcedOn"
    ]


def test_a_graph_without_conflicts(call: Call, built: Path) -> None:
    code, out, err = call("stats", built / "graph", "--conflicts")

    assert (code, out.split()[-2:], err) == (0, ["conflicts:", "0"], "")


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_an_example(call: Call, verb: str) -> None:
    code, out, err = call(*filter(None, [verb]), "--help")

    assert (code, err) == (0, "")
    assert re.search(rf"Examples?: kgbuild {verb}", out)


def test_no_arguments_show_the_help(call: Call) -> None:
    code, out, err = call()

    assert (code, err) == (0, "")
    assert "Usage: kgbuild" in out


def test_the_version(call: Call) -> None:
    assert call("--version") == (0, f"kgbuild {__version__}\n", "")


def test_an_unknown_verb(call: Call) -> None:
    wrong(call("bild"), "No such command 'bild'", "See `kgbuild --help`.")


def test_our_own_bug_is_told_as_such(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr("kgbuild.store.load", broken)
    code, out, err = call("stats", "graph")

    assert (code, out) == (1, "")
    assert err == (
        "kgbuild: internal error: ZeroDivisionError: by zero. This is a bug in kgbuild; run again "
        "with KGBUILD_DEBUG=1 to see where, and please report it.\n"
    )


def test_a_bug_shows_its_place_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kgbuild.store.load", broken)
    monkeypatch.setenv("KGBUILD_DEBUG", "1")

    assert cli.run(["stats", "graph"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupted_command_says_so(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kgbuild.store.load", interrupted)

    assert call("stats", "graph") == (130, "", "kgbuild: stopped\n")


def run(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "kgbuild", *map(str, arguments)],
        capture_output=True,
        env=os.environ | environment,
        check=False,
    )


def test_it_runs_as_a_module(built: Path) -> None:
    done = run("stats", built / "graph", "--format", "json")
    failed = run("stats", "nowhere")

    assert (done.returncode, json.loads(done.stdout)["documents"], done.stderr) == (0, 2, b"")
    assert (failed.returncode, failed.stdout) == (2, b"")
    assert failed.stderr.startswith(b"kgbuild: error: nowhere holds no graph.nq")


def test_a_terminal_without_our_characters_is_no_error(built: Path) -> None:
    done = run("query", built / "graph", 'SELECT ("→ 你好" AS ?x) {}', PYTHONIOENCODING="ascii")

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_has_enough_is_no_error(built: Path) -> None:
    sparql = "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    command = [sys.executable, "-m", "kgbuild", "query", str(built / "graph"), sparql]
    with subprocess.Popen(
        [*command, "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()

    assert (process.returncode, errors) == (0, b"")


HEAVY = {"spacy", "rdflib", "trafilatura", "networkx", "pyoxigraph", "numpy", "dateparser"}


@pytest.mark.parametrize("verb", VERBS)
def test_help_is_there_at_once(verb: str) -> None:
    """It loads nothing heavy; with that it needs a fifth of a second."""
    arguments = [*filter(None, [verb]), "--help"]
    code = f"""
import sys
from kgbuild.cli import run
code = run({arguments})
print(code, *({HEAVY} & sys.modules.keys()))
"""
    started = perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stdout.splitlines()[-1] == b"0"
    assert perf_counter() - started < 2, "loose, for a machine under load"
