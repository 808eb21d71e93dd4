"""A bulk run on Dask: the same bytes as on local workers, also when workers are killed while they read."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")

from sayso.run.bulk import BulkSettings, bulk
from sayso.run.cuts import Cutting
from sayso.run.engines import Engine
from sayso.run.local import LocalEngine
from sayso.run.on_dask import DaskEngine

SETTINGS = BulkSettings(today=date(2025, 1, 31), cutting=Cutting(lines=1_500, warc=2_000, warc_gz=300, table=1_500))
"""Shards of a few reports."""
REPORTS = 24
PLACES = ("Northport", "Eastwick", "Milldale", "Sandford")


def write_reports(path: Path) -> None:
    """Reports of some made-up events by several outlets, one a line."""
    with path.open("w", encoding="utf8") as file:
        for number in range(REPORTS):
            place = PLACES[number % len(PLACES)]
            text = (
                f"Fire destroyed a warehouse on the harbour of {place} on Monday, and {10 + number // 4} people were hurt.\n\n"
                f'"We could not save the building," said Anna Keller, the chief of the fire brigade in {place}. '
                f"The mayor of {place}, Tom Ashby, denied that warnings had been ignored.\n\n"
                f"Report number {number} has this to add: the police said on Tuesday that nobody was missing.\n"
            )
            told = {"title": f"Warehouse burns in {place}", "source": f"Outlet {number}", "date": f"2024-03-{number % 4 * 7 + 1:02}", "text": text}
            file.write(json.dumps(told) + "\n")


def run(folder: Path, engine: Engine) -> dict[str, bytes]:
    """The results of a run of the archive in `folder`, by path."""
    with engine as at_work:
        outcome = bulk(["in"], str(folder), engine=at_work, settings=SETTINGS)
    assert outcome.failed == ()
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))} | {
        "manifest": (folder / "manifest.json").read_bytes()
    }


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "in").mkdir()
    write_reports(folder / "in" / "reports.jsonl")
    return folder


@pytest.fixture(scope="module")
def undisturbed(archive: Path) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(archive)
        return run(archive / "local", LocalEngine(1))


def test_it_writes_the_same_bytes_as_local_workers(archive: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(archive)
    assert run(archive / "dask", DaskEngine(workers=2, patience=120.0)) == undisturbed
    assert {name.split("/")[0] for name in undisturbed} >= {"articles", "statements", "stories", "claims", "witnesses"}


def test_workers_that_are_killed_while_they_read_change_nothing(
    archive: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive)
    engine = DaskEngine(workers=2, patience=120.0)
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        """Two workers, one after the other, each while it works."""
        while len(killed) < 2 and not over.wait(1.0):
            at_work = list((archive / "killed" / "work").rglob("*.part")) if (archive / "killed" / "work").exists() else []
            if at_work and engine._client is not None:
                pids = list(engine._client.run(os.getpid).values())
                os.kill(pids[0], signal.SIGKILL)
                killed.append(pids[0])
                time.sleep(2.0)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        results = run(archive / "killed", engine)
    finally:
        over.set()
        killer.join()
    assert results == undisturbed
    assert killed
