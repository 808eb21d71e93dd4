"""The child process that takes documents apart: bytes in, reports out, under limits of time and memory that the system keeps.

Parsers of markup are large, partly in C, and some pages take them minutes or gigabytes: one such page must cost itself only. The parent
sends a batch of jobs, with the documents as they are behind it or in memory that both share, and reads answers up to the End of each; batches and
answers are MessagePack behind a length of four bytes. An answer goes into the pipe as soon as there is one, so that none is lost with the child.
But to be woken for each takes the parent longer than to read it: while there are several jobs in a batch it waits a moment for the bell, one byte
on standard error.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from typing import IO, Any, Literal

import msgspec
from msgspec.structs import replace

from sayso.collect.credits import credits_of
from sayso.collect.facts import UNSEEN, Found
from sayso.collect.limits import CHILD_MEMORY, CPU_SECONDS
from sayso.collect.recognise import Kind
from sayso.collect.shelf import Shelf
from sayso.errors import InputError

RENEWAL = 0.5
"""Seconds on the clock in which reports share one allowance of processor time."""

LENGTH = struct.Struct(">I")
ANSWERS = 65_536
"""Bytes of answers that are written at once."""

SMALLEST_PIPE = 4_096
"""Bytes that a pipe holds at least, where the system does not say how many (POSIX.1: PIPE_BUF and more; Linux 65,536, Windows 4,096)."""

BELL = b"."

BROKEN = "a document that its parser cannot take apart"


class Job(msgspec.Struct, frozen=True):
    """One document: its bytes, or the path of a file; what its transport says of it; how its fields are named."""

    kind: Kind | Literal["listing"]
    data: bytes = b""
    path: str = ""
    url: str | None = None
    charset: str | None = None
    fast: bool = False
    fields: dict[str, str] = {}


class Batch(msgspec.Struct, frozen=True):
    """Documents that are sent at once, each of which has its answers and its End.

    `sizes`: the bytes of each, which follow one another, in the pipe or in the memory that both sides share (`shelf`: its descriptor);
    `bell`: whether the child is to ring, once, before its last End.
    """

    jobs: tuple[Job, ...]
    sizes: tuple[int, ...]
    bell: bool = False
    shelf: int | None = None


class Report(msgspec.Struct, frozen=True, tag="found"):
    """A Found on its way."""

    text: str
    facts: dict[str, str]
    place: str
    seen: tuple[str, ...]
    credits: tuple[str, ...]
    language: str | None = None


class Refusal(msgspec.Struct, frozen=True, tag="passed"):
    """A Passed on its way."""

    place: str
    reason: str


class End(msgspec.Struct, frozen=True, tag="end"):
    """The last answer to a job; `worn`: this process should not be used again."""

    worn: bool = False


Answer = Report | Refusal | End


def main() -> None:
    """Answer batches of jobs on standard input until it ends; nothing else may write to standard output or standard error."""
    answers, bell = os.fdopen(os.dup(1), "wb", buffering=ANSWERS), os.dup(2)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    _limit_memory()
    allowance = Allowance()
    while (batch := receive_jobs(sys.stdin.buffer)) is not None:
        ringing = Ringing(bell, room_of(answers.fileno())) if batch.bell else None
        for left, job in zip(range(len(batch.jobs), 0, -1), batch.jobs, strict=True):
            allowance.renew()
            for answer in answer_to(job):
                raw = msgspec.msgpack.encode(answer)
                if ringing:
                    ringing.before(len(raw), last=left == 1 and isinstance(answer, End))
                write(answers, raw)
                allowance.renew()
                if job.kind != "page" or isinstance(answer, End):  # a page's answers are all there with the first one
                    answers.flush()
                if isinstance(answer, End) and answer.worn:
                    return


class Ringing:
    """The bell of one batch: it rings once, before answers fill the pipe, or before the last one. A child's own end is heard as well."""

    def __init__(self, bell: int, room: int) -> None:
        self._bell, self._rung, self._room = bell, False, room

    def before(self, size: int, *, last: bool = False) -> None:
        """Ring if an answer of that many bytes might have to wait until others are read, or is the last one; but only once."""
        self._room -= LENGTH.size + size
        if (last or self._room < 0) and not self._rung:
            self._rung = True
            os.write(self._bell, BELL)


def room_of(pipe: int) -> int:
    """Bytes that an empty pipe surely takes: half of what it holds, since each piece may leave most of a page of memory free."""
    try:
        import fcntl

        return fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ) // 2  # type: ignore[attr-defined,unused-ignore]
    except (ImportError, AttributeError, OSError):  # not on macOS and Windows; or no pipe
        return SMALLEST_PIPE // 2


def answer_to(job: Job) -> Iterator[Answer]:
    """The answers to a job, End the last one; whatever goes wrong in a parser is an answer too."""
    worn = False
    try:
        for one in _read(job):
            yield _report(one) if isinstance(one, Found) else _refusal(one.place, one.reason)
    except InputError as error:
        yield _refusal("", str(error))
    except MemoryError:
        worn = True
        yield Refusal("", "takes more memory to take apart than any report should")
    except Exception as error:  # a parser's own fault, of any kind, is this document's end and no other's
        worn = isinstance(error, RecursionError)
        yield Refusal("", BROKEN)
    yield End(worn)


def _report(one: Found) -> Report:
    """A report on its way, with the credits in its text: the expressions that find them are compiled here once, not by the parent too."""
    credited = credits_of(one.text, None) if one.credits is None else one.credits
    return Report(one.text, one.facts, one.place, one.seen, credited, one.language)


def _refusal(place: str, reason: str) -> Refusal:
    """A refusal in characters that can be sent and shown: a reason may quote the document."""
    return Refusal(UNSEEN.sub("\ufffd", place), UNSEEN.sub("\ufffd", reason))


def _read(job: Job) -> Any:
    if job.kind == "page":
        from sayso.collect.formats.page import read_page

        return read_page(job.data, url=job.url, charset=job.charset, fast=job.fast)
    if job.kind == "feed":
        from sayso.collect.formats.feed import read_feed

        return read_feed(job.data)
    if job.kind == "listing":
        from sayso.collect.formats.listing import read_listing

        return read_listing(job.data, job.charset)
    if job.kind == "newsml":
        from sayso.collect.formats.newsml import read_newsml

        return read_newsml(job.data)
    if job.kind == "mail":
        from sayso.collect.formats.mail import read_mail

        return read_mail(job.data)
    if job.kind == "parquet":
        from sayso.collect.formats.table import read_parquet

        return read_parquet(job.path, job.fields)
    from sayso.collect.formats.documents import read_json

    return read_json(job.data, job.fields)


def send(stream: IO[bytes], message: msgspec.Struct) -> None:
    """One message behind its length, at once; raises BrokenPipeError where nobody reads."""
    write(stream, msgspec.msgpack.encode(message))
    stream.flush()


def write(stream: IO[bytes], raw: bytes) -> None:
    """One encoded message behind its length, which may wait for the next one; raises BrokenPipeError where nobody reads."""
    stream.write(LENGTH.pack(len(raw)))
    stream.write(raw)


def send_jobs(stream: IO[bytes], jobs: Sequence[Job], *, bell: bool = False, shelf: int | None = None) -> None:
    """A batch of `jobs`, with their documents behind it, which are not copied into it, unless they lie in shared memory already.

    Raises BrokenPipeError where nobody reads.
    """
    write(stream, msgspec.msgpack.encode(Batch(tuple(replace(job, data=b"") for job in jobs), tuple(len(job.data) for job in jobs), bell, shelf)))
    for job in jobs if shelf is None else ():
        stream.write(job.data)
    stream.flush()


def receive_jobs(stream: IO[bytes]) -> Batch | None:
    """The next batch with all its documents in its jobs, so that who sends it need not wait; None where the stream ends."""
    raw = receive(stream)
    if raw is None:
        return None
    batch = msgspec.msgpack.decode(raw, type=Batch)
    documents = map(stream.read, batch.sizes) if batch.shelf is None else _shelf(batch.shelf).take(batch.sizes)
    jobs = tuple(replace(job, data=data) for job, data in zip(batch.jobs, documents, strict=True))
    return replace(batch, jobs=jobs) if all(len(job.data) == size for job, size in zip(jobs, batch.sizes, strict=True)) else None


@cache
def _shelf(descriptor: int) -> Shelf:
    return Shelf(descriptor)


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message; None where the stream ends, in the middle of one too."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    raw = stream.read(size)
    return raw if len(raw) == size else None


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there the parent's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Allowance:
    """The processor time of this process, which the system ends when it is used up: CPU_SECONDS for one report after the other."""

    def __init__(self) -> None:
        self._renewed = -RENEWAL

    def renew(self) -> None:
        """Give the next report its time, unless the last one took next to none: asking the system takes as long as reading a record."""
        now = time.monotonic()
        if now - self._renewed < RENEWAL:
            return
        self._renewed = now
        try:
            import resource
        except ImportError:  # not on Windows
            return
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + CPU_SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
