"""A statement as it is compared with many others: what is looked for in it is looked for once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.align.clashes.ends import ends
from sayso.align.clashes.named import Named, described, named
from sayso.align.clashes.things import things
from sayso.align.frames import Frame
from sayso.data import Span


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A frame with its names, the words of the names of those it only describes, and the things of the table of rivals in it."""

    frame: Frame
    names: tuple[Named, ...]
    described: frozenset[str]
    things: Mapping[int, Mapping[int, Span]]
    ends: Mapping[int, frozenset[int]]


def compared(one: Frame) -> Compared:
    """What a statement is compared by."""
    return Compared(one, named(one), described(one), things(one), ends(one))
