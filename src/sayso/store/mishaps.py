"""What databases complain of -> StoreError: one line that says what to do next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from sayso.errors import StoreError

INTACT = "what was in the store is intact"

SQLITE = (
    ("SQLITE_FULL", f"the disk is full: make room and run it again; {INTACT}"),
    ("SQLITE_READONLY", f"it can only be read; {INTACT}"),
    ("SQLITE_BUSY", "another process is writing to it: wait until that is done, and run it again"),
    ("SQLITE_LOCKED", "another process is writing to it: wait until that is done, and run it again"),
    ("SQLITE_CORRUPT", "the file is damaged: put a copy of it back, or name a new one and add the reports again"),
    ("SQLITE_NOTADB", "not a store: the file is no SQLite database"),
    ("SQLITE_CANTOPEN", "it cannot be opened: see that its folder exists and that you may write there"),
    ("SQLITE_PERM", "it cannot be opened: you are not allowed to"),
    ("SQLITE_AUTH", "it cannot be opened: you are not allowed to"),
    ("SQLITE_IOERR", f"the disk cannot be read or written; {INTACT}, as far as the disk is"),
    ("SQLITE_TOOBIG", f"a report is larger than SQLite can hold (1 GB); {INTACT}"),
    ("SQLITE_NOMEM", f"there is not enough memory; {INTACT}"),
)
"""Beginnings of SQLite's names of errors (sqlite.org/rescode.html)."""

POSTGRES = (
    ("53100", f"the server's disk is full: make room and run it again; {INTACT}"),
    ("53300", "the server has too many connections: run it again later"),
    ("53", f"the server is short of memory or disk: run it again later; {INTACT}"),
    ("25006", f"it can only be read; {INTACT}"),
    ("28", "the server does not let this user in"),
    ("3D000", "there is no such database: make it with createdb"),
    ("42501", "this user may not do that there: grant it rights on the database's schema"),
    ("55P03", "another process is writing to it: wait until that is done, and run it again"),
    ("57", f"the server is being shut down, or has ended the connection; {INTACT}"),
    ("08", f"the connection to the server is lost; {INTACT}"),
    ("XX", "the server's files are damaged: see its log"),
)
"""Beginnings of SQLSTATE codes (postgresql.org/docs/current/errcodes-appendix.html)."""


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turns what goes wrong in a database into a StoreError that names the store."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise StoreError(f"{place}: too many readers at once: try again") from error
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        raise StoreError(f"{place}: {_why(error)}") from error


def _why(error: Exception) -> str:
    cause: BaseException = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig is not None else error
    sqlite, postgres = getattr(cause, "sqlite_errorname", None) or "", getattr(cause, "sqlstate", None) or ""
    for code, table in ((sqlite, SQLITE), (postgres, POSTGRES)):
        for beginning, words in table:
            if code.startswith(beginning):
                return words
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    return (lines[0] if lines else type(cause).__name__).replace("connection failed: ", "")
