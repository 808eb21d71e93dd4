"""Whether two names can mean one."""

from __future__ import annotations

from rapidfuzz.fuzz import ratio

from sayso.align.clashes.named import Named

MOST_SHARED = 0.5
"""Share of all words of two names that are common, from which they are one ("House Oversight Committee", "Committee on Oversight")."""
SPELT_ALIKE = 82.0
"""Likeness of two spellings of one name, in percent (Zelenski, Zelenskyy)."""
SHORTEST = 5
"""Letters from which a name may be spelt in two ways."""


def same(x: Named, y: Named) -> bool:
    """Whether two names can mean one: one within the other, most words in common, a surname, initials, one country, or two spellings."""
    if x.words <= y.words or y.words <= x.words or (x.country and x.country == y.country):
        return True
    if len(x.words & y.words) >= MOST_SHARED * len(x.words | y.words):
        return True
    if ("person" in (x.kind, y.kind) or "unsure" in (x.kind, y.kind)) and x.last == y.last:
        return True
    return _initials_of(x, y) or _initials_of(y, x) or (len(x.words) == 1 and len(y.words) == 1 and spelt_alike(x, y))


def _initials_of(x: Named, y: Named) -> bool:
    """Whether a word of one is the first letters of the other's words ("NJ GOP" for the New Jersey GOP)."""
    return any(len(word) > 1 and y.initials.startswith(word) for word in x.words)


def spelt_alike(x: Named, y: Named) -> bool:
    """Whether two names have words that are one word in two spellings."""
    return any(min(len(a), len(b)) >= SHORTEST and a[0] == b[0] and ratio(a, b) >= SPELT_ALIKE for a in sorted(x.words) for b in sorted(y.words))
