"""Ledgers and readings -> data frames of pandas, polars and Arrow, and Parquet: the rows of the table, typed. Each library is an extra."""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sayso.data import Ledger, Ledgers, Reading
from sayso.errors import ExtraError
from sayso.show import table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Shown = Ledger | Ledgers | Reading | Iterable[Reading]
"""What becomes a frame: ledgers give a row for each statement of each claim, readings a row for each statement."""


def to_pandas(shown: Shown) -> pandas.DataFrame:
    """`shown` as a pandas data frame; numbers are Int64, text is string, and what is not known is missing. Raises ExtraError without pandas."""
    pd: Any = library("pandas", extra="pandas")
    kinds, made = _columns(shown)
    found: pandas.DataFrame = pd.DataFrame({name: pd.array(cells, dtype="Int64" if kinds[name] is int else "string") for name, cells in made.items()})
    return found


def to_polars(shown: Shown) -> polars.DataFrame:
    """`shown` as a polars data frame of Int64 and String columns. Raises ExtraError without polars."""
    pl: Any = library("polars", extra="polars")
    kinds, made = _columns(shown)
    found: polars.DataFrame = pl.DataFrame(made, schema={name: pl.Int64 if kind is int else pl.String for name, kind in kinds.items()})
    return found


def to_arrow(shown: Shown) -> pyarrow.Table:
    """`shown` as an Arrow table of int64 and string columns. Raises ExtraError without pyarrow."""
    pa: Any = library("pyarrow", extra="parquet")
    kinds, made = _columns(shown)
    schema = pa.schema([(name, pa.int64() if kind is int else pa.string()) for name, kind in kinds.items()])
    found: pyarrow.Table = pa.table(made, schema=schema)
    return found


def ledgers_parquet(ledgers: Ledgers) -> bytes:
    """The table of `ledgers` as a Parquet file. Raises ExtraError without pyarrow."""
    parquet: Any = library("pyarrow.parquet", extra="parquet")
    out = io.BytesIO()
    parquet.write_table(to_arrow(ledgers), out)
    return out.getvalue()


def library(name: str, *, extra: str) -> Any:
    """The module `name`. Raises ExtraError, which says what to install, where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        raise ExtraError(f"{name.split('.')[0]} is not installed: pip install 'sayso[{extra}]'") from None


def _columns(shown: Shown) -> tuple[table.Kinds, dict[str, list[table.Cell]]]:
    """The kinds of the columns, and the columns."""
    if isinstance(shown, Ledger | Ledgers):
        kinds, rows = table.COLUMNS, list(table.rows((shown,) if isinstance(shown, Ledger) else shown))
    else:
        kinds, rows = table.READING_COLUMNS, list(table.reading_rows((shown,) if isinstance(shown, Reading) else shown))
    return kinds, {name: [_writable(row[name]) for row in rows] for name in kinds}


def _writable(cell: table.Cell) -> table.Cell:
    """Without lone surrogates, which no frame can hold."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell
