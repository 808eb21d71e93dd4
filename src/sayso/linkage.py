"""Average linkage (UPGMA; Sokal and Michener, 1958) over the pairs that are alike at all: stories out of articles, claims out of statements."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Likenesses, one entry a pair: `one[i] < other[i]` are alike by `value[i]`; a pair that is not listed counts as 0."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    value: NDArray[np.float64]


def clusters(size: int, alike: Pairs, *, threshold: float) -> list[list[int]]:
    """Clusters of 0..size-1, each in order, ordered by their first member.

    The two clusters whose members are most alike on average are joined, again and again, while that average is `threshold` or more;
    of equals, the pair with the smallest members first. Time grows with the number of pairs, not with the square of `size`.
    """
    members = {at: [at] for at in range(size)}
    links: dict[int, dict[int, float]] = {at: {} for at in range(size)}
    for one, other, value in zip(alike.one.tolist(), alike.other.tolist(), alike.value.tolist(), strict=True):
        links[one][other] = links[other][one] = value
    heap = [(-value, one, other) for one in links for other, value in links[one].items() if one < other and value >= threshold]
    heapq.heapify(heap)
    while heap:
        negative, one, other = heapq.heappop(heap)
        if one not in members or other not in members or -negative != _mean(links, members, one, other):
            continue
        _join(links, members, one, other)
        for third in links[one]:
            mean = _mean(links, members, one, third)
            if mean >= threshold:
                heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
    return [sorted(members[at]) for at in sorted(members)]


def _mean(links: dict[int, dict[int, float]], members: dict[int, list[int]], one: int, other: int) -> float:
    return links[one].get(other, 0.0) / (len(members[one]) * len(members[other]))


def _join(links: dict[int, dict[int, float]], members: dict[int, list[int]], one: int, other: int) -> None:
    """Put `other` into `one`, the smaller label; sums of likeness add up."""
    members[one] += members.pop(other)
    for third, total in links.pop(other).items():
        del links[third][other]
        if third != one:
            links[one][third] = links[third][one] = links[one].get(third, 0.0) + total
