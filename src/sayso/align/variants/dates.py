"""Variants in date: when it happened, or will."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.align.variants.telling import Telling, differing
from sayso.data import Statement, Time, Variant

DAY = len("2024-01-31")


def dates(told: Sequence[Telling]) -> list[Variant]:
    """One variant where statements that give one date each give different ones: a conflict, unless each lies within the other."""
    values: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        given = {t.value[:DAY] for t in one.statement.times if _dated(t)}
        if len(given) == 1:
            values[next(iter(given))].append(one.statement)
    days = sorted(values)
    conflict = any(not _one_day(a, b) for i, a in enumerate(days) for b in days[:i])
    why = "they cannot both be the day" if conflict else "both can be true: the one lies within the other"
    return differing("date", values, conflict=conflict, why=why)


def _dated(time: Time) -> bool:
    return time.type in ("DATE", "TIME") and time.value[:4].isdigit()


def _one_day(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)
