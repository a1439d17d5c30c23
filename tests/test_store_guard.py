import pytest

from kgbuild.errors import QueryError
from kgbuild.store.guard import Checked, RefusedError, check, query_errors


@pytest.mark.parametrize(
    ("sparql", "names_dataset"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * FROM <a:a> { ?s ?p ?o }", True),
        ("ASK FROM NAMED <a:a> { ?s ?p ?o }", True),
        ("SELECT ?service { VALUES ?service { 'from' } } # FROM here on", False),
        ("SELECT * { ?s prov:wasDerivedFrom '\\u0041' }", False),
    ],
)
def test_what_stays_inside_passes(sparql: str, names_dataset: bool) -> None:
    assert check(sparql) == Checked(sparql=sparql, names_dataset=names_dataset)


def test_line_ends_become_one_kind() -> None:
    assert check("ASK\r\n{\r}").sparql == "ASK\n{\n}"


def test_what_reaches_out_is_refused() -> None:
    with pytest.raises(RefusedError, match="SERVICE would reach out of the graph"):
        check("SELECT * { SERVICE <http://127.0.0.1:1/> {} }")
    with pytest.raises(RefusedError, match="could not be checked"):
        check("SERVICE")
    with pytest.raises(RefusedError, match="write the characters themselves"):
        check("SELECT * FROM <a:\\u0041> {}")


def test_deep_brackets_are_no_query() -> None:
    with pytest.raises(QueryError, match="more than 200 deep"):
        check("ASK {" + "(" * 300)


def test_errors_of_the_store_become_ours() -> None:
    with (
        pytest.raises(QueryError, match=r"CLEAR would change the graph"),
        query_errors("CLEAR ALL"),
    ):
        raise SyntaxError("no query")
    with pytest.raises(QueryError, match="cannot be answered: disk"), query_errors("ASK {}"):
        raise OSError("disk")
