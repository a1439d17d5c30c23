"""What may be said: the classes and relations of `data/ontology.ttl`.

The file's header says how domains, ranges and alignments are written there.
"""

from functools import cache
from importlib.resources import files

from rdflib import OWL, RDF, RDFS, SDO, SKOS, XSD, Graph, Literal, Namespace, URIRef

from kgbuild.records import ENTITY_TYPES, EntityType, Record

KG = Namespace("https://w3id.org/kgbuild/ns#")
_DATES = {XSD.date, XSD.gYearMonth, XSD.gYear}


class EntityClass(Record):
    """A class of entities."""

    name: EntityType
    label: str
    definition: str
    schema_types: tuple[str, ...]
    """IRIs of the schema.org classes to write beside ours, sorted."""


class Relation(Record):
    """A property that facts are about."""

    name: str
    label: str
    definition: str
    example: str
    """A sentence that states it."""
    domain: tuple[EntityType, ...]
    """Types of the subject, subclasses included."""
    range: tuple[EntityType, ...]
    """Types of the object, subclasses included; empty where the object is a date."""
    literal: bool
    """The object is a date, not an entity."""
    symmetric: bool
    transitive: bool
    one_value: bool
    """A subject has one value at a time."""
    one_date: bool
    """It begins but once between the same two."""


class Ontology(Record):
    """Classes in the order of `ENTITY_TYPES`, relations by name."""

    classes: tuple[EntityClass, ...]
    relations: tuple[Relation, ...]

    def relation(self, name: str) -> Relation | None:
        """Find a relation by its local name, such as `partnersWith`."""
        return next((each for each in self.relations if each.name == name), None)

    @property
    def symmetric(self) -> frozenset[str]:
        """Local names of the relations that hold both ways."""
        return frozenset(each.name for each in self.relations if each.symmetric)

    def schema_types(self, name: EntityType) -> tuple[str, ...]:
        """Name the schema.org classes of a class, as IRIs."""
        return next(each.schema_types for each in self.classes if each.name == name)

    def objection(
        self, subject_type: EntityType, relation: str, object_type: EntityType | None
    ) -> str | None:
        """Say why a relation cannot join these types, or None if it can.

        `object_type` None stands for a date. An unknown relation is an objection too.
        """
        known = self.relation(relation)
        if known is None:
            names = ", ".join(each.name for each in self.relations)
            return f"the ontology has no relation {relation!r}: it has {names}"
        fits = object_type is None if known.literal else object_type in known.range
        if subject_type in known.domain and fits:
            return None
        allowed = f"{_listed(known.domain)} to {_listed(known.range or ('a date',))}"
        return (
            f"{relation} goes from {allowed}, not from {subject_type} to {object_type or 'a date'}"
        )


@cache
def load_ontology() -> Ontology:
    """Read the ontology that ships with the package, once in a process."""
    turtle = (files("kgbuild") / "data" / "ontology.ttl").read_text(encoding="utf-8")
    graph = Graph().parse(data=turtle, format="turtle")
    return Ontology(
        classes=tuple(_entity_class(graph, name) for name in ENTITY_TYPES),
        relations=tuple(_relation(graph, iri) for iri in sorted(_relations(graph))),
    )


def _relations(graph: Graph) -> list[URIRef]:
    return [iri for iri in graph.subjects(RDF.type, KG.Relation) if isinstance(iri, URIRef)]


def _entity_class(graph: Graph, name: EntityType) -> EntityClass:
    parents = (str(iri) for iri in graph.objects(KG[name], RDFS.subClassOf))
    return EntityClass(
        name=name,
        label=_text(graph, KG[name], RDFS.label),
        definition=_text(graph, KG[name], SKOS.definition),
        schema_types=tuple(sorted(iri for iri in parents if iri.startswith(str(SDO)))),
    )


def _relation(graph: Graph, iri: URIRef) -> Relation:
    kinds = set(graph.objects(iri, RDF.type))
    return Relation(
        name=iri.removeprefix(str(KG)),
        label=_text(graph, iri, RDFS.label),
        definition=_text(graph, iri, SKOS.definition),
        example=_text(graph, iri, SKOS.example),
        domain=_types(graph, iri, SDO.domainIncludes),
        range=_types(graph, iri, SDO.rangeIncludes),
        literal=not _DATES.isdisjoint(graph.objects(iri, SDO.rangeIncludes)),
        symmetric=OWL.SymmetricProperty in kinds,
        transitive=OWL.TransitiveProperty in kinds,
        one_value=KG.OneValueRelation in kinds,
        one_date=KG.OneDateRelation in kinds,
    )


def _text(graph: Graph, iri: URIRef, predicate: URIRef) -> str:
    return str(graph.value(iri, predicate, default=Literal(""), any=False))


def _types(graph: Graph, iri: URIRef, predicate: URIRef) -> tuple[EntityType, ...]:
    """List the entity types that a relation includes, with those of subclasses."""
    included = set(graph.objects(iri, predicate))
    return tuple(
        name
        for name in ENTITY_TYPES
        if not included.isdisjoint(graph.transitive_objects(KG[name], RDFS.subClassOf))
    )


def _listed(names: tuple[str, ...]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
