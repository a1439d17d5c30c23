"""Gold annotation: what a document says according to a careful reader, one JSON file each.

    {"doc": "NAME.txt",
     "entities": [{"id": "e1", "name": "BMW Group", "type": "Company", "aliases": ["BMW"]}],
     "facts": [{"s": "e1", "p": "partners_with", "o": "e2", "modality": "asserted",
                "evidence": "a quote of the document"}]}

The object of `announced_on` is a date, YYYY, YYYY-MM or YYYY-MM-DD. An entity or a fact may be
`"optional": true`. Other keys are passed over.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from kgbuild.errors import InputError
from kgbuild.records import EntityType, PartialDate, Record

GoldRelation = Literal[
    "partners_with",
    "located_in",
    "announced_on",
    "position_held",
    "subsidiary_of",
    "develops",
    "uses",
    "invests_in",
    "acquires",
    "participates_in",
    "supplies",
    "competes_with",
]
GoldModality = Literal["asserted", "planned", "reported", "denied"]
GOLD_RELATIONS: tuple[GoldRelation, ...] = get_args(GoldRelation)
OURS: dict[GoldRelation, str] = {
    "partners_with": "partnersWith",
    "located_in": "locatedIn",
    "announced_on": "announcedOn",
    "position_held": "holdsPositionAt",
    "subsidiary_of": "subsidiaryOf",
    "develops": "develops",
    "uses": "uses",
    "invests_in": "investsIn",
    "acquires": "acquires",
    "participates_in": "participatesIn",
    "supplies": "supplies",
    "competes_with": "competesWith",
}
"""The relation of the ontology that a gold relation means."""
CORE: frozenset[GoldRelation] = frozenset(("partners_with", "located_in", "announced_on"))
SYMMETRIC: frozenset[GoldRelation] = frozenset(("partners_with", "competes_with"))
_is_date: Callable[[str], str] = TypeAdapter(PartialDate).validate_python


class GoldEntity(Record):
    """A thing that the document names."""

    model_config = ConfigDict(extra="ignore")

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...]
    optional: bool | None = None
    """To find it or not is equally right."""


class GoldFact(Record):
    """Something that the document says."""

    model_config = ConfigDict(extra="ignore")

    subject: str = Field(alias="s")
    relation: GoldRelation = Field(alias="p")
    object: str = Field(alias="o")
    """Id of an entity; a partial date for `announced_on`."""
    evidence: str
    modality: GoldModality = "asserted"
    optional: bool | None = None


class Gold(Record):
    """All that one document says."""

    model_config = ConfigDict(extra="ignore")

    doc: str
    """Name of the file that holds the text."""
    entities: tuple[GoldEntity, ...]
    facts: tuple[GoldFact, ...]

    @model_validator(mode="after")
    def _ends_are_known(self) -> "Gold":
        ids = Counter(entity.id for entity in self.entities)
        for twice in (id_ for id_, count in ids.items() if count > 1):
            raise ValueError(f"entities: two have the id {twice!r}")
        for number, fact in enumerate(self.facts):
            if fact.subject not in ids:
                raise ValueError(f"facts.{number}.s: no entity has the id {fact.subject!r}")
            if fact.relation == "announced_on":
                _check_date(fact.object, number)
            elif fact.object not in ids:
                raise ValueError(f"facts.{number}.o: no entity has the id {fact.object!r}")
        return self


class Case(Record):
    """A document to evaluate on: what it says, and the file that holds its text."""

    gold: Gold
    text: Path


def load_gold(folder: Path, *, texts: Path | None = None) -> tuple[Case, ...]:
    """Read the gold files of a folder, sorted by name, and find their texts.

    A text is looked for in `texts`, else in `texts` beside the folder, else beside the gold file.
    Raises InputError with file and place for what is missing or is not gold.
    """
    for needed in filter(None, (folder, texts)):
        if not needed.is_dir():
            raise InputError(f"{needed}: no such folder; check the name")
    files = sorted(folder.glob("*.json"))
    if not files:
        raise InputError(f"{folder}: no gold in this folder; put NAME.json files there")
    places = (texts,) if texts else (folder.parent / "texts", folder)
    return tuple(_case(file, places) for file in files)


def _check_date(value: str, number: int) -> None:
    try:
        _is_date(value)
    except ValueError as error:
        raise ValueError(
            f"facts.{number}.o: {value!r} is no date as YYYY, YYYY-MM or YYYY-MM-DD"
        ) from error


def _case(file: Path, places: tuple[Path, ...]) -> Case:
    gold = _read(file)
    found = next((place / gold.doc for place in places if (place / gold.doc).is_file()), None)
    if found is None:
        looked = " or ".join(map(str, places))
        raise InputError(
            f"{file}: doc: no text {gold.doc!r} in {looked}; say where the texts are with --texts"
        )
    return Case(gold=gold, text=found)


def _read(file: Path) -> Gold:
    try:
        return Gold.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first, *others = error.errors(include_url=False)
        place = "".join(f"{part}." for part in first["loc"])[:-1]
        said = ": ".join(filter(None, (place, first["msg"].removeprefix("Value error, "))))
        given = f", not {first['input']!r}" if first["type"] == "literal_error" else ""
        more = f" (and {len(others)} more)" if others else ""
        raise InputError(f"{file}: {said}{given}{more}; mend the gold file") from error
