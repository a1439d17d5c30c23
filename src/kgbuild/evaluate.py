"""Graph, Gold -> Evaluation: what of one document was found, what was missed, what is wrong.

How it is counted:
- A gold entity is found when an entity shares a name with it (case, a leading "the", possessive
  and punctuation aside): one for one, those that share most names first.
- A fact is found when both its ends are and the relation is the same, in either direction where
  that is symmetric. A date may be more precise than the gold's, not less.
- Gold facts that are optional, planned or reported neither help nor hurt, nor does a `located_in`
  that follows from the gold's by transitivity. Of the graph only asserted facts count.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kgbuild.gold import GOLD_RELATIONS, OURS, SYMMETRIC, Gold, GoldEntity, GoldFact, GoldRelation
from kgbuild.records import Entity, Fact, Graph
from kgbuild.scores import Counts, Evaluation, Scores

_THEIRS = {ours: theirs for theirs, ours in OURS.items()}
_STRANGER = "?"
"""Before the id of one of our entities that is none of the gold's."""


class _Key(NamedTuple):
    """What a fact is compared by: ids are the gold's where it has the entity."""

    relation: GoldRelation
    subject: str
    object: str


def evaluate(graph: Graph, gold: Gold) -> Evaluation:
    """Compare the graph of one document, built alone, with what the document says."""
    found = _match(gold.entities, graph.entities)
    by_id = {entity.id: entity for entity in graph.entities}
    judged = [entity for entity in gold.entities if not entity.optional]
    pairs = [(entity, by_id[found[entity.id]]) for entity in judged if entity.id in found]
    missed_entities = [entity for entity in judged if entity.id not in found]
    strangers = by_id.keys() - found.values()
    mistyped = [(theirs, ours) for theirs, ours in pairs if theirs.type != ours.type]
    wanted, neutral = _parted(gold)
    said = _said(graph, {ours: theirs for theirs, ours in found.items()}, wanted)
    missed = [key for key in wanted if key not in said]
    wrong = sorted(said.keys() - wanted.keys() - neutral)
    return Evaluation(
        scores=Scores(
            entities=Counts(tp=len(pairs), fp=len(strangers), fn=len(missed_entities)),
            typed=len(pairs) - len(mistyped),
            relations=_relation_counts(wanted.keys() & said.keys(), wrong, missed),
        ),
        missed_entities=tuple(missed_entities),
        wrong_entities=tuple(entity for entity in graph.entities if entity.id in strangers),
        mistyped=tuple(mistyped),
        right_facts=tuple((wanted[key], said[key]) for key in wanted if key in said),
        missed_facts=tuple(wanted[key] for key in missed),
        wrong_facts=tuple(said[key] for key in wrong),
    )


def _match(gold: Sequence[GoldEntity], entities: Sequence[Entity]) -> dict[str, str]:
    """Gold id -> our id, one for one: most shared names first, then those of one type."""
    names = {entity.id: _normal_names(entity) for entity in entities}
    pairs = [
        (-shared, theirs.type != ours.type, theirs.id, f"{ours.id}>", ours.id)
        for theirs in gold
        for ours in entities
        if (shared := len(_normal_names(theirs) & names[ours.id]))
    ]
    found: dict[str, str] = {}
    used: set[str] = set()
    # The last tie is broken as between IRIs in angle brackets.
    for *_, theirs_id, _, ours_id in sorted(pairs):
        if theirs_id not in found and ours_id not in used:
            found[theirs_id] = ours_id
            used.add(ours_id)
    return found


def _normal_names(entity: Entity | GoldEntity) -> set[str]:
    return {_normal(name) for name in (entity.name, *entity.aliases)} - {""}


def _normal(name: str) -> str:
    """A name without case, leading article, possessive and punctuation."""
    plain = re.sub(r"^the\s+", "", name.lower().replace("’", "'").strip())
    return " ".join(re.findall(r"\w+", re.sub(r"'s\b", "", plain)))


def _parted(gold: Gold) -> tuple[dict[_Key, GoldFact], set[_Key]]:
    """The gold facts to find, and keys that, if not among them, neither help nor hurt."""
    optional = {entity.id for entity in gold.entities if entity.optional}
    places = [(fact.subject, fact.object) for fact in gold.facts if fact.relation == "located_in"]
    neutral = {_key("located_in", *pair) for pair in _closure(places)}
    wanted: dict[_Key, GoldFact] = {}
    for fact in gold.facts:
        key = _key(fact.relation, fact.subject, fact.object)
        spared = fact.optional or not optional.isdisjoint((fact.subject, fact.object))
        if fact.modality == "asserted" and not spared:
            wanted[key] = fact
        elif fact.modality != "denied":
            neutral.add(key)
    return wanted, neutral


def _closure(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """All pairs that a chain of pairs joins."""
    reach = set(pairs)
    while more := {(a, d) for a, b in reach for c, d in reach if b == c} - reach:
        reach |= more
    return reach


def _key(relation: GoldRelation, subject: str, object: str) -> _Key:
    ends = sorted((subject, object)) if relation in SYMMETRIC else (subject, object)
    return _Key(relation, *ends)


def _said(graph: Graph, theirs: Mapping[str, str], wanted: Iterable[_Key]) -> dict[_Key, Fact]:
    """Our asserted facts by the gold's ids; a date is the gold's where it says no less."""
    dates: dict[str, list[str]] = {}
    for key in wanted:
        if key.relation == "announced_on":
            dates.setdefault(key.subject, []).append(key.object)
    said: dict[_Key, Fact] = {}
    for fact in graph.facts:
        relation = _THEIRS.get(fact.relation)
        if fact.modality != "Asserted" or relation is None:
            continue
        subject = theirs.get(fact.subject, _STRANGER + fact.subject)
        if fact.literal:
            same = (d for d in dates.get(subject, ()) if f"{fact.object}-".startswith(f"{d}-"))
            end = next(same, fact.object)
        else:
            end = theirs.get(fact.object, _STRANGER + fact.object)
        said.setdefault(_key(relation, subject, end), fact)
    return said


def _relation_counts(
    hit: Iterable[_Key], wrong: Iterable[_Key], missed: Iterable[_Key]
) -> dict[GoldRelation, Counts]:
    tp, fp, fn = (Counter(key.relation for key in keys) for keys in (hit, wrong, missed))
    return {
        name: Counts(tp=tp[name], fp=fp[name], fn=fn[name])
        for name in GOLD_RELATIONS
        if name in tp | fp | fn
    }
