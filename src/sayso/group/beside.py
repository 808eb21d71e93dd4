"""How alike two reports are beside the best that each of them has elsewhere: where many are alike, being alike says less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sayso.group.likeness import DIGITS, Alike, AlikePairs, plain_pairs, table
from sayso.group.options import LIKENESS, LikenessOptions
from sayso.linkage import Pairs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sayso.group.sketches import Sketch

CEILING = 0.95
"""A likeness above this counts as this: a copy of a report is no better partner than another close one, and its odds would be without bound."""
WORDS_CEILING, VECTORS_CEILING = 0.5, 0.8
"""So do cosines of words and of vectors above these, where close reports in words of their own lie."""
GAPS = ("odds", "gaps", "words", "vectors")
"""What the weights of tables/likeness.json under `KINDS` stand for; that of vectors is left out where an article has none."""
KINDS = ("beside", "beside_without_vectors")


def beside(alike: Alike, one: Alike, other: Alike, *, options: LikenessOptions = LIKENESS) -> NDArray[np.float64]:
    """Likenesses from 0 to 1 out of plain ones, any shape; 0 stays 0.

    `one`, `other`: the best that each of the two has with anybody, the other of the two among them, of each number by itself. Two reports of
    one event are each other's best or close to it, whether the event is told in words of its own or is one of ten trials of a week: how far a
    pair stays behind adapts to how crowded its neighbourhood is, as in local scaling (Zelnik-Manor and Perona 2005) and CSLS (Conneau et
    al. 2018).
    """
    made = gaps(alike, one, other, options=options)
    with_vectors, without = (_sum(made, table()[kind]) for kind in KINDS)
    total = np.where(np.isnan(alike.vectors), without, with_vectors)
    return np.where(alike.value > 0, np.round(1 / (1 + np.exp(-total / options.mildness)), DIGITS), 0.0)


def gaps(alike: Alike, one: Alike, other: Alike, *, options: LikenessOptions = LIKENESS) -> NDArray[np.float64]:
    """The numbers that a likeness beside others is made of, [len(GAPS), ...]: log odds, and by how much these, the words and the vectors stay
    behind the best of both.

    A best below the usual one (`options`) counts as that: of a report whose story has yet to come, and of two that are alone, it says nothing.
    """
    odds = _odds(alike.value, options)
    behind = sum(np.maximum(_odds(np.maximum(best.value, options.usual), options) - odds, 0.0) for best in (one, other))
    words = sum(_behind(alike.words, np.maximum(best.words, options.usual_words), WORDS_CEILING) for best in (one, other))
    vectors = sum(_behind(alike.vectors, np.maximum(best.vectors, options.usual_vectors), VECTORS_CEILING) for best in (one, other))
    return np.stack((odds, behind, words, vectors))


def pairs(sketches: Sequence[Sketch], *, options: LikenessOptions = LIKENESS) -> Pairs:
    """Likeness of every two articles of a batch that have any, beside the best that the two have in the batch."""
    found = plain_pairs(sketches, options=options)
    best = bests(found, len(sketches))
    return Pairs(found.one, found.other, beside(found.alike, best[found.one], best[found.other], options=options))


def bests(found: AlikePairs, size: int) -> Alike:
    """The best that each of 0..size-1 has, 0 for none, of each number by itself."""
    columns = []
    for values in found.alike.parts:
        best = np.zeros(size)
        np.fmax.at(best, found.one, values)
        np.fmax.at(best, found.other, values)
        columns.append(best)
    return Alike(*columns)


def best_of(alike: Alike) -> Alike:
    """The best along the last dimension, of each number by itself."""
    return Alike(*(np.fmax.reduce(part, axis=-1, initial=0.0) for part in alike.parts))


def _sum(made: NDArray[np.float64], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Weighted sum of the gaps."""
    total = np.full(made.shape[1:], weights["constant"])
    for name, row in zip(GAPS, made, strict=True):
        total += row * weights.get(name, 0.0)
    return total


def _odds(value: NDArray[np.float64], options: LikenessOptions) -> NDArray[np.float64]:
    """Log odds of one event, the mildness taken back."""
    inside = np.clip(value, options.floor, CEILING)
    return options.mildness * np.log(inside / (1 - inside))


def _behind(value: NDArray[np.float64], best: NDArray[np.float64], ceiling: float) -> NDArray[np.float64]:
    """By how much a cosine stays behind the best, both cut off at the ceiling; not at all where it is not known."""
    behind: NDArray[np.float64] = np.nan_to_num(np.maximum(np.minimum(best, ceiling) - np.minimum(value, ceiling), 0.0), nan=0.0)
    return behind
