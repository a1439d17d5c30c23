"""Fact -> Fact | Rejection: what the ontology allows, and why not."""

from collections.abc import Mapping, Sequence

from kgbuild.ontology import Ontology
from kgbuild.records import Entity, Fact, Rejection

_YEARS = range(1000, 2201)
"""Years that news writes about; a date outside is a misread number."""


def check(
    facts: Sequence[Fact], entities: Sequence[Entity], ontology: Ontology
) -> tuple[tuple[Fact, ...], tuple[Rejection, ...]]:
    """Part the facts that can stand from those that cannot; both keep their order."""
    by_id = {entity.id: entity for entity in entities}
    objections = [_objection(fact, by_id, ontology) for fact in facts]
    judged = list(zip(facts, objections, strict=True))
    kept = tuple(fact for fact, objection in judged if objection is None)
    rejected = tuple(_rejection(fact, by_id, reason) for fact, reason in judged if reason)
    return kept, rejected


def _objection(fact: Fact, by_id: Mapping[str, Entity], ontology: Ontology) -> str | None:
    """Say in plain words why a fact cannot stand, or None if it can."""
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
    return _date_objection(fact)


def _date_objection(fact: Fact) -> str | None:
    for date in (fact.object if fact.literal else None, fact.date):
        if date and int(date[:4]) not in _YEARS:
            return f"the year of {date} is not between {_YEARS[0]} and {_YEARS[-1]}"
    return None


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
