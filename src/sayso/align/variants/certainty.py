"""Variants in certainty: how sure whoever tells it presents the claim to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.align.variants.telling import Telling, differing
from sayso.data import Statement, Variant


def certainty(told: Sequence[Telling]) -> list[Variant]:
    """One variant where statements are certain, probable or possible, and not all the same."""
    values: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        values[one.statement.factuality[:-1]].append(one.statement)
    return differing("certainty", values, conflict=False, why="told with different certainty")
