"""What a run has done so far, a line of JSON for each step, appended and synced: what is read of it after a kill is what was done before."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Any, Self

import msgspec

from sayso.errors import InputError

NAME = "journal.jsonl"
LOCK = "lock"


class Journal:
    """The journal of an output folder, which one run at a time may write. Use as a context."""

    def __init__(self, output: str) -> None:
        self._output, self.path = output, os.path.join(output, NAME)
        self._file: IO[bytes] | None = None
        self._lock: IO[bytes] | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        """Raises InputError where another run is at work in the folder."""
        self._lock = open(os.path.join(self._output, LOCK), "ab")
        try:
            _locked(self._lock, self._output)
            self._file = open(self.path, "ab")
            if self._file.tell() and not _ends_with_a_line(self.path):
                self._file.write(b"\n")  # a line that a kill has cut off is no entry
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for file in (self._file, self._lock):
            if file is not None:
                file.close()
        self._file = self._lock = None

    def add(self, event: str, **told: Any) -> None:
        """An entry, which is on the disk when this returns; from any thread."""
        with self._turn:
            assert self._file is not None
            self._file.write(msgspec.json.encode({"at": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, **told}) + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())


def entries(output: str) -> Iterator[dict[str, Any]]:
    """The entries of a folder's journal, in order; none if it has none. Lines that a kill has cut off are passed over."""
    try:
        file = open(os.path.join(output, NAME), "rb")  # noqa: SIM115
    except FileNotFoundError:
        return
    with file:
        for line in file:
            try:
                entry = msgspec.json.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
            if isinstance(entry, dict) and isinstance(entry.get("event"), str):
                yield entry


def _ends_with_a_line(path: str) -> bool:
    with open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def _locked(file: IO[bytes], output: str) -> None:
    """Holds the folder until this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # not on Windows: there nothing keeps two runs apart
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InputError(f"another run is at work in {output}") from None
    except OSError:  # a file system without locks
        return
