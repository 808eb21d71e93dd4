"""`sayso alerts`: searches that are saved, and what is new to them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.asking import OnlySide, OnlyStance, Outlet, Reports, Since, Speaker, Until, Witnesses, Words, query_of
from sayso.cli.console import complain, ending, layout, write_bytes, write_text
from sayso.cli.database import Db
from sayso.errors import InputError, StoreError

if TYPE_CHECKING:
    from sayso.sought import Checked, Query
    from sayso.store import Store
    from sayso.store.search.saved import Check

alerts = typer.Typer(name="alerts", no_args_is_help=True, rich_markup_mode="rich", help="Save searches, and be told what is new to them.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the saved search.", show_default=False)]


@alerts.command()
def add(
    name: Name,
    words: Words = None,
    speaker: Speaker = None,
    side: OnlySide = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    stance: OnlyStance = None,
    witnesses: Witnesses = None,
    reports: Reports = None,
    from_now: Annotated[bool, typer.Option("--from-now", help="What the search finds already is no news.")] = False,
    db: Db = None,
) -> None:
    """Save a search, with words and filters as in sayso search; without any, every claim is news.

    The first check tells all that it finds, unless --from-now says otherwise.
    Searches can be saved, checked and removed while sayso add or sayso watch is
    at work on the store.

    Example:  sayso alerts add echoes --reports 5.. --witnesses 1
    """
    with ending():
        from sayso.store import open_store
        from sayso.store.search import saved

        query = query_of(
            words, speaker=speaker, side=side, outlet=outlet, since=since, until=until, stance=stance, witnesses=witnesses, reports=reports
        )
        with open_store(db) as store:
            known = _known(store, name, query) if from_now else None
            with store.aside() as connection:
                made = saved.add(connection, name, query)
                if known:
                    saved.confirm(connection, known)
        print(f"saved {made.name}")
        if sys.stdout.isatty():
            print(f"sayso alerts check tells what is new{'' if from_now else ', and at first all that it finds'}", file=sys.stderr)


@alerts.command("list")
def list_(
    db: Db = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one sayso.saved/1 object a line.")] = False,
) -> None:
    """List the saved searches."""
    with ending():
        from sayso.store import open_store
        from sayso.store.search import saved

        with open_store(db, create=False) as store, store.reading() as connection:
            found = saved.listed(connection)
        if as_json:
            from sayso.show.found import query_json
            from sayso.show.json import line

            write_bytes(
                b"".join(line({"schema": "sayso.saved/1", "name": one.name, "query": query_json(one.query), "checked": one.checked}) for one in found)
            )
        else:
            from sayso.show.alerts import saved_text

            width, color = layout(False)
            write_text(saved_text(found, width=width, color=color))
            if not found:
                print("no saved searches yet: sayso alerts add NAME WORDS", file=sys.stderr)


@alerts.command()
def remove(name: Name, db: Db = None) -> None:
    """Take a saved search away, with all that is remembered of it."""
    with ending():
        from sayso.store import open_store
        from sayso.store.search import saved

        with open_store(db, create=False) as store, store.aside() as connection:
            saved.remove(connection, name)
        print(f"removed {name}")


@alerts.command()
def check(
    name: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Which; all, if none is named.", show_default=False)] = None,
    json_lines: Annotated[bool, typer.Option("--json-lines", help="Print one sayso.alert/1 object a line.")] = False,
    atom: Annotated[str | None, typer.Option("--atom", metavar="FILE", help="Write an Atom feed, the alerts of earlier checks in it.")] = None,
    db: Db = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, in a terminal too.")] = False,
) -> None:
    """Tell what is new to saved searches since they were last checked.

    That is: claims they had not found before, and claims whose number of
    witnesses changed, or that somebody came out against or declines. More reports
    of the same, and other words for it, are no news. What was told counts as told
    once it is written out. Where nothing is new, nothing is printed, so that cron
    sends no mail.

    Example:  sayso alerts check --atom alerts.xml
    """
    with ending():
        from sayso.store import open_store
        from sayso.store.search import saved

        if json_lines and atom is not None:
            raise InputError("--json-lines and --atom ask for two things: one can be written")
        with open_store(db, create=False) as store:
            if store.readonly:
                raise StoreError(f"{store.place}: it can only be read, so that what was told could not be remembered")
            with store.reading() as connection:
                names = list(dict.fromkeys(map(saved.name_of, name))) if name else [one.name for one in saved.listed(connection)]
                done = [saved.check(connection, one, at=_now()) for one in names]
            if not done:
                complain("no saved searches yet: sayso alerts add NAME WORDS")
            _tell([one.checked for one in done], json_lines=json_lines, atom=atom, no_color=no_color)
            _remember(store, done)


def _known(store: Store, name: str, query: Query) -> Check:
    """A search that is not saved yet, as if all that it finds now had been told."""
    from sayso.sought import Saved
    from sayso.store.search import saved

    with store.reading() as connection:
        return saved.quiet(saved.look(connection, Saved(saved.name_of(name), query), at=_now()))


def _tell(checked: Sequence[Checked], *, json_lines: bool, atom: str | None, no_color: bool) -> None:
    """Writes what is new, through to its end: only then may it count as told."""
    if atom is not None:
        from sayso import __version__
        from sayso.show.atom import alerts_atom

        _replace(atom, alerts_atom(checked, version=__version__))
    elif json_lines:
        from sayso.show.alerts import alerts_json

        write_bytes(b"".join(alerts_json(checked)))
    else:
        from sayso.show.alerts import alerts_text

        width, color = layout(no_color)
        write_text(alerts_text(checked, width=width, color=color))
        if checked and sys.stdout.isatty() and not any(one.alerts for one in checked):
            print("Nothing new.", file=sys.stderr)
    sys.stdout.flush()


def _remember(store: Store, done: Sequence[Check]) -> None:
    from sayso.store.search import saved

    for one in done:
        with store.aside() as connection:
            saved.confirm(connection, one)


def _replace(path: str, made: bytes) -> None:
    """A file that is there whole, or not at all."""
    beside = f"{path}.{os.getpid()}.part"
    try:
        with open(beside, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(beside)
        raise InputError(f"cannot write {path}: {error.strerror}") from None


def _now() -> datetime:
    return datetime.now(UTC)
