"""What the store tells of feeds that are watched, and is told of them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

State = Literal["waiting", "read", "done", "failed", "passed"]
"""Of an item: to be fetched, fetched and not yet kept, kept, given up, and left out for its age."""

SECOND = 1_000_000
"""Microseconds."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was last known. Times are seconds since 1970; `at` is where it is asked for, `ttl` in minutes, `next` when it is polled again."""

    address: str
    host: str
    at: str
    kind: str | None
    title: str | None
    etag: str | None
    modified: str | None
    ttl: float | None
    polled: float | None
    next: float
    failures: int
    reason: str | None
    gone: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a feed that was asked said of itself, and when to ask it again (seconds since 1970)."""

    kind: str
    title: str | None
    at: str
    etag: str | None
    modified: str | None
    ttl: float | None
    next: float


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that a feed names: by which name, on which page, where, when changed (`mark`), and what it knows of it (`entry`, packed).

    `take`: False for what is too old to be fetched, and only remembered.
    """

    name: str
    page: str
    url: str | None
    mark: str
    entry: bytes
    take: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """An item that is to be fetched or kept; `page_read` holds its packed articles once it is fetched, `noted` is when it was named (as changed)."""

    page: str
    feed: str
    url: str | None
    mark: str
    versions: int
    tries: int
    reason: str | None
    etag: str | None
    modified: str | None
    entry: bytes
    page_read: bytes | None
    noted: float


@dataclass(frozen=True, slots=True)
class Noted:
    """How many of the things that a feed names were new, had changed, and were too old."""

    new: int = 0
    changed: int = 0
    passed: int = 0


def host_of(address: str | None) -> str:
    """The host of an address, with its port."""
    try:
        return urlsplit(address or "").netloc.lower()
    except ValueError:
        return ""


def stored(moment: float) -> int:
    """Seconds since 1970 as the store has them."""
    return int(moment * SECOND)


def feed_of(row: Any) -> Feed:
    """The feed of a row of its table."""
    return Feed(
        address=row.address,
        host=row.host,
        at=row.asked_at or row.address,
        kind=row.kind,
        title=row.title,
        etag=row.etag,
        modified=row.modified,
        ttl=row.ttl,
        polled=row.polled / SECOND if row.polled is not None else None,
        next=row.next / SECOND,
        failures=row.failures,
        reason=row.reason,
        gone=bool(row.gone),
    )


def item_of(row: Any) -> Item:
    """The item of a row of its table."""
    return Item(
        page=row.page,
        feed=row.feed,
        url=row.url,
        mark=row.mark,
        versions=row.versions,
        tries=row.tries,
        reason=row.reason,
        etag=row.etag,
        modified=row.modified,
        entry=row.entry or b"",
        page_read=zlib.decompress(row.page_read) if row.page_read is not None else None,
        noted=row.noted / SECOND,
    )
