"""Things with made-up names for `synthetic.py`: companies, people, places inside one another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from kgbuild.iris import area_id, entity_id
from kgbuild.records import Area, Entity, EntityType, Merge

T = TypeVar("T")
_TYPES: dict[EntityType, int] = {
    **{"Company": 27, "Organization": 12, "Person": 17, "Place": 18},
    **{"Product": 16, "Programme": 6, "Event": 4},
}
_COUNTRIES = (
    "Germany DE,China CN,United States US,France FR,Japan JP,India IN,Brazil BR,Italy IT,Spain ES,"
    "Canada CA,Mexico MX,Kenya KE,Norway NO,Poland PL,Chile CL,Egypt EG,Vietnam VN,Sweden SE"
)
_SYLLABLES = "ba co den el fi gor ha is ka lum ma nor ol pe qui ra sun ta ur vi"
_KNOWN = 0.5
"""How often something of before is named, not something new."""


@dataclass
class Thing:
    """An entity while it is being made."""

    id: str
    type: EntityType
    name: str
    alias: str | None
    inside: "Thing | None" = None
    """Of a place: where it lies."""
    areas: tuple[Area, ...] = ()
    documents: set[str] = field(default_factory=set)


@dataclass
class World:
    """What there is so far."""

    random: Random
    things: dict[str, Thing] = field(default_factory=dict)
    named: list[Thing] = field(default_factory=list)
    """Each thing once for each document that names it."""
    countries: list[Thing] = field(default_factory=list)
    states: list[Thing] = field(default_factory=list)


def new_world(random: Random) -> World:
    """Make a world that has countries and nothing else."""
    world = World(random)
    for name, code in (each.rsplit(" ", 1) for each in _COUNTRIES.split(",")):
        area = Area(id=area_id([code]), name=name, kind="country", code=code)
        world.countries.append(add(world, "Place", name, areas=(area,)))
    return world


def name_one(world: World) -> Thing:
    """Name something of before, the more often named the likelier, or something new."""
    if world.named and world.random.random() < _KNOWN:
        return world.random.choice(world.named)
    kind: EntityType = one_of(world.random, _TYPES)
    return _place(world) if kind == "Place" else add(world, kind, made_up(world.random, kind))


def add(world: World, type: EntityType, name: str, **fields: Any) -> Thing:
    """Add something; its name grows while there is another of that name."""
    while (id := entity_id(type, name)) in world.things:
        name += f" {made_up(world.random, 'Place')}"
    first = name.split()[0]
    alias = first if first != name and world.random.random() < 0.25 else None
    world.things[id] = Thing(id=id, type=type, name=name, alias=alias, **fields)
    return world.things[id]


def _place(world: World) -> Thing:
    """Make a city or, seldom, a state; or name the state or country that it would lie in."""
    random = world.random
    is_state = not world.states or random.random() < 0.15
    over = world.countries if is_state or random.random() < 0.3 else world.states
    # The first hold more places than the last.
    inside = over[int(len(over) * random.random() ** 3)]
    if random.random() < 0.1:
        return inside
    name = made_up(random, "Place")
    areas = inside.areas if random.random() < 0.6 else ()
    if is_state:
        id = area_id([inside.areas[0].code or "", name])
        areas = (Area(id=id, name=name, kind="state"), *inside.areas)
    made = add(world, "Place", name, inside=inside, areas=areas)
    world.states += [made] if is_state else []
    return made


def entity(thing: Thing) -> Entity:
    alias = thing.alias
    return Entity(
        id=thing.id,
        type=thing.type,
        name=thing.name,
        aliases=(alias,) if alias else (),
        merges=(Merge(name=alias, reason="short form"),) if alias else (),
        documents=tuple(sorted(thing.documents)),
        lies_in=thing.areas,
    )


def made_up(random: Random, type: EntityType) -> str:
    names = (_word(random, random.choice((2, 3))).capitalize() for _ in range(2))
    if type == "Place":
        return next(names)
    return " ".join([*names, *(random.choices(("Inc", "AG", "Ltd")) if type == "Company" else ())])


def made_up_words(random: Random, number: int) -> str:
    return " ".join(_word(random, 2) for _ in range(number))


def _word(random: Random, syllables: int) -> str:
    return "".join(random.choices(_SYLLABLES.split(), k=syllables))


def one_of(random: Random, weights: Mapping[T, int]) -> T:
    return random.choices([*weights], weights=[*weights.values()])[0]
