"""One shard: its articles are taken in, read, sketched and written; what is done is told by a receipt, which appears last."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from sayso.collect.inputs import READ
from sayso.collect.languages import language_name
from sayso.data import Article, Reading, Skipped
from sayso.errors import ModelError
from sayso.run.rows import article_row, key_row, skipped_row, statement_rows
from sayso.run.shards import Shard
from sayso.run.tables import SUFFIX, WORK, Writing, sync_folder
from sayso.run.taking import articles_of

TABLES = ("articles", "statements", "skipped", "doubles", *WORK)
"""What a shard gives."""

FAULTS = 20
"""Articles of a shard that fail for a fault of ours, and are more than those that do not: then it is no article's, and the shard fails."""


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What results depend on besides the inputs: the day that no inferred date goes beyond, names of fields, and how pages are taken apart."""

    today: date
    fields: dict[str, str] = field(default_factory=dict)
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A task: a shard to read, and the folder that work goes to."""

    shard: Shard
    work: str
    settings: ReadSettings


class Part(msgspec.Struct, frozen=True):
    """A file that was written."""

    table: str
    rows: int
    size: int
    sha256: str


class Receipt(msgspec.Struct, frozen=True):
    """What came of a shard: its files, how many articles and characters were read, and the processor time that it took, in seconds."""

    shard: str
    parts: tuple[Part, ...]
    articles: int
    foreign: int
    doubles: int
    skipped: int
    statements: int
    characters: int
    seconds: float


def part_path(work: str, table: str, shard: str) -> str:
    """Where a shard's part of a table lies in the work folder."""
    return os.path.join(work, table, shard + SUFFIX)


def receipt_path(work: str, shard: str) -> str:
    """Where a shard's receipt lies."""
    return os.path.join(work, "shards", shard + ".json")


def receipt_of(work: str, shard: str) -> Receipt | None:
    """The receipt of a shard that is done, whose files are all there; else None."""
    try:
        with open(receipt_path(work, shard), "rb") as file:
            receipt = msgspec.json.decode(file.read(), type=Receipt)
        whole = all(os.path.getsize(part_path(work, part.table, shard)) == part.size for part in receipt.parts)
    except (OSError, msgspec.DecodeError):
        return None
    return receipt if whole and receipt.shard == shard else None


def read_shard(order: Order) -> Receipt:
    """Read a shard, unless it is done. Raises InputError for a file that has changed, OSError where something cannot be read or written."""
    done = receipt_of(order.work, order.shard.id)
    if done is not None:
        return done
    begun = time.process_time()
    reader = _Reader(order.settings.today)
    counts = dict.fromkeys(("foreign", "doubles", "characters"), 0)
    with ExitStack() as stack:
        scratch = os.path.join(order.work, "scratch")
        to = {table: stack.enter_context(Writing(part_path(order.work, table, order.shard.id), table, scratch=scratch)) for table in TABLES}
        seen: set[str] = set()
        for one in articles_of(order.shard, fields=order.settings.fields, fast=order.settings.fast):
            if isinstance(one, Skipped):
                to["skipped"].add(skipped_row(one, order.shard.id))
            elif one.language != READ:
                counts["foreign"] += 1
                reason = f"written in {language_name(one.language)}, which is not read yet"
                to["skipped"].add(skipped_row(Skipped(one.path or "", reason), order.shard.id, one.id))
            elif one.id in seen:
                counts["doubles"] += 1
                to["doubles"].add({"article": one.id, "path": one.path, "kept": one.id, "shard": order.shard.id, "row": None})
            else:
                seen.add(one.id)
                counts["characters"] += len(one.text)
                _add(one, reader, to, order.shard.id)
    receipt = Receipt(
        shard=order.shard.id,
        parts=tuple(Part(table, to[table].rows, to[table].size, to[table].sha256) for table in TABLES),
        articles=to["articles"].rows,
        skipped=to["skipped"].rows,
        statements=to["statements"].rows,
        seconds=round(time.process_time() - begun, 3),
        **counts,
    )
    write_whole(receipt_path(order.work, order.shard.id), msgspec.json.encode(receipt), scratch=scratch)
    return receipt


class _Reader:
    """The stages that an article goes through, loaded once: what is missing or broken there is no article's fault."""

    def __init__(self, today: date) -> None:
        from sayso import codec, encoder, group, pipeline
        from sayso.read import read_article

        self._codec, self._encoder, self._group, self._pipeline, self._read_article = codec, encoder, group, pipeline, read_article
        self._settings = pipeline.Settings(today=today)
        self.faults = 0

    def read(self, article: Article) -> _Done:
        """What is to be written of an article."""
        reading = self._read_article(self._pipeline.dated(article, self._settings.today))
        (vector,) = self._encoder.vectors([self._pipeline.opening(reading.article)])
        made = self._group.sketch(reading, vector=vector, options=self._settings.group)
        return _Done(reading, list(statement_rows(reading)), made.day, self._group.pack_sketch(made), self._codec.pack_reading(reading))


@dataclass(frozen=True, slots=True)
class _Done:
    """An article that was read: its rows of statements, its day, and its sketch and reading, packed."""

    reading: Reading
    statements: list[dict[str, Any]]
    day: float | None
    sketch: bytes
    packed: bytes


def _add(article: Article, reader: _Reader, to: dict[str, Writing], shard: str) -> None:
    """Read one article and write what was found; a fault of ours, which no other article need share, is told about this one."""
    try:
        done = reader.read(article)
    except (ModelError, MemoryError, OSError, ImportError):
        raise  # something is missing here, and the next article would lack it too
    except Exception as error:  # listed with its name; the run goes on
        reader.faults += 1
        if reader.faults >= FAULTS and reader.faults > to["articles"].rows:
            raise
        fault = Skipped(article.path or "", f"it could not be read ({type(error).__name__}: a fault of sayso)")
        to["skipped"].add(skipped_row(fault, shard, article.id))
        return
    row = to["articles"].rows
    to["articles"].add(article_row(done.reading.article))
    for told in done.statements:
        to["statements"].add(told)
    to["keys"].add(key_row(done.reading.article, row))
    to["sketches"].add({"id": article.id, "row": row, "day": done.day, "sketch": done.sketch})
    to["readings"].add({"id": article.id, "row": row, "day": done.day, "reading": done.packed})


def write_whole(path: str, raw: bytes, *, scratch: str | None = None) -> None:
    """Writes a small file that appears whole or not at all, and stays."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=scratch or os.path.dirname(path) or ".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        if os.path.exists(name):
            os.unlink(name)
        raise
    sync_folder(os.path.dirname(path) or ".")


def receipts(work: str, shards: Iterator[str]) -> Iterator[Receipt]:
    """The receipts of those shards that are done."""
    for shard in shards:
        found = receipt_of(work, shard)
        if found is not None:
            yield found
