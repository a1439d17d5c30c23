"""Trained weights -> what ships: two int8 ONNX graphs, the tokenizer and meta.json."""

from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kgbuild import __version__
from kgbuild.extract.network import Calibration, Meta
from kgbuild.extract.pairs import MODALITIES, RELATIONS
from training.examples import HEADS
from training.network import WIDTH, Model


class EncoderGraph(nn.Module):
    """The encoder without padding, its tag scores in a row."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, pieces: Tensor, features: Tensor, words: Tensor) -> tuple[Tensor, ...]:
        states, tags = self.encoder(pieces, features, words, None)
        return (states, *tags.values())


class RelationGraph(nn.Module):
    """The relation head without padding."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.relations = model.relations

    def forward(
        self, states: Tensor, kinds: Tensor, sentences: Tensor, pairs: Tensor
    ) -> tuple[Tensor, Tensor]:
        scores: tuple[Tensor, Tensor] = self.relations(states, kinds, sentences, pairs, None)
        return scores


def export(model: Model, folder: Path) -> None:
    """Write `encoder.onnx` and `relations.onnx`, weights in int8, all lengths free."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    tags = [f"tags_{name}" for name in model.encoder.tags]
    words = 5
    encoder_inputs = {
        "pieces": torch.ones(1, 9, dtype=torch.long),
        "features": torch.zeros(1, 9, 3, dtype=torch.long),
        "words": torch.arange(1, words + 1)[None],
    }
    relation_inputs = {
        "states": torch.zeros(1, words, WIDTH),
        "kinds": torch.zeros(1, words, dtype=torch.long),
        "sentences": torch.tensor([[0, 0, 0, 1, 1]]),
        "pairs": torch.tensor([[[0, 0, 2, 3]] * 3]),
    }
    write(EncoderGraph(model), encoder_inputs, ["states", *tags], folder / "encoder.onnx")
    write(
        RelationGraph(model), relation_inputs, ["relation", "modality"], folder / "relations.onnx"
    )


def write(graph: nn.Module, inputs: dict[str, Tensor], outputs: list[str], path: Path) -> None:
    """One graph; 7 bits a weight, so that the sums are the same on every processor."""
    graph.eval()
    full = path.with_suffix(".full")
    axes = {name: {0: "batch", 1: f"{name}_length"} for name in (*inputs, *outputs)}
    with torch.no_grad():
        torch.onnx.export(
            graph,
            tuple(inputs.values()),
            str(full),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    quantize_dynamic(
        str(full),
        str(path),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        extra_options={"MatMulConstBOnly": True},
    )
    full.unlink()


def write_meta(
    folder: Path,
    *,
    heads: tuple[str, ...],
    mention_threshold: float,
    calibration: dict[str, Calibration] | None = None,
    training: dict[str, str] | None = None,
    scores: dict[str, float] | None = None,
) -> None:
    """`meta.json`; without calibration every score counts as it is."""
    meta = Meta(
        version=__version__,
        tags={head: tuple(label[2:] for label in HEADS[head][1::2]) for head in heads},
        relations=RELATIONS,
        modalities=MODALITIES,
        calibration=calibration or {relation: Calibration() for relation in RELATIONS},
        mention_threshold=mention_threshold,
        training=training or {},
        scores=scores or {},
    )
    (folder / "meta.json").write_text(meta.model_dump_json(indent=1) + "\n", "utf-8")
