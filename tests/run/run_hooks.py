"""Functions that worker processes of the tests call, and what the tests share: what goes wrong in them goes wrong on purpose."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from sayso.data import Article, Reading
from sayso.errors import InputError
from sayso.run.bulk import BulkSettings, bulk
from sayso.run.cuts import Cutting
from sayso.run.engines import Done, Failed, StoppedError, called, name_of, packed, result_of
from sayso.run.local import LocalEngine
from sayso.run.reading import Order, Receipt, read_shard

SMALL = BulkSettings(today=date(2025, 1, 31), cutting=Cutting(lines=900, warc=2_000, warc_gz=300, table=900))
"""Shards of two or three reports."""


@dataclass(frozen=True, slots=True)
class Number:
    value: int
    folder: str = ""


def twice(task: Number) -> Number:
    return Number(2 * task.value)


def who(task: Number) -> Number:
    time.sleep(0.2)
    return Number(os.getpid())


def slow(task: Number) -> Number:
    time.sleep(60)
    return task


def mostly_slow(task: Number) -> Number:
    return twice(task) if task.value == 0 else slow(task)


def dies(task: Number) -> Number:
    """Ends its process for one task, always."""
    if task.value == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return twice(task)


def leaves(task: Number) -> Number:
    if task.value == 3:
        os.write(2, b"no such instruction\n")
        os._exit(7)
    return twice(task)


def dies_once(task: Number) -> Number:
    """Ends its process the first time that it sees each task."""
    seen = Path(task.folder, str(task.value))
    if not seen.exists():
        seen.touch()
        os.kill(os.getpid(), signal.SIGSEGV)
    return twice(task)


def fails(task: Number) -> Number:
    Path(task.folder, f"{task.value}-{time.monotonic_ns()}").touch()
    if task.value == 1:
        raise InputError("not an input")
    if task.value == 2:
        raise OSError(errno.EIO, "Input/output error", "somewhere")
    if task.value == 3:
        raise ZeroDivisionError
    return twice(task)


def full(task: Number) -> Number:
    if task.value == 3:
        raise OSError(errno.ENOSPC, "No space left on device", "somewhere")
    return twice(task)


def noisy(task: Number) -> Number:
    """Writes where answers would be expected."""
    sys.stdout.write("words on standard output\n")
    sys.stdout.flush()
    os.write(1, b"and more")
    return twice(task)


def poisoned(order: Order) -> Receipt:
    """As read_shard, but for one shard, which ends its process."""
    if order.shard.first == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_shard(order)


def dies_at_first(order: Order) -> Receipt:
    """As read_shard, but that each shard ends its first process."""
    seen = Path(order.work, f"{order.shard.id}.seen")
    if not seen.exists():
        seen.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_shard(order)


def faulty(order: Order) -> Receipt:
    """As read_shard, with a fault in reading that one article brings out."""
    module = import_module("sayso.read")
    whole = module.read_article

    def read(article: Article) -> Reading:
        if "(5)" in (article.title or ""):
            raise KeyError("a fault")
        return whole(article)

    module.read_article = read
    try:
        return read_shard(order)
    finally:
        module.read_article = whole


def refuses(order: Order) -> Receipt:
    raise InputError("not an input")


def no_space(order: Order) -> Receipt:
    if order.shard.first == 4:
        raise OSError(errno.ENOSPC, "No space left on device", "somewhere")
    return read_shard(order)


class Here:
    """An engine without other processes: tasks and results travel as they do to workers."""

    name, workers = "here", 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def map(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Done[Any, Any] | Failed[Any]]:
        for task in list(tasks):
            answer = called(name_of(function), packed(task))
            if answer.trouble is None:
                yield Done(task, result_of(function, answer.result))
            elif answer.trouble.stop:
                raise StoppedError(answer.trouble.reason)
            else:
                yield Failed(task, answer.trouble.reason, 1)


class Replaced:
    """An engine with another function in the place of read_shard."""

    def __init__(self, engine: Any, function: Callable[[Order], Receipt]) -> None:
        self.engine, self.function = engine, function
        self.name, self.workers = engine.name, engine.workers

    def __enter__(self) -> Self:
        self.engine.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.engine.__exit__(*error)

    def map(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Done[Any, Any] | Failed[Any]]:
        yield from self.engine.map(self.function if function is read_shard else function, tasks)


PEOPLE = ("Anna Berger", "Boris Castle", "Clara Dwyer", "David Eklund", "Elena Fournier")
TOWNS = ("Harrow", "Millbrook", "Easton", "Varna")


def report(at: int) -> dict[str, str]:
    """A short report, of which no two are alike."""
    person, town = PEOPLE[at % len(PEOPLE)], TOWNS[at % len(TOWNS)]
    text = (
        f"The bridge in {town} will stay closed until {at + 2} May, {person} said on Friday. “We found {at + 3} cracks,” the engineer told reporters."
    )
    return {"title": f"Bridge in {town} closed ({at})", "text": text, "outlet": "Harbour Post", "date": "2024-04-26", "url": f"https://p.test/{at}"}


def write_lines(path: Path, count: int, first: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(report(at)) + "\n" for at in range(first, first + count)))


def results(output: Path) -> dict[str, bytes]:
    """The bytes of all result files, by path, with the manifest."""
    kept = [path for path in output.rglob("*") if path.is_file() and "work" not in path.relative_to(output).parts]
    return {str(path.relative_to(output)): path.read_bytes() for path in sorted(kept) if path.name not in ("run.json", "journal.jsonl", "lock")}


if __name__ == "__main__":
    inputs, output, workers = sys.argv[1:-2], sys.argv[-2], int(sys.argv[-1])
    with LocalEngine(workers) as engine:
        bulk(inputs, output, engine=engine, settings=SMALL, keep_work=True)
