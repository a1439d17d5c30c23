"""Doc -> mentions and claims by the shipped model: a spaCy component and an extractor.

The rules go first: what they take a name for is one of the features that the encoder reads.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan
from spacy.util import filter_spans

from kgbuild.extract.network import Network, Seen, shipped_network
from kgbuild.extract.passages import passages
from kgbuild.extract.tagging import Tagged, decode
from kgbuild.names import normal
from kgbuild.words import word_list

SEEN = "kgbuild_seen"
"""Key in `Doc.user_data`: what the encoder made of each passage, read once for both uses."""

_JOINTS = frozenset("-–—,:;/|&•*")


@Language.factory("kgbuild_model")
def make_model(nlp: Language, name: str, folder: str | None = None) -> "ModelMentions":
    """The component with the shipped network, or with that of a folder."""
    return ModelMentions(Network(Path(folder)) if folder else shipped_network())


class ModelMentions:
    """Sets `doc.ents` to the names that the network finds, and to the dates that were there.

    Where two overlap the longer stays, of equally long ones the date.
    """

    def __init__(self, network: Network) -> None:
        self.network = network

    def __call__(self, doc: Doc) -> Doc:
        """Read the passages, and mark names in them."""
        seen = look(doc, self.network)
        dates = [ent for ent in doc.ents if ent.label_ == "Date"]
        meta = self.network.meta
        spans: list[tuple[DocSpan, Tagged]] = []
        for one in seen:
            for t in decode(
                one.tags["kg"],
                meta.tags["kg"],
                sentences=one.passage.sentences,
                least=meta.mention_threshold,
            ):
                if t.end > one.passage.fresh:
                    first, last = one.passage.tokens[t.start], one.passage.tokens[t.end - 1]
                    span = without_edges(DocSpan(doc, int(first), int(last) + 1, label=t.type))
                    if len(span):
                        spans.append((span, t))
        doc.ents = filter_spans([*dates, *agreed(spans, meta.tags["kg"])])
        return doc


def without_edges(span: DocSpan) -> DocSpan:
    """The span without words at its ends that only join names, such as `of the`, a dash, a colon,
    and without a heading that ran into its text: the first half of `Acme Foods Acme Foods`."""
    start, end = _past_heading(span), span.end
    while start < end and _joins(span.doc[start]):
        start += 1
    while start < end and _joins(span.doc[end - 1]):
        end -= 1
    return DocSpan(span.doc, start, end, label=span.label)


def _past_heading(span: DocSpan) -> int:
    words = [token.lower_ for token in span]
    headed = span.start > 0 and span.doc[span.start - 1].lower_ == "about"
    for n in range(len(words) // 2, 0, -1):
        if words[:n] == words[n : 2 * n] and (n > 1 or headed):
            return span.start + n
    return span.start


def _joins(token: Token) -> bool:
    return token.text in _JOINTS or token.is_space or token.text in word_list("function_words")


def look(doc: Doc, network: Network) -> list[Seen]:
    """What the encoder makes of a document's passages, kept with the Doc."""
    if SEEN not in doc.user_data:
        doc.user_data[SEEN] = [network.read(p) for p in passages(doc, network.tokenizer)]
    kept: list[Seen] = doc.user_data[SEEN]
    return kept


def agreed(spans: list[tuple[DocSpan, Tagged]], types: tuple[str, ...]) -> list[DocSpan]:
    """One type for one name in a document: the one that all its mentions speak for together."""
    votes: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for span, tagged in spans:
        votes[normal(span.text)].append(tagged.shares)
    best = {name: types[int(np.sum(shares, 0).argmax())] for name, shares in votes.items()}
    return [
        DocSpan(span.doc, span.start, span.end, label=best[normal(span.text)]) for span, _ in spans
    ]
