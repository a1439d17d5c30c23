from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import entity
from kgbuild.errors import InputError
from kgbuild.links import ItemLink, read_links, with_links
from kgbuild.records import EntityType, Rejection
from kgbuild.tables import Row, Table

ITEM = "http://www.wikidata.org/entity/"


def table(*rows: str) -> Table:
    """Make the table of lines without quotes."""
    made = (Row(line=n, cells=tuple(row.split(","))) for n, row in enumerate(rows, 1))
    return Table(path=Path("links.csv"), sha256="0" * 64, rows=tuple(made))


def link(name: str, qid: str = "Q1", type: EntityType | None = None) -> ItemLink:
    return ItemLink(name=name, item=ITEM + qid, type=type)


def rejection(name: str, reason: str, qid: str = "Q1") -> Rejection:
    return Rejection(stage="resolve", subject=name, relation="sameAs", object=qid, reason=reason)


@pytest.mark.parametrize("header", [[], ["name,QID"], ["Name,qid,Type"]])
def test_a_row_is_a_name_an_item_and_if_need_be_a_type(header: list[str]) -> None:
    found = read_links(table(*header, "BMW Group,Q26678", "Bosch,Q9,company", "Bosch,Q8,Person"))

    assert found == (
        link("BMW Group", "Q26678"),
        link("Bosch", "Q9", "Company"),
        link("Bosch", "Q8", "Person"),
    )


@pytest.mark.parametrize(
    "item",
    [
        "Q42",
        "http://www.wikidata.org/entity/Q42",
        "https://www.wikidata.org/entity/Q42",
        "https://www.wikidata.org/wiki/Q42",
    ],
)
def test_an_item_may_be_an_iri(item: str) -> None:
    (found,) = read_links(table(f"Acme,{item}"))

    assert (found.item, found.qid) == (ITEM + "Q42", "Q42")


def test_the_same_row_twice_is_one_link() -> None:
    assert read_links(table("Acme,Q1", "Acme,Q1,", "Acme,Q1,Company")) == (
        link("Acme"),
        link("Acme", type="Company"),
    )


def test_a_table_may_be_empty() -> None:
    assert read_links(table()) == read_links(table("name,qid")) == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["Acme"], "line 1: 1 columns. Write name,QID or name,QID,type, with commas between"),
        (["Acme;Q1"], "line 1: 1 columns. Write name,QID"),
        (["Acme,Q1,Company,x"], "line 1: 4 columns."),
        (["name,QID", ",Q1"], "line 2: '' is no name. Put a name in the first column."),
        (["...,Q1"], "line 1: '...' is no name."),
        (["Acme,26678"], "line 1: '26678' is no Wikidata item. Write it as Q26678 or http"),
        (["Acme,Q0"], "line 1: 'Q0' is no Wikidata item."),
        (["Acme,Q1x"], "line 1: 'Q1x' is no Wikidata item."),
        (["Acme,Q١"], "line 1: 'Q١' is no Wikidata item."),
        (["Acme,P31"], "line 1: 'P31' is no Wikidata item."),
        (["Acme,https://x.example/Q1"], "line 1: 'https://x.example/Q1' is no Wikidata item."),
        (["Acme,"], "line 1: '' is no Wikidata item."),
        (["Acme,Q1,firm"], "line 1: 'firm' is no type. Leave the third column empty or take one"),
        (
            ["Acme,Q1", "The ACME,Q2"],
            "line 2: 'The ACME' is Q2 here and Q1 in line 1. Take one out, or give each its own",
        ),
        (["Acme,Q1,Company", "Acme,Q2"], "line 2: 'Acme' is Q2 here and Q1 in line 1."),
        (["Acme,Q1,Company", "Acme,Q2,Company"], "line 2: 'Acme' is Q2 here and Q1 in line 1."),
    ],
)
def test_what_cannot_be_is_one_line_about_where_and_what_to_do(rows: list[str], said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_links(table(*rows))

    assert str(caught.value).startswith(f"links.csv, {said}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["Acme Corp", "ACME corp", "the Acme Corp's", "Acmé", "org-acme-corp"]
)
def test_an_entity_is_linked_by_any_of_its_names_or_its_id(name: str) -> None:
    acme, other = entity(aliases=["Acme"]), entity("Widget AG")

    found, rejected = with_links([acme, other], [link(name)])

    assert found == (acme.model_copy(update={"same_as": (ITEM + "Q1",)}), other)
    assert rejected == ()


def test_a_name_of_no_entity_is_rejected() -> None:
    acme = entity()

    assert with_links([acme], [link("Rival", "Q7")]) == (
        (acme,),
        (rejection("Rival", "no entity has this name", "Q7"),),
    )


def test_a_name_of_several_entities_is_rejected_unless_a_type_or_an_id_tells_them_apart() -> None:
    firm, man = entity("Bosch GmbH", aliases=["Bosch"]), entity("Bosch", "Person")

    assert with_links([firm, man], [link("Bosch")]) == (
        (firm, man),
        (
            rejection(
                "Bosch",
                "several entities have this name: Bosch (Person person-bosch), "
                "Bosch GmbH (Company org-bosch-gmbh)",
            ),
        ),
    )
    for told in (link("Bosch", type="Person"), link("person-bosch")):
        found, rejected = with_links([firm, man], [told])
        assert [each.same_as for each in found] == [(), (ITEM + "Q1",)]
        assert rejected == ()


def test_a_name_of_another_type_alone_is_rejected() -> None:
    acme = entity()

    assert with_links([acme], [link("Acme Corp", type="Person")]) == (
        (acme,),
        (rejection("Acme Corp", "no Person has this name, but Acme Corp (Company org-acme-corp)"),),
    )


def test_an_entity_with_two_items_by_its_names_gets_neither() -> None:
    acme = entity(aliases=["Acme", "AC"])
    reason = "Acme Corp (Company org-acme-corp) is {} by another of its names"

    found, rejected = with_links(
        [acme], [link("Acme", "Q1"), link("AC", "Q2"), link("Acme Corp", "Q1")]
    )

    assert found == (acme,)
    assert rejected == (
        rejection("Acme", reason.format("Q2"), "Q1"),
        rejection("AC", reason.format("Q1"), "Q2"),
        rejection("Acme Corp", reason.format("Q2"), "Q1"),
    )


def test_two_names_of_one_entity_may_say_the_same() -> None:
    found, rejected = with_links([entity(aliases=["Acme"])], [link("Acme"), link("Acme Corp")])

    assert (found[0].same_as, rejected) == ((ITEM + "Q1",), ())


def test_no_links_change_nothing() -> None:
    assert with_links([entity()], []) == ((entity(),), ())


@given(st.text(), st.text())
def test_any_cells_are_a_link_or_an_error(name: str, item: str) -> None:
    made = Table(path=Path("x"), sha256="0" * 64, rows=(Row(line=1, cells=(name, item)),))
    try:
        found = read_links(made)
    except InputError:
        return
    assert [each.name for each in found] in ([name], [])
