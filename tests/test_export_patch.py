import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import graph_called, small_graph
from kgbuild.export.patch import patch
from kgbuild.export.triples import quads
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.records import Graph

NAMES = st.text(st.characters(exclude_categories=()), max_size=20)


def of(graph: Graph) -> list[ox.Quad]:
    return quads(graph, ontology=load_ontology(), base=DEFAULT_BASE)


def applied(quads: list[ox.Quad], lines: bytes) -> set[ox.Quad]:
    """Do what a patch says, as a store would."""
    found = set(quads)
    for line in lines.split(b"\n"):
        if line[:2] in {b"A ", b"D "}:
            (quad,) = ox.parse(line[2:], ox.RdfFormat.N_QUADS)
            (found.add if line[:1] == b"A" else found.remove)(quad)
    return found


def test_lines_are_those_of_rdf_patch() -> None:
    a, b = ox.NamedNode("x:a"), ox.NamedNode("x:b")
    old = [ox.Quad(a, a, a), ox.Quad(a, a, b)]
    new = [ox.Quad(a, a, b), ox.Quad(a, b, ox.Literal("é\n"), b)]

    assert patch(old, new).decode() == (
        "H id <uuid:a62a3f60-e7f1-5add-ae2a-5d1162d2810c> .\n"
        "TX .\n"
        "D <x:a> <x:a> <x:a> .\n"
        'A <x:a> <x:b> "é\\n" <x:b> .\n'
        "TC .\n"
    )


def test_nothing_changed_is_an_empty_transaction() -> None:
    heading, *rest = patch(of(small_graph()), of(small_graph())).decode().splitlines()

    assert heading.startswith("H id <uuid:")
    assert rest == ["TX .", "TC ."]


def test_the_same_two_graphs_give_the_same_bytes() -> None:
    old, new = of(small_graph()), of(graph_called("x"))

    assert patch(old, new) == patch(old[::-1], new[::-1])


@given(NAMES, NAMES)
@settings(max_examples=30, deadline=None)
def test_a_patch_turns_the_older_into_the_newer(one: str, two: str) -> None:
    old, new = of(graph_called(one)), of(graph_called(two))

    assert applied(old, patch(old, new)) == set(new)
