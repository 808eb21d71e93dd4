"""The child process that takes documents apart: bytes in, reports out, under limits of time and memory that the system keeps.

Parsers of markup are large, partly in C, and some pages take them minutes or gigabytes: one such page must cost itself only. The parent
sends a batch of jobs and reads answers up to the End of each; both are MessagePack behind a length of four bytes.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from collections.abc import Iterator
from typing import IO, Any, Literal

import msgspec

from sayso.collect.facts import UNSEEN, Found
from sayso.collect.limits import CHILD_MEMORY, CPU_SECONDS
from sayso.collect.recognise import Kind
from sayso.errors import InputError

RENEWAL = 0.5
"""Seconds on the clock in which reports share one allowance of processor time."""

LENGTH = struct.Struct(">I")
ANSWERS = 65_536
"""Bytes of answers that are written at once."""

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
    """Documents that are sent at once; each has its answers and its End."""

    jobs: tuple[Job, ...]


class Report(msgspec.Struct, frozen=True, tag="found"):
    """A Found on its way."""

    text: str
    facts: dict[str, str]
    place: str
    seen: tuple[str, ...]


class Refusal(msgspec.Struct, frozen=True, tag="passed"):
    """A Passed on its way."""

    place: str
    reason: str


class End(msgspec.Struct, frozen=True, tag="end"):
    """The last answer to a job; `worn`: this process should not be used again."""

    worn: bool = False


Answer = Report | Refusal | End


def main() -> None:
    """Answer batches of jobs on standard input until it ends; nothing else may write to standard output."""
    answers = os.fdopen(os.dup(1), "wb", buffering=ANSWERS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    _limit_memory()
    allowance = Allowance()
    while (raw := receive(sys.stdin.buffer)) is not None:
        for job in msgspec.msgpack.decode(raw, type=Batch).jobs:
            allowance.renew()
            for answer in answer_to(job):
                send(answers, answer, at_once=job.kind != "page" or isinstance(answer, End))  # a page's answers are all there with the first one
                allowance.renew()
                if isinstance(answer, End) and answer.worn:
                    return


def answer_to(job: Job) -> Iterator[Answer]:
    """The answers to a job, End the last one; whatever goes wrong in a parser is an answer too."""
    worn = False
    try:
        for one in _read(job):
            yield Report(one.text, one.facts, one.place, one.seen) if isinstance(one, Found) else _refusal(one.place, one.reason)
    except InputError as error:
        yield _refusal("", str(error))
    except MemoryError:
        worn = True
        yield Refusal("", "takes more memory to take apart than any report should")
    except Exception as error:  # a parser's own fault, of any kind, is this document's end and no other's
        worn = isinstance(error, RecursionError)
        yield Refusal("", BROKEN)
    yield End(worn)


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


def send(stream: IO[bytes], message: msgspec.Struct, *, at_once: bool = True) -> None:
    """One message behind its length, which may wait for the next one unless it is to go `at_once`; raises BrokenPipeError where nobody reads."""
    raw = msgspec.msgpack.encode(message)
    stream.write(LENGTH.pack(len(raw)))
    stream.write(raw)
    if at_once:
        stream.flush()


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
