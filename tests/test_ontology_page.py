"""The page on the vocabulary is the one that its module writes, and it leaves nothing out."""

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from rdflib import RDF, SKOS, Graph

from kgbuild import ontology_page
from kgbuild.ontology import KG, load_ontology
from kgbuild.records import ENTITY_TYPES

PAGE = Path(__file__).parents[1] / "docs" / "ontology.md"
COMMAND = "python -m kgbuild.ontology_page > docs/ontology.md"
ABSTRACT = {"Entity", "Relation", "OneValueRelation", "OneDateRelation", "Modality", "Modalities"}


def ontology() -> Graph:
    turtle = (files("kgbuild") / "data" / "ontology.ttl").read_text("utf-8")
    return Graph().parse(data=turtle, format="turtle")


def test_the_page_in_docs_is_what_the_module_writes() -> None:
    assert PAGE.read_text("utf-8") == ontology_page.page(), f"write it again: {COMMAND}"


def test_it_is_written_in_utf_8_whatever_the_locale() -> None:
    written = subprocess.run(
        [sys.executable, "-m", "kgbuild.ontology_page"],
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    ).stdout

    assert written == PAGE.read_bytes()


def test_every_term_is_on_the_page() -> None:
    page = ontology_page.page()
    terms = {
        str(iri).removeprefix(KG)
        for iri in ontology().subjects(RDF.type)
        if str(iri).startswith(KG)
    }

    missing = {term for term in terms - ABSTRACT if not re.search(rf"\bkg:{term}\b", page)}
    assert missing == set()


def test_classes_and_relations_have_a_section_with_definition_and_example() -> None:
    page = ontology_page.page()
    sections = dict(re.findall(r"^### kg:(\w+)\n\n(.+?)(?=\n\n#)", page, re.DOTALL | re.MULTILINE))

    assert [*sections] == [*ENTITY_TYPES, *(name for name in sections if name[0].islower())]
    assert {*sections} == {*ENTITY_TYPES, *(each.name for each in load_ontology().relations)}
    for relation in load_ontology().relations:
        assert sections[relation.name].startswith(relation.definition)
        assert f"- Example: *{relation.example}*" in sections[relation.name]
        assert ("symmetric" in sections[relation.name]) == relation.symmetric
    for name in ENTITY_TYPES:
        (example,) = ontology().objects(KG[name], SKOS.example)
        assert f"- Such as: *{example}*" in sections[name]


def test_the_figure_names_terms_that_are_there() -> None:
    page = ontology_page.page()
    figure, rest = page.split("```")[1], page.replace(page.split("```")[1], "")

    for term in set(re.findall(r"\b(?:kg|nif|prov|rdf):\w+", figure)):
        assert f"`{term}`" in rest or f"### {term}\n" in rest or f"## {term[3:]}" in rest, term
