import re

import pytest

from kgbuild.extract.bystanders import Saying, distance, is_bystander, timing_words
from kgbuild.records import Modality
from marked import blank, marked_doc

DEAL = "[A](Company) has teamed up with [B](Company)"


def bystands(marked: str, *, exact: bool = False, modality: Modality = "Asserted") -> bool:
    """Whether the last date of a sentence belongs to something else than what A and B do."""
    doc = marked_doc(marked)
    date = [ent for ent in doc.ents if ent.label_ == "Date"][-1]
    return is_bystander(date, saying(marked, modality), exact=exact)


def saying(marked: str, modality: Modality = "Asserted") -> Saying:
    """What is said from the first company to the last."""
    doc = marked_doc(marked)
    firms = [ent for ent in doc.ents if ent.label_ == "Company"]
    return Saying(doc[:], firms[0].start_char, firms[-1].end_char, modality)


@pytest.mark.parametrize(
    "text",
    [
        f"{DEAL} in [May 2024](Date)",
        f"On [3 May 2024](Date) {DEAL}",
        "[A](Company) has since [2019](Date) worked with [B](Company)",
        f"{DEAL} on the morning of [3 May 2024](Date)",
        f"{DEAL} in an agreement of [May 2024](Date)",
        f"{DEAL} from [2019](Date)",
        f"{DEAL} in [2019](Date) and [2021](Date)",
        f"The venture, established in [2019](Date), let {DEAL}",
        f"{DEAL}, which signed the deal in Lagos, in [May 2024](Date)",
        f"{DEAL}, with the agreement signed in [May 2024](Date)",
        f"{DEAL}, as both confirmed in [May 2024](Date)",
        "[A](Company), which in [May 2024](Date) joined [B](Company)",
        f"{DEAL}, and with [C](Product), in [May 2024](Date)",
        f"{DEAL} and [C](Product), and the harbour of Lagos in [May 2024](Date)",
        f"{DEAL}, and sealed it with a contract in [May 2024](Date)",
        f"{DEAL} to the delight of all in [May 2024](Date)",
        f"In [2030](Date), as is expected, {DEAL}",
    ],
)
def test_a_date_may_be_that_of_the_deal(text: str) -> None:
    assert not bystands(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{DEAL} until [2030](Date)",
        f"{DEAL} until the [third quarter of 2030](Date)",
        f"{DEAL} after results of [2024](Date)",
        f"{DEAL} between [2019](Date) and [2021](Date)",
        f"{DEAL} in Bonn, founded in [1952](Date)",
        f"{DEAL}, the body established in Bonn in [1952](Date)",
        f"Founded in [1952](Date), {DEAL}",
        f"{DEAL}, which opened a plant in [May 2024](Date)",
        f"{DEAL}, with the price falling in [May 2024](Date)",
        f"{DEAL}, adding a plant in [May 2024](Date)",
        f"{DEAL}, and grew by half in [May 2024](Date)",
        "[A](Company), which grew in [May 2024](Date), has joined [B](Company)",
        "[A](Company), with the price falling in [May 2024](Date), has joined [B](Company)",
        f"{DEAL} in a deal expected to close in [May 2024](Date)",
        f"{DEAL} to open a plant in [May 2024](Date)",
    ],
)
def test_a_date_may_belong_to_something_else(text: str) -> None:
    assert bystands(text)


def test_a_day_after_a_purpose_is_that_of_the_deal() -> None:
    assert not bystands(f"{DEAL} to open a plant on [3 May 2024](Date)", exact=True)


def test_a_plan_has_the_date_of_its_plan() -> None:
    assert not bystands(f"{DEAL} to open in [May 2024](Date)", modality="Planned")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In [2019](Date) [A](Company) met [B](Company)", 1),
        ("[A](Company) met in [2019](Date) [B](Company)", 0),
        ("[A](Company) met [B](Company) in [2019](Date)", 1),
        ("[A](Company) met [B](Company) there in the [May of 2019](Date)", 7),
    ],
)
def test_distance_is_in_characters_from_what_is_said(text: str, expected: int) -> None:
    date = next(ent for ent in marked_doc(text).ents if ent.label_ == "Date")

    assert distance(date, saying(text)) == expected


@pytest.mark.parametrize("name", timing_words())
def test_every_list_says_its_use_and_shows_a_word_of_it_in_its_example(name: str) -> None:
    words = timing_words()[name]
    every = words.words.split()
    shown = re.findall(r"\[([^]]+)\]", words.example)

    assert words.use
    assert every == list(dict.fromkeys(word.lower() for word in every))
    assert len(shown) == 1
    assert shown[0] in every
    assert [word for word in every if len(blank()(word)) > 1] == []
