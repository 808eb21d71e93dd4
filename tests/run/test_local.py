"""The local engine with real processes: what dies, what fails, and what goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import run_hooks as hooks
from run_hooks import Number

from sayso.run.engines import Done, Failed, StoppedError
from sayso.run.local import LocalEngine, Worker

TASKS = [Number(at) for at in range(8)]


def outcome(engine, function, tasks=TASKS):
    done: dict[int, int] = {}
    failed: dict[int, Failed] = {}
    for one in engine.map(function, tasks):
        if isinstance(one, Done):
            done[one.task.value] = one.result.value
        else:
            failed[one.task.value] = one
    return done, failed


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pids, seconds=20.0) -> bool:
    until = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(alive, pids))


def test_every_task_has_its_result():
    with LocalEngine(2) as engine:
        assert outcome(engine, hooks.twice) == ({at: 2 * at for at in range(8)}, {})
        assert outcome(engine, hooks.twice, []) == ({}, {})
        pids = engine.pids()
    assert gone(pids)


def test_workers_work_at_once_and_stay():
    with LocalEngine(2) as engine:
        first = {one.result.value for one in engine.map(hooks.who, TASKS)}
        again = {one.result.value for one in engine.map(hooks.who, TASKS)}
    assert first == again
    assert len(first) == 2
    assert os.getpid() not in first


def test_a_task_that_kills_its_worker_is_given_up_and_named():
    with LocalEngine(2) as engine:
        done, failed = outcome(engine, hooks.dies)
    assert done == {at: 2 * at for at in range(8) if at != 3}
    assert failed[3].attempts == 3
    assert failed[3].reason == "its worker process died (SIGKILL, which the system sends when memory is short), 3 times"


def test_the_last_words_of_a_worker_are_told():
    with LocalEngine(1) as engine:
        _, failed = outcome(engine, hooks.leaves)
    assert failed[3].reason == "its worker process died (exit status 7: no such instruction), 3 times"


def test_what_dies_once_is_tried_again(tmp_path):
    with LocalEngine(2) as engine:
        done, failed = outcome(engine, hooks.dies_once, [Number(at, str(tmp_path)) for at in range(4)])
    assert done == {at: 2 * at for at in range(4)}
    assert failed == {}


def test_an_input_that_is_none_is_tried_once_and_a_machine_s_trouble_thrice(tmp_path):
    with LocalEngine(2) as engine:
        done, failed = outcome(engine, hooks.fails, [Number(at, str(tmp_path)) for at in range(5)])
    assert done == {0: 0, 4: 8}
    assert failed[1].reason == "not an input"
    assert failed[2].reason == "somewhere: input/output error, 3 times"
    assert failed[3].reason == "ZeroDivisionError, 3 times"
    tried = [path.name.split("-")[0] for path in tmp_path.iterdir()]
    assert {value: tried.count(value) for value in tried} == {"0": 1, "1": 1, "2": 3, "3": 3, "4": 1}


def test_a_full_disk_stops_the_run():
    with LocalEngine(2) as engine, pytest.raises(StoppedError, match="no space left"):
        outcome(engine, hooks.full)
    assert gone(engine.pids())


def test_what_a_function_prints_is_no_answer():
    with LocalEngine(1) as engine:
        assert outcome(engine, hooks.noisy) == ({at: 2 * at for at in range(8)}, {})


def test_a_map_that_is_left_in_the_middle_ends_what_is_being_done():
    with LocalEngine(2) as engine:
        mapped = engine.map(hooks.mostly_slow, TASKS)
        assert next(mapped) == Done(Number(0), Number(0))
        pids = engine.pids()
        mapped.close()
        assert gone(pids)
        assert outcome(engine, hooks.twice, TASKS[:3]) == ({0: 0, 1: 2, 2: 4}, {})


def test_workers_end_with_their_parent():
    """A parent that is killed, in the middle of a task: its workers see the end of their input."""
    code = (
        "import run_hooks, threading, time\n"
        "from sayso.run.local import LocalEngine\n"
        "engine = LocalEngine(2)\n"
        "threading.Thread(target=lambda: list(engine.map(run_hooks.slow, [run_hooks.Number(1), run_hooks.Number(2)])), daemon=True).start()\n"
        "while len(engine.pids()) < 2: time.sleep(0.05)\n"
        "time.sleep(1)\n"
        "print(*engine.pids(), flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parent, text=True)
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2
    assert all(map(alive, pids))
    parent.kill()
    parent.communicate()
    assert gone(pids)


def test_a_machine_on_which_no_worker_starts_says_so(monkeypatch):
    monkeypatch.setattr("sayso.run.local.START", "raise SystemExit('no module of that name')")
    with LocalEngine(1) as engine, pytest.raises(StoppedError, match=r"no worker process can be started: .*no module of that name"):
        outcome(engine, hooks.twice)


def test_a_worker_that_is_closed_starts_no_more():
    worker = Worker()
    worker.close()
    with pytest.raises(StoppedError):
        worker.ask("run_hooks:twice", b"")
