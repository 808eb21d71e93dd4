"""When it was said and when it was published -> a strip of days, and the days one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.data import Statement
from sayso.show.html.markup import Html, join, tag
from sayso.show.html.view import View
from sayso.show.wording import clean, day, names, number

ISO = re.compile(r"\d{4}(?:-(?:\d\d(?:-\d\d)?|W\d\d|Q[1-4]|H[12]|SP|SU|FA|WI))?")
"""A year, month, day, week, quarter, half or season (TIMEX3) at the head of a value."""
MOST_NAMED = 8
"""Reports or occasions of one day that are named at once; the others unfold."""
MOST_CLAIMS = 12
"""Claims that are named behind an occasion, those that matter most."""
WIDTH, HEIGHT, AXIS, EDGE = 960, 96, 48, 16
"""Of the strip, in units of the drawing."""
TALLEST = 26
"""Height of the highest bar above or below the axis."""
FEWEST_DAYS = 4
"""Days below which the list says it all."""
LONGEST_STRIP = 366
"""Days that the strip spans at most, counted back from the last publication; what is older stands in the list alone."""


@dataclass(frozen=True, slots=True)
class Day:
    """What was said and what was published on one day (or in one month or year, where no more is known)."""

    when: str
    said: dict[str, list[Statement]]
    """By what it is called: who, on which occasion."""
    published: tuple[str, ...]
    """Article ids."""


def timeline(view: View) -> Html:
    """The strip, if there are several days, and a list of the days; nothing where no day is known."""
    found = _days(view)
    if not found:
        return Html("")
    rows = join((_row(view, one) for one in found), "\n")
    head = tag("tr", join(tag("th", title, scope="col") for title in ("Day", "Said", "Published")))
    table = tag("table", tag("caption", "What was said and published when"), tag("thead", head), tag("tbody", rows), class_="days")
    return _strip(found) + tag("div", table, class_="wide", tabindex="0", role="group", aria_label="Timeline")


def _days(view: View) -> list[Day]:
    said: dict[str, dict[str, list[Statement]]] = {}
    for one in view.statements.values():
        when = ISO.match(one.occasion.date) if one.occasion and one.occasion.date and one.speakers else None
        if when:
            said.setdefault(when[0], {}).setdefault(_called(view, one), []).append(one)
    published: dict[str, list[str]] = {}
    for article in view.articles.values():
        if article.published:
            published.setdefault(article.published.isoformat()[:10], []).append(article.id)
    return [Day(when, said.get(when, {}), tuple(published.get(when, ()))) for when in sorted({*said, *published})]


def _called(view: View, one: Statement) -> str:
    said = one.occasion
    return ", ".join(
        filter(None, (names(one.speakers, view.witnesses), clean(said.what or "") if said else "", clean(said.where or "") if said else ""))
    )


def _row(view: View, one: Day) -> Html:
    said = [_occasion(view, what, found) for what, found in sorted(one.said.items(), key=lambda item: (-len(item[1]), item[0]))]
    published = [tag("a", view.names[key], href=f"#{view.article_anchor(key)}") + _inferred(view, key) for key in one.published]
    return tag("tr", tag("th", day(one.when), scope="row"), tag("td", _unfolding(said, "; ")), tag("td", _unfolding(published, ", ")))


def _inferred(view: View, article: str) -> str:
    return " (inferred)" if view.articles[article].published_inferred else ""


def _unfolding(parts: Sequence[Html], between: str) -> Html:
    first, more = join(parts[:MOST_NAMED], between), parts[MOST_NAMED:]
    return first + tag("details", tag("summary", f"and {len(more)} more"), join(more, between)) if more else first


def _occasion(view: View, what: str, found: Sequence[Statement]) -> Html:
    """Who said something on which occasion, with the claims that rest on it."""
    every = sorted({claim for one in found for claim in view.told.get(one.id, ())})
    claims, more = every[:MOST_CLAIMS], len(every) - MOST_CLAIMS
    links = join((tag("a", claim, href=f"#{view.claim_anchor(claim)}", class_="n", aria_label=f"claim {claim}") for claim in claims), " ")
    return join((what, " " if links else "", links, f" and {more} more claims" if more > 0 else ""))


def _strip(found: Sequence[Day]) -> Html:
    """Bars a day, statements above the axis and reports below it."""
    full = [(date.fromisoformat(one.when), one) for one in found if len(one.when) == 10 and _real(one.when)]
    last = max((when for when, one in full if one.published), default=max((when for when, _ in full), default=None))
    kept = [(when, one) for when, one in full if last and abs((last - when).days) <= LONGEST_STRIP]
    if len(kept) < FEWEST_DAYS:
        return Html("")
    first, end = kept[0][0], kept[-1][0]
    bars = join(_bars(kept, (WIDTH - 2 * EDGE) / max((end - first).days, 1)))
    axis = tag("path", d=f"M{EDGE} {AXIS}H{WIDTH - EDGE}", class_="axis")
    ends = ((EDGE, first, "start"), (WIDTH - EDGE, end, "end"))
    labels = join(tag("text", day(when.isoformat()), x=x, y=HEIGHT - 4, text_anchor=side) for x, when, side in ends)
    sides = tag("text", "said", x=EDGE, y=12, class_="head") + tag(
        "text", "published", x=WIDTH / 2, y=HEIGHT - 4, text_anchor="middle", class_="head"
    )
    label = f"Statements and reports by day, {day(first.isoformat())} to {day(end.isoformat())}"
    drawn = tag("svg", axis, bars, labels, sides, class_="strip", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=label)
    return tag("div", drawn, class_="wide", tabindex="0", role="group", aria_label="Statements and reports by day")


def _real(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _bars(kept: Sequence[tuple[date, Day]], step: float) -> Iterator[Html]:
    said = [sum(map(len, one.said.values())) for _, one in kept]
    most, most_published = max(said), max(len(one.published) for _, one in kept)
    wide = min(max(step * 0.7, 2), 6)
    for (when, one), n in zip(kept, said, strict=True):
        x = EDGE + wide / 2 + (WIDTH - 2 * EDGE - wide) * (when - kept[0][0]).days / max((kept[-1][0] - kept[0][0]).days, 1)
        if n:
            title = tag("title", f"{day(one.when)}: {number(n, 'statement')}")
            yield tag("path", title, d=f"M{x:.1f} {AXIS - 1}v{-TALLEST * n / most:.1f}", stroke_width=f"{wide:.1f}", class_="said")
        if one.published:
            title = tag("title", f"{day(one.when)}: {number(len(one.published), 'report')}")
            length = TALLEST * len(one.published) / most_published
            yield tag("path", title, d=f"M{x:.1f} {AXIS + 1}v{length:.1f}", stroke_width=f"{wide:.1f}", class_="published")
