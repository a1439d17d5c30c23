import pytest
from spacy.tokens import Doc

from kgbuild.extract.candidates import Candidate
from kgbuild.extract.cues import Cue, cue_table
from kgbuild.extract.mentions import RuleMentions, date_spans
from kgbuild.records import EntityType
from marked import blank, head, small_lexicon

LEXICON = small_lexicon(
    known={"Delta Grain": "Company", "Silo Planner": "Product"},
    heads=[("council", head("Organization", "any"))],
    given_names="ada",
    common_words="rise water trade deal",
    demonyms="dutch",
    honorifics="dr",
    not_names="ai",
    roles="director",
)


def cue(side: str, words: str, type: EntityType, weight: float = 1) -> Cue:
    return Cue(side=side, words=(words,), type=type, weight=weight, example="")


TABLE = cue_table([cue("before", "firm", "Company"), cue("after", "hums", "Person", 0.2)])


def marked(text: str) -> Doc:
    return RuleMentions(LEXICON, TABLE)(blank()(text))


def found(text: str) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in marked(text).ents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Delta Grain there.", [("Delta Grain", "Company")]),
        ("They met Ostmark Ltd. there.", [("Ostmark Ltd.", "Company")]),
        ("They met in Lagos there.", [("Lagos", "Place")]),
        ("They met the firm Ostmark there.", [("Ostmark", "Company")]),
        ("They met Grain Council there.", [("Grain Council", "Organization")]),
        ("They met Ada Visser there.", [("Ada Visser", "Person")]),
        ("They met Dr. Visser there.", [("Visser", "Person")]),
        ("They met on 3 May 2021 there.", [("3 May 2021", "Date")]),
        ("They met Ostmark there.", []),
        ("They met nobody there.", []),
        ("", []),
    ],
)
def test_a_name_is_kept_where_enough_speaks_for_its_type(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected


def test_a_name_with_a_telling_neighbour_once_is_known_everywhere() -> None:
    text = "They met Ostmark there. The firm Ostmark paid. They left Ostmark’s shop."

    assert found(text) == [("Ostmark", "Company")] * 3


def test_each_cue_counts_once_in_a_document() -> None:
    assert found("They say Ostmark hums, Ostmark hums and Ostmark hums.") == []


def test_a_short_form_has_the_type_of_the_full_name() -> None:
    text = "They met Ada Visser there. They say Visser left."

    assert found(text) == [("Ada Visser", "Person"), ("Visser", "Person")]


def test_an_acronym_has_the_type_of_the_full_name() -> None:
    text = "They met the Grain Trade Council (GTC). They say GTC left."

    assert found(text) == [
        ("Grain Trade Council", "Organization"),
        ("GTC", "Organization"),
        ("GTC", "Organization"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They met the firm AI there.",
        "They met the firm Dutch there.",
        "They met Dr there.",
        "They met Ltd there.",
    ],
)
def test_what_names_nothing_is_no_mention(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ostmark hums.", []),
        ("They say Rise hums.", []),
    ],
)
def test_sentence_starts_and_plain_words_need_more(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected


def test_a_headline_has_the_names_that_the_text_has_elsewhere() -> None:
    text = "Ostmark Opens Silo Planner Shop In Lagos\n\nThey met the firm Ostmark there."

    assert found(text) == [
        ("Ostmark", "Company"),
        ("Silo Planner", "Product"),
        ("Lagos", "Place"),
        ("Ostmark", "Company"),
    ]


def test_dates_are_no_part_of_names() -> None:
    assert found("They met Delta Grain May 2021 there.") == [
        ("Delta Grain", "Company"),
        ("May 2021", "Date"),
    ]


def test_date_spans_cover_their_tokens() -> None:
    spans = date_spans(blank()("They met on 3 May 2021, and in June."))

    assert [(span.text, span.label_) for span in spans] == [
        ("3 May 2021", "Date"),
        ("June", "Date"),
    ]


def test_types_are_told_by_normal_name() -> None:
    doc = blank()("the firm Ostmark met Ostmark’s Silo Planner")
    names = [Candidate(2, 3), Candidate(4, 5), Candidate(6, 8)]

    assert RuleMentions(LEXICON, TABLE).types(doc, names) == {
        "ostmark": "Company",
        "silo planner": "Product",
    }
