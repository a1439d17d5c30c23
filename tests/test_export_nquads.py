import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import graph_called, small_graph
from kgbuild.export.nquads import nquads
from kgbuild.export.triples import quads
from kgbuild.export.turtle import turtle
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology

ONTOLOGY = load_ontology()


def test_nquads_say_what_the_quads_say_in_their_order() -> None:
    expected = quads(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)

    data = nquads(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)

    assert list(ox.parse(data, ox.RdfFormat.N_QUADS)) == expected


def test_nquads_and_turtle_hold_the_same_triples() -> None:
    data = nquads(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)
    text = turtle(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)

    found = [quad.triple for quad in ox.parse(data, ox.RdfFormat.N_QUADS)]

    assert found == [quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)]


def test_a_store_gives_back_every_quad_as_written() -> None:
    data = nquads(small_graph(), ontology=ONTOLOGY, base=DEFAULT_BASE)
    store = ox.Store()
    store.bulk_load(data, ox.RdfFormat.N_QUADS)

    assert set(store) == set(ox.parse(data, ox.RdfFormat.N_QUADS))


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
@given(st.text(st.characters(exclude_categories=()), max_size=30))
@settings(max_examples=40, deadline=None)
def test_any_name_survives_both_parsers(name: str) -> None:
    data = nquads(graph_called(name), ontology=ONTOLOGY, base=DEFAULT_BASE)
    ours = list(ox.parse(data, ox.RdfFormat.N_QUADS))

    theirs = rdflib.Dataset()
    theirs.parse(data=data, format="nquads")

    assert len(list(theirs.quads())) == len(ours)
