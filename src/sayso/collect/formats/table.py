"""Parquet -> the reports in its rows (pyarrow, an extra)."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.collect.facts import Found, Passed
from sayso.collect.formats.records import Fields, read_record
from sayso.collect.limits import LARGEST_DOCUMENT
from sayso.errors import InputError

BATCH = 64
"""Rows that are held at a time."""


def read_parquet(path: str, fields: Fields) -> Iterator[Found | Passed]:
    """The reports of a Parquet file, a row each, in order; raises InputError for one that is broken, or if pyarrow is not installed."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise InputError("a Parquet file: reading it needs pyarrow (pip install 'sayso[parquet]')") from None
    at = 0
    try:
        with parquet.ParquetFile(path, memory_map=False, pre_buffer=False, thrift_string_size_limit=LARGEST_DOCUMENT) as file:
            for batch in file.iter_batches(batch_size=BATCH, use_threads=False):
                for row in batch.to_pylist():
                    at += 1
                    yield read_record(row, fields, f"#{at}")
    except (ArrowException, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"a broken Parquet file ({str(error).splitlines()[0][:80] if str(error) else 'no more is known'})") from None
