"""Where a store lies: a path, sqlite:///…, or postgresql://…; without one, a file in the user's data directory."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from sayso.errors import StoreError

FILE = "store.sqlite"
SERVERS = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Address:
    """`file` is an SQLite file; without one, `url` leads to a PostgreSQL database. `place` names it to people, without a password."""

    url: sa.URL
    file: Path | None
    place: str


def default_url() -> str:
    """The file that is used where no other is named: in the user's data directory (XDG, macOS, Windows)."""
    return str(_data_folder() / "sayso" / FILE)


def address_of(url: str | os.PathLike[str] | None) -> Address:
    """What `url` leads to; None is `default_url`. Raises StoreError for what is no address of a store."""
    text = os.fspath(url) if url is not None else default_url()
    if "://" not in text:
        return _file(text)
    try:
        parsed = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        raise StoreError(f"--db {text.split('://')[0]}://…: not an address of a store; write a path, or postgresql://user@host/database") from None
    scheme = parsed.drivername
    if scheme == "sqlite":
        return _file(parsed.database or "")
    if scheme not in SERVERS:
        raise StoreError(f"--db {scheme}://…: a store is a file (SQLite) or a PostgreSQL database (postgresql://user@host/database)")
    shown = parsed.set(drivername="postgresql").render_as_string(hide_password=True)
    return Address(parsed.set(drivername="postgresql+psycopg"), None, shown)


def _file(text: str) -> Address:
    if not text or text == ":memory:" or "\0" in text:
        raise StoreError("--db: a store needs a file, so that other processes can read it")
    path = Path(text).expanduser()
    return Address(sa.URL.create("sqlite"), path, os.fsencode(path).decode("utf-8", "replace"))


def _data_folder() -> Path:
    home = Path("~").expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    told = os.environ.get("XDG_DATA_HOME") or ""
    return Path(told) if os.path.isabs(told) else home / ".local" / "share"
