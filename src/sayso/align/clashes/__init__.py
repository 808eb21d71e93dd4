"""Which statements cannot stand for one claim together, however alike they are: opposite ways round, other names, other things of one kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sayso.align.clashes.clash import Clash
from sayso.align.clashes.compared import Compared, compared
from sayso.align.clashes.converse import turned
from sayso.align.clashes.names import renamed, swapped
from sayso.align.clashes.nouns import rivals
from sayso.align.clashes.polarity import opposed
from sayso.align.frames import Frame
from sayso.data import Reason
from sayso.linkage import Pairs, clusters

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Clash", "Parting", "apart", "clash"]

ASIDE = frozenset({"denies", "doubts", "declines", "questions"})
"""Stances by which a speaker is no witness for the claim."""
NEVER = -1e6
"""Likeness of two statements that clash: no average makes up for it."""


def clash(one: Frame, other: Frame) -> Clash | None:
    """Why two statements clash, or None."""
    return _clash(compared(one), compared(other))


def _clash(one: Compared, other: Compared) -> Clash | None:
    return renamed(one, other) or swapped(one, other) or turned(one, other) or rivals(one, other) or opposed(one.frame, other.frame)


@dataclass(frozen=True, slots=True)
class Parting:
    """Groups without clashes, and for members that a clash keeps out of another group the reasons, by member."""

    groups: list[list[int]]
    reasons: dict[int, tuple[Reason, ...]]


def apart(groups: Sequence[Sequence[int]], alike: Pairs, framed: Callable[[int], Frame], *, threshold: float) -> Parting:
    """The groups, with those that hold a clash cut: their members are grouped anew by `alike`, and none that clash together.
    `framed`: a member's frame, asked for in groups of several alone: most statements of a lone report stand by themselves.

    A statement that only negates another stays with it: it is one about the same claim, and is told apart there as a denial. One by which
    its speaker denies, doubts or declines is no witness for the claim, and stays too.
    """
    out: list[list[int]] = []
    reasons: dict[int, list[Reason]] = defaultdict(list)
    for members in groups:
        clashing = _clashes(members, framed) if len(members) > 1 else {}
        if not clashing:
            out.append(list(members))
            continue
        place = {at: i for i, at in enumerate(members)}
        value = _within(alike, place) | {(place[a], place[b]): NEVER for a, b in clashing}
        ends = np.array(sorted(value), np.int64).reshape(-1, 2)
        again = Pairs(ends[:, 0], ends[:, 1], np.array([value[a, b] for a, b in ends.tolist()], np.float64))
        out += [[members[i] for i in group] for group in clusters(len(members), again, threshold=threshold)]
        for (a, b), found in clashing.items():
            for at in (a, b):
                reasons[at].append(_reason(found, framed(a), framed(b)))
    return Parting(sorted(out), {at: tuple(given) for at, given in sorted(reasons.items())})


def _clashes(members: Sequence[int], framed: Callable[[int], Frame]) -> dict[tuple[int, int], Clash]:
    """Pairs of members that cannot stand for one claim, each with its clash."""
    found = {}
    standing = [at for at in members if not _stands_aside(framed(at))]
    known = {at: compared(framed(at)) for at in standing} if len(standing) > 1 else {}
    for i, b in enumerate(standing):
        for a in standing[:i]:
            why = _clash(known[a], known[b])
            if why is not None and why.kind != "negation":
                found[a, b] = why
    return found


def _reason(found: Clash, one: Frame, other: Frame) -> Reason:
    places = [(f.statement.article, span.start, span.end) for f, spans in ((one, found.one), (other, found.other)) for span in spans]
    return Reason("claim", f"kept apart from a claim told much alike: {found.why}", (), tuple(places))


def _stands_aside(one: Frame) -> bool:
    return one.statement.stance in ASIDE or one.denied


def _within(alike: Pairs, place: dict[int, int]) -> dict[tuple[int, int], float]:
    """Likenesses of the members alone, by their places among themselves."""
    keep: NDArray[np.bool_] = np.isin(alike.one, list(place)) & np.isin(alike.other, list(place))
    rows = zip(alike.one[keep].tolist(), alike.other[keep].tolist(), alike.value[keep].tolist(), strict=True)
    return {(min(place[a], place[b]), max(place[a], place[b])): v for a, b, v in rows}
