"""Whether two statements put different names in one place, or the same names in each other's: another person, body or town, or the roles changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.align.clashes.clash import Clash
from sayso.align.clashes.compared import Compared
from sayso.align.clashes.converse import converse
from sayso.align.clashes.named import Named, place
from sayso.align.clashes.same import same
from sayso.align.frames import Frame

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
    ends_differ = converse(one, other)
    for x in alone:
        for y in strange:
            if (
                _one_kind(x, y)
                and (_at_one_end(x, y) if ends_differ else _one_place(x, y))
                and not ("place" in (x.kind, y.kind) and _one_in_the_other(one.frame, x, other.frame, y))
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


def _one_kind(x: Named, y: Named) -> bool:
    """Whether two names are of one kind; taggers take bodies with unknown names for places and places for bodies."""
    if (_is_country(x), _is_country(y)) in ((True, False), (False, True)):
        return False  # of a country and a town in it both may be true
    return x.kind == y.kind or "person" not in (x.kind, y.kind) or "unsure" in (x.kind, y.kind)


def _is_country(x: Named) -> bool:
    return x.country is not None and x.capital is None


def _one_place(x: Named, y: Named) -> bool:
    """Whether two names stand in one place of the clause: as who does or suffers it, where it comes from, or whose and where it is."""
    if "aside" in (x.role, y.role) and "place" in (x.kind, y.kind):
        return False  # "Derna, Libya": the second only says where the first is
    if x.by_pronoun or y.by_pronoun:
        return x.role == y.role
    if x.kind != y.kind and "unsure" in (x.kind, y.kind):
        return x.role == y.role in ("subject", "object", "of")
    return place(x.role) == place(y.role) or x.kind == y.kind == "person"


def _at_one_end(x: Named, y: Named) -> bool:
    """Whether two names are at one end of a deed that is told from both: "bought by" the one, "sold to" the other."""
    return {x.role, y.role} in ({"subject", "to"}, {"subject", "from"}) or (x.kind == y.kind == "place" and x.role == y.role == "place")


def _one_in_the_other(one: Frame, x: Named, other: Frame, y: Named) -> bool:
    """Whether one place may lie in the other, as an article tells; a country lies in none."""
    return not (_is_country(x) and _is_country(y)) and (_together(one, x, y) or _together(other, x, y))


def _together(one: Frame, x: Named, y: Named) -> bool:
    """Whether a sentence of the article has both: then one may lie in the other ("Derna, in Libya")."""
    text = one.text
    here = [text[s.start : s.end].lower() for s in one.reading.sentences]
    return any(all(any(re.search(rf"\b{re.escape(w)}\b", s) for w in sorted(n.words)) for n in (x, y)) for s in here)
