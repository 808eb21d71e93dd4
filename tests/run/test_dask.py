"""The Dask engine with real processes: what it gives, and what happens when workers die, run out of memory, or are not what they should be."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

from sayso.errors import ExtraError
from sayso.run.engines import Done, Failed, StoppedError
from sayso.run.on_dask import AHEAD, DaskEngine
from tests.run.chores import Chore, attempts, flaky, full, glutton, picky, poison, square

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(sys.modules["pytest"].__file__ or "").resolve().parents[1]
COUNT = 12


def chores(folder: Path, count: int = COUNT, seconds: float = 0.0) -> list[Chore]:
    return [Chore(number, str(folder), seconds) for number in range(count)]


def written(folder: Path) -> dict[str, str]:
    """What came of chores: nothing half done may be among it."""
    return {path.name: path.read_text(encoding="utf8") for path in folder.iterdir() if path.suffix != ".mark"}


def squares(*, without: tuple[int, ...] = (), count: int = COUNT) -> dict[str, str]:
    return {f"{number}.txt": str(number**2) for number in range(count) if number not in without}


def pids(engine: DaskEngine) -> list[int]:
    found: dict[str, int] = engine._client.run(os.getpid)
    return list(found.values())


@pytest.fixture(scope="module")
def engine() -> Iterator[DaskEngine]:
    with DaskEngine(workers=2, patience=60.0) as own:
        yield own


def test_every_task_comes_back_with_its_result(engine: DaskEngine, tmp_path: Path) -> None:
    given = chores(tmp_path)
    found = list(engine.map(square, given))
    assert all(isinstance(one, Done) for one in found)
    assert {one.task: one.result for one in found if isinstance(one, Done)} == {chore: str(tmp_path / f"{chore.number}.txt") for chore in given}
    assert written(tmp_path) == squares()
    assert (engine.name, engine.workers) == ("dask", 2)
    assert list(engine.map(square, [])) == []


def test_tasks_are_taken_as_they_are_wanted(engine: DaskEngine, tmp_path: Path) -> None:
    taken = []

    def endless() -> Iterator[Chore]:
        number = 0
        while True:
            taken.append(number)
            yield Chore(number, str(tmp_path))
            number += 1

    results = engine.map(square, endless())
    for _ in range(5):
        next(results)
    results.close()  # type: ignore[attr-defined]
    assert len(taken) <= 5 + AHEAD * engine.workers


def test_a_worker_has_its_next_task_before_the_last_is_done(engine: DaskEngine, tmp_path: Path) -> None:
    taken = []

    def given() -> Iterator[Chore]:
        for number in range(COUNT):
            taken.append(number)
            yield Chore(number, str(tmp_path), 0.2)

    results = engine.map(square, given())
    next(results)
    assert len(taken) == AHEAD * engine.workers > engine.workers
    assert sum(isinstance(one, Done) for one in results) == COUNT - 1
    assert written(tmp_path) == squares()


def test_a_task_does_not_wait_behind_a_long_one(engine: DaskEngine, tmp_path: Path) -> None:
    """Two long tasks and two short ones: wherever each is sent first, the second long one begins on the worker that has nothing left."""
    seconds = (3.0, 0.1, 3.0, 0.1)
    began = time.monotonic()
    assert len(list(engine.map(square, [Chore(number, str(tmp_path), told) for number, told in enumerate(seconds)]))) == len(seconds)
    assert time.monotonic() - began < sum(seconds) - 1


def test_an_error_on_purpose_fails_at_once_and_a_fault_after_three_attempts(engine: DaskEngine, tmp_path: Path) -> None:
    failed = {one.task.number: one for one in engine.map(picky, chores(tmp_path)) if isinstance(one, Failed)}
    assert {number: (one.reason, one.attempts) for number, one in failed.items()} == {
        3: ("three is refused", 1),
        5: ("ValueError: five is a fault", 3),
    }
    assert (attempts(str(tmp_path), 3), attempts(str(tmp_path), 5)) == (1, 3)
    assert written(tmp_path) == squares(without=(3, 5))


def test_what_fails_once_is_tried_again(engine: DaskEngine, tmp_path: Path) -> None:
    assert all(isinstance(one, Done) for one in engine.map(flaky, chores(tmp_path, 4)))
    assert written(tmp_path) == squares(count=4)


def test_a_full_disk_stops_the_run(engine: DaskEngine, tmp_path: Path) -> None:
    with pytest.raises(StoppedError, match="no space left"):
        list(engine.map(full, chores(tmp_path)))


def test_a_task_must_be_small(engine: DaskEngine) -> None:
    with pytest.raises(StoppedError, match="only paths and small values"):
        list(engine.map(square, [Chore(1, "x" * 2_000_000)]))


def test_workers_that_are_killed_in_the_middle_change_nothing(engine: DaskEngine, tmp_path: Path) -> None:
    results = engine.map(square, chores(tmp_path, seconds=0.4))
    found = [next(results)]
    for pid in pids(engine):
        os.kill(pid, signal.SIGKILL)
    found += results
    assert sorted(one.task.number for one in found if isinstance(one, Done)) == list(range(COUNT))
    assert {name: text for name, text in written(tmp_path).items() if name.endswith(".txt")} == squares()


def test_a_task_that_ends_its_workers_is_named_and_the_others_finish(engine: DaskEngine, tmp_path: Path) -> None:
    found = list(engine.map(poison, chores(tmp_path, seconds=0.05)))
    (failed,) = [one for one in found if isinstance(one, Failed)]
    assert (failed.task.number, failed.attempts) == (3, 3)
    assert "ended every worker" in failed.reason
    assert written(tmp_path) == squares(without=(3,))


def test_a_worker_that_runs_out_of_memory_is_started_again(tmp_path: Path) -> None:
    with DaskEngine(workers=2, memory="400MB", patience=60.0) as engine:
        found = list(engine.map(glutton, chores(tmp_path)))
    (failed,) = [one for one in found if isinstance(one, Failed)]
    assert failed.task.number == 3
    assert "memory" in failed.reason
    assert written(tmp_path) == squares(without=(3,))


def test_nothing_is_said_and_nothing_is_left(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.chdir(tmp_path)
    before, environment = set(threading.enumerate()), dict(os.environ)
    with DaskEngine(workers=1) as engine:
        (pid,) = pids(engine)
        assert list(scratch.iterdir())
        list(engine.map(poison, chores(tmp_path, 5)))
    assert list(scratch.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["scratch", *squares(without=(3,), count=5)])
    assert not Path(f"/proc/{pid}").exists()
    assert dict(os.environ) == environment
    assert {thread for thread in set(threading.enumerate()) - before if not thread.daemon and "Dask-Callback" not in thread.name} == set()
    assert capfd.readouterr() == ("", "")


def test_no_scheduler_is_one_clear_line() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(StoppedError) as told, DaskEngine(scheduler=address, connect=1.0):
            pass
    assert "\n" not in str(told.value)
    assert str(told.value).startswith(f"no Dask scheduler answers at {address} within 1 seconds")


@pytest.mark.parametrize("address", ["nonsense://x:1", "", "tcp://127.0.0.1:notaport"])
def test_an_address_that_is_none_is_one_clear_line(address: str) -> None:
    with pytest.raises(StoppedError) as told, DaskEngine(scheduler=address, connect=1.0):
        pass
    assert "\n" not in str(told.value)


def test_what_answers_but_is_no_scheduler_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    one, _ = server.accept()
                    one.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    one.close()
                except OSError:
                    return

        threading.Thread(target=answer, daemon=True).start()
        with (
            pytest.raises(StoppedError, match="no Dask scheduler answers"),
            DaskEngine(scheduler=f"127.0.0.1:{server.getsockname()[1]}", connect=2.0),
        ):
            pass


def test_without_distributed_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ExtraError, match=r"pip install 'sayso\[dask\]'"):
        DaskEngine()


@contextmanager
def process(*words: str, sites: bool = True) -> Iterator[subprocess.Popen[bytes]]:
    """A Dask command. Without `sites`, what is installed by a .pth file is not there, such as this project."""
    path = [str(ROOT), str(ROOT / "src")] if sites else [str(SITE)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "DASK_DISTRIBUTED__ADMIN__LOG_LENGTH": "0"}
    flags = [] if sites else ["-S"]
    child = subprocess.Popen([sys.executable, *flags, *words], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The scheduler file of a running scheduler, and its process."""
    file = tmp_path / "scheduler.json"
    with process(
        *("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"),
        *("--no-dashboard", "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(file)),
    ) as child:
        wait_for(file.exists)
        yield str(file), child


def worker(file: str, folder: Path, *more: str, sites: bool = True) -> Any:
    return process(
        *("-m", "distributed.cli.dask_worker", "--scheduler-file", file, "--host", "127.0.0.1", "--no-dashboard"),
        *("--dashboard-address", "127.0.0.1:0", "--local-directory", str(folder), "--memory-limit", "0", *more),
        sites=sites,
    )


def wait_for(there: Callable[[], object], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_an_existing_scheduler_stays_when_the_run_ends(scheduler: tuple[str, Any], tmp_path: Path) -> None:
    file, child = scheduler
    out = tmp_path / "out"
    out.mkdir()
    with worker(file, tmp_path, "--nthreads", "1"):
        for _ in range(2):
            with DaskEngine(scheduler=file, patience=60.0) as engine:
                assert len(list(engine.map(square, chores(out)))) == COUNT
            assert child.poll() is None
    assert written(out) == squares()


def test_a_scheduler_that_dies_in_the_middle_is_one_clear_line(scheduler: tuple[str, Any], tmp_path: Path) -> None:
    file, child = scheduler
    out = tmp_path / "out"
    out.mkdir()
    with worker(file, tmp_path, "--nthreads", "1"), DaskEngine(scheduler=file, connect=3.0, patience=60.0) as engine:
        results = engine.map(square, chores(out, seconds=0.3))
        next(results)
        child.kill()
        with pytest.raises(StoppedError, match=r"the Dask scheduler at .* is gone: the same command again goes on") as told:
            list(results)
    assert "\n" not in str(told.value)


def test_workers_of_several_threads_are_refused(scheduler: tuple[str, Any], tmp_path: Path) -> None:
    with (
        worker(scheduler[0], tmp_path, "--nthreads", "2"),
        pytest.raises(StoppedError, match="start workers with --nthreads 1"),
        DaskEngine(scheduler=scheduler[0], patience=60.0),
    ):
        pass


def test_workers_without_sayso_are_told_from_others(scheduler: tuple[str, Any], tmp_path: Path) -> None:
    with (
        worker(scheduler[0], tmp_path, "--nthreads", "1", "--no-nanny", sites=False),
        pytest.raises(StoppedError) as told,
        DaskEngine(scheduler=scheduler[0], patience=60.0),
    ):
        pass
    assert "has no sayso" in str(told.value)


def test_no_worker_in_time_is_one_clear_line(scheduler: tuple[str, Any]) -> None:
    with pytest.raises(StoppedError, match="no worker has joined"), DaskEngine(scheduler=scheduler[0], patience=1.0):
        pass


def test_workers_that_all_go_and_stay_away_stop_the_run(scheduler: tuple[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with (
        worker(scheduler[0], tmp_path, "--nthreads", "1", "--no-nanny") as child,
        DaskEngine(scheduler=scheduler[0], patience=20.0) as engine,
    ):
        results = engine.map(square, chores(out, seconds=0.2))
        next(results)
        child.kill()
        with pytest.raises(StoppedError, match="no Dask worker has been left"):
            list(results)
