"""`sayso bulk` on the command line: what it prints where, and how it ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
import run_hooks as hooks

from sayso.cli import main
from sayso.cli.bulk import Shown, progress_line
from sayso.run.progress import Progress

COMMAND = import_module("sayso.cli.bulk")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(COMMAND, "_engine", lambda *_: hooks.Here())
    hooks.write_lines(tmp_path / "in" / "news.jsonl", 4)
    return tmp_path


def ended(*arguments):
    with pytest.raises(SystemExit) as left:
        main(["bulk", *arguments])
    return left.value.code


def test_an_archive_is_read_and_what_was_done_is_told(here, capsys):
    assert ended("in", "out") == 0
    out, err = capsys.readouterr()
    assert re.fullmatch(r"4 articles, \d+ statements, \d+ stories, \d+ claims in out\n", out)
    assert re.search(r"^reading: 100%, 4 articles, [\d.]+ a second$", err, re.M)
    assert ended("in", "out") == 0
    assert capsys.readouterr().out.endswith("in out (done before)\n")


def test_what_was_skipped_is_told_and_counts(here, capsys):
    Path("in/empty.txt").write_text("")
    assert ended("in", "nowhere", "out") == 1
    err = capsys.readouterr().err
    assert "sayso: skipped nowhere: no such file or folder\n" in err
    assert "sayso: 2 skipped in all, with reasons in out/skipped.parquet\n" in err


def test_what_was_given_up_is_named(here, capsys, monkeypatch):
    monkeypatch.setattr(COMMAND, "_engine", lambda *_: hooks.Replaced(hooks.Here(), hooks.refuses))
    assert ended("in", "out") == 1
    err = capsys.readouterr().err
    assert "sayso: gave up in/news.jsonl: not an input\n" in err
    assert "tries what was given up once more" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "out"], "cannot read nowhere: no such file or folder"),
        (["in", "in/out"], "lies inside the input in"),
        (["in", "s3://bucket/out"], "a folder of this machine"),
        (["in", "out", "--today", "yesterday"], "--today yesterday: write a day as 2025-01-31"),
        (["in", "out", "--fields", "rubbish"], "write FACT=FIELD"),
        (["in", "out", "--fields", "colour=red"], "no such fact: colour"),
    ],
)
def test_what_cannot_be_run_says_why(here, capsys, arguments, said):
    assert ended(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


def test_a_scheduler_is_for_dask(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert ended("in", "out", "--scheduler", "tcp://127.0.0.1:1") == 2
    assert "--scheduler is for --engine dask" in capsys.readouterr().err


def test_progress_is_told_in_words():
    assert progress_line(Progress("looking at inputs", 0, 0)) == "looking at inputs: 100%"
    now = Progress("reading", 30, 120, articles=12_345, skipped=6, failed=1, rate=7.25, left=7_300.0)
    assert progress_line(now) == "reading: 25%, 12,345 articles, 7.2 a second, 6 skipped, 1 shards failed, 2 h 1 min left"
    assert progress_line(Progress("reading", 1, 9, left=95.0)).endswith("1 min 35 s left")
    assert progress_line(Progress("reading", 1, 9, left=0.2)).endswith(", 1 s left")
    assert progress_line(Progress("reading", 1, 9, left=200_000.0)).endswith("2 d 7 h left")


def test_a_terminal_has_one_line_that_changes(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(COMMAND, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    shown = Shown()
    for done in range(4):
        shown(Progress("reading", done, 4))
        now[0] += 0.15
    shown.end()
    err = capsys.readouterr().err
    assert "\n" not in err
    assert err.count("\r") == 4
    assert err.endswith(" \r")


def test_an_interrupted_command_leaves_quietly_and_goes_on(tmp_path):
    """With real processes, as a terminal does it: the signal goes to all of them."""
    import signal
    import time

    hooks.write_lines(tmp_path / "in" / "news.jsonl", 40)  # it must not be through when the signal comes
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # which a shell's background jobs ignore
    command = [sys.executable, "-c", f"{heeding}; from sayso.cli import main; main()", "bulk", "in", "out", "--workers", "1"]
    child = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, text=True)
    until = time.monotonic() + 60
    while not (tmp_path / "out" / "work" / "scratch").exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(child.pid, signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith("40 articles")
