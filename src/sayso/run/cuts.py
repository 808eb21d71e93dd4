"""Where a large file can be cut, so that its pieces, read apart, give what the whole would: lines of records, WARC records, rows of a table.

A cut is made only where the reader of the whole is in step: it stands before a record that is whole. From the first irregularity on nothing is
cut, and the rest is one piece. All of the file is read once, and hashed on the way.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

import msgspec

from sayso.collect.containers.streams import CHUNK
from sayso.collect.limits import HEAD, HEADERS, LARGEST_DOCUMENT, LARGEST_LINE
from sayso.collect.recognise import recognise
from sayso.errors import InputError

WARC_HEADER = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n(?:[^\r\n]{1,8192}\r?\n){1,200}\r?\n")
LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.I | re.M)
BETWEEN = b"\r\n\r\n"
"""What stands behind a WARC record (ISO 28500, 4)."""

GZIP = zlib.MAX_WBITS | 16
LARGEST_MEMBER = 1_000_000_000
"""Bytes that one record of a compressed WARC may unpack to while it is looked for the next one."""

Form = Literal["lines", "warc", "table", "whole"]


@dataclass(frozen=True, slots=True)
class Cutting:
    """How large pieces are: in bytes of the file for records and pages, in bytes of unpacked columns for tables. Some minutes of reading each."""

    lines: int = 4_000_000
    warc: int = 64_000_000
    warc_gz: int = 16_000_000
    table: int = 4_000_000


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece: from `start` to `end`, in bytes, or in rows of a table; `first` records stand before it."""

    start: int
    end: int
    first: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What one pass over a file tells: its SHA-256, its size, and its pieces, if it can be cut."""

    sha256: str
    size: int
    form: Form = "whole"
    cuts: tuple[Cut, ...] = ()


class Hashing:
    """A file that is read from its beginning on; what was read is hashed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest, self.at = file, hashlib.sha256(), 0
        self._back = b""

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end."""
        data, self._back = self._back[:size], self._back[size:]
        if len(data) < size:
            more = self._file.read(size - len(data))
            self._digest.update(more)
            data += more
        self.at += len(data)
        return data

    def line(self, most: int) -> bytes:
        """The next line with its end, at most `most` bytes of it."""
        cut = self._back.find(b"\n", 0, most) + 1
        if cut or len(self._back) >= most:
            return self.read(cut or most)
        kept = self.read(len(self._back)) if self._back else b""
        more = self._file.readline(most - len(kept))
        self._digest.update(more)
        self.at += len(more)
        return kept + more

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, which stay."""
        data = self.read(size)
        self.back(data)
        return data

    def back(self, data: bytes) -> None:
        """Puts back what was read last."""
        self._back = data + self._back
        self.at -= len(data)

    def drained(self) -> str:
        """The SHA-256 of all; reads what is left."""
        while self.read(CHUNK * 16):
            pass
        return self._digest.hexdigest()


def measure(file: BinaryIO, cutting: Cutting) -> Measured:
    """Hash, size and pieces of a file that can be sought in. Raises OSError where it cannot be read."""
    source = Hashing(file)
    form, cuts = _cuts(source, cutting)
    sha256 = source.drained()
    if form == "table":
        cuts = _table_cuts(file, cutting.table)
        form = "table" if cuts else "whole"
    return Measured(sha256, source.at, form, cuts if len(cuts) > 1 else ())


def _cuts(source: Hashing, cutting: Cutting) -> tuple[Form, tuple[Cut, ...]]:
    try:
        head = source.peek(HEAD)
        kind = recognise(head)
    except InputError:
        return "whole", ()
    if kind == "json":
        return "lines", tuple(_line_cuts(source, cutting.lines))
    if kind == "warc":
        return "warc", tuple(_warc_cuts(source, cutting.warc))
    if kind == "gzip":
        return "warc", tuple(_member_cuts(source, cutting.warc_gz))
    return ("table", ()) if kind == "parquet" else ("whole", ())


def _line_cuts(source: Hashing, target: int) -> Iterator[Cut]:
    """Pieces of JSON lines, two lines or more each: fewer would be read as one document."""
    start, first, lines, seen = 0, 0, 0, 0
    line = source.line(LARGEST_DOCUMENT)
    while line:
        begun = source.at - len(line)
        if line.strip():
            if not seen and not _is_record(line.removeprefix(b"\xef\xbb\xbf")):
                return
            if begun - start >= target and lines > 1 and len(line) <= LARGEST_LINE and _is_record(line) and _another(source):
                yield Cut(start, begun, first)
                start, first, lines = begun, seen, 0
            lines += 1
            seen += 1
        while line and not line.endswith(b"\n"):
            line = source.line(LARGEST_LINE)
        line = source.line(LARGEST_LINE + 1)
    yield Cut(start, source.at, first)


def _another(source: Hashing) -> bool:
    """Whether something follows the line that was read last."""
    return bool(source.peek(CHUNK).strip())


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(line.strip()), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def _warc_cuts(source: Hashing, target: int) -> Iterator[Cut]:
    """Pieces of a WARC file that is not compressed."""
    start, first, at = 0, 0, 0
    while size := _record_size(source.peek(HEADERS)):
        if source.at - start >= target:
            yield Cut(start, source.at, first)
            start, first = source.at, at
        at += 1
        if not _passed(source, size):
            break
    source.drained()
    yield Cut(start, source.at, first)


def _record_size(head: bytes) -> int:
    """Bytes that the record which `head` begins takes with its header; 0 if none begins there, or its length is not told once."""
    header = WARC_HEADER.match(head)
    told = LENGTH.findall(header[0]) if header else []
    return header.end() + int(told[0]) if header and len(told) == 1 else 0


def _passed(source: Hashing, size: int) -> bool:
    """Goes behind a record; whether the next one, or the end, is where its length says."""
    while size:
        data = source.read(min(size, CHUNK * 16))
        if not data:
            return False
        size -= len(data)
    return source.read(len(BETWEEN)) == BETWEEN


def _member_cuts(source: Hashing, target: int) -> Iterator[Cut]:
    """Pieces of a WARC file whose records are compressed one by one (ISO 28500, annex D)."""
    start, first, at = 0, 0, 0
    while source.peek(2) == b"\x1f\x8b":
        begun = source.at
        if not _member(source):
            break
        if begun - start >= target:
            yield Cut(start, begun, first)
            start, first = begun, at
        at += 1
    source.drained()
    yield Cut(start, source.at, first)


def _member(source: Hashing) -> bool:
    """Goes behind one compressed member; whether it held one whole WARC record."""
    engine, head, size = zlib.decompressobj(GZIP), b"", 0
    try:
        while not engine.eof:
            data = engine.unconsumed_tail or source.read(CHUNK)
            if not data:
                return False
            out = engine.decompress(data, CHUNK * 4)
            head += out[: HEADERS - len(head)]
            size += len(out)
            if size > LARGEST_MEMBER:
                return False
    except zlib.error:
        return False
    source.back(engine.unused_data)
    told = _record_size(head)
    return bool(told) and size == told + len(BETWEEN)


def _table_cuts(file: BinaryIO, target: int) -> tuple[Cut, ...]:
    """Pieces of a Parquet file: row groups together, or slices of large ones. None for a file that is broken; its reader says why."""
    from sayso.show.frames import library

    try:
        file.seek(0)
        told: Any = library("pyarrow.parquet", extra="bulk").ParquetFile(file, memory_map=False, pre_buffer=False).metadata
        groups = [(told.row_group(at).num_rows, told.row_group(at).total_byte_size) for at in range(told.num_row_groups)]
    except Exception:  # pyarrow raises its own, and OSError for what is no table
        return ()
    cuts: list[Cut] = []
    start = row = held = 0
    for rows, size in groups:
        if held and held + size > target:
            cuts.append(Cut(start, row, start))
            start, held = row, 0
        slices = max(1, round(size / target)) if rows else 1
        for part in range(1, slices):
            end = row + rows * part // slices
            if end > start:
                cuts.append(Cut(start, end, start))
                start, held = end, 0
        row += rows
        held += size // slices
    if row > start:
        cuts.append(Cut(start, row, start))
    return tuple(cuts)
