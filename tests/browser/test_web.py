"""The app of `sayso serve` in a real Chromium: live search, the way through its pages, colours, the way in, hostile ledgers, small screens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from show.made import ledger
from show.soiled import HOSTILE, soiled
from store.search.putting import put
from web.conftest import TOKEN, bridge, flood, inquiry, written
from web.test_stored import stories

from sayso.store import Store, open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

if not all(map(find_spec, ("fastapi", "jinja2", "uvicorn"))):
    pytest.skip("the extra is not installed: pip install 'sayso[web]'", allow_module_level=True)

COMMAND = "import sys, typer; from sayso.cli.serve import serve; app = typer.Typer(); app.command()(serve); app(args=sys.argv[1:])"
PATIENCE = 30
"""Seconds in which the server has ended."""
PAGES = ("/", "/?q=bridge", "/?q=nothing+at+all", "/witnesses", "/witness/Ada Lund", "/witness/Mara Oduya", "/story/t1", "/about", "/nope")
IN_VIEW = "node => { const box = node.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"


def serving(*arguments: str | Path, **environment: str) -> Iterator[str]:
    """The address of a server over a folder, or over what other `arguments` say, ended afterwards."""
    kept = {name: value for name, value in os.environ.items() if name != "SAYSO_TOKEN"}
    command = [sys.executable, "-c", COMMAND, *map(str, arguments), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**kept, **environment}) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, "it has not begun"
        yield found[0].rstrip("/")
        process.terminate()
        process.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """Three stories; asked for the browser first, so that without one nothing is begun."""
    root = tmp_path_factory.mktemp("ledgers")
    written(root / "bridge.json", bridge(), inquiry())
    written(root / "flood.json", flood())
    (root / "cut.json").write_text("{")
    yield from serving(root)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    root = tmp_path_factory.mktemp("guarded")
    written(root / "bridge.json", bridge())
    yield from serving(root, SAYSO_TOKEN=TOKEN)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    root = tmp_path_factory.mktemp("hostile")
    bad = replace(soiled(ledger(), HOSTILE.replace("\ud800", "")), first="2024-03-02", last="2024-03-04")
    written(root / "bad.json", bad, replace(bad, id="t2"))
    (root / "<img src=x onerror=alert(1)>.json").write_text("{")
    yield from serving(root)


@pytest.fixture
def store(tmp_path: Path, browser: Browser) -> Iterator[Store]:
    """A store without a story."""
    with open_store(tmp_path / "news.sqlite") as opened:
        yield opened


@pytest.fixture
def over_store(store: Store) -> Iterator[str]:
    yield from serving("--db", store.place)


class Visit:
    """Opens pages; `complaints` are what they said to the console."""

    def __init__(self, opened: Callable[..., Page], complaints: list[str]) -> None:
        self._opened = opened
        self.complaints = complaints

    def __call__(self, base: str, path: str = "/", **options: Any) -> Page:
        return self._opened(base, path, **options)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a page of a server; at the end it must have kept quiet, and asked nobody else for anything."""
    made: list[tuple[str, Page]] = []
    complaints: list[str] = []
    requests: list[str] = []

    def opened(base: str, path: str = "/", *, width: int = 1600, height: int = 900, **options: Any) -> Page:
        page = browser.new_context(viewport={"width": width, "height": height}, **options).new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: requests.append(request.url))
        made.append((base, page))
        page.goto(base + path)
        return page

    yield Visit(opened, complaints)
    for _, page in made:
        page.context.close()
    assert [one for one in complaints if "404 (Not Found)" not in one and "401 (Unauthorized)" not in one] == []
    assert [url for url in requests if not any(url.startswith(base) for base, _ in made)] == []


def titles(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(".entries h2", "nodes => nodes.map(node => node.textContent)")
    return found


def test_search_as_one_types(visit: Visit, served: str) -> None:
    page = visit(served)
    assert len(titles(page)) == 3
    loads: list[str] = []
    page.on("load", lambda _: loads.append("load"))
    page.click("#q")
    page.keyboard.type("pier hit")
    page.locator("#told:has-text('2 claims in 2 stories.')").wait_for()
    assert titles(page) == [inquiry().title, bridge().title]
    assert page.evaluate("document.activeElement.id") == "q", "one goes on typing"
    assert page.url == f"{served}/?q=pier+hit"
    page.fill("#q", "no such words")
    page.locator("#results:has-text('Nothing fits.')").wait_for()
    page.fill("#q", "")
    page.locator("#told:has-text('3 stories.')").wait_for()
    assert loads == [], "none of it was a new page"


def test_from_a_search_to_the_claim_and_its_words_and_back(visit: Visit, served: str) -> None:
    page = visit(served, "/?q=pier+hit", height=700)
    page.click(".entries li:nth-child(2) .hits a")
    page.wait_for_url(f"{served}/story/t1#t1-c2")
    assert page.eval_on_selector("#t1-c2 h5", IN_VIEW)
    page.click("#t1-c2 .places .at")
    assert page.inner_text(".text .c.now").startswith("The Aurora hit the third pier")
    page.select_option("#kind", "disputed")
    assert page.inner_text("#found") == "2 of 6 claims"
    page.go_back()
    page.go_back()
    page.wait_for_url(f"{served}/?q=pier+hit")
    assert len(titles(page)) == 2


def test_from_a_story_to_a_person_and_another_story(visit: Visit, served: str) -> None:
    page = visit(served, "/story/t1")
    page.click(".across a:has-text('Ada Lund')")
    page.locator("h1:text-is('Ada Lund')").wait_for()
    page.click("#alone-h ~ .hits a >> nth=0")
    page.wait_for_url(f"{served}/story/t2#t1-c2")
    assert page.inner_text("#t1-c2 .t") == "The ship hit a pier of the bridge"


def test_a_store_that_is_written_meanwhile(visit: Visit, store: Store, over_store: str) -> None:
    page = visit(over_store)
    assert page.inner_text("#told") == "No stories."
    assert page.inner_text("#results code") == "sayso add REPORTS --db STORE"
    first, later, *_ = stories()
    first, later = put(store, first), put(store, later)
    page.reload()
    assert titles(page) == [later.title, first.title]
    page.click("#q")
    page.keyboard.type("pier hit")
    page.locator("#told:has-text('2 claims in 2 stories.')").wait_for()
    page.click(".entries li:nth-child(2) .hits a")
    page.wait_for_url(f"{over_store}/story/{first.id}#t1-c2")
    assert page.eval_on_selector("#t1-c2 h5", IN_VIEW)
    page.click(".across a:has-text('Ada Lund')")
    page.locator("h1:text-is('Ada Lund')").wait_for()
    page.click(f"#time-h ~ div a[href='/story/{later.id}']")
    page.wait_for_url(f"{over_store}/story/{later.id}")
    voice = page.get_attribute(".across a:has-text('Ada Lund')", "href")
    for path in ("/", "/?q=bridge", "/witnesses", voice, f"/story/{first.id}"):
        page.goto(f"{over_store}{path}")
        for width in (320, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_names_are_found_as_one_types(visit: Visit, served: str) -> None:
    page = visit(served, "/witnesses")
    page.fill("#q", "LUND")
    page.locator("#told:has-text('1 name.')").wait_for()
    page.click("tbody a")
    page.locator("h1:text-is('Ada Lund')").wait_for()


def test_it_works_without_a_script(visit: Visit, served: str) -> None:
    page = visit(served, java_script_enabled=False)
    page.fill("#q", "pier hit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=pier+hit")
    assert titles(page) == [inquiry().title, bridge().title]
    assert not page.is_visible("#theme")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_choice_of_colours_holds_on_every_page(visit: Visit, served: str, scheme: str) -> None:
    page = visit(served, color_scheme=scheme)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    before = page.evaluate(ground)
    assert (sum(int(part) for part in before.strip("rgb()").split(",")) < 200) == (scheme == "dark")
    page.click("#theme")
    after = page.evaluate(ground)
    assert after != before
    for path in ("/witnesses", "/story/t1"):
        page.goto(served + path)
        assert page.evaluate(ground) == after
        assert page.get_attribute("#theme", "aria-pressed") == str(scheme == "light").lower()


def test_the_keyboard_is_enough(visit: Visit, served: str) -> None:
    page = visit(served)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/many")


def test_the_way_in(visit: Visit, guarded: str) -> None:
    page = visit(guarded, "/story/t1#t1-c2")
    assert page.inner_text("h1") == "Token"
    page.fill("#token", "not the token at all")
    page.keyboard.press("Enter")
    page.locator("#wrong").wait_for()
    page.fill("#token", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/t1*")
    assert page.inner_text("h2 >> nth=0") == bridge().title
    assert page.evaluate("document.cookie") == "", "no script sees the cookie"


def test_hostile_ledgers_stay_text(visit: Visit, hostile: str) -> None:
    page = visit(hostile)
    paths = page.eval_on_selector_all(".entries a", "links => links.map(link => link.getAttribute('href'))")
    page.goto(f"{hostile}/witnesses")
    paths += page.eval_on_selector_all("tbody a", "links => links.map(link => link.getAttribute('href'))")
    assert len(paths) > 8
    for path in ("/", *paths[:10], "/?q=%3Cimg%20src=x%20onerror=alert(1)%3E", "/?q=alert"):
        page.goto(hostile + path)
        assert page.evaluate("document.querySelectorAll('img, iframe, script:not([src])').length") == 0
    page.goto(hostile)
    page.fill("#q", "<script>alert(1)")
    page.locator(".entries mark >> nth=0").wait_for()
    assert page.evaluate("document.querySelectorAll('img, iframe, script:not([src])').length") == 0


def test_the_policy_lets_nothing_in(visit: Visit, served: str) -> None:
    page = visit(served)
    stopped = page.evaluate(
        """async () => { const stopped = []; document.addEventListener("securitypolicyviolation", event => stopped.push(event.effectiveDirective));
        const script = document.createElement("script"); script.textContent = "window.ran = 1"; document.body.append(script);
        const styled = document.createElement("p"); styled.setAttribute("style", "color: red"); document.body.append(styled);
        const button = document.createElement("button"); button.setAttribute("onclick", "window.ran = 1");
        document.body.append(button); button.click();
        await new Promise(done => setTimeout(done, 100)); return stopped; }"""
    )
    assert {"script-src-elem", "style-src-attr", "script-src-attr"} == set(stopped)
    assert page.evaluate("window.ran") is None
    visit.complaints.clear()


@pytest.mark.parametrize("width", [320, 375, 768, 1024, 1600])
def test_nothing_hangs_over(visit: Visit, served: str, width: int) -> None:
    page = visit(served, width=width)
    for path in PAGES:
        page.goto(served + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1600])
def test_axe_finds_nothing_serious(visit: Visit, served: str, guarded: str, axe: str, width: int, scheme: str) -> None:
    found = []
    for base, paths in ((served, PAGES), (guarded, ("/login?wrong=1",))):
        page = visit(base, "/about", width=width, color_scheme=scheme)
        for path in paths:
            page.goto(base + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            page.evaluate(axe)
            told = page.evaluate("async () => (await axe.run()).violations.map(one => [one.impact, one.id, one.nodes.map(node => node.html)])")
            found += [(path, one) for one in told if one[0] in ("serious", "critical")]
    assert found == []
