"""Where a function is mapped over tasks: what every engine does, and how a task and its result travel.

A function is a module's own, of one argument; the annotations of the argument and of the result say how both become MessagePack and back,
so that nothing but small values crosses a process: paths and numbers, never articles.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar, get_type_hints

import msgspec

from sayso.errors import SaysoError

Task = TypeVar("Task")
Result = TypeVar("Result")

ATTEMPTS = 3
"""Times a task is tried that fails or takes its worker with it: a machine's trouble rarely comes thrice at one place, a poisoned input does."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""What the system says where nothing more can be written: no other task will fare better."""

LONGEST_REASON = 300
"""Characters of an error's text that are told."""

WORKER = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ARROW_IO_THREADS": "1",
}
"""Environment of a worker process: one thread each, as there is one worker a core."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Task, Result]):
    """A task and what came of it."""

    task: Task
    result: Result


@dataclass(frozen=True, slots=True)
class Failed(Generic[Task]):
    """A task that was given up: why, in words for the user, and how often it was tried."""

    task: Task
    reason: str
    attempts: int


class StoppedError(SaysoError):
    """What ends a whole run, not only a task: no space is left, or no worker can be started."""


class Engine(Protocol):
    """Maps functions over tasks in worker processes. Use as a context; workers live until it ends."""

    @property
    def name(self) -> str:
        """What --engine calls it."""

    @property
    def workers(self) -> int:
        """How many tasks are done at once."""

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Done[Task, Result] | Failed[Task]]:
        """Each task with its result, in any order, as they come.

        A SaysoError that `function` raises fails its task at once; any other error, and the death of the worker, after ATTEMPTS. Raises
        StoppedError where going on makes no sense: no space is left, or no worker can be started.
        """

    def __enter__(self) -> Self:
        """Starts it."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends its workers, whatever they do."""


class Trouble(msgspec.Struct, frozen=True):
    """Why a function gave no result; `again`: another attempt may; `stop`: none will, for no task."""

    reason: str
    again: bool = False
    stop: bool = False


class Answer(msgspec.Struct, frozen=True):
    """What a worker sends back: a packed result, or trouble."""

    result: bytes = b""
    trouble: Trouble | None = None


def name_of(function: Callable[..., Any]) -> str:
    """The name by which another process finds `function`: "module:name"."""
    return f"{function.__module__}:{function.__qualname__}"


def called(name: str, task: bytes) -> Answer:
    """In a worker: the function of that name, called with the packed task; whatever goes wrong is an answer too."""
    try:
        function = _found(name)
        taken, _ = _kinds(name)
        return Answer(msgspec.msgpack.encode(function(msgspec.msgpack.decode(task, type=taken))))
    except StoppedError as error:
        return Answer(trouble=Trouble(str(error), stop=True))
    except SaysoError as error:
        return Answer(trouble=Trouble(str(error)))
    except OSError as error:
        return Answer(trouble=Trouble(_told(error), again=True, stop=error.errno in FULL))
    except Exception as error:  # a fault of any kind is this task's, and the run goes on
        said = str(error).splitlines()[:1]
        return Answer(trouble=Trouble(": ".join([type(error).__name__, *said])[:LONGEST_REASON], again=True))


def packed(task: object) -> bytes:
    """A task as bytes."""
    return msgspec.msgpack.encode(task)


def result_of(function: Callable[[Any], Result], raw: bytes) -> Result:
    """The result that `raw` holds, of the kind that `function` gives."""
    found: Result = msgspec.msgpack.decode(raw, type=get_type_hints(function)["return"])
    return found


@cache
def _found(name: str) -> Callable[[Any], Any]:
    module, _, function = name.partition(":")
    found: Callable[[Any], Any] = getattr(import_module(module), function)
    return found


@cache
def _kinds(name: str) -> tuple[Any, Any]:
    """The types of a function's argument and of its result."""
    hints = get_type_hints(_found(name))
    result = hints.pop("return")
    return next(iter(hints.values())), result


def _told(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return where + (error.strerror or type(error).__name__).lower()
