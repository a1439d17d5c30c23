from itertools import product

import pytest

from kgbuild.extract.plurals import find_plurals, load_plurals
from marked import marked_doc


def found(marked: str) -> list[tuple[str, str, str]]:
    """Plural references of a text with marked names: the words, and both names."""
    return [
        (each.span.text, each.names[0].text, each.names[1].text)
        for each in find_plurals(marked_doc(marked))
    ]


MET = "[Acme](Company) met [Delta](Organization)."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{MET} The two companies agreed.", [("The two companies", "Acme", "Delta")]),
        (f"{MET} Both sides agreed.", [("Both sides", "Acme", "Delta")]),
        (f"{MET} It rained. The duo agreed.", [("The duo", "Acme", "Delta")]),
        (f"{MET} Rain fell. Rain fell. Rain fell. Rain fell. The duo agreed.", []),
        ("[Acme](Company), the duo with [Delta](Company)", []),
        (
            "[Acme](Company) with [Delta](Company) said the pair won.",
            [("the pair", "Acme", "Delta")],
        ),
        (
            "[Acme](Company) won. [Delta](Company) lost. The pair left.",
            [("The pair", "Acme", "Delta")],
        ),
        ("[Acme](Company) won. [Acme](Company) lost. The pair left.", []),
        ("[Bonn](Place) beat [Ulm](Place). The pair left.", []),
        ("[Acme](Company), [Delta](Company), [Tarn](Company) met. The pair left.", []),
        (
            "[Tarn](Company) saw [Acme](Company) and [Delta](Company). The pair left.",
            [("The pair", "Acme", "Delta")],
        ),
        (
            "[Tarn](Company) and [Hull](Company) saw [Acme](Company) and [Delta](Company). "
            "The pair left.",
            [],
        ),
        (f"{MET} [The Two Companies](Company) agreed.", []),
        ("The two companies agreed.", []),
        ("", []),
    ],
)
def test_a_plural_stands_for_the_two_names_before_it(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("plural", load_plurals(), ids=lambda plural: plural.nouns[0])
def test_the_example_of_a_plural_shows_it(plural: object) -> None:
    example = plural.example  # type: ignore[attr-defined]
    text, _, _ = example.partition(" [The")
    words = example.rpartition("[The")[2].partition("]")[0]

    assert [each[0] for each in found(f"{text} The{words} agreed.")] == [f"The{words}"]


def test_all_words_of_plurals_are_lower_case_and_stand_once() -> None:
    words = [
        f"{opening} {noun}"
        for plural in load_plurals()
        for opening, noun in product(plural.openings, plural.nouns)
    ]

    assert words == [word.lower() for word in words]
    assert sorted(words) == sorted(set(words))
