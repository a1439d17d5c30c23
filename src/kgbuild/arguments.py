"""What the arguments of a call mean where that takes more than a name."""

from collections.abc import Sequence
from pathlib import Path

from kgbuild.config import Config
from kgbuild.errors import OptionError
from kgbuild.queries import fill, named_queries


def configuration(**said: str | float | Sequence[str] | None) -> Config:
    """Give the options of a build: what was said, the default for what is None."""
    return Config.model_validate({name: value for name, value in said.items() if value is not None})


def query_text(sparql: str | None, file: Path | None, parameters: list[str]) -> str:
    """Give the query to run, from the argument, a file or the shipped ones.

    Raises OptionError where that is no query or more than one.
    """
    if (sparql is None) == (file is None):
        raise OptionError("give one query: SPARQL, the name of a shipped query, or --file FILE.rq")
    named = named_queries().get(sparql or "")
    if named:
        return fill(named, dict(_pair(parameter) for parameter in parameters))
    if parameters:
        raise OptionError("--param goes with a shipped query: see `kgbuild query --list`")
    if file is not None:
        return _content(file)
    if sparql and sparql.replace("-", "_").isidentifier():
        raise OptionError(
            f"no query named {sparql!r} ships with kgbuild: there are {', '.join(named_queries())}"
        )
    return sparql or ""


def _pair(parameter: str) -> tuple[str, str]:
    name, sign, value = parameter.partition("=")
    if not sign:
        raise OptionError(
            f"write a parameter as NAME=VALUE, such as -p name=Siemens: {parameter!r}"
        )
    return name, value


def _content(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"cannot read the query in {file}: {error}") from error
