"""What feeds, sitemaps, OPML files and lists of addresses name; sitemaps given as addresses; where articles' raw bytes are known by their hash."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.collect import fetch, gather
from sayso.collect import listings as module
from sayso.collect.fetch import StatusError, Visiting, Web
from sayso.collect.formats.listing import read_listing
from sayso.collect.guard import Guard
from sayso.collect.listings import Listing, is_sitemap, listed
from sayso.data import Article, Skipped
from sayso.errors import InputError

BASE = "https://sound.example/feeds/top"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://sound.example/a</loc><n:news><n:publication><n:name>The Sound</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2024-05-06T09:30:00+01:00</n:publication_date><n:title>Ferry aground</n:title></n:news>
<image:image><image:loc>https://sound.example/a.jpg</image:loc><image:title>The ferry</image:title></image:image></url>
<url><loc>https://sound.example/b</loc><lastmod>2024-05-06</lastmod></url>
<url><lastmod>2024-05-06</lastmod></url>
<url><loc>/c</loc></url>
</urlset>"""


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with Guard() as one:
        yield one


def of(data: str | bytes, guard: Guard) -> Listing:
    return listed(data.encode() if isinstance(data, str) else data, BASE, None, guard)


def test_a_news_sitemap(guard: Guard) -> None:
    for data in (NEWS.encode(), gzip.compress(NEWS.encode())):
        found = of(data, guard)
        assert found.kind == "pages"
        assert [one.url for one in found.entries] == ["https://sound.example/a", "https://sound.example/b", "https://sound.example/c"]
        first = found.entries[0]
        assert first.facts == {"date": "2024-05-06T09:30:00+01:00", "title": "Ferry aground", "outlet": "The Sound"}
        assert [one.mark for one in found.entries] == ["2024-05-06T08:30:00+00:00", "2024-05-06", ""]
        assert is_sitemap(data)


def test_a_sitemap_of_sitemaps(guard: Guard) -> None:
    found = of("<sitemapindex><sitemap><loc>https://a.example/1.xml</loc><lastmod>2024-05-06</lastmod></sitemap></sitemapindex>", guard)
    assert (found.kind, [(one.url, one.mark) for one in found.entries]) == ("lists", [("https://a.example/1.xml", "2024-05-06")])


def test_opml_at_any_depth(guard: Guard) -> None:
    body = "<outline text='x'><outline text='Post' xmlUrl='https://a.example/f'/><outline><outline XMLURL='https://b.example/f'/></outline></outline>"
    found = of(f"<opml version='1.0'><head><title>Mine</title></head><body>{body}<outline xmlUrl='https://a.example/f'/></body></opml>", guard)
    assert (found.kind, [one.url for one in found.entries]) == ("feeds", ["https://a.example/f", "https://b.example/f"])
    with pytest.raises(InputError, match="names none"):
        of("<opml><body/></opml>", guard)


def test_a_list_of_addresses(guard: Guard) -> None:
    found = of("# mine\nhttps://a.example/f#top\r\n\n  http://b.example/f  # the other one\nhttps://a.example/f#top\n", guard)
    assert (found.kind, [one.url for one in found.entries]) == ("feeds", ["https://a.example/f#top", "http://b.example/f"])
    for text in ("A ferry ran aground.\n", "   \n# nothing\n"):
        with pytest.raises(InputError, match="list of addresses"):
            of(text, guard)


RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Top stories</title><ttl>30</ttl>
<item><title>Ferry aground</title><link>/a?utm_source=feed</link><guid isPermaLink="false">g1</guid><pubDate>Mon, 06 May 2024 09:30:00 +0100</pubDate>
<description>In short.</description>
<content:encoded>&lt;p&gt;The ferry ran aground.&lt;/p&gt;&lt;p&gt;Nobody was hurt.&lt;/p&gt;</content:encoded></item>
<item><title>Nothing behind it</title></item>
<item><link>https://sound.example/b</link></item>
</channel></rss>"""


def test_a_feed(guard: Guard) -> None:
    found = of(RSS, guard)
    assert (found.kind, found.title, found.ttl) == ("items", "Top stories", 30.0)
    first, second = found.entries
    assert (first.url, first.name, first.mark) == ("https://sound.example/a?utm_source=feed", "g1", "2024-05-06T08:30:00+00:00")
    assert first.text == "Ferry aground\n\nThe ferry ran aground.\n\nNobody was hurt.\n"
    assert "outlet" not in first.facts, "the name of a feed is not that of an outlet, where the page tells it"
    assert (second.url, second.text, second.mark) == ("https://sound.example/b", "", "")


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        ("<ttl>90</ttl>", 90.0),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 15.0),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 1440.0),
        ("<ttl>-5</ttl>", None),
        ("<ttl>often</ttl><sy:updatePeriod>whenever</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_how_long_a_feed_stays_as_it_is(guard: Guard, told: str, minutes: float | None) -> None:
    space = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    assert of(f"<rss version='2.0' {space}><channel><title>T</title>{told}</channel></rss>", guard).ttl == minutes


def test_a_json_feed(guard: Guard) -> None:
    item = {"id": "1", "url": "https://a.example/1", "content_text": "All of it.", "date_published": "2024-05-06T09:00:00Z", "title": "One"}
    found = of(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item, "broken", {"id": "2"}]}), guard)
    assert (found.kind, found.title, [one.name for one in found.entries]) == ("items", "T", ["1"])
    with pytest.raises(InputError, match="JSON that is no feed"):
        of('{"articles": []}', guard)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<urlset><url>", "broken XML"),
        (b"<!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset><url><loc>&a;</loc></url></urlset>", "entities"),
        (b"<rss version='2.0'", "broken"),
        (b"<!doctype html><html><body>Home</body></html>", "a page, not a feed"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08broken", "broken"),
        (b"", "empty"),
        (b"PK\x03\x04", "neither a feed"),
    ],
)
def test_what_is_no_list_is_told(guard: Guard, data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        of(data, guard)
    assert reason in str(caught.value)


def test_a_sitemap_of_fifty_thousand_pages(guard: Guard) -> None:
    data = f"<urlset>{''.join(f'<url><loc>https://a.example/{one}</loc><lastmod>2024-05-06</lastmod></url>' for one in range(60_000))}</urlset>"
    assert len(of(data, guard).entries) == 50_000


MARKUP = st.text(st.sampled_from("<>/urlsetindexfdopmlochI&;'=\"! \n#:a"), max_size=200)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(("<urlset>", "<opml><body>", "<sitemapindex>", "<rss version='2.0'>", "{", "http://", "")), MARKUP)
def test_whatever_comes_is_a_list_or_refused(start: str, rest: str) -> None:
    try:
        found = read_listing((start + rest).encode())
    except InputError:
        return
    assert found[0].facts["kind"] in ("items", "pages", "lists", "feeds")  # type: ignore[union-attr]


class Site:
    """Pages by path, and the paths that were asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        outer = self

        class Request(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                status, headers, body = outer.pages.get(self.path, (404, {}, b"none"))
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Request)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        self.pages[path] = (
            status,
            {name.replace("_", "-"): value for name, value in headers.items()},
            body.encode() if isinstance(body, str) else body,
        )


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def entry(url: str, day: int) -> str:
    return f"<url><loc>{url}</loc><lastmod>2024-05-{day:02d}</lastmod></url>"


def test_a_sitemap_by_its_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGES_ASKED", 2)
    one = samples.page()
    site.put("/a", one)
    site.put("/b", one.replace("Sorrel", "Thistle"))
    news = "<news xmlns='n'><publication><name>The Sound Weekly</name></publication><publication_date>2024-05-09</publication_date></news>"
    latest = f"<url><loc>{site.url}/c</loc>{news}</url>"
    site.put("/c", one.replace("Sorrel", "Clover").replace("| The Sound", ""))
    site.put("/news.xml", gzip.compress(f"<urlset>{entry(site.url + '/a', 2)}{entry(site.url + '/b', 3)}{latest}</urlset>".encode()))
    site.put("/old.xml", f"<urlset>{entry(site.url + '/gone', 1)}</urlset>")
    index = f"<sitemap><loc>{site.url}/news.xml</loc></sitemap><sitemap><loc>{site.url}/none.xml</loc></sitemap>"
    site.put("/index.xml", f"<sitemapindex>{index}<sitemap><loc>{site.url}/old.xml</loc></sitemap></sitemapindex>")
    articles, skipped = gather([f"{site.url}/index.xml"], private=True)
    assert [one.path for one in articles] == [f"{site.url}/c", f"{site.url}/b"]
    assert [one.outlet for one in articles] == ["The Sound Weekly", "The Sound"]
    assert str(articles[0].published) == "2024-05-09"
    assert skipped == [
        Skipped(f"{site.url}/none.xml", "its server answers with 404"),
        Skipped(f"{site.url}/index.xml", "names 4 pages: only the latest 2 were asked for"),
    ]


def test_a_sitemap_on_disk_says_how_to_have_its_pages(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml").write_text(NEWS, encoding="utf-8")
    articles, skipped = gather([tmp_path / "sitemap.xml"])
    assert articles == []
    assert "give its address on the web" in skipped[0].reason


def test_raw_bytes_are_known_by_their_hash(site: Site, tmp_path: Path) -> None:
    def name(data: bytes) -> str:
        return "sha256:" + hashlib.sha256(data).hexdigest()

    page = samples.page().encode("cp1252")
    site.put("/a", gzip.compress(page), content_encoding="gzip", content_type="text/html; charset=windows-1252")
    (tmp_path / "page.html").write_bytes(page)
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(page))
    text = b"\xef\xbb\xbfHarbour closed\r\n\r\nThe harbour stays closed until Monday, its master said.\r\n"
    (tmp_path / "a.txt").write_bytes(text)
    lines = [
        json.dumps({"title": "One", "text": f"The harbour master of {place} said that it stays closed."}).encode() for place in ("Orrin", "Tellin")
    ]
    (tmp_path / "b.jsonl").write_bytes(b"\n".join(lines))
    paths = [f"{site.url}/a", *sorted(map(str, tmp_path.iterdir()))]
    found: dict[str, Article] = {}
    for path in paths:
        found |= {one.path or "": one for one in gather([path], private=True)[0]}
    known = {path.rsplit("/", 1)[-1]: one.raw for path, one in found.items()}
    assert known == {
        "a": name(page),
        "page.html": name(page),
        "page.html.gz": name(page),
        "a.txt": name(text),
        "b.jsonl#1": name(lines[0]),
        "b.jsonl#2": name(lines[1]),
    }


@pytest.mark.parametrize(
    ("told", "low", "high"),
    [
        ("120", 120, 120),
        ("in an hour", 3500, 3600),
        ("an hour ago", 0, 0),
        ("soon", None, None),
        ("-1", None, None),
        ("9" * 40, None, None),
        ("Mon, 99 May 2024 99:99:99 GMT", None, None),
    ],
)
def test_when_a_server_wants_to_be_asked_again(site: Site, told: str, low: float | None, high: float | None) -> None:
    hours = {"in an hour": 1, "an hour ago": -1}.get(told)
    told = format_datetime(datetime.now(UTC) + timedelta(hours=hours), usegmt=True) if hours else told
    site.put("/a", "busy", status=503, retry_after=told)
    with pytest.raises(StatusError) as caught:
        Web(Visiting(private=True)).fetch(f"{site.url}/a")
    assert caught.value.status == 503
    assert caught.value.wait is None if low is None or high is None else low <= (caught.value.wait or 0.0) <= high


def test_where_a_page_is_from_now_on(site: Site) -> None:
    web = Web(Visiting(private=True))
    site.put("/a", "", status=301, location="/b")
    site.put("/b", "", status=308, location="/c")
    site.put("/c", "", status=302, location="/d")
    site.put("/d", "", status=301, location="/e")
    site.put("/e", samples.page())
    answer = web.fetch(f"{site.url}/a")
    assert (answer.url, answer.moved) == (f"{site.url}/e", f"{site.url}/c")
    assert web.fetch(f"{site.url}/c").moved is None
    assert web.fetch(f"{site.url}/e").moved is None


def test_a_robots_txt_counts_for_a_day(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    web = Web(Visiting(private=True))
    site.put("/a", samples.page())
    web.fetch(f"{site.url}/a")
    site.put("/robots.txt", "User-agent: *\nDisallow: /")
    web.fetch(f"{site.url}/a")
    monkeypatch.setattr(fetch, "ROBOTS_SECONDS", 0.0)
    with pytest.raises(fetch.ForbiddenError):
        web.fetch(f"{site.url}/a")
    assert site.asked.count("/robots.txt") == 2


def test_threads_share_the_pause_of_a_host(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "PAUSE", 0.3)
    web = Web(Visiting(private=True, robots=False))
    site.put("/a", samples.page())
    begun = time.monotonic()
    threads = [threading.Thread(target=web.fetch, args=(f"{site.url}/a",)) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert time.monotonic() - begun >= 0.9
