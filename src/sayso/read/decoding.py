"""Label scores -> spans: constrained Viterbi decoding, and from word pieces to offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.encoder import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

IMPOSSIBLE = -1e9


def stretches(scores: NDArray[np.float32], labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Best sequence of BIO labels as (role, first, last) stretches of pieces: I-x follows only B-x or I-x (Viterbi, 1967).

    `scores` are log probabilities [pieces, labels].
    """
    if not len(scores):
        return []
    found: list[tuple[str, int, int]] = []
    for at, label in enumerate(_best(scores, labels)):
        name = labels[label]
        if name == "O":
            continue
        mark, role = name.split("-", 1)
        if mark == "I" and found and found[-1][0] == role and found[-1][2] == at:
            found[-1] = (role, found[-1][1], at + 1)
        else:
            found.append((role, at, at + 1))
    return found


def _best(scores: NDArray[np.float32], labels: Sequence[str]) -> list[int]:
    """The best allowed path. O and B-x may follow anything, so one best predecessor serves them all; I-x follows B-x or itself."""
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
    while last - 1 > first and pieces.ends[last - 1] == pieces.starts[last - 1]:
        last -= 1
    while first < last - 1 and pieces.ends[first] == pieces.starts[first]:
        first += 1
    return Span(int(pieces.starts[first]), int(pieces.ends[last - 1]))
