"""Variants in polarity: some affirm what others deny, by a verb of denial or by a negation in their own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.align.clashes.polarity import opposed
from sayso.align.frames import Frame
from sayso.align.variants.telling import Telling, differing
from sayso.data import Statement, Variant

AFFIRMED, DENIED = "affirmed", "denied"


def polarity(told: Sequence[Telling]) -> list[Variant]:
    """One variant where a statement denies the claim, or turns round what another affirms ("did not pay" beside "paid")."""
    values: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        values[DENIED if _denies(one.statement) or _turned(one, told) else AFFIRMED].append(one.statement)
    return differing("polarity", values, conflict=True, why="some affirm what others deny")


def _denies(statement: Statement) -> bool:
    return statement.factuality.endswith("-") or statement.stance == "denies"


def _turned(one: Telling, told: Sequence[Telling]) -> bool:
    """Whether the statement is negated where one that denies nothing is not."""
    if one.frame is None or not one.frame.negated:
        return False
    turning = {span for segment in one.frame.segments for span in segment.negators}
    others = [t.frame for t in told if t.frame is not None and not _denies(t.statement) and not _negated_alike(t.frame, one.frame)]
    found = (opposed(one.frame, other) for other in others)
    return any(clash is not None and clash.kind == "negation" and turning.issuperset(clash.one) for clash in found)


def _negated_alike(one: Frame, other: Frame) -> bool:
    """Whether a negated clause of the one tells anything that the other tells too; else it is about another thing."""
    return any(segment.negative and segment.words & other.words for segment in one.segments)
