"""What a user can choose about a build, checked once."""

from typing import Annotated

from pydantic import (
    AfterValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)

from kgbuild.errors import OptionError
from kgbuild.iris import DEFAULT_BASE, check_base, check_license
from kgbuild.records import Record


class Config(Record):
    """The options of a build; `run.json` keeps them. Raises OptionError for one that cannot be."""

    base: Annotated[str, AfterValidator(check_base)] = DEFAULT_BASE
    """Start of the IRI of every node."""
    model: str = "kgbuild"
    """What finds the mentions: one of `extract.MENTION_MODELS` or an installed spaCy pipeline."""
    extractors: tuple[str, ...] = ("model", "patterns")
    """What finds the claims: names of `extract.EXTRACTORS`."""
    min_confidence: float | None = Field(default=None, gt=0, le=1)
    """Least confidence of a claim; None takes the model's own threshold for each relation."""
    gazetteer: bool = True
    """Whether places get the states and the country that the gazetteer says they lie in."""
    max_chars: int = Field(default=1_000_000, gt=0)
    """Longest text read, in characters; the rest is cut, and the cut is noted."""
    title: str | None = Field(default=None, pattern=r"\S")
    """What the graph is called where it describes itself."""
    license: Annotated[str, AfterValidator(check_license)] | None = None
    """Web address of the licence of the graph; None says nothing of one."""

    @model_validator(mode="wrap")
    @classmethod
    def _in_one_line(cls, value: object, handler: ModelWrapValidatorHandler["Config"]) -> "Config":
        try:
            return handler(value)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"]))
            raise OptionError(
                f"the option {name!r} cannot be {first['input']!r}: {first['msg']}"
            ) from error
