"""The shipped network: passages -> word states and tag scores; pairs -> relation scores.

The only home of onnxruntime. Weights are int8, so a passage's numbers must not hang on its
neighbours: each passage runs alone, and the result is the same in every order of reading.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from kgbuild.errors import OptionError
from kgbuild.extract.passages import Numbers, Passage
from kgbuild.extract.tagging import Scores
from kgbuild.records import Record

Floats = npt.NDArray[np.float32]
FILES = ("encoder.onnx", "relations.onnx", "tokenizer.json", "meta.json")
"""What the folder of a network holds."""


class Calibration(Record):
    """What turns one relation's score into a confidence, and from where on a claim is made."""

    slope: float = 1.0
    shift: float = 0.0
    threshold: float = 0.5
    """Of the confidence."""


class Meta(Record):
    """`meta.json` beside the weights: what the network answers, and how to read it."""

    version: str
    tags: dict[str, tuple[str, ...]]
    """Tag head -> its mention types."""
    relations: tuple[str, ...]
    modalities: tuple[str, ...]
    calibration: dict[str, Calibration]
    mention_threshold: float = 0.5
    training: dict[str, str]
    """Data, seed, versions: for people."""
    scores: dict[str, float]
    """Measured on documents that the weights had not seen: for people."""


@dataclass(frozen=True)
class Seen:
    """One passage and what the encoder made of it."""

    passage: Passage
    states: Floats
    """[words, width]"""
    tags: dict[str, Scores]
    """Head -> [words, labels]"""


class Network:
    """The weights of one folder, loaded when they are first used."""

    def __init__(self, folder: Traversable, *, threads: int = 1) -> None:
        self._folder, self._threads = folder, threads

    @cached_property
    def meta(self) -> Meta:
        """What the network answers."""
        return Meta.model_validate_json((self._folder / "meta.json").read_text("utf-8"))

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Words -> word pieces."""
        return Tokenizer.from_str((self._folder / "tokenizer.json").read_text("utf-8"))

    @cached_property
    def _encoder(self) -> onnxruntime.InferenceSession:
        return self._session("encoder.onnx")

    @cached_property
    def _relations(self) -> onnxruntime.InferenceSession:
        return self._session("relations.onnx")

    def _session(self, name: str) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            (self._folder / name).read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    def read(self, passage: Passage) -> Seen:
        """One pass of the encoder."""
        states, *tags = self._encoder.run(
            None,
            {
                "pieces": passage.pieces[None],
                "features": passage.features[None],
                "words": passage.words[None],
            },
        )
        heads = {name: t[0] for name, t in zip(self.meta.tags, tags, strict=True)}
        return Seen(passage, states[0], heads)

    def relate(self, seen: Seen, kinds: Numbers, pairs: Numbers) -> tuple[Floats, Floats]:
        """[pairs, relations] and [pairs, modalities] scores of pairs of mentions.

        `kinds` [words] says what each word is part of, `pairs` [pairs, 4] where the mentions are.
        """
        relation, modality = self._relations.run(
            None,
            {
                "states": seen.states[None],
                "kinds": kinds[None],
                "sentences": seen.passage.sentences[None],
                "pairs": pairs[None],
            },
        )
        return relation[0], modality[0]


def shipped_network() -> Network:
    """The network that the package carries. Raises OptionError where a file of it is missing."""
    return whole_network(files("kgbuild") / "data" / "model")


def whole_network(folder: Traversable) -> Network:
    """The network of a folder that holds all its `FILES`. Raises OptionError for another."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise OptionError(
            f"the package holds no model weights; {', '.join(missing)} should be in its "
            "data/model: install a release of kgbuild, or choose the mention model 'rules' and "
            "the extractor 'patterns'"
        )
    return Network(folder)
