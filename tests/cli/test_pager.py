"""Output that is longer than the screen, in a terminal of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no pseudo terminals on this system")

CODE = """
import fcntl, struct, sys, termios
fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 60, 0, 0))
from sayso.cli.pager import show_text
show_text("".join(f"line {at} \\u201c\\n" for at in range(%d)), paged=%s)
"""
MARKING = "sed s/^/P:/"
"""A pager that leaves its mark."""


def shown(lines: int, *, paged: bool = True, **environment: str) -> str:
    """What a terminal of ten lines shows."""
    ours, theirs = pty.openpty()
    variables = {**{key: value for key, value in os.environ.items() if key not in ("PAGER", "LESS", "LINES", "COLUMNS")}, "TERM": "xterm"}
    command = [sys.executable, "-c", textwrap.dedent(CODE % (lines, paged))]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=variables | {"PYTHONUTF8": "1"} | environment)
    os.close(theirs)
    found = b""
    while True:
        try:
            some = os.read(ours, 65536)
        except OSError:
            break
        if not some:
            break
        found += some
    os.close(ours)
    assert process.wait(timeout=60) == 0, found
    return found.decode().replace("\r\n", "\n")


def whole(lines: int, mark: str = "") -> str:
    return "".join(f"{mark}line {at} “\n" for at in range(lines))


def test_what_is_longer_than_the_screen_is_paged() -> None:
    assert shown(10, PAGER=MARKING) == whole(10, "P:")
    assert shown(500, PAGER=MARKING) == whole(500, "P:")


def test_what_fits_is_not() -> None:
    assert shown(9, PAGER=MARKING) == whole(9)


def test_nor_what_is_asked_not_to_be() -> None:
    assert shown(50, paged=False, PAGER=MARKING) == whole(50)
    assert shown(50, PAGER="") == whole(50)
    assert shown(50, PAGER=MARKING, TERM="dumb") == whole(50)


def test_a_pager_that_is_not_there_is_done_without() -> None:
    assert shown(50, PAGER="no-such-pager-here") == whole(50)
    assert shown(50, PAGER="'unclosed") == whole(50)


def test_a_pager_that_stops_early_is_no_error() -> None:
    assert shown(5000, PAGER="head -n 2") == whole(2)


def test_less_keeps_colours(tmp_path: Path) -> None:
    less = tmp_path / "less"
    less.write_text('#!/bin/sh\necho "args: $* LESS: $LESS"\ncat > /dev/null\n')
    less.chmod(0o755)
    assert shown(50, PAGER=str(less)) == "args: -R LESS: FRX\n"
    assert shown(50, PAGER=str(less), LESS="M") == "args: -R LESS: M\n"


def test_a_pipe_is_never_paged() -> None:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(CODE.replace("fcntl.ioctl", "(lambda *_: 0)") % (50, True))],
                          capture_output=True, env={**os.environ, "PAGER": MARKING, "PYTHONUTF8": "1"}, check=True)  # fmt: skip
    assert done.stdout.decode() == whole(50)
