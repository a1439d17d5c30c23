import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from factories import document, evidence
from kgbuild import iris
from kgbuild.errors import OptionError
from kgbuild.records import ENTITY_TYPES, EntityType

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("type", "name", "expected"),
    [
        ("Company", "BMW Group", "org-bmw-group"),
        ("Organization", "BMW Group", "org-bmw-group"),
        ("Person", "Émile Müller-Straße", "person-emile-muller-strasse"),
        ("Place", "São Paulo", "place-sao-paulo"),
        ("Programme", "Horizon 2020", "programme-horizon-2020"),
        ("Product", "iX3", "product-ix3"),
        ("Event", "IAA Mobility (2025)", "event-iaa-mobility-2025"),
        ("Company", "O’Neil, Inc.", "org-o-neil-inc"),
        ("Company", "O'Neil Inc", "org-o-neil-inc"),
        ("Company", "  ACME\tCorp ", "org-acme-corp"),
        ("Company", "Full–Width ＡＢ", "org-full-width-ab"),
    ],
)
def test_entity_id_reads_like_the_name(type: EntityType, name: str, expected: str) -> None:
    assert iris.entity_id(type, name) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["DE"], "area-de"),
        (["DE", "Bavaria"], "area-de-bavaria"),
        (["GB", "England", "Kent"], "area-gb-england-kent"),
        (["FR", "Île-de-France"], "area-fr-ile-de-france"),
    ],
)
def test_area_id_reads_like_the_way_in(names: list[str], expected: str) -> None:
    assert iris.area_id(names) == expected


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("C++", r"product-c-[0-9a-f]{6}"),
        ("C#", r"product-c-[0-9a-f]{6}"),
        ("R&D", r"product-r-d-[0-9a-f]{6}"),
        ("Ørsted", r"product-orsted-[0-9a-f]{12}"),
        ("阿里巴巴", r"product-[0-9a-f]{12}"),
        ("مجموعة", r"product-[0-9a-f]{12}"),
        ("😀", r"product-[0-9a-f]{12}"),
        ("---", r"product-[0-9a-f]{12}"),
        ("", r"product-[0-9a-f]{12}"),
        ("word " * 50, r"product-(word-){12}[0-9a-f]{6}"),
    ],
)
def test_entity_id_carries_a_hash_for_what_the_slug_loses(name: str, pattern: str) -> None:
    assert re.fullmatch(pattern, iris.entity_id("Product", name))


def test_names_that_only_symbols_tell_apart_have_ids_of_their_own() -> None:
    names = [
        "C",
        "C++",
        "C#",
        "C+",
        "&C",
        "C*",
        "Ç$",
        "东京 C",
        "C 东京",
        "Cø",
        "Co",
        "-",
        "--",
        "C_",
    ]

    assert len({iris.entity_id("Product", name) for name in names}) == len(names)


@given(st.sampled_from(ENTITY_TYPES), ANY_TEXT)
@settings(deadline=None)
def test_any_name_gives_a_short_plain_id(type: EntityType, name: str) -> None:
    found = iris.entity_id(type, name)

    assert re.fullmatch(r"[a-z]+-[a-z0-9-]+", found)
    assert len(found) <= 85


@given(ANY_TEXT, ANY_TEXT)
@settings(deadline=None)
def test_two_names_share_an_id_only_if_their_normal_names_agree(one: str, two: str) -> None:
    same = iris.entity_id("Event", one) == iris.entity_id("Event", two)

    if iris.normal_name(one) and iris.normal_name(two):
        assert same == (iris.normal_name(one) == iris.normal_name(two))
    else:
        assert same == (one == two)


@given(ANY_TEXT)
@settings(deadline=None)
def test_case_and_accents_do_not_change_the_id(name: str) -> None:
    accented = re.sub(r"([a-z])", "\\1\u0301", name)

    assert iris.entity_id("Place", accented) == iris.entity_id("Place", name)
    assert iris.normal_name(name.casefold()) == iris.normal_name(name)


def test_fact_id_depends_on_every_part() -> None:
    ids = [
        iris.fact_id("org-a", "partnersWith", "org-b", "Asserted", "2025", "CEO"),
        iris.fact_id("org-c", "partnersWith", "org-b", "Asserted", "2025", "CEO"),
        iris.fact_id("org-a", "competesWith", "org-b", "Asserted", "2025", "CEO"),
        iris.fact_id("org-a", "partnersWith", "org-c", "Asserted", "2025", "CEO"),
        iris.fact_id("org-a", "partnersWith", "org-b", "Denied", "2025", "CEO"),
        iris.fact_id("org-a", "partnersWith", "org-b", "Asserted", None, "CEO"),
        iris.fact_id("org-a", "partnersWith", "org-b", "Asserted", "2025", None),
    ]

    assert len(set(ids)) == len(ids)
    assert ids[0] == "fact-65868acb944b"


def test_evidence_iri_is_a_character_range() -> None:
    assert iris.evidence_iri("doc-1f3a", 412, 561) == "doc-1f3a#char=412,561"


def test_support_id_tells_extractors_apart() -> None:
    source = document()
    one, two = (evidence(source, extractor=name) for name in ("model:relation", "patterns:x"))

    assert iris.support_id("fact-1", one) != iris.support_id("fact-1", two)
    assert iris.support_id("fact-1", one) != iris.support_id("fact-2", one)
    assert re.fullmatch(r"support-[0-9a-f]{12}", iris.support_id("fact-1", one))


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://example.org/kg/", "https://example.org/kg/doc-1#char=1,2"),
        ("https://example.org/kg#", "https://example.org/kg#doc-1/char=1,2"),
    ],
)
def test_iri_has_one_fragment(base: str, expected: str) -> None:
    assert iris.iri(base, iris.evidence_iri("doc-1", 1, 2)) == expected


GOOD_BASES = [
    iris.DEFAULT_BASE,
    "http://localhost:8000/",
    "https://data.example.com/kg#",
    "https://example.org/a/b/c/",
    "https://münchen.example/straße/",
    "https://example.org/a%20b/",
    "urn:example:kg/",
    "urn:example:kg#",
]


@pytest.mark.parametrize("base", GOOD_BASES)
def test_check_base_accepts_absolute_iris(base: str) -> None:
    assert iris.check_base(base) == base
    assert ox.NamedNode(iris.iri(base, "doc-1#char=1,2")).value == URIRef(
        iris.iri(base, "doc-1#char=1,2")
    ).n3().strip("<>")


@pytest.mark.parametrize(
    "base",
    [
        "",
        "kg/",
        "/kg/",
        "https://example.org/kg",
        "https:///kg/",
        "https://example.org:port/kg/",
        "https://user:secret@example.org/kg/",
        "ftp://example.org/kg/",
        "javascript:alert(1)/",
        "https://example.org/a#b/",
        "https://example.org/a#b#",
        "https://example.org/a b/",
        "https://example.org/a%2/",
        "https://example.org/<a>/",
        "https://example.org/\n/",
        "https://example.org/\u202e/",
        "https://example.org/\ud800/",
        "https://example.org/kg/\n",
        "urn:x/",
    ],
)
def test_check_base_refuses_the_rest_and_says_what_to_give(base: str) -> None:
    with pytest.raises(OptionError, match="ends in / or #"):
        iris.check_base(base)


@given(st.text(st.characters(exclude_categories=()), max_size=12))
@settings(deadline=None)
def test_every_accepted_base_gives_iris_that_pyoxigraph_takes(tail: str) -> None:
    base = f"https://example.org/{tail}/"
    try:
        iris.check_base(base)
    except OptionError:
        return
    ox.NamedNode(iris.iri(base, "org-acme"))
