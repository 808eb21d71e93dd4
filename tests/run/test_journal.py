"""The journal and the tables: what is written stays, and appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from sayso.errors import InputError
from sayso.run.journal import Journal, entries
from sayso.run.manifest import differences, key_of
from sayso.run.reading import write_whole
from sayso.run.tables import RESULTS, WORK, Writing, parts, read_rows, schema, write_rows

ROWS = [{"path": f"in/{at}.txt", "reason": "empty", "article": None, "shard": "s"} for at in range(1_000)]


def test_entries_come_back_in_order(tmp_path):
    with Journal(str(tmp_path)) as journal:
        journal.add("begun", settings={"a": 1})
        journal.add("shard", id="x", articles=3)
    with Journal(str(tmp_path)) as journal:
        journal.add("finished")
    assert [entry["event"] for entry in entries(str(tmp_path))] == ["begun", "shard", "finished"]
    assert list(entries(str(tmp_path)))[1]["articles"] == 3
    assert list(entries(str(tmp_path / "nowhere"))) == []


@pytest.mark.parametrize("tail", [b'{"event":"sha', b"\x00\x00\xff", b'{"event":5}\n', b"[]\n", b"\n\n"])
def test_what_a_kill_has_cut_off_is_no_entry(tmp_path, tail):
    with Journal(str(tmp_path)) as journal:
        journal.add("begun")
    path = tmp_path / "journal.jsonl"
    path.write_bytes(path.read_bytes() + tail)
    with Journal(str(tmp_path)) as journal:
        journal.add("shard", id="y")
    assert [entry["event"] for entry in entries(str(tmp_path))] == ["begun", "shard"]


def test_one_process_at_a_time_and_the_next_when_it_is_killed(tmp_path):
    code = "import sys, time; from sayso.run.journal import Journal\nwith Journal(sys.argv[1]): print('in', flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"in\n"
    with pytest.raises(InputError, match="another run is at work"), Journal(str(tmp_path)):
        pass
    child.kill()
    child.communicate()
    with Journal(str(tmp_path)) as journal:
        journal.add("begun")


def test_a_table_appears_whole(tmp_path):
    path = tmp_path / "skipped.parquet"
    with Writing(str(path), "skipped") as writing:
        for row in ROWS:
            writing.add(row)
            assert not path.exists()
    assert parquet.read_table(path).to_pylist() == ROWS
    assert list(read_rows(str(path))) == ROWS
    assert (writing.rows, writing.size) == (1_000, path.stat().st_size)
    assert writing.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert os.listdir(tmp_path) == ["skipped.parquet"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_the_same_rows_are_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_rows(str(tmp_path / name), "skipped", iter(ROWS))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, OSError])
def test_a_table_that_is_not_finished_leaves_nothing(tmp_path, error):
    def rows():
        yield from ROWS[:600]
        raise error

    path = tmp_path / "skipped.parquet"
    path.write_bytes(b"what was there before")
    with pytest.raises(error):
        write_rows(str(path), "skipped", rows())
    assert path.read_bytes() == b"what was there before"
    assert os.listdir(tmp_path) == ["skipped.parquet"]


def test_a_disk_that_is_full_leaves_nothing(tmp_path, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sayso.run.tables.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_rows(str(tmp_path / "skipped.parquet"), "skipped", ROWS)
    monkeypatch.setattr("sayso.run.reading.os.fsync", full, raising=False)
    with pytest.raises(OSError, match="No space left"):
        write_whole(str(tmp_path / "receipt.json"), b"{}")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_disk_that_is_full_in_the_middle_is_told(tmp_path, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "mkstemp", lambda **_: (os.open("/dev/full", os.O_RDWR), str(tmp_path / "unfinished")))
    with pytest.raises(OSError, match="No space left"):
        write_rows(str(tmp_path / "skipped.parquet"), "skipped", ROWS * 40)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("table", [*RESULTS, *WORK])
def test_every_table_can_be_written_empty(tmp_path, table):
    write_rows(str(tmp_path / "a.parquet"), table, [])
    assert parquet.read_schema(tmp_path / "a.parquet").names == schema(table).names
    assert parts(str(tmp_path)) == [str(tmp_path / "a.parquet")]
    assert parts(str(tmp_path / "nowhere")) == []


def test_files_hold_no_times_and_no_names_of_machines(tmp_path):
    write_rows(str(tmp_path / "a.parquet"), "skipped", ROWS)
    assert parquet.read_metadata(tmp_path / "a.parquet").metadata is None


def test_differences_are_told_by_name():
    before = {"sayso": "1.0", "model": {"reader.onnx": "a" * 64}, "libraries": {"numpy": "2.1"}, "settings": {"fields": {}}}
    now = {"sayso": "1.1", "model": {"reader.onnx": "b" * 64}, "libraries": {}, "settings": {"fields": {}}}
    assert differences(before, now) == ["libraries numpy 2.1, now nothing", "model reader.onnx", "sayso 1.0, now 1.1"]
    assert differences(before, before) == []
    assert key_of(before) != key_of(now)
    assert key_of(before) == key_of(dict(reversed(before.items())))
