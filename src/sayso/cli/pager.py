"""Text for people on standard output, through a pager where it is longer than the screen."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

from sayso.cli.console import write_text

KNOWN = ("less", "more")
"""Pagers that are looked for where PAGER names none."""

LESS = "FRX"
"""What less is told where LESS says nothing: quit if it fits, pass colours, leave the text on the screen. git tells it the same."""


def show_text(text: str, *, paged: bool) -> None:
    """`text` on standard output; through a pager if `paged`, the output is a terminal, and it has fewer lines than the text."""
    longer = text.count("\n") >= shutil.get_terminal_size().lines
    if not (paged and longer and pager_here() and _run(_pager(), text)):
        write_text(text)


def pager_here() -> bool:
    """Whether a pager can be used: there is one, the output is a terminal that can move its cursor, and keys can be pressed."""
    terminal = sys.stdout.isatty() and sys.stdin is not None and sys.stdin.isatty() and os.environ.get("TERM") != "dumb"
    return terminal and bool(_pager())


def _pager() -> list[str]:
    """The command of the pager; empty where there is none, or PAGER is set to nothing."""
    asked = os.environ.get("PAGER")
    if asked is None:
        return next(([found] for name in KNOWN if (found := shutil.which(name))), [])
    try:
        return shlex.split(asked)
    except ValueError:
        return []


def _run(command: list[str], text: str) -> bool:
    """Whether the pager could be started; it has shown the text then, as far as it was asked to."""
    environment = os.environ | {"LESS": os.environ.get("LESS") or LESS, "LESSCHARSET": "utf-8"}
    sys.stdout.flush()
    try:
        process = subprocess.Popen([*command, *(["-R"] if os.path.basename(command[0]) == "less" else [])], stdin=subprocess.PIPE, env=environment)
    except OSError:
        return False
    try:
        process.communicate(text.encode("utf-8", "replace"))
    except KeyboardInterrupt:
        process.wait()
    return True
