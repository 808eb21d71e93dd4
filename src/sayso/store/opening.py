"""Whether what lies at an address is a store that this sayso knows; if it is an older or an empty one, it is brought up to date."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import Connection

from sayso.errors import StoreError
from sayso.store.address import Address
from sayso.store.migrations import head, upgrade
from sayso.store.schema import APPLICATION, TABLES, VERSION_TABLE


class Opened(Protocol):
    """What of a store is needed here."""

    @property
    def readonly(self) -> bool:
        """Whether nothing can be written."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection to read by."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection to write by."""


def check(file: Path, *, place: str, create: bool) -> None:
    """Raises StoreError where there can be no SQLite file; makes the folder of one that is to be made."""
    try:
        if file.is_dir():
            raise StoreError(f"{place}: not a store, but a folder: name a file in it")
        if file.exists():
            return
        if not create:
            raise StoreError(f"there is no store at {place}: sayso add makes one")
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{place}: it cannot be opened: {(error.strerror or 'no such path').lower()}") from None


def prepare(store: Opened, address: Address, *, create: bool) -> None:
    """Raises StoreError unless the store is one of ours and not newer than we are; makes or upgrades it where that is needed."""
    if address.file is None or address.file.exists():
        with store.reading() as connection:
            version = _version(connection, address.place)
        if version == head():
            return
        if version is None and not create:
            raise StoreError(f"there is no store at {address.place}: sayso add makes one")
        if store.readonly:
            raise StoreError(f"{address.place}: written by an older sayso, and it can only be read: open it once where it can be written")
    with store.writing() as connection:
        version = _version(connection, address.place)
        if version != head():
            upgrade(connection)
            if version is None and address.file is not None:
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")


def _version(connection: Connection, place: str) -> str | None:
    """The latest revision that was made there; None for an empty database."""
    names = set(sa.inspect(connection).get_table_names())
    if VERSION_TABLE not in names:
        ours = {table.name for table in TABLES}
        if names & ours or (names and connection.dialect.name == "sqlite"):
            raise StoreError(f"{place}: not a store, but a database of another program: name another one")
        return None
    version = connection.scalar(sa.select(sa.column("version_num")).select_from(sa.table(VERSION_TABLE)))
    if version is None or not str(version).isdigit():
        raise StoreError(f"{place}: not a store, or a damaged one: its version is not known")
    if str(version) > head():
        raise StoreError(f"{place}: written by a newer sayso (schema {version}, this one knows {head()}): update sayso")
    return str(version)
