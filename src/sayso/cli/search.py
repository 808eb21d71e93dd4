"""`sayso search`: claims and reports in a store."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

import typer

from sayso.cli.asking import OnlySide, OnlyStance, Outlet, Reports, Since, Speaker, Until, Witnesses, Words, query_of
from sayso.cli.console import ending, layout, write_bytes
from sayso.cli.database import Db
from sayso.cli.pager import show_text
from sayso.errors import InputError
from sayso.sought import Found, Query

MOST = 20
"""Claims that are shown where --limit says nothing, and as many reports with --json."""
FEWER = 5
"""Reports that are shown to people below the claims."""


def search(
    words: Words = None,
    speaker: Speaker = None,
    side: OnlySide = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    stance: OnlyStance = None,
    witnesses: Witnesses = None,
    reports: Reports = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many claims at most.")] = MOST,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, max=10**9, help="How many to leave out at the beginning.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one sayso.found/1 object.")] = False,
    db: Db = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, in a terminal too.")] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never page what is longer than the screen.")] = False,
) -> None:
    """Find claims in a store by their words, by who says them, and by how many witnesses they have.

    Every word has to be there, in any of its forms: in the claim, in what reports
    say of it, or in the name of who says so. What stands in double quotes is a
    phrase, a star leaves a word's end open, and no other sign means anything. The
    shell takes quotes away: sayso search '"state of emergency" flood*'

    Filters narrow it down, and need no words. What --outlet, --since, --until and
    --stance ask for has to be true of one and the same statement, the speaker's
    own where --speaker is given. A part of a name will do, and it may have slips:
    "Lnud" finds Ada Lund, and says so.

    --reports 5.. --witnesses 1 finds what five or more reports carry and one
    witness stands behind; a claim on "1 to 2 witnesses" fits where both ends do.
    Reports with the words follow below, unless a filter is only for claims.

    Example:  sayso search bridge --speaker "Ada Lund" --side against --since 2024-03-01
    """
    with ending():
        filters = {"speaker": speaker, "side": side, "outlet": outlet, "since": since, "until": until, "stance": stance}
        query = query_of(words, **filters, witnesses=witnesses, reports=reports)  # type: ignore[arg-type]  # each under its own name
        found = _found(query, db, limit, offset)
        if as_json:
            from sayso.show.found import found_json

            write_bytes(found_json(found))
        else:
            _show(found, no_color=no_color, paged=not no_pager)


def _found(query: Query, db: str | None, limit: int, offset: int) -> Found:
    from sayso.store import open_store
    from sayso.store.search.results import search as found_in

    if query == Query():
        raise InputError("nothing to look for: give words, or a filter such as --speaker (sayso search --help)")
    with open_store(db, create=False) as store, store.reading() as connection:
        return found_in(connection, query, limit=limit, offset=offset)


def _show(found: Found, *, no_color: bool, paged: bool) -> None:
    from sayso.show.found import found_text

    width, color = layout(no_color)
    show_text(found_text(replace(found, passages=found.passages[:FEWER]), width=width, color=color), paged=paged)
    if not found.claims and not found.reports:
        print("Nothing fits. Fewer words or filters find more.", file=sys.stderr)
