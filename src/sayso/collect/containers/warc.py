"""WARC files -> the pages in them (ISO 28500, WARC 1.0 and 1.1), with every length checked.

A record whose length is wrong is passed over as a whole, and the next one is looked for by its first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sayso.collect.containers.streams import CHUNK, inflated
from sayso.collect.facts import Passed, fact
from sayso.collect.limits import HEADERS, LARGEST_DOCUMENT
from sayso.errors import InputError

START = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
BEGUN = re.compile(rb"\nWARC/[01]\.\d{1,2}\r?\n[\w-]{1,64}:")
FIELD = re.compile(rb"([!#-'*+.^-z|~0-9A-Z-]{1,100}):[ \t]*([^\r\n]*)\r?\n?")
FIRST_LINE = 16
"""Bytes that the first line of a record may take, of which a length that is a little too large has swallowed some."""

PAGES = (
    "text/html",
    "application/xhtml+xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/xml",
    "text/xml",
)
"""Types of content that may be reports; a crawl's pictures, scripts and robots.txt are no inputs, and not listed."""

PLAIN = "text/plain"
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", re.I)
EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,1000}\r?\n")


@dataclass(frozen=True, slots=True)
class Captured:
    """One page of a WARC file, as it came over the network: its bytes, its address, and the encoding that its server named."""

    data: bytes
    place: str
    url: str | None
    charset: str | None


class Source:
    """A stream that takes bytes back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._back = stream, b""

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end."""
        data, self._back = self._back[:size], self._back[size:]
        return data + self._stream.read(size - len(data)) if len(data) < size else data

    def line(self) -> bytes:
        """The next line with its end, at most HEADERS bytes of it."""
        if not self._back:
            return self._stream.readline(HEADERS)
        cut = self._back.find(b"\n", 0, HEADERS) + 1
        if cut:
            return self.read(cut)
        taken = self.read(min(len(self._back), HEADERS))
        return taken + self._stream.readline(HEADERS - len(taken)) if len(taken) < HEADERS else taken

    def back(self, data: bytes) -> None:
        """Put `data` before what comes next."""
        self._back = data + self._back


def warc_pages(stream: BinaryIO) -> Iterator[Captured | Passed]:
    """The pages of a WARC file that were answered with success, in order, and the records that are broken."""
    source, at = Source(stream), 0
    while _to_record(source):
        at += 1
        place = f"#{at}"
        fields = _fields(source)
        try:
            size = int(fields.get("content-length", "").strip())
            if not 0 <= size < 1 << 62:
                raise ValueError
        except ValueError:
            yield Passed(place, "a WARC record without a length")
            continue
        if not _wanted(fields):
            _skip(source, size)
            continue
        if size > LARGEST_DOCUMENT + HEADERS:
            yield Passed(place, f"larger than {LARGEST_DOCUMENT // 1_000_000} MB, which is no single report")
            _skip(source, size)
            continue
        block = source.read(size)
        broken = _length_is_wrong(source, block, size)
        if broken:
            yield Passed(place, broken)
            continue
        page = _page(block, fields, place)
        if page is not None:
            yield Passed(place, "a page that its crawler cut off") if "warc-truncated" in fields else page


def _to_record(source: Source) -> bool:
    """Go to the next line that begins a record; False at the end."""
    while line := source.line():
        if START.fullmatch(line):
            return True
    return False


def _fields(source: Source) -> dict[str, str]:
    found: dict[str, str] = {}
    left = HEADERS
    while (line := source.line()).strip() and left > 0:
        left -= len(line)
        if START.fullmatch(line):
            source.back(line)
            break
        match = FIELD.fullmatch(line)
        if match:
            found.setdefault(match[1].decode("latin-1").lower(), match[2].decode("utf-8", "replace").strip())
    return found


def _wanted(fields: dict[str, str]) -> bool:
    kind = fields.get("warc-type", "").lower()
    return kind in ("response", "resource", "conversion")


def _skip(source: Source, size: int) -> None:
    """Pass over a block of `size` bytes, but stop where a record begins in it: then the length was wrong."""
    before = b""
    while size > 0:
        piece = source.read(min(size, CHUNK))
        if not piece:
            return
        size -= len(piece)
        seen = before + piece
        at = _next(seen)
        if at is not None:
            source.back(seen[at:])
            return
        before = seen[-200:]


def _next(data: bytes) -> int | None:
    """Where in `data` a line begins that begins a record."""
    found = BEGUN.search(data)
    return found.start() + 1 if found else None


def _length_is_wrong(source: Source, block: bytes, size: int) -> str | None:
    """Why `block` is not all of its record, or more than it; the next record is then where it can be found."""
    at = _next(block)
    if len(block) < size:
        if at is not None:
            source.back(block[at:])
            return "a WARC record whose length is wrong"
        return "cut off: a WARC file that ends in the middle of a record"
    end = source.read(4)
    source.back(end)
    if at is not None:
        source.back(block[at:])
    elif not end.strip(b"\r\n") or end.startswith(b"WARC"):
        return None
    else:
        source.back(block[-FIRST_LINE:])
    return "a WARC record whose length is wrong"


def _page(block: bytes, fields: dict[str, str], place: str) -> Captured | Passed | None:
    """The page in a record; None if it holds something that is no report by its type."""
    url = fact(fields.get("warc-target-uri", "").strip("<>"))
    said, body = fields.get("content-type", ""), block
    if fields.get("warc-type", "").lower() == "response":
        if not said.lower().startswith("application/http"):
            return None
        status, http, body = _http(block)
        if status != 200:
            return None
        said = http.get("content-type", "")
        try:
            body = _plain_body(body, http)
        except InputError as error:
            return Passed(place, str(error)) if said.split(";")[0].strip().lower() in PAGES else None
    kind = said.split(";")[0].strip().lower()
    if kind not in PAGES and not (kind == PLAIN and fields.get("warc-type", "").lower() == "conversion"):
        return None
    charset = CHARSET.search(said)
    return Captured(body, place, url, charset[1] if charset else None)


def _http(block: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, header and body of an HTTP message."""
    head = EMPTY_LINE.search(block, 0, HEADERS)
    if head is None or not block.startswith(b"HTTP/"):
        return 0, {}, b""
    lines = block[: head.start()].split(b"\n")
    status = re.match(rb"HTTP/[\d.]{1,5} +(\d{3})", lines[0])
    fields: dict[str, str] = {}
    for line in lines[1:]:
        match = FIELD.fullmatch(line + b"\n")
        if match:
            fields.setdefault(match[1].decode("latin-1").lower(), match[2].decode("latin-1").strip())
    return int(status[1]) if status else 0, fields, block[head.end() :]


def _plain_body(body: bytes, http: dict[str, str]) -> bytes:
    """A body without its chunks and its compression, where it still has them: some crawlers take them off and leave the header as it was."""
    if http.get("transfer-encoding", "").lower() == "chunked" and CHUNK_SIZE.match(body):
        body = _unchunked(body)
    coding = http.get("content-encoding", "").lower()
    if coding in ("gzip", "x-gzip") and body[:2] == b"\x1f\x8b":
        return inflated(body, LARGEST_DOCUMENT)
    if coding == "deflate" and not body.lstrip().startswith(b"<"):
        return inflated(body, LARGEST_DOCUMENT)
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate") and not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise InputError(f"compressed in a way that is not read ({coding[:20]})")
    return body


def _unchunked(body: bytes) -> bytes:
    """The chunks of a body, put together (RFC 9112, 7.1); raises InputError where a length is wrong."""
    pieces: list[bytes] = []
    at = 0
    while match := CHUNK_SIZE.match(body, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(pieces)
        piece = body[match.end() : match.end() + size]
        pieces.append(piece)
        at = match.end() + size
        if len(piece) < size:
            break
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    raise InputError("a page whose chunks have wrong lengths")
