from collections.abc import Iterator
from importlib.resources import files

import pytest

from kgbuild import lexicon
from kgbuild.lexicon import Head, Known, Lexicon, load_lexicon, words
from kgbuild.names import normal
from kgbuild.records import EntityType
from kgbuild.words import rows
from marked import small_lexicon

FILES: dict[str, EntityType] = {
    "companies": "Company",
    "organizations": "Organization",
    "products": "Product",
    "events": "Event",
    "programmes": "Programme",
}


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return load_lexicon()


def with_known(known: Known) -> Lexicon:
    lexicon = small_lexicon()
    lexicon.known["mas"] = known
    return lexicon


@pytest.mark.parametrize(
    ("shouted", "name", "expected"),
    [
        (False, "MAS", True),
        (False, "Mas", True),
        (False, "the Mas’s", True),
        (True, "MAS", True),
        (True, "Mas", False),
        (True, "mas", False),
        (False, "Masa", False),
    ],
)
def test_a_name_is_found_in_any_spelling_but_for_shouted_ones(
    shouted: bool, name: str, expected: bool
) -> None:
    known = Known(type="Company", ambiguous=False, shouted=shouted)

    assert with_known(known).find(name) == (known if expected else None)


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_name_is_known_with_its_type(shipped: Lexicon, name: str) -> None:
    others = {normal(row[0]) for other in FILES if other != name for row in rows(other)}
    known = {normal(row[0]) for row in rows(name)} - others

    assert {n for n in known if shipped.known[n].type != FILES[name]} == set()


def test_a_name_without_letters_is_not_known(shipped: Lexicon) -> None:
    assert "" not in shipped.known


def test_titles_are_words_with_their_hyphens_apart(shipped: Lexicon) -> None:
    expected = {tuple(row[0].lower().replace("-", " - ").split()) for row in rows("roles")}

    assert set(shipped.roles) == expected


def test_titles_tell_whether_they_stand_before_a_name(shipped: Lexicon) -> None:
    marked = {row[0].lower() for row in rows("roles") if "person" in row[1:]}

    assert {" ".join(title) for title, before in shipped.roles.items() if before} == {
        title.replace("-", " - ") for title in marked
    }


def test_heads_stand_somewhere_and_weigh_something(shipped: Lexicon) -> None:
    heads = [head for group in shipped.heads.values() for head in group]

    assert {head.position for head in heads} <= {"first", "last", "any"}
    assert all(0 < head.weight <= 1 for head in heads)
    assert sum(1 for _ in rows("heads")) == len(heads)


def test_kinds_of_places_stand_before_or_after(shipped: Lexicon) -> None:
    assert set(shipped.place_heads.values()) == {"before", "after"}


def test_a_head_of_an_unknown_type_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def one_row(name: str) -> Iterator[list[str]]:
        yield ["Mill", "Firm", "last", "1"]

    monkeypatch.setattr(lexicon, "rows", one_row)

    with pytest.raises(ValueError, match=r"heads\.txt: Mill: no entity type named Firm"):
        lexicon._heads()


def test_a_word_may_be_two_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    def two_rows(name: str) -> Iterator[list[str]]:
        yield ["Mill", "Company", "last", "1"]
        yield ["mill", "Place", "first", "0.5"]

    monkeypatch.setattr(lexicon, "rows", two_rows)

    assert lexicon._heads() == {
        "mill": (
            Head(type="Company", position="last", weight=1),
            Head(type="Place", position="first", weight=0.5),
        )
    }


def test_rows_are_cells_without_comments() -> None:
    lines = (files("kgbuild") / "data/gazetteers/roles.txt").read_text("utf-8").splitlines()
    expected = [line.split("\t") for line in lines if line and line[0] != "#"]

    assert list(rows("roles")) == expected


def test_words_are_the_first_column_in_lower_case() -> None:
    assert words("roles") == {row[0].lower() for row in rows("roles")}
