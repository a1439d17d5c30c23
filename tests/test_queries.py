import re
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

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
from kgbuild.records import Area, Document, Evidence, Graph
from kgbuild.store import Store, load, query
from kgbuild.words import word_list

QUERIES = named_queries()
Rows = list[tuple[str, ...]]
Answers = Callable[[str], tuple[Rows, Rows]]
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
        (
            "posts",
            {},
            [
                (
                    *("Acme Corp", "Ada Byron", "CEO", "", "2025-04"),
                    *("Ada Byron, CEO of Acme", "news/two.html"),
                )
            ],
        ),
        ("programmes", {}, [("Acme Lab", "2024-05-03", "", "", "", "")]),
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

    for name in ("France", "FR", "fr", "france"):
        assert query(store, fill(QUERIES["in-country"], {"name": name})).rows == (
            ("Acme Corp", "Company", "Plant 4"),
            ("Lyon", "Place", ""),
            ("Plant 4", "Place", "Lyon"),
        )
    assert query(store, fill(QUERIES["places"], {"name": "France"})).rows == ()


def test_a_name_that_only_the_text_knows_leads_to_the_area() -> None:
    source = document()
    usa = Area(id="area-us", name="United States", kind="country", code="US")
    america = entity("United States", "Place", aliases=["USA"], lies_in=[usa])
    hull = entity("Hull", "Place", lies_in=[usa])
    store = filled(graph([source], [america, hull], []))

    for name in ("USA", "us", "United States"):
        assert query(store, fill(QUERIES["in-country"], {"name": name})).rows == (
            ("Hull", "Place", ""),
        )


def test_the_queries_that_ship() -> None:
    assert {name: [p.name for p in each.parameters] for name, each in QUERIES.items()} == {
        "announcements": [],
        "changes": ["old", "new"],
        "denied": [],
        "documents": [],
        "evidence": ["subject", "relation", "object"],
        "in-country": ["name"],
        "names": ["name"],
        "newest": [],
        "partners": ["name"],
        "partners-of-partners": ["name"],
        "places": ["name"],
        "planned": [],
        "posts": [],
        "programmes": [],
        "single-source": [],
        "speakers": [],
        "suppliers-of-competitors": ["name"],
        "timeline": ["name"],
        "two-dates": [],
        "two-holders": [],
        "unconfirmed": [],
    }


@pytest.mark.parametrize("name", QUERIES)
def test_query_says_what_it_is_and_runs_as_it_stands(store: Store, name: str) -> None:
    named = QUERIES[name]
    text = (files("kgbuild") / "data" / "queries" / f"{name}.rq").read_text("utf-8")

    assert named.title
    assert named.question.endswith("?")
    # The store has a query with these words parsed by rdflib first, which takes longer than most.
    assert not re.search("service|(?<!wasDerived)from", text, re.IGNORECASE)
    assert fill(named, {}) == text
    assert fill(named, {p.name: p.default for p in named.parameters}) == text
    assert query(store, text).columns


@pytest.mark.parametrize("name", QUERIES)
def test_query_runs_elsewhere_and_its_order_is_total(store: Store, name: str) -> None:
    sparql = re.sub(r"(?m)^\s*#.*$", "", QUERIES[name].sparql)
    declared = re.findall(r"(?m)^PREFIX (\w+):", sparql)
    body = re.sub(r'(?m)^PREFIX .*$|"[^"]*"', "", sparql)
    order = body[body.rindex("ORDER BY") :]

    assert declared == sorted(set(re.findall(r"\b([a-z]+):", body)))
    assert set(query(store, sparql).columns) <= set(re.findall(r"\?(\w+)", order))


def test_the_sole_posts_are_those_of_the_conflicts() -> None:
    known = re.findall(r'\("([a-z ]+)" "([a-z ]+)"\)', QUERIES["two-holders"].sparql)
    posts = [post.replace("-", " ").split("=") for post in word_list("sole_posts")]

    assert {name: frozenset(p for n, p in known if n == name) for name, _ in known} == {
        name: frozenset({dict(known)[names[0]]}) for names in posts for name in names
    }
    assert len(known) == 2 * len(set(known))


ALL_OF_MARKET = range(17)


def market(which: Iterable[int] = ALL_OF_MARKET) -> Graph:
    """Make a graph that holds an example for each query, with these of its facts."""
    a = document(
        "Acme works with Bolt. Acme works with Widget. Bolt works with Widget. Widget works with "
        "Rotor. Acme competes with Zeta. Rotor supplies Zeta, said Ada Byron, CEO of Acme.",
        path="a.txt",
        title="Market notes",
        published="2025-03-26",
    )
    b = document(
        "Acme does not work with Widget. Acme opened Lab in 2019. Cy Dee is chief executive "
        "officer of Acme. Acme may buy Rotor. Acme has worked with Bolt since May 2021.",
        path="b.txt",
        published="2025-04",
    )
    c = document(
        "Lab opened on 3 May 2024. Acme bought Rotor. Acme is to buy Zeta. Acme and Bolt joined "
        "hands on 1 June 2023.",
        path="c.txt",
        title="Market notes",
    )
    merges = [("Acme", "legal form aside")]
    acme = entity("Acme Corp", aliases=["Acme"], merges=merges, documents=[a, b, c])
    bolt, widget, rotor, zeta = (entity(name) for name in ("Bolt", "Widget", "Rotor", "Zeta"))
    ada, cy, lab = (
        entity("Ada Byron", "Person"),
        entity("Cy Dee", "Person"),
        entity("Lab", "Programme"),
    )

    def said(source: Document, quote: str, subject: str, object: str) -> Evidence:
        speaker = "Ada Byron" if "supplies" in quote else None
        return evidence(source, quote, subject=subject, object=object, speaker=speaker)

    with_bolt = said(a, "Acme works with Bolt.", "Acme", "Bolt")
    since_may = said(b, "Acme has worked with Bolt since May 2021.", "Acme", "Bolt")
    in_june = said(c, "Acme and Bolt joined hands on 1 June 2023.", "Acme", "Bolt")
    with_widget = said(a, "Acme works with Widget.", "Acme", "Widget")
    without_widget = said(b, "Acme does not work with Widget.", "Acme", "Widget")
    bolt_widget = said(a, "Bolt works with Widget.", "Bolt", "Widget")
    rotor_widget = said(a, "Widget works with Rotor.", "Rotor", "Widget")
    rivals = said(a, "Acme competes with Zeta.", "Acme", "Zeta")
    sells = said(a, "Rotor supplies Zeta", "Rotor", "Zeta")
    ceo = said(a, "Ada Byron, CEO of Acme", "Ada Byron", "Acme")
    chief = said(b, "Cy Dee is chief executive officer of Acme", "Cy Dee", "Acme")
    opened = said(b, "Acme opened Lab in 2019.", "Lab", "2019")
    runs = said(b, "Acme opened Lab in 2019.", "Acme", "Lab")
    reopened = said(c, "Lab opened on 3 May 2024.", "Lab", "3 May 2024")
    rumour = said(b, "Acme may buy Rotor.", "Acme", "Rotor")
    deal = said(c, "Acme bought Rotor.", "Acme", "Rotor")
    plan = said(c, "Acme is to buy Zeta.", "Acme", "Zeta")
    facts = [
        fact(acme, "partnersWith", bolt, with_bolt),
        fact(acme, "partnersWith", bolt, since_may, date="2021-05"),
        fact(acme, "partnersWith", bolt, in_june, date="2023-06-01"),
        fact(acme, "partnersWith", widget, with_widget),
        fact(acme, "partnersWith", widget, without_widget, modality="Denied"),
        fact(bolt, "partnersWith", widget, bolt_widget),
        fact(rotor, "partnersWith", widget, rotor_widget),
        fact(acme, "competesWith", zeta, rivals),
        fact(rotor, "supplies", zeta, sells),
        fact(ada, "holdsPositionAt", acme, ceo, title="CEO"),
        fact(cy, "holdsPositionAt", acme, chief, title="chief executive officer"),
        fact(acme, "develops", lab, runs),
        fact(lab, "announcedOn", "2019", opened),
        fact(lab, "announcedOn", "2024-05-03", reopened),
        fact(acme, "acquires", rotor, rumour, modality="Reported"),
        fact(acme, "acquires", rotor, deal),
        fact(acme, "acquires", zeta, plan, modality="Planned", date="2026"),
    ]
    things = [acme, bolt, widget, rotor, zeta, ada, cy, lab]
    return graph([a, b, c], things, [facts[number] for number in which])


@pytest.fixture(scope="module")
def of_market() -> Answers:
    return both(turtle(market()))


@pytest.mark.parametrize(
    ("name", "values", "rows"),
    [
        ("partners-of-partners", {"name": "ACME"}, [("Rotor", "Widget")]),
        ("partners-of-partners", {"name": "rotor"}, [("Acme Corp", "Widget"), ("Bolt", "Widget")]),
        ("partners-of-partners", {"name": "Zeta"}, []),
        (
            "suppliers-of-competitors",
            {"name": "acme"},
            [("Zeta", "Rotor", "", "Rotor supplies Zeta", "Market notes")],
        ),
        ("suppliers-of-competitors", {"name": "Bolt"}, []),
        (
            "names",
            {"name": "acme"},
            [
                ("Acme Corp", "Company", "Acme", "legal form aside"),
                ("Acme Corp", "Company", "Acme Corp", ""),
            ],
        ),
        (
            "speakers",
            {},
            [
                (
                    *("Ada Byron", "Rotor", "supplies", "Zeta", "", "Asserted"),
                    *("Rotor supplies Zeta", "Market notes"),
                )
            ],
        ),
        (
            "unconfirmed",
            {},
            [
                (
                    *("Planned", "Acme Corp", "acquires", "Zeta", "2026"),
                    *("Acme is to buy Zeta.", "Market notes"),
                )
            ],
        ),
        (
            "denied",
            {},
            [
                (
                    *("Acme Corp", "partnersWith", "Widget", "Acme works with Widget.", "a.txt"),
                    *("Acme does not work with Widget.", "b.txt"),
                )
            ],
        ),
        (
            "two-dates",
            {},
            [
                (
                    *("Lab", "announcedOn", "", "2019", "Acme opened Lab in 2019.", "b.txt"),
                    *("2024-05-03", "Lab opened on 3 May 2024.", "c.txt"),
                ),
                (
                    *("Acme Corp", "partnersWith", "Bolt", "2021-05"),
                    *("Acme has worked with Bolt since May 2021.", "b.txt", "2023-06-01"),
                    *("Acme and Bolt joined hands on 1 June 2023.", "c.txt"),
                ),
            ],
        ),
        (
            "two-holders",
            {},
            [
                (
                    *("Acme Corp", "chief executive", "Ada Byron", ""),
                    *("Ada Byron, CEO of Acme", "a.txt", "Cy Dee", ""),
                    *("Cy Dee is chief executive officer of Acme", "b.txt"),
                )
            ],
        ),
        (
            "evidence",
            {"subject": "bolt", "relation": "partnersWith", "object": "acme"},
            [
                (
                    *("Asserted", date, "", quote, "", "patterns:test", "0.9", path),
                    *offsets,
                )
                for date, quote, path, offsets in [
                    ("", "Acme works with Bolt.", "a.txt", ("0", "21")),
                    (
                        *("2021-05", "Acme has worked with Bolt since May 2021.", "b.txt"),
                        ("120", "161"),
                    ),
                    (
                        *("2023-06-01", "Acme and Bolt joined hands on 1 June 2023.", "c.txt"),
                        ("66", "108"),
                    ),
                ]
            ],
        ),
        (
            "evidence",
            {"subject": "LAB", "relation": "announcedOn", "object": "2019"},
            [
                (
                    *("Asserted", "2019", "", "Acme opened Lab in 2019.", "", "patterns:test"),
                    *("0.9", "b.txt", "32", "56"),
                )
            ],
        ),
        ("evidence", {"subject": "Acme", "relation": "supplies", "object": "Bolt"}, []),
        (
            "programmes",
            {},
            [
                ("Lab", "2019", "Acme Corp", "develops", "Asserted", ""),
                ("Lab", "2024-05-03", "Acme Corp", "develops", "Asserted", ""),
            ],
        ),
        (
            "single-source",
            {},
            [
                ("Acme Corp", "acquires", "Rotor", "", "0.9", "Market notes"),
                ("Acme Corp", "competesWith", "Zeta", "", "0.9", "Market notes"),
                ("Acme Corp", "develops", "Lab", "", "0.9", "b.txt"),
                ("Acme Corp", "partnersWith", "Bolt", "", "0.9", "Market notes"),
                ("Acme Corp", "partnersWith", "Bolt", "2021-05", "0.9", "b.txt"),
                ("Acme Corp", "partnersWith", "Bolt", "2023-06-01", "0.9", "Market notes"),
                ("Acme Corp", "partnersWith", "Widget", "", "0.9", "Market notes"),
                ("Ada Byron", "holdsPositionAt", "Acme Corp", "", "0.9", "Market notes"),
                ("Bolt", "partnersWith", "Widget", "", "0.9", "Market notes"),
                ("Cy Dee", "holdsPositionAt", "Acme Corp", "", "0.9", "b.txt"),
                ("Lab", "announcedOn", "", "2019", "0.9", "b.txt"),
                ("Lab", "announcedOn", "", "2024-05-03", "0.9", "Market notes"),
                ("Rotor", "partnersWith", "Widget", "", "0.9", "Market notes"),
                ("Rotor", "supplies", "Zeta", "", "0.9", "Market notes"),
            ],
        ),
        (
            "newest",
            {},
            [
                ("2026-12-31", "Acme Corp", "acquires", "Zeta", "Planned", "2026"),
                ("2025-04", "Acme Corp", "acquires", "Rotor", "Reported", ""),
                ("2025-04", "Acme Corp", "develops", "Lab", "Asserted", ""),
                ("2025-04", "Acme Corp", "partnersWith", "Widget", "Denied", ""),
                ("2025-04", "Cy Dee", "holdsPositionAt", "Acme Corp", "Asserted", ""),
                ("2025-03-26", "Acme Corp", "competesWith", "Zeta", "Asserted", ""),
                ("2025-03-26", "Acme Corp", "partnersWith", "Bolt", "Asserted", ""),
                ("2025-03-26", "Acme Corp", "partnersWith", "Widget", "Asserted", ""),
                ("2025-03-26", "Ada Byron", "holdsPositionAt", "Acme Corp", "Asserted", ""),
                ("2025-03-26", "Bolt", "partnersWith", "Widget", "Asserted", ""),
                ("2025-03-26", "Rotor", "partnersWith", "Widget", "Asserted", ""),
                ("2025-03-26", "Rotor", "supplies", "Zeta", "Asserted", ""),
                ("2024-05-03", "Lab", "announcedOn", "", "Asserted", "2024-05-03"),
                ("2023-06-01", "Acme Corp", "partnersWith", "Bolt", "Asserted", "2023-06-01"),
                ("2021-05-31", "Acme Corp", "partnersWith", "Bolt", "Asserted", "2021-05"),
                ("2019-12-31", "Lab", "announcedOn", "", "Asserted", "2019"),
                ("", "Acme Corp", "acquires", "Rotor", "Asserted", ""),
            ],
        ),
    ],
)
def test_named_query_answers_in_two_engines(
    of_market: Answers, name: str, values: dict[str, str], rows: Rows
) -> None:
    ours, theirs = of_market(fill(QUERIES[name], values))

    assert ours == rows
    assert theirs == rows


def test_what_changed_between_two_builds() -> None:
    builds = {
        "urn:x-test:old": market(set(ALL_OF_MARKET) - {0, 8}),
        "urn:x-test:new": market(set(ALL_OF_MARKET) - {13}),
    }
    store, other = Store(), rdflib.Dataset(default_union=True)
    for iri, built in builds.items():
        store.bulk_load(turtle(built), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(iri))
        other.graph(iri).parse(data=turtle(built), format="turtle")
    sparql = fill(QUERIES["changes"], {"old": "urn:x-test:old", "new": "urn:x-test:new"})
    rows = [
        ("gone", "Lab", "announcedOn", "", "", "Asserted", "2024-05-03"),
        ("new", "Acme Corp", "partnersWith", "Bolt", "", "Asserted", ""),
        ("new", "Rotor", "supplies", "Zeta", "", "Asserted", ""),
    ]

    assert list(query(store, sparql).rows) == rows
    assert rdflib_rows(other, sparql) == rows


def test_no_contradiction_within_a_passage_nor_where_times_or_titles_differ() -> None:
    a = document(
        "Acme and Widget signed in 2020 and 2024. Ada Byron and Cy Dee, CEO, no CFO.", path="a"
    )
    b = document("Acme and Widget signed in May 2024. Ada Byron was CEO, Cy Dee is.", path="b")
    acme, widget = entity("Acme"), entity("Widget")
    ada, cy = entity("Ada Byron", "Person"), entity("Cy Dee", "Person")
    one, other = (evidence(source, subject="Acme", object="Widget") for source in (a, b))
    holds = evidence(a, subject="Ada Byron", object="Acme")
    stated = [
        fact(acme, "partnersWith", widget, one, date="2020"),
        fact(acme, "partnersWith", widget, one, date="2024"),
        fact(acme, "partnersWith", widget, other, date="2024-05"),
        fact(acme, "partnersWith", widget, other, date="2026", modality="Denied"),
        fact(ada, "holdsPositionAt", acme, holds, title="CEO", date="2020"),
        fact(ada, "holdsPositionAt", acme, other, title="CFO", modality="Denied"),
        fact(cy, "holdsPositionAt", acme, holds, title="CEO"),
        fact(cy, "holdsPositionAt", acme, other, title="CEO", date="2024"),
    ]
    store = filled(graph([a, b], [acme, widget, ada, cy], stated))

    found = query(store, QUERIES["two-dates"].sparql).rows
    assert [(row[3], row[6]) for row in found] == [("2020", "2024-05")]
    assert query(store, QUERIES["denied"].sparql).rows == ()
    assert query(store, QUERIES["two-holders"].sparql).rows == ()


@pytest.mark.parametrize(
    ("name", "columns", "row"),
    [
        ("announcements", 4, ("1988", "Audi", "partnersWith", "FAW")),
        ("partners", 2, ("Alibaba Group", "2025-03-26")),
        ("partners", 2, ("CATL", "")),
        ("places", 3, ("Dassault Systemes", "Company", "Nanjing")),
        ("in-country", 3, ("BMW Group", "Company", "Germany")),
        ("names", 4, ("BMW Group", "Company", "BMW", "legal form aside")),
        ("posts", 5, ("Alibaba Group", "Eddie Wu", "CEO", "", "2025-03-28")),
        ("programmes", 4, ("Joint Innovation Base", "2021-05-20", "Alibaba Cloud", "develops")),
        ("timeline", 5, ("2025-03-26", "Alibaba Group", "partnersWith", "BMW Group", "Asserted")),
        ("two-dates", 4, ("Alibaba Group", "partnersWith", "BMW Group", "2021")),
        ("unconfirmed", 4, ("Reported", "Mercedes-Benz Group", "investsIn", "Momenta")),
        ("speakers", 4, ("Simon Song", "Bosch", "locatedIn", "Jiangsu")),
        ("newest", 4, ("2025-08-12", "Nanjing", "locatedIn", "Jiangsu")),
        ("single-source", 3, ("Audi", "partnersWith", "FAW")),
        ("evidence", 2, ("Asserted", "2025-03-26")),
        ("documents", 2, ("2025-03-28", "alibaba-qwen-rides-in-the-neue-klasse.md")),
    ],
)
def test_named_query_finds_what_real_articles_say(
    raw_folder: Path, name: str, columns: int, row: tuple[str, ...]
) -> None:
    answer = query(load(raw_folder), QUERIES[name].sparql)

    assert row in {found[:columns] for found in answer.rows}


@pytest.fixture(scope="module")
def small() -> Answers:
    return both(turtle(small_graph()))


@pytest.fixture(scope="module")
def raw(raw_folder: Path) -> Answers:
    return both((raw_folder / "graph.ttl").read_bytes())


def turtle(graph: Graph) -> bytes:
    return EXPORTERS["graph.ttl"](graph, ontology=load_ontology(), base=DEFAULT_BASE)


def both(data: bytes) -> Answers:
    """Give a function from SPARQL to the rows of Oxigraph and those of rdflib."""
    store, other = Store(), rdflib.Dataset(default_union=True)
    store.bulk_load(data, ox.RdfFormat.TURTLE)
    other.graph("urn:x-test:graph").parse(data=data, format="turtle")
    return lambda sparql: (list(query(store, sparql).rows), rdflib_rows(other, sparql))


def rdflib_rows(store: rdflib.Graph, sparql: str) -> Rows:
    return [
        tuple("" if term is None else str(term) for term in row)
        for row in store.query(sparql)
        if isinstance(row, ResultRow)
    ]


@pytest.mark.parametrize("name", QUERIES)
def test_another_engine_gives_the_same_rows(small: Answers, name: str) -> None:
    known = {parameter.name: "acme" for parameter in QUERIES[name].parameters}
    ours, theirs = small(
        fill(QUERIES[name], {"name": "France"} if name in {"places", "in-country"} else known)
    )

    assert theirs == ours


@pytest.mark.parametrize("name", QUERIES)
def test_another_engine_gives_the_same_rows_of_real_articles(raw: Answers, name: str) -> None:
    ours, theirs = raw(QUERIES[name].sparql)

    assert theirs == ours


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
