"""Take in inputs that nobody wrote, for as long as wanted, and keep each that breaks a promise.

    python -m bench.fuzz [--seconds N] [--seed N] [--keep FOLDER]

The inputs are the tests' own samples, changed and packed into one another (tests/collect/mutations.py, which says what must hold for each of
them): whatever they are, they are read or listed, by children that survive them, twice alike.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.data import ROOT

ROUND = 100
"""Inputs that are taken in at once."""

SLOW = 2.0
"""CPU seconds of one small input from which on it is a finding; the median is a hundredth of that."""


def findings(*, seconds: float, seed: int) -> Iterator[tuple[bytes, str]]:
    """Each input that breaks a promise, and which; the last entry is empty, with the number of inputs taken in."""
    sys.path.insert(0, str(ROOT / "tests" / "collect"))
    import mutations  # type: ignore[import-not-found]

    made = mutations.inputs(random.Random(seed))
    until, count = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        with tempfile.TemporaryDirectory() as scratch:
            paths = []
            for at, data in enumerate(islice(made, ROUND)):
                paths.append(Path(scratch) / f"in{at:03}")
                paths[-1].write_bytes(data)
            count += len(paths)
            yield from _round(paths, mutations.faults)
    yield b"", f"{count} inputs taken in, twice each"


def _round(paths: list[Path], faults: object) -> Iterator[tuple[bytes, str]]:
    """The findings among `paths`; an error that gets out of collect is looked for in ever smaller parts of them."""
    began = time.process_time()
    try:
        for path, fault in faults(paths):  # type: ignore[operator]
            yield path.read_bytes(), fault
    except Exception as error:  # any error at all is a finding
        if len(paths) == 1:
            yield paths[0].read_bytes(), f"{type(error).__name__}: {error}"
            return
        half = len(paths) // 2
        yield from _round(paths[:half], faults)
        yield from _round(paths[half:], faults)
        return
    if len(paths) == 1 and time.process_time() - began > SLOW:
        yield paths[0].read_bytes(), f"{time.process_time() - began:.1f} CPU s in the parent"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the inputs that were found")
    wanted = parser.parse_args()
    for at, (data, fault) in enumerate(findings(seconds=wanted.seconds, seed=wanted.seed)):
        print(f"{at:4} {len(data):8} bytes  {fault}", flush=True)
        if wanted.keep and data:
            wanted.keep.mkdir(parents=True, exist_ok=True)
            (wanted.keep / f"{wanted.seed}-{at}").write_bytes(data)


if __name__ == "__main__":
    main()
