"""Where two texts run word for word alike: an inverted index of shingles, joined to runs, and runs joined to chains."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

MIX = np.uint64(0x9E3779B97F4A7C15)
"""Odd multiplier of the shingle hash: 2^64 over the golden ratio (Knuth, TAOCP 3, 6.4)."""

Run = tuple[int, int, int, int]
"""Words `first` to `last` (exclusive) of one text that are words `first` to `last` of the other."""


def common_runs(texts: Sequence[NDArray[np.uint64]], *, size: int, occurrences: int, neighbours: int) -> dict[tuple[int, int], list[Run]]:
    """(one, other), indexes of two texts with one < other -> the runs of `size` words and more that both have, in order.

    `texts`: word hashes. Of a shingle, the first `occurrences` in a text count, and each is paired with the next `neighbours` in the
    texts that follow, so that time grows with the words and not with the square of the copies of a dispatch.
    """
    found: dict[tuple[int, int], list[Run]] = defaultdict(list)
    every, text, place = _index([_shingles(hashes, size) for hashes in texts], occurrences)
    for step in range(1, neighbours + 1):
        same = np.flatnonzero(every[step:] == every[:-step])
        if not len(same):
            break
        same = same[text[same] != text[same + step]]
        _join(text[same], text[same + step], place[same], place[same + step], size, found)
    return {pair: _merged(runs) for pair, runs in sorted(found.items())}


def chains(runs: Sequence[Run], *, gap: int) -> Iterator[list[Run]]:
    """Runs that go forward in both texts with at most `gap` words between; where two overlap, the later is cut."""
    growing: list[list[Run]] = []
    for run in runs:
        yield from (chain for chain in growing if run[0] - chain[-1][1] > gap)
        growing = [chain for chain in growing if run[0] - chain[-1][1] <= gap]
        fitting = [(abs((run[2] - chain[-1][3]) - (run[0] - chain[-1][1])), at) for at, chain in enumerate(growing) if _follows(run, chain[-1], gap)]
        if not fitting:
            growing.append([run])
            continue
        chain = growing[min(fitting)[1]]
        cut = max(0, chain[-1][1] - run[0], chain[-1][3] - run[2])
        chain.append((run[0] + cut, run[1], run[2] + cut, run[3]))
    yield from growing


def _follows(run: Run, before: Run, gap: int) -> bool:
    """Whether `run` goes on after `before` in both texts, its end beyond that one's end."""
    cut = max(0, before[1] - run[0], before[3] - run[2])
    return run[2] - before[3] <= gap and run[0] > before[0] and run[2] > before[2] and cut < run[1] - run[0]


def _shingles(hashes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """A hash for every `size` words in a row."""
    count = max(0, len(hashes) - size + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for at in range(size):
        mixed = (mixed ^ hashes[at : at + count]) * MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _index(shingles: Sequence[NDArray[np.uint64]], occurrences: int) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Shingles with their text and place, in order, those left out that only one text has or that a text has too often."""
    if not shingles:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    every = np.concatenate(shingles)
    text = np.repeat(np.arange(len(shingles)), [len(s) for s in shingles])
    place = np.concatenate([np.arange(len(s)) for s in shingles])
    order = np.lexsort((place, text, every))
    every, text, place = every[order], text[order], place[order]
    again = np.zeros(len(every), dtype=bool)
    again[occurrences:] = (every[occurrences:] == every[:-occurrences]) & (text[occurrences:] == text[:-occurrences])
    return every[~again], text[~again], place[~again]


def _join(
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    here: NDArray[np.int64],
    there: NDArray[np.int64],
    size: int,
    found: dict[tuple[int, int], list[Run]],
) -> None:
    """Put neighbouring common shingles together to runs: same texts, same distance, next place."""
    if not len(one):
        return
    order = np.lexsort((here, there - here, other, one))
    one, other, here, there = one[order], other[order], here[order], there[order]
    goes_on = (np.diff(one) == 0) & (np.diff(other) == 0) & (np.diff(there - here) == 0) & (np.diff(here) == 1)
    firsts = np.flatnonzero(np.concatenate(([True], ~goes_on)))
    lasts = np.append(firsts[1:], len(one)) - 1
    columns = (one[firsts], other[firsts], here[firsts], here[lasts] + size, there[firsts], there[lasts] + size)
    for a, b, first, last, other_first, other_last in zip(*(column.tolist() for column in columns), strict=True):
        found[a, b].append((first, last, other_first, other_last))


def _merged(runs: list[Run]) -> list[Run]:
    """Runs in order, those on one diagonal that touch or overlap put together (they came from different steps)."""
    merged: list[Run] = []
    for run in sorted(runs, key=lambda r: (r[2] - r[0], r[0], r[1])):
        if merged and merged[-1][2] - merged[-1][0] == run[2] - run[0] and run[0] <= merged[-1][1]:
            before = merged[-1]
            merged[-1] = (before[0], max(before[1], run[1]), before[2], max(before[3], run[3]))
        else:
            merged.append(run)
    return sorted(merged)
