from importlib.resources import files

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.query import ResultRow

from factories import FRANCE, RHONE, document, entity, evidence, fact, graph, small_graph
from kgbuild.errors import QueryError
from kgbuild.export import EXPORTERS
from kgbuild.iris import DEFAULT_BASE
from kgbuild.ontology import load_ontology
from kgbuild.queries import fill, literal, named_queries
from kgbuild.records import Graph
from kgbuild.store import Store, query

QUERIES = named_queries()
WORKS = "Acme Corp said on Tuesday that it works with Widget AG in Lyon, France."
HOSTILE = [
    '"',
    "\\",
    '\\"',
    '" } UNION { ?s ?p ?o } #',
    "\\u0022",
    "\\\\u0022",
    "a\nb\r\tc",
    "'",
    "$1",
]


def filled(graph: Graph) -> Store:
    store = Store()
    data = EXPORTERS["graph.nq"](graph, ontology=load_ontology(), base=DEFAULT_BASE)
    store.bulk_load(data, ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def store() -> Store:
    return filled(small_graph())


@pytest.mark.parametrize(
    ("name", "values", "rows"),
    [
        (
            "partners",
            {"name": "acme corp"},
            [
                ("Widget AG", "2025-03-26", WORKS, "Acme joins Widget"),
                ("Widget AG", "2025-03-26", "Acme works with Widget AG.", "news/two.html"),
            ],
        ),
        (
            "partners",
            {"name": "WIDGET AG"},
            [
                ("Acme Corp", "2025-03-26", WORKS, "Acme joins Widget"),
                ("Acme Corp", "2025-03-26", "Acme works with Widget AG.", "news/two.html"),
            ],
        ),
        ("partners", {"name": "Rival"}, []),
        (
            "places",
            {"name": "france"},
            [("Widget AG", "Company", "Lyon"), ("Lyon", "Place", "France")],
        ),
        ("places", {"name": "lyon"}, [("Widget AG", "Company", "Lyon")]),
        *(
            (
                "in-country",
                {"name": name},
                [("Widget AG", "Company", "Lyon"), ("Lyon", "Place", "France")],
            )
            for name in ("france", "France")
        ),
        (
            "in-country",
            {"name": "auvergne-rhône-alpes"},
            [("Widget AG", "Company", "Lyon"), ("Lyon", "Place", "")],
        ),
        (
            "announcements",
            {},
            [
                (
                    *("2024-05-03", "Acme Lab", "announcedOn", ""),
                    *("opened Acme Lab on 3 May 2024", "news/two.html"),
                ),
                (
                    *("2025-03-26", "Acme Corp", "partnersWith", "Widget AG"),
                    *(WORKS, "Acme joins Widget"),
                ),
                (
                    *("2025-03-26", "Acme Corp", "partnersWith", "Widget AG"),
                    *("Acme works with Widget AG.", "news/two.html"),
                ),
            ],
        ),
        (
            "timeline",
            {"name": "RIVAL"},
            [
                (
                    *("2026", "Acme Corp", "acquires", "Rival", "Planned"),
                    *("it may buy Rival", "news/two.html"),
                )
            ],
        ),
        (
            "timeline",
            {"name": "Acme Lab"},
            [
                (
                    *("2024-05-03", "Acme Lab", "announcedOn", "", "Asserted"),
                    *("opened Acme Lab on 3 May 2024", "news/two.html"),
                )
            ],
        ),
        ("posts", {}, [("Ada Byron", "CEO", "Acme Corp", "1")]),
        (
            "programmes",
            {},
            [("Acme Lab", "Acme Lab", "announcedOn", "", "Asserted", "2024-05-03")],
        ),
        (
            "planned",
            {},
            [
                (
                    *("Planned", "Acme Corp", "acquires", "Rival", "2026"),
                    *("it may buy Rival", "news/two.html"),
                )
            ],
        ),
        (
            "documents",
            {},
            [
                ("2025-03-26", "acme.txt", "Acme joins Widget", "4", "3"),
                ("2025-04", "news/two.html", "", "5", "5"),
            ],
        ),
    ],
)
def test_named_query_answers_its_question(
    store: Store, name: str, values: dict[str, str], rows: list[tuple[str, ...]]
) -> None:
    assert list(query(store, fill(QUERIES[name], values)).rows) == rows


def test_a_programme_of_which_nothing_is_known_is_listed_and_partners_are_not_doubled() -> None:
    source = document()
    acme = entity("Acme", aliases=["ACME", "acme"])
    other, lab = entity("Other"), entity("Lab", "Programme")
    joint = fact(other, "partnersWith", acme, evidence(source, subject="Acme", object="Widget"))
    store = filled(graph([source], [acme, other, lab], [joint]))

    assert query(store, fill(QUERIES["programmes"], {})).rows == (("Lab", "", "", "", "", ""),)
    assert [row[0] for row in query(store, fill(QUERIES["partners"], {"name": "Acme"})).rows] == [
        "Other"
    ]


def test_in_country_finds_what_only_the_gazetteer_puts_there() -> None:
    source = document()
    acme, widget = entity(), entity("Widget AG")
    lyon = entity("Lyon", "Place", lies_in=[RHONE, FRANCE])
    plant, hull = entity("Plant 4", "Place"), entity("Hull", "Place")
    stated = [
        fact(acme, "locatedIn", plant, evidence(source)),
        fact(plant, "locatedIn", lyon, evidence(source)),
        fact(widget, "locatedIn", hull, evidence(source)),
    ]
    store = filled(graph([source], [acme, widget, lyon, plant, hull], stated))

    for name in ("France", "FR", "fr"):
        assert query(store, fill(QUERIES["in-country"], {"name": name})).rows == (
            ("Acme Corp", "Company", "Plant 4"),
            ("Lyon", "Place", ""),
            ("Plant 4", "Place", "Lyon"),
        )
    assert query(store, fill(QUERIES["places"], {"name": "France"})).rows == ()


def test_the_queries_that_ship() -> None:
    assert {name: [p.name for p in each.parameters] for name, each in QUERIES.items()} == {
        "announcements": [],
        "documents": [],
        "in-country": ["name"],
        "partners": ["name"],
        "places": ["name"],
        "planned": [],
        "posts": [],
        "programmes": [],
        "timeline": ["name"],
    }


@pytest.mark.parametrize("name", QUERIES)
def test_query_says_what_it_is_and_runs_as_it_stands(store: Store, name: str) -> None:
    named = QUERIES[name]
    text = (files("kgbuild") / "data" / "queries" / f"{name}.rq").read_text("utf-8")

    assert named.title
    assert named.question.endswith("?")
    assert fill(named, {}) == text
    assert fill(named, {p.name: p.default for p in named.parameters}) == text
    assert query(store, text).columns


@pytest.mark.parametrize("name", QUERIES)
def test_another_engine_gives_the_same_rows(store: Store, name: str) -> None:
    known = {parameter.name: "acme" for parameter in QUERIES[name].parameters}
    sparql = fill(QUERIES[name], {"name": "France"} if name in {"places", "in-country"} else known)
    other = rdflib.Graph()
    data = EXPORTERS["graph.ttl"](small_graph(), ontology=load_ontology(), base=DEFAULT_BASE)
    other.parse(data=data, format="turtle")

    theirs = [
        tuple("" if term is None else str(term) for term in row)
        for row in other.query(sparql)
        if isinstance(row, ResultRow)
    ]

    assert theirs == list(query(store, sparql).rows)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_parameter_finds_the_name_that_it_is(value: str) -> None:
    source, odd, other = document(), entity(f"x{value}"), entity("Other")
    joint = fact(odd, "partnersWith", other, evidence(source))
    store = filled(graph([source], [odd, other], [joint]))

    found = query(store, fill(QUERIES["partners"], {"name": f"X{value}"}))

    assert [row[0] for row in found.rows] == ["Other"]
    assert query(store, fill(QUERIES["partners"], {"name": value})).rows == ()


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(deadline=None)
def test_any_text_is_one_literal(text: str) -> None:
    found = Store().query(f"SELECT ?x {{ VALUES ?x {{ {literal(text)} }} }}")

    assert isinstance(found, ox.QuerySolutions)
    assert [solution["x"] for solution in found] == [ox.Literal(text)]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_parser_that_undoes_escapes_first_reads_the_same_literal(text: str) -> None:
    (row,) = rdflib.Graph().query(f"SELECT ?x {{ VALUES ?x {{ {literal(text)} }} }}")

    assert isinstance(row, ResultRow)
    assert str(row[0]) == text


def test_a_lone_surrogate_is_replaced() -> None:
    assert literal("a\ud800") == '"a\ufffd"'


def test_an_unknown_parameter_is_refused_with_those_there_are() -> None:
    with pytest.raises(QueryError, match="'partners' has no parameter 'nam': it has name"):
        fill(QUERIES["partners"], {"nam": "x"})
    with pytest.raises(QueryError, match="'posts' has no parameter 'name': it has none"):
        fill(QUERIES["posts"], {"name": "x"})
