"""Members of a window, gathered from its weeks into one piece, and how alike they and an article are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.group.beside import beside, best_of
from sayso.group.calendar import agreement
from sayso.group.likeness import Alike, Shared, alike, length, stacked
from sayso.group.options import LIKENESS, LikenessOptions
from sayso.group.segments import Segment, gathered
from sayso.group.sketches import Sketch

if TYPE_CHECKING:
    from numpy.typing import NDArray


ROW_BITS = 32
ROWS = (1 << ROW_BITS) - 1
"""A member's code is its segment's number and, in the lowest bits, its row there."""


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """What is compared of n members: their terms one behind the other, `ends` of each, and one entry a member in the other columns.

    `vectors`: whole numbers, float32 [n, d], zeros where there is none; `lengths` of them; `days` count from 1970, where `dated` is true;
    `named`: bits, as in a sketch.
    """

    terms: NDArray[np.uint32]
    weights: NDArray[np.float16]
    ends: NDArray[np.int64]
    sizes: NDArray[np.float64]
    vectors: NDArray[np.float32]
    lengths: NDArray[np.float64]
    days: NDArray[np.float64]
    dated: NDArray[np.bool_]
    named: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.ends)

    def shared(self, given: Sketch, *, named: int | None = None) -> Shared:
        """What a sketch has in common with each of the members; `named`: what it names, where that is known."""
        size = len(self)
        words, rare = np.zeros(size), np.zeros(size)
        if len(given.terms):
            at = np.minimum(np.searchsorted(given.terms, self.terms), len(given.terms) - 1)
            both = np.flatnonzero(given.terms[at] == self.terms)
            member, mine = np.searchsorted(self.ends, both, "right"), at[both]
            products = given.weights[mine].astype(np.float64) * self.weights[both].astype(np.float64)
            words = np.bincount(member, weights=products, minlength=size).astype(np.float64)
            rare = np.bincount(member, weights=given.rare[mine].astype(np.float64), minlength=size).astype(np.float64)
        lengths, product = self.lengths * length(given.vector), np.zeros(size)
        if given.vector is not None and len(given.vector) == self.vectors.shape[1]:
            # Whole numbers below 2**24 in float32: the sums are exact, so neither the order nor the number of the rows has a say.
            product = (self.vectors @ given.vector.astype(np.float32)).astype(np.float64)
        apart = np.abs(self.days - (given.day or 0.0)) * (self.dated & given.dated)
        agreed = agreement(given.named if named is None else named, self.named)
        return Shared(words, rare, self.sizes, given.size, product / np.maximum(lengths, 1e-9), lengths > 0, apart, agreed)

    def sketch(self, at: int) -> Sketch:
        """The sketch of a member, without its id."""
        entries = slice(int(self.ends[at - 1]) if at else 0, int(self.ends[at]))
        vector = self.vectors[at].astype(np.int8) if self.lengths[at] > 0 else None
        terms, weights = self.terms[entries], self.weights[entries]
        return Sketch("", float(self.days[at]), bool(self.dated[at]), terms, weights, float(self.sizes[at]), vector)


class Near:
    """An article and the members near it, by their codes in ascending order: how alike two are beside the best that each has here."""

    __slots__ = ("_best", "_codes", "_members", "_options", "_rows", "plain")

    def __init__(self, given: Sketch, members: Members, codes: NDArray[np.int64], *, options: LikenessOptions = LIKENESS) -> None:
        self._members, self._codes, self._options = members, codes, options
        self.plain = alike(members.shared(given), options=options)
        """Of the article to each member, by itself."""
        self._best = best_of(self.plain)
        self._rows: dict[int, Alike] = {}

    def at_most(self) -> NDArray[np.float64]:
        """Likeness of the article to each member, should that have nobody better: no less than it is, for a fraction of the work."""
        return beside(self.plain, self._best, self.plain, options=self._options)

    def mean(self, codes: NDArray[np.int64]) -> float:
        """Mean likeness of the article to some of the members, 0 for none."""
        if not len(codes):
            return 0.0
        return float(self._article(np.searchsorted(self._codes, codes)).mean())

    def mean_between(self, ones: NDArray[np.int64], others: NDArray[np.int64]) -> float:
        """Mean likeness over all pairs of two groups of members, the article being in the first."""
        here, there = np.searchsorted(self._codes, ones), np.searchsorted(self._codes, others)
        rows = stacked([self._row(at)[there] for at in here.tolist()])
        between = beside(rows, self._bests(here)[:, None], self._bests(there), options=self._options)
        return float((between.sum() + self._article(there).sum()) / ((len(here) + 1) * len(there)))

    def _article(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Likeness of the article to members."""
        return beside(self.plain[places], self._best, self._bests(places), options=self._options)

    def _bests(self, places: NDArray[np.int64]) -> Alike:
        """The best of each of some members."""
        rows = best_of(stacked([self._row(at) for at in places.tolist()]))
        return Alike(*(np.fmax(elsewhere, here) for elsewhere, here in zip(rows.parts, self.plain[places].parts, strict=True)))

    def _row(self, at: int) -> Alike:
        """How alike a member is to all, not at all to itself."""
        if at not in self._rows:
            shared = self._members.shared(self._members.sketch(at), named=int(self._members.named[at]))
            row = alike(shared, options=self._options)
            row.value[at] = row.words[at] = row.vectors[at] = 0.0
            self._rows[at] = row
        return self._rows[at]


def gather(segments: Mapping[int, Segment], codes: NDArray[np.int64]) -> Members:
    """The columns of members that are given by their codes, in ascending order; at least one."""
    parts = [(segments[number], codes[codes >> ROW_BITS == number] & ROWS) for number in np.unique(codes >> ROW_BITS).tolist()]
    entries = [gathered(segment["terms_end"], rows) for segment, rows in parts]
    terms, weights = (
        np.concatenate([segment[name][at] for (segment, _), (at, _) in zip(parts, entries, strict=True)]) for name in ("terms", "weights")
    )
    ends = np.cumsum(np.concatenate([counts for _, counts in entries]))
    sizes, lengths, days, dated, named = (
        np.concatenate([segment[name][rows] for segment, rows in parts]) for name in ("size", "vector_length", "day", "dated", "named")
    )
    vectors = np.zeros((len(codes), max(segment.width for segment, _ in parts)), dtype=np.float32)
    first = 0
    for segment, rows in parts:
        if segment.width:
            vectors[first : first + len(rows), : segment.width] = segment["vector"][rows]
        first += len(rows)
    return Members(terms, weights, ends, sizes, vectors, lengths, days, dated, named)


def coded(number: int, rows: NDArray[Any]) -> NDArray[np.int64]:
    """Codes of rows of a segment: one number that says both, in order of segment, then of row."""
    return (np.int64(number) << ROW_BITS) + rows.astype(np.int64)
