import pyoxigraph as ox

from factories import graph, small_graph
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.stats import Stats, stats
from kgbuild.store import Store


def test_stats_count_everything_once() -> None:
    data = EXPORTERS["graph.nq"](small_graph(), ontology=load_ontology(), base=DEFAULT_BASE)
    store = Store()
    store.bulk_load(data, ox.RdfFormat.N_QUADS)

    found = stats(store)

    assert found == Stats(
        documents=2,
        entities={"Company": 3, "Person": 1, "Place": 2, "Programme": 1},
        facts={
            "acquires": 1,
            "announcedOn": 1,
            "holdsPositionAt": 1,
            "investsIn": 1,
            "locatedIn": 2,
            "partnersWith": 1,
        },
        modality={"Asserted": 5, "Planned": 1, "Denied": 1},
        evidence=8,
        triples=len(store),
    )
    assert list(found.entities) == ["Company", "Person", "Place", "Programme"]
    assert list(found.modality) == ["Asserted", "Planned", "Denied"]


def test_stats_of_an_empty_graph_count_its_description_alone() -> None:
    data = EXPORTERS["graph.nq"](graph(), ontology=load_ontology(), base=DEFAULT_BASE)
    store = Store()
    store.bulk_load(data, ox.RdfFormat.N_QUADS)

    assert stats(store) == Stats(
        documents=0, entities={}, facts={}, modality={}, evidence=0, triples=len(store)
    )
