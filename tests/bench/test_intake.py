"""What intake is measured on: pages of a realistic size, and the way in which we and the bare library take turns."""

from __future__ import annotations

import itertools
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


def test_turns_and_the_least_of_each() -> None:
    order: list[str] = []

    def run(name: str, told: list[float]) -> tuple[int, float]:
        order.append(name)
        return len(name), told[order.count(name) - 1]

    found = intake.least(lambda: run("a", [3.0, 1.0, 2.0]), lambda: run("bb", [5.0, 6.0, 4.0]), rounds=3)
    assert found == [(1, 1.0), (2, 4.0)]
    assert order == ["a", "bb"] * 3


def test_a_page_costs_what_it_adds_to_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = {"whole": itertools.cycle((9.0, 6.0, 7.0)), "single": itertools.cycle((0.9, 1.2, 1.0))}
    monkeypatch.setattr(intake, "taken_in", lambda path, *, fast: (101 if path.name == "whole" else 1, next(costs[path.name])))
    monkeypatch.setattr(intake, "timed", lambda bare: (len(bare()), 2.0))
    paths = (Path("whole"), Path("single"))
    assert intake.speed(paths, fast=False) == pytest.approx(100 / (6.0 - 0.9))
    ours, alone = intake.beside(paths, lambda: ["text"] * 101, fast=True)
    assert (ours, alone) == (pytest.approx(100 / (6.0 - 0.9)), pytest.approx(101 / 2.0))


def test_our_share_of_the_speed_of_the_bare_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        intake, "beside", lambda paths, _bare, *, fast: (40.0, 100.0) if [one.name for one in paths] == ["x", "one-x"] and fast else None
    )
    (tmp_path / "x").write_bytes(b"")
    assert intake.in_bulk(tmp_path / "x", "share", "alone") == {"share": pytest.approx(0.4), "alone": 100.0}


def test_the_library_alone_is_timed_by_the_pages_it_read() -> None:
    count, seconds = intake.timed(lambda: [sum(range(200_000)) for _ in range(5)])
    assert count == 5
    assert seconds > 0


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
