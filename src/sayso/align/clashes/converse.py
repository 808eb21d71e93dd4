"""Whether two statements tell one deed from its two ends: one of buying, the other of selling."""

from __future__ import annotations

from sayso.align.clashes.clash import Clash
from sayso.align.clashes.compared import Compared
from sayso.align.clashes.same import same


def turned(one: Compared, other: Compared) -> Clash | None:
    """The clash of two statements in which the same one is at either end of a deed: who gives in the one takes in the other."""
    if not converse(one, other):
        return None
    mine, theirs = ([n for n in c.names if n.role == "subject" and not n.by_pronoun] for c in (one, other))
    met = next(((x, y) for x in mine for y in theirs if same(x, y)), None)
    if met is None or len(mine) > 1 or len(theirs) > 1 or not (one.frame.words & other.frame.words) - met[0].words - met[1].words:
        return None
    x, y = met
    return Clash("roles", (x.span,), (y.span,), f"{one.frame.text[x.span.start : x.span.end]} is at the other end of the deed")


def converse(one: Compared, other: Compared) -> bool:
    """Whether the two tell one deed, each with verbs of another of its ends alone."""
    return any(mine != theirs and len(mine) == len(theirs) == 1 for deed, mine in one.ends.items() for theirs in (other.ends.get(deed, frozenset()),))
