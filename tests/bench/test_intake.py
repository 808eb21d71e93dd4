"""What intake is measured on: pages of a realistic size, and the way in which we and the bare library take turns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import intake
from bench.pages import page


def test_generated_pages_are_as_large_as_real_ones() -> None:
    data = page(7)
    assert 100_000 < len(data) < 130_000
    assert 650 < len(re.findall(rb"<[a-z]", data)) < 900


def test_a_page_is_always_the_same() -> None:
    assert page(3) == page(3) != page(4)


def test_turns_with_the_bare_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resiliparse", reason="the fast way needs the extra bulk")
    pytest.importorskip("fastwarc", reason="the bare library reads the archive")
    monkeypatch.setattr(intake, "ROUNDS", 1)
    monkeypatch.setattr(intake, "taken_in", lambda _path, *, fast: (12, 1.0) if fast else (0, 0.0))
    monkeypatch.setattr(intake, "speed", lambda _paths, *, fast: 100.0 if fast else 1.0)
    path, _ = intake.one(tmp_path / "few.warc.gz", intake.warc, 12)
    found = intake.in_bulk(path, "share", "alone")
    assert found.keys() == {"share", "alone"}
    assert found["share"] == pytest.approx(100.0 / found["alone"])


def test_the_bare_library_reads_every_page() -> None:
    pytest.importorskip("resiliparse", reason="the bare library")
    pytest.importorskip("fastwarc", reason="the bare library")
    texts = [intake.text(at) for at in range(3)]
    assert len(intake.bare_warc(intake.warc(texts))) == 3


def test_real_pages_as_an_archive(tmp_path: Path) -> None:
    if not (intake.SHARED / "data" / intake.BENCHMARK).exists():
        pytest.skip("the pages are in the data pack")
    path = intake.real(tmp_path / "real.warc.gz")
    assert path.stat().st_size > path.with_name("one-real.warc.gz").stat().st_size > 0
