from collections.abc import Callable
from time import perf_counter

import pytest
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.extract.grammar import Pattern, load_patterns, load_words
from kgbuild.extract.matches import PatternSet
from kgbuild.extract.modality import Cue, Cues
from kgbuild.extract.patterns import compile_patterns, find_claims
from kgbuild.extract.roles import role_finder
from kgbuild.ontology import load_ontology
from kgbuild.records import Claim, Document, Modality, Phrase, Rejection, Span
from marked import blank, marked_doc, mention, plain

MEETS = "{s} .. met .. {o}"


def cue(*words: str) -> tuple[Cue, ...]:
    return (Cue(words=words, where="near", example=""),)


CUES = Cues(
    denied=cue("not"), reported=cue("reportedly"), planned=cue("will", "to"), saying=("said",)
)


def pattern(
    *match: str,
    relation: str = "partnersWith",
    name: str = "meets",
    confidence: float = 0.9,
    modality: Modality | None = None,
) -> Pattern:
    return Pattern(
        name=name,
        relation=relation,
        match=match,
        confidence=confidence,
        modality=modality,
        example="",
        claims=(),
    )


def compiled(
    *patterns: Pattern, contains: Callable[[str, str], bool | None] = lambda inner, outer: None
) -> PatternSet:
    return compile_patterns(
        patterns,
        ontology=load_ontology(),
        words=load_words(),
        roles=role_finder({("director",): True}),
        contains=contains,
        cues=CUES,
    )


def found(
    text: str, patterns: PatternSet, *, published: str | None = "2025-03-26"
) -> list[Claim | Rejection]:
    return list(find_claims(marked_doc(text), document(plain(text), published), patterns))


def document(text: str, published: str | None = "2025-03-26") -> Document:
    return Document(id="doc-1", path="a.txt", sha256="0", text=text, published=published)


def pairs(text: str, patterns: PatternSet) -> list[tuple[str, str]]:
    """Subject and object of each claim."""
    return [(c.subject.text, c.object.text) for c in found(text, patterns) if isinstance(c, Claim)]


def test_a_claim_says_what_where_and_how_sure() -> None:
    text = (
        "It rained.  Later [Delta](Company) met [Ostmark](Company) in [May 2024](Date), "
        "[Ada](Person) said."
    )

    claims = found(text, compiled(pattern(MEETS)))

    assert claims == [
        Claim(
            document="doc-1",
            subject=mention("Delta", "Company", 18),
            relation="partnersWith",
            object=mention("Ostmark", "Company", 28),
            modality="Asserted",
            date="2024-05",
            date_phrase=Phrase(start=39, end=47, text="May 2024"),
            evidence=Span(start=12, end=58),
            trigger=Span(start=24, end=27),
            speaker="Ada",
            extractor="patterns:meets",
            confidence=0.9,
        )
    ]


def test_a_claim_about_a_post_has_its_title() -> None:
    posts = compiled(pattern("{s} , {t} of {o}", relation="holdsPositionAt"))

    (claim,) = found("[Ada](Person), director of [Delta](Company)", posts)

    assert isinstance(claim, Claim)
    assert claim.title == "director"


@pytest.mark.parametrize(
    ("date", "published", "value"),
    [("3 May 2021", None, "2021-05-03"), ("May", "2025-03-26", "2024-05"), ("2021", None, "2021")],
)
def test_a_claim_about_a_date_has_its_value(date: str, published: str | None, value: str) -> None:
    dates = compiled(pattern("{s} opened in {d}", relation="announcedOn"))

    (claim,) = found(f"[Delta](Company) opened in [{date}](Date)", dates, published=published)

    assert isinstance(claim, Claim)
    assert (claim.value, claim.date) == (value, None)
    assert claim.date_phrase == Phrase(start=16, end=16 + len(date), text=date)


def test_what_lies_ahead_is_planned() -> None:
    dates = compiled(pattern("{s} opened in {d}", relation="announcedOn"))

    (claim,) = found("[Delta](Company) opened in [May 2025](Date)", dates)

    assert isinstance(claim, Claim)
    assert (claim.value, claim.modality) == ("2025-05", "Planned")


def test_a_plan_looks_ahead_for_its_date() -> None:
    dates = compiled(pattern("{s} will open in {d}", relation="announcedOn"))

    (claim,) = found("[Delta](Company) will open in [May](Date)", dates)

    assert isinstance(claim, Claim)
    assert claim.value == "2025-05"


@pytest.mark.parametrize(
    ("date", "published", "reason"),
    [
        ("May", None, "the date cannot be placed without a publication date"),
        ("last week", None, "the date cannot be placed without a publication date"),
        ("last decade", None, "the date is no single day, month or year"),
        ("last decade", "2025-03-26", "the date is no single day, month or year"),
    ],
)
def test_a_date_without_a_value_is_a_rejection(
    date: str, published: str | None, reason: str
) -> None:
    dates = compiled(pattern("{s} opened .. {d}", relation="announcedOn"))

    claims = found(f"[Delta](Company) opened in [{date}](Date).", dates, published=published)

    assert claims == [
        Rejection(
            stage="extract",
            reason=reason,
            document="doc-1",
            subject="Delta",
            relation="announcedOn",
            object=date,
            quote=f"Delta opened in {date}.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("[A](Company) met [B](Company) in [May 2024](Date)", "2024-05"),
        ("In [May 2024](Date) [A](Company) met [B](Company) in [May of 2024](Date)", "2024-05"),
        ("In [2023](Date) [A](Company) met [B](Company) in [May 2024](Date)", "2024-05"),
        ("[A](Company) met [B](Company) to store wheat until [May 2024](Date)", None),
        ("[A](Company) met [B](Company)", None),
    ],
)
def test_a_deal_has_a_date_of_its_sentence(text: str, date: str | None) -> None:
    (claim,) = found(text, compiled(pattern(MEETS)))

    assert isinstance(claim, Claim)
    assert claim.date == date


def test_other_relations_have_no_date_of_their_own() -> None:
    (claim,) = found(
        "[A](Company) met [B](Product) in [May 2024](Date)",
        compiled(pattern(MEETS, relation="develops")),
    )

    assert isinstance(claim, Claim)
    assert claim.date is None


@pytest.mark.parametrize(
    ("text", "of_pattern", "expected"),
    [
        ("[A](Company) has met [B](Company)", None, "Asserted"),
        ("[A](Company) has not met [B](Company)", None, "Denied"),
        ("[A](Company) will have met [B](Company)", None, "Planned"),
        ("[A](Company) has met [B](Company)", "Planned", "Planned"),
        ("[A](Company) will have met [B](Company)", "Asserted", "Asserted"),
        ("[A](Company) has reportedly met [B](Company)", "Planned", "Reported"),
        ("[A](Company) has not met [B](Company)", "Planned", "Denied"),
    ],
)
def test_the_modality_of_a_pattern_gives_way_to_doubt_alone(
    text: str, of_pattern: Modality | None, expected: Modality
) -> None:
    (claim,) = found(text, compiled(pattern(MEETS, modality=of_pattern)))

    assert isinstance(claim, Claim)
    assert claim.modality == expected


def test_lists_make_a_claim_for_each_pair() -> None:
    text = "[A](Company) and [B](Company) met [C](Company) and [D](Company)"

    assert pairs(text, compiled(pattern(MEETS))) == [
        ("A", "C"),
        ("A", "D"),
        ("B", "C"),
        ("B", "D"),
    ]


def test_each_makes_a_claim_for_each_pair_of_its_list() -> None:
    text = "[A](Company), [B](Company) and [C](Company) met"

    assert pairs(text, compiled(pattern("{each} met"))) == [("A", "B"), ("A", "C"), ("B", "C")]


def test_a_name_says_nothing_of_itself() -> None:
    assert pairs("[A](Company) met [A](Company)", compiled(pattern(MEETS))) == []


def test_the_surest_pattern_speaks_for_a_pair() -> None:
    patterns = compiled(
        pattern(MEETS, name="a", confidence=0.5),
        pattern("{o} met {s}", name="b", confidence=0.7),
        pattern("{s} met {o}", name="c", confidence=0.7),
    )

    claims = found("[A](Company) met [B](Company)", patterns)

    assert [(c.extractor, c.subject.text) for c in claims if isinstance(c, Claim)] == [
        ("patterns:b", "B")
    ]


def test_a_pair_may_stand_in_two_relations() -> None:
    patterns = compiled(pattern(MEETS), pattern(MEETS, name="owns", relation="subsidiaryOf"))

    claims = found("[A](Company) met [B](Company)", patterns)

    assert [claim.relation for claim in claims] == ["partnersWith", "subsidiaryOf"]


def test_the_same_names_in_two_sentences_are_two_claims() -> None:
    text = "[Delta](Company) met [Ada](Company). Then [Delta](Company) met [Ada](Company)."

    assert pairs(text, compiled(pattern(MEETS))) == [("Delta", "Ada")] * 2


def test_no_claim_crosses_a_sentence_end() -> None:
    assert pairs("[Delta](Company) met. It was [Ostmark](Company).", compiled(pattern(MEETS))) == []


def test_a_claim_is_seen_through_an_aside() -> None:
    text = "[A](Company), a maker of flour in [Lagos](Place), has met [B](Company)"

    assert pairs(text, compiled(pattern("{s} has met {o}"))) == [("A", "B")]


@pytest.mark.parametrize(("answer", "expected"), [(True, 1), (None, 1), (False, 0)])
def test_places_that_the_gazetteer_sets_apart_are_in_no_relation(
    answer: bool | None, expected: int
) -> None:
    patterns = compiled(
        pattern("{s} in {o}", relation="locatedIn"), contains=lambda inner, outer: answer
    )

    assert len(found("[Lagos](Place) in [Ghana](Place)", patterns)) == expected


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (pattern(MEETS, relation="meets"), "pattern meets: no relation named meets"),
        (
            pattern("{s} $meets {o}"),
            r"pattern meets: '{s} \$meets {o}': no word list named \$meets",
        ),
    ],
)
def test_a_bad_pattern_is_named(bad: Pattern, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compiled(bad)


def long_sentence(units: int, names: int, words: list[str]) -> Doc:
    """One sentence of words in a circle, with names spread evenly among them."""
    every = units // names
    texts = [f"Name{i}" if i % every == 0 else words[i % len(words)] for i in range(units)]
    starts: list[bool | int | None] = [n == 0 for n in range(units)]
    doc = Doc(blank().vocab, words=texts, sent_starts=starts)
    types = "Company", "Product", "Place", "Event", "Person", "Date"
    doc.ents = [DocSpan(doc, i, i + 1, types[i // every % 6]) for i in range(0, units, every)]
    return doc


DEAL = "agreement signed in partnership with announced , of the deal"
WORST = {
    "words of many patterns": DEAL.split(),
    "words of one pattern": ["signed", "agreement", "signed", "with"],
    "one word": ["signed"],
    "commas": [","],
    "conjunctions": [",", "and"],
    "brackets": ["(", ")"],
    "opened brackets": ["("],
    "asides": [",", "a"],
}


@pytest.mark.parametrize("words", WORST.values(), ids=WORST)
def test_a_very_long_sentence_takes_little_time(words: list[str]) -> None:
    doc = long_sentence(3_000, 500, words)
    patterns = compiled(*load_patterns())
    started = perf_counter()

    list(find_claims(doc, document(doc.text), patterns))

    assert perf_counter() - started < 5


def test_a_list_of_hundreds_takes_little_time() -> None:
    doc = long_sentence(1_000, 500, [","])
    doc.ents = [DocSpan(doc, i, i + 1, "Company") for i in range(0, 1_000, 2)]
    patterns = compiled(*load_patterns())
    started = perf_counter()

    list(find_claims(doc, document(doc.text), patterns))

    assert perf_counter() - started < 5


def test_time_grows_with_the_number_of_sentences_and_not_its_square() -> None:
    """Asking spaCy for the entities of each sentence took a minute for this text."""
    doc = blank()("Delta met Lagos. " * 5_000)
    doc.ents = [
        DocSpan(doc, i, i + 1, label)
        for first in range(0, 20_000, 4)
        for i, label in ((first, "Company"), (first + 2, "Place"))
    ]
    patterns = compiled(pattern("{s} met {o}", relation="locatedIn"))
    started = perf_counter()

    claims = list(find_claims(doc, document(doc.text), patterns))

    assert len(claims) == 5_000
    assert perf_counter() - started < 5
