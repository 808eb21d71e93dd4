"""`sayso stories`: what a store holds."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import complain, ending, layout, write_bytes
from sayso.cli.database import Db, day_of
from sayso.cli.pager import show_text
from sayso.show.paint import GLUE, Line, Part, paint, whole_days
from sayso.show.wording import clean, days, number

if TYPE_CHECKING:
    from sayso.sought import StoryEntry

MOST = 50
"""Stories that are listed where --limit says nothing."""
GAP = 2
"""Columns between an id and what stands beside it."""


def stories(
    db: Db = None,
    first: Annotated[
        str | None, typer.Option("--since", "--from", metavar="DAY", help="Only what has reports of this day or later.", show_default=False)
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", "--to", metavar="DAY", help="Only what has reports of this day or earlier.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many at most.")] = MOST,
    as_json: Annotated[bool, typer.Option("--json", help="Print one sayso.stories/1 object.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, in a terminal too.")] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never page what is longer than the screen.")] = False,
) -> None:
    """List the stories of a store, the latest first.

    For each: the beginning of its id, which other commands take, and its title;
    its days, reports and outlets; how many claims are shared by two or more
    reports, and how many of these stand on one witness.

    Example:  sayso stories --since 2024-11-01
    """
    with ending():
        from sayso.store import open_store
        from sayso.store.brief import brief_ids

        begin, end = day_of(first, "--since"), day_of(last, "--until")
        with open_store(db, create=False) as store:
            found, totals, place = store.stories(first=begin, last=end, limit=limit), store.totals(), store.place
            with store.reading() as connection:
                ids = brief_ids(connection, [one.id for one in found])
        if as_json:
            write_bytes(_json(found))
        elif found:
            width, color = layout(no_color)
            show_text(_text(found, ids, width=width, color=color), paged=not no_pager)
        if not as_json:
            note = f"{len(found):,} of {number(totals.stories, 'story', 'stories')}" if totals.stories else "no stories yet"
            print(f"{note}, {number(totals.articles, 'report')}, in {place}", file=sys.stderr)
        if totals.stale:
            complain(f"{number(totals.stale, 'story has', 'stories have')} newer reports than ledgers: sayso add brings them up to date")


def _json(found: Sequence[StoryEntry]) -> bytes:
    from sayso.show.json import line

    told = [
        {
            "id": one.id,
            "title": one.title,
            "from": one.first,
            "to": one.last,
            "articles": one.articles,
            "outlets": one.outlets,
            "claims": one.claims,
            "shared": one.shared,
            "echoed": one.echoed,
            "disputed": one.disputed,
            "stale": one.stale,
        }
        for one in found
    ]
    return line({"schema": "sayso.stories/1", "stories": told})


def _text(found: Sequence[StoryEntry], ids: Mapping[str, str], *, width: int, color: bool) -> str:
    """Two paragraphs a story, its id beside them: its title, and what there is to it."""
    lines = []
    wide = max(map(len, ids.values()), default=0) + GAP
    for one in found:
        lines.append(Line(((clean(one.title), "bold"),), label=ids[one.id].ljust(wide), label_style="cyan"))
        lines.append(Line(tuple(_facts(one)), indent=wide))
    return paint(lines, width=width, color=color)


def _facts(one: StoryEntry) -> Iterator[Part]:
    yield f"{whole_days(days(one.first, one.last) or 'no date')}; ", ""
    if not one.articles:
        yield "not counted yet", "dim"
        return
    reports = number(one.articles, "report") + (f", {number(len(one.outlets), 'outlet')}" if one.outlets else "")
    yield f"{reports}; {number(one.shared, 'shared claim')}{', ' if one.echoed else ''}", ""
    if one.echoed:
        yield GLUE.join(f"{one.echoed} on one witness".split()), "green"
