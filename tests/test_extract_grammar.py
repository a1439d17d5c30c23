import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import ValidationError

from kgbuild.extract.grammar import (
    LETTERS,
    Compiled,
    Pattern,
    Types,
    compile_match,
    load_patterns,
    load_words,
)
from kgbuild.records import ENTITY_TYPES

FIRMS: Types = {"s": ("Company", "Organization"), "o": ("Company", "Product")}
WORDS = {"join": ("join", "joins"), "up": ("up",), "co": ("co-operate",), "none": ()}


def compiled(line: str, types: Types = FIRMS) -> Compiled:
    return compile_match(line, types=types, words=WORDS)


def finds(line: str, units: str) -> bool:
    """Whether a pattern line matches somewhere in a line of units."""
    return compiled(line).regex.search(units + " ") is not None


def groups(line: str, units: str) -> dict[str, str]:
    found = compiled(line).regex.search(units + " ")
    assert found
    return {name: value for name, value in found.groupdict().items() if value is not None}


@pytest.mark.parametrize(
    ("line", "units", "expected"),
    [
        ("{s} met {o}", "<C1:0> met <C1:2>", True),
        ("{s} met {o}", "<O1:0> met <D1:2>", True),
        ("{s} met {o}", "<P1:0> met <C1:2>", False),
        ("{s} met {o}", "<C1:0> met <O1:2>", False),
        ("{s} met {o}", "<C+:0> met <C+:2>", True),
        ("{s:Company} met {o}", "<O1:0> met <C1:2>", False),
        ("{s:Company|Person} met {o}", "<P1:0> met <C1:2>", True),
        ("{s1} met {o1}", "<C+:0> met <C1:2>", True),
        ("{each} met", "<C+:0> met", True),
        ("{each} met", "<C1:0> met", False),
        ("{s} in {d}", "<C1:0> in <T1:2>", True),
        ("{s} in {d}", "<C1:0> in <L1:2>", False),
        ("{s} {t} {o}", "<C1:0> <R1:1> <C1:2>", True),
        ("{s} {t} {o}", "<C1:0> <P1:1> <C1:2>", False),
        ("{s} met {o}", "<C1:10> met <C1:12>", True),
        ("{s} {_} {o}", "<C1:0> <L1:1> <C1:2>", True),
        ("{s} {_} {o}", "<C1:0> <T+:1> <C1:2>", True),
        ("{s} {_} {o}", "<C1:0> <R1:1> <C1:2>", False),
        ("{s} {_} {o}", "<C1:0> it <C1:2>", False),
        ("{s} {_}? met {o}", "<C1:0> met <C1:2>", True),
        ("{s} {_} {_} {o}", "<C1:0> <L1:1> <L1:2> <C1:3>", True),
    ],
)
def test_slots_take_mentions_of_the_types_that_the_relation_allows(
    line: str, units: str, expected: bool
) -> None:
    assert finds(line, units) is expected


@pytest.mark.parametrize(
    ("line", "units", "expected"),
    [
        ("{s} met|saw {o}", "<C1:0> saw <C1:2>", True),
        ("{s} met|saw {o}", "<C1:0> sawed <C1:2>", False),
        ("{s} $join {o}", "<C1:0> joins <C1:2>", True),
        ("{s} $join|$up|met {o}", "<C1:0> up <C1:2>", True),
        ("{s} $join|$up|met {o}", "<C1:0> met <C1:2>", True),
        ("{s} $join? {o}", "<C1:0> join <C1:2>", True),
        ("{s} $join? {o}", "<C1:0> <C1:2>", True),
        ("{s} , {o}", "<C1:0> , <C1:2>", True),
        ("{s} ,? {o}", "<C1:0> <C1:2>", True),
        ("{s} . {o}", "<C1:0> x <C1:2>", False),
        ("{s} ? {o}", "<C1:0> ? <C1:2>", True),
        ("{s} ? {o}", "<C1:0> <C1:2>", False),
        ("{s} 's|’s {o}", "<C1:0> ’s <C1:2>", True),
        ("{s} MET {o}", "<C1:0> met <C1:2>", True),
        ("{s} co-operate {o}", "<C1:0> co - operate <C1:4>", True),
        ("{s} $co {o}", "<C1:0> co - operate <C1:4>", True),
        ("{s} - {o}", "<C1:0> - <C1:2>", True),
        ("met {s} {o}", "met <C1:1> <C1:2>", True),
        ("met {s} {o}", "unmet <C1:1> <C1:2>", False),
    ],
)
def test_words_stand_for_themselves(line: str, units: str, expected: bool) -> None:
    assert finds(line, units) is expected


@pytest.mark.parametrize(
    ("line", "units", "expected"),
    [
        ("{s} met {o} !again|$up", "<C1:0> met <C1:2> again", False),
        ("{s} met {o} !again|$up", "<C1:0> met <C1:2> up", False),
        ("{s} met {o} !again|$up", "<C1:0> met <C1:2> today", True),
        ("{s} met {o} !again|$up", "<C1:0> met <C1:2>", True),
        ("{s} met {o} !again", "<C1:0> met <C1:2> against", True),
        ("{s} !not .. {o}", "<C1:0> not met <C1:3>", False),
        ("{s} ! {o}", "<C1:0> ! <C1:2>", True),
    ],
)
def test_what_must_not_follow(line: str, units: str, expected: bool) -> None:
    assert finds(line, units) is expected


@pytest.mark.parametrize(
    ("line", "between", "expected"),
    [
        ("{s} .. {o}", "", True),
        ("{s} .. {o}", "a b c d", True),
        ("{s} .. {o}", "a b c d e", False),
        ("{s} .. {o}", "a , b", False),
        ("{s} ... {o}", "a , b", True),
        ("{s} ... {o}", "a b c d e f g h i j k l", True),
        ("{s} ... {o}", "a b c d e f g h i j k l m", False),
        ("{s} .. {o}", "a <L1:8> <T1:9>", True),
        ("{s} ... {o}", "a <P1:8> b", False),
        ("{s:Company} ... {o}", "a <O1:8> b", False),
        ("{s} ... {o}", "a <R1:8> b", False),
        ("{s} ... {o:Company}", "a <D1:8> b", True),
        *(("{s} ... {o}", f"a {stop} b", False) for stop in ';:.?!"“”()'),
    ],
)
def test_gaps_are_short_and_stay_in_their_clause(line: str, between: str, expected: bool) -> None:
    assert finds(line, " ".join(["<C1:0>", between, "<C1:99>"]).replace("  ", " ")) is expected


def test_a_gap_stops_at_what_could_fill_the_next_slot() -> None:
    assert groups("{s} ... {o}", "<C1:0> a <D1:2> b <D1:4>")["o"] == "<D1:2>"
    assert not finds("{s} ... met {o}", "<C1:0> a <D1:2> met <D1:4>")


@pytest.mark.parametrize("word", ["with", "by", "against", "from", "than"])
def test_a_subject_that_acts_does_not_stand_after_a_preposition(word: str) -> None:
    units = f"{word} <C1:1> has met <C1:4>"

    assert not finds("{s} .. met {o}", units)
    assert finds("{s} has met {o}", units)
    assert finds("{s} .. met {o}", units.replace(word, "forth" + word))


def test_groups_hold_the_slots_and_the_words_that_must_be_there() -> None:
    found = groups("{s} ,? $join up|down with? .. {o}", "<C1:0> , joins up with a <D1:6>")

    assert found == {"s": "<C1:0>", "w2": "joins", "w3": "up", "o": "<D1:6>"}


def test_the_gap_after_a_title_is_kept() -> None:
    found = groups("{s} , {t} .. of {o}", "<C1:0> , <R1:2> and more of <C1:6>")

    assert found["tail"] == "and more "


def test_anchors_are_the_words_without_which_nothing_matches() -> None:
    anchors = compiled("{s} ,? $join|met .. $co $up? !not {o}").anchors

    assert anchors == (frozenset({"join", "joins", "met"}), frozenset({"co"}))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{s} met {o}", set()),
        ("{s1} met {o}", {"s"}),
        ("{s1:Company} met {o1}", {"s", "o"}),
    ],
)
def test_slots_that_take_one_member_of_a_list(line: str, expected: set[str]) -> None:
    assert compiled(line).single == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{s} met", "needs {each}, or {s} with {o} or {d}"),
        ("met {o}", "needs {each}, or {s} with {o} or {d}"),
        ("{s} met {o}?", "needs {each}, or {s} with {o} or {d}"),
        ("{s} met {o:Company}?", "needs {each}, or {s} with {o} or {d}"),
        ("{s} met {x}", "no slot named {x}; there are s, o, each, d, t"),
        ("{s} met {o:Firm|Person}", "no entity type named Firm"),
        ("{s} $meet {o}", "no word list named $meet; words.toml has join, up, co, none"),
        ("{s} met {o} and {s1}", "two slots named {s}"),
        ("{s} $none {o}", "no word in '$none'"),
        ("{s} | {o}", "no word in '|'"),
    ],
)
def test_a_line_that_cannot_be_is_refused(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        compiled(line)


def test_an_object_where_the_relation_leads_to_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="the relation leads to a date"):
        compiled("{s} met {o}", {"s": ("Company",), "o": ()})


def test_every_type_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == {*ENTITY_TYPES, "Date", "Role"}
    assert len(set(LETTERS.values())) == len(LETTERS)


def test_shipped_patterns_come_in_the_order_of_files_and_lines() -> None:
    folder = Path(str(files("kgbuild") / "data" / "patterns"))
    expected = [
        item["name"]
        for path in sorted(folder.glob("*.toml"))
        for item in tomllib.loads(path.read_text("utf-8")).get("pattern", [])
    ]

    assert [pattern.name for pattern in load_patterns()] == expected


def test_shipped_patterns_have_different_names() -> None:
    names = [pattern.name for pattern in load_patterns()]

    assert len(names) == len(set(names))


def test_shipped_words_are_lower_case() -> None:
    words = {word for group in load_words().values() for word in group}

    assert {word for word in words if word != word.lower()} == set()


@pytest.mark.parametrize("confidence", [0, 1.1])
def test_a_confidence_lies_between_zero_and_one(confidence: float) -> None:
    with pytest.raises(ValidationError, match="confidence"):
        Pattern(name="a", relation="b", match=(), confidence=confidence, example="", claims=())
