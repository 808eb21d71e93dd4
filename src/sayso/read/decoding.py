"""Label scores -> spans: constrained Viterbi decoding, and from word pieces to offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sayso.data import Span
from sayso.encoder import Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

IMPOSSIBLE = -1e9


def stretches(scores: NDArray[np.float32], labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Best sequence of BIO labels as (role, first, last) stretches of pieces: I-x follows only B-x or I-x (Viterbi, 1967).

    `scores` are log probabilities [pieces, labels].
    """
    if not len(scores):
        return []
    found: list[tuple[str, int, int]] = []
    best = _best(scores, labels)
    parts = [label.split("-", 1) for label in labels]
    for at in np.flatnonzero(best != labels.index("O")).tolist():
        mark, role = parts[best[at]]
        if mark == "I" and found and found[-1][0] == role and found[-1][2] == at:
            found[-1] = (role, found[-1][1], at + 1)
        else:
            found.append((role, at, at + 1))
    return found


def _best(scores: NDArray[np.float32], labels: Sequence[str]) -> NDArray[np.int64]:
    """The best allowed path: each piece's own best label, and a search only around those that break the rule.

    A piece whose best label is free (O or B-x) keeps it in the best path if no I-x behind it is worth what the piece would give up for it: I-x
    loses nothing but its lead over B-x, which may always stand there. So the path is made up of stretches between such pieces.
    """
    inner = np.array([at for at, label in enumerate(labels) if label.startswith("I-")])
    begin = np.array([labels.index("B" + labels[at][1:]) for at in inner])
    best: NDArray[np.int64] = scores.argmax(1)
    is_free = np.ones(len(labels), bool)
    is_free[inner] = False
    begun_by = np.full(len(labels), -1)
    begun_by[inner] = begin
    before = np.concatenate(([labels.index("O")], best[:-1]))
    broken = np.flatnonzero(~is_free[best] & (before != best) & (before != begun_by[best]))
    if not len(broken):
        return best
    values = scores.astype(np.float64)
    leads = np.append(values[1:, inner] - values[1:, begin], np.full((1, len(inner)), -np.inf), 0)
    begun = np.where(begin == best[:, None], -np.inf, values[:, begin])
    worth = (np.maximum(values[:, inner], begun) + leads).max(1)
    kept = np.flatnonzero(is_free[best] & (worth < values[np.arange(len(values)), best]))
    done = 0
    for at in broken.tolist():
        if at < done:
            continue
        place = int(np.searchsorted(kept, at))
        first = int(kept[place - 1]) if place else 0
        done = int(kept[place]) if place < len(kept) else len(values)
        best[first:done] = _searched(values[first:done], labels)
    return best


def _searched(scores: NDArray[np.float64], labels: Sequence[str]) -> list[int]:
    """The best allowed path by search. O and B-x may follow anything, so one best predecessor serves them all; I-x follows B-x or itself."""
    free = [at for at, label in enumerate(labels) if not label.startswith("I-")]
    inner = [(at, labels.index("B" + label[1:])) for at, label in enumerate(labels) if label.startswith("I-")]
    rows = scores.tolist()
    value = [IMPOSSIBLE if label.startswith("I-") else rows[0][at] for at, label in enumerate(labels)]
    back: list[list[int]] = []
    for row in rows[1:]:
        before = value.index(max(value))
        top = value[before]
        came = [before] * len(labels)
        after = [0.0] * len(labels)
        for at in free:
            after[at] = top + row[at]
        for at, begin in inner:
            came[at] = at if value[at] > value[begin] else begin
            after[at] = value[came[at]] + row[at]
        back.append(came)
        value = after
    path = [value.index(max(value))]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


def span_of(pieces: Pieces, first: int, last: int) -> Span:
    """Offsets of the pieces [first, last), paragraph breaks at its ends left out."""
    starts, ends = pieces.starts.item, pieces.ends.item
    while last - 1 > first and ends(last - 1) == starts(last - 1):
        last -= 1
    while first < last - 1 and ends(first) == starts(first):
        first += 1
    return Span(starts(first), ends(last - 1))
