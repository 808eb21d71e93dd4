"""Label scores -> spans: constrained Viterbi decoding, and from word pieces to offsets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    best = _best(scores, labels)
    names = [label.split("-", 1)[1] for label in labels if label != "O"]
    role = np.array([names.index(label.split("-", 1)[1]) if label != "O" else -1 for label in labels])[best]
    is_told = role >= 0
    # a stretch goes on where its role does, but for a B-x, and ends where the next one begins or none goes on
    begins = is_told & (np.array([label.startswith("B-") for label in labels])[best] | (np.concatenate(([-1], role[:-1])) != role))
    ends = is_told & np.append(begins[1:] | ~is_told[1:], True)
    firsts, lasts = np.flatnonzero(begins), np.flatnonzero(ends) + 1
    return [(names[at], first, last) for at, first, last in zip(role[firsts].tolist(), firsts.tolist(), lasts.tolist(), strict=True)]


def _best(scores: NDArray[np.float32], labels: Sequence[str]) -> NDArray[np.int64]:
    """The best allowed path: each piece's own best label, and a search only around those that break the rule.

    So the path is made up of stretches between pieces that keep their label (`_keeps`), which are looked for from each broken place on.
    """
    inner = {at: labels.index("B" + label[1:]) for at, label in enumerate(labels) if label.startswith("I-")}
    best: NDArray[np.int64] = scores.argmax(1)
    begun_by = np.array([inner.get(at, -1) for at in range(len(labels))])[best]
    before = np.concatenate(([labels.index("O")], best[:-1]))
    done = 0
    for at in np.flatnonzero((begun_by >= 0) & (before != best) & (before != begun_by)).tolist():
        if at < done:
            continue
        first, done = at - 1, at + 1
        while first > 0 and not _keeps(scores, inner, first, int(best[first])):
            first -= 1
        while done < len(best) and not _keeps(scores, inner, done, int(best[done])):
            done += 1
        first = max(first, 0)
        best[first:done] = _searched(scores[first:done].astype(np.float64), labels)
    return best


def _keeps(scores: NDArray[np.float32], inner: Mapping[int, int], at: int, label: int) -> bool:
    """Whether the best path surely gives a piece its own best label; `inner` are the I-x, each with its B-x.

    It does if the label is free (O or B-x) and no I-x behind it is worth what the piece would give up for it: I-x loses nothing but its lead over
    B-x, which may always stand there.
    """
    if label in inner:
        return False
    if at + 1 == len(scores):
        return True
    row: list[float] = scores[at].tolist()
    after: list[float] = scores[at + 1].tolist()
    worth = (max(row[i], row[b] if b != label else IMPOSSIBLE) + after[i] - after[b] for i, b in inner.items())
    return max(worth) < row[label]


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
    return span_between(pieces.starts[first:last].tolist(), pieces.ends[first:last].tolist(), 0, last - first)


def span_between(starts: Sequence[int], ends: Sequence[int], first: int, last: int) -> Span:
    """The same for pieces that begin and end there: lists are read faster than arrays, and who asks for many spans makes them once."""
    while last - 1 > first and ends[last - 1] == starts[last - 1]:
        last -= 1
    while first < last - 1 and ends[first] == starts[first]:
        first += 1
    return Span(starts[first], ends[last - 1])
