"""The shipped RDF: both files parse everywhere, agree with each other, and the shapes bite."""

from importlib.resources import files

import pyoxigraph
import pytest
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SDO, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from factories import FRANCE, RHONE, document, entity, evidence, fact, graph
from kgbuild.export.turtle import turtle
from kgbuild.ontology import KG, Relation, load_ontology
from kgbuild.records import ENTITY_TYPES

DATA = files("kgbuild") / "data"
ONTOLOGY = Graph().parse(data=(DATA / "ontology.ttl").read_text("utf-8"), format="turtle")
SHAPES = Graph().parse(data=(DATA / "shapes.ttl").read_text("utf-8"), format="turtle")
SHAPE = "https://w3id.org/kgbuild/shapes#"
RELATIONS = load_ontology().relations

CONFORMING = """
@prefix : <https://example.org/kg/> .
@prefix kg: <https://w3id.org/kgbuild/ns#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:org-tarn a kg:Company, schema:Organization ;
    rdfs:label "Tarn Robotics" ; skos:altLabel "Tarn" ;
    owl:sameAs <http://www.wikidata.org/entity/Q42> ;
    kg:partnersWith :org-forum ; kg:locatedIn :place-graz ; kg:develops :product-pike .
:org-forum a kg:Organization, schema:Organization ;
    rdfs:label "Baltic Ports Forum" ; kg:partnersWith :org-tarn .
:person-ines a kg:Person, schema:Person ; rdfs:label "Ines Okafor" ; kg:holdsPositionAt :org-tarn .
:place-graz a kg:Place, schema:Place ; rdfs:label "Graz" ; kg:liesIn :area-at-styria, :area-at .
:area-at a kg:Area, schema:Country ; rdfs:label "Austria" ; skos:notation "AT" ;
    kg:extractor "gazetteer" ; kg:documents 0 .
:area-at-styria a kg:Area, schema:State ; rdfs:label "Styria" ;
    kg:extractor "gazetteer" ; kg:documents 0 .
:product-pike a kg:Product, schema:Product ;
    rdfs:label "Pike 3" ; kg:announcedOn "2023"^^xsd:gYear .

:fact-1 a kg:Fact, rdf:Statement ;
    rdf:subject :org-forum ; rdf:predicate kg:partnersWith ; rdf:object :org-tarn ;
    kg:modality kg:Asserted ; kg:confidence 0.93 ; kg:documents 1 ;
    kg:announcedOn "2023-05"^^xsd:gYearMonth ;
    kg:earliest "2023-05-01"^^xsd:date ; kg:latest "2023-05-31"^^xsd:date ;
    prov:wasDerivedFrom <https://example.org/kg/doc-1#char=0,60> .
:fact-2 a kg:Fact, rdf:Statement ;
    rdf:subject :person-ines ; rdf:predicate kg:holdsPositionAt ; rdf:object :org-tarn ;
    kg:modality kg:Planned ; kg:confidence 1.0 ; kg:documents 2 ; kg:positionTitle "engineer" ;
    prov:wasDerivedFrom <https://example.org/kg/doc-1#char=0,60> .
:fact-3 a kg:Fact, rdf:Statement ;
    rdf:subject :product-pike ; rdf:predicate kg:announcedOn ; rdf:object "2023"^^xsd:gYear ;
    kg:modality kg:Asserted ; kg:confidence 0.5 ; kg:documents 1 ;
    kg:earliest "2023-01-01"^^xsd:date ; kg:latest "2023-12-31"^^xsd:date ;
    prov:wasDerivedFrom <https://example.org/kg/doc-1#char=0,60> .

:support-1 a kg:Support ; kg:fact :fact-1 ;
    kg:evidence <https://example.org/kg/doc-1#char=0,60> ;
    kg:extractor "patterns:partner" ; kg:confidence 0.93 ; kg:saidBy "Ines Okafor" ;
    kg:subjectBegin 0 ; kg:subjectEnd 18 ; kg:objectBegin 40 ; kg:objectEnd 53 ;
    kg:triggerBegin 19 ; kg:triggerEnd 25 ; kg:dateBegin 30 ; kg:dateEnd 33 ; kg:dateText "May" .
:support-2 a kg:Support ; kg:fact :fact-2 ;
    kg:evidence <https://example.org/kg/doc-1#char=0,60> ;
    kg:extractor "patterns:post" ; kg:confidence 1.0 ;
    kg:subjectBegin 0 ; kg:subjectEnd 18 ; kg:objectBegin 40 ; kg:objectEnd 53 .
:support-3 a kg:Support ; kg:fact :fact-3 ;
    kg:evidence <https://example.org/kg/doc-1#char=0,60> ;
    kg:extractor "model:relation" ; kg:confidence 0.5 ;
    kg:subjectBegin 0 ; kg:subjectEnd 18 ; kg:objectBegin 40 ; kg:objectEnd 53 .

<https://example.org/kg/doc-1#char=0,60> a kg:Evidence, nif:OffsetBasedString ;
    nif:anchorOf "Baltic Ports Forum and Tarn Robotics, led by Ines Okafor ..." ;
    nif:referenceContext :doc-1 ; nif:beginIndex 0 ; nif:endIndex 60 .

:dataset a void:Dataset, dcat:Dataset ; dcterms:title "News" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    void:triples 120 ; void:entities 5 .

:doc-1 a kg:Document, nif:Context, schema:NewsArticle ;
    dcterms:title "Tarn at sea" ; dcterms:issued "2023-05-04"^^xsd:date ; kg:path "tarn.txt" ;
    kg:sha256 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" .
"""

BROKEN = {
    "two labels": (
        'rdfs:label "Graz"',
        'rdfs:label "Graz", "Gratz"',
        "An entity has exactly one rdfs:label, a text that is not empty.",
    ),
    "another name that is the label": (
        'skos:altLabel "Tarn"',
        'skos:altLabel "Tarn Robotics"',
        "A skos:altLabel is a text that is not empty and not the rdfs:label again.",
    ),
    "another name that is a number": (
        'skos:altLabel "Tarn"',
        "skos:altLabel 3",
        "A skos:altLabel is a text that is not empty and not the rdfs:label again.",
    ),
    "two classes": (
        "kg:Place, schema:Place",
        "kg:Place, kg:Event, schema:Place, schema:Event",
        "An entity has exactly one of the seven classes.",
    ),
    "no schema.org class": (
        "kg:Person, schema:Person",
        "kg:Person",
        "A kg:Person is typed schema:Person too, since stores do not infer.",
    ),
    "the same thing somewhere else": (
        "<http://www.wikidata.org/entity/Q42>",
        "<https://example.org/kg/org-forum>",
        "An owl:sameAs leads to an item of Wikidata.",
    ),
    "area of no kind": (
        "kg:Area, schema:Country",
        "kg:Area",
        "A kg:Area is named by an IRI and typed schema:Country or schema:State too.",
    ),
    "area with two names": (
        '"Styria"',
        '"Styria", "Steiermark"',
        "An area has exactly one rdfs:label, a text that is not empty.",
    ),
    "area with a long code": (
        'skos:notation "AT"',
        'skos:notation "AUT"',
        "An area has at most one skos:notation, the two letters of a country.",
    ),
    "area from a text": (
        'rdfs:label "Styria" ;\n    kg:extractor "gazetteer"',
        'rdfs:label "Styria" ;\n    kg:extractor "patterns:in"',
        "The kg:extractor of an area is the gazetteer.",
    ),
    "area of a document": (
        'skos:notation "AT" ;\n    kg:extractor "gazetteer" ; kg:documents 0',
        'skos:notation "AT" ;\n    kg:extractor "gazetteer" ; kg:documents 1',
        "The kg:documents of an area are 0.",
    ),
    "area in an area": (
        'rdfs:label "Austria"',
        'rdfs:label "Austria" ; kg:liesIn :area-at-styria',
        "kg:liesIn starts from a place.",
    ),
    "place in a place by the gazetteer": (
        "kg:liesIn :area-at-styria,",
        "kg:liesIn :place-graz,",
        "kg:liesIn leads to an area of the gazetteer.",
    ),
    "something in an area by a text": (
        "kg:locatedIn :place-graz",
        "kg:locatedIn :area-at",
        "kg:locatedIn leads to a place.",
    ),
    "two objects": (
        "rdf:object :org-tarn ;\n    kg:modality kg:Asserted",
        "rdf:object :org-tarn, :org-forum ;\n    kg:modality kg:Asserted",
        "A fact has exactly one rdf:object, an entity or a date.",
    ),
    "subject and object the same": (
        "rdf:object :org-tarn ;\n    kg:modality kg:Asserted",
        "rdf:object :org-forum ;\n    kg:modality kg:Asserted",
        "A fact does not lead from an entity to itself.",
    ),
    "unknown relation": (
        "rdf:predicate kg:partnersWith",
        "rdf:predicate kg:admires",
        "A fact has exactly one rdf:predicate, one of the twelve relations.",
    ),
    "unknown modality": (
        "kg:modality kg:Planned",
        "kg:modality kg:Hoped",
        "A fact has exactly one kg:modality: Asserted, Planned, Reported or Denied.",
    ),
    "confidence of zero": (
        "kg:confidence 0.93 ; kg:documents",
        "kg:confidence 0.0 ; kg:documents",
        "A fact has exactly one kg:confidence, an xsd:decimal above 0 and at most 1.",
    ),
    "confidence that is a double": (
        "kg:confidence 0.93 ; kg:documents",
        "kg:confidence 9.3e-1 ; kg:documents",
        "A fact has exactly one kg:confidence, an xsd:decimal above 0 and at most 1.",
    ),
    "no document": (
        "kg:documents 2",
        "kg:documents 0",
        "A fact has exactly one kg:documents, an xsd:integer of 1 or more.",
    ),
    "fact that is no statement": (
        "kg:Fact, rdf:Statement ;\n    rdf:subject :org-forum",
        "kg:Fact ;\n    rdf:subject :org-forum",
        "A kg:Fact is named by an IRI and typed rdf:Statement too.",
    ),
    "no evidence": (
        'kg:positionTitle "engineer" ;\n    prov:wasDerivedFrom <https://example.org/kg/doc-1#char=0,60>',
        'kg:positionTitle "engineer"',
        "A fact has at least one prov:wasDerivedFrom, and each leads to a kg:Evidence.",
    ),
    "no support": (
        "kg:fact :fact-2",
        "kg:fact :fact-1",
        "A fact has at least one kg:Support that says how it was read.",
    ),
    "date that is a text": (
        '"2023-05"^^xsd:gYearMonth',
        '"May 2023"',
        "A fact has at most one kg:announcedOn, an xsd:date, xsd:gYearMonth or xsd:gYear.",
    ),
    "date that no calendar holds": (
        '"2023-05"^^xsd:gYearMonth',
        '"2023-13"^^xsd:gYearMonth',
        "A fact has at most one kg:announcedOn, an xsd:date, xsd:gYearMonth or xsd:gYear.",
    ),
    "bounds the wrong way round": (
        'kg:earliest "2023-05-01"',
        'kg:earliest "2023-06-01"',
        "A fact has at most one kg:earliest, an xsd:date not after its kg:latest.",
    ),
    "date of a fact without bounds": (
        'kg:latest "2023-05-31"^^xsd:date ;',
        "",
        "A fact with a date, its own or as its object, has kg:earliest and kg:latest.",
    ),
    "date as the object without bounds": (
        'kg:earliest "2023-01-01"^^xsd:date ;',
        "",
        "A fact with a date, its own or as its object, has kg:earliest and kg:latest.",
    ),
    "passage that no support has": (
        "kg:fact :fact-2 ;\n    kg:evidence <https://example.org/kg/doc-1#char=0,60>",
        "kg:fact :fact-2 ;\n    kg:evidence <https://example.org/kg/doc-1#char=0,6>",
        "The passages of a fact are those of its supports.",
    ),
    "date before news": (
        'kg:earliest "2023-05-01"',
        'kg:earliest "0999-05-01"',
        "The date of a fact is of the year 1000 or later.",
    ),
    "date that is too far": (
        'kg:latest "2023-12-31"',
        'kg:latest "2201-12-31"',
        "The date of a fact is of the year 2200 or earlier.",
    ),
    "dataset that is in no catalogue": (
        "void:Dataset, dcat:Dataset",
        "void:Dataset",
        "A void:Dataset is named by an IRI and typed dcat:Dataset too.",
    ),
    "dataset without a title": (
        'dcterms:title "News" ;',
        "",
        "A dataset has exactly one dcterms:title, a text that is not empty.",
    ),
    "licence that is a text": (
        "<https://creativecommons.org/licenses/by/4.0/>",
        '"CC BY"',
        "A dataset has at most one dcterms:license, an IRI.",
    ),
    "dataset without a count": (
        "void:triples 120 ;",
        "",
        "A dataset has exactly one void:triples, an xsd:integer of 1 or more.",
    ),
    "dataset with a count that is a text": (
        "void:entities 5",
        'void:entities "five"',
        "A dataset has exactly one void:entities, an xsd:integer.",
    ),
    "title of no position": (
        "rdf:predicate kg:holdsPositionAt",
        "rdf:predicate kg:participatesIn",
        "kg:positionTitle stands on facts about kg:holdsPositionAt alone.",
    ),
    "passage without words": (
        'nif:anchorOf "Baltic Ports Forum and Tarn Robotics, led by Ines Okafor ..." ;',
        "",
        "A passage has exactly one nif:anchorOf, its words.",
    ),
    "passage that ends where it begins": (
        "nif:endIndex 60",
        "nif:endIndex 0",
        "A passage has exactly one nif:beginIndex, an xsd:integer below its nif:endIndex.",
    ),
    "passage of no document": (
        "nif:referenceContext :doc-1",
        "nif:referenceContext :doc-2",
        "A passage has exactly one nif:referenceContext, a kg:Document.",
    ),
    "trigger that ends before it begins": (
        "kg:triggerEnd 25",
        "kg:triggerEnd 18",
        "A support has at most one kg:triggerBegin, an xsd:integer below its kg:triggerEnd.",
    ),
    "date words that end before they begin": (
        "kg:dateEnd 33",
        "kg:dateEnd 29",
        "A support has at most one kg:dateBegin, an xsd:integer below its kg:dateEnd.",
    ),
    "date words of nowhere": (
        "kg:dateBegin 30 ; kg:dateEnd 33 ; ",
        "",
        "A support with a kg:dateText has its kg:dateBegin and kg:dateEnd.",
    ),
    "date words that are a number": (
        'kg:dateText "May"',
        "kg:dateText 5",
        "A support has at most one kg:dateText, a text that is not empty.",
    ),
    "checksum cut short": (
        "c15b0f00a08",
        "c15b0f00a0",
        "A document has exactly one kg:sha256: 64 lower-case hexadecimal digits.",
    ),
    "company in a person": (
        "kg:locatedIn :place-graz",
        "kg:locatedIn :person-ines",
        "kg:locatedIn leads to a place.",
    ),
    "person who partners": (
        "rdf:subject :org-forum",
        "rdf:subject :person-ines",
        "A fact about kg:partnersWith starts from a company or organization.",
    ),
    "place that is announced": (
        'rdfs:label "Graz"',
        'rdfs:label "Graz" ; kg:announcedOn "2023"^^xsd:gYear',
        "kg:announcedOn starts from a company, organization, programme, product or event, "
        "or from a fact.",
    ),
    "one way only": (
        'rdfs:label "Baltic Ports Forum" ; kg:partnersWith :org-tarn',
        'rdfs:label "Baltic Ports Forum"',
        "kg:partnersWith is symmetric and is written both ways.",
    ),
}


def messages(text: str) -> set[str]:
    """Validate a graph and list what the shapes say against it."""
    data = Graph().parse(data=text, format="turtle")
    _, report, _ = validate(data, shacl_graph=SHAPES, inplace=True)
    return {str(message) for message in report.objects(None, SH.resultMessage)}


def classes(shape: URIRef) -> set[str]:
    """List the classes that a shape accepts, in sh:class or in the branches of sh:or."""
    branches = [shape, *(each for top in SHAPES.objects(shape, SH["or"]) for each in members(top))]
    accepted = {iri for branch in branches for iri in SHAPES.objects(branch, SH["class"])}
    return {str(iri).removeprefix(str(KG)) for iri in accepted}


def members(head: Node) -> list[Node]:
    return list(Collection(SHAPES, head))


def own_terms(triples: Graph) -> set[URIRef]:
    iris = {term for triple in triples for term in triple if isinstance(term, URIRef)}
    return {iri for iri in iris if iri.startswith(str(KG)) and iri != URIRef(KG)}


def exported_graph() -> str:
    """Write a graph that has every kind of entity, fact, qualifier and evidence."""
    source = document(title="Acme in Lyon", published="2025-03", source="https://example.org/a")
    acme = entity(aliases=["Acme"], merges=[("Acme", "short form")], documents=[source])
    widget = entity(
        "Widget AG",
        "Organization",
        documents=[source],
        same_as=["http://www.wikidata.org/entity/Q42"],
    )
    lyon = entity("Lyon", "Place", documents=[source], lies_in=[RHONE, FRANCE])
    others = [
        entity(f"A {name}", name, documents=[source]) for name in ENTITY_TYPES if name != "Company"
    ]
    person, product = others[1], others[4]
    passage = evidence(source, trigger="works with", date="Tuesday", speaker="Ada")
    facts = [
        fact(acme, "partnersWith", widget, passage, date="2025-03-11"),
        fact(person, "holdsPositionAt", acme, passage, title="engineer", modality="Planned"),
        fact(acme, "develops", product, passage, modality="Reported"),
        fact(product, "announcedOn", "2025", evidence(source), confidence=1),
        fact(acme, "competesWith", widget, evidence(source), modality="Denied", confidence=0.001),
    ]
    whole = graph([source], [acme, widget, lyon, *others], facts)
    return turtle(whole, ontology=load_ontology(), base="https://example.org/kg/").decode()


def test_a_conforming_graph_passes() -> None:
    assert messages(CONFORMING) == set()


@pytest.mark.parametrize(("old", "new", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_graph_is_told_what_is_wrong(old: str, new: str, message: str) -> None:
    assert CONFORMING.count(old) == 1

    assert message in messages(CONFORMING.replace(old, new))


@pytest.mark.parametrize("name", ["ontology.ttl", "shapes.ttl"])
def test_two_parsers_read_the_same_graph(name: str) -> None:
    text = (DATA / name).read_text("utf-8")
    theirs = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)
    ours = Graph().parse(data=text, format="turtle")

    lines = [str(quad.triple) for quad in theirs]

    assert len(lines) == len(ours)
    assert {line for line in lines if "_:" not in line} == {
        " ".join(term.n3() for term in triple)
        for triple in ours
        if not any(isinstance(term, BNode) for term in triple)
    }


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
def test_shapes_accept_the_ends_that_the_ontology_allows(relation: Relation) -> None:
    subject = classes(URIRef(f"{SHAPE}{relation.name}Subject"))
    end = classes(URIRef(f"{SHAPE}{relation.name}Object"))

    assert (subject, end) == (set(relation.domain), set(relation.range))


def test_shapes_want_symmetric_relations_both_ways() -> None:
    shapes = SHAPES.subjects(RDF.type, SH.NodeShape)
    both_ways = {str(iri).removeprefix(SHAPE) for iri in shapes if str(iri).endswith("BothWays")}

    assert both_ways == {f"{each.name}BothWays" for each in RELATIONS if each.symmetric}


def test_shapes_list_the_relations_modalities_and_classes_of_the_ontology() -> None:
    lists = [frozenset(members(head)) for head in SHAPES.objects(None, SH["in"])]

    assert sorted(lists, key=len) == [
        frozenset(ONTOLOGY.subjects(SKOS.inScheme, KG.Modalities)),
        frozenset(KG[name] for name in ENTITY_TYPES),
        frozenset(KG[relation.name] for relation in RELATIONS),
    ]


def test_the_terms_of_shapes_and_of_exported_graphs_are_in_the_ontology() -> None:
    exported = Graph().parse(data=exported_graph(), format="turtle")

    assert (own_terms(SHAPES) | own_terms(exported)) - set(ONTOLOGY.subjects(RDF.type)) == set()


def test_every_shape_has_a_label() -> None:
    shapes = set(SHAPES.subjects(RDF.type, SH.NodeShape))

    assert shapes - set(SHAPES.subjects(RDFS.label)) == set()


def test_an_exported_graph_conforms() -> None:
    assert messages(exported_graph()) == set()


@pytest.mark.parametrize("term", sorted(own_terms(ONTOLOGY)), ids=lambda term: term.split("#")[1])
def test_every_term_has_a_label_and_a_definition(term: URIRef) -> None:
    texts = [*ONTOLOGY.objects(term, RDFS.label), *ONTOLOGY.objects(term, SKOS.definition)]

    assert [text.language for text in texts if isinstance(text, Literal)] == ["en", "en"]


@pytest.mark.parametrize("end", [SDO.domainIncludes, SDO.rangeIncludes])
def test_every_property_says_what_it_connects(end: URIRef) -> None:
    kinds = OWL.ObjectProperty, OWL.DatatypeProperty
    properties = {term for kind in kinds for term in ONTOLOGY.subjects(RDF.type, kind)}

    assert properties - set(ONTOLOGY.subjects(end)) == set()
