"""Compressed bytes -> bytes, never more than an input may unpack to, never held in memory as a whole."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, BinaryIO, Protocol

from sayso.collect.limits import RATIO, RATIO_FROM, UNPACKED
from sayso.errors import InputError

CHUNK = 65_536
XZ_MEMORY = 200_000_000
"""Bytes of memory that an xz stream may ask for; its highest preset takes 65 MB."""

GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


class TooMuchError(InputError):
    """What ends the whole input, not only a part of it."""


class Budget:
    """How many bytes have been read of one input, and how many have come of unpacking them."""

    def __init__(self) -> None:
        self.read = 0
        self.unpacked = 0

    def unpack(self, size: int) -> None:
        """Count unpacked bytes; raises TooMuchError when there are too many, or too many for what they came out of."""
        self.unpacked += size
        if self.unpacked > UNPACKED:
            raise TooMuchError(f"unpacks to more than {UNPACKED // 1_000_000_000} GB")
        if self.unpacked > RATIO_FROM and self.unpacked > RATIO * self.read:
            raise TooMuchError(f"unpacks to more than {RATIO} times its size, which no text does")


class Engine(Protocol):
    """A decompressor of the standard library."""

    @property
    def eof(self) -> bool:
        """Whether the compressed stream has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes without more input."""

    @property
    def unused_data(self) -> bytes:
        """What follows the end of the compressed stream."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """The next at most `max_length` bytes."""


@cache
def inflating() -> Any:
    """What inflates: isal, in half the time, where it is installed (ISA-L, in the shape of the standard library's module); else zlib."""
    try:
        from isal import isal_zlib  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return zlib
    return isal_zlib


class Inflate:
    """zlib's decompressor in the shape of the others."""

    def __init__(self, wbits: int = GZIP_OR_ZLIB) -> None:
        self._inner = inflating().decompressobj(wbits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the compressed stream has ended."""
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        """What follows its end."""
        return bytes(self._inner.unused_data)

    def decompress(self, data: bytes, max_length: int = 0) -> bytes:
        """The next at most `max_length` bytes."""
        out: bytes = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(out) < max_length
        return out


ENGINES: dict[str, Callable[[], Engine]] = {
    "gzip": Inflate,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY),
}


class Counted(io.RawIOBase):
    """`source`, with what is read of it counted."""

    def __init__(self, source: BinaryIO, budget: Budget) -> None:
        self._source, self._budget = source, budget

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As io.RawIOBase."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._source.read(len(view))
        view[: len(data)] = data
        self._budget.read += len(data)
        return len(data)


class Pieces(io.RawIOBase):
    """A file out of pieces that come one after the other."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As io.RawIOBase."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        size = min(len(view), len(self._left))
        view[:size], self._left = self._left[:size], self._left[size:]
        return size


class Again(io.RawIOBase):
    """A stream from its beginning again, of which `head` has been read: the rest goes from `stream` to who reads it without another copy."""

    def __init__(self, head: bytes, stream: io.BufferedReader) -> None:
        self._head, self._stream = memoryview(head), stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As io.RawIOBase."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if not self._head:
            return self._stream.readinto(view)
        size = min(len(view), len(self._head))
        view[:size], self._head = self._head[:size], self._head[size:]
        return size


class Late(io.RawIOBase):
    """A stream that tells what is broken in it only once all that comes before has been read, and then each time it is asked.

    A buffer that meets an error throws away what it has gathered: the intact records before the damage too.
    """

    def __init__(self, inner: io.RawIOBase) -> None:
        self._inner = inner
        self._broken: InputError | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As io.RawIOBase: first the end, then the InputError."""
        if self._broken is not None:
            raise self._broken
        try:
            return self._inner.readinto(buffer) or 0  # type: ignore[arg-type]
        except InputError as error:
            self._broken = error
            return 0


def buffered(inner: io.RawIOBase) -> io.BufferedReader:
    """A stream that can be looked into; what is broken in it shows where it has been read up to there."""
    return io.BufferedReader(Late(inner), CHUNK)


def check_end(stream: BinaryIO) -> None:
    """Raises the InputError that waits at the end of a stream which has been read up to there; does nothing elsewhere."""
    stream.read(1)


def opened(source: BinaryIO, budget: Budget) -> io.BufferedReader:
    """`source` as a stream that can be looked into, with what is read of it counted."""
    return io.BufferedReader(Counted(source, budget), CHUNK)


def headed(stream: io.BufferedReader, size: int) -> tuple[bytes, io.BufferedReader]:
    """The first `size` bytes of a stream, and the stream from its beginning again."""
    head = stream.read(size)
    return head, buffered(Again(head, stream))


def unpacked(source: BinaryIO, kind: str, budget: Budget) -> io.BufferedReader:
    """What `source` holds compressed as `kind`; reading on at its end raises InputError where it is broken, cut off, or goes beyond `budget`."""
    return buffered(Pieces(_unpack(source, ENGINES[kind], budget)))


def _unpack(source: BinaryIO, make: Callable[[], Engine], budget: Budget) -> Iterator[bytes]:
    """Several compressed streams in a row are one file, zero bytes between and behind them do not count (RFC 1952, 2.2)."""
    engine, waiting = make(), b""
    try:
        while True:
            if engine.needs_input and not waiting:
                waiting = source.read(CHUNK)
                if not waiting:
                    raise InputError("cut off: a compressed file that ends in the middle")
            out = engine.decompress(waiting, CHUNK)
            waiting = b""
            if out:
                budget.unpack(len(out))
                yield out
            if engine.eof:
                waiting = (engine.unused_data or source.read(CHUNK)).lstrip(b"\0")
                while not waiting and (more := source.read(CHUNK)):
                    waiting = more.lstrip(b"\0")
                if not waiting:
                    return
                engine = make()
    except (OSError, zlib.error, inflating().error, lzma.LZMAError, EOFError, ValueError):
        raise InputError("a compressed file that is broken") from None


def inflated(data: bytes, most: int) -> bytes:
    """What `data` holds compressed by gzip or zlib, or without any header (as some servers send "deflate"); raises InputError beyond `most` bytes."""
    for wbits in (GZIP_OR_ZLIB, -zlib.MAX_WBITS):
        inner = zlib.decompressobj(wbits)
        try:
            out = inner.decompress(data, most + 1)
        except zlib.error:
            continue
        if len(out) > most:
            raise InputError(f"unpacks to more than {most // 1_000_000} MB, which is no single report")
        if not inner.eof:
            raise InputError("cut off: compressed bytes that end in the middle")
        return out
    raise InputError("compressed bytes that are broken")
