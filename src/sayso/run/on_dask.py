"""The engine that maps tasks over the workers of a Dask cluster: one of this machine's own processes, or one that is running elsewhere.

What travels is the name of a function and packed tasks and answers (engines.py), never an article. Who is to blame for a worker's death
is found out by trying a suspect alone: Dask itself blames every task that the worker held.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

import msgspec

from sayso.errors import ExtraError
from sayso.run.engines import ATTEMPTS, WORKER, Answer, Done, Failed, Result, StoppedError, Task, Trouble, called, name_of, packed, result_of

CONNECT = 30.0
"""Seconds in which a scheduler has to answer; Dask's own limit for a connection."""
PATIENCE = 300.0
"""Seconds without a single worker after which the run stops. Workers of a batch system should be there before the run is."""
POLL = 2.0
"""Seconds between two looks at how many workers there are."""
AHEAD = 2
"""Tasks that a worker holds: the one that it is at, and the next, as an answer and a task need 10 to 20 ms for their way."""
LARGEST = 1 << 20
"""Bytes of a packed task or result: what is larger belongs into a file, of which the path is sent."""
SAME = ("distributed", "python")
"""What has to be of one version everywhere, with sayso, or the outputs, or the messages, would differ with the worker."""

CONFIG: dict[str, Any] = {
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.work-stealing-interval": "100ms",
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
    "distributed.nanny.pre-spawn-environ": {"MALLOC_TRIM_THRESHOLD_": 65536, **WORKER},
    "distributed.diagnostics.nvml": False,
    "distributed.deploy.lost-worker-timeout": "120s",
}
"""Of an own cluster. A death is reported at once, because the engine counts them. Nothing is spilled, because workers hold no results, and
none is paused: a worker that pauses above a limit, with nothing to give back, pauses for ever; it is ended and started anew instead. The task that
waits behind a long one goes to the first worker that has none, and not only when a second has passed."""


RESUME = "the same command again goes on where this one stopped"
KILLED = "it ended every worker that tried it: too little memory for it, most likely, or a crash"


@dataclass(frozen=True, slots=True)
class _Try:
    """A packed task on its way, and how often it was tried before."""

    task: Any
    raw: bytes
    before: int = 0


def answered(name: str, task: bytes) -> bytes:
    """In a worker: the packed Answer of the function of that name to a packed task."""
    return msgspec.msgpack.encode(called(name, task))


class DaskEngine:
    """Maps functions over tasks on Dask workers. Use as a context: an own cluster lives until it ends, one that was there before stays."""

    name = "dask"

    def __init__(
        self,
        *,
        scheduler: str | None = None,
        workers: int | None = None,
        memory: str | int = "auto",
        connect: float = CONNECT,
        patience: float = PATIENCE,
    ) -> None:
        """`scheduler`: address ("tcp://host:8786") or scheduler file of a running cluster; without, `workers` processes are started here,
        each with `memory` bytes ("auto": an equal share of the machine's). Raises ExtraError without distributed."""
        self._distributed: Any = _library("distributed")
        self._scheduler, self._memory = scheduler, memory
        self._connect, self._patience = connect, patience
        self._stack = ExitStack()
        self._client: Any = None
        self._cluster: Any = None
        self._wanted = workers or os.cpu_count() or 1
        self._looked, self._width = 0.0, 0

    @property
    def workers(self) -> int:
        """How many tasks are done at once: the threads of the workers that are there."""
        if time.monotonic() - self._looked > POLL:
            self._look()
        return max(self._width, 1)

    def __enter__(self) -> Self:
        """Starts or finds the cluster. Raises StoppedError where none answers, no worker is there, or one has another version."""
        try:
            self._stack.enter_context(_quiet())
            if self._scheduler is None:
                self._client = self._stack.enter_context(self._connected(self._own_cluster()))
            else:
                self._client = self._stack.enter_context(self._connected(self._scheduler))
            self._check()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends the connection, and an own cluster with it."""
        self._stack.close()

    def map(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Done[Task, Result] | Failed[Task]]:
        """Each task with its result, in any order, as they come; those that are suspected of ending their workers last, one by one.

        Raises StoppedError where no space is left, the scheduler is lost, or no worker has been there for `patience` seconds.
        """
        suspects: list[_Try] = []
        yield from self._tried(function, (_Try(task, packed(task)) for task in tasks), suspects)
        for suspect in suspects:
            yield from self._tried(function, (suspect,), None)

    def _tried(
        self, function: Callable[[Task], Result], tries: Iterable[_Try], suspects: list[_Try] | None
    ) -> Iterator[Done[Task, Result] | Failed[Task]]:
        """Tries with AHEAD times as many at once as there are threads. `suspects`: where those go that may have ended workers; None: they fail."""
        name, fresh, again = name_of(function), iter(tries), deque[_Try]()
        flying: dict[Any, _Try] = {}
        landed: SimpleQueue[Any] = SimpleQueue()
        try:
            while True:
                while len(flying) < AHEAD * self.workers and (one := again.popleft() if again else next(fresh, None)):
                    flying[self._launched(name, one, landed)] = one
                if not flying:
                    return
                future = self._next(landed)
                one = flying.pop(future)
                answer = self._answer(future)
                if answer is None:
                    again.append(one)
                elif isinstance(answer, Failed):
                    deaths = one.before + answer.attempts
                    if deaths < ATTEMPTS - 1:
                        again.append(_Try(one.task, one.raw, deaths))
                    elif suspects is not None:
                        suspects.append(_Try(one.task, one.raw, deaths))
                    else:
                        yield Failed(one.task, answer.reason, deaths)
                elif answer.trouble is None:
                    yield Done(one.task, result_of(function, answer.result))
                elif answer.trouble.stop:
                    raise StoppedError(answer.trouble.reason)
                elif answer.trouble.again and one.before + 1 < ATTEMPTS:
                    again.append(_Try(one.task, one.raw, one.before + 1))
                else:
                    yield Failed(one.task, answer.trouble.reason, one.before + 1)
        finally:
            if flying:
                with suppress(Exception):
                    self._client.cancel(list(flying), force=True)

    def _launched(self, name: str, one: _Try, landed: SimpleQueue[Any]) -> Any:
        if len(one.raw) > LARGEST:
            raise StoppedError(f"a task of {len(one.raw)} bytes for {name}: only paths and small values are sent to workers")
        future = self._client.submit(answered, name, one.raw, pure=False, key=None)
        future.add_done_callback(landed.put)
        return future

    def _next(self, landed: SimpleQueue[Any]) -> Any:
        """The next future that is finished. Raises StoppedError after `patience` seconds without a worker."""
        since = None
        while True:
            with suppress(Empty):
                return landed.get(timeout=POLL)
            self._look()
            since = None if self._width else since or time.monotonic()
            if since is not None and time.monotonic() - since > self._patience:
                raise StoppedError(f"no Dask worker has been left for {self._patience:.0f} seconds: {RESUME}")

    def _look(self) -> None:
        """Counts the threads that are there. An own cluster is filled up: Dask gives a worker up that dies while it starts."""
        with suppress(Exception):  # no answer for now; what is flying is told so, and is looked after there
            self._width = sum(self._client.nthreads().values())
            if self._cluster is not None and self._width < self._wanted:
                self._cluster.scale(self._wanted)
        self._looked = time.monotonic()

    def _answer(self, future: Any) -> Answer | Failed[None] | None:
        """What a worker answered; Failed with the number of deaths, if it died; None, if the connection was lost and is there again."""
        try:
            return msgspec.msgpack.decode(future.result(timeout=self._connect), type=Answer)
        except self._distributed.KilledWorker as error:
            return Failed(None, KILLED, error.allowed_failures + 1)
        except (CancelledError, self._distributed.CancelledError, TimeoutError, OSError):
            self._wait_for_scheduler()
            return None
        except Exception as error:  # a worker that cannot even find the function, or cannot unpack it
            return Answer(trouble=Trouble(f"{type(error).__name__}: {' '.join(str(error).split())[:200]}", again=True))

    def _wait_for_scheduler(self) -> None:
        until = time.monotonic() + self._connect
        while time.monotonic() < until:
            if self._client.status == "running":
                return
            time.sleep(0.1)
        raise StoppedError(f"the Dask scheduler at {self._place} is gone: {RESUME}")

    def _own_cluster(self) -> Any:
        """Worker processes of this machine, their scratch folder gone with them."""
        scratch = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="sayso-dask-", ignore_cleanup_errors=True))
        self._stack.enter_context(_library("dask.config").set({**CONFIG, "temporary-directory": scratch}))
        try:
            cluster = self._distributed.LocalCluster(
                n_workers=self._wanted,
                threads_per_worker=1,
                processes=True,
                memory_limit=self._memory,
                local_directory=scratch,
                silence_logs=logging.CRITICAL,
                dashboard_address=None,
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            )
        except (OSError, RuntimeError, ValueError) as error:
            raise StoppedError(f"no Dask workers can be started here: {_line(error)}") from error
        self._cluster = self._stack.enter_context(cluster)
        return self._cluster

    def _connected(self, to: Any) -> Any:
        """A client of a cluster, an address, or a scheduler file."""
        file = {"scheduler_file": to} if isinstance(to, str) and "://" not in to and os.path.isfile(to) else {"address": to}
        client = object.__new__(self._distributed.Client)
        try:
            client.__init__(**file, timeout=self._connect, set_as_default=False, name="sayso")
        except Exception as error:  # what answers there may be no scheduler, and make Dask stumble in any way, even over memory
            client.status = "closed"  # or it says good-bye when it is forgotten, at any time, and may wait for ever
            raise StoppedError(f"no Dask scheduler answers at {self._place} within {self._connect:.0f} seconds: {_line(error)}") from error
        return client

    @property
    def _place(self) -> str:
        return self._scheduler or "this machine"

    def _check(self) -> None:
        """Raises StoppedError unless there is a worker, and all have this version of sayso and one thread."""
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
            found = self._client.get_versions()
            ours = self._client.run(version_here, on_error="return")
            threads = self._client.nthreads()
        except TimeoutError:
            raise StoppedError(f"no worker has joined the Dask scheduler at {self._place} within {self._patience:.0f} seconds") from None
        except OSError as error:
            raise StoppedError(f"the Dask scheduler at {self._place} does not say which workers it has: {_line(error)}") from error
        here = found["client"]
        for place, there in [("the scheduler", found["scheduler"]), *sorted(found["workers"].items())]:
            for package in SAME:
                _same(place, package, _version(there, package), _version(here, package))
        for place, version in sorted(ours.items()):
            _same(place, "sayso", "" if "No module named" in str(version) else str(version), version_here())
        wide = sorted(place for place, count in threads.items() if count > 1)
        if wide:
            raise StoppedError(f"the worker {wide[0]} runs {threads[wide[0]]} threads, but a model is for one: start workers with --nthreads 1")


def version_here() -> str:
    """The version of sayso in this process, which may be a worker."""
    from sayso import __version__

    return __version__


def _version(told: dict[str, Any], package: str) -> str:
    """The version that a node tells; of Python, major and minor: a patch changes neither messages nor what letters are."""
    version = str(told["packages"].get(package) or "")
    return ".".join(version.split(".")[:2]) if package == "python" else version


def _same(place: str, package: str, there: str, here: str) -> None:
    if there == here:
        return
    if not there:
        raise StoppedError(f"{place} has no {package}: install {package} {here} there")
    raise StoppedError(f"{place} has {package} {there}, and here it is {here}: the versions must be the same")


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the log of distributed, which tells of each worker that comes or goes; what sayso has to say comes as Failed or an error."""
    loggers = [
        logging.getLogger(name) for name in ("distributed", "distributed.client", "distributed.nanny", "distributed.core", "tornado.application")
    ]
    levels = [logger.level for logger in loggers]
    environment = {name: os.environ.get(name) for name in CONFIG["distributed.nanny.pre-spawn-environ"]}
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="distributed")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        for name, value in environment.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _line(error: BaseException) -> str:
    """An error on one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise ExtraError("distributed is not installed: pip install 'sayso[dask]'") from None
