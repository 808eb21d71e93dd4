"""A stream of JSON -> its records, if it is one record a line, else the document as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from sayso.collect.facts import Passed
from sayso.collect.limits import LARGEST_DOCUMENT, LARGEST_LINE
from sayso.errors import InputError

STRUCTURE = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
"""How JSON begins, and no text in words does."""


def json_parts(stream: BinaryIO) -> Iterator[tuple[str, bytes] | Passed]:
    """Place and bytes of each record without its line end, or of the one document (its place is "").

    Raises InputError for what is too large, ValueError for what is no JSON. A line that is too long or no JSON is passed over,
    and the next one is read.
    """
    first = _line(stream, LARGEST_DOCUMENT).removeprefix(b"\xef\xbb\xbf")
    while first and not first.strip():
        first = _line(stream, LARGEST_DOCUMENT)
    cut = len(first) > LARGEST_DOCUMENT
    if cut:
        _to_end_of_line(stream)
    second = _next(stream) if cut or _is_record(first) else b""
    if second:
        yield Passed("#1", _too_long()) if cut else ("#1", first.rstrip(b"\r\n"))
        yield from _records(stream, second)
    elif cut:
        raise InputError(f"larger than {LARGEST_DOCUMENT // 1_000_000} MB, which is no single report")
    else:
        yield "", _document(first, stream)


def _document(first: bytes, stream: BinaryIO) -> bytes:
    data = first + stream.read(LARGEST_DOCUMENT + 1 - len(first))
    if len(data) > LARGEST_DOCUMENT:
        raise InputError(f"larger than {LARGEST_DOCUMENT // 1_000_000} MB, which is no single report")
    if _value(data) is None and not STRUCTURE.match(data):
        raise ValueError
    return data


def _records(stream: BinaryIO, line: bytes) -> Iterator[tuple[str, bytes] | Passed]:
    at = 1
    while line:
        if line.strip():
            at += 1
            if len(line) > LARGEST_LINE:
                _to_end_of_line(stream) if not line.endswith(b"\n") else None
                yield Passed(f"#{at}", _too_long())
            elif _is_record(line):
                yield f"#{at}", line.rstrip(b"\r\n")
            else:
                yield Passed(f"#{at}", "a line that is no JSON object")
        line = _line(stream, LARGEST_LINE)


def _next(stream: BinaryIO) -> bytes:
    """The next line that is not empty."""
    line = _line(stream, LARGEST_LINE)
    while line and not line.strip():
        line = _line(stream, LARGEST_LINE)
    return line


def _line(stream: BinaryIO, most: int) -> bytes:
    return stream.readline(most + 1)


def _to_end_of_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(LARGEST_LINE)) and not piece.endswith(b"\n"):
        pass


def _is_record(line: bytes) -> bool:
    return isinstance(_value(line), dict)


def _value(data: bytes) -> object:
    try:
        return msgspec.json.decode(data.strip())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _too_long() -> str:
    return f"a line of more than {LARGEST_LINE // 1_000_000} MB, which is no single report"
