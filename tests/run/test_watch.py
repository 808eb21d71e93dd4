"""Feeds that are watched: what is new comes in, what has changed comes in again, and whatever fails is borne."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from watch_site import Answer, Site, page, paragraphs, sitemap, title

from sayso.collect import fetch
from sayso.data import Article
from sayso.errors import StoreError
from sayso.run.watch import Watching, schedule, watch
from sayso.store import Store, open_store
from sayso.store.feeds import Feeds

START = datetime(2024, 5, 6, 12, tzinfo=UTC).timestamp()


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    monkeypatch.setattr(fetch, "FETCH_SECONDS", 3.0)
    monkeypatch.setattr(fetch, "STEP_SECONDS", 0.7)
    made = Site()
    yield made
    made.close()


@pytest.fixture
def other(site: Site) -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


Round = Callable[..., list[str]]


@pytest.fixture
def once(store: Store, clock: Clock) -> Round:
    """One round at a time of the test's clock; what it told."""

    def run(*addresses: str, later: float = 0.0, well: bool | None = True, every: float = 900.0) -> list[str]:
        clock.now += later
        said: list[str] = []
        options = Watching(every=every, once=True, private=True)
        went = watch(store, addresses, options, tell=said.append, stopped=lambda: False, clock=clock)
        assert well is None or went is well, said
        return said

    return run


def kept(store: Store) -> list[Article]:
    """All articles of a store with their versions, in order of arrival."""
    with store.reading() as connection:
        rows = list(connection.exec_driver_sql("select id from articles order by seq"))
    found = [store.article(row[0]) for row in rows]
    return [one.article for one in found if one is not None]


def test_new_items_come_in_once(site: Site, store: Store, once: Round) -> None:
    site.publish({1: 9, 2: 10}, etag='"a"')
    said = once(f"{site.url}/feed")
    assert {one.title for one in kept(store)} == {title(1), title(2)}
    assert all(one.url == f"{site.url}/{number}" for number, one in enumerate(sorted(kept(store), key=lambda one: one.url or ""), 1))
    assert all(one.raw and one.raw.startswith("sha256:") for one in kept(store))
    assert "The Valley Post" in said[0]
    assert "2 items, 2 new; 2 added; next 2024-05-06 12:1" in said[0]
    assert re.match(r"2024-05-06 12:00:00Z 1 feed asked, 0 not modified, 2 new items, 2 added; next ", said[-1])
    said = once(later=1000)
    assert said == [said[0]]
    assert "1 not modified" in said[0]
    assert site.unchanged["/feed"] == 1
    site.publish({3: 11, 2: 10, 1: 9}, etag='"b"')
    assert "3 items, 1 new; 1 added" in once(later=1000)[0]
    assert (site.times("/1"), site.times("/2"), site.times("/3")) == (1, 1, 1)


def test_a_feed_is_left_alone_until_it_is_due(site: Site, once: Round) -> None:
    site.publish({1: 9})
    once(f"{site.url}/feed")
    assert "0 feeds asked" in once(later=60)[-1]
    assert site.times("/feed") == 1
    once(later=600)
    assert site.times("/feed") == 2, "half an interval is near enough for one round by a clock of its own"


def test_an_item_that_changed_is_a_new_version(site: Site, store: Store, once: Round) -> None:
    site.publish({1: 9})
    once(f"{site.url}/feed")
    site.publish({1: 11})
    site.answers["/1"] = Answer(page(1, "Later the sum was put at nine million."), etag='"1b"')
    said = once(later=1000)
    assert "1 items, 0 new, 1 changed" in said[0]
    assert "added" not in said[0], "it is fetched again after a while, not at once"
    assert "1 added as new versions" in once(later=700)[0]
    first, second = kept(store)
    assert "nine million" in second.text
    assert "nine million" not in first.text
    assert len(store.stories()) == 1
    assert site.times("/1") == 2
    site.publish({1: 12})
    once(later=1000)
    assert "1 not modified" in once(later=700)[0]
    assert (site.unchanged["/1"], len(kept(store))) == (1, 2)


def test_one_page_in_two_feeds_is_fetched_once(site: Site, store: Store, once: Round) -> None:
    site.publish({1: 9})
    site.publish({1: 9, 2: 9}, path="/world")
    once(f"{site.url}/feed", f"{site.url}/world")
    assert (site.times("/1"), site.times("/2"), len(kept(store))) == (1, 1, 2)
    site.publish({1: 10})
    site.publish({1: 10, 2: 9}, path="/world")
    site.answers["/1"] = Answer(page(1, "More later."))
    once(later=1000)
    once(later=700)
    once(later=1000)
    assert (site.times("/1"), len(kept(store))) == (2, 3)


def test_lists_of_feeds(site: Site, other: Site, store: Store, once: Round, tmp_path: Path) -> None:
    site.publish({1: 9})
    other.publish({2: 9})
    body = f"<outline text='A'><outline xmlUrl='{site.url}/feed'/></outline><outline type='rss' text='B' xmlUrl='{other.url}/feed'/>"
    other.answers["/opml"] = Answer(f"<?xml version='1.0'?><opml version='2.0'><head/><body>{body}</body></opml>")
    said = once(f"{other.url}/opml")
    assert "names 2 feeds" in said[0]
    assert len(kept(store)) == 2
    other.answers["/opml"] = Answer(f"# mine\n{other.url}/feed\n")
    once(later=1000)
    assert (site.times("/feed"), other.times("/feed")) == (2, 2)
    once(later=1000)
    assert (site.times("/feed"), other.times("/feed")) == (2, 3), "what the list names no longer is asked no longer"


def test_a_news_sitemap(site: Site, store: Store, once: Round) -> None:
    now = datetime.fromtimestamp(START, UTC)
    pages = {f"{site.url}/1": now - timedelta(hours=1), f"{site.url}/2": now - timedelta(days=30), f"{site.url}/3": now - timedelta(hours=2)}
    site.answers["/news.xml"] = Answer(sitemap(pages, news="The Hill Gazette"))
    site.answers["/index.xml"] = Answer(f"<sitemapindex><sitemap><loc>{site.url}/news.xml</loc></sitemap></sitemapindex>")
    for number in (1, 2, 3):
        site.answers[f"/{number}"] = Answer(page(number))
    said = once(f"{site.url}/index.xml")
    assert "names 1 sitemaps" in said[0]
    assert "3 items, 2 new, 1 too old; 2 added" in said[1]
    assert {(one.title, one.outlet) for one in kept(store)} == {(title(1), "The Hill Gazette"), (title(3), "The Hill Gazette")}
    assert {one.published for one in kept(store)} == {now - timedelta(hours=1), now - timedelta(hours=2)}
    assert site.times("/2") == 0


def test_pages_that_fail_are_tried_again_and_then_listed(site: Site, store: Store, once: Round) -> None:
    site.publish({1: 9, 2: 9, 3: 9})
    site.answers["/1"] = Answer(status=500)
    site.answers["/3"] = Answer(status=410)
    said = once(f"{site.url}/feed", well=False)
    assert "1 added; 1 put off (its server answers with 500); 1 given up (its server answers with 410)" in said[0]
    assert said[1].endswith(f"given up: {site.url}/3: its server answers with 410")
    for _ in range(20):
        once(later=1800, well=None)
    assert site.times("/1") == schedule.TRIES
    assert site.times("/3") == 1
    assert {one.url for one in Feeds(store).lost()} == {f"{site.url}/1", f"{site.url}/3"}
    site.answers["/1"] = Answer(page(1))
    site.publish({1: 10, 2: 9, 3: 9})
    once(later=1000, well=None)
    once(later=1000)
    assert {one.title for one in kept(store)} == {title(1), title(2)}, "what its feed says has changed is tried anew"


def test_a_host_that_asks_for_a_rest_gets_it(site: Site, store: Store, once: Round) -> None:
    site.publish(dict.fromkeys(range(1, 6), 9))
    for one in range(1, 6):
        site.answers[f"/{one}"] = Answer(status=429, headers={"Retry-After": "3600"})
    said = once(f"{site.url}/feed", well=False)
    assert "1 put off" in said[0]
    assert "5 items wait" in said[-1]
    asked = len(site.asked)
    once(later=3000)
    assert len(site.asked) == asked, "neither pages nor feeds of the host are asked"
    for one in range(1, 6):
        site.answers[f"/{one}"] = Answer(page(one))
    once(later=1200)
    once(later=1200)
    assert len(kept(store)) == 5


def test_a_host_that_hangs_costs_one_question(site: Site, other: Site, store: Store, once: Round) -> None:
    site.publish({1: 9, 2: 9, 3: 9})
    for one in (1, 2, 3):
        site.answers[f"/{one}"] = Answer(page(one), wait=5.0)
    other.publish({4: 9, 5: 9})
    begun = time.monotonic()
    said = once(f"{site.url}/feed", f"{other.url}/feed", well=False)
    assert time.monotonic() - begun < 15
    assert "its server is too slow" in said[0]
    assert {one.title for one in kept(store)} == {title(4), title(5)}
    assert sum(site.times(f"/{one}") for one in (1, 2, 3)) == 1


def test_no_host_is_asked_two_things_at_once(site: Site, other: Site, once: Round) -> None:
    for made in (site, other):
        made.publish(dict.fromkeys(range(1, 6), 9))
        for one in range(1, 6):
            made.answers[f"/{one}"].wait = 0.05
    once(f"{site.url}/feed", f"{other.url}/feed")
    assert (site.most_open, other.most_open) == (1, 1)


def test_feeds_that_fail_are_asked_ever_less_often(site: Site, once: Round) -> None:
    site.answers["/feed"] = Answer(status=500)
    assert "not read: its server answers with 500" in once(f"{site.url}/feed", well=False)[0]
    for _ in range(96):
        once(later=900, well=None)
    assert 6 <= site.times("/feed") <= 8
    site.publish({1: 9})
    once(later=90_000)
    assert "0 feeds failed" not in once(later=1000)[-1]
    assert site.times("/feed") >= 8


def test_a_feed_that_is_gone_is_told_and_left(site: Site, once: Round) -> None:
    site.answers["/feed"] = Answer(status=410)
    said = once(f"{site.url}/feed", well=False)
    assert "gone: its server answers with 410; not asked again" in said[0]
    assert "gone: its server answers with 410; not asked" in once(later=100_000)[0]
    assert site.times("/feed") == 1


def test_a_feed_that_has_moved(site: Site, store: Store, once: Round) -> None:
    site.publish({1: 9}, path="/new")
    site.answers["/feed"] = Answer(status=301, headers={"Location": "/new"})
    once(f"{site.url}/feed")
    once(later=1000)
    assert (site.times("/feed"), site.times("/new"), len(kept(store))) == (1, 2, 1)
    site.answers["/soft"] = Answer(status=302, headers={"Location": "/new"})
    once(f"{site.url}/soft")
    once(f"{site.url}/soft", later=1000)
    assert site.times("/soft") == 2


def test_what_is_no_feed_is_told(site: Site, once: Round) -> None:
    site.answers["/a"] = Answer(
        "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head><body><p>Home</p></body></html>"
    )
    assert "a page, not a feed: it names /rss" in once(f"{site.url}/a", well=False)[0]


@pytest.mark.parametrize("how", ["robots", "403"])
def test_full_text_of_a_feed_stands_in_for_its_page(site: Site, store: Store, once: Round, how: str) -> None:
    site.publish({1: 9}, full=True)
    site.publish({2: 9}, path="/short")
    if how == "robots":
        site.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /1\nDisallow: /2")
    else:
        site.answers["/1"] = site.answers["/2"] = Answer(status=403)
    said = once(f"{site.url}/feed", f"{site.url}/short", well=False)
    assert "1 added, 1 of them from the feed's own text" in said[0]
    (one,) = kept(store)
    assert one.path == f"{site.url}/feed#1"
    assert (one.url, one.outlet, one.title) == (f"{site.url}/1", "The Valley Post", title(1))
    assert paragraphs(1)[1] in one.text
    assert ("forbids" if how == "robots" else "403") in said[1]


def test_a_ttl_of_its_own_is_kept_within_bounds(site: Site, once: Round) -> None:
    site.publish({1: 9}, ttl=120)
    site.publish({1: 9}, ttl=100_000, path="/rare")
    site.publish({1: 9}, ttl=1, path="/often")
    feeds = [f"{site.url}{path}" for path in ("/feed", "/rare", "/often")]
    once(*feeds)
    for _ in range(24):
        once(*feeds, later=900)
    assert (site.times("/feed"), site.times("/rare"), site.times("/often")) == (4, 2, 25)


def test_a_page_that_breaks_the_reader_is_given_up(site: Site, store: Store, once: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso import keeping

    real = keeping.read_article

    def read(article: Article) -> object:
        if article.title == title(2):
            raise ValueError("a fault of our own")
        return real(article)

    monkeypatch.setattr(keeping, "read_article", read)
    site.publish({1: 9, 2: 9, 3: 9})
    said = once(f"{site.url}/feed", well=False)
    assert "2 added; 1 put off (cannot be read (ValueError))" in said[0]
    once(later=1000, well=False)
    assert "1 given up (cannot be read (ValueError))" in once(later=1000, well=False)[0]
    once(later=1000)
    assert (len(kept(store)), site.times("/2")) == (2, 1)


def test_a_store_that_is_busy_is_waited_for(site: Site, store: Store, once: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.run.watch import work

    monkeypatch.setattr(work, "FIRST_WAIT", 0.1)
    real, failures = Store.keep, iter([True, False, True])

    def keep(self: Store, *args: object, **told: object) -> object:
        if next(failures, False):
            raise StoreError("the store is busy")
        return real(self, *args, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "keep", keep)
    site.publish({1: 9, 2: 9})
    said = once(f"{site.url}/feed")
    assert sum("the store is busy; tried again in 0 seconds" in line for line in said) == 2
    assert len(kept(store)) == 2
    assert (site.times("/1"), site.times("/2")) == (1, 1)


def test_two_watches_do_not_work_at_one_store(store: Store) -> None:
    with Feeds(store).alone(), pytest.raises(StoreError, match="another sayso watch"):
        watch(store, ["http://a.example/feed"], Watching(once=True), tell=str, stopped=lambda: False)
