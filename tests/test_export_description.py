"""What the graph says of itself is what a store that counts finds."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad

from factories import document, entity, evidence, fact, graph, graph_called, small_graph, stored
from kgbuild import __version__
from kgbuild.export.description import description
from kgbuild.export.triples import quads
from kgbuild.iris import DEFAULT_BASE, NAMESPACES
from kgbuild.ontology import load_ontology
from kgbuild.records import Graph
from kgbuild.store import query

BASES = [DEFAULT_BASE, "https://x.example/kg#", "urn:example:kg/"]


def written(records: Graph, base: str = DEFAULT_BASE) -> list[Quad]:
    return quads(records, ontology=load_ontology(), base=base)


def told(records: Graph, subject: str) -> set[tuple[str, str]]:
    """Give what the graph says of one node, as property and value without their namespaces."""
    return {
        (local(quad.predicate.value), local(getattr(quad.object, "value", "")))
        for quad in written(records)
        if getattr(quad.subject, "value", "") == DEFAULT_BASE + subject
    }


def local(value: str) -> str:
    for prefix, namespace in [*NAMESPACES.items(), ("", DEFAULT_BASE)]:
        if value.startswith(namespace) and value != namespace:
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value


def one_fact() -> Graph:
    source = document()
    acme, lyon = entity(documents=[source]), entity("Lyon", "Place")
    where = fact(acme, "locatedIn", lyon, evidence(source, object="Lyon"), modality="Planned")
    return graph([source], [lyon, acme], [where])


def test_the_dataset_is_described_in_full() -> None:
    records = one_fact().model_copy(
        update={"title": "My news", "license": "https://creativecommons.org/licenses/by/4.0/"}
    )
    about = told(records, "dataset")

    parts = {pair for pair in about if pair[0].endswith("Partition")}
    assert about - parts == {
        ("rdf:type", "void:Dataset"),
        ("rdf:type", "dcat:Dataset"),
        ("dcterms:title", "My news"),
        (
            "dcterms:description",
            "Entities and facts read from texts, each fact with the passages that state it "
            "(documents: 1, entities: 2, facts: 1).",
        ),
        ("dcterms:license", "https://creativecommons.org/licenses/by/4.0/"),
        ("dcterms:creator", ":dataset-generator"),
        ("prov:wasAttributedTo", ":dataset-generator"),
        ("dcterms:conformsTo", "https://w3id.org/kgbuild/ns"),
        ("dcterms:conformsTo", "https://w3id.org/kgbuild/shapes"),
        ("void:triples", str(len(written(records)))),
        ("void:entities", "2"),
        ("void:uriSpace", DEFAULT_BASE),
        ("void:exampleResource", ":org-acme-corp"),
        ("void:exampleResource", f":{records.facts[0].id}"),
        *(("void:vocabulary", NAMESPACES[p]) for p in ("kg", "nif", "prov", "rdf", "rdfs")),
        ("void:vocabulary", NAMESPACES["schema"]),
    }
    assert ("void:classPartition", ":dataset-class-kg-Company") in parts
    assert ("void:propertyPartition", ":dataset-property-rdf-type") in parts


def test_what_made_it_has_its_version() -> None:
    assert told(one_fact(), "dataset-generator") == {
        ("rdf:type", "prov:SoftwareAgent"),
        ("schema:name", "kgbuild"),
        ("schema:softwareVersion", __version__),
    }


def test_a_part_of_the_graph_is_a_class_or_a_property_with_its_count() -> None:
    assert told(one_fact(), "dataset-class-kg-Company") == {
        ("void:class", "kg:Company"),
        ("void:entities", "1"),
    }
    assert told(one_fact(), "dataset-property-kg-modality") == {
        ("void:property", "kg:modality"),
        ("void:triples", "1"),
    }


def test_without_a_title_and_a_licence_it_has_a_plain_title_and_no_licence() -> None:
    about = dict(told(graph(), "dataset"))

    assert about["dcterms:title"] == "Knowledge graph of news and press releases"
    assert "dcterms:license" not in about


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("records", [small_graph(), graph()], ids=["small", "empty"])
def test_every_figure_is_what_a_store_counts(records: Graph, base: str) -> None:
    """The description counts itself: all figures are those of the whole file."""
    store = stored(records, base=base)

    def ask(sparql: str) -> list[tuple[str, ...]]:
        return sorted(query(store, sparql).rows)

    assert ask("SELECT ?n { ?d a void:Dataset ; void:triples ?n }") == [(str(len(store)),)]
    assert ask("SELECT ?c ?n { ?part void:class ?c ; void:entities ?n }") == ask(
        """SELECT ?c (COUNT(?x) AS ?n) {
             ?x a ?c FILTER(?c NOT IN (void:Dataset, dcat:Dataset, prov:SoftwareAgent)) }
           GROUP BY ?c"""
    )
    assert ask("SELECT ?p ?n { ?part void:property ?p ; void:triples ?n }") == ask(
        """SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o . FILTER EXISTS { ?part void:property ?p } }
           GROUP BY ?p"""
    )


def test_every_class_and_property_of_the_graph_has_its_part() -> None:
    store = stored(small_graph())
    ours = "FILTER(!STRSTARTS(STR(?s), 'https://example.org/kg/dataset'))"

    for kind, terms in (
        ("class", f"SELECT DISTINCT ?t {{ ?s a ?t {ours} }}"),
        ("property", f"SELECT DISTINCT ?t {{ ?s ?t ?o {ours} }}"),
    ):
        parts = query(store, f"SELECT ?t {{ ?d void:{kind}Partition/void:{kind} ?t }}").rows
        assert sorted(parts) == sorted(query(store, terms).rows)


@pytest.mark.parametrize("base", BASES)
def test_it_stands_first_in_the_default_graph_under_names_of_its_own(base: str) -> None:
    records = small_graph()
    found = written(records, base)
    rest = [quad for quad in found if not str(quad.subject).startswith(f"<{base}dataset")]
    first = found[: len(found) - len(rest)]

    assert found[len(first) :] == rest
    assert {quad.graph_name for quad in first} == {DefaultGraph()}
    statements = [(q.subject, q.predicate, q.object) for q in rest]
    assert [tuple(q.triple) for q in first] == description(records, statements, base=base)  # type: ignore[arg-type]


def test_it_gives_nothing_a_label() -> None:
    labels = Counter(
        quad.predicate.value for quad in written(graph()) if "label" in quad.predicate.value.lower()
    )

    assert labels == {}


@given(st.text(st.characters(exclude_categories=()), max_size=20))
@settings(max_examples=25, deadline=None)
def test_any_title_and_any_names_keep_the_count_true(name: str) -> None:
    records = graph_called(name).model_copy(update={"title": name or None})
    store = stored(records)

    assert query(store, "SELECT ?n { ?d a void:Dataset ; void:triples ?n }").rows == (
        (str(len(store)),),
    )
