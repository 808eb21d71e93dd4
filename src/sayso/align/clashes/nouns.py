"""Whether two statements tell of different things of one kind: the army here, the navy there."""

from __future__ import annotations

from sayso.align.clashes.clash import Clash
from sayso.align.clashes.compared import Compared


def rivals(one: Compared, other: Compared) -> Clash | None:
    """The clash of two statements that each tell of one thing of a kind, and not of the same."""
    mine, theirs = one.things, other.things
    for kind in sorted(mine.keys() & theirs.keys()):
        a, b = mine[kind], theirs[kind]
        if len(a) == 1 and len(b) == 1 and a.keys() != b.keys():
            (here,), (there,) = a.values(), b.values()
            told = (one.frame.text[here.start : here.end], other.frame.text[there.start : there.end])
            return Clash("noun", (here,), (there,), f"the one tells of {told[0]}, the other of {told[1]}")
    return None
