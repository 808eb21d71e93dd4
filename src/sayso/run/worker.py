"""A worker process of the local engine: calls on its standard input, answers on what was its standard output, one after the other."""

from __future__ import annotations

import os
import signal
import sys
import threading
from queue import SimpleQueue

import msgspec

from sayso.collect.worker import receive, send
from sayso.run.engines import Answer, called


class Call(msgspec.Struct, frozen=True):
    """A function, by its name, and its packed task."""

    function: str
    task: bytes


def main() -> None:
    """Answer calls until the parent is gone, in the middle of one too: what is unfinished then would be done twice."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent, which gets it too, decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_take, args=(calls,), daemon=True).start()
    send(answers, Answer())
    while True:
        call = msgspec.msgpack.decode(calls.get(), type=Call)
        send(answers, called(call.function, call.task))


def _take(calls: SimpleQueue[bytes]) -> None:
    while (raw := receive(sys.stdin.buffer)) is not None:
        calls.put(raw)
    os._exit(0)
