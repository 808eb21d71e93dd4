"""The tables of an archive: their columns, and one way of writing them, so that the same rows are the same bytes.

Results: articles, statements, stories, claims, witnesses, skipped, doubles, inputs. Between the stages, in the work folder: readings, sketches, keys.
A table is a folder of Parquet files, one a shard or a window; together they are the table.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import TracebackType
from typing import Any, Self

from sayso.errors import ExtraError

Row = Mapping[str, Any]

RESULTS = ("articles", "statements", "stories", "claims", "witnesses", "doubles", "skipped", "inputs")
WORK = ("readings", "sketches", "keys")

HELD = 256
"""Rows that are held before they are written, which is a row group: some megabytes of articles."""

HELD_READINGS = 64
"""The same for readings, of which a story wants a few out of many: a row group is what has to be read for one."""

SUFFIX = ".parquet"


def schema(table: str) -> Any:
    """The Arrow schema of a table. Raises ExtraError without pyarrow."""
    return _schemas()[table]


@cache
def _schemas() -> dict[str, Any]:
    pa = _arrow()
    text, whole, real, flag = pa.string(), pa.int32(), pa.float64(), pa.bool_()
    texts = pa.list_(text)
    span = pa.struct([("start", whole), ("end", whole)])
    spans = pa.list_(span)
    place = pa.struct([("article", text), ("start", whole), ("end", whole)])
    who = pa.list_(pa.struct([("id", text), ("name", text), ("kind", text)]))
    times = pa.list_(pa.struct([("start", whole), ("end", whole), ("value", text), ("type", text)]))
    quantities = pa.list_(
        pa.struct([("start", whole), ("end", whole), ("value", real), ("upper", real), ("unit", text), ("comparison", text), ("of", text)])
    )
    values = pa.list_(pa.struct([("text", text), ("statements", texts), ("witnesses", texts)]))
    columns = {
        "articles": {
            "id": text, "day": pa.date32(), "published": text, "published_inferred": flag, "updated": text, "outlet": text, "title": text,
            "byline": text, "url": text, "language": text, "credits": texts, "path": text, "seen": texts, "raw": text, "body": whole, "text": text,
        },
        "statements": {
            "id": text, "article": text, "attribution": flag, "proposition": flag, "kind": text, "type": text, "stance": text,
            "factuality": text, "text": text, "cue_text": text, "source_text": text, "speakers": who, "chain": who, "content": spans,
            "cue": spans, "source": spans, "occasion": text, "occasion_where": text, "occasion_date": text, "times": times,
            "quantities": quantities,
        },
        "stories": {
            "id": text, "title": text, "first": text, "last": text, "articles": texts, "outlets": texts, "statements": whole, "claims": whole,
        },
        "claims": {
            "id": text, "story": text, "text": text, "count_min": whole, "count_max": whole, "articles": texts, "statements": texts,
            "supporting": texts, "unnamed": pa.list_(pa.struct([("id", text), ("who", text), ("size", whole)])), "own_voice": texts,
            "against": texts, "declining": texts,
            "variants": pa.list_(pa.struct([("kind", text), ("conflict", flag), ("why", text), ("values", values)])),
            "reasons": pa.list_(pa.struct([("rule", text), ("text", text), ("witnesses", texts), ("spans", pa.list_(place))])),
        },
        "witnesses": {"id": text, "story": text, "name": text, "kind": text, "aliases": texts, "speaks_for": text, "size": whole},
        "doubles": {"article": text, "path": text, "kept": text, "shard": text, "row": whole},
        "skipped": {"path": text, "reason": text, "article": text, "shard": text},
        "inputs": {"path": text, "size": pa.int64(), "sha256": text, "form": text, "pieces": whole, "reason": text},
        "readings": {"id": text, "row": whole, "day": real, "reading": pa.binary()},
        "sketches": {"id": text, "row": whole, "day": real, "sketch": pa.binary()},
        "keys": {
            "id": text, "row": whole, "text_key": text, "page_keys": texts, "length": whole, "moment": real, "known": whole, "path": text,
        },
    }  # fmt: skip
    return {name: pa.schema(list(of.items())) for name, of in columns.items()}


class Writing:
    """A Parquet file in the making: rows come one by one, and the file appears whole, or not at all. Use as a context."""

    def __init__(self, path: str, table: str, *, scratch: str | None = None, held: int | None = None) -> None:
        """`scratch`: a folder on the same disk for the unfinished file; by default the one of `path`."""
        self.path, self.rows, self.sha256, self.size = path, 0, "", 0
        self._table, self._scratch = table, scratch or os.path.dirname(path) or "."
        self._held = held or (HELD_READINGS if table == "readings" else HELD)
        self._waiting: list[Row] = []
        self._file: Any = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        handle, self._name = tempfile.mkstemp(dir=self._scratch, prefix=f"{self._table}-", suffix=".part")
        self._file = os.fdopen(handle, "w+b")
        try:
            self._writer = _arrow("pyarrow.parquet").ParquetWriter(
                self._file, schema(self._table), compression="zstd", compression_level=3, use_dictionary=True, write_statistics=True,
                version="2.6", data_page_version="1.0", store_schema=False,
            )  # fmt: skip
        except BaseException:
            self._drop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self._drop()
            return
        try:
            self._flush()
            self._writer.close()
            self._finish()
        except BaseException:
            self._drop()
            raise

    def add(self, row: Row) -> None:
        """One row more, with every column of the table."""
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) >= self._held:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(_arrow().Table.from_pylist(self._waiting, schema=schema(self._table)))
            self._waiting = []

    def _finish(self) -> None:
        with self._file as file:
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            self.size = file.tell()
        os.chmod(self._name, 0o644)
        os.replace(self._name, self.path)
        sync_folder(os.path.dirname(self.path) or ".")

    def _drop(self) -> None:
        if self._writer is not None:
            with contextlib.suppress(Exception):  # a disk that is full may not take the rest either
                self._writer.close()
            self._writer.is_open = False  # else it tries again when it is forgotten
        if self._file is not None:
            self._file.close()
        if os.path.exists(self._name):
            os.unlink(self._name)


def write_rows(path: str, table: str, rows: Iterable[Row], *, scratch: str | None = None) -> Writing:
    """Writes `rows` as one file; what comes back tells its path, rows, size and sha256."""
    with Writing(path, table, scratch=scratch) as writing:
        for row in rows:
            writing.add(row)
    return writing


def read_rows(path: str, *, columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of one file, in order, a batch at a time."""
    with _arrow("pyarrow.parquet").ParquetFile(path, memory_map=False, pre_buffer=False) as file:
        for batch in file.iter_batches(batch_size=HELD, columns=columns, use_threads=False):
            yield from batch.to_pylist()


def parts(folder: str) -> list[str]:
    """The files of a table that is a folder, by name; none if there is no such folder."""
    if not os.path.isdir(folder):
        return []
    return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(SUFFIX))


def sync_folder(folder: str) -> None:
    """Makes a rename in `folder` last through a loss of power; where folders cannot be opened (Windows), the system sees to it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except (OSError, AttributeError):
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _arrow(module: str = "pyarrow") -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        raise ExtraError("pyarrow is not installed: pip install 'sayso[bulk]'") from None
