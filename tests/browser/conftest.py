"""A real Chromium for the tests of the page; where playwright or Chromium is missing, they are skipped and say so."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sayso.data import Ledgers
from sayso.show.html import ledgers_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
AXE = "axe-core@4.14.1"
"""The accessibility rules of Deque, as npm has them; only for tests."""
PATIENCE = 120
"""Seconds that npm may take."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=program, args=arguments)
        yield opened
        opened.close()


class Opened:
    """A page in the browser, with all that it complained of and asked for."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.address = path.as_uri()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.failed: dict[str, str | None] = {}
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", lambda request: self.failed.update({request.url: request.failure}))
        page.goto(self.address)

    def count(self, selector: str) -> int:
        """How many elements that fit are to be seen."""
        return sum(one.is_visible() for one in self.page.query_selector_all(selector))


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Writes ledgers as a page, opens it at a size and in a colour scheme; at the end, it must have kept quiet and asked for nothing else."""
    made: list[Opened] = []

    def show(told: Ledgers, *, width: int = 1600, height: int = 900, fragment: str = "", **options: Any) -> Opened:
        path = tmp_path / f"page{len(made)}.html"
        path.write_text(ledgers_html(told, version="0"), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        made.append(Opened(context.new_page(), path))
        if fragment:
            made[-1].page.goto(f"{made[-1].address}#{fragment}")
            made[-1].page.reload()
        return made[-1]

    yield show
    for one in made:
        one.page.context.close()
    assert [one.complaints for one in made if one.complaints] == []
    assert [url for one in made for url in one.requests if url.split("#")[0] != one.address and not url.startswith("blob:")] == []


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core."""
    inside = Path("node_modules") / "axe-core" / "axe.min.js"
    home = next((folder for folder in Path(__file__).resolve().parents if (folder / inside).is_file()), None)
    if home is None:
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is missing, and with it axe-core")
        home = tmp_path_factory.mktemp("axe")
        command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(home), AXE]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        except (subprocess.SubprocessError, OSError) as error:
            pytest.skip(f"npm could not fetch {AXE}: {error}")
    return (home / inside).read_text(encoding="utf-8")
