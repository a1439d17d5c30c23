"""A network made by hand: it says of words and of pairs what a test tells it to."""

from collections.abc import Mapping
from math import log
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from kgbuild.extract.network import Calibration, Floats, Meta, Network, Seen
from kgbuild.extract.pairs import MODALITIES, RELATIONS
from kgbuild.extract.passages import Numbers, Passage
from kgbuild.extract.tagging import bio_labels
from kgbuild.records import ENTITY_TYPES

MARKS = {"[CLS]": 0, "[SEP]": 1, "[UNK]": 2}
LABELS = bio_labels(ENTITY_TYPES)


def small_tokenizer(*pieces: str) -> Tokenizer:
    """Make a tokenizer that knows these pieces, the first of them number 3."""
    vocabulary = MARKS | {piece: number for number, piece in enumerate(pieces, len(MARKS))}
    return Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))


def small_meta(**fields: object) -> Meta:
    """Make a meta.json with which scores are log odds, and half sure is enough."""
    plain: dict[str, object] = {
        "version": "0",
        "tags": {"kg": ENTITY_TYPES},
        "relations": RELATIONS,
        "modalities": MODALITIES,
        "calibration": dict.fromkeys(RELATIONS, Calibration()),
        "training": {},
        "scores": {},
    }
    return Meta.model_validate(plain | fields)


def odds(probability: float) -> float:
    """Score whose logistic is the probability."""
    return log(probability / (1 - probability))


class FakeNetwork(Network):
    """Answers what it was told to, and keeps what it was asked."""

    def __init__(
        self,
        *,
        names: Mapping[int, tuple[str, float]] = {},
        judged: Mapping[tuple[int, int, str], float] = {},
        modality: str = "Asserted",
        meta: Meta | None = None,
    ) -> None:
        """`names`: token -> label and probability; `judged`: first tokens, relation -> that."""
        super().__init__(Path("none"))
        self.names, self.judged, self.modality = names, judged, modality
        self.meta = meta or small_meta()
        self.tokenizer = small_tokenizer()
        self.passages: list[Passage] = []
        self.asked: list[list[tuple[int, int]]] = []

    def read(self, passage: Passage) -> Seen:
        self.passages.append(passage)
        scores = np.full((len(passage.tokens), len(LABELS)), -20, dtype=np.float32)
        for word, token in enumerate(passage.tokens):
            label, probability = self.names.get(int(token), ("O", 0.99))
            scores[word, 0] = log(1 - probability)
            scores[word, LABELS.index(label)] = log(probability)
        states = np.zeros((len(passage.tokens), 2), dtype=np.float32)
        return Seen(passage, states, {"kg": scores})

    def relate(self, seen: Seen, kinds: Numbers, pairs: Numbers) -> tuple[Floats, Floats]:
        firsts = [
            (int(seen.passage.tokens[s]), int(seen.passage.tokens[o])) for s, _, o, _ in pairs
        ]
        self.asked.append(firsts)
        scores = np.full((len(pairs), len(RELATIONS)), -200, dtype=np.float32)
        for row, ends in zip(scores, firsts, strict=True):
            for column, relation in enumerate(RELATIONS):
                if (*ends, relation) in self.judged:
                    row[column] = odds(self.judged[(*ends, relation)])
        modes = np.zeros((len(pairs), len(MODALITIES)), dtype=np.float32)
        modes[:, MODALITIES.index(self.modality)] = 1
        return scores, modes
