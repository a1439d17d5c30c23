import io
import re
import xml.etree.ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import document, entity, evidence, fact, graph, graph_called, small_graph
from kgbuild.export.graphml import graphml
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.records import Graph

ONTOLOGY = load_ontology()
NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"
ILLEGAL = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"


def written(graph: Graph) -> bytes:
    return graphml(graph, ontology=ONTOLOGY, base=DEFAULT_BASE)


def read(graph: Graph) -> "nx.MultiDiGraph[str]":
    found = nx.read_graphml(io.BytesIO(written(graph)), edge_key_type=str, force_multigraph=True)
    assert isinstance(found, nx.MultiDiGraph)
    return found


def test_node_has_what_viewers_show() -> None:
    found = read(small_graph())

    assert found.nodes["programme-acme-lab"] == {
        "label": "Acme Lab",
        "name": "Acme Lab",
        "type": "Programme",
        "documents": 1,
        "announced_on": "2024-05-03",
        "first_seen": "2025-04",
        "last_seen": "2025-04",
        "iri": "https://example.org/kg/programme-acme-lab",
    }
    assert found.nodes["org-acme-corp"]["aliases"] == "Acme"


def test_node_has_what_is_known_beside_the_texts() -> None:
    found = read(small_graph()).nodes

    assert (found["place-lyon"]["country"], found["place-lyon"]["region"]) == (
        "France",
        "Auvergne-Rhône-Alpes",
    )
    assert found["place-france"]["country"] == "France"
    assert "region" not in found["place-france"]
    assert found["org-widget-ag"]["same_as"] == "http://www.wikidata.org/entity/Q42"
    assert not {"country", "region", "same_as"} & set(found["org-acme-corp"])


def test_edge_has_what_viewers_show() -> None:
    partners = small_graph().facts[0]

    assert read(small_graph()).edges["org-acme-corp", "org-widget-ag", partners.id] == {
        "label": "partners with",
        "interaction": "partnersWith",
        "relation": "partnersWith",
        "weight": 0.93,
        "confidence": 0.93,
        "modality": "Asserted",
        "date": "2025-03-26",
        "start": "2025-03-26",
        "end": "2025-03-26",
        "documents": 2,
        "evidence": "Acme Corp said on Tuesday that it works with Widget AG in Lyon, France.",
        "document": "acme.txt",
        "iri": f"https://example.org/kg/{partners.id}",
    }


def test_node_has_the_dates_of_the_first_and_last_document_that_names_it() -> None:
    papers = [
        document(f"{date} Acme Corp", published=date)
        for date in ("2025-03", "2025-03-10", "2024", None)
    ]

    found = read(graph(papers, [entity(documents=papers), entity("Rival")])).nodes

    assert found["org-acme-corp"]["first_seen"] == "2024"
    assert found["org-acme-corp"]["last_seen"] == "2025-03"
    assert not {"first_seen", "last_seen"} & set(found["org-rival"])


def test_edge_of_a_partial_date_has_its_first_and_last_day() -> None:
    planned = next(each for each in small_graph().facts if each.modality == "Planned")

    found = read(small_graph()).edges["org-acme-corp", "org-rival", planned.id]

    assert (found["date"], found["start"], found["end"]) == ("2026", "2026-01-01", "2026-12-31")


def test_every_fact_between_entities_is_one_edge_of_its_modality() -> None:
    found = read(small_graph())

    assert found.is_directed()
    assert {key: data["modality"] for _, _, key, data in found.edges(keys=True, data=True)} == {
        fact.id: fact.modality for fact in small_graph().facts if not fact.literal
    }


def test_parallel_facts_keep_ids_of_their_own() -> None:
    source, acme, widget = document(), entity(), entity("Widget AG")
    facts = [
        fact(acme, relation, widget, evidence(source))
        for relation in ("partnersWith", "supplies", "competesWith")
    ]
    tree = ET.fromstring(written(graph([source], [acme, widget], facts)))

    ids = [edge.get("id") for edge in tree.iter(f"{NAMESPACE}edge")]

    assert sorted(filter(None, ids)) == sorted(each.id for each in facts)


def test_keys_are_named_for_what_they_describe_and_declared_once() -> None:
    tree = ET.fromstring(written(small_graph()))
    declared = [
        (key.get("id"), key.get("for"), key.get("attr.name"), key.get("attr.type"))
        for key in tree.iter(f"{NAMESPACE}key")
    ]

    assert ("n_label", "node", "label", "string") in declared
    assert ("e_weight", "edge", "weight", "double") in declared
    assert ("n_documents", "node", "documents", "long") in declared
    assert len({row[0] for row in declared}) == len(declared)
    assert {data.get("key") for data in tree.iter(f"{NAMESPACE}data")} == {
        row[0] for row in declared
    }


def test_several_dates_stand_in_one_attribute_and_only_asserted_ones() -> None:
    source, lab = document("2024 2025 2026"), entity("Lab", "Programme")
    said = evidence(source, subject="2024", object="2025")
    facts = [
        fact(lab, "announcedOn", "2025-01", said),
        fact(lab, "announcedOn", "2024", said),
        fact(lab, "announcedOn", "2026", said, modality="Planned"),
    ]

    found = read(graph([source], [lab], facts))

    assert found.nodes["programme-lab"]["announced_on"] == "2024; 2025-01"


def test_no_edge_is_without_weight() -> None:
    source, acme, widget = document(), entity(), entity("Widget AG")
    doubtful = fact(acme, "supplies", widget, evidence(source), confidence=0.0001)

    found = read(graph([source], [acme, widget], [doubtful]))

    assert [data["weight"] for _, _, data in found.edges(data=True)] == [0.01]


def test_file_is_utf8_and_says_so() -> None:
    data = written(graph(entities=[entity("Müller 😀")]))

    assert data.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n")
    assert "Müller 😀" in data.decode("utf-8")


def test_an_empty_graph_is_valid_graphml() -> None:
    assert len(read(graph())) == 0


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ('<>"{}|^`\\&', '<>"{}|^`\\&'),
        ("a\x00\x0b\x1fb\ufffe", "ab"),
        ("\ud800x", "x"),
        ("]]> <!-- &amp;", "]]> <!-- &amp;"),
        ("شركة \u202e😀", "شركة \u202e😀"),
    ],
)
def test_hostile_names_are_kept_but_for_what_xml_cannot_hold(name: str, label: str) -> None:
    found = read(graph_called(name))

    assert {data["label"] for _, data in found.nodes(data=True)} == {label}


@given(st.text(st.characters(exclude_categories=())))
@settings(deadline=None)
def test_any_name_is_read_back(name: str) -> None:
    label = re.sub("\r\n?", "\n", re.sub(ILLEGAL, "", name))

    found = read(graph_called(name))

    assert {data.get("label", "") for _, data in found.nodes(data=True)} == {label}
