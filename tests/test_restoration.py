from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad

from factories import (
    FRANCE,
    RHONE,
    document,
    entity,
    evidence,
    fact,
    graph,
    graph_called,
    small_graph,
)
from kgbuild.errors import GraphError
from kgbuild.export import EXPORTERS
from kgbuild.export.terms import term
from kgbuild.export.triples import quads
from kgbuild.iris import DEFAULT_BASE
from kgbuild.nodes import read_quads
from kgbuild.ontology import load_ontology
from kgbuild.records import Copy, Evidence, Fact, Graph, Span
from kgbuild.restoration import restore

ONTOLOGY = load_ontology()
BASES = [DEFAULT_BASE, "https://x.example/kg#", "urn:example:kg/", "https://ü.example/a?q=/"]
FIT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))


def written(graph: Graph, base: str = DEFAULT_BASE) -> list[Quad]:
    return quads(graph, ontology=ONTOLOGY, base=base)


def rounded(records: Graph) -> Graph:
    """Leave out what RDF does not hold, and order the rest as it comes back."""

    def passage(each: Evidence) -> Evidence:
        return each.model_copy(update={"confidence": round(each.confidence, 2)})

    def fact(each: Fact) -> Fact:
        evidence = sorted(map(passage, each.evidence), key=lambda e: (e.document, e.start, e.end))
        update = {"confidence": round(each.confidence, 2), "evidence": tuple(evidence)}
        return each.model_copy(update=update)

    texts = (each.model_copy(update={"text": ""}) for each in records.documents)
    return records.model_copy(
        update={
            "documents": tuple(sorted(texts, key=lambda each: each.id)),
            "entities": tuple(sorted(records.entities, key=lambda each: each.id)),
            "facts": tuple(sorted(map(fact, records.facts), key=lambda each: each.id)),
            "title": "Knowledge graph of news and press releases",
        }
    )


@pytest.mark.parametrize("base", BASES)
def test_records_come_back_under_any_base(base: str) -> None:
    assert restore(written(small_graph(), base)) == (rounded(small_graph()), base)


@pytest.mark.parametrize("base", BASES)
def test_restored_records_have_the_same_quads(base: str) -> None:
    found = written(small_graph(), base)

    assert written(restore(found).graph, base) == found


@given(FIT)
@settings(max_examples=60, deadline=None)
def test_any_name_gives_the_same_quads_again(name: str) -> None:
    found = written(graph_called(name))

    assert written(restore(found).graph) == found


def test_copies_title_and_licence_come_back() -> None:
    one, two = document("one"), document("two")
    given = Graph(
        documents=tuple(sorted((one, two), key=lambda each: each.id)),
        copies=(Copy(document=one.id, of=two.id),),
        entities=(),
        facts=(),
        title="News of Acme",
        license="https://creativecommons.org/licenses/by/4.0/",
    )

    found = restore(written(given)).graph

    assert (found.copies, found.title, found.license) == (
        given.copies,
        given.title,
        given.license,
    )


def test_all_spans_of_a_passage_come_back() -> None:
    source = document()
    said = evidence(source, trigger="works with", date="Tuesday", speaker="Acme Corp").model_copy(
        update={"subject_name": Span(start=0, end=4), "object_name": Span(start=5, end=9)}
    )
    stated = fact(entity(), "partnersWith", entity("Widget AG"), said)

    found = restore(written(graph([source], facts=[stated]))).graph

    assert found.facts == (stated,)


def test_a_name_may_hold_what_stands_before_a_reason() -> None:
    acme = entity("Acme: the firm", merges=[("Acme: the firm", "same: letters"), ("X", "Y")])

    found = restore(written(graph(entities=[acme]))).graph

    assert found.entities == (acme,)


def test_states_come_before_the_country() -> None:
    lyon = entity("Lyon", "Place", lies_in=[RHONE, FRANCE])

    assert restore(written(graph(entities=[lyon]))).graph.entities == (lyon,)


def test_the_files_of_a_built_graph_come_again(raw_folder: Path) -> None:
    found = list(read_quads(raw_folder))
    restored, base = restore(found)

    assert written(restored, base) == found
    for name, export in EXPORTERS.items():
        assert export(restored, ontology=ONTOLOGY, base=base) == (raw_folder / name).read_bytes()


@pytest.mark.parametrize(
    ("predicate", "said"),
    [
        ("kg:path", "has no kg:path"),
        ("rdfs:label", "has no rdfs:label"),
        ("rdf:object", "has no rdf:object"),
        ("nif:anchorOf", "has no nif:anchorOf"),
        ("kg:subjectBegin", "Evidence.subject"),
    ],
)
def test_a_graph_that_lacks_a_triple_is_damaged(predicate: str, said: str) -> None:
    found = [quad for quad in written(small_graph()) if quad.predicate != term(predicate)]

    with pytest.raises(GraphError, match=f"damaged, build it again: .*{said}"):
        restore(found)


@pytest.mark.parametrize(
    ("predicate", "value", "said"),
    [
        ("kg:path", Literal("other.txt"), "has 2 values of kg:path"),
        ("kg:confidence", Literal("much"), "has 2 values"),
        ("kg:announcedOn", Literal("2025-02-30"), "has 2 values"),
    ],
)
def test_a_graph_that_says_a_thing_twice_is_damaged(
    predicate: str, value: Literal, said: str
) -> None:
    found = written(small_graph())
    nodes = {quad.subject for quad in found if quad.predicate == term("kg:modality")}
    nodes |= {quad.subject for quad in found if quad.predicate == term("kg:path")}
    wrong = [
        Quad(quad.subject, quad.predicate, value)
        for quad in found
        if quad.predicate == term(predicate) and quad.subject in nodes
    ]

    with pytest.raises(GraphError, match=said):
        restore([*found, *wrong])


@pytest.mark.parametrize(
    ("predicate", "value", "said"),
    [
        ("kg:sha256", Literal("x"), None),
        ("kg:announcedOn", Literal("soon"), "Fact.date is 'soon'"),
        ("kg:modality", term("kg:Certain"), "Fact.modality is 'Certain'"),
        ("rdf:predicate", term("rdf:type"), "no term of kgbuild's"),
        ("rdf:subject", term("kg:Fact"), "does not stand under"),
    ],
)
def test_a_value_that_cannot_be_is_damage(predicate: str, value: Literal, said: str | None) -> None:
    found = [
        Quad(quad.subject, quad.predicate, value) if quad.predicate == term(predicate) else quad
        for quad in written(small_graph())
    ]

    if said is None:
        assert restore(found)
    else:
        with pytest.raises(GraphError, match=said):
            restore(found)
