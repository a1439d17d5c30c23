"""What both extractors need to make a claim: its passage, and why there is none."""

from spacy.tokens import Span as DocSpan

from kgbuild.dates import resolve_date
from kgbuild.records import Claim, Document, Rejection, Span

DATED = frozenset({"partnersWith", "acquires", "investsIn"})
"""Relations whose fact has a date of its own: when the deal was made."""
_ANY_DAY = "2000-01-01"


def trimmed(passage: DocSpan, text: str) -> Span:
    """The passage of the document's `text` without white space at its ends."""
    quote = text[passage.start_char : passage.end_char]
    left = len(quote) - len(quote.lstrip())
    return Span(start=passage.start_char + left, end=passage.start_char + len(quote.rstrip()))


def no_value(text: str) -> str:
    """Why a date has no value."""
    if resolve_date(text, published=_ANY_DAY):
        return "the date cannot be placed without a publication date"
    return "the date is no single day, month or year"


def rejection(
    document: Document,
    ends: tuple[str, str],
    relation: str,
    evidence: Span,
    *,
    reason: str,
    confidence: float | None = None,
) -> Rejection:
    """What a passage seems to say of two names, and why no claim is made of it."""
    subject, target = ends
    return Rejection(
        stage="extract",
        reason=reason,
        document=document.id,
        subject=subject,
        relation=relation,
        object=target,
        confidence=confidence,
        quote=document.text[evidence.start : evidence.end],
    )


def refusal(claim: Claim, document: Document, *, least: float) -> Rejection:
    """What a claim would say that is not made: it is not sure enough."""
    return rejection(
        document,
        (claim.subject.text, claim.object.text),
        claim.relation,
        claim.evidence,
        reason=unsure(least),
        confidence=claim.confidence,
    )


def unsure(least: float) -> str:
    """Why a claim is not made whose confidence is less."""
    return f"not sure enough: below {least:g}"
