"""The shipped word lists keep their format, agree with each other and mark unsure names."""

import re
import unicodedata
from importlib.resources import files

import pytest

from kgbuild.names import normal
from kgbuild.records import ENTITY_TYPES

GAZETTEERS = files("kgbuild") / "data" / "gazetteers"
NAMES = ("companies", "events", "organizations", "products", "programmes")
LISTS = (*NAMES, "common_words", "heads", "legal_forms")


def _lines(name: str) -> list[str]:
    return (GAZETTEERS / f"{name}.txt").read_bytes().decode("utf-8").split("\n")


def _header(name: str) -> list[str]:
    return [line for line in _lines(name) if line.startswith("#")]


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in _lines(name)[:-1] if not line.startswith("#")]


@pytest.mark.parametrize("name", LISTS)
def test_header_says_what_it_is_and_its_example_holds_an_entry(name: str) -> None:
    header = _header(name)
    example = header[-1]
    marked = re.findall(r"\[([^]]+)\]", example)

    assert _lines(name)[: len(header)] == header
    assert len(header) >= 2
    assert example.startswith("# example: ")
    assert len(marked) == 1
    assert marked[0] in {row[0] for row in _rows(name)}


@pytest.mark.parametrize("name", LISTS)
def test_lines_are_sorted(name: str) -> None:
    rows = _rows(name)

    assert rows == sorted(rows)


@pytest.mark.parametrize("name", LISTS)
def test_cells_hold_no_stray_white_space(name: str) -> None:
    lines = _lines(name)
    stray = [
        cell for row in _rows(name) for cell in row if not cell or cell != " ".join(cell.split())
    ]

    assert lines[-1] == ""
    assert stray == []
    assert [line for line in lines if line != unicodedata.normalize("NFC", line)] == []


def test_common_words_are_unique() -> None:
    words = [row[0] for row in _rows("common_words")]

    assert len(words) == len(set(words))


def test_name_stands_once_in_one_list() -> None:
    homes: dict[str, list[str]] = {}
    for name in NAMES:
        for row in _rows(name):
            homes.setdefault(normal(row[0]), []).append(f"{name}: {row[0]}")

    assert {key: places for key, places in homes.items() if len(places) > 1 or not key} == {}


@pytest.mark.parametrize("name", NAMES)
def test_second_column_says_ambiguous_or_nothing(name: str) -> None:
    assert {tuple(row[1:]) for row in _rows(name)} == {(), ("ambiguous",)}


@pytest.mark.parametrize("name", NAMES)
def test_name_that_is_a_common_word_is_ambiguous(name: str) -> None:
    common = {row[0] for row in _rows("common_words")}
    unmarked = [row[0] for row in _rows(name) if normal(row[0]) in common and len(row) == 1]

    assert unmarked == []


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("companies", "Amazon"),
        ("companies", "Apple"),
        ("companies", "Ford"),
        ("companies", "Gap"),
        ("companies", "Meta"),
        ("companies", "Orange"),
        ("companies", "Shell"),
        ("companies", "Target"),
        ("companies", "Total"),
        ("companies", "Visa"),
        ("organizations", "WHO"),
        ("products", "Windows"),
    ],
)
def test_word_or_place_is_marked(name: str, entry: str) -> None:
    assert [entry, "ambiguous"] in _rows(name)


def test_heads_have_a_known_type_position_and_weight() -> None:
    rows = _rows("heads")

    assert {len(row) for row in rows} == {4}
    assert {row[1] for row in rows} <= set(ENTITY_TYPES)
    assert {row[2] for row in rows} == {"any", "first", "last"}
    assert [row for row in rows if not re.fullmatch(r"0\.[5-9]\d|1\.00", row[3])] == []


def test_head_has_one_type_at_one_position() -> None:
    keys = [(normal(row[0]), row[2]) for row in _rows("heads")]

    assert sorted(keys) == sorted(set(keys))


def test_heads_give_the_usual_types() -> None:
    types = {(row[0], row[2]): row[1] for row in _rows("heads")}

    assert {
        "Corporation": types["Corporation", "last"],
        "Bank": types["Bank", "last"],
        "Central Bank": types["Central Bank", "last"],
        "Ministry": types["Ministry", "first"],
        "River": types["River", "last"],
        "Initiative": types["Initiative", "last"],
        "Summit": types["Summit", "last"],
        "Platform": types["Platform", "last"],
    } == {
        "Corporation": "Company",
        "Bank": "Company",
        "Central Bank": "Organization",
        "Ministry": "Organization",
        "River": "Place",
        "Initiative": "Programme",
        "Summit": "Event",
        "Platform": "Product",
    }


def test_common_words_are_plain_lower_case_letters() -> None:
    words = [row[0] for row in _rows("common_words")]

    assert [word for word in words if not re.fullmatch(r"[a-z]{2,}", word)] == []


def test_common_words_stay_small() -> None:
    assert len((GAZETTEERS / "common_words.txt").read_bytes()) < 150_000


def test_common_words_hold_sentence_openers_and_no_names() -> None:
    words = {row[0] for row in _rows("common_words")}

    assert {"the", "however", "shares", "according", "announced", "yesterday"} <= words
    assert words & {"london", "toyota", "monday", "january", "kenya", "smith"} == set()
