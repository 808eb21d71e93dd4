"""Whether two statements stand opposite ways round: one negated where the other is not, or words that say the opposite."""

from __future__ import annotations

from itertools import product

from sayso.align.clashes.clash import Clash
from sayso.align.frames import Frame, Segment
from sayso.data import Span

LEAST_SHARED = 0.3
"""Share of what the segment that tells less tells, which the other must tell too, before a negation in one alone is held against it."""
SAME_WORDS = 0.8
"""Share of all words of two statements that are common, from which they are one wording."""
FEW = 3
"""Things told from which a segment is judged by its share alone; of fewer ("did not deny it") it takes a larger one."""


def opposed(one: Frame, other: Frame) -> Clash | None:
    """The clash of two statements of which one is negated ("negation"), or whose words are opposites ("opposite"); None where neither is sure.

    The two segments that share most are compared. Of a word and its negated opposite ("stay closed", "will not open") nothing clashes.
    """
    pairs = [(_shared(a, b), -i, -j) for (i, a), (j, b) in product(enumerate(one.segments), enumerate(other.segments))]
    share, i, j = max(pairs, default=(0.0, 0, 0))
    if share < LEAST_SHARED:
        return None
    a, b = one.segments[-i], other.segments[-j]
    turned = _turned(a, b)
    if (a.negative or one.denied) != (b.negative or other.denied):
        return None if turned or _one_wording(one, other) else Clash("negation", _places(one, -i), _places(other, -j), "negated in one of the two")
    if turned:
        return Clash("opposite", _places(one, -i), _places(other, -j), "the one says the opposite of the other")
    return None


def _one_wording(one: Frame, other: Frame) -> bool:
    """Whether two statements that both hold a negation have nearly the same words: then only their clauses were cut differently."""
    both = all(any(s.negators for s in f.segments) for f in (one, other))
    return both and len(one.words & other.words) >= SAME_WORDS * len(one.words | other.words)


def _turned(a: Segment, b: Segment) -> bool:
    """Whether words of the two are opposites: each on another side of a line of the table, and neither on both."""
    for line in sorted(a.lines & b.lines):
        mine, theirs = ({side for at, side in segment.sides if at == line} for segment in (a, b))
        if not mine & theirs:
            return True
    return False


def _shared(a: Segment, b: Segment) -> float:
    fewer = min(len(a.words), len(b.words))
    common = len(a.words & b.words) + bool(a.lines & b.lines)
    return min(1.0, common / fewer) * min(1.0, fewer / FEW) if fewer else 0.0


def _places(one: Frame, at: int) -> tuple[Span, ...]:
    segment = one.segments[at]
    inside = [t.span for t in one.tokens if t.segment == at]
    return segment.negators or (Span(inside[0].start, inside[-1].end),)
