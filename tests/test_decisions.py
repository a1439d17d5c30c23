from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import decided, table
from kgbuild.decisions import Decision, Decisions, read_decisions
from kgbuild.decisions import decided as put_together
from kgbuild.errors import InputError
from kgbuild.tables import Row, Table


def apart(*pairs: tuple[str, str]) -> frozenset[frozenset[str]]:
    return frozenset(map(frozenset, pairs))


def test_names_are_compared_in_normal_form_and_chains_are_followed() -> None:
    decisions = decided(
        "same,The Tarn Corp,ACME",
        "Same,Bonn’s,acmé",
        "different,Acme,Widget",
        "different,Lyon,Hull",
        "RENAME,bonn,Tarn Corporation",
        "rename,Hull,Kingston",
    )

    roots = dict.fromkeys(["acme", "bonn", "tarn corp"], "acme")
    labels = {**dict.fromkeys(roots, "Tarn Corporation"), "hull": "Kingston"}
    assert decisions == Decisions(roots, apart(("acme", "widget"), ("lyon", "hull")), labels)
    assert decisions.names() == ["acme", "bonn", "hull", "lyon", "tarn corp", "widget"]


def test_what_is_said_of_names() -> None:
    decisions = decided("same,A,B", "same,B,C", "different,C,D", "rename,C,Name")

    assert [decisions.root(name) for name in "abcd"] == ["a", "a", "a", "d"]
    assert decisions.said_same(["x", "b", "c"]) == ["a"]
    assert decisions.said_same(["d"]) == []
    assert decisions.differ(["b", "x"], ["y", "d"])
    assert decisions.differ(["d"], ["a"])
    assert not decisions.differ(["b"], ["c"])
    assert not decisions.differ(["d"], ["x"])
    assert [decisions.label(names) for names in (["x", "b"], ["x"])] == ["Name", None]


def test_no_decisions_say_nothing() -> None:
    nothing = read_decisions(table())

    assert nothing == Decisions()
    assert not nothing.differ(["a"], ["a"])
    assert (nothing.names(), nothing.said_same(["a"]), nothing.label(["a"])) == ([], [], None)


def test_decisions_may_be_said_twice() -> None:
    once = decided("same,A,B", "different,A,C", "rename,A,D")

    assert once == decided(
        *("same,A,B", "same,B,A", "different,A,C", "different,C,B", "rename,A,D", "rename,B,D")
    )


WRITE = (
    'write a decision as same,A,B or different,A,B or rename,A,B, with "" around a name that '
    "holds a comma."
)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["same,A"], f"line 1: {WRITE}"),
        (["same,A,B", "same,A,B,C"], f"line 2: {WRITE}"),
        (["same,A,"], f"line 1: {WRITE}"),
        ([",A,B"], f"line 1: {WRITE}"),
        (["same;A;B"], f"line 1: {WRITE}"),
        (["equal,A,B"], "line 1: 'equal' is not one of same, different, rename."),
        (["same,A,..."], "line 1: a name needs a letter or a digit."),
        (["rename,?,A"], "line 1: a name needs a letter or a digit."),
        (
            ["same,Acme,Tarn", "different,The Tarn,ACME"],
            "line 2: 'The Tarn' and 'ACME' are said to be different, but line 1 makes them the "
            "same. Take one of these lines out.",
        ),
        (
            ["different,A,C", "same,A,B", "same,X,Y", "same,C,B"],
            "line 1: 'A' and 'C' are said to be different, but lines 2, 4 make them the same. "
            "Take one of these lines out.",
        ),
        (
            ["different,Acme,ACMÉ"],
            "line 1: 'Acme' and 'ACMÉ' are said to be different, but they are one name. Take one "
            "of these lines out.",
        ),
        (
            ["rename,Acme,Tarn", "rename,ACME,Bonn"],
            "line 2: 'ACME' is to be called 'Bonn', but line 1 calls it 'Tarn'. Take one of these "
            "lines out.",
        ),
        (
            ["rename,C,Bonn", "same,A,B", "rename,A,Tarn", "same,B,C"],
            "line 3: 'A' is to be called 'Tarn', but line 1 calls it 'Bonn'. Take one of these "
            "lines out.",
        ),
    ],
)
def test_what_cannot_be_is_one_line_about_where_and_what_to_do(rows: list[str], said: str) -> None:
    with pytest.raises(InputError) as caught:
        decided(*rows)

    assert str(caught.value) == f"decisions.csv, {said}"


def test_lines_are_those_of_the_file() -> None:
    rows = (Row(line=7, cells=("same", "A", "B")), Row(line=9, cells=("different", "A", "B")))

    with pytest.raises(InputError, match=r"^x\.csv, line 9: .* line 7 makes them the same"):
        read_decisions(Table(path=Path("x.csv"), sha256="0" * 64, rows=rows))


@given(st.permutations(["same,A,B", "same,B,C", "same,D,E", "different,C,D", "rename,E,F"]))
def test_the_order_of_rows_does_not_matter(rows: list[str]) -> None:
    assert decided(*rows) == decided(
        "same,A,C", "same,C,B", "same,E,D", "different,A,E", "rename,D,F"
    )


@given(st.lists(st.text(max_size=4), max_size=4))
def test_any_row_is_a_decision_or_an_error(cells: list[str]) -> None:
    rows = (Row(line=1, cells=tuple(cells)),)
    made = Table(path=Path("x"), sha256="0" * 64, rows=rows)
    try:
        found = read_decisions(made)
    except InputError:
        return
    assert found.names()


def test_scores_join_less_where_same_would_join_what_is_different() -> None:
    """Scores made `Acme` of `Zorg` and `Acme`, and `Tarn` of `Bonn` and `Tarn`."""
    decisions = decided("same,Zorg,Bonn", "different,Acme,Tarn")
    things = [{"zorg", "acme"}, {"bonn", "tarn"}, {"hull"}]

    stricter = decisions.stricter(things)

    assert stricter == put_together(
        [
            Decision(line=1, kind="same", a="Zorg", b="Bonn"),
            Decision(line=2, kind="different", a="Acme", b="Tarn"),
            Decision(line=3, kind="different", a="Bonn", b="Acme"),
            Decision(line=4, kind="different", a="Bonn", b="Tarn"),
        ],
        Path("x"),
    )
    assert stricter.stricter([{"zorg"}, {"acme"}, {"bonn"}, {"tarn"}]) == stricter


@pytest.mark.parametrize(
    "things",
    [
        [{"zorg"}, {"acme"}, {"bonn", "tarn"}],
        [{"zorg", "acme"}, {"bonn", "hull"}, {"tarn"}],
        [],
    ],
)
def test_where_decisions_do_not_clash_they_stay_as_they_are(things: list[set[str]]) -> None:
    decisions = decided("same,Zorg,Bonn", "different,Acme,Tarn")

    assert decisions.stricter(things) == decisions
