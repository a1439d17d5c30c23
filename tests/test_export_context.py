import json
from importlib.resources import files

import pytest

from kgbuild.export.context import context, shipped
from kgbuild.iris import NAMESPACES
from kgbuild.ontology import load_ontology

ONTOLOGY = load_ontology()
SHIPPED = (files("kgbuild") / "data" / "context.jsonld").read_text("utf-8")


def test_the_context_that_ships_is_the_ontologys() -> None:
    assert shipped() == SHIPPED, "run `python -m kgbuild.export.context > …/data/context.jsonld`"


def test_the_context_has_prefixes_and_every_relation() -> None:
    found = json.loads(SHIPPED)["@context"]

    assert NAMESPACES.items() <= found.items()
    for relation in ONTOLOGY.relations:
        type = "xsd:date" if relation.literal else "@id"
        assert found[relation.name] == {"@id": f"kg:{relation.name}", "@type": type}


def test_two_terms_of_one_name_are_refused() -> None:
    clash = f"<{NAMESPACES['kg']}label> a <{NAMESPACES['owl']}Class> ."

    with pytest.raises(ValueError, match="one name: label"):
        context(clash)
