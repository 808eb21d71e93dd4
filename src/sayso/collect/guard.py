"""The parent's side of the child process that takes documents apart: starts it, gives it jobs, ends it when it takes too long."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import msgspec

from sayso.collect.facts import Found, Passed
from sayso.collect.limits import CPU_SECONDS, WALL_SECONDS
from sayso.collect.worker import BROKEN, Answer, End, Job, Refusal, receive, send

START = "import sys; sys.path[:] = sys.argv[1:]; from sayso.collect.worker import main; main()"
"""What the child runs: with this process' import path, and without the current folder, where a file might bear a library's name."""

ANSWER: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


class Guard:
    """One child process, started with the first job and again after one that it did not survive. Use as a context."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self.crashes = 0

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, job: Job) -> Iterator[Found | Passed]:
        """The reports of a document, and what of it is none; if its parser breaks down or takes too long, that is the last answer."""
        child = self._started()
        done = False
        try:
            assert child.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                send(child.stdin, job)
            while not done:
                answer = self._answer(child)
                if answer is None:
                    yield Passed("", self._death(child))
                    break
                if isinstance(answer, End):
                    done = not answer.worn
                    break
                yield (
                    Passed(answer.place, answer.reason)
                    if isinstance(answer, Refusal)
                    else Found(answer.text, answer.facts, answer.place, answer.seen)
                )
        finally:
            if not done:
                self.close()

    def close(self) -> None:
        """End the child, whatever it does."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            command = [sys.executable, "-P", "-c", START, *filter(None, sys.path)]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return self._child

    def _answer(self, child: subprocess.Popen[bytes]) -> Answer | None:
        """The child's next answer; None if it died, or had to be ended by the clock."""
        assert child.stdout is not None
        clock = threading.Timer(WALL_SECONDS, child.kill)
        clock.daemon = True
        clock.start()
        try:
            raw = receive(child.stdout)
            return None if raw is None else ANSWER.decode(raw)
        except msgspec.DecodeError:
            return None
        finally:
            clock.cancel()

    def _death(self, child: subprocess.Popen[bytes]) -> str:
        """Why the child is no more."""
        self.crashes += 1
        child.kill() if child.poll() is None else None
        status = child.wait()
        if status in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)):
            return f"takes longer than {CPU_SECONDS} seconds to take apart, which no report does"
        return BROKEN
