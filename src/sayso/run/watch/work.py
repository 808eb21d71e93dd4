"""What the steps of a watch share: the store, the web, the clock, who is told, and whether all is to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sayso.collect.fetch import Web
from sayso.collect.guard import Guard
from sayso.collect.walk import Taking
from sayso.errors import StoreError
from sayso.pipeline import Settings
from sayso.run.watch.telling import Done, moment
from sayso.store import Store
from sayso.store.feeds import Feeds

Result = TypeVar("Result")

FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0
"""Seconds before a store that cannot be written is tried again; twice as long each further time."""

TRIES_ONCE = 4
"""How often it is tried where one round is all that was asked for: within some 40 seconds."""

STEP = 0.25
"""Seconds after which it is seen that all is to stop."""


class StoppedError(Exception):
    """All is to stop, now."""


@dataclass(frozen=True, slots=True)
class Watching:
    """How feeds are watched: seconds between two polls, whether for one round only, and whether private machines may be asked."""

    every: float = 900.0
    once: bool = False
    private: bool = False


@dataclass(slots=True)
class Work:
    """One watch: what it works with, and what its round has done so far, feed by feed."""

    store: Store
    feeds: Feeds
    web: Web
    guard: Guard
    options: Watching
    settings: Callable[[], Settings]
    tell: Callable[[str], None]
    stopped: Callable[[], bool]
    clock: Callable[[], float] = time.time
    taking: Taking = field(default_factory=Taking)
    done: dict[str, Done] = field(default_factory=dict)

    def of(self, feed: str) -> Done:
        """What this round has done for a feed."""
        return self.done.setdefault(feed, Done())

    def say(self, line: str) -> None:
        """One line with the time."""
        self.tell(f"{moment(self.clock())} {line}")

    def patiently(self, action: Callable[[], Result]) -> Result:
        """The result of `action`, tried again while the store is busy or cannot be written.

        Raises StoppedError when all is to stop meanwhile, and StoreError after TRIES_ONCE where one round was asked for.
        """
        tries, wait = 0, FIRST_WAIT
        while True:
            try:
                return action()
            except StoreError as error:
                tries += 1
                if self.options.once and tries >= TRIES_ONCE:
                    raise
                self.say(f"{error}; tried again in {wait:.0f} seconds")
                self.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)
                if self.stopped():
                    raise StoppedError from error

    def sleep(self, seconds: float) -> None:
        """Wait, or until all is to stop."""
        until = time.monotonic() + seconds
        while not self.stopped() and (left := until - time.monotonic()) > 0:
            time.sleep(min(STEP, left))
