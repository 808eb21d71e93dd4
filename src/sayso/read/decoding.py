"""Label scores -> spans: constrained Viterbi decoding, and from word pieces to offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sayso.data import Span
from sayso.encoder import Pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

IMPOSSIBLE = np.float32(-1e9)


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
    count = len(labels)
    allowed = np.full((count, count), IMPOSSIBLE, np.float32)
    start = np.zeros(count, np.float32)
    for after, label in enumerate(labels):
        if label.startswith("I-"):
            start[after] = IMPOSSIBLE
            for before in (after, labels.index("B" + label[1:])):
                allowed[before, after] = 0
        else:
            allowed[:, after] = 0
    value = scores[0] + start
    back = np.zeros((len(scores), count), np.int64)
    for at in range(1, len(scores)):
        through = value[:, None] + allowed
        back[at] = through.argmax(0)
        value = through[back[at], np.arange(count)] + scores[at]
    path = [int(value.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return path[::-1]


def span_of(pieces: Pieces, first: int, last: int) -> Span:
    """Offsets of the pieces [first, last), paragraph breaks at its ends left out."""
    while last - 1 > first and pieces.ends[last - 1] == pieces.starts[last - 1]:
        last -= 1
    while first < last - 1 and pieces.ends[first] == pieces.starts[first]:
        first += 1
    return Span(int(pieces.starts[first]), int(pieces.ends[last - 1]))
