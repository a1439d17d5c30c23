"""What people and programs see of a difference: lines, or JSON. Nothing here reads or compares."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from kgbuild.difference import Change, Difference, What, band
from kgbuild.exits import one_line
from kgbuild.records import Entity, Evidence, Fact, Graph


class _Side(NamedTuple):
    """One of the two graphs as people know it: names and paths by id."""

    names: Mapping[str, str]
    paths: Mapping[str, str]


def lines(found: Difference, old: Graph, new: Graph) -> Iterator[str]:
    """Give the difference as plain text: `+` added, `-` removed, `~` changed."""
    before, after = _side(old), _side(new)
    yield f"old: {_counts(old)}"
    yield f"new: {_counts(new)}"
    yield ""
    yield _heading("entities", found.entities_added, found.entities_removed)
    yield from (f"  - {_entity(each)}" for each in found.entities_removed)
    yield from (f"  + {_entity(each)}" for each in found.entities_added)
    yield ""
    yield _heading("facts", found.facts_added, found.facts_removed, found.facts_changed)
    for fact in found.facts_removed:
        yield from _stated("-", fact, before)
    for fact in found.facts_added:
        yield from _stated("+", fact, after)
    for change in found.facts_changed:
        yield from _changed(change, before, after)


def as_json(found: Difference, old: Graph, new: Graph) -> str:
    """Give the difference as one JSON object, with names beside ids."""
    before, after = _side(old), _side(new)
    value = {
        "old": _sizes(old),
        "new": _sizes(new),
        "entities": {
            "added": [_entity_row(each) for each in found.entities_added],
            "removed": [_entity_row(each) for each in found.entities_removed],
        },
        "facts": {
            "added": [_fact_row(each, after) for each in found.facts_added],
            "removed": [_fact_row(each, before) for each in found.facts_removed],
            "changed": [_change_row(each, before, after) for each in found.facts_changed],
        },
    }
    return json.dumps(value, indent=2, ensure_ascii=False)


def _side(graph: Graph) -> _Side:
    return _Side(
        {entity.id: entity.name for entity in graph.entities},
        {document.id: document.path for document in graph.documents},
    )


def _sizes(graph: Graph) -> dict[str, int]:
    parts = (graph.documents, graph.entities, graph.facts)
    return dict(zip(("documents", "entities", "facts"), map(len, parts), strict=True))


def _counts(graph: Graph) -> str:
    return ", ".join(f"{number} {what}" for what, number in _sizes(graph).items())


def _heading(
    what: str,
    added: tuple[object, ...],
    removed: tuple[object, ...],
    changed: tuple[object, ...] | None = None,
) -> str:
    more = "" if changed is None else f", {len(changed)} changed"
    return f"{what}: {len(added)} added, {len(removed)} removed{more}"


def _entity(entity: Entity) -> str:
    return one_line(f"{entity.name} ({entity.type})")


def _stated(sign: str, fact: Fact, side: _Side) -> Iterator[str]:
    marks = (fact.title, fact.date, fact.modality.lower(), _sure(fact))
    said = ", ".join(filter(None, [_triple(fact, side), *marks]))
    yield f"  {sign} {one_line(said)}"
    yield from (f"      {_quote(each, side)}" for each in fact.evidence)


def _changed(change: Change, before: _Side, after: _Side) -> Iterator[str]:
    yield f"  ~ {one_line(_triple(change.new, after))}"
    for what in change.what:
        if what != "evidence":
            old, new = (_mark(fact, what) for fact in (change.old, change.new))
            yield f"      {what}: {one_line(old)} -> {one_line(new)}"
    yield from (f"      - {_quote(each, before)}" for each in change.evidence_removed)
    yield from (f"      + {_quote(each, after)}" for each in change.evidence_added)


def _triple(fact: Fact, side: _Side) -> str:
    ends = (side.names.get(end, end) for end in (fact.subject, fact.object))
    return f" {fact.relation} ".join(ends)


def _mark(fact: Fact, what: What) -> str:
    if what == "confidence":
        return _sure(fact)
    value: str | None = getattr(fact, what)
    return value.lower() if what == "modality" and value else value or "none"


def _sure(fact: Fact) -> str:
    return f"{fact.confidence:g} ({band(fact.confidence)})"


def _quote(evidence: Evidence, side: _Side) -> str:
    path = side.paths.get(evidence.document, evidence.document)
    return one_line(f"“{evidence.quote}” {path}")


def _entity_row(entity: Entity) -> dict[str, Any]:
    return {"id": entity.id, "type": entity.type, "name": entity.name}


def _ends(fact: Fact, side: _Side) -> dict[str, Any]:
    return {
        "subject": fact.subject,
        "subject_name": side.names.get(fact.subject, fact.subject),
        "relation": fact.relation,
        "object": fact.object,
        "object_name": side.names.get(fact.object, fact.object),
    }


def _fact_row(fact: Fact, side: _Side) -> dict[str, Any]:
    return {
        "id": fact.id,
        **_ends(fact, side),
        "modality": fact.modality,
        "date": fact.date,
        "title": fact.title,
        "confidence": fact.confidence,
        "band": band(fact.confidence),
        "evidence": _evidence_rows(fact.evidence, side),
    }


def _change_row(change: Change, before: _Side, after: _Side) -> dict[str, Any]:
    row: dict[str, Any] = {"old_id": change.old.id, "new_id": change.new.id}
    row |= _ends(change.new, after)
    row["changes"] = {
        what: {"old": getattr(change.old, what), "new": getattr(change.new, what)}
        for what in change.what
        if what != "evidence"
    }
    if "evidence" in change.what:
        row["changes"]["evidence"] = {
            "added": _evidence_rows(change.evidence_added, after),
            "removed": _evidence_rows(change.evidence_removed, before),
        }
    return row


def _evidence_rows(evidence: Iterable[Evidence], side: _Side) -> list[dict[str, str]]:
    return [
        {
            "document": each.document,
            "path": side.paths.get(each.document, each.document),
            "quote": each.quote,
        }
        for each in evidence
    ]
