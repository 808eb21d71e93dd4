"""Questions to the web by several threads: hosts at the same time, each host one question after the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sayso.collect.fetch import Fetched, Web
from sayso.errors import InputError
from sayso.store.feed_records import host_of

Subject = TypeVar("Subject")

THREADS = 16
"""Hosts that are asked at the same time."""

AHEAD = 16
"""Answers that may wait to be looked at, each up to 20 MB, before no more questions are put."""

STEP = 0.2
"""Seconds after which it is seen that all is to stop."""


@dataclass(frozen=True, slots=True)
class Question(Generic[Subject]):
    """What is to be fetched, and for what; the marks are those of an earlier answer."""

    about: Subject
    url: str
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Reply(Generic[Subject]):
    """What came of a question."""

    about: Subject
    host: str
    answer: Fetched | InputError


class Asking(Generic[Subject]):
    """A number of threads that ask. They hold nothing but their question: when the program ends, they end with it, whatever they wait for."""

    def __init__(self, web: Web, *, threads: int = THREADS) -> None:
        self._web, self._most = web, threads
        self._changed = threading.Condition()
        self._waiting: dict[str, deque[Question[Subject]]] = {}
        self._busy: set[str] = set()
        self._replies: deque[Reply[Subject]] = deque()
        self._threads = 0
        self._closed = False

    def ask(self, questions: Sequence[Question[Subject]]) -> None:
        """Put questions; each host is asked them in this order."""
        with self._changed:
            for one in questions:
                self._waiting.setdefault(host_of(one.url), deque()).append(one)
            for _ in range(min(self._most, len(self._waiting)) - self._threads):
                threading.Thread(target=self._work, daemon=True).start()
                self._threads += 1
            self._changed.notify_all()

    def replies(self, stopped: Callable[[], bool]) -> Iterator[Reply[Subject]]:
        """What comes of all questions, as it comes, until the last one is answered or `stopped` says so.

        A host is asked its next question when the next reply is wanted: until then it can be dropped.
        """
        while not stopped():
            with self._changed:
                if not self._replies:
                    if not self._busy and not any(self._waiting.values()):
                        return
                    self._changed.wait(STEP)
                    continue
                reply = self._replies.popleft()
            yield reply
            with self._changed:
                self._busy.discard(reply.host)
                self._changed.notify_all()

    def drop(self, host: str) -> int:
        """Take back what a host has not been asked yet; how many questions that were."""
        with self._changed:
            return len(self._waiting.pop(host, ()))

    def close(self) -> None:
        """Put no further questions; what is being asked is left to its end, and nobody waits for it."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._free() is not None)
                host = self._free()
                if self._closed or host is None:
                    return
                question = self._waiting[host].popleft()
                if not self._waiting[host]:
                    del self._waiting[host]
                self._busy.add(host)
            answer = self._asked(question)
            with self._changed:
                self._replies.append(Reply(question.about, host, answer))
                self._changed.notify_all()

    def _free(self) -> str | None:
        """A host that has questions and is not being asked; none while too many answers wait."""
        if len(self._replies) >= AHEAD:
            return None
        return next((host for host in self._waiting if host not in self._busy), None)

    def _asked(self, question: Question[Subject]) -> Fetched | InputError:
        try:
            return self._web.fetch(question.url, etag=question.etag, modified=question.modified)
        except InputError as error:
            return error
        except Exception as error:  # a fault of a library, over some answer that nobody thought of, costs this question only
            return InputError(f"cannot be asked ({type(error).__name__})")
