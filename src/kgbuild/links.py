"""A user's table of names and their Wikidata items -> `same_as` of the entities so named.

A row is `name,QID` or `name,QID,type`; the type tells namesakes apart, and so does an entity's id
(`org-bmw-group`) in place of its name. Nothing is guessed: a name that no entity has, or that
several have, is a rejection. No item is looked up anywhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kgbuild.errors import InputError
from kgbuild.names import normal
from kgbuild.records import ENTITY_TYPES, Entity, EntityType, Record, Rejection
from kgbuild.tables import Row, Table

SAME_AS = "sameAs"
"""What a rejected link has for its relation."""
_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)", re.ASCII)
_WIKIDATA = "http://www.wikidata.org/entity/"
_HEADERS = {("name", "qid"), ("name", "qid", "type")}
_TYPES: Mapping[str, EntityType] = {type_.casefold(): type_ for type_ in ENTITY_TYPES}


class ItemLink(Record):
    """One row: what is called so is this Wikidata item."""

    name: str
    item: str
    """An IRI of Wikidata's."""
    type: EntityType | None = None
    """Of the entity, where the row says so."""

    @property
    def qid(self) -> str:
        """Number of the item, such as `Q26678`."""
        return self.item.removeprefix(_WIKIDATA)


def read_links(table: Table) -> tuple[ItemLink, ...]:
    """Check a table of links, its header left out, each link once.

    Raises InputError for the first row that cannot be, or that contradicts one before it.
    """
    rows = table.rows
    if rows and tuple(cell.casefold() for cell in rows[0].cells) in _HEADERS:
        rows = rows[1:]
    links = [(_link(row, table), row) for row in rows]
    _refuse_contradictions(links, table)
    return tuple(dict.fromkeys(link for link, _ in links))


def _link(row: Row, table: Table) -> ItemLink:
    where = table.where(row)
    if len(row.cells) not in {2, 3}:
        raise InputError(
            f"{where}: {len(row.cells)} columns. Write name,QID or name,QID,type, with commas "
            'between them, and "" around a name that holds a comma.'
        )
    name, item, type_ = (*row.cells, "")[:3]
    if not normal(name):
        raise InputError(f"{where}: {name!r} is no name. Put a name in the first column.")
    found = _ITEM.fullmatch(item)
    if not found:
        raise InputError(
            f"{where}: {item!r} is no Wikidata item. Write it as Q26678 "
            f"or {_WIKIDATA}Q26678 in the second column."
        )
    if type_ and type_.casefold() not in _TYPES:
        raise InputError(
            f"{where}: {type_!r} is no type. Leave the third column empty or take one of "
            f"{', '.join(ENTITY_TYPES)}."
        )
    return ItemLink(name=name, item=_WIKIDATA + found[1], type=_TYPES.get(type_.casefold()))


def _refuse_contradictions(links: Sequence[tuple[ItemLink, Row]], table: Table) -> None:
    """Refuse one name with two items, unless types tell two things apart."""
    seen: dict[str, list[tuple[ItemLink, Row]]] = defaultdict(list)
    for link, row in links:
        for other, line in seen[normal(link.name)]:
            told_apart = link.type and other.type and link.type != other.type
            if link.item != other.item and not told_apart:
                raise InputError(
                    f"{table.where(row)}: {link.name!r} is {link.qid} here and {other.qid} in line "
                    f"{line.line}. Take one out, or give each its own type in the third column."
                )
        seen[normal(link.name)].append((link, row))


def with_links(
    entities: Iterable[Entity], links: Iterable[ItemLink]
) -> tuple[tuple[Entity, ...], tuple[Rejection, ...]]:
    """Give the same entities, linked ones with `same_as`, and the links that none of them has."""
    entities = tuple(entities)
    named = _by_name(entities)
    found = [(link, named.get(link.name) or named.get(normal(link.name), [])) for link in links]
    items: dict[str, set[str]] = defaultdict(set)
    for link, namesakes in found:
        fitting = _fitting(link, namesakes)
        if len(fitting) == 1:
            items[fitting[0].id].add(link.item)
    misfits = [(link, _objection(link, namesakes, items)) for link, namesakes in found]
    return (
        tuple(
            entity.model_copy(update={"same_as": tuple(items[entity.id])})
            if len(items[entity.id]) == 1
            else entity
            for entity in entities
        ),
        tuple(_rejection(link, reason) for link, reason in misfits if reason),
    )


def _by_name(entities: Iterable[Entity]) -> Mapping[str, list[Entity]]:
    """List the entities that have a name, by its normal form, each once; and each by its id."""
    named: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        for name in {normal(name) for name in (entity.name, *entity.aliases)}:
            named[name].append(entity)
        named[entity.id].append(entity)
    return named


def _fitting(link: ItemLink, namesakes: Iterable[Entity]) -> list[Entity]:
    return [entity for entity in namesakes if link.type in {None, entity.type}]


def _objection(
    link: ItemLink, namesakes: Sequence[Entity], items: Mapping[str, set[str]]
) -> str | None:
    """Say why a link cannot be made, or None if it can."""
    fitting = _fitting(link, namesakes)
    if not namesakes:
        return "no entity has this name"
    if not fitting:
        return f"no {link.type} has this name, but {_listed(namesakes)}"
    if len(fitting) > 1:
        return f"several entities have this name: {_listed(fitting)}"
    if others := items[fitting[0].id] - {link.item}:
        numbers = ", ".join(sorted(item.removeprefix(_WIKIDATA) for item in others))
        return f"{_listed(fitting)} is {numbers} by another of its names"
    return None


def _listed(entities: Iterable[Entity]) -> str:
    return ", ".join(sorted(f"{entity.name} ({entity.type} {entity.id})" for entity in entities))


def _rejection(link: ItemLink, reason: str) -> Rejection:
    return Rejection(
        stage="resolve", reason=reason, subject=link.name, relation=SAME_AS, object=link.qid
    )
