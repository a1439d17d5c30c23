from kgbuild.extract.referring import referring
from marked import marked_doc


def found(marked: str) -> list[list[tuple[str, str, str]]]:
    """The units of the words that stand for names: text, type, and the words themselves."""
    doc = marked_doc(marked)
    return [
        [(unit.text, unit.type, doc.text[unit.start : unit.end]) for unit in each.units]
        for _, each in sorted(referring(doc).items())
    ]


def test_words_that_stand_for_a_name_are_units_with_its_text_and_type() -> None:
    assert found("[Acme](Company) grew. It won. The company paid.") == [
        [("Acme", "Company", "It")],
        [("Acme", "Company", "The company")],
    ]


def test_words_that_own_are_the_name_and_an_apostrophe() -> None:
    assert found("[Acme](Company) grew. Its mills won.") == [
        [("Acme", "Company", "Its"), ("'s", "", "Its")]
    ]


def test_we_and_words_for_places_stay_words() -> None:
    assert found("[Acme](Company) grew. “We won.” [Bonn](Place) fell. The city paid.") == []


def test_a_plural_is_one_unit_with_two_mentions() -> None:
    doc = marked_doc("[Acme](Company) met [Delta](Company). Both firms won.")
    ((unit,),) = [each.units for each in referring(doc).values()]

    assert [doc.text[m.name.start : m.name.end] for m in unit.mentions] == ["Acme", "Delta"]
    assert {m.text for m in unit.mentions} == {"Both firms"}
    assert 0 < unit.confidence < 1
