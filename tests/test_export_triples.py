import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

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
from kgbuild.export.terms import bounds, confidence
from kgbuild.export.triples import quads
from kgbuild.iris import DEFAULT_BASE, NAMESPACES
from kgbuild.ontology import load_ontology
from kgbuild.records import Graph

ONTOLOGY = load_ontology()
NAMES = st.text(st.characters(exclude_categories=()), max_size=20)


def lines(graph: Graph, subject: str = "") -> set[str]:
    """Write triples as `subject predicate object` with prefixed names, those of one subject."""
    found = set()
    for quad in quads(graph, ontology=ONTOLOGY, base=DEFAULT_BASE):
        line = f"{quad.subject} {quad.predicate} {quad.object}"
        for prefix, namespace in [*NAMESPACES.items(), ("", DEFAULT_BASE)]:
            line = re.sub(f"<{re.escape(namespace)}([^>]*)>", rf"{prefix}:\1", line)
        found.add(line)
    if not subject:
        return found
    return {line.removeprefix(f"{subject} ") for line in found if line.startswith(f"{subject} ")}


def partnership(**fields: str) -> Graph:
    source = document()
    acme, widget = entity(documents=[source]), entity("Widget AG", documents=[source])
    stated = fact(acme, "partnersWith", widget, evidence(source), **fields)  # type: ignore[arg-type]
    return graph([source], [acme, widget], [stated])


def test_entity_has_both_classes_and_its_names() -> None:
    acme = entity(aliases=["ACME", "Acme"], merges=[("ACME", "same letters")])

    assert lines(graph(entities=[acme]), ":org-acme-corp") == {
        "rdf:type kg:Company",
        "rdf:type schema:Organization",
        'rdfs:label "Acme Corp"',
        'skos:altLabel "ACME"',
        'skos:altLabel "Acme"',
        'kg:mergeReason "ACME: same letters"',
    }


def test_background_of_a_place_is_no_fact_and_in_no_documents_graph() -> None:
    source = document()
    lyon = entity("Lyon", "Place", documents=[source], lies_in=[RHONE, FRANCE])
    found = graph([source], [lyon])

    assert {line for line in lines(found, ":place-lyon") if "liesIn" in line} == {
        "kg:liesIn :area-fr-auvergne-rhone-alpes",
        "kg:liesIn :area-fr",
    }
    assert lines(found, ":area-fr") == {
        "rdf:type kg:Area",
        "rdf:type schema:Country",
        'rdfs:label "France"',
        'skos:notation "FR"',
        'kg:extractor "gazetteer"',
        'kg:documents "0"^^xsd:integer',
    }
    assert lines(found, ":area-fr-auvergne-rhone-alpes") == {
        "rdf:type kg:Area",
        "rdf:type schema:State",
        'rdfs:label "Auvergne-Rhône-Alpes"',
        'kg:extractor "gazetteer"',
        'kg:documents "0"^^xsd:integer',
    }
    assert not [line for line in lines(found) if "kg:locatedIn" in line or "kg:Fact" in line]
    told = [
        quad
        for quad in quads(found, ontology=ONTOLOGY, base=DEFAULT_BASE)
        if "area-fr" in f"{quad.subject} {quad.object}"
    ]
    assert {type(quad.graph_name) for quad in told} == {DefaultGraph}


def test_an_area_has_one_name_however_it_is_spelled() -> None:
    other = FRANCE.model_copy(update={"name": "FRANCE"})
    places = [entity(name, "Place", lies_in=[area]) for name, area in (("A", FRANCE), ("B", other))]

    for ordered in (places, places[::-1]):
        labels = [line for line in lines(graph((), ordered), ":area-fr") if "label" in line]
        assert labels == ['rdfs:label "FRANCE"']


def test_the_same_thing_elsewhere_is_an_iri() -> None:
    source = document()
    acme = entity(documents=[source], same_as=["http://www.wikidata.org/entity/Q42"])
    found = graph([source], [acme])

    assert "owl:sameAs <http://www.wikidata.org/entity/Q42>" in lines(found, ":org-acme-corp")
    (told,) = (
        quad
        for quad in quads(found, ontology=ONTOLOGY, base=DEFAULT_BASE)
        if quad.predicate.value.endswith("sameAs")
    )
    assert told.graph_name == DefaultGraph()


def test_document_has_what_its_metadata_say() -> None:
    source = document(title="Joint work", published="2025-03", source="Acme Press")
    acme = entity(documents=[source])

    assert lines(graph([source], [acme]), f":{source.id}") == {
        "rdf:type kg:Document",
        "rdf:type nif:Context",
        "rdf:type prov:Entity",
        "rdf:type schema:NewsArticle",
        'dcterms:title "Joint work"',
        'dcterms:issued "2025-03"^^xsd:gYearMonth',
        'dcterms:publisher "Acme Press"',
        'kg:path "acme.txt"',
        f'kg:sha256 "{source.sha256}"',
        "schema:mentions :org-acme-corp",
    }


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://a.example/b?c=d%20e#f", "dcterms:source <https://a.example/b?c=d%20e#f>"),
        ("http://a.example", "dcterms:source <http://a.example>"),
        ("https://a.example/<b>", 'dcterms:source "https://a.example/<b>"'),
        ("https://a.example/%zz", 'dcterms:source "https://a.example/%zz"'),
        ("https://a.example/a#b#c", 'dcterms:source "https://a.example/a#b#c"'),
        ("javascript:alert(1)", 'dcterms:publisher "javascript:alert(1)"'),
        ("PR Wire", 'dcterms:publisher "PR Wire"'),
    ],
)
def test_source_is_an_iri_only_if_it_is_a_web_address(source: str, expected: str) -> None:
    told = document(source=source)

    assert expected in lines(graph([told]), f":{told.id}")


def test_asserted_symmetric_fact_is_a_triple_both_ways() -> None:
    assert "kg:partnersWith :org-widget-ag" in lines(partnership(), ":org-acme-corp")
    assert "kg:partnersWith :org-acme-corp" in lines(partnership(), ":org-widget-ag")


@pytest.mark.parametrize("modality", ["Planned", "Reported", "Denied"])
def test_what_is_not_asserted_is_no_triple(modality: str) -> None:
    found = partnership(modality=modality)

    assert not [line for line in lines(found) if " kg:partnersWith " in line]
    assert f"kg:modality kg:{modality}" in lines(found, f":{found.facts[0].id}")


def test_directed_fact_is_a_triple_one_way() -> None:
    source, acme, lyon = document(), entity(), entity("Lyon", "Place")
    found = graph([source], [acme, lyon], [fact(acme, "locatedIn", lyon, evidence(source))])

    assert "kg:locatedIn :place-lyon" in lines(found, ":org-acme-corp")
    assert not [line for line in lines(found, ":place-lyon") if line.startswith("kg:locatedIn")]


def test_fact_node_has_everything_the_contract_names() -> None:
    found = partnership(date="2025-02", title="ally")
    source = found.documents[0]

    assert lines(found, f":{found.facts[0].id}") == {
        "rdf:type kg:Fact",
        "rdf:type rdf:Statement",
        "rdf:subject :org-acme-corp",
        "rdf:predicate kg:partnersWith",
        "rdf:object :org-widget-ag",
        "kg:modality kg:Asserted",
        'kg:confidence "0.9"^^xsd:decimal',
        'kg:documents "1"^^xsd:integer',
        'kg:positionTitle "ally"',
        'kg:announcedOn "2025-02"^^xsd:gYearMonth',
        'kg:earliest "2025-02-01"^^xsd:date',
        'kg:latest "2025-02-28"^^xsd:date',
        f"prov:wasDerivedFrom :{source.id}#char=0,71",
    }


def test_date_that_is_the_object_has_bounds_and_a_plain_triple() -> None:
    source, lab = document("Lab opened in 2024."), entity("Lab", "Programme")
    opened = fact(lab, "announcedOn", "2024", evidence(source, subject="Lab", object="2024"))
    found = graph([source], [lab], [opened])

    assert 'kg:announcedOn "2024"^^xsd:gYear' in lines(found, ":programme-lab")
    assert lines(found, f":{opened.id}") >= {
        'rdf:object "2024"^^xsd:gYear',
        'kg:earliest "2024-01-01"^^xsd:date',
        'kg:latest "2024-12-31"^^xsd:date',
    }


def test_evidence_and_support_carry_offsets() -> None:
    source, acme, widget = document(), entity(), entity("Widget AG")
    said = evidence(
        source, "works with Widget AG", trigger="works with", date="Tuesday", speaker="Acme"
    )
    stated = fact(acme, "partnersWith", widget, said)
    found = graph([source], [acme, widget], [stated])
    passage = f":{source.id}#char=34,54"
    support = next(line.split()[0] for line in lines(found) if line.startswith(":support-"))

    assert lines(found, passage) == {
        "rdf:type kg:Evidence",
        "rdf:type nif:OffsetBasedString",
        f"nif:referenceContext :{source.id}",
        'nif:anchorOf "works with Widget AG"',
        'nif:beginIndex "34"^^xsd:integer',
        'nif:endIndex "54"^^xsd:integer',
    }
    assert lines(found, support) == {
        "rdf:type kg:Support",
        f"kg:fact :{stated.id}",
        f"kg:evidence {passage}",
        'kg:extractor "patterns:test"',
        'kg:confidence "0.9"^^xsd:decimal',
        'kg:saidBy "Acme"',
        'kg:subjectBegin "0"^^xsd:integer',
        'kg:subjectEnd "9"^^xsd:integer',
        'kg:objectBegin "45"^^xsd:integer',
        'kg:objectEnd "54"^^xsd:integer',
        'kg:triggerBegin "34"^^xsd:integer',
        'kg:triggerEnd "44"^^xsd:integer',
        'kg:dateBegin "18"^^xsd:integer',
        'kg:dateEnd "25"^^xsd:integer',
        'kg:dateText "Tuesday"',
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.0, "1"), (0.9, "0.9"), (0.934, "0.93"), (0.5, "0.5"), (0.001, "0.01"), (0.999, "1")],
)
def test_confidence_is_the_decimal_that_a_store_keeps(value: float, expected: str) -> None:
    written = confidence(value)
    store = Store()
    store.add(Quad(NamedNode("a:a"), NamedNode("a:b"), written))

    assert written.value == expected
    assert [quad.object for quad in store] == [written]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-02", ("2023-02-01", "2023-02-28")),
        ("1900-02", ("1900-02-01", "1900-02-28")),
        ("2000-02", ("2000-02-01", "2000-02-29")),
        ("2025-04", ("2025-04-01", "2025-04-30")),
        ("2025-12", ("2025-12-01", "2025-12-31")),
        ("0001", ("0001-01-01", "0001-12-31")),
        ("9999-12", ("9999-12-01", "9999-12-31")),
        ("2025", ("2025-01-01", "2025-12-31")),
        ("2025-03-26", ("2025-03-26", "2025-03-26")),
    ],
)
def test_bounds_are_first_and_last_day(date: str, expected: tuple[str, str]) -> None:
    assert bounds(date) == expected


def test_what_one_document_says_is_in_its_graph_and_what_two_say_in_the_default_graph() -> None:
    found = quads(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)
    one, two = (document.id for document in small_graph().documents)
    homes = {
        quad.graph_name.value.removeprefix(DEFAULT_BASE)
        if isinstance(quad.graph_name, NamedNode)
        else None: {each.subject for each in found if each.graph_name == quad.graph_name}
        for quad in found
    }

    assert set(homes) == {None, one, two}
    assert NamedNode(DEFAULT_BASE + "org-acme-corp") in homes[None]
    assert NamedNode(DEFAULT_BASE + "org-rival") in homes[two]
    assert NamedNode(DEFAULT_BASE + "place-france") in homes[one]


def test_a_triple_that_two_facts_give_is_there_once_in_the_graph_of_both() -> None:
    one, two = document(), document("Acme Corp met Widget AG.")
    acme, widget = entity(), entity("Widget AG")
    dated = fact(acme, "partnersWith", widget, evidence(one), date="2024")
    undated = fact(acme, "partnersWith", widget, evidence(two))
    found = quads(graph([one, two], [acme, widget], [dated, undated]), ontology=ONTOLOGY, base="a:")
    plain = [quad for quad in found if quad.predicate.value.endswith("ns#partnersWith")]

    assert [quad.graph_name for quad in plain] == [DefaultGraph(), DefaultGraph()]


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://x.example/kg#", "urn:example:kg/"])
def test_no_triple_is_there_twice_and_no_node_is_blank(base: str) -> None:
    found = quads(small_graph(), ontology=ONTOLOGY, base=base)
    triples = [quad.triple for quad in found]

    assert len(set(triples)) == len(triples)
    assert not [quad for quad in found if BlankNode in {type(quad.subject), type(quad.object)}]


@given(NAMES)
@settings(deadline=None)
def test_any_name_gives_terms(name: str) -> None:
    found = quads(graph_called(name), ontology=ONTOLOGY, base=DEFAULT_BASE)

    labels = {quad.object.value for quad in found if quad.predicate.value.endswith("#label")}  # type: ignore[union-attr]
    assert labels == {re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", name)}


def test_the_order_of_records_does_not_matter() -> None:
    records = small_graph()
    backwards = records.model_copy(
        update={
            "documents": records.documents[::-1],
            "entities": records.entities[::-1],
            "facts": records.facts[::-1],
        }
    )

    assert quads(records, ontology=ONTOLOGY, base="a:") == quads(
        backwards, ontology=ONTOLOGY, base="a:"
    )
