"""What `sayso search` and `sayso alerts` share: the words and filters of a search."""

from __future__ import annotations

import re
from enum import Enum
from typing import Annotated

import typer

from sayso.cli.database import day_of
from sayso.errors import InputError
from sayso.sought import SIDES, STANCES, Query, Range

OnSide = Enum("OnSide", {name: name for name in SIDES}, type=str)  # type: ignore[misc]  # made of the list, so that there is one list
WithStance = Enum("WithStance", {name: name for name in STANCES}, type=str)  # type: ignore[misc]

RANGE = re.compile(r"(\d{1,9})?(\.\.|\+)?(\d{1,9})?\Z")

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORDS", help='Words that have to be there; "..." is a phrase, a star leaves a word\'s end open.', show_default=False),
]
Speaker = Annotated[
    str | None, typer.Option("--speaker", metavar="NAME", help="Only claims on which somebody of that name stands or is quoted.", show_default=False)
]
OnlySide = Annotated[OnSide | None, typer.Option("--side", metavar="SIDE", help=f"Where they stand: {', '.join(SIDES)}.", show_default=False)]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only what this outlet carries.", show_default=False)]
Since = Annotated[str | None, typer.Option("--since", metavar="DAY", help="Only what was published on this day or later.", show_default=False)]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Only what was published on this day or earlier.", show_default=False)]
OnlyStance = Annotated[
    WithStance | None, typer.Option("--stance", metavar="STANCE", help=f"How it is said: {', '.join(STANCES)}.", show_default=False)
]
Witnesses = Annotated[
    str | None, typer.Option("--witnesses", metavar="N", help="Only claims on so many independent witnesses: 1, 2..3, 4..", show_default=False)
]
Reports = Annotated[str | None, typer.Option("--reports", metavar="N", help="Only claims that so many reports carry: 5.., 2..4", show_default=False)]


def query_of(
    words: list[str] | None,
    *,
    speaker: str | None,
    side: OnSide | None,
    outlet: str | None,
    since: str | None,
    until: str | None,
    stance: WithStance | None,
    witnesses: str | None,
    reports: str | None,
) -> Query:
    """The query that the options make. Raises InputError for what makes none."""
    query = Query(
        text=" ".join(words or ()).strip(),
        speaker=speaker,
        side=side.value if side else None,
        outlet=outlet,
        since=day_of(since, "--since"),
        until=day_of(until, "--until"),
        stance=stance.value if stance else None,
        witnesses=range_of(witnesses, "--witnesses"),
        reports=range_of(reports, "--reports"),
    )
    if query.since and query.until and query.since > query.until:
        raise InputError(f"--since {query.since} is later than --until {query.until}")
    return query


def range_of(told: str | None, option: str) -> Range:
    """The range that "5", "5..", "..5", "2..5" or "5+" names. Raises InputError for what is none."""
    if told is None:
        return Range()
    match = RANGE.match(told.strip())
    if not match or not (match[1] or match[3]) or (match[2] == "+" and match[3]) or (match[3] and not match[2]):
        raise InputError(f"{option} {told}: write a number, or a range as in 2..3, 5.. or ..4")
    least = int(match[1] or 0)
    most = int(match[3]) if match[3] else None if match[2] else least
    if most is not None and most < least:
        raise InputError(f"{option} {told}: from {least} to {most} there is nothing")
    return Range(least, most)
