"""The reader's network: MiniLM-L6 with surface features, a tagger a head, and a biaffine linker (Dozat and Manning, 2017) over spans."""

from __future__ import annotations

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sayso.encoder import HEADS, SURFACES

HIDDEN, ATTENTION_HEADS, LAYERS, INNER = 384, 12, 6, 1536
"""The shape of all-MiniLM-L6-v2 (Wang et al., 2020)."""
VOCABULARY, POSITIONS = 30522, 512
PROJECTED = 128
"""Width of a span in the linker."""
GAPS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144)
"""Bucket borders, in pieces, of the distance between two spans."""
RANKS = 6
SPANS = {"content_cue": ("content", "cue"), "cue_source": ("cue", "source")}
"""Which role looks for which: each content for its cue, each cue for its source or none."""


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.norm_attention, self.norm_inner = (nn.LayerNorm(HIDDEN, eps=1e-12) for _ in range(2))
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.dropout = nn.Dropout(dropout)
        self.plain_attention = False

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length = x.shape[:2]
        q, k, v = (f(x).view(batch, length, ATTENTION_HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        if self.plain_attention:
            scores = q @ k.transpose(-1, -2) / math.sqrt(HIDDEN // ATTENTION_HEADS) + mask
            mixed = F.softmax(scores, -1) @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        x = self.norm_attention(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))))
        return self.norm_inner(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """ids, mask, surfaces [batch, length] -> states [batch, length, 384]; surfaces may be None."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions, self.segment = nn.Embedding(VOCABULARY, HIDDEN), nn.Embedding(POSITIONS, HIDDEN), nn.Embedding(2, HIDDEN)
        self.surfaces = nn.Embedding(SURFACES, HIDDEN)
        nn.init.zeros_(self.surfaces.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor, surfaces: Tensor | None = None) -> Tensor:
        x = self.words(ids) + self.positions.weight[: ids.shape[1]].unsqueeze(0) + self.segment.weight[0]
        if surfaces is not None:
            x = x + self.surfaces(surfaces)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask.unsqueeze(1).unsqueeze(2).to(torch.float32)) * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def start_from(self, weights: Path) -> None:
        """Load all-MiniLM-L6-v2 from its model.safetensors."""
        from safetensors.torch import load_file

        given = {k.removeprefix("bert."): v for k, v in load_file(str(weights)).items()}
        ours = {"words": "word_embeddings", "positions": "position_embeddings", "segment": "token_type_embeddings"}
        names = {f"{a}.weight": f"embeddings.{b}.weight" for a, b in ours.items()}
        names |= {f"norm.{part}": f"embeddings.LayerNorm.{part}" for part in ("weight", "bias")}
        parts = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value", "out": "attention.output.dense",
            "norm_attention": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm_inner": "output.LayerNorm",
        }  # fmt: skip
        for i in range(LAYERS):
            for a, b in parts.items():
                names |= {f"layers.{i}.{a}.{part}": f"encoder.layer.{i}.{b}.{part}" for part in ("weight", "bias")}
        self.load_state_dict({a: given[b] for a, b in names.items()} | {"surfaces.weight": self.surfaces.weight.detach()})


class Linker(nn.Module):
    """Scores of links between spans of one window: content -> cue, and cue -> source or none."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.bilinear, self.gap, self.rank = (nn.ModuleDict() for _ in range(5))
        for link in SPANS:
            self.first[link] = nn.Linear(2 * HIDDEN, PROJECTED)
            self.second[link] = nn.Linear(2 * HIDDEN, PROJECTED)
            self.bilinear[link] = nn.Linear(PROJECTED, PROJECTED, bias=False)
            nn.init.normal_(self.bilinear[link].weight, std=0.02)
            self.gap[link], self.rank[link] = nn.Embedding(2 * (len(GAPS) + 1), 1), nn.Embedding(RANKS, 1)
            nn.init.zeros_(self.gap[link].weight)
            nn.init.zeros_(self.rank[link].weight)
        self.none = nn.Parameter(torch.zeros(PROJECTED))

    def scores(self, link: str, states: Tensor, one: Tensor, other: Tensor) -> Tensor:
        """[len(one), len(other)], with a first column for "none" where the link may be missing."""
        left = self.bilinear[link](_project(self.first[link], states, one))
        columns = []
        if link == "cue_source":
            columns.append((left @ self.none)[:, None])
        if len(other):
            gaps, ranks = distances(one, other)
            right = _project(self.second[link], states, other)
            columns.append(left @ right.T + self.gap[link](gaps)[..., 0] + self.rank[link](ranks)[..., 0])
        return torch.cat(columns, 1)


def _project(layer: nn.Module, states: Tensor, spans: Tensor) -> Tensor:
    return F.gelu(layer(torch.cat([states[spans[:, 0]], states[spans[:, 1] - 1]], -1)))


def distances(one: Tensor, other: Tensor) -> tuple[Tensor, Tensor]:
    """Bucket of the signed gap, and rank by nearness, of every pair of spans."""
    a, b = one[:, None], other[None]
    after, before = b[..., 0] - a[..., 1], a[..., 0] - b[..., 1]
    gap = torch.where(after >= 0, after, torch.where(before >= 0, before, torch.zeros_like(after)))
    side = (b[..., 0] >= a[..., 0]).long()
    rank = gap.argsort(dim=1, stable=True).argsort(dim=1).clamp(max=RANKS - 1)
    return torch.bucketize(gap, torch.tensor(GAPS)) * 2 + side, rank


class Reader(nn.Module):
    """The encoder with its heads."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.heads = nn.ModuleDict({head: nn.Linear(HIDDEN, len(labels)) for head, labels in HEADS.items()})
        self.linker = Linker()
