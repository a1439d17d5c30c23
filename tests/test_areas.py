import pytest

from factories import FRANCE, document, entity, evidence, fact
from kgbuild.areas import with_areas
from kgbuild.places import load_places
from kgbuild.records import Area, Entity, Fact, Modality

TEXT = "Paris, Portland, Oregon, Maine, Texas, England, Kent, Lyon and Georgia."
ENGLAND = Area(id="area-gb-england", name="England", kind="state")
KINGDOM = Area(id="area-gb", name="United Kingdom", kind="country", code="GB")


def areas(*names: str, said: tuple[Fact, ...] = ()) -> list[tuple[str, ...]]:
    """Name the areas of places of one document, the smallest first."""
    places = [place(name) for name in names]
    return [
        tuple(area.name for area in found.lies_in)
        for found in with_areas(places, said, places=load_places())
    ]


def place(name: str) -> Entity:
    return entity(name, "Place", documents=[document(TEXT)])


def inside(subject: str, outer: str, modality: Modality = "Asserted") -> Fact:
    passage = evidence(document(TEXT), subject="Paris", object="Texas")
    return fact(place(subject), "locatedIn", place(outer), passage, modality=modality)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Munich", ("Bavaria", "Germany")),
        ("Nanjing", ("Jiangsu", "China")),
        ("Beijing", ("China",)),
        ("Bavaria", ("Bavaria", "Germany")),
        ("Germany", ("Germany",)),
        ("US", ("United States",)),
        ("Silicon Valley", ("California", "United States")),
        ("Kent", ("Kent", "England", "United Kingdom")),
        ("Northern Nigeria", ("Nigeria",)),
        ("LONDON", ("England", "United Kingdom")),
        ("Singapore", ("Singapore",)),
        ("Africa", ()),
        ("Middle East", ()),
        ("Tarn Valley", ()),
    ],
)
def test_a_place_has_the_states_and_the_country_that_it_lies_in(
    name: str, expected: tuple[str, ...]
) -> None:
    assert areas(name) == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Georgia", ()),
        ("Cambridge", ()),
        ("Punjab", ()),
        ("Washington", ("United States",)),
        ("Springfield", ("United States",)),
        ("Reading", ()),
    ],
)
def test_of_a_name_of_several_places_it_has_only_what_all_share(
    name: str, expected: tuple[str, ...]
) -> None:
    assert areas(name) == [expected]


@pytest.mark.parametrize(
    ("name", "beside", "expected"),
    [
        ("Nara", "Tarn Valley", ()),
        ("Nara", "Japan", ()),
        ("Nara", "Mali", ("Mali",)),
        ("Palo Alto", "Kenya", ()),
        ("Palo Alto", "California", ("California", "United States")),
        ("Palo Alto", "Texas", ("California", "United States")),
        ("Meru County", "Tarn Valley", ()),
        ("Meru County", "Kenya", ("Meru County", "Kenya")),
        ("Sacramento County", "California", ()),
    ],
)
def test_a_small_city_needs_its_state_or_country_named_beside_it(
    name: str, beside: str, expected: tuple[str, ...]
) -> None:
    assert areas(name, beside)[0] == expected


@pytest.mark.parametrize(
    ("name", "beside", "expected"),
    [
        ("Naples", ("Kenya",), ("Campania", "Italy")),
        ("Naples", ("Florida",), ()),
        ("Naples", ("Florida", "Italy"), ("Campania", "Italy")),
        ("Naples", ("United States",), ("Campania", "Italy")),
        ("Sydney", ("Nova Scotia",), ()),
        ("Kent", ("Washington", "Ohio"), ()),
        ("Birmingham", ("Alabama", "England"), ("England", "United Kingdom")),
        ("Lebanon", ("Pennsylvania",), ("Lebanon",)),
    ],
)
def test_the_state_of_a_namesake_named_instead_leaves_doubt(
    name: str, beside: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert areas(name, *beside)[0] == expected


def test_what_another_document_names_is_not_beside_it() -> None:
    one, other = document("Palo Alto"), document("California")
    city = entity("Palo Alto", "Place", documents=[one])
    state = entity("California", "Place", documents=[other])
    both = entity("California", "Place", documents=[one, other])

    assert with_areas([city, state], [], places=load_places())[0].lies_in == ()
    assert with_areas([city, both], [], places=load_places())[0].lies_in != ()


def test_areas_are_whole_records() -> None:
    (found,) = with_areas([place("Paris")], [], places=load_places())

    assert found.lies_in == (
        Area(id="area-fr-ile-de-france", name="Île-de-France", kind="state"),
        FRANCE,
    )


def test_all_names_of_a_place_are_looked_at() -> None:
    unknown = entity("City of Light", "Place", aliases=["Lyon"])
    two = entity("London", "Place", aliases=["Leeds", "Lyon"])
    agreeing = entity("London", "Place", aliases=["Leeds", "The Big Smoke"])

    found = [with_areas([each], [], places=load_places())[0] for each in (unknown, two, agreeing)]

    assert found[0].lies_in[-1:] == (FRANCE,)
    assert [each.lies_in for each in found[1:]] == [(), (ENGLAND, KINGDOM)]


def test_only_places_have_areas_and_the_rest_stays_as_it_is() -> None:
    given = (entity("Paris", "Company"), entity("Kenya", "Product"), place("Tarn Valley"))

    assert with_areas(given, [], places=load_places()) == given


@pytest.mark.parametrize("modality", ["Asserted", "Planned", "Reported"])
def test_what_a_text_says_outranks_the_gazetteer(modality: Modality) -> None:
    said = (inside("Lyon", "Japan", modality),)

    assert areas("Lyon", "Japan", said=said) == [(), ("Japan",)]


def test_a_text_may_say_so_in_several_steps() -> None:
    said = (inside("Lyon", "Tarn Valley"), inside("Tarn Valley", "Japan"))

    assert areas("Lyon", "Tarn Valley", "Japan", said=said)[0] == ()


def test_what_a_text_denies_contradicts_nothing() -> None:
    said = (inside("Lyon", "Japan", "Denied"),)

    assert areas("Lyon", "Japan", said=said)[0] == ("Auvergne-Rhône-Alpes", "France")


def test_another_state_of_the_same_country_leaves_the_country() -> None:
    assert areas("Portland", "Maine", said=(inside("Portland", "Maine"),))[0] == ("United States",)


@pytest.mark.parametrize("outer", ["England", "United Kingdom", "Europe", "Tarn Valley"])
def test_what_agrees_or_is_not_known_contradicts_nothing(outer: str) -> None:
    found = areas("Kent", outer, said=(inside("Kent", outer),))

    assert found[0] == ("Kent", "England", "United Kingdom")


def test_texts_that_run_in_a_circle_come_to_an_end() -> None:
    said = (inside("Lyon", "Paris"), inside("Paris", "Lyon"))

    assert [found[-1] for found in areas("Lyon", "Paris", said=said)] == ["France", "France"]


def test_the_order_of_facts_does_not_matter() -> None:
    said = (inside("Portland", "Maine"), inside("Portland", "Oregon"), inside("Portland", "Lyon"))
    names = ("Portland", "Maine", "Oregon", "Lyon")

    assert areas(*names, said=said) == areas(*names, said=said[::-1])
    assert areas(*names, said=said)[0] == ()
