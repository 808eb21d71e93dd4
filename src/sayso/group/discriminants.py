"""What of an article's vector tells one event from another: linear discriminants, learned by training/grouping.py."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 127
"""A vector's largest number after rounding to whole ones. Products of whole numbers add up exactly, in any order."""


@dataclass(frozen=True, slots=True, eq=False)
class Discriminants:
    """`axes`: int8 [d, k]; `middle`: float64 [k], where the mean of all articles comes to lie on them."""

    axes: NDArray[np.int8]
    middle: NDArray[np.float64]

    def of(self, rounded: NDArray[np.int8]) -> NDArray[np.int8]:
        """A rounded vector of d numbers on the axes, k numbers, rounded."""
        size = float(np.sqrt(np.square(rounded.astype(np.int64)).sum()))
        along = rounded.astype(np.int64) @ self.axes.astype(np.int64)
        return rounded_to(along / max(size, 1.0) - self.middle)


def rounded_to(vector: NDArray[Any]) -> NDArray[np.int8]:
    """A vector in whole numbers, the largest of which is `STEPS`."""
    largest = float(np.abs(vector).max(initial=0.0))
    return np.rint(vector.astype(np.float64) * (STEPS / largest if largest > 0 else 0.0)).astype(np.int8)


def told_apart(rounded: NDArray[np.int8]) -> NDArray[np.int8]:
    """A rounded vector of the shipped model on the shipped axes; one of another length, which is not of that model or is on them, as it is."""
    table = shipped()
    return table.of(rounded) if len(rounded) == len(table.axes) else rounded


@cache
def shipped() -> Discriminants:
    """The table that training/grouping.py wrote."""
    with (files("sayso.group") / "tables" / "discriminants.npz").open("rb") as file, np.load(file) as table:
        return Discriminants(table["axes"], table["middle"])
