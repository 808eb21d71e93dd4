"""The ledgers of an archive: readings are sorted by story through storage, and each task tells the stories of one file's worth of articles."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import msgspec
import xxhash

from sayso.align import AlignOptions
from sayso.data import Claim, Ledger
from sayso.errors import ModelError
from sayso.run.reading import Part, part_path, write_whole
from sayso.run.runs import parts_of, read_part, write_run
from sayso.run.tables import SUFFIX, Writing
from sayso.run.windows import Placed

TABLES = ("stories", "claims", "witnesses")
"""What a task gives."""
TOLD_TOGETHER = 1_000
"""Articles whose stories one task tells, about; their readings are in memory together, some tens of kilobytes each."""
SPREAD_TOGETHER = 4_096
"""Readings that one task sorts, in memory."""

Label = tuple[int, str]
"""A story while it has no id: the window it began in, and the article that opened it there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows first..last-1 of a shard's readings; `number`: the shard's place among all."""

    number: int
    shard: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A task: readings to sort by group of stories, as the windows in `grouped` tell.

    `groups`: of each window, the first group of the stories that begin in it, and how many groups there are.
    """

    work: str
    grouped: str
    place: str
    scratch: str
    number: int
    pieces: tuple[Piece, ...]
    windows: tuple[int, ...]
    groups: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Spreading:
    """What a Spread gave: the groups of which it has readings."""

    number: int
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A task: the stories of one group, out of those runs that have readings of it; `only`: one of them, by its label."""

    place: str
    scratch: str
    output: str
    group: int
    runs: tuple[int, ...]
    name: str
    today: date
    align: AlignOptions
    only: str | None = None


class Untold(msgspec.Struct, frozen=True):
    """A story without a ledger: its articles, and why."""

    articles: tuple[str, ...]
    reason: str


class Told(msgspec.Struct, frozen=True):
    """What came of a Telling; the paths of `parts` are those of the tables, under `name`."""

    name: str
    stories: int
    articles: int
    claims: int
    parts: tuple[Part, ...]
    untold: tuple[Untold, ...] = ()


def spread_readings(task: Spread) -> Spreading:
    """Writes the packed readings of a batch by group and story, unless that is done."""
    path = os.path.join(task.place, "spread", str(task.number))
    if not os.path.exists(path):
        goes = _goes(task)
        rows = ((*goes[place], raw) for piece in task.pieces for place, raw in _readings(task.work, piece) if place in goes)
        write_run(path, rows, scratch=task.scratch)
    return Spreading(task.number, parts_of(path))


def tell_stories(task: Telling) -> Told:
    """Writes the ledgers of a group of stories into the tables, unless that is done. A story that cannot be told is listed."""
    receipt = os.path.join(task.place, "told", task.name)
    before = _told_before(receipt, task.output)
    if before is not None:
        return before
    told = _told(task)
    write_whole(receipt, msgspec.json.encode(told), scratch=task.scratch)
    return told


def labels_in(task: Telling) -> list[str]:
    """The labels of the stories of a group."""
    return [label for label, _ in groupby(label for label, _ in read_part(_runs(task), task.group))]


def table_path(output: str, table: str, name: str) -> str:
    """Where a part of a table of results lies."""
    return os.path.join(output, table, name + SUFFIX)


def group_of(label: Label, groups: dict[int, tuple[int, int]]) -> int:
    """The group that a story is told in: one of those of the window it began in."""
    first, count = groups[label[0]]
    return first + xxhash.xxh3_64_intdigest(label[1].encode()) % count


def _goes(task: Spread) -> dict[tuple[int, int], tuple[int, str]]:
    """Shard and row of the readings of this batch -> group and label of the story they belong to."""
    with open(os.path.join(task.place, "joined"), "rb") as file:
        joined = msgspec.msgpack.decode(file.read(), type=dict[Label, Label])
    groups = {window: (first, count) for window, first, count in task.groups}
    goes = {}
    for window in task.windows:
        for _, raw in read_part((os.path.join(task.grouped, "windows", str(window)),), task.number):
            placed = msgspec.msgpack.decode(raw, type=Placed)
            label = joined.get((window, placed.story), (window, placed.story))
            goes[placed.shard, placed.row] = (group_of(label, groups), f"{label[0]}:{label[1]}")
    return goes


def _readings(work: str, piece: Piece) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Place and bytes of the readings of a piece, out of the row groups that hold them."""
    from pyarrow import parquet

    with parquet.ParquetFile(part_path(work, "readings", piece.shard), memory_map=False, pre_buffer=False) as file:
        for batch in file.iter_batches(batch_size=64, row_groups=_row_groups(file, piece), columns=["row", "reading"], use_threads=False):
            for row in batch.to_pylist():
                if piece.first <= row["row"] < piece.last:
                    yield (piece.number, row["row"]), row["reading"]


def _row_groups(file: Any, piece: Piece) -> list[int]:
    found, first = [], 0
    for at in range(file.metadata.num_row_groups):
        last = first + file.metadata.row_group(at).num_rows
        if first < piece.last and last > piece.first:
            found.append(at)
        first = last
    return found


def _runs(task: Telling) -> list[str]:
    return [os.path.join(task.place, "spread", str(number)) for number in task.runs]


def _told_before(receipt: str, output: str) -> Told | None:
    """What an earlier attempt told, if its files are all there."""
    try:
        with open(receipt, "rb") as file:
            told = msgspec.json.decode(file.read(), type=Told)
        whole = all(os.path.getsize(table_path(output, part.table, told.name)) == part.size for part in told.parts)
    except (OSError, msgspec.DecodeError):
        return None
    return told if whole else None


def _told(task: Telling) -> Told:
    from sayso import encoder, pipeline

    settings = pipeline.Settings(today=task.today, align=task.align)
    untold: list[Untold] = []
    articles = 0
    with ExitStack() as stack:
        stack.enter_context(encoder.one_thread())
        to = {table: stack.enter_context(Writing(table_path(task.output, table, task.name), table, scratch=task.scratch)) for table in TABLES}
        for label, rows in groupby(read_part(_runs(task), task.group), key=lambda row: row[0]):
            if task.only not in (None, label):
                continue
            found = _ledger([raw for _, raw in rows], settings)
            if isinstance(found, Untold):
                untold.append(found)
                continue
            articles += len(found.articles)
            for table, made in ledger_rows(found).items():
                for row in made:
                    to[table].add(row)
    parts = tuple(Part(table, to[table].rows, to[table].size, to[table].sha256) for table in TABLES)
    return Told(task.name, to["stories"].rows, articles, to["claims"].rows, parts, tuple(untold))


def _ledger(packed: Sequence[bytes], settings: Any) -> Ledger | Untold:
    """The ledger of a story of packed readings; a fault of ours, which no other story need share, is told about this one."""
    from sayso import pipeline
    from sayso.codec import unpack_reading

    readings = sorted((unpack_reading(raw) for raw in packed), key=lambda reading: reading.article.id)
    try:
        return pipeline.ledger_of(pipeline.story_of(readings), settings)
    except (ModelError, MemoryError, OSError):
        raise
    except Exception as error:  # listed with its name; the run goes on
        return Untold(tuple(reading.article.id for reading in readings), f"its story could not be told ({type(error).__name__}: a fault of sayso)")


def ledger_rows(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    """The rows of a ledger: one of stories, those of claims and of witnesses."""
    lies = {statement.id: statement.article for statement in ledger.statements}
    story = {
        "id": ledger.id,
        "title": ledger.title,
        "first": ledger.first,
        "last": ledger.last,
        "articles": [article.id for article in ledger.articles],
        "outlets": sorted({article.outlet for article in ledger.articles if article.outlet}),
        "statements": len(ledger.statements),
        "claims": len(ledger.claims),
    }
    witnesses = [
        {
            "id": one.id,
            "story": ledger.id,
            "name": one.name,
            "kind": one.kind,
            "aliases": list(one.aliases),
            "speaks_for": one.speaks_for,
            "size": one.size,
        }
        for one in ledger.witnesses
    ]
    return {"stories": [story], "claims": [_claim_row(claim, ledger.id, lies) for claim in ledger.claims], "witnesses": witnesses}


def _claim_row(claim: Claim, story: str, lies: dict[str, str]) -> dict[str, Any]:
    who = claim.witnesses
    return {
        "id": claim.id,
        "story": story,
        "text": claim.text,
        "count_min": claim.count.min,
        "count_max": claim.count.max,
        "articles": list(dict.fromkeys(lies[one] for one in claim.statements if one in lies)),
        "statements": list(claim.statements),
        "supporting": list(who.for_),
        "unnamed": [{"id": one.id, "who": one.who, "size": one.size} for one in who.unnamed],
        "own_voice": list(who.own_voice),
        "against": list(who.against),
        "declining": list(who.declining),
        "variants": [
            {
                "kind": one.kind,
                "conflict": one.conflict,
                "why": one.why,
                "values": [{"text": value.text, "statements": list(value.statements), "witnesses": list(value.witnesses)} for value in one.values],
            }
            for one in claim.variants
        ],
        "reasons": [
            {
                "rule": one.rule,
                "text": one.text,
                "witnesses": list(one.witnesses),
                "spans": [{"article": article, "start": start, "end": end} for article, start, end in one.spans],
            }
            for one in claim.reasons
        ],
    }
