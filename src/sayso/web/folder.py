"""A folder of ledgers, as `sayso compare --json` writes them -> a Library that follows its files."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sayso.codec import decode_ledgers, decode_story
from sayso.data import Ledger, Skipped
from sayso.errors import InputError
from sayso.sought import StoryEntry
from sayso.web.cited import cited
from sayso.web.library import Cited, Found, Voice
from sayso.web.shelf import Shelf, shelf

LARGEST = 512_000_000
"""Bytes of a file of ledgers: some ten thousand reports; larger ones do not fit the memory of a small server, once decoded."""
MOST_FILES = 20_000
"""Files that are looked at; a folder with more is not one of ledgers."""
FRESH = 2.0
"""Seconds for which the folder is not looked at again."""

Stamp = tuple[int, int, int]
"""Of a file: inode, size and time of its last change, in nanoseconds."""


@dataclass(frozen=True, slots=True)
class _File:
    """What one file holds, or why it holds nothing; `inputs` are those that `sayso compare` itself had skipped."""

    stamp: Stamp
    ledgers: tuple[Ledger, ...] = ()
    inputs: tuple[Skipped, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    """All that was found at one moment."""

    files: dict[str, _File] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=lambda: shelf(()))
    skipped: tuple[Skipped, ...] = ()


class Folder:
    """A Library over the *.json files in a folder and those in it, or over one file. Raises InputError if there is none.

    Files may come, go and change while it is read; it looks again after `FRESH` seconds. Hidden files, and links that lead out of the folder, are
    left alone. Of several files with the same story the last by name counts.
    """

    def __init__(self, path: str | Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._root = Path(path)
        if not self._root.exists():
            raise InputError(f"cannot serve {path}: no such file or folder")
        self._clock = clock
        self._lock = threading.Lock()
        self._looked: float | None = None
        self._state = _State()
        self._now()

    def stories(self) -> Sequence[StoryEntry]:
        """As in Library."""
        return tuple(kept.entry for kept in self._now().shelf.kept.values())

    def story(self, id: str) -> Ledger | None:  # noqa: A002 (as in Library)
        """As in Library."""
        kept = self._now().shelf.kept.get(id)
        return kept.ledger if kept else None

    def search(self, text: str) -> Found:
        """As in Library."""
        return self._now().shelf.search(text)

    def voices(self, text: str = "", *, story: str | None = None) -> Sequence[Voice]:
        """As in Library."""
        return self._now().shelf.named(text, story=story)

    def witness(self, key: str, *, offset: int = 0, limit: int | None = None) -> Cited | None:
        """As in Library."""
        return cited(self._now().shelf, key, offset=offset, limit=limit)

    def skipped(self) -> Sequence[Skipped]:
        """Files that are no ledgers, and inputs that were skipped when the ledgers were made."""
        return self._now().skipped

    def filled_by(self) -> tuple[str, str]:
        """As in Library."""
        return "No ledger lies here yet. Make one", "sayso compare REPORTS --json > FOLDER/NAME.json"

    def _now(self) -> _State:
        """The state as of now; one thread looks at the folder while the others go on with what was there."""
        if self._looked is not None and (self._clock() - self._looked < FRESH or not self._lock.acquire(blocking=False)):
            return self._state
        if self._looked is None:
            self._lock.acquire()
        try:
            found = _files(self._root)
            known = self._state.files
            if self._looked is None or found.keys() != known.keys() or any(known[name].stamp != stamp for name, (stamp, _) in found.items()):
                self._state = _state({name: _read(known.get(name), stamp, path) for name, (stamp, path) in found.items()})
            self._looked = self._clock()
        finally:
            self._lock.release()
        return self._state


def _state(files: dict[str, _File]) -> _State:
    at = {ledger.id: name for name, one in files.items() for ledger in one.ledgers}
    skipped: list[Skipped] = []
    for name, one in files.items():
        if one.reason:
            skipped.append(Skipped(name, one.reason))
        other = {at[ledger.id]: None for ledger in one.ledgers if at[ledger.id] != name}
        skipped += (Skipped(name, f"holds a story that is also in {later}, which counts") for later in other)
        skipped += (Skipped(f"{name}: {left.path}", left.reason) for left in one.inputs)
    return _State(files, shelf(ledger for one in files.values() for ledger in one.ledgers), tuple(skipped))


def _files(root: Path) -> dict[str, tuple[Stamp, Path]]:
    """The files to read, by their names in the folder, in order."""
    found: dict[str, tuple[Stamp, Path]] = {}
    for name, path in _paths(root):
        try:
            told = path.stat()
        except OSError:
            continue
        found[name] = ((told.st_ino, told.st_size, told.st_mtime_ns), path)
        if len(found) == MOST_FILES:
            break
    return dict(sorted(found.items()))


def _paths(root: Path) -> Iterator[tuple[str, Path]]:
    if root.is_file():
        yield root.name, root
        return
    within = root.resolve()
    for at, folders, names in os.walk(root):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        for name in sorted(names):
            path = Path(at, name)
            if name.endswith(".json") and not name.startswith(".") and (not path.is_symlink() or path.resolve().is_relative_to(within)):
                yield path.relative_to(root).as_posix(), path


def _read(known: _File | None, stamp: Stamp, path: Path) -> _File:
    """What a file holds; what is known already is not read again."""
    if known and known.stamp == stamp:
        return known
    if not path.is_file():
        return _File(stamp, reason="no regular file")
    if stamp[1] > LARGEST:
        return _File(stamp, reason=f"larger than {LARGEST // 1_000_000} MB")
    try:
        raw = path.read_bytes()
    except OSError as error:
        return _File(stamp, reason=(error.strerror or "cannot be read").lower())
    if not raw.strip():
        return _File(stamp, reason="empty")
    try:
        found = decode_ledgers(raw)
        return _File(stamp, found.stories, found.skipped)
    except InputError as error:
        first = error
    try:
        return _File(stamp, (decode_story(raw),))
    except InputError:
        return _File(stamp, reason=str(first))
