"""The record types that the stages pass on; imports nothing of ours.

A mention is a stretch of text that names something. A claim is what one passage says. An
entity is what mentions name. A fact is what the corpus says, with all its evidence.
Offsets are Unicode code points in `Document.text`; `end` is exclusive.
"""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

EntityType = Literal["Company", "Organization", "Person", "Place", "Programme", "Product", "Event"]
MentionType = EntityType | Literal["Date"]
Modality = Literal["Asserted", "Planned", "Reported", "Denied"]
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)


def _calendar(value: str) -> str:
    """Refuse what no calendar holds, such as 2025-02-30."""
    date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    return value


PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_calendar)]
"""A date as precise as the text: YYYY, YYYY-MM or YYYY-MM-DD."""


class Record(BaseModel):
    """What all records share: they do not change, and they hold no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """A stretch of a document's text."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)


class Phrase(Span):
    """Words of a document: `document.text[start:end] == text`."""

    text: str


class Document(Record):
    """One input text, cleaned one character for one, with what its metadata say."""

    id: str
    """`doc-` and 12 hex digits of the sha256 of the bytes: one content, one id."""
    path: str
    """Name inside the input it came from, with `/`; `#3` after it is the third line of a JSONL."""
    sha256: str
    """Of the bytes read: the file's, or the line's in a JSONL."""
    text: str
    title: str | None = None
    published: PartialDate | None = None
    source: str | None = None
    """Publisher or address, as the metadata give it."""
    notes: tuple[str, ...] = ()
    """What reading had to do to the text: decoding by detection, characters replaced, a cut."""


class Skip(Record):
    """An input that is not in the graph, and why."""

    path: str
    reason: str


class Mention(Record):
    """A stretch of text that means something: `document.text[start:end] == text`."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    text: str
    type: MentionType
    stands_for: Span | None = None
    """Where the name stands that `it` or `the company` refers to; None for a name."""

    @property
    def name(self) -> Span:
        """Where the name stands: here, or where the reference points."""
        return self.stands_for or Span(start=self.start, end=self.end)


class Claim(Record):
    """What one passage of one document says: subject, relation, object."""

    document: str
    subject: Mention
    relation: str
    """A local name of the ontology, such as `partnersWith`."""
    object: Mention
    """A mention of an entity, or of a date (then `value` holds what it means)."""
    value: PartialDate | None = None
    """The object of a relation to a date."""
    modality: Modality = "Asserted"
    date: PartialDate | None = None
    """When it was announced or signed, where the text says so."""
    date_phrase: Phrase | None = None
    """The words that tell `date`, or `value`; a dateline may stand outside the passage."""
    title: str | None = None
    """The post's title, for `holdsPositionAt`."""
    evidence: Span
    """The passage that says it."""
    trigger: Span | None = None
    """The words that carry the relation."""
    speaker: str | None = None
    extractor: str
    """What made the claim, such as `patterns:partner-verb-with`."""
    confidence: float = Field(gt=0, le=1)


class Rejection(Record):
    """Something left out of the graph, and why: a claim, a fact or a date without a value."""

    stage: Literal["read", "extract", "resolve", "check"]
    reason: str
    document: str | None = None
    subject: str | None = None
    relation: str | None = None
    object: str | None = None
    confidence: float | None = None
    """Of a claim that is not sure enough."""
    quote: str | None = None


class Reading(Record):
    """All that one document says: the result of `extract`."""

    document: str
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    rejections: tuple[Rejection, ...] = ()


class Merge(Record):
    """Why a name was taken for the entity's."""

    name: str
    reason: str


class Area(Record):
    """A country, or a state or province of one, that the gazetteer knows."""

    id: str
    """Local name of its IRI, such as `area-de-bavaria`."""
    name: str
    kind: Literal["country", "state"]
    code: str | None = None
    """Of a country: two letters (ISO 3166-1)."""


class Entity(Record):
    """What mentions name: one company, person, place ... of the corpus."""

    id: str
    """Local name of its IRI, such as `org-bmw-group`."""
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    """Other names by which the texts call it, sorted."""
    merges: tuple[Merge, ...] = ()
    documents: tuple[str, ...] = ()
    """Ids of the documents that name it, sorted."""
    same_as: tuple[str, ...] = ()
    """IRIs of the same thing elsewhere, from a table of the user's."""
    lies_in: tuple[Area, ...] = ()
    """Of a place: the states, then the country, that it lies in or is. Background, not what a text
    says."""


class Link(Record):
    """Which entity a mention names."""

    document: str
    start: int
    end: int
    entity: str


class Resolution(Record):
    """The result of `resolve`: entities sorted by id, and a link for each mention of one."""

    entities: tuple[Entity, ...]
    links: tuple[Link, ...]
    rejections: tuple[Rejection, ...] = ()
    """What was kept apart though it looked like one."""


class Evidence(Record):
    """One passage that states a fact, with the exact spans of its parts."""

    document: str
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    quote: str
    subject: Span
    object: Span
    subject_name: Span | None = None
    """Where the name stands, if the words for the subject are `it`, `the company` or the like."""
    object_name: Span | None = None
    trigger: Span | None = None
    date_phrase: Phrase | None = None
    """The words that tell the fact's date; a dateline may stand outside the passage."""
    speaker: str | None = None
    extractor: str
    confidence: float


class Fact(Record):
    """What the corpus says: entity, relation, entity or date, with all its evidence."""

    id: str
    subject: str
    relation: str
    object: str
    """Id of an entity, or a partial date where `literal`."""
    literal: bool = False
    modality: Modality = "Asserted"
    date: PartialDate | None = None
    title: str | None = None
    confidence: float
    documents: int
    """Independent documents that state it."""
    evidence: tuple[Evidence, ...]


class Copy(Record):
    """A document that is a copy of another, or an excerpt: both are one source."""

    document: str
    of: str


class Graph(Record):
    """The result: everything that the exporters write."""

    documents: tuple[Document, ...]
    copies: tuple[Copy, ...] = ()
    """Of each group of copies all but the one with the smallest id, which stands for it."""
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    rejections: tuple[Rejection, ...] = ()
    skips: tuple[Skip, ...] = ()
    title: str | None = None
    """What its user calls it."""
    license: str | None = None
    """IRI of the licence under which its user gives it away."""
