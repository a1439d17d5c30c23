"""Doc -> ends: what a relation can join, names, dates and words that stand for a name."""

from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kgbuild.extract.passages import MENTION_TYPES
from kgbuild.extract.references import find_references
from kgbuild.extract.units import mention_of, referring_mention
from kgbuild.records import Mention


@dataclass(frozen=True)
class End:
    """What may be an end of a relation: a name, or words that stand for one."""

    span: DocSpan
    name: DocSpan
    """The span itself, but for a reference."""
    confidence: float = 1.0
    """How surely it is this name."""

    @property
    def refers(self) -> bool:
        """Whether it is no name itself."""
        return self.span.start != self.name.start

    @property
    def mention(self) -> Mention:
        """The span as our record."""
        return referring_mention(self.span, self.name) if self.refers else mention_of(self.span)


def ends_of(doc: Doc) -> list[End]:
    """The names, dates and references of a document, in its order."""
    names = [End(ent, ent) for ent in doc.ents if ent.label_ in MENTION_TYPES]
    references = [End(r.span, r.name, r.confidence) for r in find_references(doc)]
    return sorted(names + references, key=lambda end: end.span.start)
