"""One watch at a time into a store: a lock that ends with its process."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from sayso.errors import StoreError
from sayso.store.engine import Engines
from sayso.store.mishaps import told
from sayso.store.schema import APPLICATION

LOCK = APPLICATION + 1
"""The advisory lock of watches in PostgreSQL; that of writers is APPLICATION."""


@contextmanager
def watching_alone(engines: Engines) -> Iterator[None]:
    """Nobody else watches into this store meanwhile: a lock on a file beside an SQLite file, an advisory lock in PostgreSQL.

    Raises StoreError where somebody does, and for a store that can only be read.
    """
    place, writer = engines.address.place, engines.writer
    if writer is None:
        raise StoreError(f"{place}: it can only be read")
    busy = StoreError(f"{place}: another sayso watch is at work on it")
    if engines.address.file is not None:
        with told(place):
            beside = sqlite3.connect(f"{engines.address.file}-watcher", timeout=0, isolation_level=None)
        try:
            if not _locked(beside, place):
                raise busy
            yield
        finally:
            beside.close()
        return
    with told(place):
        connection = writer.connect()
    try:
        schema = sa.func.hashtext(sa.cast(sa.func.current_schema(), sa.Text))
        with told(place), connection.begin():
            locked = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(sa.cast(LOCK, sa.Integer), schema)))
        if not locked:
            raise busy
        yield
    finally:
        connection.close()


def _locked(beside: sqlite3.Connection, place: str) -> bool:
    try:
        beside.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            return False
        with told(place):
            raise
    return True
