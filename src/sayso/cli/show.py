"""`sayso show`: one story of a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import complain, ending, layout, write_bytes
from sayso.cli.database import Db, moment_of
from sayso.cli.pager import show_text
from sayso.data import Ledger, Ledgers
from sayso.errors import InputError, StoreError
from sayso.show.wording import interval, number, shorten

if TYPE_CHECKING:
    from sayso.sought import Change
    from sayso.store import Store

NEW_CLAIMS = 5
"""New claims of one ledger that a history names; the others are a number."""

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="WHEN", help="As the store knew it at the end of a day, or at a moment, local time.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one sayso.ledgers/1 object; with --history, one sayso.change/1 object a line.")]


def show(
    story: Annotated[str, typer.Argument(metavar="STORY", help="The id of a story, or its beginning.", show_default=False)],
    db: Db = None,
    as_of: AsOf = None,
    history: Annotated[bool, typer.Option("--history", help="What came and what changed, instead of the ledger.")] = False,
    as_json: AsJson = False,
    show_all: Annotated[bool, typer.Option("--all", help="List also what one report alone has, every place in full, and the reasons.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, in a terminal too.")] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never page what is longer than the screen.")] = False,
) -> None:
    """Print the ledger of a story in a store, as sayso compare does.

    --history lists what came and what changed, with the times. --as-of shows
    what the store knew at such a time: it goes by when reports came into the
    store, not by when they were published. The id of a story that was merged
    into another leads there.

    Example:  sayso show 590a4162 --as-of 2024-11-22T14:00
    """
    with ending():
        from sayso.store import open_store

        at = moment_of(as_of, "--as-of")
        if history and at is not None:
            raise InputError("--history and --as-of ask for two things: one can be printed")
        with open_store(db, create=False) as store:
            found = store.find(story)
            if found is None:
                raise StoreError(f"there is no story “{story}” in {store.place}: sayso stories lists them")
            if history:
                _show_history(store.history(found), as_json=as_json, show_all=show_all, paged=not no_pager)
                return
            ledger = _ledger(store, found, at)
        if as_json:
            from sayso.show.json import ledgers_json

            write_bytes(ledgers_json(Ledgers((ledger,))))
        else:
            from sayso.show.terminal import ledgers_text

            width, color = layout(no_color)
            show_text(ledgers_text(Ledgers((ledger,)), width=width, color=color, show_all=show_all), paged=not no_pager)


def _ledger(store: Store, story: str, at: datetime | None) -> Ledger:
    ledger = store.ledger(story, as_of=at)
    if ledger is None:
        if at is not None:
            raise StoreError(_too_early(store, story, at))
        raise StoreError(f"the ledger of story {story} is not counted yet: sayso add brings it up to date")
    entry = store.entry(story)
    if at is None and entry is not None and entry.stale:
        complain("there are newer reports than this ledger: sayso add brings it up to date")
    return ledger


def _too_early(store: Store, story: str, at: datetime) -> str:
    began = next((one.at for one in store.history(story) if one.kind == "counted"), None)
    told = f"its first ledger is of {_time(began)}" if began else "it has no ledger yet"
    return f"story {story} had no ledger at {_time(at)}: {told} (when reports came into the store counts here, not when they were published)"


def _show_history(changes: Sequence[Change], *, as_json: bool, show_all: bool, paged: bool) -> None:
    if as_json:
        write_bytes(_history_json(changes))
    else:
        show_text(_history_text(changes, show_all), paged=paged)


def _history_json(changes: Sequence[Change]) -> bytes:
    from dataclasses import asdict

    from sayso.show.json import line

    return b"".join(line({"schema": "sayso.change/1", **asdict(one), "at": one.at.isoformat()}) for one in changes)


def _history_text(changes: Sequence[Change], show_all: bool) -> str:
    lines: list[str] = []
    fresh = 0
    for at, one in enumerate(changes):
        fresh = fresh + 1 if one.kind == "claim" else 0
        if fresh <= NEW_CLAIMS or show_all:
            lines += _told(one, show_all)
        ends = at + 1 == len(changes) or (changes[at + 1].kind, changes[at + 1].at) != ("claim", one.at)
        if fresh > NEW_CLAIMS and ends and not show_all:
            lines.append(f"{_time(one.at)}  and {number(fresh - NEW_CLAIMS, 'more new claim')}")
        fresh = 0 if ends else fresh
    return "\n".join(lines) + "\n"


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"


def _told(one: Change, show_all: bool) -> Iterator[str]:
    text = one.text if show_all else shorten(one.text, 90)
    before, after = (interval(count) if count is not None else "" for count in (one.before, one.after))
    match one.kind:
        case "opened":
            words = f"opened by {text}"
        case "joined":
            words = f"joined by {text}"
        case "version":
            words = f"new version: {text}"
        case "merged":
            words = f"merged with {text} ({one.other})"
        case "counted":
            words = f"first ledger: {text}"
        case "claim":
            words = f"new claim, {after}: {text}"
        case "count":
            words = f"{before}, now {after}: {text}"
        case "disputed":
            words = f"now disputed, {after}: {text}"
        case "settled":
            words = f"no longer disputed, {after}: {text}"
        case "withdrawn":
            words = f"no current report says any more: {text}"
    yield f"{_time(one.at)}  {words}"
