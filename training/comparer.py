"""Two statements compared word by word: a head that is trained along with the sentence vectors and then dropped.

Words are aligned softly, compared, and summed by importance (Parikh et al., EMNLP 2016), beside the cosine of the vectors and
the rare words that both have. By itself it tells claims apart no better than the vectors that it has trained; it is here because the
shipped vectors were trained with it.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.model import HIDDEN

PROJECTED, COMPARED = 128, 64
SHARPNESS = 8.0
"""Scale of the likeness of words before the softmax that aligns them."""
START = (6.0, 4.0, 2.0, -5.3)
"""Weights of cosine, rare words and aligned words, and the border, at the start: about what `align` used before."""
NONE = -1e4


class Comparer(nn.Module):
    """States [n, length, 384], mask [n, length] and unit vectors [n, 384] of texts -> a logit for each of the pairs asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.project, self.importance = nn.Linear(HIDDEN, PROJECTED), nn.Linear(HIDDEN, 1)
        self.sharpness = nn.Parameter(torch.tensor(SHARPNESS))
        self.compare = nn.Sequential(nn.Linear(3 * PROJECTED, COMPARED), nn.GELU(), nn.Linear(COMPARED, COMPARED), nn.GELU())
        self.decide = nn.Sequential(nn.Linear(2 * COMPARED + 3, COMPARED), nn.GELU(), nn.Linear(COMPARED, 1))
        nn.init.zeros_(self.decide[2].weight)
        nn.init.zeros_(self.decide[2].bias)
        self.weights = nn.Parameter(torch.tensor(START))

    def forward(self, states: Tensor, mask: Tensor, vectors: Tensor, ones: Tensor, others: Tensor, words: Tensor) -> Tensor:
        projected = F.normalize(self.project(states), dim=-1)
        important = self.importance(states)[..., 0].masked_fill(mask == 0, NONE).softmax(-1)
        a, b = projected[ones], projected[others]
        likes = self.sharpness * a @ b.transpose(1, 2)
        told_a, near_a = self._side(a, b, likes, mask[others], important[ones])
        told_b, near_b = self._side(b, a, likes.transpose(1, 2), mask[ones], important[others])
        cosines = (vectors[ones] * vectors[others]).sum(-1)
        given = torch.stack([cosines, near_a + near_b, words], -1)
        plain = self.weights[0] * cosines + self.weights[1] * words + self.weights[2] * (near_a + near_b) / 2 + self.weights[3]
        return plain + self.decide(torch.cat([told_a + told_b, told_a * told_b, given], -1))[:, 0]

    def _side(self, one: Tensor, other: Tensor, likes: Tensor, mask: Tensor, important: Tensor) -> tuple[Tensor, Tensor]:
        """What the words of `one` are beside those they are aligned with, and how near the nearest are; each weighed by importance."""
        aligned = likes.masked_fill(mask[:, None] == 0, NONE).softmax(-1) @ other
        told = (important[..., None] * self.compare(torch.cat([one, aligned, one * aligned], -1))).sum(1)
        nearest = (likes / self.sharpness).masked_fill(mask[:, None] == 0, -1).max(-1).values
        return told, (important * nearest).sum(1)
