import re
from pathlib import Path

import pytest

from factories import small_graph, stored
from kgbuild.cookbook import cookbook
from kgbuild.queries import NamedQuery, Parameter, named_queries
from kgbuild.store import load, query

PAGE = Path(__file__).parents[1] / "docs" / "sparql.md"
WHO = """# title: Who
# question: Who is there?

# Everybody, that is.
SELECT ?who WHERE {
  VALUES ?name { "Acme Corp" }
  ?node rdfs:label ?who .
  FILTER(?who = ?name || STRLEN(?who) < 0)
}
"""


def page(sparql: str = WHO) -> str:
    """The page of one query, on the small graph."""
    named = NamedQuery(
        name="who",
        title="Who",
        question="Who is there?",
        parameters=(Parameter(name="name", default="Acme Corp", description="a | name"),),
        sparql=sparql,
    )
    return cookbook({"who": named}, stored(small_graph()))


def test_the_page_in_the_docs_is_what_the_queries_make(raw_folder: Path) -> None:
    written = cookbook(named_queries(), load(raw_folder))

    assert PAGE.read_text("utf-8") == written, (
        "write it anew: make graph && python -m kgbuild.cookbook data/graph > docs/sparql.md"
    )


def test_a_query_has_title_question_parameters_its_text_and_rows() -> None:
    assert page().endswith(
        """## who

**Who.** Who is there?

| parameter | default | meaning |
| --- | --- | --- |
| `name` | Acme Corp | a &#124; name |

```sparql
# Everybody, that is.
SELECT ?who WHERE {
  VALUES ?name { "Acme Corp" }
  ?node rdfs:label ?who .
  FILTER(?who = ?name || STRLEN(?who) < 0)
}
```

In the graph of `data/raw`: 1 row.

| who |
| --- |
| Acme Corp |
"""
    )
    assert "| [who](#who) | Who is there? |\n" in page()


@pytest.mark.parametrize(
    ("sparql", "end"),
    [
        ("SELECT ?x { ?x rdfs:label 1 }", "No rows in the graph of `data/raw`.\n"),
        (
            'SELECT ?x ?y { VALUES (?x ?y) { ("a|b" 1) ("c\\nd" 2) } } ORDER BY ?y',
            ": 2 rows.\n\n| x | y |\n| --- | --- |\n| a&#124;b | 1 |\n| c d | 2 |\n",
        ),
        (
            "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 7 8 9 } } ORDER BY ?x",
            ": 9 rows, the first 4.\n\n| x |\n| --- |\n| 1 |\n| 2 |\n| 3 |\n| 4 |\n",
        ),
        (
            f'SELECT ?x {{ VALUES ?x {{ "{"long " * 20}" }} }}',
            f"| {'long ' * 13}… |\n",
        ),
    ],
)
def test_rows_are_shown_if_short(sparql: str, end: str) -> None:
    assert page(sparql).endswith(end)


def test_what_the_page_shows_runs() -> None:
    shown = re.findall(r"```sparql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    queries = [block for block in shown if "SELECT" in block]

    assert len(queries) == len(named_queries())
    store = stored(small_graph())
    for block in queries:
        assert query(store, block).columns
