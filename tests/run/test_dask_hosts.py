"""The Dask engine over several hosts: network namespaces with a bridge between them, one of which is cut off while it works.

A namespace is a host as far as the network goes: its own interface, its own address, no way to the others but the bridge. Making one needs
root and Linux; where that is not allowed, the tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import pytest

pytest.importorskip("distributed")

ROOT = Path(__file__).resolve().parents[2]
COUNT = 40
PORT = 8786

JOB = """
import sys, time
from sayso.run.engines import Done
from sayso.run.on_dask import DaskEngine
from tests.run.chores import Chore, square
with DaskEngine(scheduler=sys.argv[1], patience=60.0) as engine:
    while engine.workers < 2:
        time.sleep(0.2)
    print("workers", engine.workers, flush=True)
    for one in engine.map(square, [Chore(number, sys.argv[2], 0.4) for number in range(int(sys.argv[3]))]):
        print("done" if isinstance(one, Done) else "failed", one.task.number, flush=True)
"""

QUICK = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
}
"""What lets a test see in seconds what takes half a minute otherwise: that a host does not answer any more."""


def ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, capture_output=True)


class Hosts:
    """Namespaces on a bridge. All their names begin with one of this process, so that they can be found and removed."""

    def __init__(self, count: int) -> None:
        self.mark = f"s{os.getpid() % 100_000:05}"
        self.bridge = f"{self.mark}b"
        self.names = [f"{self.mark}h{at}" for at in range(count)]

    def make(self) -> None:
        ip("netns", "add", f"{self.mark}n")
        ip("-n", f"{self.mark}n", "link", "add", self.bridge, "type", "bridge")
        ip("-n", f"{self.mark}n", "link", "set", self.bridge, "up")
        for at, name in enumerate(self.names):
            ip("netns", "add", name)
            ip("link", "add", f"{name}v", "netns", f"{self.mark}n", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("-n", f"{self.mark}n", "link", "set", f"{name}v", "master", self.bridge, "up")
            ip("-n", name, "address", "add", f"{self.address(at)}/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")
            ip("-n", name, "link", "set", "lo", "up")

    def address(self, at: int) -> str:
        return f"10.203.77.{at + 1}"

    def cut_off(self, at: int) -> None:
        ip("-n", self.names[at], "link", "set", "eth0", "down")

    def inside(self, at: int, *words: str, output: int = subprocess.DEVNULL, errors: int | IO[str] = subprocess.DEVNULL) -> subprocess.Popen[str]:
        environment = {**os.environ, **QUICK, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))}
        command = ["ip", "netns", "exec", self.names[at], sys.executable, *words]
        return subprocess.Popen(command, env=environment, stdout=output, stderr=errors, text=True)

    def remove(self) -> None:
        for name in (*self.names, f"{self.mark}n"):
            ip("netns", "delete", name, check=False)


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    if shutil.which("ip") is None:
        pytest.skip("no ip command: hosts cannot be made")
    made = Hosts(3)
    try:
        try:
            made.make()
        except (subprocess.CalledProcessError, PermissionError) as error:
            told = getattr(error, "stderr", b"") or b""
            pytest.skip(f"network namespaces cannot be made here: {told.decode(errors='replace').strip() or error}")
        yield made
    finally:
        made.remove()


@pytest.fixture
def cluster(hosts: Hosts, tmp_path: Path) -> Iterator[Hosts]:
    """A scheduler on host 0, a worker with a nanny on hosts 1 and 2."""
    address = f"tcp://{hosts.address(0)}:{PORT}"
    with ExitStack() as stack:
        scheduler = ("distributed.cli.dask_scheduler", "--host", hosts.address(0), "--port", str(PORT), "--no-dashboard")
        stack.callback(ended, hosts.inside(0, "-m", *scheduler))
        for at in (1, 2):
            folder = tmp_path / f"host{at}"
            folder.mkdir()
            words = ("distributed.cli.dask_worker", address, "--host", hosts.address(at), "--nthreads", "1", "--no-dashboard")
            stack.callback(ended, hosts.inside(at, "-m", *words, "--memory-limit", "0", "--local-directory", str(folder)))
        yield hosts


def ended(child: subprocess.Popen[str]) -> None:
    child.terminate()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


@pytest.mark.parametrize("cut", [False, True], ids=["undisturbed", "a host is cut off"])
def test_the_job_finishes_with_the_same_outputs(cluster: Hosts, tmp_path: Path, cut: bool) -> None:
    out = tmp_path / "out"
    out.mkdir()
    words = ("-c", JOB, f"tcp://{cluster.address(0)}:{PORT}", str(out), str(COUNT))
    told = []
    with open(tmp_path / "errors", "w+", encoding="utf8") as errors:
        job = cluster.inside(0, *words, output=subprocess.PIPE, errors=errors)
        assert job.stdout is not None
        try:
            for line in job.stdout:
                told.append(line.split())
                if cut and len(told) == 8:
                    cluster.cut_off(2)
            assert job.wait(120) == 0, (tmp_path / "errors").read_text(encoding="utf8")[-2000:]
        finally:
            ended(job)
    done = sorted(int(number) for what, number in told[1:] if what == "done")
    assert done == list(range(COUNT))
    assert {path.name: path.read_text(encoding="utf8") for path in out.glob("*.txt")} == {f"{n}.txt": str(n**2) for n in range(COUNT)}
