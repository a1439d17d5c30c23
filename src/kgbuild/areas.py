"""Entities, facts -> entities: which states and country places lie in, as the gazetteer knows.

Background, so kept apart from facts: no text says it. What texts say outranks it: where they put a
place inside another that lies elsewhere ("Paris, Texas"), it has only the areas that both share.
In doubt it has none: a small city (Nara) needs its state or country named in a document beside it,
and so does any other (Naples) if a document names the state of a namesake (Florida) instead.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kgbuild.iris import area_id
from kgbuild.places import DOMINANCE, Place, Places
from kgbuild.records import Area, Entity, Fact

Areas = tuple[Area, ...]
"""The smallest first: states, then the country."""
_SMALL = 100_000
_AREAS = {"country", "state"}


class _Known(NamedTuple):
    """What the gazetteer says about the names of one place."""

    areas: Areas
    """What all share that they are likely to mean."""
    is_area: bool
    """They mean states and countries alone."""
    is_small: bool
    """They mean small cities alone, or states called after such."""
    others: tuple[Areas, ...]
    """Of each place that they may mean besides; of a country's name none."""


_UNKNOWN = _Known((), False, False, ())


def with_areas(
    entities: Iterable[Entity], facts: Iterable[Fact], *, places: Places
) -> tuple[Entity, ...]:
    """Give the same entities; places that the gazetteer knows without doubt have `lies_in`."""
    entities = tuple(entities)
    known = {entity.id: _known(entity, places) for entity in entities if entity.type == "Place"}
    named = _named(entities, known)
    said = _said(facts)
    sure = {
        entity.id: _sure(entity, known[entity.id], named)
        for entity in entities
        if entity.id in known
    }
    kept = {place: _undisputed(place, sure, known, said) for place in sure}
    return tuple(
        entity.model_copy(update={"lies_in": kept[entity.id]}) if kept.get(entity.id) else entity
        for entity in entities
    )


def _known(entity: Entity, places: Places) -> _Known:
    """Look all names of a place up."""
    meanings = [places.meanings(name) for name in (entity.name, *entity.aliases)]
    likely = [chain for chains in meanings for chain in _likely(chains) if _areas(chain)]
    if not likely:
        return _UNKNOWN
    first, *more = map(_areas, likely)
    heads = [chain[0] for chain in likely]
    others = {_areas(chain) for chains in meanings for chain in chains if chain not in likely}
    return _Known(
        areas=tuple(area for area in first if all(area in areas for areas in more)),
        is_area=all(place.kind in _AREAS for place in heads),
        is_small=all(place.kind != "country" and 0 < place.population < _SMALL for place in heads),
        others=() if heads[0].kind == "country" else tuple(others),
    )


def _likely(chains: Sequence[Sequence[Place]]) -> list[Sequence[Place]]:
    """Leave out cities beside a country, state or region of the name, or a far larger city."""
    if not chains or chains[0][0].kind != "city":
        return [chain for chain in chains if chain[0].kind != "city"]
    least = chains[0][0].population / DOMINANCE
    return [chain for chain in chains if chain[0].kind != "city" or chain[0].population > least]


def _areas(chain: Sequence[Place]) -> Areas:
    """Pick the states and the country from a place and what it lies in."""
    parts = [place for place in chain if place.kind in _AREAS]
    names = [place.code or place.name for place in reversed(parts)]
    return tuple(
        Area.model_validate(
            {
                "id": area_id(names[: len(parts) - n]),
                "name": place.name,
                "kind": place.kind,
                "code": place.code or None,
            }
        )
        for n, place in enumerate(parts)
    )


def _named(entities: Iterable[Entity], known: Mapping[str, _Known]) -> Mapping[str, Counter[Area]]:
    """Count, in each document, the states and countries that it names and those around them."""
    named: dict[str, Counter[Area]] = defaultdict(Counter)
    for entity in entities:
        areas = known.get(entity.id, _UNKNOWN)
        for document in entity.documents if areas.is_area else ():
            named[document].update(areas.areas)
    return named


def _sure(entity: Entity, known: _Known, named: Mapping[str, Counter[Area]]) -> Areas:
    """Give the areas of a place unless the documents that name it leave doubt."""

    def tell_of(areas: Areas) -> bool:
        """Whether a document names one of them by another name than the place's own."""
        own = set(known.areas) if known.is_area else set()
        return any(named[d][area] > (area in own) for d in entity.documents for area in areas)

    if tell_of(known.areas):
        return known.areas
    doubtful = known.is_small or any(tell_of(other[:1]) for other in known.others)
    return () if doubtful else known.areas


def _said(facts: Iterable[Fact]) -> Mapping[str, set[str]]:
    """List where texts say that a thing is, planned and rumoured too."""
    said = defaultdict(set)
    for fact in facts:
        if fact.relation == "locatedIn" and fact.modality != "Denied":
            said[fact.subject].add(fact.object)
    return said


def _undisputed(
    place: str,
    sure: Mapping[str, Areas],
    known: Mapping[str, _Known],
    said: Mapping[str, set[str]],
) -> Areas:
    areas = sure[place]
    for outer in _reached(place, said):
        areas = _agreed(areas, known.get(outer, _UNKNOWN).areas)
    return areas


def _agreed(ours: Areas, theirs: Areas) -> Areas:
    """Keep what does not contradict the areas of something larger; one may know less."""
    shared = tuple(area for area in ours if area in theirs)
    return ours if not theirs or len(shared) in {len(ours), len(theirs)} else shared


def _reached(start: str, said: Mapping[str, set[str]]) -> set[str]:
    """Follow what texts say outwards, any number of steps."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = said.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached
