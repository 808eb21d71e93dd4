"""Several child processes at once: each document goes to one that is free, and the answers come back in the order of the documents."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sayso.collect.facts import Found, Passed, digest
from sayso.collect.guard import PATIENCE, Answered, Guard
from sayso.collect.limits import AHEAD, AHEAD_BYTES, BATCH, BATCH_BYTES, BULK_BYTES, BUSY, CHILDREN, CRASHES
from sayso.collect.worker import BROKEN, Job

Origin = TypeVar("Origin")
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that a child process is to take apart; `place`: where in its input it stands."""

    job: Job
    place: str


class _Call:
    """A document on its way: what came of it, once it came."""

    __slots__ = ("answered", "asked")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.answered: Answered | None = None


class _Window(Generic[Origin, Part]):
    """The parts that are read ahead, in order."""

    def __init__(self, children: int) -> None:
        self.parts: deque[tuple[Origin, Part | _Call]] = deque()
        self._size, self._most = 0, AHEAD_BYTES * children

    @property
    def full(self) -> bool:
        """Whether the first part has to go before another one comes."""
        return len(self.parts) > AHEAD or self._size > self._most

    def put(self, origin: Origin, one: Part | _Call) -> None:
        """Add a part at the end."""
        self.parts.append((origin, one))
        self._size += _size(one)

    def drop(self) -> None:
        """Take the first part away."""
        self._size -= _size(self.parts.popleft()[1])


def _size(one: object) -> int:
    return len(one.asked.job.data) if isinstance(one, _Call) else len(one.text) if isinstance(one, Found) else 0


class Pool:
    """Up to `children` child processes (as many as there are processors, if it is not said), the next one started when those there fall behind.

    Use as a context: behind its end no child is left. The parts of one origin are to come one after the other.
    """

    def __init__(self, children: int | None = None) -> None:
        self._most = max(1, children if children is not None else min(CHILDREN, processors()))
        self._changed = threading.Condition()
        self._waiting: deque[_Call] = deque()
        self._workers: list[tuple[threading.Thread, Guard]] = []
        self._own = Guard()
        self._closed = False

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def answered(self, parts: Iterator[tuple[Origin, Part | Asked]]) -> Iterator[tuple[Origin, Part | Found | Passed]]:
        """`parts`, with what a child finds in its place where a document is to be taken apart; all else goes through as it is.

        At most AHEAD parts are read ahead. When CRASHES documents of one origin have ended their child, the rest of it is given up.
        """
        window: _Window[Origin, Part] = _Window(self._most)
        toll = _Toll()
        for origin, one in parts:
            if not isinstance(one, Asked):
                window.put(origin, one)
            elif one.job.path:
                yield from self._settled(window, toll, whole=True)
                yield from ((origin, answer) for answer in self._streamed(one, origin, toll))
            else:
                window.put(origin, _Call(one) if toll.reached(origin) else self._sent(one))
            yield from self._settled(window, toll)
        yield from self._settled(window, toll, whole=True)

    def close(self) -> None:
        """End all children, whatever they do."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
        for thread, guard in self._workers:
            while thread.is_alive():
                guard.kill()
                thread.join(0.05)
        self._workers.clear()
        self._own.close()

    def _settled(self, window: _Window[Origin, Part], toll: _Toll, *, whole: bool = False) -> Iterator[tuple[Origin, Part | Found | Passed]]:
        """The parts at the beginning of `window` that are done; waits for them while it is full, or for all of them."""
        while window.parts:
            origin, one = window.parts[0]
            if isinstance(one, _Call) and one.answered is None and not toll.reached(origin):
                if not whole and not window.full:
                    return
                with self._changed:
                    while one.answered is None:
                        self._changed.wait()
            window.drop()
            if isinstance(one, _Call):
                yield from ((origin, answer) for answer in toll.taken(origin, one))
            else:
                yield origin, one

    def _streamed(self, asked: Asked, origin: object, toll: _Toll) -> Iterator[Found | Passed]:
        """The answers to a document of any length, one after the other as they come, by a child of its own."""
        if toll.reached(origin):
            yield _left_out(asked.place)
            return
        before = self._own.crashes
        yield from _placed(self._own.ask(asked.job), asked)
        toll.add(origin, self._own.crashes - before)

    def _sent(self, asked: Asked) -> _Call:
        call = _Call(asked)
        with self._changed:
            self._waiting.append(call)
            behind = sum(other.asked.job.kind != "json" for other in self._waiting) if len(self._workers) < self._most else 0
            if not self._workers or behind > BUSY * len(self._workers):
                guard = Guard()
                thread = threading.Thread(target=self._work, args=(guard,), daemon=True)
                self._workers.append((thread, guard))
                thread.start()
            self._changed.notify_all()
        return call

    def _work(self, guard: Guard) -> None:
        with guard:
            while calls := self._next():
                found: list[Answered] = []
                began = time.monotonic()
                try:
                    for answered in guard.ask_all([call.asked.job for call in calls]):
                        found.append(answered)
                        if time.monotonic() >= began + PATIENCE:  # else together: to wake who waits for them takes as long as to use one
                            self._hand_over(calls, found)
                except Exception as error:  # who waits for these answers must get one, whatever happened
                    guard.close()
                    reason = f"no process to take it apart ({error.strerror or 'no more is known'})" if isinstance(error, OSError) else BROKEN
                    found += [Answered((Passed("", reason),), crashed=True)] * (len(calls) - len(found))
                self._hand_over(calls, found)

    def _hand_over(self, calls: Sequence[_Call], found: Sequence[Answered]) -> None:
        """Put what has been found into the first of `calls`."""
        with self._changed:
            for call, answered in zip(calls, found, strict=False):
                call.answered = answered
            self._changed.notify_all()

    def _next(self) -> list[_Call]:
        """The next documents for one child, small ones several at a time, since asking takes as long as reading them; none at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or bool(self._waiting))
            taken: list[_Call] = []
            size = 0
            while self._waiting and len(taken) < BATCH:
                job = self._waiting[0].asked.job
                size += len(job.data)
                if taken and size > (BULK_BYTES if job.fast else BATCH_BYTES):
                    break
                taken.append(self._waiting.popleft())
            return taken


class _Toll:
    """How many documents of the origin at hand have ended their child."""

    def __init__(self) -> None:
        self._origin: object = None
        self._crashes = 0

    def reached(self, origin: object) -> bool:
        """Whether the rest of `origin` is given up."""
        return origin is self._origin and self._crashes >= CRASHES

    def add(self, origin: object, crashes: int) -> None:
        """Count documents of `origin` that ended their child; those of the origin before are forgotten."""
        self._crashes = crashes + (self._crashes if origin is self._origin else 0)
        self._origin = origin

    def taken(self, origin: object, call: _Call) -> Iterator[Found | Passed]:
        """The answers to a document of `origin`, which count in the order of the documents, not in that of the answers."""
        place = call.asked.place
        if self.reached(origin):
            yield _left_out(place)
            return
        assert call.answered is not None
        self.add(origin, int(call.answered.crashed))
        yield from _placed(call.answered.answers, call.asked)


def answered_by(guard: Guard, parts: Iterator[Found | Passed | Asked]) -> Iterator[Found | Passed]:
    """As Pool.answered, by one child, each document when its turn comes: for a few documents, or those that have to be waited for."""
    toll = _Toll()
    for one in parts:
        if not isinstance(one, Asked):
            yield one
            continue
        call = _Call(one)
        if not toll.reached(guard):
            (call.answered,) = guard.ask_all([one.job])
        yield from toll.taken(guard, call)


def _placed(answers: Iterable[Found | Passed], asked: Asked) -> Iterator[Found | Passed]:
    """`answers` with the place of their document, and with its digest, if it was sent as bytes."""
    raw = digest(asked.job.data) if asked.job.data else None
    for one in answers:
        place = asked.place + one.place
        if isinstance(one, Found):
            yield Found(one.text, one.facts, place, one.seen, raw, one.credits, one.language)
        else:
            yield Passed(place, one.reason)


def _left_out(place: str) -> Passed:
    return Passed(place, f"left out: {CRASHES} other parts of this input could not be taken apart")


def processors() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1
