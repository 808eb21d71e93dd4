"""Run the installed `sayso` and the metric scripts as their users do: as commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.data import SHARED

SAYSO = Path(sys.executable).with_name("sayso")
KIB = 1024
DONE = (0, 1)
"""Exit statuses that leave a result: done, and done with inputs skipped."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command printed, and what it cost: CPU seconds, wall seconds, peak memory in MiB."""

    out: str
    cpu: float
    wall: float
    peak: float


def sayso(*arguments: str | Path) -> Run:
    """Run `sayso` with `arguments`; raises RuntimeError with its stderr if it could not do its work."""
    if not SAYSO.exists():
        raise RuntimeError(f"there is no {SAYSO.name} beside {sys.executable}: install the project into this environment first")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        began = time.monotonic()
        child = subprocess.Popen([str(SAYSO), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        if child.returncode not in DONE:
            raise RuntimeError(f"sayso {arguments[0]} ended with {child.returncode}: {err.read().strip()[-500:]}")
        peak = used.ru_maxrss / (KIB * KIB if sys.platform == "darwin" else KIB)
        return Run(out.read(), used.ru_utime + used.ru_stime, wall, peak)


def metric(script: str, *arguments: str | Path) -> dict[str, Any]:
    """What the pack's metric `script` says, as its --json prints it."""
    done = subprocess.run(
        [sys.executable, str(SHARED / "tools" / script), *map(str, arguments), "--json"],
        capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{script}: {done.stderr.strip()[-500:]}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result
