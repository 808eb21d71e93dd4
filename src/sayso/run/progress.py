"""How far a run is, how fast it goes, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["looking at inputs", "reading", "finding stories", "putting together"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A state of a run. `done` of `total`: shares of the stage's work (bytes of input while looking and reading, else tasks).

    `articles`: read so far, those of an earlier run too. `rate`: articles a second in this run, 0 where none are read. `left`: seconds
    that the stage will take, as far as can be told.
    """

    stage: Stage
    done: int
    total: int
    articles: int = 0
    skipped: int = 0
    failed: int = 0
    rate: float = 0.0
    left: float | None = None


OnProgress = Callable[[Progress], None]


class Meter:
    """Measures one stage; `done` and `articles` are what was there before it began."""

    def __init__(self, stage: Stage, total: int, report: OnProgress | None, *, done: int = 0, articles: int = 0, skipped: int = 0) -> None:
        self._stage: Stage = stage
        self._total, self._report = total, report
        self._before, self._done = done, done
        self._read_before, self._articles, self._skipped, self._failed = articles, articles, skipped, 0
        self._begun = time.monotonic()
        self._tell()

    def add(self, done: int, *, articles: int = 0, skipped: int = 0, failed: int = 0) -> None:
        """So much more is done."""
        self._done += done
        self._articles += articles
        self._skipped += skipped
        self._failed += failed
        self._tell()

    def _tell(self) -> None:
        if self._report is None:
            return
        seconds = max(time.monotonic() - self._begun, 1e-6)
        now = self._done - self._before
        left = seconds * (self._total - self._done) / now if now else None
        rate = (self._articles - self._read_before) / seconds
        self._report(Progress(self._stage, self._done, self._total, self._articles, self._skipped, self._failed, rate, left))
