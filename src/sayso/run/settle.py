"""The last stage: results of shards become those of the archive, without the copies of what another shard has too."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sayso.errors import InputError
from sayso.run.reading import Part, Receipt, part_path
from sayso.run.tables import SUFFIX, Writing, parts, read_rows, sync_folder, write_rows

DROPPED = "dropped" + SUFFIX
"""In the work folder: the rows of shards that are copies of others (table doubles), in order of shards."""

SETTLED = {"articles": "id", "statements": "article"}
"""Tables of which each shard has a part, and the column that names the article."""


MOST_TOLD = 20_000
"""Copies in one shard that are told with its task; where there are more, as in a huge file of one piece, the task looks them up."""

Paired = Iterator[tuple[Receipt, list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Settling:
    """A task: the shard whose parts are put into the output folder, and the ids of its articles that are copies; None: look them up."""

    shard: str
    work: str
    output: str
    drops: tuple[str, ...] | None = ()


def settlings(work: str, output: str, receipts: Sequence[Receipt]) -> Iterator[Settling]:
    """The tasks that settle all shards."""
    for receipt, rows in _paired(work, receipts):
        drops = tuple(row["article"] for row in rows) if len(rows) <= MOST_TOLD else None
        yield Settling(receipt.shard, work, output, drops)


def settle(task: Settling) -> tuple[Part, ...]:
    """Put a shard's articles and statements where results are; done again, it gives the same."""
    drops = task.drops
    if drops is None:
        drops = tuple(row["article"] for row in _dropped(task.work) if row["shard"] == task.shard)
    gone = frozenset(drops)
    return tuple(_settled(task, table, column, gone) for table, column in SETTLED.items())


def _paired(work: str, receipts: Sequence[Receipt]) -> Paired:
    """Each shard with its rows that are copies, both in order of shards, so that one shard's rows are held at a time.

    Raises InputError where the rows are not in that order, which is a state that no run leaves.
    """
    groups = groupby(_dropped(work), key=lambda row: str(row["shard"]))
    shard, rows = next(groups, (None, iter(())))
    for receipt in receipts:
        if receipt.shard == shard:
            yield receipt, list(rows)
            shard, rows = next(groups, (None, iter(())))
        else:
            yield receipt, []
    if shard is not None:
        raise InputError(f"{os.path.join(work, DROPPED)} is damaged: remove the work folder, and run the same command again")


def _settled(task: Settling, table: str, column: str, gone: frozenset[str]) -> Part:
    source, target = part_path(task.work, table, task.shard), os.path.join(task.output, table, task.shard + SUFFIX)
    scratch = os.path.join(task.work, "scratch")
    if gone:
        made = write_rows(target, table, (row for row in read_rows(source) if row[column] not in gone), scratch=scratch)
        return Part(table, made.rows, made.size, made.sha256)
    _copied(source, target, scratch)
    return Part(table, -1, 0, "")


def _copied(source: str, target: str, scratch: str) -> None:
    """The same file at another place, without copying its bytes where the file system can."""
    folder = tempfile.mkdtemp(dir=scratch)
    name = os.path.join(folder, "copy.part")
    try:
        try:
            os.link(source, name)
        except OSError:
            shutil.copyfile(source, name)
            with open(name, "rb") as file:
                os.fsync(file.fileno())
        os.replace(name, target)
        with contextlib.suppress(FileNotFoundError):  # a rename onto another name of the same file does nothing
            os.unlink(name)
    finally:
        os.rmdir(folder)
    sync_folder(os.path.dirname(target))


def _dropped(work: str) -> Iterator[dict[str, Any]]:
    path = os.path.join(work, DROPPED)
    return read_rows(path) if os.path.exists(path) else iter(())


def write_doubles(output: str, work: str, receipts: Sequence[Receipt]) -> Writing:
    """The table of copies, shard by shard: those within one, and those across shards, each with the article that stays."""
    with Writing(os.path.join(output, "doubles" + SUFFIX), "doubles", scratch=os.path.join(work, "scratch")) as writing:
        for receipt, rows in _paired(work, receipts):
            stays = {row["article"]: row["kept"] for row in rows}
            for row in read_rows(part_path(work, "doubles", receipt.shard)) if receipt.doubles else ():
                writing.add({**row, "kept": stays.get(row["kept"], row["kept"])})
            for row in rows:
                writing.add(row)
    return writing


def write_skipped(output: str, work: str, whole: Iterable[dict[str, Any]], receipts: Sequence[Receipt]) -> Writing:
    """The table of what was left out: inputs and shards as a whole, then what shards left out, in their order."""
    with Writing(os.path.join(output, "skipped" + SUFFIX), "skipped", scratch=os.path.join(work, "scratch")) as writing:
        for row in whole:
            writing.add(row)
        for receipt in receipts:
            if receipt.skipped:
                for row in read_rows(part_path(work, "skipped", receipt.shard)):
                    writing.add(row)
    return writing


def sweep(output: str, shards: Iterable[str]) -> None:
    """Removes results of shards that the inputs do not have any more."""
    known = {shard + SUFFIX for shard in shards}
    for table in SETTLED:
        for path in parts(os.path.join(output, table)):
            if os.path.basename(path) not in known:
                os.unlink(path)
