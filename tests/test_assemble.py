from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import document
from kgbuild.assemble import assemble
from kgbuild.copies import group_copies
from kgbuild.iris import fact_id
from kgbuild.records import (
    Claim,
    Document,
    Entity,
    Evidence,
    Fact,
    Link,
    Mention,
    Modality,
    Phrase,
    Reading,
    Rejection,
    Resolution,
    Span,
)

SYMMETRIC = frozenset({"partnersWith"})
ONE = document("Zorg works with Acme. Acme and Zorg met. Acme works with Zorg of Lyon, since May.")
TWO = document("In Hull, Acme and Zorg announced that Acme works with Zorg.")
COPY = document("LYON -- acme  and “Zorg” met! (Ends)")
ENTITIES = {"Acme": "org-acme", "Zorg": "org-zorg", "Lyon": "place-lyon", "Hull": "place-hull"}
BRIDGE = document("acme and Zorg met. In Hull, Acme and Zorg met again.")
STORY = (
    "The two makers of pumps signed a contract in the town hall of Hull, in front of four hundred "
    "people and a brass band, that will run for twelve years and may be renewed twice."
)
RELEASE = document(f"Acme and Zorg join forces\n\nHULL, 2 May -- {STORY} Acme works with Zorg.")
EDITED = document(f"A new pair\n\nLYON (Wire) -- {STORY} Acme now works with Zorg, it says.")
DOCUMENTS = [ONE, TWO, COPY, BRIDGE, RELEASE, EDITED]
ALONE = {each.id: each.id for each in DOCUMENTS}


def claim(
    source: Document,
    quote: str,
    subject: str = "Acme",
    relation: str = "partnersWith",
    object: str = "Zorg",
    *,
    value: str | None = None,
    modality: Modality = "Asserted",
    date: str | None = None,
    phrase: Phrase | None = None,
    title: str | None = None,
    extractor: str = "patterns:test",
    confidence: float = 0.8,
) -> Claim:
    """Make the claim of the first place where the document has the quote."""
    start = source.text.index(quote)
    return Claim(
        document=source.id,
        subject=mention(source, subject, start),
        relation=relation,
        object=mention(source, object, start),
        value=value,
        modality=modality,
        date=date,
        date_phrase=phrase,
        title=title,
        evidence=Span(start=start, end=start + len(quote)),
        extractor=extractor,
        confidence=confidence,
    )


def mention(source: Document, name: str, after: int) -> Mention:
    start = source.text.lower().index(name.lower(), after)
    text = source.text[start : start + len(name)]
    return Mention(start=start, end=start + len(name), text=text, type="Company")


def assembled(
    *claims: Claim, copies: Mapping[str, str] = ALONE
) -> tuple[tuple[Fact, ...], tuple[Rejection, ...]]:
    """Assemble claims of entities called as in `ENTITIES`."""
    ends = {(c.document, m) for c in claims for m in (c.subject, c.object)}
    links = tuple(
        Link(document=d, start=m.start, end=m.end, entity=ENTITIES[m.text.capitalize()])
        for d, m in ends
        if m.text.capitalize() in ENTITIES
    )
    entities = tuple(Entity(id=i, type="Company", name=name) for name, i in ENTITIES.items())
    readings = [
        Reading(document=d, mentions=(), claims=tuple(c for c in claims if c.document == d))
        for d in dict.fromkeys(c.document for c in claims)
    ]
    resolution = Resolution(entities=entities, links=links)
    return assemble(readings, resolution, DOCUMENTS, symmetric=SYMMETRIC, copies=copies)


def facts(*claims: Claim, copies: Mapping[str, str] = ALONE) -> tuple[Fact, ...]:
    found, rejections = assembled(*claims, copies=copies)
    assert rejections == ()
    return found


def dates(*claims: Claim) -> list[str | None]:
    return sorted((fact.date for fact in facts(*claims)), key=str)


MET = "Acme and Zorg met."
WORKS = "Acme works with Zorg of Lyon, since May."
MAY = Phrase(start=77, end=80, text="May")
NEWS = Phrase(start=0, end=4, text="Zorg")
"""Words outside the passages, as a dateline is."""


def test_a_claim_becomes_a_fact_with_its_evidence() -> None:
    said = claim(ONE, WORKS, relation="supplies", date="2025-03", title=None, confidence=0.8)

    assert facts(said) == (
        Fact(
            id=fact_id("org-acme", "supplies", "org-zorg", "Asserted", "2025-03", None),
            subject="org-acme",
            relation="supplies",
            object="org-zorg",
            date="2025-03",
            confidence=0.8,
            documents=1,
            evidence=(
                Evidence(
                    document=ONE.id,
                    start=41,
                    end=81,
                    quote=WORKS,
                    subject=Span(start=41, end=45),
                    object=Span(start=57, end=61),
                    extractor="patterns:test",
                    confidence=0.8,
                ),
            ),
        ),
    )


def test_a_relation_that_holds_both_ways_is_one_fact_with_the_smaller_id_first() -> None:
    there = claim(ONE, MET)
    back = claim(ONE, "Zorg works with Acme.", subject="Zorg", object="Acme")

    (found,) = facts(there, back)

    assert (found.subject, found.object) == ("org-acme", "org-zorg")
    for passage in found.evidence:
        spans = (passage.subject, passage.object)
        assert [ONE.text[s.start : s.end] for s in spans] == ["Acme", "Zorg"], passage.quote


def test_a_relation_that_holds_one_way_keeps_its_direction() -> None:
    there = claim(ONE, MET, relation="supplies")
    back = claim(ONE, "Zorg works with Acme.", "Zorg", "supplies", "Acme")

    assert {(f.subject, f.object) for f in facts(there, back)} == {
        ("org-acme", "org-zorg"),
        ("org-zorg", "org-acme"),
    }


def test_a_date_is_a_literal_object() -> None:
    said = claim(ONE, WORKS, relation="announcedOn", object="May", value="2025-05")

    (found,) = facts(said)

    assert (found.object, found.literal, found.date) == ("2025-05", True, None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([None, "2025-03-26"], ["2025-03-26"]),
        (["2025", "2025-03", "2025-03-26"], ["2025-03-26"]),
        ([None, "2025", "2025-03"], ["2025-03"]),
        ([None, "2025", "2024"], ["2024", "2025", None]),
        (["2025-03-02", "2025-03-26"], ["2025-03-02", "2025-03-26"]),
        (["2025", "2025-03-02", "2025-03-26"], ["2025", "2025-03-02", "2025-03-26"]),
    ],
)
def test_a_claim_joins_the_one_fuller_date_of_its_document(
    said: list[str | None], expected: list[str | None]
) -> None:
    quotes = [MET, WORKS, "Zorg works with Acme. Acme and Zorg"]
    claims = [claim(ONE, quote, date=date) for quote, date in zip(quotes, said, strict=False)]

    assert dates(*claims) == expected


def test_the_day_of_the_news_gives_way_to_a_date_that_a_passage_tells() -> None:
    news = claim(ONE, MET, date="2025-03-26", phrase=NEWS)
    told = claim(ONE, WORKS, date="2024-05", phrase=MAY)

    (found,) = facts(news, told)

    assert found.date == "2024-05"
    assert [(e.quote, e.date_phrase) for e in found.evidence] == [(MET, None), (WORKS, MAY)]


@pytest.mark.parametrize(
    "told",
    [
        {"phrase": NEWS},
        {},
        {"phrase": MAY, "modality": "Planned"},
        {"phrase": MAY, "relation": "acquires"},
        {"phrase": MAY, "object": "Lyon"},
    ],
)
def test_the_day_of_the_news_stays_where_no_passage_dates_the_same(told: dict[str, Any]) -> None:
    news = claim(ONE, MET, date="2025-03-26", phrase=NEWS)

    assert dates(news, claim(ONE, WORKS, date="2024-05", **told)) == ["2024-05", "2025-03-26"]


def test_the_words_that_date_a_fact_stay_with_their_passage() -> None:
    sure = claim(ONE, WORKS, date="2024-05", confidence=0.9)
    unsure = claim(ONE, WORKS, date="2024-05", phrase=MAY, confidence=0.6)

    (found,) = facts(claim(ONE, MET), sure, unsure)

    assert [(e.confidence, e.date_phrase) for e in found.evidence] == [(0.8, None), (0.9, MAY)]


def test_the_date_of_another_document_is_not_taken_over() -> None:
    assert dates(claim(ONE, MET), claim(TWO, "Acme and Zorg", date="2025")) == ["2025", None]


def test_facts_of_another_modality_relation_or_pair_do_not_lend_their_date() -> None:
    dated = [
        claim(ONE, WORKS, date="2025", modality="Planned"),
        claim(ONE, WORKS, date="2025", relation="supplies"),
        claim(ONE, WORKS, date="2025", object="Lyon"),
    ]

    assert dates(claim(ONE, MET), *dated) == ["2025", "2025", "2025", None]


def test_a_coarser_date_that_is_the_object_joins_the_finer_one() -> None:
    coarse = claim(ONE, MET, relation="announcedOn", value="2025")
    fine = claim(ONE, WORKS, relation="announcedOn", value="2025-05-02")
    other = claim(TWO, "Acme and Zorg", relation="announcedOn", value="2025")

    found = {fact.object: len(fact.evidence) for fact in facts(coarse, fine, other)}

    assert found == {"2025-05-02": 2, "2025": 1}


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ([None, "CEO"], ["CEO"]),
        (["ceo", "the CEO"], ["CEO"]),
        (["The  Chief\nOfficer", "chief officer"], ["Chief Officer"]),
        (["CEO", "CFO", None], ["CEO", "CFO", None]),
        (["the "], [None]),
    ],
)
def test_titles_that_differ_in_case_or_article_are_one(
    titles: list[str | None], expected: list[str | None]
) -> None:
    quotes = [MET, WORKS, "Zorg works with Acme. Acme and Zorg"]
    claims = [
        claim(ONE, quote, relation="holdsPositionAt", title=title)
        for quote, title in zip(quotes, titles, strict=False)
    ]

    assert sorted((f.title for f in facts(*claims)), key=str) == expected


def test_of_several_claims_in_a_passage_the_surest_stays() -> None:
    sure = claim(ONE, MET, extractor="model:relation", confidence=0.9)
    unsure = claim(ONE, MET, extractor="patterns:and", confidence=0.6)

    (found,) = facts(unsure, sure)

    assert [(e.extractor, e.confidence) for e in found.evidence] == [("model:relation", 0.9)]
    assert found.confidence == 0.9


@pytest.mark.parametrize(
    ("claims", "documents", "confidence"),
    [
        ([claim(ONE, MET, confidence=0.8)], 1, 0.8),
        ([claim(ONE, MET, confidence=0.8), claim(ONE, WORKS, confidence=0.6)], 1, 0.8),
        ([claim(ONE, WORKS, confidence=0.8), claim(TWO, "In Hull, Acme and Zorg")], 2, 0.96),
        ([claim(ONE, MET, confidence=0.7), claim(COPY, "acme  and “Zorg” met!")], 1, 0.8),
        (
            [
                claim(ONE, MET, confidence=0.7),
                claim(COPY, "acme  and “Zorg” met!", confidence=0.7),
                claim(TWO, "In Hull, Acme and Zorg", confidence=0.5),
            ],
            2,
            0.85,
        ),
        ([claim(ONE, WORKS, confidence=1), claim(TWO, "In Hull, Acme and Zorg")], 2, 0.99),
    ],
)
def test_independent_documents_add_up_and_copies_do_not(
    claims: list[Claim], documents: int, confidence: float
) -> None:
    (found,) = facts(*claims)

    assert (found.documents, found.confidence) == (documents, confidence)


@pytest.mark.parametrize(
    ("copies", "documents", "confidence"),
    [
        ({}, 3, 0.97),
        ({TWO: ONE}, 2, 0.92),
        ({EDITED: TWO}, 2, 0.92),
        ({TWO: ONE, EDITED: ONE}, 1, 0.8),
    ],
)
def test_copies_count_once_with_the_surest_of_their_passages(
    copies: dict[Document, Document], documents: int, confidence: float
) -> None:
    said = [
        claim(ONE, WORKS, confidence=0.8),
        claim(TWO, "In Hull, Acme and Zorg", confidence=0.6),
        claim(EDITED, "Acme now works with Zorg", confidence=0.6),
    ]
    groups = ALONE | {copy.id: original.id for copy, original in copies.items()}

    (found,) = facts(*said, copies=groups)

    assert (found.documents, found.confidence) == (documents, confidence)
    assert len(found.evidence) == 3, "copies keep their evidence"


def test_an_edited_copy_of_a_release_is_one_document_with_it() -> None:
    said = [
        claim(RELEASE, "Acme works with Zorg."),
        claim(EDITED, "Acme now works with Zorg, it says."),
        claim(TWO, "Acme works with Zorg."),
    ]
    groups = group_copies(DOCUMENTS)

    assert facts(*said[:2])[0].documents == 2
    assert facts(*said[:2], copies=groups)[0].documents == 1


def test_copies_join_what_shared_passages_join() -> None:
    """`TWO` says it in words of the release, whose copy has other words."""
    said = [
        claim(RELEASE, "Acme works with Zorg."),
        claim(EDITED, "Acme now works with Zorg, it says."),
        claim(TWO, "Acme works with Zorg."),
    ]

    assert [
        facts(*part, copies=group_copies(DOCUMENTS))[0].documents for part in (said, said[1:])
    ] == [
        1,
        2,
    ]


def test_documents_that_share_passages_are_one_through_one_another() -> None:
    """`BRIDGE` shares a passage with each of the others, so that the three are one source."""
    (found,) = facts(
        claim(ONE, MET),
        claim(TWO, "In Hull, Acme and Zorg"),
        claim(BRIDGE, "acme and Zorg met."),
        claim(BRIDGE, "In Hull, Acme and Zorg"),
    )

    assert (found.documents, found.confidence, len(found.evidence)) == (1, 0.8, 4)


def test_a_claim_about_nothing_that_is_known_is_rejected() -> None:
    found, rejections = assembled(claim(ONE, WORKS, object="Zorg of"))

    assert found == ()
    assert rejections == (
        Rejection(
            stage="resolve",
            reason="names no entity",
            document=ONE.id,
            subject="Acme",
            relation="partnersWith",
            object="Zorg of",
            quote=WORKS,
        ),
    )


def test_a_claim_that_joins_a_thing_with_itself_is_rejected() -> None:
    found, rejections = assembled(claim(ONE, MET, object="Acme"))

    assert found == ()
    assert [r.reason for r in rejections] == ["both names are of one entity"]


def test_rejections_come_in_the_order_of_documents() -> None:
    claims = [claim(ONE, MET, object="Acme"), claim(TWO, "Acme and Zorg", object="Acme")]

    assert assembled(*claims)[1] == assembled(*reversed(claims))[1]


QUOTES = [(ONE, MET), (ONE, WORKS), (TWO, "Acme and Zorg"), (COPY, "acme  and “Zorg” met!")]
claims_of = st.builds(
    lambda place, **rest: claim(*place, **rest),
    st.sampled_from(QUOTES),
    relation=st.sampled_from(["partnersWith", "holdsPositionAt"]),
    subject=st.sampled_from(["Acme", "Zorg"]),
    object=st.sampled_from(["Acme", "Zorg"]),
    modality=st.sampled_from(["Asserted", "Denied"]),
    date=st.sampled_from([None, "2025", "2025-03", "2025-03-26", "2024"]),
    title=st.sampled_from([None, "CEO", "the ceo"]),
    extractor=st.sampled_from(["a", "b"]),
    confidence=st.sampled_from([0.5, 0.6, 1.0]),
)


def claims_that_fit(claims: list[Claim]) -> list[Claim]:
    return [c for c in claims if c.subject != c.object]


@given(st.lists(claims_of, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(claims: list[Claim], random: Random) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)

    one, other = assembled(*claims), assembled(*shuffled)

    assert one[0] == other[0]
    assert sorted(map(repr, one[1])) == sorted(map(repr, other[1]))


@given(
    st.lists(claims_of, max_size=12).map(claims_that_fit),
    st.fixed_dictionaries({each.id: st.sampled_from(list(ALONE)) for each in DOCUMENTS}),
)
def test_copies_never_add_to_a_fact(claims: list[Claim], copies: dict[str, str]) -> None:
    apart, joined = facts(*claims), facts(*claims, copies=copies)

    assert [fact.id for fact in joined] == [fact.id for fact in apart]
    for one, fewer in zip(apart, joined, strict=True):
        assert 1 <= fewer.documents <= one.documents
        assert max(e.confidence for e in fewer.evidence) <= fewer.confidence + 0.01
        assert fewer.confidence <= one.confidence
        assert fewer.evidence == one.evidence


@given(st.lists(claims_of, max_size=12).map(claims_that_fit))
def test_what_holds_of_all_facts(claims: list[Claim]) -> None:
    found = facts(*claims)

    assert [fact.id for fact in found] == sorted({fact.id for fact in found})
    for fact in found:
        places = [(e.document, e.start, e.end) for e in fact.evidence]
        assert places == sorted(set(places)), "a passage that differs in confidence alone"
        assert 1 <= fact.documents <= len({e.document for e in fact.evidence})
        assert max(e.confidence for e in fact.evidence) <= fact.confidence + 0.01 <= 1
    stated = {(c.document, c.evidence.start, c.relation, c.modality) for c in claims}
    kept = {(e.document, e.start, f.relation, f.modality) for f in found for e in f.evidence}
    assert kept == stated
