"""Statements -> whose words came through what to which outlet, laid out in three columns of points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.data import Statement
from sayso.show.html.view import View
from sayso.show.wording import clean, names

Column = Literal["witness", "channel", "outlet"]
COLUMNS: tuple[Column, ...] = ("witness", "channel", "outlet")

MOST_WITNESSES = 24
"""Witnesses that are drawn, those in most outlets first; the table of who is quoted where has all."""
SWEEPS = 6
"""Rounds of ordering by barycentre (Sugiyama 1981); it settles within a few."""


@dataclass(frozen=True, slots=True)
class Node:
    """A point: `key` is unique within its column; one in the middle without a name only bundles what comes straight."""

    column: Column
    key: str
    name: str
    anchor: str | None
    statements: int


@dataclass(frozen=True, slots=True)
class Flow:
    """A line between two points of neighbouring columns, and how many statements take it."""

    start: tuple[Column, str]
    end: tuple[Column, str]
    statements: int


@dataclass(frozen=True, slots=True)
class Flows:
    """The drawing: each column's points from above to below, and how many witnesses are left out."""

    columns: tuple[tuple[Node, ...], ...]
    flows: tuple[Flow, ...]
    left_out: int


def flows(view: View) -> Flows:
    """Who is cited by which outlet, and through what: an agency or outlet that passes it on, or the place where it was said."""
    paths = _paths(view)
    outlets: dict[str, set[str]] = {}
    for witness, _, outlet in paths:
        outlets.setdefault(witness, set()).add(outlet)
    said = Counter({witness: sum(n for (who, _, _), n in paths.items() if who == witness) for witness in outlets})
    ranked = sorted(outlets, key=lambda one: (-len(outlets[one]), -said[one], one))
    drawn = set(ranked[:MOST_WITNESSES])
    kept = {path: n for path, n in paths.items() if path[0] in drawn}
    lines: Counter[tuple[tuple[Column, str], tuple[Column, str]]] = Counter()
    for (witness, channel, outlet), n in kept.items():
        lines[("witness", witness), ("channel", channel)] += n
        lines[("channel", channel), ("outlet", outlet)] += n
    found = tuple(Flow(start, end, n) for (start, end), n in sorted(lines.items()))
    return Flows(_ordered(_nodes(view, kept), found), found, len(ranked) - len(drawn))


def _paths(view: View) -> dict[tuple[str, str, str], int]:
    """Witness, channel and outlet of everything that is attributed, with how often."""
    found: Counter[tuple[str, str, str]] = Counter()
    for one in view.statements.values():
        for speaker in dict.fromkeys(one.speakers):
            who = view.witnesses.get(speaker)
            if who is not None:
                principal = who.speaks_for if who.speaks_for in view.witnesses else None
                witness = principal or speaker
                found[witness, _channel(view, one) or f"\0{witness}", _outlet(view, one.article)] += 1
    return dict(sorted(found.items()))


def _channel(view: View, one: Statement) -> str:
    """Who passed it on, the last one first, else where it was said; empty where neither is known."""
    if one.chain:
        return " › ".join(names([key], view.witnesses) for key in reversed(one.chain))
    return clean(one.occasion.where or "") if one.occasion else ""


def _outlet(view: View, article: str) -> str:
    return clean(view.articles[article].outlet or "") or view.names[article]


def _nodes(view: View, paths: dict[tuple[str, str, str], int]) -> dict[Column, list[Node]]:
    counts: dict[Column, Counter[str]] = {column: Counter() for column in COLUMNS}
    for keys, n in paths.items():
        for column, key in zip(COLUMNS, keys, strict=True):
            counts[column][key] += n
    first: dict[str, str] = {}
    for article in view.articles:
        first.setdefault(_outlet(view, article), view.article_anchor(article))
    return {
        "witness": [Node("witness", key, names([key], view.witnesses), view.witness_anchor(key), n) for key, n in counts["witness"].items()],
        "channel": [Node("channel", key, "" if key[0] == "\0" else key, None, n) for key, n in counts["channel"].items()],
        "outlet": [Node("outlet", key, key, anchor, counts["outlet"][key]) for key, anchor in first.items() if counts["outlet"][key]],
    }


def _ordered(nodes: dict[Column, list[Node]], found: Sequence[Flow]) -> tuple[tuple[Node, ...], ...]:
    """The columns, each ordered by where its neighbours stand, so that few lines cross."""
    columns = [sorted(nodes[column], key=lambda one: (-one.statements, one.key)) for column in COLUMNS]
    beside: dict[tuple[Column, str], list[tuple[tuple[Column, str], int]]] = {}
    for flow in found:
        beside.setdefault(flow.start, []).append((flow.end, flow.statements))
        beside.setdefault(flow.end, []).append((flow.start, flow.statements))
    for sweep in range(SWEEPS):
        for at in (1, 0, 1, 2) if sweep % 2 else (1, 2, 1, 0):
            neighbours = [one for i in (at - 1, at + 1) if 0 <= i < len(columns) for one in _heights(columns[i])]
            heights = dict(neighbours)
            columns[at].sort(key=lambda one: (_middle(beside.get((one.column, one.key), ()), heights), one.key))
    return tuple(map(tuple, columns))


def _heights(column: Sequence[Node]) -> Iterable[tuple[tuple[Column, str], float]]:
    """Where each point of a column stands, from 0 to 1."""
    return (((one.column, one.key), (at + 0.5) / len(column)) for at, one in enumerate(column))


def _middle(beside: Iterable[tuple[tuple[Column, str], int]], heights: dict[tuple[Column, str], float]) -> float:
    """The mean height of a point's neighbours, weighed by what flows."""
    known = [(heights[key], n) for key, n in beside if key in heights]
    total = sum(n for _, n in known)
    return sum(height * n for height, n in known) / total if total else 0.5
