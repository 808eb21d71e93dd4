"""Real processes: killed at random moments, and read from while others write. The full sizes are those of bench/store.py."""

from __future__ import annotations

from pathlib import Path

from bench.made_reports import write
from bench.store import crowd, fresh_databases, killed


def test_kills_lose_nothing_and_leave_nothing_twice(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    write(reports, 60)
    with fresh_databases("sqlite", tmp_path) as fresh:
        found = killed(reports, fresh, 15, seed=5, log=lambda _: None)
    assert (found.kills, found.wrong) == (15, ())


def test_readers_do_not_wait_for_the_writer(url: str, tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    write(reports, 3000)
    found = crowd(reports, url, seconds=10, readers=8)
    assert found.errors == ()
    assert found.reads > 0
    assert found.added > 0
