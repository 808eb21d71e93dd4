"""What the store promises, measured: nothing lost by kill -9, and readers who do not wait for the writer.

    python -m bench.store kills --articles 2000 --kills 200 [--on postgresql]
    python -m bench.store crowd --seconds 120 --readers 8 [--on postgresql]
    python -m bench.store growth --sizes 1000 10000 100000 1000000 [--on postgresql]

`kills` ends real `sayso add` processes at random moments, runs them again until they are done, and compares the export with that of a run
that nobody disturbed, byte for byte. `crowd` lets readers in processes of their own read all the while that articles come in. `growth` tells what
one more report costs, besides reading it, when the store holds so many: finding its story, writing rows, counting ledgers (bench/store_growth.py).
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import made_reports
from bench.postgres import database, server
from bench.store_growth import growth, lines

DONE = (0, 1)
"""Exit statuses of an ingest that came to its end; 1 is for the reports in other languages."""
DATABASES = ("sqlite", "postgresql")
STARTING = 120.0
"""Seconds in which all readers have to be there, and to end."""
PAUSE = 0.05
"""Seconds that a reader waits on average before the next read: eight of them without a pause would only measure how a CPU is shared."""
FEW = 30
"""Articles that are there before anybody reads."""
OFTEN = 20
"""Kills after which the file is checked page by page."""


@dataclass(frozen=True, slots=True)
class Kills:
    """What became of an ingest that was killed: `kills` of them, in `rounds` from an empty store to a full one; `wrong`: what was found amiss."""

    articles: int
    kills: int
    rounds: int
    seconds: float
    digest: str
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Reads and writes side by side: how many, milliseconds that a read took (median, 99th percentile, most), and every error."""

    seconds: float
    readers: int
    added: int
    reads: int
    p50: float
    p99: float
    most: float
    errors: tuple[str, ...]


@dataclass(slots=True)
class _Read:
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def killed(reports: Path, fresh: Callable[[], str], kills: int, *, seed: int = 1, log: Callable[[str], None] = print) -> Kills:
    """Kill `kills` ingests of `reports`; `fresh` gives the address of an empty database. Rounds go on until all kills were made."""
    dice, begun, wrong = random.Random(seed), time.monotonic(), list[str]()
    whole, url = _timed_add(reports, fresh())
    expected = exported(url)
    idle = min(whole, _timed_add(reports, url)[0])
    if exported(url) != expected:
        wrong.append("adding the same again changed the export")
    log(f"undisturbed: {whole:.1f} s, of which {idle:.1f} s without anything to do")
    done = rounds = 0
    while done < kills:
        url, rounds, status = fresh(), rounds + 1, None
        while status not in DONE:
            life = dice.uniform(0.2 * idle, 1.2 * idle + 2 * (whole - idle) / kills) if done < kills else None
            status = _add(reports, url, life)
            if status == -signal.SIGKILL:
                done += 1
                wrong += _checked(url) if done % OFTEN == 0 else []
            elif status not in DONE:
                wrong.append(f"an ingest ended with {status}")
                break
        if exported(url) != expected:
            wrong.append(f"round {rounds}: the export differs from that of an undisturbed run")
        log(f"round {rounds}: {done} kills, {wrong or 'as expected'}")
    articles = sum(1 for _ in reports.open(encoding="utf-8"))
    return Kills(articles, done, rounds, time.monotonic() - begun, hashlib.sha256(expected).hexdigest()[:16], tuple(wrong))


def exported(url: str) -> bytes:
    """What `sayso export --json` prints."""
    return subprocess.run([sys.executable, "-m", "sayso", "export", "--json", "--db", url], capture_output=True, check=True).stdout


def crowd(reports: Path, url: str, *, seconds: float, readers: int) -> Crowd:
    """One ingest of `reports`, again from the start when it is through, and readers in processes of their own, for some time."""
    few = reports.with_name("few.jsonl")
    few.write_text("".join(reports.open(encoding="utf-8").readlines()[:FEW]), encoding="utf-8")
    _add(few, url, None)
    context = multiprocessing.get_context("spawn")
    together, results, errors = context.Barrier(readers + 1), context.Queue(), list[str]()
    running = [context.Process(target=_read, args=(url, seconds, number, together, results)) for number in range(readers)]
    for one in running:
        one.start()
    together.wait(STARTING)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        status = _add(reports, url, left)
        if status not in (*DONE, -signal.SIGKILL):
            errors.append(f"the ingest ended with {status}")
            break
    found: list[_Read] = [results.get(timeout=STARTING) for _ in running]
    for one in running:
        one.join()
    times = sorted(took for one in found for took in one.times)
    p50, p99, most = (1000 * times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.99, 1.0)) if times else (0.0, 0.0, 0.0)
    from sayso.store import open_store

    with open_store(url) as store:
        added = store.totals().articles
    return Crowd(seconds, readers, added, len(times), p50, p99, most, (*errors, *(error for one in found for error in one.errors)))


def _read(url: str, seconds: float, seed: int, together: Any, results: Any) -> None:
    """Reads what people look at, at random, from when all are there; each with its time, every tenth with a store opened anew."""
    from sayso.store import open_store

    dice, done = random.Random(seed), _Read()
    with ExitStack() as stack:
        store = stack.enter_context(open_store(url))
        together.wait(STARTING)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            begun = time.monotonic()
            try:
                if len(done.times) % 10 == 9:
                    stack.close()
                    store = stack.enter_context(open_store(url))
                _look(store, dice)
            except Exception as error:  # every error is what is looked for here
                done.errors.append(repr(error))
            done.times.append(time.monotonic() - begun)
            time.sleep(dice.uniform(0, 2 * PAUSE))
    results.put(done)


def _look(store: Any, dice: random.Random) -> None:
    stories = store.stories(limit=50)
    if not stories:
        return
    one = dice.choice(stories).id
    match dice.randrange(5):
        case 0:
            store.history(one)
        case 1:
            store.totals()
        case 2:
            next(store.export(), None)
        case _:
            store.ledger(one)


def _timed_add(reports: Path, url: str) -> tuple[float, str]:
    begun = time.monotonic()
    status = _add(reports, url, None)
    if status not in DONE:
        raise RuntimeError(f"an undisturbed ingest ended with {status}")
    return time.monotonic() - begun, url


def _add(reports: Path, url: str, life: float | None) -> int:
    """The status of `sayso add`, which is killed after `life` seconds."""
    command = [sys.executable, "-m", "sayso", "add", str(reports), "--db", url]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        return running.wait(life)
    except subprocess.TimeoutExpired:
        running.kill()
        return running.wait()


def _checked(url: str) -> list[str]:
    """What SQLite finds amiss in its file."""
    if "://" in url:
        return []
    import sqlite3

    connection = sqlite3.connect(url)
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    finally:
        connection.close()
    return [] if found == ["ok"] else found


@contextmanager
def fresh_databases(kind: str, folder: Path) -> Iterator[Callable[[], str]]:
    """A function that gives addresses of empty databases, one after the other."""
    count = iter(range(1_000_000))
    if kind == "sqlite":
        yield lambda: str(folder / f"{next(count)}.sqlite")
        return
    with ExitStack() as stack:
        pattern = stack.enter_context(server(durable=True))
        yield lambda: stack.enter_context(database(pattern, f"b{next(count)}"))


def main() -> None:
    """Measure, print, and leave with 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description="what the store promises, measured")
    parser.add_argument("what", choices=("kills", "crowd", "growth"))
    parser.add_argument("--on", choices=DATABASES, default="sqlite")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=(1_000, 10_000, 100_000))
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, fresh_databases(told.on, Path(folder)) as fresh:
        records = Path(folder, "reports.jsonl")
        if told.what == "growth":
            costs = growth(fresh, told.sizes, log=lambda line: print(line, flush=True))
            print(*lines(costs), sep="\n")
            raise SystemExit(0)
        made_reports.write(records, told.articles)
        if told.what == "kills":
            kills = killed(records, fresh, told.kills, seed=told.seed, log=lambda line: print(line, flush=True))
            found, bad = str(kills), kills.wrong
        else:
            side = crowd(records, fresh(), seconds=told.seconds, readers=told.readers)
            found, bad = str(side), side.errors
    print(f"{told.on}, {os.cpu_count()} cores: {found}")
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
