"""Statements -> Conflicts: what a graph says that cannot easily hold together.

Nothing is mended: both sides stay in the graph. What a relation allows is said in `ontology.ttl`,
which posts one person holds in `words.toml`. Two statements of one passage do not conflict, since
its author saw both: `a joint venture of Acme and Widget`. Nor do two that are dated apart, where
things may have changed in between.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, combinations
from typing import NamedTuple

from kgbuild.dates import agrees
from kgbuild.names import normal
from kgbuild.ontology import Ontology
from kgbuild.records import Record
from kgbuild.statements import Statement, Thing
from kgbuild.words import word_list

_AND = re.compile(r"&|/|\band\b", re.IGNORECASE)

Topic = tuple[str, ...]
"""What statements must share to conflict; its first part goes into the reason."""
Links = Mapping[str, set[str]]


class Conflict(Record):
    """Statements of which each can hardly hold together with some other."""

    reason: str
    statements: tuple[Statement, ...]


class _Rule(NamedTuple):
    reason: str
    topics: Callable[[Statement], Iterable[Topic]]
    clash: Callable[[Statement, Statement], bool]
    modalities: frozenset[str] = frozenset({"Asserted"})
    """Of the two together."""


def conflicts(statements: Iterable[Statement], *, ontology: Ontology) -> tuple[Conflict, ...]:
    """Find what is said of one thing and cannot easily hold together, by reason.

    Several values of a relation that has one at a time, several dates of what begins but once,
    several people in a post that one holds, and what is asserted and denied. A date agrees with a
    less precise one.
    """
    said = tuple(statements)
    rules = _rules(said, ontology)
    found = list(chain.from_iterable(_found(rule, said) for rule in rules))
    return tuple(sorted(found, key=lambda each: (each.reason, _names(each))))


def sole_posts(title: str) -> frozenset[str]:
    """Name the posts of a title that one person holds at a time, each by the first of its names.

    `Chairman and CEO` are `chairman` and `chief executive`. Where a part between commas is no such
    post there is none: `president, Asia` does not preside over the whole.
    """
    names = _post_names()
    parts = [{names.get(normal(post), "") for post in _AND.split(p)} for p in title.split(",")]
    posts = [part - {""} for part in parts]
    return frozenset(chain.from_iterable(posts)) if all(posts) else frozenset()


@cache
def _post_names() -> dict[str, str]:
    """Give each name of a sole post with the first of its names."""
    posts = [post.replace("-", " ").split("=") for post in word_list("sole_posts")]
    return {name: names[0] for names in posts for name in names}


def _rules(said: Sequence[Statement], ontology: Ontology) -> tuple[_Rule, ...]:
    single = {each.name for each in ontology.relations if each.one_value}
    once = {each.name for each in ontology.relations if each.one_date}
    owners = _owners(each for each in said if each.relation in single)

    def value(each: Statement) -> list[Topic]:
        return [(each.relation, _iri(each.subject))] if each.relation in single else []

    def beginning(each: Statement) -> list[Topic]:
        return [_ends(each, ontology)] if each.relation in once else []

    def post(each: Statement) -> list[Topic]:
        return [(name, each.relation, _iri(each.object)) for name in sole_posts(each.title or "")]

    def ends(each: Statement) -> list[Topic]:
        return [_ends(each, ontology)]

    return (
        _Rule("more than one value of {}", value, lambda a, b: _other_value(a, b, owners)),
        _Rule("more than one date of {}", beginning, _dated_apart),
        _Rule(
            "more than one {}", post, lambda a, b: a.subject != b.subject and not _dated_apart(a, b)
        ),
        _Rule("{} asserted and denied", ends, _same_post, frozenset({"Asserted", "Denied"})),
    )


def _found(rule: _Rule, said: Iterable[Statement]) -> Iterator[Conflict]:
    groups: dict[Topic, list[Statement]] = defaultdict(list)
    for each in said:
        for topic in rule.topics(each):
            groups[topic].append(each)
    for topic, group in groups.items():
        pairs = [pair for pair in combinations(group, 2) if _clash(rule, *pair)]
        if pairs:
            facts = {each.fact for pair in pairs for each in pair}
            yield Conflict(
                reason=rule.reason.format(topic[0]),
                statements=tuple(each for each in group if each.fact in facts),
            )


def _clash(rule: _Rule, a: Statement, b: Statement) -> bool:
    passages = ({passage.iri for passage in each.passages} for each in (a, b))
    return (
        {a.modality, b.modality} == rule.modalities
        and set.isdisjoint(*passages)
        and rule.clash(a, b)
    )


def _other_value(a: Statement, b: Statement, owners: Links) -> bool:
    """Whether the values differ, and neither is a date that holds the other or its owner."""
    if a.object.iri is None or b.object.iri is None:
        return not agrees(a.object.name, b.object.name)
    one, other = a.object.iri, b.object.iri
    owned = other in _all_owners(one, owners) or one in _all_owners(other, owners)
    return one != other and not owned and not _dated_apart(a, b)


def _same_post(a: Statement, b: Statement) -> bool:
    """Whether they may be about one post at one time."""
    titles = {normal(each.title) for each in (a, b) if each.title}
    return len(titles) < 2 and not _dated_apart(a, b)


def _dated_apart(a: Statement, b: Statement) -> bool:
    return bool(a.date and b.date and not agrees(a.date, b.date))


def _owners(said: Iterable[Statement]) -> Links:
    """Give the values of each thing."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in said:
        if each.modality == "Asserted":
            found[_iri(each.subject)].add(_iri(each.object))
    return dict(found)


def _all_owners(thing: str, owners: Links) -> set[str]:
    """Give what a thing belongs to, directly or not."""
    found: set[str] = set()
    waiting = [thing]
    while waiting:
        new = owners.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _ends(each: Statement, ontology: Ontology) -> Topic:
    """Give what a statement joins: the same both ways if it holds both ways."""
    ends = [_iri(each.subject), _iri(each.object)]
    return each.relation, *(sorted(ends) if each.relation in ontology.symmetric else ends)


def _iri(thing: Thing) -> str:
    return thing.iri or thing.name


def _names(conflict: Conflict) -> list[tuple[str, str, str]]:
    return [(each.subject.name, each.object.name, each.fact) for each in conflict.statements]
