"""How many reports come down to how many witnesses, as a small drawing: a tick a report, a dot a witness, a line where one cites the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.ranking import Ranked
from sayso.show.html.markup import Html, join, tag
from sayso.show.html.view import View

WIDTH, HEIGHT, EDGE = 48, 28, 3
MOST_TICKS, MOST_DOTS = 9, 5
"""More than these cannot be told apart at this size."""
AGAINST = ("denies", "doubts", "declines")
"""Stances in which a report rests on nobody for the claim (rule 8)."""
SURE, OPEN = 3, 2.5
"""Radius of a dot that is counted in any case, and of one that may be the same as another."""


def fan(view: View, one: Ranked) -> Html:
    """The drawing for a claim; it repeats what the text beside it says, and so is hidden from screen readers."""
    reports = _shown(one.carriers, MOST_TICKS)
    standing = one.claim.witnesses
    behind = _shown([*standing.for_, *(group.id for group in standing.unnamed), *standing.own_voice], MOST_DOTS)
    cited = set(_citations(view, one, behind))
    behind.sort(key=lambda who: _middle([at for at, report in enumerate(reports) if (report, who) in cited]))
    at = {report: _spread(i, len(reports)) for i, report in enumerate(reports)}
    to = {who: _spread(i, len(behind)) for i, who in enumerate(behind)}
    lines = join(_line(at[report], to[who]) for report in reports for who in behind if (report, who) in cited)
    ticks = join(tag("path", d=f"M{EDGE} {y - 1.5:.1f}v3", class_="tick") for y in at.values())
    closed = one.claim.count.min == one.claim.count.max
    dots = join(_dot(y, closed or who in standing.for_) for who, y in to.items())
    drawn = f"0 0 {WIDTH} {HEIGHT}"
    return tag("svg", lines, ticks, dots, class_="fan", viewBox=drawn, width=WIDTH, height=HEIGHT, aria_hidden="true", focusable="false")


def _citations(view: View, one: Ranked, behind: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Which report rests on which witness; one that tells it and cites none of them by name still rests on the only one there is."""
    telling = {said.id: said.article for said in one.statements if said.stance not in AGAINST}
    for who in behind:
        yield from ((said.article, who) for said in view.voices.get(who, ()) if said.id in telling)
        yield from ((report, who) for report in telling.values() if report == who or len(behind) == 1)


def _middle(places: Sequence[int]) -> float:
    return sum(places) / len(places) if places else 0.0


def _shown(ids: Sequence[str], most: int) -> list[str]:
    return list(dict.fromkeys(ids))[:most]


def _spread(at: int, of: int) -> float:
    """The height at which the `at`-th of some things is drawn."""
    room = HEIGHT - 2 * EDGE
    return HEIGHT / 2 if of == 1 else EDGE + room * at / (of - 1)


def _line(left: float, right: float) -> Html:
    middle = WIDTH / 2
    return tag("path", d=f"M{EDGE + 1} {left:.1f}C{middle:.0f} {left:.1f} {middle:.0f} {right:.1f} {WIDTH - 2 * EDGE} {right:.1f}", class_="line")


def _dot(y: float, sure: bool) -> Html:
    return tag("circle", cx=WIDTH - 2 * EDGE + 1, cy=f"{y:.1f}", r=SURE if sure else OPEN, class_="dot" if sure else "dot open")
