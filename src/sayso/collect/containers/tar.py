"""Tar archives -> their files, in order, as streams (POSIX.1-1988 ustar, POSIX.1-2001 pax, GNU long names).

The standard library's tarfile holds headers in memory at whatever size they claim; a stream of unknown origin needs them bounded.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from sayso.collect.containers.streams import CHUNK, buffered
from sayso.collect.limits import HEADERS, MEMBERS
from sayso.errors import InputError

BLOCK = 512
FILES = (b"0", b"\x00", b"7")
"""Types of members that are files: plain, plain in the old way, contiguous."""

PAX_PATH = re.compile(rb"\d{1,10} path=([^\n]{1,4096})\n")


class Part(io.RawIOBase):
    """The next `size` bytes of a stream, as a file."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self._source, self.left, self.cut = source, size, False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As io.RawIOBase; raises InputError where the stream ends before the part does."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._source.read(min(len(view), self.left))
        if not data and self.left and len(view):
            self.cut = True
            raise InputError("cut off: an archive that ends in the middle of a file")
        view[: len(data)] = data
        self.left -= len(data)
        return len(data)


def tar_members(source: BinaryIO) -> Iterator[tuple[str, io.BufferedReader]]:
    """Name and content of each file; a content is to be read before the next one is asked for. Raises InputError for what is broken or too much."""
    long_name: bytes | None = None
    for _ in range(MEMBERS):
        header = source.read(BLOCK)
        if len(header) < BLOCK or not any(header):
            while source.read(CHUNK):  # zeros up to the end, which may be broken
                pass
            return
        if not _sums_up(header):
            raise InputError("a tar archive that is broken")
        size, kind = _number(header[124:136]), header[156:157]
        part = Part(source, size)
        if kind in (b"L", b"x"):
            if size > HEADERS:
                raise InputError("a tar archive with an oversized header")
            raw = part.read(size) or b""
            found = PAX_PATH.search(raw) if kind == b"x" else None
            long_name = raw.rstrip(b"\0") if kind == b"L" else found[1] if found else long_name
        elif kind in FILES:
            name = long_name or b"/".join(filter(None, (_text(header[345:500]), _text(header[:100]))))
            long_name = None
            if not name.endswith(b"/"):
                yield name.decode("utf-8", "replace"), buffered(part)
        else:
            long_name = None
        if part.cut:
            return
        _drain(part, source, -size % BLOCK)
    raise InputError(f"an archive of more than {MEMBERS:,} parts")


def _drain(part: Part, source: BinaryIO, padding: int) -> None:
    while part.left:
        part.read(min(part.left, CHUNK))
    source.read(padding)


def _text(field: bytes) -> bytes:
    return field.split(b"\0", 1)[0]


def _number(field: bytes) -> int:
    """An octal number, or a binary one, as GNU tar writes sizes from 8 GiB on."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    try:
        number = int(_text(field).strip() or b"0", 8)
    except ValueError:
        number = -1
    if number < 0:
        raise InputError("a tar archive that is broken")
    return number


def _sums_up(header: bytes) -> bool:
    try:
        return int(_text(header[148:156]).strip() or b"0", 8) == sum(header[:148]) + 8 * ord(" ") + sum(header[156:])
    except ValueError:
        return False
