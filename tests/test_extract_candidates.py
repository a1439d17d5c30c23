import pytest

from kgbuild.extract.candidates import Candidate, candidates, is_headline, known_length
from kgbuild.extract.runs import is_capital, is_ordinal, run_end
from marked import blank, head, small_lexicon

LEXICON = small_lexicon(
    known={"Grain of Gold": "Product", "Ada Mills": "Company"},
    heads=[
        ("ministry", head("Organization", "first")),
        ("council", head("Organization", "any")),
        ("association", head("Organization", "last")),
        ("plan", head("Programme")),
        ("expo", head("Event", "any")),
    ],
    honorifics="dr mr",
    demonyms="dutch",
    common_words="trade industry grain rising water",
    family_names_first="li",
    roles="president ceo director",
)


def found(text: str, *, taken: str = "") -> list[str]:
    """The candidates of one sentence; the words of `taken` belong to dates."""
    doc = blank()(text)
    dates = {token.i for token in doc if token.text in taken.split()}
    return [doc[c.start : c.end].text for c in candidates(doc[:], lexicon=LEXICON, taken=dates)]


def hints(text: str) -> list[tuple[str, tuple[str, ...]]]:
    doc = blank()(text)
    return [
        (doc[c.start : c.end].text, tuple(dict.fromkeys(c.hints)))
        for c in candidates(doc[:], lexicon=LEXICON, taken=set())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("they met Ostmark", ["Ostmark"]),
        ("they met Ostmark Mills in Lagos", ["Ostmark Mills", "Lagos"]),
        ("they met Mercedes-Benz", ["Mercedes-Benz"]),
        ("they met Li Ka-shing", ["Li Ka-shing"]),
        ("they met Rolls - Royce", ["Rolls", "Royce"]),
        ("they met Ostmark, Inc. today", ["Ostmark, Inc."]),
        ("they met Ostmark Co., Ltd. today", ["Ostmark Co., Ltd."]),
        ("they met Ostmark & Sons", ["Ostmark & Sons"]),
        ("they met Vincent van Gogh", ["Vincent van Gogh"]),
        ("they met the Ministry of Health", ["Ministry of Health"]),
        ("they met the Ministry of the Interior", ["Ministry of the Interior"]),
        ("they met the Ministry of Trade and Industry", ["Ministry of Trade and Industry"]),
        ("they met the Council for Grain", ["Council for Grain"]),
        ("they met the Trade and Industry Association", ["Trade", "Industry Association"]),
        ("they met Grain Trade and Industry Association", ["Grain Trade and Industry Association"]),
        ("they met Ada and Bob", ["Ada", "Bob"]),
        ("they met the mayor of Lagos", ["Lagos"]),
        ("they met at Expo 2030 again", ["Expo 2030"]),
        ("they met the 14th Five-Year Plan", ["14th Five-Year Plan"]),
        ("they met Grain of Gold", ["Grain of Gold"]),
        ("they met iPhone and 5G", ["iPhone", "5G"]),
        ("they met nobody", []),
        ("", []),
    ],
)
def test_a_name_reaches_from_capital_to_capital(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("they met Dr. Ada Byron", ["Ada Byron"]),
        ("they met Dutch Ada", ["Ada"]),
        ("they met Dutch Council", ["Dutch Council"]),
        ("they met Ostmark President Ada Byron", ["Ostmark", "Ada Byron"]),
        ("The Ostmark opened", ["Ostmark"]),
        ("Rising Ostmark opened", ["Ostmark"]),
        ("About Ostmark Ostmark is", ["Ostmark"]),
    ],
)
def test_what_is_no_part_of_a_name_is_taken_off(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_name_stops_at_a_date() -> None:
    assert found("they met Ostmark May 2021", taken="May 2021") == ["Ostmark"]


def test_a_long_shout_is_no_name() -> None:
    assert found("they said THIS IS A VERY LONG SHOUT now") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("they met Ostmark", [("Ostmark", ())]),
        ("Ostmark opened", [("Ostmark", ("initial",))]),
        ("they met Dr. Byron", [("Byron", ("honorific",))]),
        ("they met President Byron", [("Byron", ("role-before",))]),
        ("they met president Byron", [("Byron", ("role-before",))]),
        ("they met Ostmark President", [("Ostmark", ("role-after",))]),
        ("they met Byron, the director", [("Byron", ("title-after",))]),
        ("they met “Byron” there", [("Byron", ("quoted",))]),
        ("met Ostmark's Silo Planner", [("Ostmark", ()), ("Silo Planner", ("owned",))]),
    ],
)
def test_what_stands_beside_a_name_is_kept_as_a_hint(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert hints(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ostmark Opens Grain Depot", True),
        ("Ostmark Opens Grain Depot.", False),
        ("Ostmark opened a grain depot", False),
        ("Ostmark Mills", False),
        ("“Ostmark Opens Grain Depot.”", False),
    ],
)
def test_a_headline_is_mostly_capitals(text: str, expected: bool) -> None:
    assert is_headline(blank()(text)[:]) is expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Ostmark", True),
        ("EVE", True),
        ("iPhone", True),
        ("5G", True),
        ("ostmark", False),
        ("2021", False),
        ("www.Ostmark.com", False),
        ("Ada@ostmark.com", False),
        ("…", False),
    ],
)
def test_a_capital_is_what_a_plain_word_would_not_have(word: str, expected: bool) -> None:
    (token,) = blank()(word)

    assert is_capital(token) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("14th Plan", True), ("14th plan", False), ("14 Plan", False), ("14th", False)],
)
def test_an_ordinal_opens_a_name(text: str, expected: bool) -> None:
    assert is_ordinal(blank()(text)[:], 0) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Grain of Gold sells", 3), ("Ada Mills", 2), ("Ada", 0), ("Gold of Grain", 0), ("", 0)],
)
def test_the_longest_known_name_counts(text: str, expected: int) -> None:
    assert known_length(blank()(text)[:], LEXICON) == expected


def test_a_run_ends_at_a_date_and_at_the_end() -> None:
    doc = blank()("Ostmark Mills May")

    assert run_end(doc[:], 0, lexicon=LEXICON, taken={2}) == 2
    assert run_end(doc[:], 0, lexicon=LEXICON, taken=set()) == 3


def test_candidates_are_positions_in_the_document() -> None:
    doc = blank()("It rained. They met Ostmark Mills.")
    second = list(doc.sents)[1]

    assert list(candidates(second, lexicon=LEXICON, taken=set())) == [Candidate(5, 7)]
