"""A stream -> the reports in it: recognised, unpacked as often as needed, each document taken apart on its own."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, BinaryIO

from sayso.collect.containers.lines import json_parts
from sayso.collect.containers.streams import CHUNK, Budget, TooMuchError, check_end, headed, opened, unpacked
from sayso.collect.containers.tar import tar_members
from sayso.collect.containers.warc import warc_pages
from sayso.collect.containers.zipped import zip_members
from sayso.collect.decode import decode
from sayso.collect.facts import Found, Passed, digest
from sayso.collect.formats.records import Fields
from sayso.collect.limits import DEPTH, HEAD, LARGEST_DOCUMENT, LARGEST_TABLE, LARGEST_TEXT, UNPACKED
from sayso.collect.pool import Asked
from sayso.collect.recognise import Kind, recognise
from sayso.collect.worker import Job
from sayso.errors import InputError

IN_MEMORY = 64_000_000
"""Bytes of an archive that came as a stream which are held in memory; the rest goes into a temporary file."""


@dataclass(frozen=True, slots=True)
class Taking:
    """How inputs are taken in: names of the fields of records, and whether pages are taken apart fast (in bulk) or carefully."""

    fields: Fields = field(default_factory=dict)
    fast: bool = False


@dataclass(frozen=True, slots=True)
class _Walk:
    """What the steps of one walk share; `inner`: how deep it is inside archives."""

    taking: Taking
    budget: Budget
    inner: int = 0


def walk(source: BinaryIO, taking: Taking) -> Iterator[Found | Passed | Asked]:
    """The reports in `source`, in order, the documents that a child has to take apart, and what in it is neither.

    What is plain text comes with place "" and no facts. The file of a document that is asked by its path is there until the next one is asked for.

    Whatever is wrong with a part is told about that part, and the others are done; never raises for what `source` holds.
    """
    step = _Walk(taking, Budget())
    try:
        yield from _stream(opened(source, step.budget), "", step, source)
    except TooMuchError as error:
        yield Passed("", str(error))


def walk_page(data: bytes, url: str, charset: str | None, taking: Taking) -> Iterator[Found | Passed | Asked]:
    """As `walk`, for what a server sent for `url`, in the encoding that it names."""
    try:
        kind = recognise(data[:HEAD])
    except InputError as error:
        yield Passed("", str(error))
        return
    if kind in ("page", "text", "feed", "newsml"):
        yield from _captured(data, "", url, charset, _Walk(taking, Budget()))
    else:
        yield from walk(io.BytesIO(data), taking)


def _stream(stream: io.BufferedReader, place: str, step: _Walk, file: BinaryIO | None = None) -> Iterator[Found | Passed | Asked]:
    """The reports in a stream; `file` is the same as a file, if there is one."""
    try:
        head, stream = headed(stream, HEAD)
        kind = recognise(head)
        if kind in ("gzip", "bzip2", "xz", "zip", "tar", "warc"):
            if step.inner >= DEPTH and kind != "warc":  # what is in a record is walked no further
                raise InputError("an archive too deep inside others")
            yield from _archive(kind, stream, place, replace(step, inner=step.inner + 1), file)
        elif kind == "json":
            yield from _json(stream, place, step)
        elif kind == "parquet":
            yield from _parquet(stream, place, step)
        else:
            yield from _document(kind, stream, place, step)
        check_end(stream)
    except TooMuchError:
        raise
    except InputError as error:
        yield Passed(place, str(error))
    except OSError as error:
        yield Passed(place, (error.strerror or "cannot be read").lower())


def _archive(kind: Kind, stream: BinaryIO, place: str, step: _Walk, file: BinaryIO | None) -> Iterator[Found | Passed | Asked]:
    if kind == "warc":
        for page in warc_pages(stream):
            if isinstance(page, Passed):
                yield replace(page, place=place + page.place)
            else:
                yield from _captured(page.data, place + page.place, page.url, page.charset, step)
    elif kind == "tar":
        for name, part in tar_members(stream):
            if not _hidden(name):
                yield from _stream(part, f"{place}!{name}", step)
    elif kind == "zip":
        with contextlib.ExitStack() as stack:
            archive = _seekable(stream, file, step.budget, stack)
            for name, content in zip_members(archive, step.budget):
                if isinstance(content, InputError):
                    yield Passed(f"{place}!{name}", str(content))
                elif not _hidden(name):
                    yield from _stream(content, f"{place}!{name}", step)
    else:
        yield from _stream(unpacked(stream, kind, step.budget), place, step)


def _hidden(name: str) -> bool:
    """Whether a member of an archive is hidden, as in folders, or a system's own note."""
    parts = name.split("/")
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or "__MACOSX" in parts


def _captured(data: bytes, place: str, url: str | None, charset: str | None, step: _Walk) -> Iterator[Found | Passed | Asked]:
    """The report on a page that came over the network."""
    try:
        kind = recognise(data[:HEAD])
    except InputError as error:
        yield Passed(place, str(error))
        return
    if kind in ("page", "feed", "newsml"):
        yield Asked(Job(kind, data, url=url, charset=charset, fast=step.taking.fast), place)
    elif kind == "json":
        yield Asked(Job(kind, data, url=url, charset=charset, fields=dict(step.taking.fields)), place)
    elif kind != "text":
        yield Passed(place, f"sent as a page, and none ({kind})")
    else:
        yield from (replace(one, facts={"url": url} if url else {}) if isinstance(one, Found) else one for one in _text(data, place))


def _document(kind: Kind, stream: BinaryIO, place: str, step: _Walk) -> Iterator[Found | Passed | Asked]:
    most = LARGEST_TEXT if kind == "text" else LARGEST_DOCUMENT
    data = _all(stream, most)
    if kind == "text":
        yield from _text(data, place)
    else:
        yield Asked(Job(kind, data, fast=step.taking.fast), place)


def _text(data: bytes, place: str) -> Iterator[Found | Passed]:
    try:
        yield Found(decode(data), {}, place, raw=digest(data))
    except InputError as error:
        yield Passed(place, str(error))


def _json(stream: io.BufferedReader, place: str, step: _Walk) -> Iterator[Found | Passed | Asked]:
    """The reports of JSON lines or of a JSON document; what only begins like JSON is text."""
    head, again = headed(stream, LARGEST_TEXT + 1)
    try:
        for part in json_parts(again):
            if isinstance(part, Passed):
                yield replace(part, place=place + part.place)
            else:
                yield Asked(Job("json", part[1], fields=dict(step.taking.fields)), place + part[0])
    except ValueError:
        check_end(stream)
        yield from _text(head, place) if len(head) <= LARGEST_TEXT else iter([Passed(place, _too_large(LARGEST_TEXT))])


def _parquet(stream: BinaryIO, place: str, step: _Walk) -> Iterator[Found | Passed | Asked]:
    """The reports of a table, which its reader wants as a file; one inside an archive is unpacked into a temporary one."""
    with tempfile.NamedTemporaryFile(suffix=".parquet") as copy:
        _copy(stream, copy, LARGEST_TABLE)
        yield Asked(Job("parquet", path=copy.name, fields=dict(step.taking.fields)), place)


def _seekable(stream: BinaryIO, file: BinaryIO | None, budget: Budget, stack: contextlib.ExitStack) -> BinaryIO:
    """The same bytes as a file that can be sought in; a stream is copied."""
    if file is not None and file.seekable():
        budget.read = max(budget.read, file.seek(0, 2))
        file.seek(0)
        return file
    copy: BinaryIO = stack.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))  # type: ignore[assignment]  # noqa: SIM115
    _copy(stream, copy, UNPACKED)
    copy.seek(0)
    return copy


def _copy(stream: BinaryIO, copy: IO[bytes], most: int) -> None:
    left = most
    while piece := stream.read(CHUNK):
        left -= len(piece)
        if left < 0:
            raise InputError(_too_large(most))
        copy.write(piece)
    check_end(stream)
    copy.flush()


def _all(stream: BinaryIO, most: int) -> bytes:
    data = stream.read(most + 1)
    if len(data) > most:
        raise InputError(_too_large(most))
    check_end(stream)
    return data


def _too_large(most: int) -> str:
    return f"larger than {most // 1_000_000} MB, which is no single report"
