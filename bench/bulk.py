"""How fast archives are read, as ratios that are taken in one run: against the bare model, against others, by more workers, on Dask, and as it grows.

    python -m bench.bulk [--articles N] [--rounds N] [--sizes FEW MANY] [--full] [PIPELINE...]

Contenders take turns, and the best round of each counts, so that what else the machine does slows all alike. Where that is not enough, as for the
wall time of two workers, the bare encoder is run beside them on the same workers: what the machine gives two of it now is all that it has for two
readers, and under FREE the ratio itself is not judged. PIPELINE: see bench/rivals.py. --full: growth by archives that are really read, which
takes half an hour.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench import growth, rivals, speed

if TYPE_CHECKING:
    from sayso.run.engines import Engine

ARTICLES, ROUNDS = 48, 3
"""So many that what a worker waits for at the end of a stage, for the other to finish its last task, is little beside the whole.

With 24 it was a twentieth.
"""
WARM = 4
"""Articles that load the models."""
TOGETHER = 2
"""Articles a shard: few, so that both workers are busy to the end."""
APART = timedelta(days=100)
"""Between two articles: each is a story of its own, in a window of its own, so that telling them is many tasks, as in a long archive."""
FREE = 1.9
"""What two bare encoders have to come to, against one, for the machine to count as two free cores. Virtual ones often share a core's cache and its
multipliers: two loops of bare Python may come to 2 where two encoders come to 1.7."""
LOOP = 2.0
"""Seconds for which an encoder runs."""
TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Passes:
    """A task: to run the bare encoder for some seconds."""

    seconds: float


def passes(task: Passes) -> float:
    """Texts a second that the bare encoder goes through in that time, by the clock on the wall."""
    from sayso import encoder

    text = encoder.pieces(speed.articles()[0])
    encoder.read(text)  # loads the model
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < task.seconds:
        encoder.read(text)
        done += 1
    return done / (time.perf_counter() - began)


def score(_data: Path) -> dict[str, float]:
    """All ratios but that against the bare model, which the task `speed` has; `rivals` where spaCy is, `dask` where Dask is."""
    return rivals.score(speed.articles()) | engines() | growth.score()


def archive(path: Path, *, articles: int = ARTICLES) -> int:
    """Writes that many long articles, each of another outlet and time, as records; returns the bytes of TOGETHER of them."""
    texts = speed.articles()
    with path.open("w", encoding="utf-8") as file:
        for at in range(articles):
            published = (date(2001, 1, 1) + at * APART).isoformat()
            told = {"text": texts[at % len(texts)], "title": f"Report {at}", "outlet": f"Outlet {at}", "published": published}
            file.write(json.dumps(told) + "\n")
    return path.stat().st_size * TOGETHER // articles


def engines(*, articles: int = ARTICLES, rounds: int = ROUNDS) -> dict[str, float]:
    """Wall time of `bulk` over the same archive, by engine, all started and warm, in turn.

    `two_encoders`: how far two bare encoders get, against one, on the same workers, in the middle of the rounds; `two_workers_of_encoders`: of it,
    what two workers make of an archive, against one; `two_workers`: that itself, and `dask_over_local`, with two workers each, where the machine is
    FREE, else `two_workers_busy` and `dask_over_local_busy`; `load`: others at work when it began, by the system's count.
    """
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    taken: dict[str, list[float]] = {}
    bare: list[float] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        warm, whole = folder / "warm.jsonl", folder / "archive.jsonl"
        archive(warm, articles=WARM)
        size = archive(whole, articles=articles)
        started = {name: stack.enter_context(engine) for name, engine in _engines().items()}
        for turn in range(rounds + 1):
            if turn:  # before, the workers have not started
                bare.append(_bare(started["two"], 2) / _bare(started["one"], 1))
            for name, engine in started.items():
                seconds = _bulk(whole if turn else warm, folder / f"{name}-{turn}", engine, size)
                if turn:
                    taken.setdefault(name, []).append(seconds)
    return ratios({name: min(seconds) for name, seconds in taken.items()}, statistics.median(bare)) | {"load": load}


def _bare(engine: Engine, count: int) -> float:
    """Texts a second of that many bare encoders together. Raises RuntimeError where one fails."""
    from bench.bulk import Passes, passes  # by the name under which workers find them, also where this file is the program
    from sayso.run.engines import Done

    found = [one.result for one in engine.map(passes, [Passes(LOOP)] * count) if isinstance(one, Done)]
    if len(found) < count:
        raise RuntimeError(f"an encoder failed on {engine.name}")
    return float(sum(found))


def ratios(best: dict[str, float], encoders: float) -> dict[str, float]:
    """The figures of `engines`, of the best seconds of each and of what two bare encoders come to."""
    judged = "" if encoders >= FREE else "_busy"
    workers = best["one"] / best["two"]
    found = {"two_encoders": encoders, "two_workers_of_encoders": workers / encoders, f"two_workers{judged}": workers}
    return found | ({f"dask_over_local{judged}": best["dask"] / best["two"]} if "dask" in best else {})


def _engines() -> dict[str, Engine]:
    """One local worker, two, and two of Dask where that is installed."""
    import importlib.util

    from sayso.run.local import LocalEngine

    found: dict[str, Engine] = {"one": LocalEngine(1), "two": LocalEngine(2)}
    if importlib.util.find_spec("distributed") is not None:
        from sayso.run.on_dask import DaskEngine

        found["dask"] = DaskEngine(workers=2)
    return found


def _bulk(records: Path, output: Path, engine: Engine, size: int) -> float:
    """Seconds by the clock in which the archive is read into `output`. Raises RuntimeError where something of it was lost."""
    from sayso.run.bulk import BulkSettings, bulk
    from sayso.run.cuts import Cutting

    began = time.perf_counter()
    outcome = bulk([str(records)], str(output), engine=engine, settings=BulkSettings(today=TODAY, cutting=Cutting(lines=size)))
    took = time.perf_counter() - began
    if outcome.failed or outcome.missing:
        raise RuntimeError(f"not all was read: {[*outcome.failed, *outcome.missing]}")
    return took


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipelines", nargs="*", metavar="PIPELINE", help="name or folder of an installed spaCy pipeline")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--sizes", type=int, nargs=2, default=growth.SIZES, metavar=("FEW", "MANY"))
    parser.add_argument("--full", action="store_true", help="growth by archives that are really read")
    asked = parser.parse_args()
    figures: tuple[Callable[[], dict[str, float]], ...] = (
        speed.reading,
        lambda: rivals.score(speed.articles(), asked.pipelines),
        lambda: engines(articles=asked.articles, rounds=asked.rounds),
        lambda: growth.full(asked.sizes) if asked.full else growth.score(asked.sizes),
    )
    for measure in figures:
        for name, value in measure().items():
            print(f"{name:28} {value:.4f}", flush=True)


if __name__ == "__main__":
    main()
