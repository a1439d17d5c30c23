"""Fact -> Fact | Rejection: what the ontology and the shapes allow, and why not.

Whatever `data/shapes.ttl` could object to in a fact is told here first, so that it is rejected with
its reason and never written.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from kgbuild.iris import support_id
from kgbuild.ontology import Ontology
from kgbuild.records import (
    Document,
    Entity,
    Evidence,
    Fact,
    Modality,
    PartialDate,
    Rejection,
    Span,
)

_YEARS = range(1000, 2201)
"""Years that news writes about; a date outside is a misread number."""
_PARTIAL_DATE: TypeAdapter[str] = TypeAdapter(PartialDate)
_TITLED = "holdsPositionAt"


def check_entities(entities: Sequence[Entity]) -> tuple[tuple[Entity, ...], tuple[Rejection, ...]]:
    """Part the entities that can be written from those that cannot; both keep their order."""
    kept: dict[str, Entity] = {}
    rejected: list[Rejection] = []
    for entity in entities:
        if reason := _name_objection(entity, kept):
            rejected.append(Rejection(stage="check", reason=reason, subject=entity.name))
        else:
            kept[entity.id] = entity
    return tuple(kept.values()), tuple(rejected)


def check(
    facts: Sequence[Fact],
    entities: Sequence[Entity],
    documents: Sequence[Document],
    ontology: Ontology,
) -> tuple[tuple[Fact, ...], tuple[Rejection, ...]]:
    """Part the facts that can stand from those that cannot; both keep their order."""
    by_id = {entity.id: entity for entity in entities}
    texts = {document.id: document.text for document in documents}
    kept: dict[str, Fact] = {}
    rejected: list[Rejection] = []
    for fact in facts:
        objections = _objections(fact, by_id, texts, ontology)
        reason = f"another fact has the id {fact.id!r}" if fact.id in kept else None
        if reason := next(objections, reason):
            rejected.append(_rejection(fact, by_id, reason))
        else:
            kept[fact.id] = fact
    return tuple(kept.values()), tuple(rejected)


def _name_objection(entity: Entity, kept: Mapping[str, Entity]) -> str | None:
    if entity.id in kept:
        return f"another entity has the id {entity.id!r}"
    if not entity.name:
        return f"the entity {entity.id!r} has no name"
    if "" in entity.aliases or entity.name in entity.aliases:
        return "another name of an entity is empty or its name again"
    return None


def _objections(
    fact: Fact, by_id: Mapping[str, Entity], texts: Mapping[str, str], ontology: Ontology
) -> Iterator[str]:
    """Say in plain words why a fact cannot stand; nothing where it can."""
    end_objection = _end_objection(fact, by_id, ontology)
    if end_objection:
        yield end_objection
    for date in (fact.object if fact.literal else None, fact.date):
        if date is not None and (objection := _date_objection(date)):
            yield objection
    if fact.modality not in get_args(Modality):
        yield f"the modality {fact.modality!r} is not one of {', '.join(get_args(Modality))}"
    if fact.title and fact.relation != _TITLED:
        yield f"only {_TITLED} has a title of a position: {fact.title}"
    if not 0 < fact.confidence <= 1:
        yield f"the confidence {fact.confidence:g} is not above 0 and at most 1"
    if not fact.evidence or fact.documents < 1:
        yield "no passage states it"
    if len({support_id(fact.id, each) for each in fact.evidence}) < len(fact.evidence):
        yield "it has the same passage twice, read in the same way"
    for evidence in fact.evidence:
        yield from _evidence_objections(evidence, texts)


def _end_objection(fact: Fact, by_id: Mapping[str, Entity], ontology: Ontology) -> str | None:
    """Say why a relation cannot join the ends of a fact, or None if it can."""
    ends = (fact.subject,) if fact.literal else (fact.subject, fact.object)
    if missing := [end for end in ends if end not in by_id]:
        return f"no entity has the id {missing[0]!r}"
    subject = by_id[fact.subject]
    other = None if fact.literal else by_id[fact.object]
    objection = ontology.objection(subject.type, fact.relation, other.type if other else None)
    if objection:
        return f"{objection}: {_described(subject)}, {_described(other) if other else fact.object}"
    if fact.subject == fact.object:
        return f"{fact.relation} leads from {subject.name} to itself"
    return None


def _date_objection(date: str) -> str | None:
    try:
        _PARTIAL_DATE.validate_python(date)
    except ValidationError:
        return f"{date!r} is no date, such as 2025, 2025-03 or 2025-03-26"
    if int(date[:4]) not in _YEARS:
        return f"the year of {date} is not between {_YEARS[0]} and {_YEARS[-1]}"
    return None


def _evidence_objections(evidence: Evidence, texts: Mapping[str, str]) -> Iterator[str]:
    """Say why a passage cannot stand as evidence; nothing where it can."""
    where = f"{evidence.start} to {evidence.end}"
    if evidence.document not in texts:
        yield f"no document has the id {evidence.document!r}"
    elif (
        not evidence.quote
        or texts[evidence.document][evidence.start : evidence.end] != evidence.quote
    ):
        yield f"the quote is not what its document says: characters {where}"
    for name, span in _spans(evidence).items():
        if span and not 0 <= span.start < span.end:
            yield f"no words stand for the {name}: characters {span.start} to {span.end}"
    if evidence.date_phrase and not evidence.date_phrase.text:
        yield "no words stand for the date"
    if not evidence.extractor:
        yield "nothing is named that has read the passage"
    if not 0 < evidence.confidence <= 1:
        yield f"the confidence {evidence.confidence:g} is not above 0 and at most 1"


def _spans(evidence: Evidence) -> dict[str, Span | None]:
    return {
        "passage": Span.model_construct(start=evidence.start, end=evidence.end),
        "subject": evidence.subject,
        "object": evidence.object,
        "name of the subject": evidence.subject_name,
        "name of the object": evidence.object_name,
        "trigger": evidence.trigger,
        "date": evidence.date_phrase,
    }


def _described(entity: Entity) -> str:
    return f"{entity.name} ({entity.type})"


def _rejection(fact: Fact, by_id: Mapping[str, Entity], reason: str) -> Rejection:
    evidence = fact.evidence[0] if fact.evidence else None
    subject, other = by_id.get(fact.subject), by_id.get(fact.object)
    return Rejection(
        stage="check",
        reason=reason,
        document=evidence.document if evidence else None,
        subject=subject.name if subject else fact.subject,
        relation=fact.relation,
        object=other.name if other and not fact.literal else fact.object,
        quote=evidence.quote if evidence else None,
    )
