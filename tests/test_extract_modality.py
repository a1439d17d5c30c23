import pytest

from kgbuild.extract.modality import Cue, Cues, modality_of, speaker_of
from kgbuild.records import Modality
from marked import units_of


def cue(*words: str, where: str = "near") -> Cue:
    return Cue(words=words, where=where, example="")


CUES = Cues(
    denied=(cue("not", "no longer"),),
    reported=(cue("reportedly", "people familiar with it", where="before"),),
    planned=(cue("will", "plans to"),),
    saying=("said", "according to"),
)


def modality(text: str) -> Modality:
    """The modality of what stands from the first to the last mention."""
    units = units_of(text)
    named = [unit for unit in units if unit.mentions]
    return modality_of(units, named[0].start, named[-1].end, CUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) bought [B](Company)", "Asserted"),
        ("[A](Company) did not buy [B](Company)", "Denied"),
        ("[A](Company) No longer owns [B](Company)", "Denied"),
        ("[A](Company) reportedly bought [B](Company)", "Reported"),
        ("[A](Company) will buy [B](Company)", "Planned"),
        ("[A](Company) plans to buy [B](Company)", "Planned"),
        ("[A](Company) plans [B](Company)", "Asserted"),
        ("[A](Company) willingly bought [B](Company)", "Asserted"),
    ],
)
def test_words_in_the_match_tell_its_modality(text: str, expected: Modality) -> None:
    assert modality(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) reportedly will not buy [B](Company)", "Denied"),
        ("[A](Company) reportedly will buy [B](Company)", "Reported"),
    ],
)
def test_denied_goes_before_reported_and_reported_before_planned(
    text: str, expected: Modality
) -> None:
    assert modality(text) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("not one two three", "Denied"),
        ("not one two three four", "Asserted"),
        ("reportedly one two three four five six", "Reported"),
        ("people familiar with it say that one two three four five", "Reported"),
    ],
)
def test_words_before_the_match_count_near_or_anywhere(before: str, expected: Modality) -> None:
    assert modality(f"{before} [A](Company) bought [B](Company)") == expected


def test_words_after_the_match_do_not_count() -> None:
    assert modality("[A](Company) bought [B](Company) and will not reportedly sell") == "Asserted"


def test_words_inside_names_do_not_count() -> None:
    assert modality("[Will](Person) met [Not Bread](Company)") == "Asserted"


def speaker(text: str) -> str | None:
    """Who says what stands between the two companies of the text."""
    units = units_of(text)
    firms = [unit for unit in units if unit.text in {"A", "B"}]
    return speaker_of(units, firms[0].start, firms[-1].end, CUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[A](Company) bought [B](Company), [Ada](Person) said", "Ada"),
        ("[A](Company) bought [B](Company), said [Ada](Person)", "Ada"),
        ("[Ada](Person) said that [A](Company) bought [B](Company)", "Ada"),
        ("According to [Delta](Company), [A](Company) bought [B](Company)", "Delta"),
        ("[A](Company) bought [B](Company), [Ostmark](Organization) said", "Ostmark"),
        ("[A](Company) bought [B](Company)", None),
        ("[A](Company) said it bought [B](Company)", None),
        ("[A](Company) bought [B](Company), [Lagos](Place) said", None),
        ("[Ada](Person) smiled as she said that [A](Company) bought [B](Company)", None),
    ],
)
def test_the_speaker_stands_beside_a_verb_of_saying(text: str, expected: str | None) -> None:
    assert speaker(text) == expected
