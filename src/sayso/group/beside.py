"""How alike two reports are beside the best that each of them has elsewhere: where many are alike, being alike says less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sayso.group.likeness import DIGITS, plain_pairs, table
from sayso.group.options import LIKENESS, LikenessOptions
from sayso.linkage import Pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sayso.group.sketches import Sketch

CEILING = 0.95
"""A likeness above this counts as this: a copy of a report is no better partner than another close one, and its odds would be without bound."""
GAPS = ("odds", "gaps")
"""What the weights of tables/likeness.json under "beside" stand for."""


def beside(
    value: NDArray[np.float64], one: NDArray[np.float64], other: NDArray[np.float64], *, options: LikenessOptions = LIKENESS
) -> NDArray[np.float64]:
    """Likenesses from 0 to 1 out of plain ones, any shape; 0 stays 0.

    `one`, `other`: the best plain likeness that each of the two has with anybody, the other of the two among them. Two reports of one
    event are each other's best or close to it, whether the event is told in words of its own or is one of ten trials of a week: how far a
    pair stays behind adapts to how crowded its neighbourhood is, as in local scaling (Zelnik-Manor and Perona 2005) and CSLS (Conneau et
    al. 2018).
    """
    kept = table()["beside"]
    odds, behind = gaps(value, one, other, options=options)
    odds = odds * kept["odds"] + behind * kept["gaps"] + kept["constant"]
    return np.where(value > 0, np.round(1 / (1 + np.exp(-odds / options.mildness)), DIGITS), 0.0)


def gaps(
    value: NDArray[np.float64], one: NDArray[np.float64], other: NDArray[np.float64], *, options: LikenessOptions = LIKENESS
) -> NDArray[np.float64]:
    """The numbers that a likeness beside others is made of, [len(GAPS), ...]: log odds, and by how much they stay behind the best of both.

    A best below `options.usual` counts as that: of a report whose story has yet to come, and of two that are alone, it says nothing.
    """
    odds = _odds(value, options)
    behind = [np.maximum(_odds(np.maximum(best, options.usual), options) - odds, 0.0) for best in (one, other)]
    return np.stack((odds, behind[0] + behind[1]))


def pairs(sketches: Sequence[Sketch], *, options: LikenessOptions = LIKENESS) -> Pairs:
    """Likeness of every two articles of a batch that have any, beside the best that the two have in the batch."""
    alike = plain_pairs(sketches, options=options)
    best = bests(alike, len(sketches))
    return Pairs(alike.one, alike.other, beside(alike.value, best[alike.one], best[alike.other], options=options))


def bests(alike: Pairs, size: int) -> NDArray[np.float64]:
    """The best likeness that each of 0..size-1 has, 0 for none."""
    best = np.zeros(size)
    np.maximum.at(best, alike.one, alike.value)
    np.maximum.at(best, alike.other, alike.value)
    return best


def _odds(value: NDArray[np.float64], options: LikenessOptions) -> NDArray[np.float64]:
    """Log odds of one event, the mildness taken back."""
    inside = np.clip(value, options.floor, CEILING)
    return options.mildness * np.log(inside / (1 - inside))
