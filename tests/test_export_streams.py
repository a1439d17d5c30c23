import io
from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import graph_called, small_graph
from kgbuild.export.nquads import nquads
from kgbuild.export.streams import (
    write_nquads,
    write_ntriples,
    write_trig,
    write_turtle,
    write_turtle_star,
)
from kgbuild.export.terms import term
from kgbuild.export.triples import quads
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology

ONTOLOGY = load_ontology()
BASES = [DEFAULT_BASE, "https://x.example/kg#", "urn:example:kg/"]
NAMES = st.text(st.characters(exclude_categories=()), max_size=30)
Writer = Callable[..., None]


def small(base: str = DEFAULT_BASE) -> list[ox.Quad]:
    return quads(small_graph(), ontology=ONTOLOGY, base=base)


def written(write: Writer, given: Iterable[ox.Quad], base: str = DEFAULT_BASE) -> bytes:
    out = io.BytesIO()
    write(iter(given), out, base=base)
    return out.getvalue()


def plain(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Undo what turtle-star says in RDF 1.2."""
    found = set()
    for triple in triples:
        if triple.predicate == term("rdf:reifies"):
            said = triple.object
            assert isinstance(said, ox.Triple)
            parts = ("rdf:subject", said.subject), ("rdf:object", said.object)
            found |= {ox.Triple(triple.subject, term(name), value) for name, value in parts}
            found |= {
                ox.Triple(triple.subject, term("rdf:predicate"), said.predicate),
                ox.Triple(triple.subject, term("rdf:type"), term("rdf:Statement")),
            }
        else:
            found.add(triple)
    return found


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(
    ("write", "format"),
    [
        (write_nquads, ox.RdfFormat.N_QUADS),
        (write_ntriples, ox.RdfFormat.N_TRIPLES),
        (write_trig, ox.RdfFormat.TRIG),
        (write_turtle, ox.RdfFormat.TURTLE),
    ],
)
def test_every_format_holds_the_triples_in_their_order(
    write: Writer, format: ox.RdfFormat, base: str
) -> None:
    data = written(write, small(base), base)

    expected = [quad.triple for quad in small(base)]
    assert [quad.triple for quad in ox.parse(data, format)] == expected


@pytest.mark.parametrize(
    ("write", "format"), [(write_nquads, ox.RdfFormat.N_QUADS), (write_trig, ox.RdfFormat.TRIG)]
)
def test_formats_of_quads_keep_the_graphs(write: Writer, format: ox.RdfFormat) -> None:
    assert list(ox.parse(written(write, small()), format)) == small()


def test_nquads_are_those_of_the_folder() -> None:
    data = nquads(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)

    assert written(write_nquads, small()) == data


def test_trig_has_prefixes() -> None:
    lines = written(write_trig, small()).decode().splitlines()

    assert "@prefix : <https://example.org/kg/> ." in lines
    assert "\t:org-rival a kg:Company , schema:Organization ;" in lines


@pytest.mark.parametrize("base", BASES)
def test_turtle_star_says_the_same_with_triple_terms(base: str) -> None:
    data = written(write_turtle_star, small(base), base)
    found = {quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE)}

    assert plain(found) == {quad.triple for quad in small(base)}
    assert len([t for t in found if t.predicate == term("rdf:reifies")]) == 7
    typed = {t.object for t in found if t.predicate == term("rdf:type")}
    assert term("rdf:Statement") not in typed


def test_turtle_star_is_read_from_top_to_bottom() -> None:
    text = written(write_turtle_star, small()).decode()

    partners = small_graph().facts[0].id
    assert (
        f"\n\n:{partners} a kg:Fact ;\n"
        "\trdf:reifies <<( :org-acme-corp kg:partnersWith :org-widget-ag )>> ;\n"
    ) in text


@given(NAMES)
@settings(max_examples=40, deadline=None)
def test_any_name_is_read_back_from_turtle_star(name: str) -> None:
    given = quads(graph_called(name), ontology=ONTOLOGY, base=DEFAULT_BASE)
    data = written(write_turtle_star, given)

    found = plain(quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE))

    assert found == {quad.triple for quad in given}


def test_what_only_looks_like_a_fact_is_kept_as_it_is() -> None:
    half = [
        ox.Quad(ox.NamedNode("a:f"), term("rdf:type"), term("rdf:Statement")),
        ox.Quad(ox.NamedNode("a:f"), term("rdf:subject"), ox.NamedNode("a:s")),
    ]

    data = written(write_turtle_star, half)

    assert list(ox.parse(data, ox.RdfFormat.TURTLE)) == half


class Pieces(io.BytesIO):
    """Remembers how much was written at once."""

    def __init__(self) -> None:
        super().__init__()
        self.largest = 0

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]
        self.largest = max(self.largest, len(data))
        return super().write(data)


def test_turtle_is_written_while_quads_are_read() -> None:
    label = term("rdfs:label")
    many = (ox.Quad(ox.NamedNode(f"x:{n}"), label, ox.Literal("x" * 500)) for n in range(2000))
    out = Pieces()

    write_turtle(many, out, base="x:")

    assert len(out.getvalue()) > 1_000_000
    assert out.largest < 20_000
    assert out.getvalue().count(b" .\n\n:") == 2000
