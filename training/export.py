"""Trained weights -> what ships: two int8 ONNX graphs, the tokenizer and meta.json."""

from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.network import Model


class EncoderGraph(nn.Module):
    """The encoder without padding, its tag scores in a row."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, pieces: Tensor, features: Tensor, words: Tensor) -> tuple[Tensor, ...]:
        states, tags = self.encoder(pieces, features, words, None)
        return (states, *tags.values())


class RelationGraph(nn.Module):
    def __init__(self, model: Model) -> None:
        super().__init__()
        self.relations = model.relations

    def forward(self, states: Tensor, kinds: Tensor, sentences: Tensor, pairs: Tensor) -> tuple[Tensor, Tensor]:
        return self.relations(states, kinds, sentences, pairs, None)


def export(model: Model, folder: Path, *, quantise: bool = True) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    p, w, n = 9, 5, 3
    e = (torch.ones(1, p, dtype=torch.long), torch.zeros(1, p, 3, dtype=torch.long), torch.arange(1, w + 1)[None])
    r = (torch.zeros(1, w, 384), torch.zeros(1, w, dtype=torch.long), torch.tensor([[0, 0, 0, 1, 1]]), torch.tensor([[[0, 0, 2, 3]] * n]))
    tags = [f"tags_{name}" for name in model.encoder.tags]
    for name, graph, args, inputs, outputs, axes in (
        ("encoder", EncoderGraph(model), e, ["pieces", "features", "words"], ["states", *tags],
         {n: {0: "b", 1: n[0]} for n in ("pieces", "features", "words", "states", *tags)}),
        ("relations", RelationGraph(model), r, ["states", "kinds", "sentences", "pairs"], ["relation", "modality"],
         {"states": {1: "w"}, "kinds": {1: "w"}, "sentences": {1: "w"}, "pairs": {1: "n"}, "relation": {1: "n"}, "modality": {1: "n"}}),
    ):  # fmt: skip
        graph.eval()
        full = folder / f"{name}.fp32.onnx"
        with torch.no_grad():
            torch.onnx.export(graph, args, str(full), input_names=inputs, output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False)
        out = folder / f"{name}.onnx"
        if quantise:
            quantize_dynamic(str(full), str(out), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=["MatMul", "Gather", "Gemm"], extra_options={"MatMulConstBOnly": True})
            full.unlink()
        else:
            full.rename(out)
