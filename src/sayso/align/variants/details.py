"""Variants in detail: what one statement tells beyond another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.align.likeness import stems
from sayso.align.variants.telling import Telling, differing
from sayso.data import Statement, Variant

EDGES = ' ,;:."“”„«»'
"""What a stretch of words neither begins nor ends with: marks, and quotation marks that lost the other half."""
DETAIL = 3
"""Meaningful words that one statement must have beyond another to be a variant in detail."""


def details(told: Sequence[Telling]) -> list[Variant]:
    """What a statement of one article tells beyond the shortest of another, as the longest stretch of words of its own."""
    if len({t.statement.article for t in told}) < 2:
        return []
    base = min(told, key=lambda t: (len(t.text), t.text))
    values: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        own = _longest_own(one.text, base.text)
        if one.statement.article != base.statement.article and len(stems(own)) >= DETAIL:
            values[own].append(one.statement)
    return differing("detail", {base.text: [base.statement], **values}, conflict=False, why="the longer tells more") if values else []


def _longest_own(text: str, base: str) -> str:
    bag = stems(base)
    runs: list[list[str]] = [[]]
    for word in text.split():
        mine = stems(word)
        if mine & bag:
            runs.append([])
        elif runs[-1] or mine:
            runs[-1].append(word)
    return " ".join(max(runs, key=lambda run: len(stems(" ".join(run))))).strip(EDGES)
