"""What can go wrong with a file or a server: one line that says what to do, and the store is as it was."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sayso.errors import StoreError
from sayso.store import Store, default_url, open_store
from sayso.store.migrations import head, upgrade
from sayso.store.schema import TABLES, VERSION_TABLE, metadata
from sayso.store.store import Store as Face

NOBODY = 65534


@pytest.fixture
def file(tmp_path: Path, making: Any) -> Path:
    """A file with one story in it."""
    path = tmp_path / "kept.sqlite"
    with open_store(path) as store:
        fill(store, making)
    return path


def fill(store: Store, making: Any, words: str = "The ferry ran aground.") -> str:
    story = making.keep(store, making.article(words)).story
    store.set_ledger(story, making.ledger(store, story))
    return str(story)


def ends_with_one_line(error: pytest.ExceptionInfo[StoreError], place: object) -> None:
    told = str(error.value)
    assert "\n" not in told
    assert str(place) in told


def test_a_full_disk_loses_nothing_but_the_article_in_flight(file: Path, making: Any) -> None:
    with open_store(file) as store, store.lease():
        before = making.dump(store)
        with store.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreError, match="the disk is full") as error:
            making.keep(store, making.article(os.urandom(40_000).hex()))
        ends_with_one_line(error, file)
        assert making.dump(store) == before
        with store.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        fill(store, making, "Afterwards there is room again.")
        assert len(making.dump(store)) == 2
    assert [row[0] for row in sqlite3.connect(file).execute("PRAGMA integrity_check")] == ["ok"]


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder that others may look into; who runs the test is nobody in it, since root may write everywhere."""
    if not hasattr(os, "geteuid"):
        pytest.skip("who may write what is told otherwise here")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def as_nobody() -> Iterator[None]:
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize("folder_mode", [0o555, 0o777])
def test_a_file_that_may_not_be_written_can_be_read(unprivileged: Path, folder_mode: int, file: Path, making: Any) -> None:
    there = unprivileged / "store.sqlite"
    shutil.copy(file, there)
    there.chmod(0o444)
    unprivileged.chmod(folder_mode)
    with as_nobody(), open_store(there) as store:
        assert store.readonly
        assert len(making.dump(store)) == 1
        with pytest.raises(StoreError, match="can only be read") as error:
            making.keep(store, making.article("More"))
    ends_with_one_line(error, there)


def test_a_folder_in_which_nothing_may_be_made(unprivileged: Path) -> None:
    unprivileged.chmod(0o555)
    with as_nobody():
        for path in (unprivileged / "store.sqlite", unprivileged / "deep" / "store.sqlite"):
            with pytest.raises(StoreError, match=r"cannot be opened|can only be read") as error:
                open_store(path)
            ends_with_one_line(error, path)


def test_a_file_that_may_not_be_read(unprivileged: Path, file: Path) -> None:
    there = unprivileged / "store.sqlite"
    shutil.copy(file, there)
    there.chmod(0o000)
    with as_nobody(), pytest.raises(StoreError, match="cannot be opened") as error:
        open_store(there)
    ends_with_one_line(error, there)


def test_what_is_no_database_is_told_apart(tmp_path: Path) -> None:
    text, other, empty = tmp_path / "a.txt", tmp_path / "other.sqlite", tmp_path / "empty.sqlite"
    text.write_text("The ferry ran aground. " * 100)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE articles (id INTEGER)")
    empty.touch()
    for path, words in ((text, "no SQLite database"), (other, "database of another program"), (tmp_path, "a folder")):
        held = path.read_bytes() if path.is_file() else b""
        with pytest.raises(StoreError, match=words) as error:
            open_store(path)
        ends_with_one_line(error, path)
        assert not path.is_file() or path.read_bytes() == held
    with pytest.raises(StoreError, match=r"there is no store at .*: sayso add makes one"):
        open_store(tmp_path / "none.sqlite", create=False)
    with pytest.raises(StoreError, match="there is no store"):
        open_store(empty, create=False)
    assert not (tmp_path / "none.sqlite").exists()
    with open_store(empty) as store:
        assert store.totals().articles == 0


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "postgresql://", "sqlite://", ":memory:", "postgresql://[", "http://x/y", "postgresql://nobody@127.0.0.1:1/x"]
)
def test_addresses_that_lead_nowhere(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "127.0.0.1")
    monkeypatch.setenv("PGPORT", "1")
    with pytest.raises(StoreError) as error:
        open_store(url)
    assert "\n" not in str(error.value)


def test_a_password_is_not_told() -> None:
    with pytest.raises(StoreError) as error:
        open_store("postgresql://me:geheim@127.0.0.1:1/x")
    assert "geheim" not in str(error.value)
    assert "me" in str(error.value)


@pytest.mark.parametrize("cut", [0.3, 0.7])
def test_a_file_that_was_cut_short(file: Path, cut: float, making: Any) -> None:
    with open_store(file) as store:
        for number in range(30):
            fill(store, making, f"Report {number} " + os.urandom(3000).hex())
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(StoreError, match="damaged") as error, open_store(file) as store:
        making.dump(store)
    ends_with_one_line(error, file)


def test_a_file_with_foreign_bytes_in_it(file: Path, making: Any) -> None:
    with open_store(file) as store:
        for number in range(30):
            fill(store, making, f"Report {number} " + os.urandom(3000).hex())
    whole = bytearray(file.read_bytes())
    for at in range(8192, len(whole), 4096):
        whole[at : at + 512] = b"\xa5" * 512
    file.write_bytes(whole)
    with pytest.raises(StoreError, match="damaged"), open_store(file) as store:
        making.dump(store)


def test_a_column_that_holds_something_else(store: Store, making: Any) -> None:
    fill(store, making)
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE ledgers SET ledger = :raw"), {"raw": b"\x78\x9c something"})
    with pytest.raises(StoreError, match="damaged"):
        making.dump(store)


def test_a_newer_schema_is_left_alone(url: str, making: Any) -> None:
    with open_store(url) as store:
        fill(store, making)
        with store.writing() as connection:
            connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9000'"))
    for readonly in (False, True):
        with pytest.raises(StoreError, match=r"newer sayso \(schema 9000.*: update sayso"):
            open_store(url, readonly=readonly)


def test_an_older_schema_is_brought_up_to_date_or_left_as_it_was(url: str, store: Store, making: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    story = fill(store, making)
    before = making.dump(store)
    with store.writing() as connection:
        for table in sorted(set(sa.inspect(connection).get_table_names()) - {table.name for table in TABLES} - {VERSION_TABLE}):
            if not re.search(r"_(data|idx|content|docsize|config)$", table):
                connection.execute(sa.text(f'DROP TABLE "{table}"' + (" CASCADE" if connection.dialect.name == "postgresql" else "")))
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '0001'"))
    with pytest.raises(StoreError, match="older sayso"):
        open_store(url, readonly=True)

    def half(connection: sa.Connection) -> None:
        upgrade(connection)
        raise StoreError("the power is gone")

    monkeypatch.setattr("sayso.store.opening.upgrade", half)
    with pytest.raises(StoreError, match="the power is gone"):
        open_store(url)
    monkeypatch.undo()
    with open_store(url, create=False) as again:
        assert making.dump(again) == before
        assert again.ledger(story) is not None
        with again.reading() as connection:
            assert connection.scalar(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")) == head()


def test_migrations_make_the_tables_that_the_code_knows(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    ours = {table.name for table in TABLES}

    def looked_at(_: object, name: str | None, kind: str, __: bool, ___: object) -> bool:
        return kind != "table" or name in ours

    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": looked_at, "compare_type": True, "version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_the_log_stays_small(file: Path, making: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.store.engine.LOG", 300_000)
    log = Path(f"{file}-wal")
    largest = 0
    with open_store(file) as store, store.lease():
        for number in range(60):
            making.keep(store, making.article(f"{number} " + os.urandom(20_000).hex()))
            largest = max(largest, log.stat().st_size)
        assert 150_000 < largest < 600_000
        reading = store.export()
        next(reading)
        for number in range(60):
            making.keep(store, making.article(f"again {number} " + os.urandom(20_000).hex()))
        assert next(reading, None) is None, "a reader who stays keeps its moment"
    assert not log.exists() or log.stat().st_size < 600_000


def test_what_is_acknowledged_is_on_the_disk(file: Path) -> None:
    with open_store(file) as store, store.writing() as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode", "application_id")}
    assert told == {"synchronous": 2, "journal_mode": "wal", "application_id": 0x73617973}


def test_a_copied_file_is_the_store(file: Path, tmp_path: Path, making: Any) -> None:
    shutil.copy(file, tmp_path / "copy.sqlite")
    with open_store(file) as one, open_store(f"sqlite:///{tmp_path / 'copy.sqlite'}") as two:
        assert making.dump(one) == making.dump(two)
        assert isinstance(two, Face)


def test_the_file_of_those_who_name_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_url() == str(tmp_path / "data" / "sayso" / "store.sqlite")
    with open_store() as store:
        assert store.place == default_url()
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_url() == str(tmp_path / ".local" / "share" / "sayso" / "store.sqlite")
