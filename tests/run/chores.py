"""Functions for workers: small, quick, and some of them harmful."""

from __future__ import annotations

import errno
import os
import signal
import time
from dataclasses import dataclass

from sayso.errors import InputError


@dataclass(frozen=True, slots=True)
class Chore:
    """A number, the folder for what comes of it, and how long it takes."""

    number: int
    folder: str
    seconds: float = 0.0


def square(chore: Chore) -> str:
    """Writes the square of a number into a file that appears whole, and returns its path."""
    time.sleep(chore.seconds)
    path = os.path.join(chore.folder, f"{chore.number}.txt")
    part = f"{path}.{os.getpid()}.{time.monotonic_ns()}.part"
    with open(part, "w", encoding="utf8") as file:
        file.write(str(chore.number**2))
    os.replace(part, path)
    return path


def poison(chore: Chore) -> str:
    """As `square`, but the number 3 ends whoever tries it."""
    if chore.number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return square(chore)


def glutton(chore: Chore) -> str:
    """As `square`, but the number 3 takes all memory there is."""
    held = []
    while chore.number == 3:
        held.append(b"\x01" * 20_000_000)
        time.sleep(0.02)
        if len(held) > 200:
            raise InputError("nobody has stopped this")
    return square(chore)


def picky(chore: Chore) -> str:
    """As `square`, but the number 3 is refused, and the number 5 is a fault."""
    _mark(chore)
    if chore.number == 3:
        raise InputError("three is refused")
    if chore.number == 5:
        raise ValueError("five is a fault")
    return square(chore)


def flaky(chore: Chore) -> str:
    """As `square`, but each number fails at the first attempt, as a disk does now and then."""
    if _mark(chore) == 1:
        raise OSError(errno.EIO, os.strerror(errno.EIO), "somewhere")
    return square(chore)


def full(chore: Chore) -> str:
    """As `square`, but after the number 3 there is no space left."""
    if chore.number >= 3:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")
    return square(chore)


def attempts(folder: str, number: int) -> int:
    """How often a chore with this number was begun."""
    return sum(name.startswith(f"{number}-") and name.endswith(".mark") for name in os.listdir(folder))


def _mark(chore: Chore) -> int:
    with open(os.path.join(chore.folder, f"{chore.number}-{os.getpid()}-{time.monotonic_ns()}.mark"), "w", encoding="utf8"):
        pass
    return attempts(chore.folder, chore.number)
