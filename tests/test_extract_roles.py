import pytest

from kgbuild.extract.roles import LONGEST_TITLE, role_finder, role_length
from kgbuild.lexicon import load_lexicon
from marked import blank, marked_doc

WORDS = "director", "president", "vice president", "ceo", "founder", "editor - in - chief"
ROLES = {tuple(words.split()): True for words in WORDS}


def titles(marked: str) -> list[str]:
    doc = marked_doc(marked)
    return [doc[a:b].text for a, b in role_finder(ROLES)(doc[:])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ada](Person), director of it", ["director"]),
        ("[Ada](Person), Director of it", ["Director"]),
        ("[Ada](Person), vice president of it", ["vice president"]),
        ("[Ada](Person), editor-in-chief of it", ["editor-in-chief"]),
        ("[Ada](Person), former executive director", ["former executive director"]),
        ("[Ada](Person), Strategic Partner Director", ["Strategic Partner Director"]),
        ("[Ada](Person), co-founder of it", ["co-founder"]),
        ("[Ada](Person) - Director of it", ["Director"]),
        ("[Delta](Company)-director [Ada](Person)", ["director"]),
        ("[Ada](Person) told The President", ["President"]),
        ("Yesterday President [Ada](Person) left", ["President"]),
        ("[Delta](Company) President [Ada](Person)", ["President"]),
        ("[Ada](Person), a directory", []),
    ],
)
def test_titles_are_found_with_their_modifiers(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Ada](Person), founder and CEO of it", ["founder and CEO"]),
        ("[Ada](Person), founder & CEO", ["founder & CEO"]),
        ("[Ada](Person), founder, and CEO", ["founder, and CEO"]),
        ("[Ada](Person), founder/CEO", ["founder/CEO"]),
        ("[Ada](Person), President CEO", ["President CEO"]),
        ("[Ada](Person), founder, president and CEO", ["founder, president and CEO"]),
        ("[Ada](Person), founder of it and CEO", ["founder", "CEO"]),
    ],
)
def test_titles_that_are_joined_are_one(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


def test_a_sentence_without_a_person_has_no_titles() -> None:
    assert titles("The director of [Delta](Company) left") == []


def test_words_of_a_name_are_no_title() -> None:
    assert titles("[President Hotel](Company) met [Ada](Person)") == []


@pytest.mark.parametrize(
    ("text", "expected"), [("vice president left", 2), ("vice left", 0), ("", 0)]
)
def test_the_longest_title_at_the_start_counts(text: str, expected: int) -> None:
    assert role_length(blank()(text)[:], ROLES | {("vice", "president", "of"): True}) == expected


def test_shipped_titles_are_cut_as_the_tokenizer_cuts_them() -> None:
    """A title that is cut otherwise would never be found."""
    wrong = [
        words
        for words in load_lexicon().roles
        if tuple(token.lower_ for token in blank()(" ".join(words).replace(" - ", "-"))) != words
    ]

    assert wrong == []


def test_no_shipped_title_is_longer_than_what_is_looked_for() -> None:
    assert max(len(words) for words in load_lexicon().roles) <= LONGEST_TITLE
