"""What the user points at -> the files of an archive, here or wherever fsspec reaches; and a file, or a range of it, as a stream."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from glob import has_magic
from typing import Any, BinaryIO

from sayso.collect.facts import UNSEEN
from sayso.collect.paths import SIDE, WEB, files, shown
from sayso.data import Skipped
from sayso.errors import InputError
from sayso.show.frames import library

FETCHED = ("http://", "https://")
"""What is no archive to open but a place on the web to fetch pages from."""

STAMPS = ("ETag", "etag", "md5Hash", "LastModified", "last_modified", "mtime", "updated", "created")
"""What file systems say of a file that changes with its content."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file: the path by which results name it, where to open it from any folder, its size in bytes, and what changes when it does."""

    path: str
    place: str
    size: int
    stamp: str


def listed(inputs: Sequence[str]) -> tuple[list[Source], list[Skipped]]:
    """The files that `inputs` name, each once, in order, and the inputs that cannot be had, with reasons."""
    found: dict[str, Source] = {}
    skipped: list[Skipped] = []
    for given in inputs:
        try:
            sources = _remote(given) if is_remote(given) else _local(given)
        except (InputError, OSError, ValueError) as error:
            skipped.append(Skipped(shown(given), why(error)))
            continue
        for source in sources:
            if isinstance(source, Skipped):
                skipped.append(source)
            else:
                found.setdefault(source.place, source)
    return list(found.values()), skipped


def is_remote(path: str) -> bool:
    """Whether a path is an address that fsspec opens."""
    return bool(WEB.match(path))


def _local(given: str) -> list[Source | Skipped]:
    if given == "-":
        raise InputError("an archive cannot come through standard input: it is read more than once")
    out: list[Source | Skipped] = []
    for path in files(given):
        try:
            told = os.stat(path)
            if not stat.S_ISREG(told.st_mode):
                raise InputError("not a file")
            out.append(Source(shown(path), os.path.abspath(path), told.st_size, f"{told.st_size}:{told.st_mtime_ns}"))
        except (InputError, OSError) as error:
            out.append(Skipped(shown(path), why(error)))
    return out


def _remote(given: str) -> list[Source | Skipped]:
    if given.lower().startswith(FETCHED):
        raise InputError("an address on the web is no archive: download it first")
    system, path = _system(given)
    try:
        if has_magic(path):
            names = [name for name in system.glob(path) if not _left_out(os.path.basename(name))]
        elif system.isdir(path):
            names = [name for name in system.find(path) if not _left_out(name[len(path) :])]
        else:
            names = [path]
        told = [(name, system.info(name)) for name in sorted(names)]
    except Exception as error:  # each file system has errors of its own
        raise InputError(_one_line(error)) from None
    found = [(system.unstrip_protocol(name), info) for name, info in told if info.get("type") == "file"]
    if not found:
        raise InputError("nothing is there")
    return [Source(UNSEEN.sub("\ufffd", url), url, int(info.get("size") or 0), _stamp(info)) for url, info in found]


def _left_out(inside: str) -> bool:
    """Whether a file in a folder is hidden or a side file."""
    return inside.endswith(SIDE) or any(part.startswith(".") for part in inside.split("/"))


def _stamp(info: dict[str, Any]) -> str:
    return ":".join([str(info.get("size")), *(str(info[key]) for key in STAMPS if info.get(key) is not None)])


def _system(url: str) -> tuple[Any, str]:
    core = library("fsspec.core", extra="bulk")
    try:
        system, path = core.url_to_fs(url)
    except Exception as error:  # an unknown protocol, a missing library, credentials that are wrong
        raise InputError(_one_line(error)) from None
    return system, str(path)


def stamp_of(place: str) -> str:
    """What changes when the file at `place` does; raises OSError or InputError where it is gone."""
    if is_remote(place):
        system, path = _system(place)
        return _stamp(system.info(path))
    told = os.stat(place)
    return f"{told.st_size}:{told.st_mtime_ns}"


def opened(place: str) -> BinaryIO:
    """The file at `place`, to be read and sought in; raises OSError or InputError."""
    if not is_remote(place):
        return open(place, "rb")
    system, path = _system(place)
    try:
        found: BinaryIO = system.open(path, "rb")
    except OSError:
        raise
    except Exception as error:  # as above
        raise InputError(_one_line(error)) from None
    return found


class Ranged(io.RawIOBase):
    """The bytes from `start` to `end` of a file, as a file of its own that can only be read on."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        file.seek(start)
        self._file, self._left = file, end - start

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As io.RawIOBase."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._file.read(min(len(view), self._left))
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)


def why(error: Exception) -> str:
    """A reason for the user."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return _one_line(error) if isinstance(error, InputError) else "cannot be opened"


def _one_line(error: Exception) -> str:
    told = " ".join(str(error).split())[:200]
    return told or type(error).__name__
