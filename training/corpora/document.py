"""The noun of training: a text in word pieces with what its corpus marks on them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sayso.encoder import HEADS, Pieces, pieces

IGNORED = -100
"""Label of a piece that says nothing for a head (torch's default ignore_index)."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One marked attribution: stretches [first, last) of pieces by role; a discontinuous span has several."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A text with labels a head, each one number a piece (IGNORED where unmarked)."""

    name: str
    text: str
    pieces: Pieces
    labels: dict[str, NDArray[np.int64]]
    attributions: list[Attribution] = field(default_factory=list)


def covered(where: Pieces, start: int, end: int) -> tuple[int, int] | None:
    """The stretch of pieces that share a character with [start, end), or None."""
    hit = np.nonzero((where.starts < end) & (where.ends > start))[0]
    return (int(hit[0]), int(hit[-1]) + 1) if len(hit) else None


def from_words(
    name: str, words: list[str], gaps: list[str], labels: dict[str, list[int]], *, inner: dict[str, dict[int, int]] | None = None
) -> Document:
    """A Document out of words, the blank after each, and one label a word and head.

    Labels go to the first piece of a word; on its other pieces, `inner[head]` maps the first piece's label to theirs, else they are IGNORED.
    """
    text, starts = "", []
    for word, gap in zip(words, gaps, strict=True):
        starts.append(len(text))
        text += word + gap
    where = pieces(text)
    word_of = np.searchsorted(np.array(starts), where.starts, side="right") - 1
    is_break = where.ends == where.starts
    first = np.zeros(len(where), bool)
    first[~is_break] = np.diff(word_of[~is_break], prepend=-1) != 0  # a break lies where the next word begins
    out = {}
    for head, values in labels.items():
        mine = np.array(values, np.int64)[word_of]
        rest = mine.copy()
        table = (inner or {}).get(head)
        rest[:] = IGNORED if table is None else np.array([table.get(int(v), int(v)) for v in mine])
        mine = np.where(first, mine, rest)
        mine[is_break] = IGNORED
        out[head] = mine
    return Document(name, text, where, out)


def inside(head: str) -> dict[int, int]:
    """B-x -> I-x, for heads with BIO labels."""
    tags = HEADS[head]
    return {i: tags.index("I" + tag[1:]) for i, tag in enumerate(tags) if tag.startswith("B-")}
