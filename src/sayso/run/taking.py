"""A shard -> the articles in it, one after the other, each with the path that it has when the whole input is read."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from sayso.collect import inputs
from sayso.collect.containers.streams import CHUNK
from sayso.collect.facts import Facts, Found, Passed
from sayso.collect.pool import Asked, Pool
from sayso.collect.walk import Taking, walk
from sayso.data import Article, Skipped
from sayso.errors import InputError
from sayso.run.shards import Shard
from sayso.run.sources import Ranged, Source, is_remote, opened, stamp_of, why

NUMBER = re.compile(r"#(\d+)")
SIDE_OF = " (what stands beside it)"
ROWS = 64
"""Rows of a table that are held at a time."""


def articles_of(shard: Shard, *, fields: Mapping[str, str], fast: bool) -> Iterator[Article | Skipped]:
    """The articles of a shard, in order, in whatever language, doubles too, and what was left out.

    Raises InputError where a file is not what it was when it was surveyed, OSError where a piece of one cannot be read.
    """
    taking = Taking(dict(fields), fast)
    for source in shard.sources:
        if stamp_of(source.place) != source.stamp:
            raise InputError(f"{source.path} has changed since the run began: run the same command again")
    with Pool(1) as pool:
        if shard.how == "files":
            for source in shard.sources:
                yield from _whole(source, pool, taking)
        else:
            yield from _piece(shard, pool, taking)


def _whole(source: Source, pool: Pool, taking: Taking) -> Iterator[Article | Skipped]:
    facts, count = Facts(), 0
    if not is_remote(source.place):
        facts, complaint = inputs.side_facts(source.place)
        if complaint:
            yield replace(complaint, path=source.path + SIDE_OF)
    try:
        with opened(source.place) as file:
            for one in _answered(pool, source, walk(file, taking)):
                count += 1
                yield inputs.article_of(one, facts, source.path)
    except (InputError, OSError, ValueError) as error:
        yield Skipped(source.path, why(error))
        return
    if not count:
        yield Skipped(source.path, "no report in it")


def _piece(shard: Shard, pool: Pool, taking: Taking) -> Iterator[Article | Skipped]:
    (source,) = shard.sources
    with opened(source.place) as file:
        if shard.how == "range":
            yield from _walked(io.BufferedReader(Ranged(file, shard.start, shard.end), CHUNK), shard, pool, taking)
            return
        with tempfile.TemporaryFile(suffix=".parquet") as copy:
            _copy_rows(file, copy, shard.start, shard.end)
            copy.seek(0)
            yield from _walked(copy, shard, pool, taking)


def _walked(stream: BinaryIO, shard: Shard, pool: Pool, taking: Taking) -> Iterator[Article | Skipped]:
    for one in _answered(pool, shard, walk(stream, taking)):
        yield inputs.article_of(_numbered(one, shard.first), Facts(), shard.sources[0].path)


def _answered(pool: Pool, origin: object, parts: Iterator[Found | Passed | Asked]) -> Iterator[Found | Passed]:
    """`parts`, with documents taken apart."""
    given: Iterator[tuple[object, Found | Passed | Asked]] = ((origin, one) for one in parts)
    return (one for _, one in pool.answered(given) if isinstance(one, Found | Passed))


def _numbered(one: Found | Passed, first: int) -> Found | Passed:
    """With the number that a record has in the whole file."""
    return replace(one, place=NUMBER.sub(lambda match: f"#{int(match[1]) + first}", one.place, count=1))


def _copy_rows(file: BinaryIO, copy: Any, start: int, end: int) -> None:
    """The rows from `start` to `end` of a Parquet file, as one of their own."""
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(file, memory_map=False, pre_buffer=False) as table:
            groups, before = _groups(table, start, end)
            with parquet.ParquetWriter(copy, table.schema_arrow, compression="none", use_dictionary=False) as writer:
                for batch in table.iter_batches(batch_size=ROWS, row_groups=groups, use_threads=False):
                    first, last = max(start - before, 0), min(end - before, batch.num_rows)
                    if last > first:
                        writer.write_batch(batch.slice(first, last - first))
                    before += batch.num_rows
                    if before >= end:
                        break
    except (pyarrow.ArrowException, ValueError, NotImplementedError) as error:
        raise InputError(f"a broken Parquet file ({' '.join(str(error).split())[:80]})") from None


def _groups(table: Any, start: int, end: int) -> tuple[list[int], int]:
    """The row groups that hold some of the rows, and how many rows stand before them."""
    groups: list[int] = []
    row = before = 0
    for at in range(table.metadata.num_row_groups):
        rows = table.metadata.row_group(at).num_rows
        if row < end and row + rows > start:
            before = before if groups else row
            groups.append(at)
        row += rows
    return groups, before
