"""Connections to SQLite and PostgreSQL: readers that see one moment, and one writer at a time.

SQLite: WAL, so that readers and the writer do not wait for each other; every write begins with BEGIN IMMEDIATE; synchronous=FULL, so that what
is acknowledged survives a power cut; the log is emptied when it passes LOG bytes. PostgreSQL: readers in one REPEATABLE READ snapshot.
The one writer holds a lease that ends with its process: a lock on a file beside the SQLite file, an advisory lock in PostgreSQL.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import NullPool, QueuePool

from sayso.errors import ExtraError, StoreError
from sayso.store.address import Address
from sayso.store.schema import APPLICATION

LOG = 32_000_000
"""Bytes of write-ahead log above which it is written back and emptied."""
PATIENCE = 10.0
"""Seconds that one statement waits for a lock: only while a log is recovered or emptied does a reader wait at all."""
EMPTYING = 1.0
"""Seconds that the writer waits for readers to leave a log that it wants to empty."""
STEP = 0.05
"""Seconds between two tries for the lease."""
READERS, MORE_READERS = 8, 56
"""Connections for reading that one Store keeps, and that it opens on top when they are all in use."""


@dataclass(frozen=True, slots=True)
class Engines:
    """Where to read and where to write; a store that can only be read has no `writer`."""

    address: Address
    reader: Engine
    writer: Engine | None


def engines(address: Address, *, readonly: bool) -> Engines:
    """Engines for an address. Nothing is opened yet. Raises ExtraError where the library for it is not installed."""
    if address.file is None:
        return _postgres(address, readonly)
    mode = _reading_mode(address.file) if readonly else "mode=rw"
    reader = sa.create_engine(
        address.url, creator=_opener(address.file, mode), poolclass=QueuePool, pool_size=READERS, max_overflow=MORE_READERS, pool_timeout=PATIENCE
    )
    event.listen(reader, "connect", _as_reader)
    event.listen(reader, "begin", _begin)
    if readonly:
        return Engines(address, reader, None)
    writer = sa.create_engine(address.url, creator=_opener(address.file, "mode=rwc"), poolclass=NullPool)
    event.listen(writer, "connect", _as_writer)
    event.listen(writer, "begin", _begin_immediate)
    return Engines(address, reader, writer)


@contextmanager
def writing_alone(engines: Engines, wait: float) -> Iterator[Connection]:
    """A connection to write by, while no other process has one. Raises StoreError if another still has it after `wait` seconds."""
    address, engine = engines.address, engines.writer
    if engine is None:
        raise StoreError(f"{address.place}: it can only be read")
    if address.file is None:
        with engine.connect() as connection:
            _wait(lambda: _locked_postgres(connection), wait, address.place)
            yield connection
        return
    beside = sqlite3.connect(f"{address.file}-writer", timeout=0, isolation_level=None, check_same_thread=False)
    try:
        _wait(lambda: _locked_file(beside), wait, address.place)
        with engine.connect() as connection:
            yield connection
    finally:
        beside.close()


def empty_log(connection: Connection, file: Path, done_at: int) -> int:
    """Writes back and empties the log of an SQLite file when it has grown by LOG bytes since `done_at`; returns its size then.

    A reader who stays on an old moment keeps the log from being emptied; it is tried again only after it has grown as much again.
    """
    size = _size(f"{file}-wal")
    if size < max(0, done_at) + LOG:
        return min(done_at, size)
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    raw.execute(f"PRAGMA busy_timeout={int(EMPTYING * 1000)}")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    raw.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
    return _size(f"{file}-wal")


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _wait(locked: Callable[[], bool], wait: float, place: str) -> None:
    end = time.monotonic() + wait
    while not locked():
        if time.monotonic() >= end:
            raise StoreError(f"{place}: another sayso is writing to it: wait until that is done, and run it again")
        time.sleep(STEP)


def _locked_file(beside: sqlite3.Connection) -> bool:
    """Whether the lock is ours now. The system gives it back when the process ends, however it ends."""
    try:
        beside.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            return False
        raise
    return True


def _locked_postgres(connection: Connection) -> bool:
    """Whether the lock, one for each schema of a database, is ours now; the server gives it back when the connection ends."""
    schema = sa.func.hashtext(sa.cast(sa.func.current_schema(), sa.Text))
    with connection.begin():
        return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(sa.cast(APPLICATION, sa.Integer), schema))))


def _opener(file: Path, mode: str) -> Callable[[], sqlite3.Connection]:
    uri = f"file:{quote(os.fsencode(file))}?{mode}"
    return lambda: sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)


def _reading_mode(file: Path) -> str:
    """A file in a folder where nothing can be written has no log beside it, and is read as one that never changes."""
    if not may_write(file.parent) and not _size(f"{file}-wal"):
        return "immutable=1"
    return "mode=ro"


def may_write(path: Path) -> bool:
    """Whether the system lets us write there."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _as_reader(raw: sqlite3.Connection, _: object) -> None:
    raw.execute("PRAGMA query_only=ON")


def _as_writer(raw: sqlite3.Connection, _: object) -> None:
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute(f"PRAGMA journal_size_limit={LOG}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgres(address: Address, readonly: bool) -> Engines:
    try:
        import psycopg  # noqa: F401 (whether it is installed)
    except ImportError:
        raise ExtraError("a store in PostgreSQL needs psycopg: pip install 'sayso[postgres]'") from None
    arguments = {"connect_timeout": int(PATIENCE), "application_name": "sayso"}
    reader = sa.create_engine(
        address.url,
        connect_args=arguments,
        isolation_level="REPEATABLE READ",
        pool_size=READERS,
        max_overflow=MORE_READERS,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
    ).execution_options(postgresql_readonly=True)
    writer = None if readonly else sa.create_engine(address.url, connect_args=arguments, poolclass=NullPool)
    return Engines(address, reader, writer)
