"""Names of nodes: stable ids made from what a thing is and is called, and the IRIs built on them.

An entity's id depends on its type and name alone, so that two builds that contain the same thing
call it the same. Two names share an id only if they are equal once case, Latin diacritics and
the punctuation between words are set aside.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable

from kgbuild.errors import OptionError
from kgbuild.records import EntityType, Evidence, Modality

DEFAULT_BASE = "https://example.org/kg/"
NAMESPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "kg": "https://w3id.org/kgbuild/ns#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix -> namespace of the vocabularies that a graph uses."""
PREFIXES: dict[EntityType, str] = {
    "Company": "org",
    "Organization": "org",
    "Person": "person",
    "Place": "place",
    "Programme": "programme",
    "Product": "product",
    "Event": "event",
}
LONGEST_SLUG = 60

# Latin letters that NFKD leaves whole: read as these in the slug, kept apart by the hash.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i"}
    | {"þ": "th", "ŋ": "ng"}
)
_BETWEEN_WORDS = re.compile(r"[\s.,'’‘ʼ`´\"“”„«»()\[\]‐‑‒–—―−/:;!?…®©-]+")
_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
_BASE = re.compile(
    r"(?:https?://[^/?#:@]+(?::\d{1,5})?/|urn:[a-zA-Z0-9][a-zA-Z0-9-]+:)[^#]*(?:(?<=/)|#)"
)
# Stricter than RFC 3987: every parser takes it.
_ADDRESS = re.compile(
    r"https?://[\w.-]+(:\d+)?([/?]([\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#[\w.~=/-]*)?",
    re.ASCII,
)
# RFC 3987 without the planes that hold no letters.
_NOT_IN_IRI = re.compile(
    "[^\x21-\x7e\xa1-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0003fffd]"
    r"|[<>\"{}|^`\\\[\]]|%(?![0-9A-Fa-f]{2})"
)


def entity_id(type: EntityType, name: str) -> str:
    """Give the id of an entity, such as `org-bmw-group`: at most 85 characters of `[a-z0-9-]`.

    What the slug cannot hold (`C++`, `R&D`, letters that are not Latin, the end of a very long
    name) is kept apart by a hash of the normal name: 6 hex digits, and 12 where letters are lost.
    """
    return _id(PREFIXES[type], name)


def area_id(names: Iterable[str]) -> str:
    """Give the id of an area of the gazetteer: the country's code, then states, the largest first,
    such as `area-de-bavaria`."""
    return _id("area", " ".join(names))


def _id(prefix: str, name: str) -> str:
    normal = normal_name(name)
    slug = re.sub(r"[^a-z0-9]+", "-", normal.translate(_LETTERS)).strip("-")
    if slug and slug == normal.replace(" ", "-") and len(slug) <= LONGEST_SLUG:
        return f"{prefix}-{slug}"
    digits = 6 if normal.isascii() and slug else 12
    parts = prefix, slug[:LONGEST_SLUG].strip("-"), _digest(normal or name, digits)
    return "-".join(filter(None, parts))


def normal_name(name: str) -> str:
    """Set aside case, Latin accents and punctuation between words: `Müller-Côte`, `muller cote`."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return _BETWEEN_WORDS.sub(" ", _without_accents(text)).strip()


def _without_accents(text: str) -> str:
    """Drop Latin accents after Latin letters; other marks after them stay, in whatever order."""
    kept: list[str] = []
    latin = False
    for char in text:
        if not unicodedata.combining(char):
            latin = char.isascii() and char.isalnum()
        elif latin and char in _ACCENTS:
            continue
        kept.append(char)
    return "".join(kept)


def fact_id(
    subject: str,
    relation: str,
    object: str,
    modality: Modality,
    date: str | None,
    title: str | None,
) -> str:
    """Give the id of a fact, `fact-` and 12 hex digits, from all that tells facts apart."""
    return f"fact-{_digest([subject, relation, object, modality, date, title], 12)}"


def evidence_iri(document_id: str, start: int, end: int) -> str:
    """Give the local name of a passage, `doc-…#char=412,561` (RFC 5147)."""
    return f"{document_id}#char={start},{end}"


def support_id(fact: str, evidence: Evidence) -> str:
    """Give the id of the node that says how this passage supports this fact."""
    spans = (evidence.subject, evidence.object, evidence.trigger)
    offsets = [[span.start, span.end] if span else None for span in spans]
    passage = [evidence.document, evidence.start, evidence.end]
    return f"support-{_digest([fact, passage, offsets, evidence.speaker, evidence.extractor], 12)}"


def iri(base: str, local: str) -> str:
    """Put a local name under the base; an IRI has one `#` at most, so a second becomes `/`."""
    return base + (local.replace("#", "/") if base.endswith("#") else local)


def check_base(base: str) -> str:
    """Give the base back, or raise OptionError where no valid IRI could be built on it."""
    if _BASE.fullmatch(base) and not _NOT_IN_IRI.search(base) and base.isprintable():
        return base
    raise OptionError(
        f"the base IRI {base!r} cannot be used: give an absolute http, https or urn IRI "
        f"that ends in / or #, such as {DEFAULT_BASE}"
    )


def is_address(text: str) -> bool:
    """Whether a text is a plain web address, which can stand as an IRI."""
    return _ADDRESS.fullmatch(text) is not None


def check_license(license: str) -> str:
    """Give the IRI of a licence back, or raise OptionError where it is none."""
    if is_address(license):
        return license
    raise OptionError(
        f"the licence {license!r} cannot be used: give its web address, "
        "such as https://creativecommons.org/licenses/by/4.0/"
    )


def _digest(value: object, digits: int) -> str:
    # ASCII JSON: one text for one value, whatever it holds, lone surrogates too.
    return hashlib.sha256(json.dumps(value).encode("ascii")).hexdigest()[:digits]
