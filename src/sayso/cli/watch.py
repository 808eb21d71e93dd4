"""`sayso watch`: feeds into a store, again and again."""

from __future__ import annotations

import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import DONE_WITH_SKIPPED, Private, ending
from sayso.cli.database import Db
from sayso.errors import InputError

if TYPE_CHECKING:
    from sayso.store import Store


def watch(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FEED",
            help="Addresses of feeds, news sitemaps, or lists of them; files that list addresses (OPML, or one a line). "
            "Without any, all feeds that this store has watched before.",
            show_default=False,
        ),
    ] = None,
    db: Db = None,
    every: Annotated[
        float, typer.Option("--every", metavar="MINUTES", min=1.0, help="How often a feed is asked, unless it asks for longer itself.")
    ] = 15.0,
    once: Annotated[bool, typer.Option("--once", help="One round, for cron: what is due is asked, fetched and kept.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Tell how the feeds of this store are, and what was given up. Asks nobody.")] = False,
    private: Private = False,
) -> None:
    """Watch feeds: ask them what is new, fetch it, and take it into a store, round after round.

    Feeds and sites that fail are left alone for longer each time, and asked again. An item that a feed says has changed is fetched again, as a
    new version. Where a page cannot be had and the feed carries the whole text, that is taken, and labelled by the feed's address.
    Ctrl+C or SIGTERM ends it after the article at hand; the next start goes on from there.

    Example:  sayso watch https://city-wire.example/feed feeds.opml --every 10
    """  # fmt: skip
    with ending():
        if not math.isfinite(every):
            raise InputError("--every: write a number of minutes")
        if status:
            _status(db)
            return
        with _stopping() as stopped:
            well = _watch(feeds or [], db, every * 60.0, once=once, private=private, stopped=stopped)
            if once and not well and not stopped():
                raise typer.Exit(DONE_WITH_SKIPPED)


def _watch(feeds: list[str], db: str | None, every: float, *, once: bool, private: bool, stopped: Callable[[], bool]) -> bool:
    from sayso.collect.guard import Guard
    from sayso.run.watch import Watching, addresses_in, watch
    from sayso.store import open_store

    with Guard() as guard:
        addresses = addresses_in(feeds, guard)
    with open_store(db) as store:
        if not addresses and not _known(store):
            raise InputError("no feeds: name some, as addresses or as a file that lists them")
        return watch(store, addresses, Watching(every=every, once=once, private=private), tell=_tell, stopped=stopped)


def _tell(line: str) -> None:
    print(line, flush=True)


def _known(store: Store) -> bool:
    from sayso.store.feeds import Feeds

    return bool(Feeds(store).given())


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """A function that says whether SIGTERM or SIGINT has come; the second one ends the program at once."""
    came: list[int] = []

    def stop(number: int, _: object) -> None:
        if came:
            raise KeyboardInterrupt
        came.append(number)

    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _status(db: str | None) -> None:
    """How the feeds of a store are, and the items that were given up."""
    from sayso.run.watch.telling import moment, title_of
    from sayso.store import open_store
    from sayso.store.feeds import Feeds

    with open_store(db, create=False, readonly=True) as store:
        feeds = Feeds(store)
        for one in feeds.all():
            polled = f"answered {moment(one.polled)}" if one.polled is not None else "has not answered yet"
            trouble = f"; {'gone' if one.gone else f'failed {one.failures} times'}: {one.reason}" if one.reason else ""
            following = "" if one.gone else f"; next {moment(one.next)}"
            print(f"{title_of(one)}: {polled}{trouble}{following}")
        tally = feeds.tally()
        told = {"done": "taken", "waiting": "wait", "read": "fetched, not yet kept", "failed": "given up", "passed": "too old"}
        print(f"items: {', '.join(f'{tally[key]:,} {words}' for key, words in told.items() if tally.get(key)) or 'none'}")
        for item in feeds.lost():
            print(f"given up: {item.url or item.page}: {item.reason}")
