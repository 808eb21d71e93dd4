"""The parent's side of a child process that takes documents apart: starts it, gives it jobs, ends it when it takes too long."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import msgspec

from sayso.collect.facts import Found, Passed
from sayso.collect.limits import CPU_SECONDS, WALL_SECONDS
from sayso.collect.shelf import Shelf, made
from sayso.collect.worker import ANSWERS, BROKEN, Answer, End, Job, Refusal, receive, send_jobs

START = "import sys; sys.path[:] = sys.argv[1:]; from sayso.collect.worker import main; main()"
"""What the child runs: with this process' import path, and without the current folder, where a file might bear a library's name."""

MEMORY_KEPT = {"MALLOC_TRIM_THRESHOLD_": "67108864", "MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TOP_PAD_": "1048576"}
"""What tells glibc (mallopt(3)) to keep the memory of one page for the next: getting it back, cleared, can take a fifth of the time."""

PIPE = 1_048_576
"""Bytes of a pipe to a child, the most that Linux gives to anybody (pipe(7))."""

HEARD = 4_096
"""Bytes that are taken from the bell at once: there is one for each batch, and at first what the interpreter may have to say."""

PATIENCE = 0.1
"""Seconds that are waited for the bell of a batch before its answers are read as they come: pages in bulk take a tenth of that."""

GRACE = 5.0
"""Seconds in which a child whose answers have ended is to be gone by itself; its status then tells why."""

ANSWER: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one document; `crashed`: it ended its child."""

    answers: tuple[Found | Passed, ...]
    crashed: bool


class Clock:
    """Ends a child that lets its parent wait beyond `until`, a time of the monotonic clock."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.until: float | None = None
        self._child, self._stopped = child, threading.Event()
        threading.Thread(target=self._watch, args=(min(1.0, WALL_SECONDS / 4),), daemon=True).start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stopped.set()

    def _watch(self, step: float) -> None:
        while not self._stopped.wait(step):
            until = self.until
            if until is not None and time.monotonic() > until:
                self._child.kill()


class Guard:
    """One child process, started with the first job and again after one that it did not survive. Use as a context."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._clock: Clock | None = None
        self._shelf: tuple[int, Shelf] | None = None
        self.crashes = 0

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, job: Job) -> Iterator[Found | Passed]:
        """The reports of a document, and what of it is none; if its parser breaks down or takes too long, that is the last answer."""
        sound = False
        try:
            sound = yield from self._read(self._given([job]))
        finally:
            if not sound:
                self.close()

    def ask_all(self, jobs: Sequence[Job]) -> Iterator[Answered]:
        """What came of each of `jobs`, sent at once; after one that ends the child, another child goes on behind it."""
        left = list(jobs)
        while left:
            child = self._given(left)
            while left:
                before, answers = self.crashes, list[Found | Passed]()
                sound = _drained(self._read(child), answers)
                del left[0]
                if not sound:
                    self.close()
                yield Answered(tuple(answers), self.crashes > before)
                if not sound:
                    break

    def close(self) -> None:
        """End the child, whatever it does."""
        clock, self._clock = self._clock, None
        child, self._child = self._child, None
        if clock is not None:
            clock.stop()
        if child is not None:
            child.kill()
            child.communicate()
        shelf, self._shelf = self._shelf, None
        if shelf is not None:
            shelf[1].close()

    def kill(self) -> None:
        """End the child from another thread: who waits for its answer gets none."""
        child = self._child
        if child is not None:
            child.kill()

    def _given(self, jobs: Sequence[Job]) -> subprocess.Popen[bytes]:
        """The child, with `jobs` sent to it."""
        child = self._started()
        assert child.stdin is not None
        assert child.stderr is not None
        bell = child.stderr.fileno() if len(jobs) > 1 and hasattr(select, "poll") else None  # not on Windows
        while bell is not None and _rings(bell, 0):  # for the batch before
            if not os.read(bell, HEARD):
                bell = None
        lying = self._shelf[0] if self._shelf and self._shelf[1].put([job.data for job in jobs]) else None
        with contextlib.suppress(OSError):
            send_jobs(child.stdin, jobs, bell=bell is not None, shelf=lying)
        if bell is not None:
            _rings(bell, PATIENCE)  # then all answers are read in one go, not each as it comes
        return child

    def _read(self, child: subprocess.Popen[bytes]) -> Generator[Found | Passed, None, bool]:
        """The answers to one job, read as they come; returns whether the child can go on."""
        while True:
            answer = self._answer(child)
            if answer is None:
                yield Passed("", self._death(child))
                return False
            if isinstance(answer, End):
                return not answer.worn
            if isinstance(answer, Refusal):
                yield Passed(answer.place, answer.reason)
            else:
                yield Found(answer.text, answer.facts, answer.place, answer.seen, credits=answer.credits, language=answer.language)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            command = [sys.executable, "-P", "-c", START, *filter(None, sys.path)]
            memory = made()
            self._child = subprocess.Popen(
                command,
                ANSWERS,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=MEMORY_KEPT | os.environ,
                pass_fds=() if memory is None else (memory,),
            )
            if memory is not None:
                self._shelf = memory, Shelf(memory)
                os.close(memory)
            _widen(self._child.stdin)
            _widen(self._child.stdout)
            self._clock = Clock(self._child)
        return self._child

    def _answer(self, child: subprocess.Popen[bytes]) -> Answer | None:
        """The child's next answer; None if it died, or had to be ended by the clock."""
        assert child.stdout is not None
        assert self._clock is not None
        self._clock.until = time.monotonic() + WALL_SECONDS
        try:
            raw = receive(child.stdout)
            return None if raw is None else ANSWER.decode(raw)
        except msgspec.DecodeError:
            return None
        finally:
            self._clock.until = None

    def _death(self, child: subprocess.Popen[bytes]) -> str:
        """Why the child is no more."""
        self.crashes += 1
        try:
            status = child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            status = child.wait()
        if status in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)):
            return f"takes longer than {CPU_SECONDS} seconds to take apart, which no report does"
        return BROKEN


def _rings(bell: int, seconds: float) -> bool:
    """Whether the bell rings within that time, or its child is no more."""
    heard = select.poll()
    heard.register(bell, select.POLLIN)
    return bool(heard.poll(1_000 * seconds))


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a batch, or its answers, go into `pipe` at once, where the system can do so: else who writes and who reads wait for each other."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    if pipe is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # the system may allow less
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE)


def _drained(reading: Generator[Found | Passed, None, bool], answers: list[Found | Passed]) -> bool:
    """Put all that comes into `answers`; gives back what the generator returns."""
    while True:
        try:
            answers.append(next(reading))
        except StopIteration as end:
            return bool(end.value)
