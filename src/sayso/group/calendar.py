"""Days, months and years that an article names: two reports of one event name the same ones, or none."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from sayso.words import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december")
"""Without May, which is too common a word to be kept."""
YEARS = tuple(str(year) for year in range(1995, 2041))
"""So many that all these words have a bit each of 64."""
KINDS = (DAYS, MONTHS, YEARS)
WORDS = (*DAYS, *MONTHS, *YEARS)


def named(terms: NDArray[np.uint32]) -> int:
    """Which words of `WORDS` are among some hashed terms: bit b stands for the b-th one."""
    hashes, bits = _hashed()
    at = np.minimum(np.searchsorted(hashes, terms), len(hashes) - 1)
    return int(np.bitwise_or.reduce(bits[at[hashes[at] == terms]], initial=np.uint64(0)))


def agreement(one: int, others: NDArray[np.uint64]) -> NDArray[np.float64]:
    """[2 * len(KINDS), n]: for each kind, where both name some, 1 in the first row if one of them is the same, and in the second if none is."""
    masks = _masks()[:, None]
    theirs, mine = others & masks, np.uint64(one) & masks
    same = (theirs & mine) > 0
    differ = (theirs > 0) & (mine > 0) & ~same
    return np.stack((same, differ), axis=1).reshape(2 * len(masks), -1).astype(np.float64)


@cache
def _hashed() -> tuple[NDArray[np.uint32], NDArray[np.uint64]]:
    """Hashes of the words in ascending order, and the bit of each."""
    hashes = np.array([xxhash.xxh32_intdigest(stem(word).encode()) for word in WORDS], dtype=np.uint32)
    order = np.argsort(hashes)
    return hashes[order], (np.uint64(1) << np.arange(len(WORDS), dtype=np.uint64))[order]


@cache
def _masks() -> NDArray[np.uint64]:
    """The bits of each kind."""
    ends = np.cumsum([len(kind) for kind in KINDS]).tolist()
    return np.array([(1 << end) - (1 << (end - len(kind))) for end, kind in zip(ends, KINDS, strict=True)], dtype=np.uint64)
