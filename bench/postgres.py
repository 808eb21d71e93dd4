"""A PostgreSQL server of one's own, in a folder that goes with it: for tests and measurements of the store. It listens on a socket alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

USER = "postgres"
"""Who runs the server where we are root, which it refuses to be run by."""
DEBIAN = Path("/usr/lib/postgresql")
STARTING = 30.0
"""Seconds in which the server has to be up."""


class MissingError(Exception):
    """There can be no server here: why."""


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running server: its databases' URLs, to be filled by format(name). `durable`: with fsync, to measure it. Raises MissingError."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    who: dict[str, Any] = {}
    try:
        if os.geteuid() == 0:
            who = {"user": USER, "group": USER}
            try:
                shutil.chown(folder, USER, USER)
            except LookupError:
                raise MissingError(f"root cannot run a server, and there is no user {USER}") from None
        data = folder / "data"
        initdb: list[str | Path] = [programs / "initdb", "-D", data, "-U", "sayso", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(initdb, cwd=folder, capture_output=True, text=True, check=False, **who)
        if made.returncode:
            raise MissingError(f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")
        options = ["-c", "listen_addresses=", "-k", str(folder), "-c", "max_connections=200", "-c", f"fsync={'on' if durable else 'off'}"]
        with (folder / "log").open("wb") as log:
            command: list[str | Path] = [programs / "postgres", "-D", data, *options]
            running: subprocess.Popen[bytes] = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **who)
        try:
            _wait_for(running, folder)
            yield f"postgresql://sayso@/{{}}?host={folder}"
        finally:
            running.send_signal(2)
            with suppress(subprocess.TimeoutExpired):
                running.wait(20)
            running.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(url: str, name: str) -> Iterator[str]:
    """A fresh database on a server; its URL."""
    _execute(url.format("postgres"), f'CREATE DATABASE "{name}"')
    try:
        yield url.format(name)
    finally:
        _execute(url.format("postgres"), f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def _programs() -> Path:
    try:
        import psycopg  # noqa: F401 (whether it is installed)
    except ImportError:
        raise MissingError("psycopg is not installed") from None
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    if not versions:
        raise MissingError("PostgreSQL is not installed (Debian: apt install postgresql)")
    return versions[-1].parent


def _wait_for(running: subprocess.Popen[bytes], folder: Path) -> None:
    import psycopg

    end = time.monotonic() + STARTING
    while True:
        if running.poll() is not None:
            raise MissingError(f"the server ended: {(folder / 'log').read_text(errors='replace').strip().splitlines()[-1:]}")
        try:
            psycopg.connect(f"postgresql://sayso@/postgres?host={folder}").close()
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise MissingError("the server did not start in time") from None
            time.sleep(0.1)
        else:
            return
