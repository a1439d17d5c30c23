"""Triple stores that a graph can be loaded into: `data/stores.toml`, their addresses, who we are.

Only addresses are made here; `transfer` talks to them.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Literal

import httpx
from pydantic import Field, SecretStr

from kgbuild.errors import OptionError
from kgbuild.records import Record

_NAMES = ("KGBUILD_STORE_USER", "KGBUILD_STORE_PASSWORD", "KGBUILD_STORE_TOKEN")

Auth = Literal["basic", "digest", "none"]


class Preset(Record):
    """What one kind of store needs to be told."""

    title: str
    data: str | None = None
    """Path of the Graph Store Protocol below the store's address; None where it has none."""
    update: str | None = None
    """Path of SPARQL Update."""
    query: str | None = None
    """Path of SPARQL Query, which counts."""
    auth: Auth
    """How it wants a user and password; `none` has no login of its own, so a proxy's: basic."""
    default_graph: bool
    """Whether its default graph is a graph of its own, not all graphs together."""
    batch: int = Field(gt=0)
    """Triples in one request."""
    example: str
    quirks: str
    hint: str
    """What to mind, and the command of the store's own loader."""


class Endpoints(Record):
    """The addresses of one running store."""

    data: str | None = None
    update: str | None = None
    query: str | None = None


class Credentials(Record):
    """Who we are to the store: a user with a password, or a bearer token, or nobody."""

    user: str = ""
    password: SecretStr = SecretStr("")
    token: SecretStr = SecretStr("")


def presets() -> dict[str, Preset]:
    """Read the stores that kgbuild knows, by name."""
    text = (files("kgbuild") / "data" / "stores.toml").read_text("utf-8")
    return {name: Preset.model_validate(table) for name, table in tomllib.loads(text).items()}


def preset(name: str) -> Preset:
    """Give one of them; OptionError for an unknown name and for a store without HTTP loading."""
    known = presets()
    if name not in known:
        raise OptionError(f"--preset {name!r} is not known: choose one of {', '.join(known)}")
    found = known[name]
    if found.data is None and found.update is None:
        raise OptionError(f"{found.title} is not loaded over HTTP: {found.hint}")
    return found


def endpoints(preset: Preset, to: str, *, query: str | None = None) -> Endpoints:
    """Put the preset's paths below the address `to`; `query` stands for that endpoint as a whole.

    OptionError for what is no plain web address: with a user, a `?` or a `#` in it.
    """
    base = _address(to, "--to", preset)
    return Endpoints(
        data=_below(base, preset.data),
        update=_below(base, preset.update),
        query=_address(query, "--query", preset) if query else _below(base, preset.query),
    )


def credentials(environment: Mapping[str, str]) -> Credentials:
    """Read who we are from the environment; OptionError for half of it, or for too much."""
    user, password, token = (environment.get(name, "") for name in _NAMES)
    if bool(user) != bool(password):
        raise OptionError("set both KGBUILD_STORE_USER and KGBUILD_STORE_PASSWORD, or neither")
    if user and token:
        raise OptionError("set KGBUILD_STORE_TOKEN or KGBUILD_STORE_USER, not both")
    if not (token.isascii() and token.isprintable()):
        raise OptionError("KGBUILD_STORE_TOKEN holds a line end or what else no header can hold")
    if ":" in user:
        raise OptionError("KGBUILD_STORE_USER holds a colon, which HTTP takes for its end")
    return Credentials(user=user, password=SecretStr(password), token=SecretStr(token))


def _address(text: str, option: str, preset: Preset) -> str:
    # Nothing of a wrong address is repeated: it may hold a password in an odd place.
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise OptionError(f"{option} is no http or https address; example: {preset.example}")
    if url.userinfo:
        raise OptionError(
            f"{option} holds a user or password, which others could read: take it out and set "
            "KGBUILD_STORE_USER and KGBUILD_STORE_PASSWORD"
        )
    if url.query or url.fragment:
        raise OptionError(f"{option} goes on after ? or #: leave that out; --graph names a graph")
    return text


def _below(base: str, path: str | None) -> str | None:
    return f"{base.rstrip('/')}/{path}" if path else base if path == "" else None
