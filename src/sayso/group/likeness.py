"""How alike two articles are: the chance that they report one event, from shared rare words, vectors, days that both name, lengths and dates."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.group.calendar import agreement
from sayso.group.options import LIKENESS, LikenessOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sayso.group.sketches import Sketch

DIGITS = 6
"""Decimals of a likeness: more would differ with the number of rows that a processor takes at a time."""
FEATURES = (
    *("words", "root_words", "rare", "short", "longer", "words_short", "vectors", "square_vectors", "vectors_short"),
    *("day", "other_day", "month", "other_month", "year", "other_year"),
)
"""What the weights of tables/likeness.json stand for; those with vectors are left out where an article has none."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What one article has in common with each of several others, one entry for each.

    `words`: cosine of words, 0..1. `rare`: number of rare words in both. `sizes`: log of the words of each, `size` of the one. `cosines`:
    cosine of vectors; `seen`: whether both have one. `apart`: days between, 0 where one of the dates is unknown or a guess. `named`: what
    `calendar.agreement` says, a row for each of the last features.
    """

    words: NDArray[np.float64]
    rare: NDArray[np.float64]
    sizes: NDArray[np.float64]
    size: float
    cosines: NDArray[np.float64]
    seen: NDArray[np.bool_]
    apart: NDArray[np.float64]
    named: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Likenesses by themselves, and two things that they are made of, arrays of one shape.

    `value`: 0..1, 0 for none; `words`: cosine of words, `vectors`: cosine of vectors, 0 where negative, NaN where one has none; both are 0 where
    the value is.
    """

    value: NDArray[np.float64]
    words: NDArray[np.float64]
    vectors: NDArray[np.float64]

    def __getitem__(self, which: Any) -> Alike:
        return Alike(*(part[which] for part in self.parts))

    @property
    def parts(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """The three arrays."""
        return self.value, self.words, self.vectors


@dataclass(frozen=True, slots=True, eq=False)
class AlikePairs:
    """One entry a pair that is alike at all: `one[i] < other[i]`, and how."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    alike: Alike


def features(shared: Shared) -> NDArray[np.float64]:
    """The numbers that a likeness is made of, [len(FEATURES), n]."""
    words = np.clip(shared.words, 0, 1)
    short = np.minimum(shared.sizes, shared.size) - MIDDLE
    vectors = np.where(shared.seen, shared.cosines, 0.0)
    rows = (words, np.sqrt(words), np.log1p(shared.rare), short, np.abs(shared.sizes - shared.size), words * short)
    return np.stack((*rows, vectors, np.square(np.maximum(vectors, 0)), vectors * short, *shared.named))


MIDDLE = 4.5
"""Log of the words of a middling text (90), so that the sizes are centred."""


def likeness(shared: Shared, *, options: LikenessOptions = LIKENESS) -> NDArray[np.float64]:
    """Plain likenesses from 0 to 1: the chance of one event by a logistic regression, made milder; 0 below the floor, and where no word is shared.

    The odds halve with every `half_life` days that the two are further apart than the grace.
    """
    made = features(shared)
    with_vectors, without = _weights()
    odds = _sum(made, with_vectors) if shared.seen.all() else np.where(shared.seen, _sum(made, with_vectors), _sum(made, without))
    odds = odds - math.log(2) * np.maximum(shared.apart - options.grace, 0) / options.half_life
    value = 1 / (1 + np.exp(-odds / options.mildness))
    return np.where((value >= options.floor) & (shared.words > 0), np.round(value, DIGITS), 0.0)


def alike(shared: Shared, *, options: LikenessOptions = LIKENESS) -> Alike:
    """The same with what it is made of."""
    value = likeness(shared, options=options)
    words = np.where(value > 0, np.clip(shared.words, 0, 1), 0.0)
    vectors = np.where(value > 0, np.where(shared.seen, np.maximum(shared.cosines, 0), np.nan), 0.0)
    return Alike(value, np.round(words, DIGITS).astype(np.float64), np.round(vectors, DIGITS).astype(np.float64))


def plain_pairs(sketches: Sequence[Sketch], *, options: LikenessOptions = LIKENESS) -> AlikePairs:
    """Likeness by itself of every two articles that have any. Time grows with the pairs that share a word within the window, not with all pairs."""
    days = np.array([given.day if given.day is not None and given.dated else np.nan for given in sketches], dtype=np.float64)
    order = np.argsort(np.nan_to_num(days, nan=-np.inf), kind="stable")
    days = days[order]
    packed = Packed([sketches[at] for at in order])
    found = [_row(packed.shared(row, low, high, days), row, low, options) for row, low, high in _compared(days, options.window)]
    if not found:
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        return AlikePairs(none, none, Alike(nothing, nothing, nothing))
    one, other, *parts = (np.concatenate(column) for column in zip(*found, strict=True))
    one, other = order[one], order[other]
    return AlikePairs(np.minimum(one, other), np.maximum(one, other), Alike(*parts))


def stacked(parts: Sequence[Alike]) -> Alike:
    """Several of one shape, one behind the other, with one dimension more."""
    return Alike(*(np.stack(column) for column in zip(*(part.parts for part in parts), strict=True)))


def length(vector: NDArray[np.int8] | None) -> float:
    """Length of a rounded vector, 0 where there is none; the sum is one of whole numbers, so exact."""
    return 0.0 if vector is None else float(np.sqrt(np.square(vector.astype(np.int64)).sum()))


def ranges(firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All numbers of several ranges one behind the other, and for each which range it is from."""
    lengths = lasts - firsts
    which = np.repeat(np.arange(len(lengths)), lengths)
    return np.arange(int(lengths.sum())) + np.repeat(firsts - (np.cumsum(lengths) - lengths), lengths), which


@cache
def table() -> dict[str, dict[str, float]]:
    """The learned weights by kind (with vectors and without, by itself and beside others) and name."""
    found: dict[str, dict[str, float]] = json.loads((files("sayso.group") / "tables" / "likeness.json").read_text(encoding="utf-8"))
    return found


def _weights() -> tuple[list[float], list[float]]:
    """Weights of the features and, last, the constant: with vectors, and without."""
    named = (*FEATURES, "constant")
    return [table()["with_vectors"].get(name, 0.0) for name in named], [table()["without_vectors"].get(name, 0.0) for name in named]


def _sum(made: NDArray[np.float64], weights: Sequence[float]) -> NDArray[np.float64]:
    """Weighted sum of the rows, added one by one: a matrix product may round otherwise for another number of columns."""
    total = np.full(made.shape[1], weights[-1])
    for row, weight in zip(made, weights[:-1], strict=True):
        total += row * weight
    return total


def _compared(days: NDArray[np.float64], window: float) -> Iterator[tuple[int, int, int]]:
    """(row, low, high): rows low..high-1, before `row`, with which it is compared: those without a date, and those within the window."""
    undated = int(np.isnan(days).sum())
    firsts = undated + np.searchsorted(days[undated:], days[undated:] - window)
    for row in range(1, len(days)):
        if row <= undated:
            yield row, 0, row
            continue
        first = int(firsts[row - undated])
        if undated:
            yield row, 0, undated
        if first < row:
            yield row, first, row


def _row(shared: Shared, row: int, low: int, options: LikenessOptions) -> tuple[NDArray[Any], ...]:
    """Those of the rows from `low` on that are like `row`: their numbers, `row` as often, and how alike."""
    found = alike(shared, options=options)
    which = np.flatnonzero(found.value)
    return which + low, np.full(len(which), row, dtype=np.int64), found.value[which], found.words[which], found.vectors[which]


class Packed:
    """Sketches with an inverted index of their words: entries by word, then by row."""

    __slots__ = ("_index_rows", "_index_weights", "_keys", "_lengths", "_named", "_sizes", "_sketches", "_vectors")

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self._sketches = sketches
        rows = np.repeat(np.arange(len(sketches), dtype=np.int64), [len(given.terms) for given in sketches])
        terms = np.concatenate([np.zeros(0, dtype=np.uint32), *(given.terms for given in sketches)])
        weights = np.concatenate([np.zeros(0, dtype=np.float16), *(given.weights for given in sketches)])
        keys = (terms.astype(np.uint64) << np.uint64(32)) + rows.astype(np.uint64)
        order = np.argsort(keys)
        self._keys, self._index_rows, self._index_weights = keys[order], rows[order], weights[order].astype(np.float64)
        self._sizes = np.array([given.size for given in sketches], dtype=np.float64)
        self._lengths = np.array([length(given.vector) for given in sketches], dtype=np.float64)
        self._named = np.array([given.named for given in sketches], dtype=np.uint64)
        wide = max((len(given.vector) for given in sketches if given.vector is not None), default=0)
        self._vectors = np.zeros((len(sketches), wide), dtype=np.float32)
        for row, given in enumerate(sketches):
            if given.vector is not None:
                self._vectors[row, : len(given.vector)] = given.vector

    def shared(self, row: int, low: int, high: int, days: NDArray[np.float64]) -> Shared:
        """What `row` has in common with each of the rows low..high-1; `days`: of all rows, NaN where unknown."""
        given = self._sketches[row]
        starts = given.terms.astype(np.uint64) << np.uint64(32)
        firsts, lasts = np.searchsorted(self._keys, starts + np.uint64(low)), np.searchsorted(self._keys, starts + np.uint64(high))
        hits, which = ranges(firsts, lasts)
        places = self._index_rows[hits] - low
        words = np.bincount(places, weights=self._index_weights[hits] * given.weights.astype(np.float64)[which], minlength=high - low).astype(
            np.float64
        )
        rare = np.bincount(places, weights=given.rare.astype(np.float64)[which], minlength=high - low).astype(np.float64)
        lengths = self._lengths[low:high] * self._lengths[row]
        cosines = (self._vectors[low:high] @ self._vectors[row]).astype(np.float64) / np.maximum(lengths, 1e-9)
        apart = np.nan_to_num(np.abs(days[low:high] - days[row]), nan=0.0)
        named = agreement(int(self._named[row]), self._named[low:high])
        return Shared(words, rare, self._sizes[low:high], given.size, cosines, lengths > 0, apart, named)
