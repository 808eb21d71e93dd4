"""Rows of a week in pieces that are sorted once and merged seldom: postings by term, rows by their keys and by the keys of their stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATIO = 256
"""A piece so many times as large as the one behind it is left alone. So a row is merged a few hundred times at most however many there are,
and a question is put to two pieces as long as there are fewer rows than four million."""


@dataclass(slots=True, eq=False)
class Sorted:
    """Values in ascending order, each with the row it is from; of equal ones, the lower rows first."""

    values: NDArray[Any]
    rows: NDArray[np.uint32]

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.values.nbytes + self.rows.nbytes

    def rows_of(self, value: int) -> NDArray[np.uint32]:
        """The rows that have this value."""
        wanted = self.values.dtype.type(value)
        return self.rows[np.searchsorted(self.values, wanted, "left") : np.searchsorted(self.values, wanted, "right")]

    def holds(self, values: NDArray[Any]) -> NDArray[np.bool_]:
        """Which of these are among the values, of which there is at least one."""
        found: NDArray[np.bool_] = self.values[np.minimum(np.searchsorted(self.values, values), len(self.values) - 1)] == values
        return found

    def with_later(self, other: Sorted) -> Sorted:
        """These and others, whose rows are all above."""
        where = np.searchsorted(self.values, other.values, "right")
        return Sorted(np.insert(self.values, where, other.values), np.insert(self.rows, where, other.rows))


def in_order(values: NDArray[Any], rows: NDArray[np.uint32]) -> Sorted:
    """Values with their rows, which are in ascending order, sorted."""
    order = np.argsort(values, kind="stable")
    return Sorted(values[order], rows[order])


@dataclass(slots=True, eq=False)
class Run:
    """Rows low..high-1 of a segment: their terms, their keys, and the keys of their stories, which are sorted when they are first asked for."""

    low: int
    high: int
    terms: Sorted
    keys: Sorted
    stories: Sorted | None = None

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.terms.nbytes + self.keys.nbytes + (self.stories.nbytes if self.stories else 0)

    def with_later(self, other: Run) -> Run:
        """This run and the one behind it as one."""
        stories = self.stories.with_later(other.stories) if self.stories and other.stories else None
        return Run(self.low, other.high, self.terms.with_later(other.terms), self.keys.with_later(other.keys), stories)


def put(runs: list[Run], last: Run) -> None:
    """Put a run behind the others, and merge those at the end until each is `RATIO` times as large as the one behind it, or larger."""
    runs.append(last)
    while len(runs) > 1 and runs[-2].high - runs[-2].low < RATIO * (runs[-1].high - runs[-1].low):
        later = runs.pop()
        runs[-1] = runs[-1].with_later(later)
