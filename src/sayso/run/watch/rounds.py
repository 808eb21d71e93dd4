"""Round after round: feeds are asked, what is new is fetched and kept, and it is told; in between, the watch sleeps."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sayso.collect.fetch import Visiting, Web
from sayso.collect.guard import Guard
from sayso.pipeline import Settings
from sayso.run.watch.pages import count, take
from sayso.run.watch.polls import poll
from sayso.run.watch.telling import feed_line, round_line, title_of
from sayso.run.watch.work import StoppedError, Watching, Work
from sayso.store import Store
from sayso.store.feeds import Feeds

SHORTEST = 1.0
"""Seconds between two rounds."""

TOLD = 20
"""Items given up in one round that are told by name."""


def watch(
    store: Store,
    addresses: Sequence[str],
    options: Watching,
    *,
    tell: Callable[[str], None],
    stopped: Callable[[], bool],
    clock: Callable[[], float] = time.time,
) -> bool:
    """Watch the feeds at `addresses` (none: all that the store knows) until `stopped` says so, or for one round; whether all of it went well.

    Whatever happens to feeds and pages is told by `tell`, a line at a time, and tried again. Raises StoreError for a store that somebody else
    watches into, and, where one round was asked for, for one that cannot be written.
    """
    feeds = Feeds(store)
    with feeds.alone(), Guard() as guard:
        web = Web(Visiting(private=options.private))
        work = Work(store, feeds, web, guard, options, lambda: Settings(today=datetime.fromtimestamp(clock(), UTC).date()), tell, stopped, clock)
        try:
            work.patiently(lambda: feeds.enter(addresses, clock()))
            roots = list(addresses) or list(feeds.given())
            for one in feeds.watched(roots):
                if one.gone:
                    work.say(f"{title_of(one)}: gone: {one.reason}; not asked")
            count(work)
            return _rounds(work, roots)
        except StoppedError:
            return True


def _rounds(work: Work, roots: Sequence[str]) -> bool:
    while True:
        work.done.clear()
        try:
            poll(work, roots)
            take(work, work.feeds.watched(roots))
        except StoppedError:
            pass
        following = _following(work, roots)
        _tell(work, roots, following)
        if work.options.once or work.stopped():
            return not any(done.error or done.given_up or done.put_off for done in work.done.values())
        work.sleep(max(SHORTEST, following - work.clock()) if following is not None else work.options.every)
        if work.stopped():
            return True


def _following(work: Work, roots: Sequence[str]) -> float | None:
    """When something is due next."""
    watched = work.feeds.watched(roots)
    times = [one.next for one in watched if not one.gone]
    soonest = work.feeds.soonest([one.address for one in watched])
    return min([*times, *([soonest] if soonest is not None else [])], default=None)


def _tell(work: Work, roots: Sequence[str], following: float | None) -> None:
    for feed in work.feeds.watched(roots):
        done = work.done.get(feed.address)
        if done is not None and done.worth_telling:
            work.say(feed_line(feed, done))
    lost = [one for done in work.done.values() for one in done.given_up]
    for address, reason in lost[:TOLD]:
        work.say(f"given up: {address}: {reason}")
    if len(lost) > TOLD:
        work.say(f"given up: {len(lost) - TOLD:,} more")
    waiting = work.feeds.tally().get("waiting", 0)
    work.say(round_line(work.done, waiting=waiting, following=None if work.stopped() else following))
