import pytest

from kgbuild.ontology import EntityClass, Ontology, Relation, load_ontology
from kgbuild.records import ENTITY_TYPES, EntityType

ORGANIZATIONS: tuple[EntityType, ...] = ("Company", "Organization")


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def test_classes_are_those_of_the_contract(ontology: Ontology) -> None:
    assert {each.name: each.schema_types for each in ontology.classes} == {
        "Company": ("https://schema.org/Organization",),
        "Organization": ("https://schema.org/Organization",),
        "Person": ("https://schema.org/Person",),
        "Place": ("https://schema.org/Place",),
        "Programme": ("https://schema.org/Project",),
        "Product": ("https://schema.org/Product",),
        "Event": ("https://schema.org/Event",),
    }


def test_relations_are_those_of_the_contract(ontology: Ontology) -> None:
    holders: tuple[EntityType, ...] = (*ORGANIZATIONS, "Person")
    things: tuple[EntityType, ...] = (*ORGANIZATIONS, "Place", "Programme", "Product")

    assert {each.name: (each.domain, each.range) for each in ontology.relations} == {
        "acquires": (holders, things),
        "announcedOn": ((*ORGANIZATIONS, "Programme", "Product", "Event"), ()),
        "competesWith": (ORGANIZATIONS, ORGANIZATIONS),
        "develops": (ORGANIZATIONS, ("Programme", "Product")),
        "holdsPositionAt": (("Person",), ORGANIZATIONS),
        "investsIn": (holders, things),
        "locatedIn": ((*things, "Event"), ("Place",)),
        "participatesIn": (holders, ("Programme", "Event")),
        "partnersWith": (ORGANIZATIONS, ORGANIZATIONS),
        "subsidiaryOf": (ORGANIZATIONS, ORGANIZATIONS),
        "supplies": (ORGANIZATIONS, ORGANIZATIONS),
        "uses": ((*ORGANIZATIONS, "Programme", "Product"), ("Product",)),
    }


def test_traits_of_relations(ontology: Ontology) -> None:
    relations = ontology.relations

    assert ontology.symmetric == {"competesWith", "partnersWith"}
    assert [each.name for each in relations if each.transitive] == ["locatedIn"]
    assert [each.name for each in relations if each.literal] == ["announcedOn"]
    assert [each.name for each in relations if each.one_value] == ["announcedOn", "subsidiaryOf"]
    assert [each.name for each in relations if each.one_date] == ["acquires", "partnersWith"]


@pytest.mark.parametrize(
    "term", [*load_ontology().classes, *load_ontology().relations], ids=lambda term: term.name
)
def test_terms_are_explained(term: EntityClass | Relation) -> None:
    assert term.label
    assert term.definition.endswith(".")
    assert not isinstance(term, Relation) or term.example.endswith(".")


def test_a_relation_is_found_by_name(ontology: Ontology) -> None:
    uses = ontology.relation("uses")

    assert uses is not None
    assert uses.label == "uses"
    assert ontology.relation("admires") is None


def test_schema_types_are_found_by_class(ontology: Ontology) -> None:
    assert ontology.schema_types("Programme") == ("https://schema.org/Project",)


@pytest.mark.parametrize(
    ("subject_type", "relation", "object_type", "objection"),
    [
        ("Company", "partnersWith", "Organization", None),
        ("Company", "announcedOn", None, None),
        ("Place", "locatedIn", "Place", None),
        (
            "Person",
            "partnersWith",
            "Company",
            "partnersWith goes from Company or Organization to Company or Organization, "
            "not from Person to Company",
        ),
        (
            "Company",
            "uses",
            "Person",
            "uses goes from Company, Organization, Programme or Product to Product, "
            "not from Company to Person",
        ),
        (
            "Person",
            "holdsPositionAt",
            None,
            "holdsPositionAt goes from Person to Company or Organization, "
            "not from Person to a date",
        ),
        (
            "Event",
            "announcedOn",
            "Place",
            "announcedOn goes from Company, Organization, Programme, Product or Event to a date, "
            "not from Event to Place",
        ),
        (
            "Person",
            "admires",
            "Person",
            "the ontology has no relation 'admires': it has acquires, announcedOn, competesWith, "
            "develops, holdsPositionAt, investsIn, locatedIn, participatesIn, partnersWith, "
            "subsidiaryOf, supplies, uses",
        ),
    ],
)
def test_objection(
    ontology: Ontology,
    subject_type: EntityType,
    relation: str,
    object_type: EntityType | None,
    objection: str | None,
) -> None:
    assert ontology.objection(subject_type, relation, object_type) == objection


def test_classes_are_in_the_order_of_the_records(ontology: Ontology) -> None:
    assert tuple(each.name for each in ontology.classes) == ENTITY_TYPES
