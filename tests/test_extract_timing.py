import pytest

from factories import document
from kgbuild.extract.bystanders import Saying
from kgbuild.extract.timing import Timeline, Told
from kgbuild.records import Modality, Phrase
from marked import marked_doc, plain

DEAL = "[Delta](Company) has teamed up with [Ostmark](Company)"
LONG = "to store wheat in ports on three continents for all who want to sell it to the world"


def timeline(
    marked: str, published: str | None = "2025-03-26", title: str | None = None
) -> Timeline:
    return Timeline(marked_doc(marked), document(plain(marked), published=published, title=title))


def dated(
    marked: str,
    published: str | None = "2025-03-26",
    *,
    title: str | None = None,
    modality: Modality = "Asserted",
) -> tuple[str, str] | None:
    """The date, and the words that tell it, of what the first two companies do."""
    doc = marked_doc(marked)
    first, last = [ent for ent in doc.ents if ent.label_ == "Company"][:2]
    saying = Saying(last.sent, first.start_char, last.end_char, modality)
    told = timeline(marked, published, title).of_deal(saying)
    return (told.date, told.phrase.text) if told else None


def test_a_date_comes_with_its_words() -> None:
    told = timeline("It rose. [Delta](Company) came [last year](Date).").of_event(20, "Asserted")

    assert told == Told("2024", Phrase(start=20, end=29, text="last year"))


@pytest.mark.parametrize(
    ("text", "modality", "expected"),
    [
        ("The fair was held in [May](Date)", "Asserted", "2024-05"),
        ("The fair takes place in [May](Date)", "Asserted", "2025-05"),
        ("The fair takes place in [November](Date)", "Asserted", "2024-11"),
        ("The fair may be held near the old harbour in [May](Date)", "Asserted", "2025-05"),
        ("The fair is expected in the harbour in [May](Date)", "Asserted", "2025-05"),
        ("The fair is held in [November](Date)", "Planned", "2025-11"),
        ("It opened on [3 May 2021](Date). It was sold [two years later](Date)", "Denied", "2023"),
        ("It was sold [two years later](Date)", "Asserted", None),
    ],
)
def test_a_date_means_what_its_sentence_makes_of_it(
    text: str, modality: Modality, expected: str | None
) -> None:
    date = [ent for ent in marked_doc(text).ents if ent.label_ == "Date"][-1]

    told = timeline(text).of_event(date.start_char, modality)

    assert (told.date if told else None) == expected


@pytest.mark.parametrize(
    ("modality", "date", "expected"),
    [
        ("Asserted", "2025-03-27", "Planned"),
        ("Asserted", "2025-04", "Planned"),
        ("Asserted", "2025-03-26", "Asserted"),
        ("Asserted", "2025-03", "Asserted"),
        ("Asserted", "2025", "Asserted"),
        ("Denied", "2030", "Denied"),
        ("Reported", "2030", "Reported"),
    ],
)
def test_what_lies_ahead_has_not_happened(modality: Modality, date: str, expected: str) -> None:
    assert timeline("").settled(modality, date) == expected
    assert timeline("", None).settled(modality, date) == modality


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{DEAL} on [Monday](Date)", ("2025-03-24", "Monday")),
        (f"[Today](Date) {DEAL}", ("2025-03-26", "Today")),
        (f"In [2019](Date) {DEAL} and again in [2021](Date)", ("2019", "2019")),
        (f"{DEAL} in [2025](Date), on [Monday](Date)", ("2025", "2025")),
        (f"{DEAL}, founded in [1952](Date), on [Monday](Date)", ("2025-03-24", "Monday")),
        (f"{DEAL} in [May 2030](Date)", None),
        (f"{DEAL} until [2030](Date)", None),
        (f"{DEAL} [some day](Date)", None),
        (DEAL, None),
    ],
)
def test_a_deal_has_the_nearest_date_that_can_be_its_own(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert dated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{DEAL}. The two signed it on [3 May 2024](Date).", ("2024-05-03", "3 May 2024")),
        (f"{DEAL}. In [May 2024](Date), the deal was announced.", ("2024-05", "May 2024")),
        (f"{DEAL} in [2023](Date). The two signed it on [3 May 2024](Date).", ("2023", "2023")),
        (f"{DEAL}. The two grew in [May 2024](Date).", None),
        (f"{DEAL}. Wheat was signed for in [May 2024](Date).", None),
        (f"{DEAL}. The two signed it with [Silo](Company) in [May 2024](Date).", None),
        (
            f"{DEAL}. In [May 2024](Date) the two signed it to help [Silo](Company).",
            ("2024-05", "May 2024"),
        ),
        (f"{DEAL}. The two signed it, to store wheat until [2030](Date).", None),
        (f"{DEAL}. It grew. The two signed it on [3 May 2024](Date).", None),
        (f"{DEAL}.\nThe two signed it on [3 May 2024](Date).", None),
    ],
)
def test_the_next_sentence_may_tell_when_it_was_signed(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert dated(text) == expected


def test_a_date_may_share_a_token_with_other_words() -> None:
    text = f"{DEAL} near [Lagos.2025 On March 17](Date)"

    assert dated(text) == ("2025-03-17", "2025 On March 17")


def test_a_planned_deal_may_have_a_date_ahead() -> None:
    assert dated(f"{DEAL} in [May 2030](Date)", modality="Planned") == ("2030-05", "May 2030")


@pytest.mark.parametrize("published", ["2025-03-26", None])
def test_without_a_publication_date_nothing_is_guessed(published: str | None) -> None:
    expected = ("2025-03-24", "Monday") if published else None

    assert dated(f"{DEAL} on [Monday](Date)", published) == expected


ANNOUNCES = "[Delta](Company) announces a pact with [Ostmark](Company)"
LINE = "BONN, [March 26, 2025](Date) -"
NEWS = ("2025-03-26", "March 26, 2025")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{DEAL}\n\n{LINE} Wheat will be stored {LONG}.", NEWS),
        (f"Wheat\n\n{LINE} {DEAL} {LONG}.", NEWS),
        (f"Wheat\n\n{LINE} Wheat grows. {DEAL} {LONG}.", NEWS),
        (f"Wheat\n\n{LINE} Ada\n\n{DEAL} {LONG}.", NEWS),
        (f"Wheat\n\n{LINE} Wheat is stored {LONG}.\n\n{DEAL}.", None),
        (f"Wheat\n\n{LINE} {DEAL} on [Monday](Date) {LONG}.", ("2025-03-24", "Monday")),
        (
            f"{DEAL}\n\n{LINE} They signed on [Monday](Date) {LONG}.",
            ("2025-03-24", "Monday"),
        ),
        (f"{DEAL}\n\n{LINE} They sold on [Monday](Date) {LONG}.", NEWS),
        (f"{DEAL}\n\n{LINE} They signed on [3 May 2024](Date) {LONG}.", NEWS),
        (f"{DEAL}\n\n{LINE} Wheat {LONG}.\nThey signed on [Monday](Date).", NEWS),
        (f"{DEAL}\n\nThey signed on [Monday](Date) {LONG}.", ("2025-03-24", "Monday")),
        (f"{DEAL}\n\nThey sold on [Monday](Date) {LONG}.", None),
        (f"Wheat\n\n{LINE} Recently {DEAL} {LONG}.", None),
    ],
)
def test_headline_and_first_paragraph_are_of_the_day_that_the_news_tells(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert dated(text) == expected


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        (f"{ANNOUNCES} {LONG}.", "2025-03-26", ("2025-03-26", "announces")),
        (f"{ANNOUNCES} {LONG}.", None, None),
        (f"{ANNOUNCES.replace('announces', 'announced')} {LONG}.", "2025-03-26", None),
        (f"Wheat {LONG}.\n{ANNOUNCES}.", "2025-03-26", None),
        (f"{ANNOUNCES}\n\nIt is {LONG}.", "2025-03-26", None),
    ],
)
def test_what_a_text_announces_is_of_the_day_on_which_it_appears(
    text: str, published: str | None, expected: tuple[str, str] | None
) -> None:
    assert dated(text, published) == expected


def test_a_headline_is_no_first_paragraph_however_long() -> None:
    headline = f"{ANNOUNCES} {LONG}"
    text = f"{headline}\n\nThey want it {LONG}."

    assert dated(text, title=plain(headline)) is None


def test_a_dateline_of_a_month_is_as_precise() -> None:
    text = f"Wheat\n\nBONN, [March 2025](Date): {DEAL} {LONG}."

    assert dated(text) == ("2025-03", "March 2025")
