"""A store, opened: where articles, stories and their ledgers lie."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from sayso.data import Article, Ledger, Reading
from sayso.errors import StoreError
from sayso.sought import Change, Found, Query, StoryEntry
from sayso.store import history as past
from sayso.store import reading as read
from sayso.store import writing as write
from sayso.store.address import Address, address_of
from sayso.store.engine import Engines, empty_log, engines, may_write, writing_alone
from sayso.store.mishaps import told
from sayso.store.opening import check, prepare
from sayso.store.records import Kept, Keys, Known, Stored, Totals

HITS = 20
"""Claims that a search returns, unless more are asked for."""
WAIT = 5.0
"""Seconds that a writer waits for another to finish."""


class Store:
    """Articles, stories and ledgers over time. A context manager; safe to share between threads, not between processes that fork.

    Reading sees one moment; each call that writes is one transaction, and durable when it returns.
    """

    def __init__(self, found: Engines) -> None:
        self._engines = found
        self._mutex = threading.RLock()
        self._held = ExitStack()
        self._connection: Connection | None = None
        self._leases = 0
        self._emptied_at = 0
        self.left: object = None
        """What a writer leaves in memory for the next one that has the lease on this Store; the store itself does not look at it."""

    @property
    def place(self) -> str:
        """Where the store is, for people: a path, or an address without its password."""
        return self._engines.address.place

    @property
    def readonly(self) -> bool:
        """Whether nothing can be written."""
        return self._engines.writer is None

    def close(self) -> None:
        """Close all connections."""
        self._held.close()
        self._engines.reader.dispose()
        if self._engines.writer is not None:
            self._engines.writer.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it is at its first question, whatever is written meanwhile. Raises StoreError."""
        with told(self.place), self._engines.reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def lease(self, *, wait: float = WAIT) -> Iterator[None]:
        """Nobody else writes meanwhile: for work that has to hold still between two calls. May be nested.

        Raises StoreError if another process still writes after `wait` seconds.
        """
        if not self._mutex.acquire(timeout=wait):
            raise StoreError(f"{self.place}: another thread is writing to it: wait until that is done, and try again")
        try:
            if not self._leases:
                with told(self.place):
                    self._connection = self._held.enter_context(writing_alone(self._engines, wait))
            self._leases += 1
            try:
                yield
            finally:
                self._leases -= 1
                if not self._leases:
                    self._connection = None
                    self._held.close()
        finally:
            self._mutex.release()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that is durable when the block ends, and undone if it raises. Not to be nested. Raises StoreError."""
        with self.lease(), told(self.place):
            connection = self._connection
            assert connection is not None
            with connection.begin():
                yield connection
            file = self._engines.address.file
            if file is not None:
                self._emptied_at = empty_log(connection, file, self._emptied_at)

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """As `writing`, but beside whoever holds the lease: for what no other writer looks at, such as saved searches. A moment's work only.

        Not to be used within `writing`. Raises StoreError.
        """
        if self._engines.writer is None:
            raise StoreError(f"{self.place}: it can only be read")
        with told(self.place), self._engines.writer.connect() as connection, connection.begin():
            yield connection

    def known(self, keys: Keys) -> Known | None:
        """The report with one of these keys: the same one by id or text, else the current version of its page."""
        with self.reading() as connection:
            return write.known(connection, keys)

    def keep(
        self,
        article: Article,
        keys: Keys,
        *,
        reading: bytes | None,
        sketch: bytes | None,
        day: float | None,
        placed: write.Placed | None,
        previous: str | None = None,
    ) -> Kept:
        """Writes an article with all that was found in it, and puts it into its story. One that is there already stays as it is.

        `reading`: packed, None for an article in a language that is not read, which then has no story (`placed` None). `placed`: the story,
        None to open one, and pairs of stories that turned out to be one, of which the one that began first stays. `previous`: the version of
        the same page that was current.
        """
        with self.writing() as connection:
            return write.keep(connection, article, keys, reading=reading, sketch=sketch, day=day, placed=placed, previous=previous)

    def note_place(self, id: str, place: str) -> bool:  # noqa: A002 (what it is called everywhere)
        """Another place at which a report was found; whether that is new."""
        with self.writing() as connection:
            return write.note_place(connection, id, place)

    def members(self, low: float, high: float) -> Iterator[read.Member]:
        """(article id, story id, day, sketch) of all that is of days low <= day < high."""
        with self.reading() as connection:
            yield from read.members(connection, low, high)

    def member_count(self, low: float, high: float) -> int:
        """How many members are of days low <= day < high."""
        with self.reading() as connection:
            return read.member_count(connection, low, high)

    def latest_day(self) -> float | None:
        """The latest day of an article, in days since 1970; None in an empty store."""
        with self.reading() as connection:
            return read.latest_day(connection)

    def last_arrival(self) -> int:
        """The number of the article that came last, 0 in an empty store: while it stays the same, no article came and no story was merged."""
        with self.reading() as connection:
            return read.last_arrival(connection)

    def stale(self) -> tuple[str, ...]:
        """Stories with articles that their ledgers do not know, in the order in which they began."""
        with self.reading() as connection:
            return read.stale(connection)

    def readings(self, story: str) -> tuple[Reading, ...]:
        """The readings of a story's current versions, in order of arrival."""
        with self.reading() as connection:
            return read.readings_of(connection, story)

    def set_ledger(self, story: str, ledger: Ledger) -> bool:
        """Writes a new snapshot, if it differs from the latest, and what is searched; whether it differed."""
        with self.writing() as connection:
            return write.set_ledger(connection, story, ledger)

    def stories(self, *, first: date | None = None, last: date | None = None, limit: int | None = None, offset: int = 0) -> tuple[StoryEntry, ...]:
        """Stories with reports from `first` to `last` (days), the latest first, those without a date at the end."""
        with self.reading() as connection:
            return read.entries(connection, first=first, last=last, limit=limit, offset=offset)

    def entry(self, story: str) -> StoryEntry | None:
        """One story as lists show it; an id of a merged story leads to where it went."""
        with self.reading() as connection:
            return read.entry(connection, story)

    def find(self, beginning: str) -> str | None:
        """The one story whose id begins so; None if there is none. Raises StoreError if there are several."""
        with self.reading() as connection:
            return read.begins_with(connection, beginning)

    def ledger(self, story: str, *, as_of: datetime | None = None) -> Ledger | None:
        """The ledger of a story as it was known at a time, or now; None if there was none. An id of a merged story leads to where it went."""
        with self.reading() as connection:
            return read.ledger(connection, story, as_of=as_of)

    def history(self, story: str) -> tuple[Change, ...]:
        """What changed in a story, in order of time; empty if there is none of that id."""
        with self.reading() as connection:
            return past.history(connection, story)

    def export(self) -> Iterator[Ledger]:
        """The latest ledgers of all stories, ordered by id, as of one moment; one in memory at a time."""
        with self.reading() as connection:
            yield from read.export(connection)

    def article(self, id: str) -> Stored | None:  # noqa: A002 (what it is called everywhere)
        """An article with its versions; None if there is none of that id."""
        with self.reading() as connection:
            return read.stored(connection, id)

    def foreign(self) -> Iterator[Article]:
        """The articles in languages that are not read, in order of arrival."""
        with self.reading() as connection:
            yield from read.foreign(connection)

    def search(self, query: Query, *, limit: int = HITS, offset: int = 0) -> Found:
        """What fits a query, the best first: claims with the places that carry them, then reports. Any text is a query."""
        from sayso.store.search.results import search

        with self.reading() as connection:
            return search(connection, query, limit=limit, offset=offset)

    def totals(self) -> Totals:
        """What the store holds, in numbers."""
        with self.reading() as connection:
            return read.totals(connection)


def open_store(url: str | os.PathLike[str] | None = None, *, create: bool = True, readonly: bool = False) -> Store:
    """The store at `url`: a path, sqlite:///…, or postgresql://…; None is the file in the user's data directory.

    What is not there is made, if `create`; an older schema is brought up to date. A file that cannot be written is opened for reading.
    Raises StoreError for what is no store, is of a newer sayso, or cannot be opened, ExtraError where PostgreSQL's library is missing.
    """
    address = address_of(url)
    readonly = readonly or not _writable(address, create=create)
    store = Store(engines(address, readonly=readonly))
    try:
        prepare(store, address, create=create)
    except BaseException:
        store.close()
        raise
    return store


def _writable(address: Address, *, create: bool) -> bool:
    """Whether an SQLite file can be written, or made. Raises StoreError for a file that is missing, or that is none."""
    file = address.file
    if file is None:
        return True
    with told(address.place):
        check(file, place=address.place, create=create)
    return not file.exists() or (may_write(file) and may_write(file.parent))
