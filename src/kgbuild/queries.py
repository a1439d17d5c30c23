"""The SPARQL questions that ship with kgbuild: `data/queries/NAME.rq`, each a query as it stands.

A file's comments give its title, its question and its parameters, one a line as
`# parameter: name=default  what it means`. The query holds the default as
`VALUES ?name { "default" }`, so that it runs anywhere unchanged; `fill` writes other values there.
"""

import re
from collections.abc import Mapping
from importlib.resources import files

from kgbuild.errors import QueryError
from kgbuild.records import Record

_COMMENT = re.compile(r"^# (title|question|parameter): (.+)$", re.MULTILINE)
_PARAMETER = re.compile(r"(\w+)=(.*?)  (.+)")
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


class Parameter(Record):
    """What a user may put in for the default."""

    name: str
    default: str
    description: str


class NamedQuery(Record):
    """A question with a name."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    sparql: str


def named_queries() -> dict[str, NamedQuery]:
    """Read the queries that ship with the package, by name, sorted."""
    folder = files("kgbuild") / "data" / "queries"
    texts = {
        path.name.removesuffix(".rq"): path.read_text(encoding="utf-8")
        for path in folder.iterdir()
        if path.name.endswith(".rq")
    }
    return {name: _named_query(name, text) for name, text in sorted(texts.items())}


def fill(named: NamedQuery, values: Mapping[str, str]) -> str:
    """Give the query's SPARQL with these values for its parameters, the defaults for the rest.

    A value is data whatever it holds: it cannot become syntax. QueryError for an unknown name.
    """
    known = [parameter.name for parameter in named.parameters]
    sparql = named.sparql
    for name, value in values.items():
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise QueryError(f"the query {named.name!r} has no parameter {name!r}: {has}")
        sparql = _put(sparql, name, literal(value))
    return sparql


def literal(value: str) -> str:
    """Write a SPARQL string; a lone surrogate becomes U+FFFD."""
    text = "".join(_ESCAPES.get(each, each) for each in value)
    # Some parsers undo \u escapes before they look at quotes: leave none to undo.
    text = re.sub(r"(?<=\\)[uU]", lambda found: f"\\U{ord(found[0]):08X}", text)
    return '"' + re.sub("[\ud800-\udfff]", "\ufffd", text) + '"'


def _put(sparql: str, name: str, text: str) -> str:
    default = rf'(?<=VALUES \?{name} \{{ )"(?:[^"\\]|\\.)*"'
    return re.sub(default, lambda _: text, sparql)


def _named_query(name: str, text: str) -> NamedQuery:
    comments = _COMMENT.findall(text)
    single = {key: value for key, value in comments if key != "parameter"}
    return NamedQuery(
        name=name,
        title=single["title"],
        question=single["question"],
        parameters=tuple(_parameter(value) for key, value in comments if key == "parameter"),
        sparql=text,
    )


def _parameter(text: str) -> Parameter:
    found = _PARAMETER.fullmatch(text)
    if found is None:
        raise ValueError(f"not 'name=default  description': {text!r}")
    return Parameter(name=found[1], default=found[2], description=found[3].strip())
