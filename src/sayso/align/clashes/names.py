"""Whether two statements put different names in one place, or the same names in each other's: another person, body or town, or the roles changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from sayso.align.clashes.clash import Clash
from sayso.align.clashes.compared import Compared
from sayso.align.clashes.named import Named
from sayso.align.frames import Frame

MOST_SHARED = 0.5
"""Share of all words of two names that are common, from which they are one ("House Oversight Committee", "Committee on Oversight")."""
SPELT_ALIKE = 82.0
"""Likeness of two spellings of one name, in percent (Zelenski, Zelenskyy)."""
SHORTEST = 5
"""Letters from which a name may be spelt in two ways."""
LEAST_SHARED = 0.5
"""Share of what the statement that tells less tells, the names in question left out, which the other must tell too."""
FEWEST = 2
"""Things told without which a statement is a fragment."""


def renamed(one: Compared, other: Compared) -> Clash | None:
    """The clash of two statements of which each has a name that the other lacks, of one kind and in one place of the clause."""
    mine, theirs = one.names, other.names
    alone = [x for x in mine if not any(same(x, y) for y in theirs) and not x.words <= other.described]
    strange = [y for y in theirs if not any(same(x, y) for x in mine) and not y.words <= one.described]
    if len(one.frame.words) < FEWEST or not _rest_alike(one.frame, alone, other.frame, strange):
        return None
    for x in alone:
        for y in strange:
            if (
                _one_kind(x, y)
                and _one_place(x, y)
                and not ("place" in (x.kind, y.kind) and (_together(one.frame, x, y) or _together(other.frame, x, y)))
            ):
                told = (one.frame.text[x.span.start : x.span.end], other.frame.text[y.span.start : y.span.end])
                return Clash("name", (x.span,), (y.span,), f"the one names {told[0]} where the other names {told[1]}")
    return None


def swapped(one: Compared, other: Compared) -> Clash | None:
    """The clash of two statements in which the same two names change roles: who does it in the one suffers it in the other."""
    mine, theirs = one.names, other.names
    doing, suffering = ([n for n in mine if n.role == role and not n.by_pronoun] for role in ("subject", "object"))
    for x in doing:
        for y in suffering:
            turned = [n for n in theirs if same(n, x) and n.role == "object"], [n for n in theirs if same(n, y) and n.role == "subject"]
            if (
                not same(x, y)
                and all(turned)
                and not any(same(n, x) and n.role == "subject" for n in theirs)
                and _rest_alike(one.frame, [], other.frame, [])
            ):
                told = one.frame.text[x.span.start : x.span.end], one.frame.text[y.span.start : y.span.end]
                return Clash("roles", (x.span, y.span), (turned[0][0].span, turned[1][0].span), f"{told[0]} and {told[1]} have changed roles")
    return None


def _rest_alike(one: Frame, alone: Sequence[Named], other: Frame, strange: Sequence[Named]) -> bool:
    """Whether the two tell so much the same apart from these names that the names stand in one place of one proposition."""
    mine = one.words - {w for n in alone for w in n.words}
    theirs = other.words - {w for n in strange for w in n.words}
    fewer = min(len(mine), len(theirs))
    return fewer > 0 and len(mine & theirs) + bool(one.lines & other.lines) >= LEAST_SHARED * fewer


def same(x: Named, y: Named) -> bool:
    """Whether two names can mean one: one within the other, most words in common, a surname, initials, one country, or two spellings."""
    if x.words <= y.words or y.words <= x.words or (x.country and x.country == y.country):
        return True
    if len(x.words & y.words) >= MOST_SHARED * len(x.words | y.words):
        return True
    if "person" in (x.kind, y.kind) and x.last == y.last:
        return True
    return _initials_of(x, y) or _initials_of(y, x) or (len(x.words) == 1 and len(y.words) == 1 and spelt_alike(x, y))


def _initials_of(x: Named, y: Named) -> bool:
    """Whether a word of one is the first letters of the other's words ("NJ GOP" for the New Jersey GOP)."""
    return any(len(word) > 1 and y.initials.startswith(word) for word in x.words)


def spelt_alike(x: Named, y: Named) -> bool:
    """Whether two names have words that are one word in two spellings."""
    return any(min(len(a), len(b)) >= SHORTEST and a[0] == b[0] and ratio(a, b) >= SPELT_ALIKE for a in sorted(x.words) for b in sorted(y.words))


def _one_kind(x: Named, y: Named) -> bool:
    """Whether two names are of one kind; taggers take bodies with unknown names for places and places for bodies."""
    if (_is_country(x), _is_country(y)) in ((True, False), (False, True)):
        return False  # of a country and a town in it both may be true
    return x.kind == y.kind or "person" not in (x.kind, y.kind)


def _is_country(x: Named) -> bool:
    return x.country is not None and x.capital is None


def _one_place(x: Named, y: Named) -> bool:
    """Whether two names stand in one place of the clause: as who does or suffers it, where it comes from, or whose and where it is."""
    if "aside" in (x.role, y.role) and "place" in (x.kind, y.kind):
        return False  # "Derna, Libya": the second only says where the first is
    if x.by_pronoun or y.by_pronoun:
        return x.role == y.role
    groups = [role if role in ("subject", "object", "from") else "where" for role in (x.role, y.role)]
    return groups[0] == groups[1] or x.kind == y.kind == "person"


def _together(one: Frame, x: Named, y: Named) -> bool:
    """Whether a sentence of the article has both: then one may lie in the other ("Derna, in Libya")."""
    text = one.text
    here = [text[s.start : s.end].lower() for s in one.reading.sentences]
    return any(all(any(re.search(rf"\b{re.escape(w)}\b", s) for w in sorted(n.words)) for n in (x, y)) for s in here)
