"""Frames and Parquet: the rows of the table, typed; each library is an extra."""

from __future__ import annotations

import csv
import dataclasses
import io
import sys
from typing import Any

import pytest

from sayso.data import Ledgers
from sayso.errors import ExtraError
from sayso.show.frames import ledgers_parquet, to_arrow, to_pandas, to_polars
from sayso.show.table import COLUMNS, READING_COLUMNS, ledgers_csv
from show.made import ledger, ledgers, reading


def records(frame: Any, library: str) -> list[dict[str, Any]]:
    if library == "pandas":
        return [{key: None if value is pandas_missing() else value for key, value in row.items()} for row in frame.to_dict("records")]
    found: list[dict[str, Any]] = frame.to_dicts() if library == "polars" else frame.to_pylist()
    return found


def pandas_missing() -> Any:
    return pytest.importorskip("pandas").NA


FRAMES = {"pandas": to_pandas, "polars": to_polars, "pyarrow": to_arrow}
by_library = pytest.mark.parametrize("library", FRAMES)


@by_library
def test_rows_are_those_of_the_table(library: str) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    found = [{key: "" if value is None else str(value) for key, value in row.items()} for row in records(FRAMES[library](ledgers()), library)]
    assert found == list(csv.DictReader(io.StringIO(ledgers_csv(ledgers()), newline="")))
    assert FRAMES[library](ledger()).shape == FRAMES[library](ledgers()).shape == (11, len(COLUMNS))


@by_library
def test_readings_have_a_row_for_each_statement(library: str) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    found = records(FRAMES[library](reading()), library)
    assert [row["statement"] for row in found] == ["s1", "s3", "s5", "s7", "s11"]
    assert list(found[0]) == list(READING_COLUMNS)
    assert (found[0]["source"], found[0]["cue"], found[0]["words"]) == ("she", "said", "The Aurora hit the third pier")
    assert (found[2]["speaker"], found[2]["cue"]) == (None, None)
    assert FRAMES[library]([reading(), reading()]).shape[0] == 2 * len(found)


@by_library
def test_numbers_are_numbers_and_an_empty_frame_has_its_columns(library: str) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    frame, empty = FRAMES[library](ledgers()), FRAMES[library](Ledgers(()))
    dtypes = {name: str(kind).lower() for name, kind in kinds(frame, library).items()}
    assert {name for name, kind in dtypes.items() if kind == "int64"} == {"min", "max", "articles", "start", "end"}
    assert kinds(empty, library) == kinds(frame, library)
    assert empty.shape == (0, len(COLUMNS))


def kinds(frame: Any, library: str) -> dict[str, Any]:
    if library == "pandas":
        return dict(frame.dtypes)
    return dict(frame.schema) if library == "polars" else {field.name: field.type for field in frame.schema}


def test_parquet_is_read_back() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    raw = ledgers_parquet(ledgers())
    assert raw == ledgers_parquet(ledgers())
    assert parquet.read_table(io.BytesIO(raw)).equals(to_arrow(ledgers()))
    assert parquet.read_table(io.BytesIO(ledgers_parquet(Ledgers(())))).num_rows == 0


@pytest.mark.parametrize(
    ("make", "library", "extra"), [(to_pandas, "pandas", "pandas"), (to_polars, "polars", "polars"), (to_arrow, "pyarrow", "parquet")]
)
def test_a_missing_library_is_named_with_what_to_install(make: Any, library: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ExtraError) as told:
        make(ledgers())
    assert str(told.value) == f"{library} is not installed: pip install 'sayso[{extra}]'"


def test_cells_are_no_formulas_in_csv_and_unchanged_elsewhere() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    made = Ledgers((dataclasses.replace(ledger(), id="=1+1"),))
    assert to_arrow(made).column("story").to_pylist()[0] == "=1+1"
    assert ledgers_csv(made).splitlines()[1].startswith("'=1+1,")
