"""Whole inputs that nobody wrote, from the file to the articles, for a few seconds; `python -m bench.fuzz` does the same for as long as wanted."""

from __future__ import annotations

import json
from pathlib import Path

import mutations
import pytest
import samples

from bench.fuzz import findings

SECONDS = 20.0
SEED = 20_240_506


def test_a_run_of_whole_inputs() -> None:
    *found, (_, count) = findings(seconds=SECONDS, seed=SEED)
    assert [fault for _, fault in found] == []
    assert int(count.split()[0]) >= 1


FOUND = [
    samples.page().replace("<html", "<!-- saved from url=(0008)http://[ -->\n<html", 1).encode(),
    json.dumps({**samples.NINJS_2, "type": "\ud800"}).encode(),
    json.dumps(samples.record(text="The ferry \x00 ran aground.")).encode(),
]
"""What earlier runs found."""


@pytest.mark.parametrize("at", range(len(FOUND)))
def test_what_earlier_runs_found(tmp_path: Path, at: int) -> None:
    (tmp_path / "in").write_bytes(FOUND[at])
    assert list(mutations.faults([tmp_path / "in"])) == []


def test_a_fault_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks can fail: a child whose parser breaks down, and an error in the parent."""
    from sayso.collect import guard, inputs

    (tmp_path / "in").write_bytes(samples.page().encode())
    start = "import sys; sys.path[:] = sys.argv[1:]; from sayso.collect import worker; worker._read = lambda job: 1 / 0; worker.main()"
    monkeypatch.setattr(guard, "START", start)
    assert [fault for _, fault in mutations.faults([tmp_path / "in"])] == ["a document that its parser cannot take apart"]
    monkeypatch.setattr(inputs, "walk", lambda *_: iter(()))
    monkeypatch.setattr(inputs, "_rest", lambda *_: iter(()))
    assert [fault for _, fault in mutations.faults([tmp_path / "in"])] == ["neither read nor listed"]
