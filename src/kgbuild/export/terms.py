"""RDF terms in the one form that stores do not rewrite: plain integers, short decimals."""

import re
from functools import cache

from pyoxigraph import Literal, NamedNode

from kgbuild.dates import earliest, latest
from kgbuild.iris import NAMESPACES
from kgbuild.records import PartialDate

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]

# A date is as long as it is precise.
_DATE_TYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
# No UTF-8 holds a lone surrogate, and some parsers refuse the two noncharacters.
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")


@cache
def term(name: str) -> NamedNode:
    """Give the term of a prefixed name, such as `kg:Company`."""
    prefix, local = name.split(":")
    return NamedNode(NAMESPACES[prefix] + local)


def text(value: str) -> Literal:
    """Give a plain string, with U+FFFD for characters that not every parser reads."""
    return Literal(_UNFIT.sub("\ufffd", value))


def integer(value: int) -> Literal:
    """Give an `xsd:integer`."""
    return Literal(str(value), datatype=term("xsd:integer"))


def confidence(value: float) -> Literal:
    """Give an `xsd:decimal` of two digits without trailing zeros, 0.01 at least."""
    digits = f"{max(value, 0.01):.2f}".rstrip("0").rstrip(".")
    return Literal(digits, datatype=term("xsd:decimal"))


def date(value: PartialDate) -> Literal:
    """Give an `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`: as precise as the text, no more."""
    return Literal(value, datatype=term(_DATE_TYPES[len(value)]))


def bounds(value: PartialDate) -> tuple[str, str]:
    """Give the first and the last day that a partial date can mean."""
    return earliest(value), latest(value)
