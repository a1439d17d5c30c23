"""Names as they are compared: in normal form, with a type and the words that tell them apart."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from kgbuild.firms import core
from kgbuild.names import untitled
from kgbuild.records import EntityType

_FAMILY = {
    "Company": "body", "Organization": "body", "Person": "person", "Place": "place",
    "Programme": "thing", "Product": "thing", "Event": "thing",
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """A name in normal form with the ways it is written and the type it has."""

    name: str
    written: tuple[str, ...]
    type: EntityType

    @property
    def family(self) -> str:
        """Body, person, place or thing."""
        return _FAMILY[self.type]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that tell it apart: of bodies without legal forms, of people without titles."""
        by = {"body": core, "person": untitled}.get(self.family)
        return tuple((by(self.name) if by else self.name).split())

    @cached_property
    def letters(self) -> str:
        """The name without spaces."""
        return self.name.replace(" ", "").replace("_", "")


AnyNamed = TypeVar("AnyNamed", bound=Named)


def order(a: AnyNamed, b: AnyNamed) -> tuple[AnyNamed, AnyNamed]:
    """The shorter name first."""
    one, other = sorted((a, b), key=lambda n: (len(n.name.split()), len(n.name), n.name, n.type))
    return one, other
