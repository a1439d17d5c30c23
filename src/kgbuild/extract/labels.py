"""Doc -> Doc: the entity labels of another spaCy pipeline turned into our types."""

import tomllib
from importlib.resources import files

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.util import filter_spans

from kgbuild.extract.cues import name_scores
from kgbuild.extract.mentions import date_spans
from kgbuild.extract.tokens import mark_sentences
from kgbuild.lexicon import Lexicon, load_lexicon
from kgbuild.records import ENTITY_TYPES


def load_labels() -> dict[str, str]:
    """Label of another pipeline to our type."""
    path = files("kgbuild") / "data" / "labels.toml"
    labels: dict[str, str] = tomllib.loads(path.read_text("utf-8"))["labels"]
    return labels


@Language.factory("kgbuild_labels")
def make_labels(nlp: Language, name: str) -> "OurLabels":
    """The component with the shipped table."""
    return OurLabels(load_labels(), load_lexicon())


class OurLabels:
    """Gives each entity our type: our own labels stay, others go by the table or are dropped."""

    def __init__(self, labels: dict[str, str], lexicon: Lexicon) -> None:
        self.labels = labels
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Turn the labels, and find dates as everywhere else: they must be resolvable.

        A pipeline that marks no sentences gets ours.
        """
        if not doc.has_annotation("SENT_START"):
            doc = mark_sentences(doc)
        ents = [
            DocSpan(doc, ent.start, ent.end, label=label)
            for ent in doc.ents
            if (label := self._label(ent))
        ]
        doc.ents = filter_spans([*date_spans(doc), *ents])
        return doc

    def _label(self, ent: DocSpan) -> str | None:
        if ent.label_ in ENTITY_TYPES:
            return str(ent.label_)
        label = self.labels.get(ent.label_)
        if label != "Organization":
            return label
        scores = name_scores(ent.text, self.lexicon)
        return "Company" if scores["Company"] > scores["Organization"] else label
