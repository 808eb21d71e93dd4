"""How alike two statements are: sentence vectors, and words weighed by rarity."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sayso.linkage import Pairs
from sayso.words import function_words, stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 256
"""Rows of the vectors' product that are held at once."""
WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True, slots=True)
class LikenessOptions:
    """Weights of the parts of likeness, which sum to one, and what is left out; tuned on the marked stories."""

    vectors: float = 0.6
    words: float = 0.4
    floor: float = 0.15
    """A likeness below this is taken as none."""
    most: int = 80
    """Pairs kept a text: more than any claim has statements in a story of usual size."""


def stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry meaning."""
    plain = (word.lower().replace("’", "'") for word in WORD.findall(text))
    return frozenset(stem(word) for word in plain if word not in function_words())


def likeness(texts: Sequence[str], vectors: NDArray[np.float32], *, options: LikenessOptions = LikenessOptions()) -> Pairs:
    """Pairs of texts with their likeness: near 1 for the same words; those under `floor`, and all but the `most` best of a text, are left out.

    `vectors`: [n, d], unit rows. Time grows with n squared for the vectors' product alone, in blocks; words meet through an inverted index.
    """
    words = Words([stems(t) for t in texts])
    kept: dict[tuple[int, int], float] = {}
    for first in range(0, len(texts), BLOCK):
        near = vectors[first : first + BLOCK] @ vectors.T
        for row, cosines in enumerate(near, first):
            score = options.vectors * cosines + options.words * words.shared(row)
            score[row] = -1.0
            best = np.argsort(-score, kind="stable")[: options.most]
            for other in best[score[best] >= options.floor].tolist():
                kept[min(row, other), max(row, other)] = round(float(score[other]), 6)
    ends = np.array(sorted(kept), np.int64).reshape(-1, 2)
    return Pairs(ends[:, 0], ends[:, 1], np.array([kept[a, b] for a, b in ends.tolist()], np.float64))


class Words:
    """An inverted index of stems, weighed by rarity among the texts."""

    def __init__(self, bags: Sequence[frozenset[str]]) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        for row, bag in enumerate(bags):
            for word in sorted(bag):
                places[word].append(row)
        self._bags = [sorted(bag) for bag in bags]
        self._places = {word: np.array(rows) for word, rows in places.items()}
        self._weight = {word: math.log(1 + len(bags) / len(rows)) ** 2 for word, rows in places.items()}
        own = [sum(self._weight[word] for word in bag) for bag in self._bags]
        self._norm = np.sqrt(np.maximum(np.array(own, np.float64), 1e-9))

    def shared(self, row: int) -> NDArray[np.float64]:
        """Cosine of the weighed words of one text with those of every text."""
        sums = np.zeros(len(self._bags))
        for word in self._bags[row]:
            sums[self._places[word]] += self._weight[word]
        return np.asarray(sums / self._norm / self._norm[row])
