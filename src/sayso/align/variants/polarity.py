"""Variants in polarity: some affirm what others deny, by a verb of denial or by a negation in their own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.align.clashes.polarity import opposed
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
    """Whether the statement is negated where one that holds no negation and denies nothing is not."""
    if one.frame is None or not one.frame.negated:
        return False
    plain = [t.frame for t in told if t.frame is not None and not t.frame.negated and not _denies(t.statement)]
    return any((clash := opposed(one.frame, other)) is not None and clash.kind == "negation" for other in plain)
