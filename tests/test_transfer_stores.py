import re

import pytest

from kgbuild.errors import OptionError
from kgbuild.transfer.stores import (
    Credentials,
    Endpoints,
    Preset,
    credentials,
    endpoints,
    preset,
    presets,
)

NAMES = [
    *("fuseki", "graphdb", "virtuoso", "blazegraph", "oxigraph", "qlever", "stardog", "neptune"),
    *("gsp", "update"),
]
OVER_HTTP = [name for name in NAMES if name != "qlever"]
PLAIN = Preset(
    title="A store",
    data="data",
    update="",
    auth="basic",
    default_graph=True,
    batch=10,
    example="kgbuild load DIR --to http://localhost/x",
    quirks="None.",
    hint="none",
)


def test_the_presets_are_these() -> None:
    assert list(presets()) == NAMES


@pytest.mark.parametrize(
    ("name", "to", "expected"),
    [
        (
            "fuseki",
            "http://localhost:3030/kg",
            Endpoints(
                data="http://localhost:3030/kg/data",
                update="http://localhost:3030/kg/update",
                query="http://localhost:3030/kg/query",
            ),
        ),
        (
            "graphdb",
            "http://localhost:7200/repositories/kg/",
            Endpoints(
                data="http://localhost:7200/repositories/kg/rdf-graphs/service",
                update="http://localhost:7200/repositories/kg/statements",
                query="http://localhost:7200/repositories/kg/",
            ),
        ),
        (
            "virtuoso",
            "http://localhost:8890",
            Endpoints(
                data="http://localhost:8890/sparql-graph-crud-auth",
                update="http://localhost:8890/sparql-auth",
                query="http://localhost:8890/sparql",
            ),
        ),
        (
            "blazegraph",
            "http://localhost:9999/blazegraph/namespace/kg",
            Endpoints(
                update="http://localhost:9999/blazegraph/namespace/kg/sparql",
                query="http://localhost:9999/blazegraph/namespace/kg/sparql",
            ),
        ),
        (
            "oxigraph",
            "http://localhost:7878/",
            Endpoints(
                data="http://localhost:7878/store",
                update="http://localhost:7878/update",
                query="http://localhost:7878/query",
            ),
        ),
        (
            "stardog",
            "https://stars.example.org/kg",
            Endpoints(
                data="https://stars.example.org/kg",
                update="https://stars.example.org/kg/update",
                query="https://stars.example.org/kg/query",
            ),
        ),
        (
            "neptune",
            "https://n.example.org:8182",
            Endpoints(
                data="https://n.example.org:8182/sparql/gsp/",
                update="https://n.example.org:8182/sparql",
                query="https://n.example.org:8182/sparql",
            ),
        ),
        ("gsp", "http://localhost/rdf/", Endpoints(data="http://localhost/rdf/")),
        ("update", "http://localhost/u", Endpoints(update="http://localhost/u")),
    ],
)
def test_a_preset_puts_its_paths_below_the_address(name: str, to: str, expected: Endpoints) -> None:
    assert endpoints(preset(name), to) == expected


def test_the_address_that_counts_can_be_given() -> None:
    found = endpoints(PLAIN, "http://localhost/u", query="http://localhost/q")

    assert found == Endpoints(
        data="http://localhost/u/data", update="http://localhost/u", query="http://localhost/q"
    )


@pytest.mark.parametrize("name", OVER_HTTP)
def test_the_example_of_a_preset_is_a_call_that_it_takes(name: str) -> None:
    found = preset(name)
    options = dict(re.findall(r"--(\w+) (\S+)", found.example))

    assert "kgbuild load data/graph " in found.example
    assert options.get("preset", "gsp") == name
    assert endpoints(found, options["to"], query=options.get("query")).query


def test_what_people_read_has_no_links() -> None:
    texts = [text for each in presets().values() for text in (each.hint, each.quirks)]

    assert [text for text in texts if "://" in text] == []


def test_an_unknown_store_is_refused() -> None:
    with pytest.raises(OptionError, match=r"--preset 'jena' is not known: choose one of fuseki, "):
        preset("jena")


def test_a_store_of_files_tells_what_to_run() -> None:
    with pytest.raises(OptionError, match=r"QLever is not loaded over HTTP: beside .*qlever index"):
        preset("qlever")


@pytest.mark.parametrize(
    "to",
    [
        "",
        "localhost:3030/kg",
        "ftp://localhost/kg",
        "http://",
        "http:///kg",
        "http://localhost:port/",
        "http://ada:tops3cret",
        "http://\x00/",
    ],
)
def test_what_is_no_web_address_is_refused_unseen(to: str) -> None:
    with pytest.raises(OptionError, match=r"^--to is no http or https address; ex") as caught:
        endpoints(PLAIN, to)

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("to", ["http://ada:tops3cret@localhost/", "https://tops3cret@localhost"])
def test_an_address_with_credentials_is_refused_unseen(to: str) -> None:
    with pytest.raises(OptionError, match=r"--to holds a user or password") as caught:
        endpoints(PLAIN, to)

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("to", ["http://localhost/kg?graph=urn:a", "http://localhost/kg#x"])
def test_an_address_that_goes_on_is_refused(to: str) -> None:
    with pytest.raises(OptionError, match=r"--to goes on after \? or #"):
        endpoints(PLAIN, to)


def test_the_address_that_counts_is_checked_too() -> None:
    with pytest.raises(OptionError, match="--query holds a user or password"):
        endpoints(PLAIN, "http://localhost/", query="http://a:b@localhost/")


def test_credentials_come_from_the_environment() -> None:
    login = credentials({"KGBUILD_STORE_USER": "ada", "KGBUILD_STORE_PASSWORD": "tops3cret"})
    token = credentials({"KGBUILD_STORE_TOKEN": "tops3cret"})

    assert (login.user, login.password.get_secret_value()) == ("ada", "tops3cret")
    assert token.token.get_secret_value() == "tops3cret"
    assert credentials({"HOME": "/"}) == Credentials()
    assert "s3cret" not in f"{login!r}{login}{token!r}{login.model_dump()}{token.model_dump_json()}"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"KGBUILD_STORE_USER": "ada"}, "set both"),
        ({"KGBUILD_STORE_PASSWORD": "s3cret"}, "set both"),
        (
            {
                "KGBUILD_STORE_USER": "ada",
                "KGBUILD_STORE_PASSWORD": "s3cret",
                "KGBUILD_STORE_TOKEN": "s3cret",
            },
            "not both",
        ),
        ({"KGBUILD_STORE_TOKEN": "s3cret\n"}, "KGBUILD_STORE_TOKEN holds a line end"),
        ({"KGBUILD_STORE_TOKEN": "s3crét"}, "KGBUILD_STORE_TOKEN holds"),
        ({"KGBUILD_STORE_USER": "a:b", "KGBUILD_STORE_PASSWORD": "s3cret"}, "holds a colon"),
    ],
)
def test_half_credentials_are_refused_unseen(environment: dict[str, str], said: str) -> None:
    with pytest.raises(OptionError, match=said) as caught:
        credentials(environment)

    assert "s3cr" not in str(caught.value)
