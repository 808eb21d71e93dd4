"""A sketch: the little that grouping needs of an article, in a few packed numbers that are the same wherever it is made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from sayso.group.calendar import named
from sayso.group.discriminants import rounded_to, told_apart
from sayso.group.options import GROUPING, GroupOptions
from sayso.group.terms import most, rarity, term_weights, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.data import Article, Reading

MOST_TERMS = 96
"""The heaviest terms of an article that are kept; those further down hardly move a cosine."""
RARE = 6.0
"""Rarity from which a word is rare: in fewer than one of four hundred articles."""
LONG = 250
"""Words beyond which a text is no longer for the comparison."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What grouping needs of an article.

    `day`: days since 1970, or None; `dated`: whether that is its date of publication, not a guess. `terms`: uint32 [n], hashes of words and
    names, in ascending order; `weights`: float16 [n], together of length one. `size`: log of the number of words. `vector`: int8 [k],
    what of the article's vector tells events apart, rounded, or None.
    """

    id: str
    day: float | None
    dated: bool
    terms: NDArray[np.uint32]
    weights: NDArray[np.float16]
    size: float
    vector: NDArray[np.int8] | None

    @property
    def named(self) -> int:
        """Days, months and years that are among the terms (calendar.WORDS)."""
        return named(self.terms)

    @property
    def rare(self) -> NDArray[np.bool_]:
        """Which of the terms are rare in news."""
        return rarity(self.terms) > RARE


def sketch(reading: Reading, *, vector: NDArray[np.float32] | None = None, options: GroupOptions = GROUPING) -> Sketch:
    """The sketch of a reading; `vector`: float32 [d], the article's vector, or None."""
    article = reading.article
    terms, counts, size = term_weights(article, options.likeness)
    weights = np.log1p(counts) * rarity(terms)
    kept = most(terms, weights, MOST_TERMS)
    day = day_of(article)
    dated = day is not None and not article.published_inferred
    return Sketch(
        article.id,
        day,
        dated,
        terms[kept],
        unit(weights[kept]),
        math.log1p(min(size, LONG)),
        None if vector is None else told_apart(rounded_to(vector)),
    )


def pack_sketch(given: Sketch) -> bytes:
    """A sketch as bytes (msgpack), little-endian; `unpack_sketch` gives it back exactly."""
    terms, weights = given.terms.astype("<u4").tobytes(), given.weights.astype("<f2").tobytes()
    vector = None if given.vector is None else given.vector.tobytes()
    return msgspec.msgpack.encode((given.id, given.day, given.dated, terms, weights, given.size, vector))


def unpack_sketch(packed: bytes) -> Sketch:
    """The sketch that was packed; raises msgspec.DecodeError or ValueError for other bytes.

    Sketches that were packed before 2026-11-23 hold the article's vector itself: they come back as `sketch` makes them now.
    """
    kind = tuple[str, float | None, bool, bytes, bytes, float, bytes | None]
    name, day, dated, terms, weights, size, vector = msgspec.msgpack.decode(packed, type=kind)
    columns = np.frombuffer(terms, dtype="<u4").astype(np.uint32), np.frombuffer(weights, dtype="<f2").astype(np.float16)
    if len(columns[0]) != len(columns[1]):
        raise ValueError("a sketch has as many weights as terms")
    return Sketch(name, day, dated, *columns, size, None if vector is None else told_apart(np.frombuffer(vector, dtype=np.int8)))


def day_of(article: Article) -> float | None:
    """Days since 1970 of the publication, or None where it is unknown."""
    published = article.published
    if published is None:
        return None
    if isinstance(published, datetime):
        aware = published if published.tzinfo else published.replace(tzinfo=UTC)
        return aware.timestamp() / 86_400
    return float(published.toordinal() - date(1970, 1, 1).toordinal()) + 0.5
