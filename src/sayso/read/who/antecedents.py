"""What both pronouns and descriptions are resolved by: every candidate is scored by a small table of weighted features, the best one wins."""

from __future__ import annotations

from functools import cache

from sayso.read.lexicon import rows

NEAR = 80
"""Mentions before a pronoun that are candidates."""
BODIES = ("organisation", "government", "outlet")


@cache
def weights(kind: str) -> dict[str, float]:
    """Feature -> weight for one kind of expression, by the table."""
    told = {row["feature"]: float(row["weight"]) for row in rows("antecedents")}
    return {feature.removeprefix(f"{kind}:"): weight for feature, weight in told.items() if feature.startswith(f"{kind}:")}


def score(kind: str, features: dict[str, float]) -> float:
    """The features by their weights; what a kind has no weight for does not count."""
    table = weights(kind)
    return sum([table[name] * value for name, value in features.items() if value and name in table])
