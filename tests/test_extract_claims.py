import pytest

from factories import document
from kgbuild.extract.claims import no_value, refusal, trimmed
from kgbuild.records import Claim, Rejection, Span
from marked import blank, mention


def test_white_space_around_a_passage_is_no_evidence() -> None:
    doc = blank()("Yes. \n Ada left. \n No.")

    assert trimmed(doc[2:7], doc.text) == Span(start=7, end=16)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday", "the date cannot be placed without a publication date"),
        ("some day", "the date is no single day, month or year"),
    ],
)
def test_why_a_date_has_no_value(text: str, expected: str) -> None:
    assert no_value(text) == expected


def test_a_refused_claim_says_how_sure_it_had_to_be() -> None:
    source = document("So. Delta is in Lagos.")
    claim = Claim(
        document=source.id,
        subject=mention("Delta", "Company", 4),
        relation="locatedIn",
        object=mention("Lagos", "Place", 16),
        evidence=Span(start=4, end=22),
        extractor="test",
        confidence=0.62,
    )

    assert refusal(claim, source, least=0.625) == Rejection(
        stage="extract",
        reason="not sure enough: below 0.625",
        document=source.id,
        subject="Delta",
        relation="locatedIn",
        object="Lagos",
        confidence=0.62,
        quote="Delta is in Lagos.",
    )
