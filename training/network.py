"""The network: MiniLM with case features, tag heads over words, a relation head over pairs.

One pass of the encoder serves both heads. The relation head adds what the mentions are to the
word states (the idea of typed markers: Zhong and Chen 2021), reads them with one more layer, and
lets each pair look at the passage, knowing where every word stands to it.
"""

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from kgbuild.extract.passages import BREAKS, HINTS, MENTION_TYPES, SHAPES

WIDTH, LAYERS, ATTENTION_HEADS, INNER, POSITIONS, VOCABULARY = 384, 6, 12, 1536, 512, 30522
PAIR, PAIR_HEADS = 256, 4
SEGMENTS = 40
"""Where a word stands to a pair: before, in, between, after (7), order (2), sentence (2)."""


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(
        self, width: int = WIDTH, heads: int = ATTENTION_HEADS, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out, self.norm1 = nn.Linear(width, width), nn.LayerNorm(width, eps=1e-12)
        self.inner, self.outer = nn.Linear(width, INNER), nn.Linear(INNER, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, t, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(b, t, self.heads, width // self.heads).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = q @ k.transpose(2, 3) / math.sqrt(width // self.heads)
        if mask is not None:
            scores = scores + mask
        weights = F.dropout(scores.softmax(-1), self.dropout, self.training)
        seen = (weights @ v).transpose(1, 2).reshape(b, t, width)
        x = self.norm1(x + F.dropout(self.out(seen), self.dropout, self.training))
        y = self.outer(F.gelu(self.inner(x)))
        result: Tensor = self.norm2(x + F.dropout(y, self.dropout, self.training))
        return result


def blocked(lengths: Tensor, size: int) -> Tensor:
    """[batch, 1, 1, size] 0 for what is there, very low for padding."""
    there = torch.arange(size, device=lengths.device)[None] < lengths[:, None]
    return torch.where(there, 0.0, -1e4)[:, None, None]


class Encoder(nn.Module):
    """Pieces and features -> word states and tag scores."""

    def __init__(self, heads: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.features = nn.ModuleList(
            nn.Embedding(n, WIDTH) for n in (len(SHAPES), len(BREAKS), len(HINTS))
        )
        for table in self.features.parameters():
            nn.init.normal_(table, std=0.01)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout=dropout) for _ in range(LAYERS))
        self.tags = nn.ModuleDict({name: nn.Linear(WIDTH, n) for name, n in heads.items()})
        self.dropout = dropout

    def forward(
        self, pieces: Tensor, features: Tensor, words: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """[b, p], [b, p, 3], [b, w] -> [b, w, width], head -> [b, w, labels]."""
        x = self.pieces(pieces) + self.positions.weight[: pieces.shape[1]] + self.kind
        for i, table in enumerate(self.features):
            x = x + table(features[..., i])
        x = F.dropout(self.norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        states = torch.gather(x, 1, words[..., None].expand(-1, -1, WIDTH))
        dropped = F.dropout(states, self.dropout, self.training)
        return states, {name: head(dropped) for name, head in self.tags.items()}

    def load_minilm(self, folder: Path) -> None:
        """Take the weights of a BERT checkpoint in safetensors form."""
        w = load_file(str(folder / "model.safetensors"))
        own = self.state_dict()
        names = {
            "pieces.weight": "embeddings.word_embeddings.weight",
            "positions.weight": "embeddings.position_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "inner": "intermediate.dense",
            "outer": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(LAYERS):
            for mine, theirs in parts.items():
                for end in ("weight", "bias"):
                    names[f"layers.{i}.{mine}.{end}"] = f"encoder.layer.{i}.{theirs}.{end}"
        for mine, theirs in names.items():
            own[mine].copy_(w[theirs])
        own["kind"].copy_(w["embeddings.token_type_embeddings.weight"][0])


class Relations(nn.Module):
    """Word states, mention types and pairs -> scores of relations and modalities."""

    def __init__(self, relations: int, modalities: int, dropout: float = 0.1) -> None:
        super().__init__()
        kinds = 1 + 2 * len(MENTION_TYPES)
        self.kinds = nn.Embedding(kinds, WIDTH)
        nn.init.normal_(self.kinds.weight, std=0.02)
        self.layer = Layer(dropout=dropout)
        self.subject, self.object = nn.Linear(2 * WIDTH, PAIR), nn.Linear(2 * WIDTH, PAIR)
        self.distance = nn.Embedding(16, PAIR)
        self.key, self.value = nn.Linear(WIDTH, PAIR), nn.Linear(WIDTH, PAIR)
        self.ask = nn.Linear(PAIR, PAIR)
        self.segments = nn.Embedding(SEGMENTS, PAIR_HEADS)
        nn.init.zeros_(self.segments.weight)
        self.mix = nn.Linear(4 * PAIR, WIDTH)
        self.relation, self.modality = nn.Linear(WIDTH, relations), nn.Linear(WIDTH, modalities)
        self.dropout = dropout

    def forward(
        self, states: Tensor, kinds: Tensor, sentences: Tensor, pairs: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """[b, w, width], [b, w], [b, w], [b, n, 4] -> [b, n, relations], [b, n, modalities]."""
        x = self.layer(states + self.kinds(kinds), mask)

        def end(first: int) -> Tensor:
            at = [pairs[..., i, None].expand(-1, -1, WIDTH) for i in (first, first + 1)]
            return torch.cat([torch.gather(x, 1, i) for i in at], -1)

        s, o = self.subject(end(0)), self.object(end(2))
        places, near = where(pairs, sentences)
        q = F.gelu(s + o + self.distance(near))
        b, n, _ = q.shape
        w = x.shape[1]
        size = PAIR // PAIR_HEADS
        ask = self.ask(q).view(b, n, PAIR_HEADS, size).transpose(1, 2)
        key = self.key(x).view(b, w, PAIR_HEADS, size).transpose(1, 2)
        value = self.value(x).view(b, w, PAIR_HEADS, size).transpose(1, 2)
        scores = ask @ key.transpose(2, 3) / math.sqrt(size)
        scores = scores + self.segments(places).permute(0, 3, 1, 2)
        if mask is not None:
            scores = scores + mask
        seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(b, n, PAIR)
        all_ = torch.cat([q, s * o, seen, F.gelu(s - o)], -1)
        y = F.gelu(self.mix(F.dropout(all_, self.dropout, self.training)))
        y = F.dropout(y, self.dropout, self.training)
        return self.relation(y), self.modality(y)


def where(pairs: Tensor, sentences: Tensor) -> tuple[Tensor, Tensor]:
    """[b, n, w] segment of each word for each pair, and [b, n] kind of distance of its ends."""
    s1, s2, o1, o2 = (pairs[..., i, None] for i in range(4))
    at = torch.arange(sentences.shape[1], device=sentences.device)[None, None]
    forward = (s1 < o1).long()
    left1, left2 = torch.minimum(s1, o1), torch.where(s1 < o1, s2, o2)
    right1, right2 = torch.maximum(s1, o1), torch.where(s1 < o1, o2, s2)
    segment = (
        (at >= left1).long() + (at > left2).long() + (at >= right1).long() + (at > right2).long()
    )
    both = (at >= s1) & (at <= s2) & (at >= o1) & (at <= o2)
    segment = torch.where(both, 5, segment)
    sentence_s = torch.gather(sentences, 1, pairs[..., 0])
    sentence_o = torch.gather(sentences, 1, pairs[..., 2])
    here = sentences[:, None]
    low = torch.minimum(sentence_s, sentence_o)[..., None]
    high = torch.maximum(sentence_s, sentence_o)[..., None]
    outside = ((here < low) | (here > high)).long()
    place = segment + 6 * forward + 12 * outside
    apart = (sentence_o - sentence_s).clamp(-2, 2) + 2
    gap = (right1 - left2)[..., 0]
    close = (gap <= 3).long() + (gap <= 8).long() + (gap <= 16).long()
    near = torch.where(apart == 2, 5 + close + 4 * forward[..., 0], apart)
    return place, near


class Model(nn.Module):
    """Both parts."""

    def __init__(
        self, heads: dict[str, int], relations: int, modalities: int, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.encoder = Encoder(heads, dropout)
        self.relations = Relations(relations, modalities, dropout)

    def start(self, folder: Path) -> None:
        """Begin with the pre-trained encoder; the relation layer begins as its last layer."""
        self.encoder.load_minilm(folder)
        self.relations.layer.load_state_dict(self.encoder.layers[-1].state_dict())
