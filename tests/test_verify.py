import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from factories import document, small_graph
from kgbuild.errors import GraphError
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.records import Document
from kgbuild.verify import Mismatch, verify

ONE, TWO = small_graph().documents


def turtle(base: str = DEFAULT_BASE) -> str:
    return EXPORTERS["graph.ttl"](small_graph(), ontology=load_ontology(), base=base).decode()


def verified(
    directory: Path, text: str, documents: Sequence[Document] = (ONE, TWO)
) -> tuple[Mismatch, ...]:
    (directory / "graph.ttl").write_text(text, encoding="utf-8")
    return verify(directory, documents)


def changed(old: str, new: str) -> str:
    """Give the graph with the one place where `old` (a pattern) stands changed."""
    text, count = re.subn(old, new, turtle(), count=1)
    assert count == 1
    return text


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://x.example/kg#", "urn:example:kg/"])
def test_a_graph_matches_the_documents_it_was_built_from(tmp_path: Path, base: str) -> None:
    assert verified(tmp_path, turtle(base)) == ()


def test_more_documents_than_the_graph_knows_are_no_mismatch(tmp_path: Path) -> None:
    assert verified(tmp_path, turtle(), [TWO, document("New."), ONE]) == ()


def test_a_moved_document_is_known_by_its_content(tmp_path: Path) -> None:
    assert verified(tmp_path, turtle(), [ONE.model_copy(update={"path": "new.txt"}), TWO]) == ()


def test_a_missing_document_is_one_mismatch(tmp_path: Path) -> None:
    assert verified(tmp_path, turtle(), [ONE]) == (
        Mismatch(
            document=TWO.id, path="news/two.html", what="the document is not among the inputs"
        ),
    )


def test_a_changed_document_is_one_mismatch(tmp_path: Path) -> None:
    edited = document(ONE.text.replace("Tuesday", "Monday"), path=ONE.path)

    found = verified(tmp_path, turtle(), [edited, TWO])

    assert [(each.document, each.path) for each in found] == [(ONE.id, "acme.txt")]
    assert found[0].what.startswith(f"sha256 is {ONE.sha256} in the graph and {edited.sha256} in")


def test_a_changed_sha256_in_the_graph_is_a_mismatch(tmp_path: Path) -> None:
    found = verified(tmp_path, turtle().replace(ONE.sha256, "0" * 64))

    assert [each.document for each in found] == [ONE.id]
    assert found[0].what.startswith(f"sha256 is {'0' * 64} in the graph")


def test_text_that_was_read_otherwise_is_a_mismatch_for_each_quote(tmp_path: Path) -> None:
    shifted = ONE.model_copy(update={"text": "\ufeff" + ONE.text})

    found = verified(tmp_path, turtle(), [shifted, TWO])

    assert {each.path for each in found} == {"acme.txt"}
    assert "characters 45 to 70 read ' Widget AG in Lyon, Franc', not" in found[1].what
    assert "reads ' Tuesda', not 'Tuesday'" in found[3].what
    assert len(found) == 4


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Widget AG in Lyon, France", "Widget AG in Lyons, France", r"characters 0 to 71 read 'A"),
        ("nif:endIndex 71", "nif:endIndex 72", "offsets 0 to 72 lie outside the text of 71"),
        ("nif:endIndex 71", "nif:endIndex 70", "offsets 0 to 70 are not those in the name of doc"),
        ("nif:beginIndex 45", "nif:beginIndex 80", "offsets 80 to 70 lie outside the text of 71"),
        ("nif:beginIndex 45", "nif:beginIndex -1", "lacks its quote or its offsets"),
        ("nif:beginIndex 45", "nif:beginIndex 45, 46", "lacks its quote or its offsets"),
        ('nif:anchorOf "Lyon', 'kg:title "Lyon', "lacks its quote or its offsets"),
        ("nif:referenceContext :doc-", "nif:referenceContext :no-", "belongs to no document"),
        ("kg:subjectBegin 45", "kg:subjectBegin 4", "the subject of support-.* is at 4 to 54, not"),
        ("kg:objectEnd 54", "kg:objectEnd 700", "the object of support-.* is at 45 to 700, not in"),
        ("kg:triggerBegin 34", "kg:triggerBegin 44", "the trigger of support-.* is at 44 to 44"),
        ("kg:dateBegin 18", "kg:dateBegin 19", "the date of support-.* reads 'uesday', not 'Tues"),
        ("kg:dateBegin 18", "kg:note 18", "the date of support-.* reads '', not 'Tuesday'"),
        ('kg:dateText "Tues', 'kg:dateText "Mon', "the date of support-.* reads 'Tuesday', not 'M"),
        ("kg:subjectBegin 0", "kg:note 0", "the subject of support-.* is nowhere, not inside"),
        ("kg:evidence :doc-", "kg:evidence :no-", "leads to no evidence or no fact"),
        ("kg:fact :fact-", "kg:fact :no-", "leads to no evidence or no fact"),
        ("prov:wasDerivedFrom :doc-", "kg:note :doc-", "fact-[0-9a-f]{12} has no evidence"),
        ("prov:wasDerivedFrom :doc-", "prov:wasDerivedFrom :no-", "names evidence that is not the"),
    ],
)
def test_what_does_not_match_is_named(tmp_path: Path, old: str, new: str, what: str) -> None:
    found = verified(tmp_path, changed(old, new))

    assert any(re.search(what, each.what) for each in found), found


def test_a_missing_graph_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"nowhere holds no graph\.ttl: name a folder"):
        verify(tmp_path / "nowhere", [])


@pytest.mark.parametrize("data", [b"@prefix", b"\xff\xfe", b"<a:a> <a:b> 'x"])
def test_a_damaged_graph_is_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "graph.ttl").write_bytes(data)

    with pytest.raises(GraphError, match=r"graph\.ttl is damaged, build the graph again"):
        verify(tmp_path, [])
