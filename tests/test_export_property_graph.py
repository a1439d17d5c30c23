from typing import get_args

from factories import document, entity, evidence, fact, graph, small_graph
from kgbuild.export.property_graph import SHEETS, Cell, Kind, relationship
from kgbuild.iris import DEFAULT_BASE, support_id
from kgbuild.ontology import load_ontology
from kgbuild.records import Copy, Graph


def rows(graph: Graph, name: str) -> list[dict[str, Cell]]:
    sheet = next(sheet for sheet in SHEETS if sheet.name == name)
    names = [column.name for column in sheet.columns]
    return [dict(zip(names, row, strict=True)) for row in sheet.rows(graph, DEFAULT_BASE)]


def one(graph: Graph, name: str, id: str) -> dict[str, Cell]:
    """Give what a row holds, but for empty cells."""
    (found,) = [row for row in rows(graph, name) if row["id"] == id]
    return {column: cell for column, cell in found.items() if cell not in (None, ())}


def test_entity_is_a_node_with_two_labels() -> None:
    assert one(small_graph(), "nodes", "place-lyon") == {
        "id": "place-lyon",
        "labels": ("Entity", "Place"),
        "name": "Lyon",
        "type": "Place",
        "documents": (small_graph().documents[0].id,),
        "country": ("France",),
        "region": ("Auvergne-Rhône-Alpes",),
        "iri": "https://example.org/kg/place-lyon",
    }
    assert one(small_graph(), "nodes", "org-acme-corp")["aliases"] == ("Acme",)
    assert one(small_graph(), "nodes", "org-widget-ag")["same_as"] == (
        "http://www.wikidata.org/entity/Q42",
    )


def test_date_of_a_fact_is_a_node_of_its_own() -> None:
    lab, source = entity("Lab", "Programme"), document("Lab 2024")
    said = evidence(source, subject="Lab", object="2024")
    found = graph([source], [lab], [fact(lab, "announcedOn", "2024-02", said)])

    assert one(found, "nodes", "2024-02") == {
        "id": "2024-02",
        "labels": ("Date",),
        "name": "2024-02",
        "type": "Date",
        "earliest": "2024-02-01",
        "latest": "2024-02-29",
    }


def test_every_fact_is_an_edge_between_nodes() -> None:
    partners = small_graph().facts[0]
    nodes = {row["id"] for row in rows(small_graph(), "nodes")}
    edges = rows(small_graph(), "edges")

    assert {edge["id"] for edge in edges} == {each.id for each in small_graph().facts}
    assert {edge[end] for edge in edges for end in ("source", "target")} <= nodes
    assert one(small_graph(), "edges", partners.id) == {
        "id": partners.id,
        "source": "org-acme-corp",
        "target": "org-widget-ag",
        "relationship": "PARTNERS_WITH",
        "relation": "partnersWith",
        "modality": "Asserted",
        "confidence": 0.93,
        "date": "2025-03-26",
        "earliest": "2025-03-26",
        "latest": "2025-03-26",
        "documents": 2,
        "iri": f"https://example.org/kg/{partners.id}",
    }


def test_evidence_names_its_fact_and_document() -> None:
    partners = small_graph().facts[0]
    said = partners.evidence[0]

    assert one(small_graph(), "evidence", support_id(partners.id, said)) == {
        "id": support_id(partners.id, said),
        "labels": ("Evidence",),
        "fact": partners.id,
        "document": said.document,
        "path": "acme.txt",
        "start": 0,
        "end": 71,
        "quote": "Acme Corp said on Tuesday that it works with Widget AG in Lyon, France.",
        "speaker": "Acme Corp",
        "extractor": "model:relation",
        "confidence": 0.9,
        "subject_start": 0,
        "subject_end": 9,
        "object_start": 45,
        "object_end": 54,
        "trigger_start": 34,
        "trigger_end": 44,
        "date_start": 18,
        "date_end": 25,
        "date_text": "Tuesday",
    }


def test_document_says_of_what_it_is_a_copy() -> None:
    one_, two = small_graph().documents
    found = small_graph().model_copy(update={"copies": (Copy(document=two.id, of=one_.id),)})

    assert one(found, "documents", two.id) == {
        "id": two.id,
        "labels": ("Document",),
        "published": "2025-04",
        "source": "https://news.example.com/two?id=1",
        "path": "news/two.html",
        "sha256": two.sha256,
        "copy_of": one_.id,
        "iri": f"https://example.org/kg/{two.id}",
    }


def test_no_two_things_share_an_id() -> None:
    tables = ("nodes", "documents", "evidence")
    ids = [row["id"] for name in tables for row in rows(small_graph(), name)]

    assert len(set(ids)) == len(ids)


def test_every_kind_of_column_is_used() -> None:
    assert {c.kind for sheet in SHEETS for c in sheet.columns} == set(get_args(Kind))


def test_relationships_are_called_as_property_graphs_do() -> None:
    assert [relationship(each.name) for each in load_ontology().relations] == [
        "ACQUIRES",
        "ANNOUNCED_ON",
        "COMPETES_WITH",
        "DEVELOPS",
        "HOLDS_POSITION_AT",
        "INVESTS_IN",
        "LOCATED_IN",
        "PARTICIPATES_IN",
        "PARTNERS_WITH",
        "SUBSIDIARY_OF",
        "SUPPLIES",
        "USES",
    ]
