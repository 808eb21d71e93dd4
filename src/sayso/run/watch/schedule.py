"""When to ask again: polls, tries and rests, with bounds, and with a spread that is the same in every run."""

from __future__ import annotations

from sayso.ids import content_id

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0

LONGEST_TTL = 6 * HOUR
"""A feed that says it stays as it is for longer is asked this often all the same: many say a day, and publish every hour."""

LONGEST_BACKOFF = DAY
"""Between two polls of a feed that fails, and for a server that asks to be left alone (Retry-After)."""

FIRST_TRY = 2 * MINUTE
"""Before an item that failed is tried again; twice as long after each further failure."""

TRIES = 6
"""How often an item is tried: within some two hours."""

FIRST_REST = MINUTE
"""For a host that does not answer, or asks for a rest without saying how long; twice as long each further time."""

LONGEST_REST = HOUR
"""It is as often this machine that is offline, and should not stay behind for a day once it is back."""

HOST_FAILURES = 3
"""From here on it is the host that fails, not the item: that is no longer one of the item's tries."""

OLDEST = 3 * DAY
"""An item that waits for a host longer than this is given up: it is no longer news."""

AGAIN = 10 * MINUTE
"""Before an item that has changed is fetched again: a live report changes every minute."""

VERSIONS = 24
"""How often one item is taken in, as its feed says that it has changed; some feeds say so at every poll."""

SPREAD = 0.1
"""Share by which waits are drawn out, so that what failed together is not asked again together."""


def after_answer(address: str, every: float, ttl: float | None) -> float:
    """Seconds until a feed that answered is asked again: `every`, or its own `ttl` (minutes) where that is longer, within LONGEST_TTL."""
    own = min((ttl or 0.0) * MINUTE, LONGEST_TTL)
    return max(every, own) if own > every else drawn_out(every, address, 0)


def after_failure(address: str, every: float, failures: int, wait: float | None, *, host: bool = False) -> float:
    """Seconds until a feed is asked again that has failed `failures` times in a row, its `host` or itself; at least the `wait` of its server."""
    own = min(every * 2.0 ** min(failures, 30), max(every, LONGEST_REST) if host else LONGEST_BACKOFF)
    return drawn_out(max(own, min(wait or 0.0, LONGEST_BACKOFF)), address, failures)


def after_try(page: str, tries: int) -> float:
    """Seconds until an item is tried again that has failed `tries` times."""
    return drawn_out(FIRST_TRY * 2.0 ** min(max(tries - 1, 0), 30), page, tries)


def rest(host: str, failures: int, wait: float | None) -> float:
    """Seconds for which a host is left alone that has failed `failures` times in a row before this time."""
    own = min(FIRST_REST * 2.0 ** min(failures, 30), LONGEST_REST)
    return drawn_out(max(own, min(wait or 0.0, LONGEST_BACKOFF)), host, failures)


def drawn_out(seconds: float, name: str, time: int) -> float:
    """`seconds`, longer by a part of SPREAD that `name` and the number of the `time` decide."""
    return seconds * (1.0 + SPREAD * int(content_id(name, str(time))[:8], 16) / 0xFFFFFFFF)
