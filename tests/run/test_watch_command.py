"""The command `sayso watch`, as a process of its own: stopped in the middle, killed in the middle, and gone on with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watch_site import Answer, Site, page, title

from sayso.errors import StoreError
from sayso.store import open_store
from sayso.store.feeds import Feeds

PATIENCE = 90.0
"""Seconds that a test waits for what has to happen, on a busy machine."""


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "store.sqlite")


Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(db: str) -> Iterator[Started]:
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: str, database: str = db) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "sayso", "watch", *arguments, "--db", database, "--allow-private"]
        environment = os.environ | {"PYTHONUTF8": "1", "COLUMNS": "200"}
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment))
        return running[-1]

    yield run
    for one in running:
        if one.poll() is None:
            one.kill()
        one.communicate()


def until(happened: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def ended(process: subprocess.Popen[str], *, within: float = PATIENCE) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=within)
    return process.returncode, out, err


def titles(db: str) -> list[str]:
    """The titles of all articles and versions in a store."""
    with open_store(db) as store, store.reading() as connection:
        ids = [row[0] for row in connection.exec_driver_sql("select id from articles order by seq")]
        found = [store.article(one) for one in ids]
    return sorted(one.article.title or "" for one in found if one is not None)


def tally(db: str) -> dict[str, int]:
    try:
        with open_store(db, create=False, readonly=True) as store:
            return Feeds(store).tally()
    except StoreError:  # the other process is about to make it
        return {}


def test_one_round(site: Site, db: str, start: Started) -> None:
    site.publish({1: 9, 2: 9})
    status, out, err = ended(start(f"{site.url}/feed", "--once"))
    assert (status, err) == (0, "")
    assert "2 items, 2 new; 2 added" in out
    site.answers["/3"] = Answer(status=403)
    site.publish({1: 9, 2: 9, 3: 9}, path="/other")
    status, out, _ = ended(start(f"{site.url}/other", "--once"))
    assert status == 1
    assert "3 items, 1 new" in out
    assert "its server answers with 403" in out
    status, out, _ = ended(start("--status"))
    assert status == 0
    assert f"The Valley Post ({site.url}/feed): answered" in out
    assert "items: 2 taken, 1 wait" in out


def test_a_term_signal_ends_it_and_the_next_start_goes_on(site: Site, db: str, start: Started) -> None:
    site.publish(dict.fromkeys(range(1, 9), 9))
    process = start(f"{site.url}/feed")
    until(lambda: site.times("/3"))
    process.send_signal(signal.SIGTERM)
    status, out, err = ended(process, within=20.0)
    assert (status, err) == (0, "")
    before = tally(db)
    assert before["waiting"] >= 4
    fetched = {one: site.times(f"/{one}") for one in range(1, 9)}
    status, out, _ = ended(start("--once"))
    assert status == 0, out
    assert titles(db) == sorted(title(one) for one in range(1, 9))
    again = [one for one in range(1, 9) if fetched[one] and site.times(f"/{one}") > 1]
    assert len(again) <= 1, "at most the page in flight is fetched again"
    assert tally(db) == {"done": 8}
    assert site.times("/feed") == 1, "the feed is not due yet"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_while_a_server_hangs(site: Site, db: str, start: Started, number: signal.Signals) -> None:
    site.publish({1: 9})
    site.answers["/1"] = Answer(page(1), wait=25.0)
    process = start(f"{site.url}/feed")
    until(lambda: site.times("/1"))
    begun = time.monotonic()
    process.send_signal(number)
    status, _, err = ended(process)
    assert time.monotonic() - begun < 5
    assert (status, err) == (0, "")


def test_it_ends_at_once_between_two_rounds(site: Site, db: str, start: Started) -> None:
    site.publish({})
    process = start(f"{site.url}/feed")
    assert process.stdout is not None
    assert "1 feed asked, 0 not modified, 0 new items" in process.stdout.readline()
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert ended(process)[0] == 0
    assert time.monotonic() - begun < 5


def test_killed_at_any_moment_nothing_is_lost_and_nothing_twice(site: Site, db: str, start: Started) -> None:
    site.publish(dict.fromkeys(range(1, 11), 9))
    kills = 0
    for pages in (1, 4, 7):
        process = start(f"{site.url}/feed")
        until(lambda pages=pages, process=process: sum(bool(site.times(f"/{one}")) for one in range(1, 11)) >= pages or process.poll() is not None)
        time.sleep(0.1 * pages)
        process.kill()
        kills += 1
        ended(process)
    status, out, _ = ended(start("--once"))
    assert status == 0, out
    assert titles(db) == sorted(title(one) for one in range(1, 11))
    assert tally(db) == {"done": 10}
    assert sum(site.times(f"/{one}") for one in range(1, 11)) <= 10 + kills, "a kill costs the page in flight at most"


def test_it_goes_on_after_the_ledgers_were_not_counted(site: Site, db: str, start: Started) -> None:
    """Killed between an article and the ledger of its story, the next start counts it."""
    site.publish({1: 9, 2: 9})
    process = start(f"{site.url}/feed")
    until(lambda: tally(db).get("done"))
    process.kill()
    ended(process)
    assert ended(start("--once"))[0] == 0
    with open_store(db, readonly=True) as store:
        assert store.stale() == ()
        assert sum(len(one.articles) for one in store.export()) == 2


def test_what_cannot_be_watched_is_told(site: Site, db: str, start: Started, tmp_path: Path) -> None:
    (tmp_path / "feeds.txt").write_text("nothing here is an address\n", encoding="utf-8")
    (tmp_path / "feed.xml").write_text("<rss version='2.0'><channel><title>T</title></channel></rss>", encoding="utf-8")
    for arguments, reason in (
        ([], "no feeds"),
        ([str(tmp_path / "feeds.txt")], "not a list of addresses"),
        ([str(tmp_path / "feed.xml")], "give its address on the web"),
        ([str(tmp_path / "none.opml")], "no such file"),
        (["ftp://a.example/feed"], "http and https only"),
    ):
        status, out, err = ended(start(*arguments, "--once"))
        assert (status, out) == (2, ""), arguments
        assert reason in err, arguments
        assert "Traceback" not in err
