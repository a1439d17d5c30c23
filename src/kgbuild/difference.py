"""Two graphs -> what the newer says that the older does not, and the other way round.

Things are the same if their ids are, so the base of the IRIs does not matter. Facts are matched by
subject, relation and object; where several are between the same two, those that differ least.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from kgbuild.records import Entity, Evidence, Fact, Graph, Record

Band = Literal["low", "medium", "high"]
What = Literal["date", "title", "modality", "confidence", "evidence"]

_MEDIUM, _HIGH = 0.6, 0.85

Passage = tuple[str, str]
"""Path of a document and a quote: what stays if another passage of the document is edited."""


class Change(Record):
    """A fact that both graphs state, in different words."""

    old: Fact
    new: Fact
    what: tuple[What, ...]
    """What differs; of the confidence only its band."""
    evidence_added: tuple[Evidence, ...] = ()
    evidence_removed: tuple[Evidence, ...] = ()


class Difference(Record):
    """What has changed between two graphs; each part in the order of its ids."""

    entities_added: tuple[Entity, ...]
    entities_removed: tuple[Entity, ...]
    facts_added: tuple[Fact, ...]
    facts_removed: tuple[Fact, ...]
    facts_changed: tuple[Change, ...]


def band(confidence: float) -> Band:
    """Say how sure a confidence is: low below 0.6, high from 0.85, medium between."""
    return "low" if confidence < _MEDIUM else "medium" if confidence < _HIGH else "high"


def difference(old: Graph, new: Graph) -> Difference:
    """Compare two graphs: entities and facts that were added, removed, and facts that changed."""
    before, after = ({e.id: e for e in graph.entities} for graph in (old, new))
    pairs = list(_pairs(old.facts, new.facts))
    paths = [{d.id: d.path for d in graph.documents} for graph in (old, new)]
    changes = (_change(a, b, *paths) for a, b in pairs if a and b)
    return Difference(
        entities_added=tuple(after[id_] for id_ in sorted(after.keys() - before.keys())),
        entities_removed=tuple(before[id_] for id_ in sorted(before.keys() - after.keys())),
        facts_added=tuple(b for a, b in pairs if b and not a),
        facts_removed=tuple(a for a, b in pairs if a and not b),
        facts_changed=tuple(change for change in changes if change.what),
    )


def _pairs(
    old: Iterable[Fact], new: Iterable[Fact]
) -> Iterator[tuple[Fact, None] | tuple[None, Fact] | tuple[Fact, Fact]]:
    """Match facts between the same two; what has no partner stands alone."""
    groups: dict[tuple[str, str, str], tuple[list[Fact], list[Fact]]] = defaultdict(
        lambda: ([], [])
    )
    for side, facts in enumerate((old, new)):
        for fact in sorted(facts, key=lambda fact: fact.id):
            groups[fact.subject, fact.relation, fact.object][side].append(fact)
    for _, (before, after) in sorted(groups.items()):
        # Facts with all marks alike come first, so that none takes another's partner.
        costs = sorted((len(_marks(a, b)), a.id, b.id) for a in before for b in after)
        partner: dict[str, str] = {}
        taken: set[str] = set()
        for _, a, b in costs:
            if a not in partner and b not in taken:
                partner[a] = b
                taken.add(b)
        by_id = {fact.id: fact for fact in after}
        for fact in before:
            yield (fact, by_id[partner[fact.id]]) if fact.id in partner else (fact, None)
        yield from ((None, fact) for fact in after if fact.id not in taken)


def _marks(old: Fact, new: Fact) -> list[What]:
    """Name the marks, by which facts between the same two differ, that are not alike."""
    marks: tuple[What, ...] = ("date", "title", "modality")
    return [mark for mark in marks if getattr(old, mark) != getattr(new, mark)]


def _change(
    old: Fact, new: Fact, old_paths: Mapping[str, str], new_paths: Mapping[str, str]
) -> Change:
    before, after = _passages(old.evidence, old_paths), _passages(new.evidence, new_paths)
    added = tuple(after[passage] for passage in sorted(after.keys() - before.keys()))
    removed = tuple(before[passage] for passage in sorted(before.keys() - after.keys()))
    what = _marks(old, new)
    if band(old.confidence) != band(new.confidence):
        what.append("confidence")
    if added or removed:
        what.append("evidence")
    return Change(
        old=old, new=new, what=tuple(what), evidence_added=added, evidence_removed=removed
    )


def _passages(evidence: Sequence[Evidence], paths: Mapping[str, str]) -> Mapping[Passage, Evidence]:
    return {(paths.get(each.document, each.document), each.quote): each for each in evidence}
