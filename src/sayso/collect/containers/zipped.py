"""Zip archives -> their files, in order of the list of contents."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from sayso.collect.containers.streams import CHUNK, Budget, Pieces, buffered
from sayso.collect.limits import DIRECTORY, MEMBERS
from sayso.errors import InputError

END = b"PK\x05\x06"
END_SPAN = 65_535 + 22
"""Bytes at the end within which the list of contents says how large it is (APPNOTE.TXT 4.3.16)."""

ENCRYPTED = 0x1


def zip_members(file: BinaryIO, budget: Budget) -> Iterator[tuple[str, io.BufferedReader | InputError]]:
    """Name and content of each file, or why it has none; `file` can be sought in. Raises InputError for an archive that is broken or too large."""
    _check_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError, OverflowError):
        raise InputError("a zip archive that is broken") from None
    with archive:
        members = [member for member in archive.infolist() if not member.filename.endswith("/")]
        if len(members) > MEMBERS:
            raise InputError(f"an archive of more than {MEMBERS:,} parts")
        for member in members:
            if member.flag_bits & ENCRYPTED:
                yield member.filename, InputError("encrypted: unpack it first")
            else:
                yield member.filename, buffered(Pieces(_content(archive, member, budget)))


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    try:
        with archive.open(member) as file:
            while piece := file.read(CHUNK):
                budget.unpack(len(piece))
                yield piece
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
        RuntimeError,
        OverflowError,
        MemoryError,
    ):
        raise InputError("a part of a zip archive that is broken, or packed in a way that is not read") from None


def _check_directory(file: BinaryIO) -> None:
    """The list of contents is held in memory as a whole: refuse one that is too large before it is read."""
    try:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - END_SPAN))
        tail = file.read(END_SPAN)
        file.seek(0)
    except (OSError, ValueError):
        raise InputError("a zip archive that is broken") from None
    at = tail.rfind(END)
    if at < 0:
        raise InputError("cut off: a zip archive without its list of contents")
    if len(tail) - at >= 16 and int.from_bytes(tail[at + 12 : at + 16], "little") > DIRECTORY:
        raise InputError("a zip archive with an oversized list of contents")
