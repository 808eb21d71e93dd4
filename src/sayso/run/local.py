"""The engine of one machine: worker processes, each with one task at a time; one that dies is started again, and its task tried again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

import msgspec

from sayso.collect.worker import receive, send
from sayso.run.engines import ATTEMPTS, WORKER, Answer, Done, Failed, StoppedError, Trouble, name_of, packed, result_of
from sayso.run.worker import Call

Task = TypeVar("Task")
Result = TypeVar("Result")

START = "import sys; sys.path[:] = sys.argv[1:]; from sayso.run.worker import main; main()"
"""What a worker runs: with this process' import path, and without the current folder, where a file might bear a library's name."""

LAST_WORDS = 2_000
"""Bytes of what a worker wrote on stderr that are kept to tell why it died."""


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Worker:
    """One worker process, started with its first task and again after a death."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process, if there is one."""
        return self._child.pid if self._child else None

    def ask(self, name: str, task: bytes) -> Answer:
        """The answer to a call; a death is one too. Raises StoppedError where no process can be started."""
        child = self._started()
        try:
            assert child.stdin is not None
            send(child.stdin, Call(name, task))
            answer = _answer(child)
        except OSError:
            answer = None
        return answer or Answer(trouble=Trouble(self._death(child), again=True))

    def close(self) -> None:
        """Ends the process, whatever it does."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
        stderr, self._stderr = self._stderr, None
        if stderr is not None:
            stderr.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        why = ""
        for _ in range(ATTEMPTS):
            self._end()
            if self._closed:
                break
            child = self._child = self._opened()
            if _answer(child) is not None:
                return child
            why = self._death(child)
        raise StoppedError(f"no worker process can be started: {why or 'the engine has ended'}")

    def _opened(self) -> subprocess.Popen[bytes]:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115
        command = [sys.executable, "-P", "-c", START, *filter(None, sys.path)]
        try:
            return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr, env={**os.environ, **WORKER})
        except OSError as error:
            raise StoppedError(f"no worker process can be started: {error.strerror}") from None

    def _death(self, child: subprocess.Popen[bytes]) -> str:
        """How a worker ended, with the last line that it wrote."""
        if child.poll() is None:
            child.kill()
        status = child.wait()
        told = _signal(-status) if status < 0 else f"exit status {status}"
        words = ""
        if self._stderr is not None:
            size = self._stderr.seek(0, os.SEEK_END)
            self._stderr.seek(max(0, size - LAST_WORDS))
            lines = self._stderr.read().decode("utf-8", "replace").split("\n")
            words = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"its worker process died ({told}{': ' + words[:200] if words else ''})"


def _answer(child: subprocess.Popen[bytes]) -> Answer | None:
    """The next answer; None if there is no more."""
    assert child.stdout is not None
    raw = receive(child.stdout)
    try:
        return None if raw is None else msgspec.msgpack.decode(raw, type=Answer)
    except msgspec.DecodeError:
        return None


def _signal(number: int) -> str:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    return f"{name}, which the system sends when memory is short" if name == "SIGKILL" else name


@dataclass(frozen=True, slots=True)
class _Try(Generic[Task]):
    task: Task
    attempts: int = 0


class _Share(Generic[Task]):
    """The tasks that are left, shared by the threads that hand them to workers."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._fresh = iter(tasks)
        self._again: deque[_Try[Task]] = deque()
        self._out = 0
        self._stopped = False
        self._changed = threading.Condition()

    def take(self) -> _Try[Task] | None:
        """The next task, which is asked for only now; None when all are done. Waits while those that are out may come back."""
        with self._changed:
            while not self._stopped:
                for task in self._fresh:
                    self._out += 1
                    return _Try(task)
                if self._again:
                    self._out += 1
                    return self._again.popleft()
                if not self._out:
                    return None
                self._changed.wait()
            return None

    def done(self, again: _Try[Task] | None = None) -> None:
        """A task that was taken is done, or to be tried again, last of all."""
        with self._changed:
            self._out -= 1
            if again is not None:
                self._again.append(again)
            self._changed.notify_all()

    def stop(self) -> None:
        """Nothing more is to be done."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()


class LocalEngine:
    """An `Engine` of `workers` processes on this machine; by default one for each core."""

    name = "local"

    def __init__(self, workers: int | None = None, *, attempts: int = ATTEMPTS) -> None:
        self._workers = [Worker() for _ in range(workers or cores())]
        self._attempts = attempts

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.close()

    @property
    def workers(self) -> int:
        """How many processes work."""
        return len(self._workers)

    def pids(self) -> tuple[int, ...]:
        """The processes that are alive now."""
        return tuple(pid for worker in self._workers if (pid := worker.pid) is not None)

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Done[Task, Result] | Failed[Task]]:
        """As `Engine.map` says."""
        share: _Share[Task] = _Share(tasks)
        results: SimpleQueue[Any] = SimpleQueue()
        threads = [threading.Thread(target=self._serve, args=(worker, function, share, results), daemon=True) for worker in self._workers]
        for thread in threads:
            thread.start()
        at_work = len(threads)
        try:
            while at_work:
                one = results.get()
                if one is None:
                    at_work -= 1
                elif isinstance(one, BaseException):
                    raise one
                else:
                    yield one
        finally:
            share.stop()
            if at_work:  # left in the middle: what is being done is given up
                for worker in self._workers:
                    worker._end()

    def _serve(self, worker: Worker, function: Callable[[Task], Result], share: _Share[Task], results: SimpleQueue[Any]) -> None:
        """Hand tasks to one worker until there are none."""
        name = name_of(function)
        try:
            while (one := share.take()) is not None:
                answer = worker.ask(name, packed(one.task))
                trouble, one = answer.trouble, replace(one, attempts=one.attempts + 1)
                if trouble is None:
                    results.put(Done(one.task, result_of(function, answer.result)))
                elif trouble.stop:
                    raise StoppedError(trouble.reason)
                elif trouble.again and one.attempts < self._attempts:
                    share.done(one)
                    continue
                else:
                    tried = f", {one.attempts} times" if one.attempts > 1 else ""
                    results.put(Failed(one.task, trouble.reason + tried, one.attempts))
                share.done()
        except BaseException as error:  # to whoever asked for the results
            results.put(error)
        finally:
            results.put(None)
