"""`sayso serve`: where it listens, what it asks for, how it begins and ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from sayso.cli.serve import serve
from sayso.errors import InputError
from sayso.web import server
from web.conftest import EXTRA, TOKEN

COMMAND = "import sys, typer; from sayso.cli.serve import serve; app = typer.Typer(); app.command()(serve); app(args=sys.argv[1:])"
PATIENCE = 60
"""Seconds in which it has begun, or ended, on a busy machine."""

with_extra = pytest.mark.skipif(not all(map(find_spec, EXTRA)), reason="the extra is not installed: pip install 'sayso[web]'")

app = typer.Typer()
app.command()(serve)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1.2.3", "::1"])
def test_loopback_needs_no_token(host: str) -> None:
    try:
        opened = server.bound(host, 0, token=None)
    except InputError as error:
        pytest.skip(f"no such address here: {error}")
    with opened:
        assert server.loopback(opened.getsockname()[0])
        assert re.fullmatch(r"http://(127\.\d+\.\d+\.\d+|\[::1\]):\d+/", server.url(opened))


@pytest.mark.parametrize("host", ["0.0.0.0", "", "0", "::", "10.1.2.3", "::ffff:127.0.0.1"])
def test_beyond_this_machine_only_with_a_token(host: str) -> None:
    with pytest.raises(InputError, match=r"--token|cannot listen"):
        server.bound(host, 0, token=None).close()


def test_everywhere_with_a_token() -> None:
    with server.bound("0.0.0.0", 0, token=TOKEN) as opened:
        assert opened.getsockname()[0] == "0.0.0.0"
        assert server.url(opened).startswith("http://localhost:")


@pytest.mark.parametrize("token", ["", "short", "x" * 15, " " + "x" * 20, "x" * 20 + "\n", "x" * 10 + "\x00" + "x" * 10])
def test_a_token_is_no_word(token: str) -> None:
    with pytest.raises(InputError, match="16 printable characters"):
        server.bound("127.0.0.1", 0, token=token).close()


def test_a_port_that_is_taken() -> None:
    taken = r"cannot listen on 127\.0\.0\.1 port \d+: address already in use"
    with server.bound("127.0.0.1", 0, token=None) as opened, pytest.raises(InputError, match=taken):
        server.bound("127.0.0.1", opened.getsockname()[1], token=None).close()


@with_extra
@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["no-such-folder"], "cannot serve no-such-folder: no such file or folder"),
     ([".", "--host", "0.0.0.0"], "needs --token TOKEN (or SAYSO_TOKEN)"),
     ([".", "--token", "short"], "a token has 16"), ([".", "--host", "no.such.host.invalid"], "cannot listen on no.such.host.invalid")],
)  # fmt: skip
def test_what_cannot_be_served_ends_with_one_line(arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_TOKEN", raising=False)
    done = CliRunner().invoke(app, [*arguments, *([] if "--port" in arguments else ["--port", "0"])])
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name in ("fastapi", "uvicorn") else real(name, *rest) or name)
    done = CliRunner().invoke(app, [str(tmp_path)])
    assert (done.exit_code, done.stderr) == (2, "sayso: fastapi and uvicorn are not installed: pip install 'sayso[web]'\n")


def test_the_command_loads_no_web_library_before_it_serves() -> None:
    heavy = ("fastapi", "starlette", "uvicorn", "jinja2")
    asks = f"import sys, sayso.cli.serve, sayso.web.server, sayso.web.folder; print(*[name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.fixture
def running(folder: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], str]]]:
    begun: list[subprocess.Popen[str]] = []

    def begin(**environment: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-c", COMMAND, str(folder), "--port", "0"]
        kept = {name: value for name, value in os.environ.items() if name != "SAYSO_TOKEN"}
        one = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**kept, "PYTHONUTF8": "1", **environment})
        begun.append(one)
        assert one.stdout is not None
        said = one.stdout.readline()
        found = re.fullmatch(r"3 stories of .* at (http://127\.0\.0\.1:\d+/) \(Ctrl\+C ends\)\n", said)
        assert found, said
        return one, found[1]

    yield begin
    for one in begun:
        one.kill()
        one.communicate(timeout=PATIENCE)


def got(url: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@with_extra
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_ended(running: Callable[..., tuple[subprocess.Popen[str], str]], end: signal.Signals) -> None:
    process, url = running()
    assert json.loads(got(f"{url}health")[1]) == {"status": "ok"}
    assert b"Flood in the Tern valley" in got(url)[1]
    assert got(url, host="evil.example")[0] == 400
    process.send_signal(end)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
    assert "Traceback" not in said
    assert said.startswith("sayso: skipped bridge.json: in/photo.jpg: a JPEG image\nsayso: skipped cut.json: not sayso.ledgers/1")


@with_extra
def test_the_token_may_come_from_the_environment(running: Callable[..., tuple[subprocess.Popen[str], str]]) -> None:
    _, url = running(SAYSO_TOKEN=TOKEN)
    assert got(f"{url}api/stories")[0] == 401
    assert got(f"{url}api/stories", authorization=f"Bearer {TOKEN}")[0] == 200
