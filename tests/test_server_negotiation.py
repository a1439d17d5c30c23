import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.server.answering import ROWS, TRIPLES
from kgbuild.server.negotiation import choose

JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (XML, XML),
        ("Text/CSV", CSV),
        ("application/json", "application/json"),
        (f"application/json, {JSON}", JSON),
        ("text/*", CSV),
        ("application/*;q=0.5, text/*", CSV),
        (f"{CSV};q=0.5, {XML};q=0.8, {TSV};q=0.7", XML),
        (f"{CSV};q=1.000, {XML};q=0.999", CSV),
        (f"{CSV} ; q=0.5 , {XML} ; q=0.4", CSV),
        # Of equals what is named in full comes first.
        ("text/csv, */*", CSV),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        # The closest range decides, wherever it stands.
        (f"*/*, {JSON};q=0.1", "application/json"),
        (f"*/*;q=0.1, {JSON};q=0, application/*;q=0", CSV),
        ("text/csv;q=0, text/*", TSV),
        ("*/*;q=0", None),
        ("text/csv;q=0", None),
        ("text/csv;q=0.0, text/csv;q=0.3", CSV),
        ("image/png", None),
        ("image/png, text/csv;q=0.001", CSV),
        # Other parameters do not count, commas in quotes do not part.
        ('text/csv; header=present; q=0.2; x="a,b;q=9", image/*', CSV),
        # Malformed elements count as nothing.
        ("text/csv;q=2, text/tab-separated-values;q=0.1", TSV),
        ("text/csv;q=x", None),
        ("csv, , text/", None),
        ("*", None),
    ],
)
def test_a_select_is_answered_in_the_form_that_is_liked_best(
    accept: str | None, expected: str | None
) -> None:
    assert choose(accept, ROWS) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/n-triples,*/*;q=0.9", "application/n-triples"),
        ("application/rdf+xml;q=0.8, application/ld+json", "application/ld+json"),
        ("application/*", "application/n-triples"),
        ("text/csv", None),
    ],
)
def test_a_construct_is_answered_in_the_form_that_is_liked_best(
    accept: str | None, expected: str | None
) -> None:
    assert choose(accept, TRIPLES) == expected


@given(st.one_of(st.text(), st.text('text/csvq=0.15*,; "\\')))
def test_any_header_is_read(accept: str) -> None:
    assert choose(accept, ROWS) in {*ROWS, None}


@given(
    st.lists(
        st.tuples(st.sampled_from([*ROWS]), st.integers(1, 1000)),
        min_size=1,
        unique_by=(lambda each: each[0], lambda each: each[1]),
    )
)
def test_the_highest_quality_wins(named: list[tuple[str, int]]) -> None:
    header = ", ".join(f"{name};q={quality / 1000:.3f}" for name, quality in named)

    assert choose(header, ROWS) == max(named, key=lambda each: each[1])[0]
