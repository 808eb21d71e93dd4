"""A site of invented news on this machine: feeds, pages, sitemaps, and servers that behave badly."""

from __future__ import annotations

import http.server
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

PLACES = ("Orrin", "Dunmore", "Halvard", "Keswin", "Marrow", "Tellin", "Umberly", "Vasker", "Wendle", "Yarrow", "Zennor", "Bracken")
THINGS = ("bridge", "school", "dairy", "ferry", "quarry", "library", "mill", "clinic", "harbour", "stadium", "reservoir", "market")
ACTS = ("closed", "flooded", "reopened", "burned", "sold", "moved", "rebuilt", "searched", "evacuated", "inspected", "fenced", "renamed")


def title(number: int) -> str:
    return f"{PLACES[number % 12]} {THINGS[(number * 5 + number // 12) % 12]} {ACTS[(number * 7) % 12]} after storm {number}"


def paragraphs(number: int, note: str = "") -> list[str]:
    place, thing, act = PLACES[number % 12], THINGS[(number * 5 + number // 12) % 12], ACTS[(number * 7) % 12]
    return [
        f"The {thing} in {place} was {act} on Monday after the storm, the mayor of {place} said, and {number + 3} people left their homes.",
        f"“We had no warning at all,” said Ada {place}son, who works at the {thing} and lives beside it with her two sons.",
        f"The council of {place} told reporters that the {thing} was looked at in March, and that repairs would cost {number + 2} million. {note}",
        f"A spokesman for the company that runs the {thing} declined to say who was on duty, and said that nobody had been hurt in {place}.",
    ]


def page(number: int, note: str = "") -> str:
    body = "".join(f"<p>{one}</p>" for one in paragraphs(number, note))
    head = f"<head><title>{title(number)}</title></head>"
    return f"<!doctype html><html lang='en'>{head}<body><article><h1>{title(number)}</h1>{body}</article></body></html>"


def stamp(hour: int) -> str:
    return f"2024-05-06T{hour:02d}:00:00Z"


def feed(base: str, items: dict[int, int], *, name: str = "The Valley Post", ttl: int | None = None, full: bool = False) -> str:
    """An Atom or, with a ttl, an RSS feed of items, each with the hour at which it was updated."""
    if ttl is not None:
        inner = "".join(f"<item><title>{title(n)}</title><link>{base}/{n}</link><guid>{base}/{n}</guid></item>" for n in items)
        return f"<rss version='2.0'><channel><title>{name}</title><link>{base}</link><ttl>{ttl}</ttl>{inner}</channel></rss>"
    inner = ""
    for n, hour in items.items():
        text = "".join(f"&lt;p&gt;{one}&lt;/p&gt;" for one in paragraphs(n)) if full else f"{title(n)}: what is known so far."
        inner += (
            f"<entry><title>{title(n)}</title><id>tag:{n}</id><link href='{base}/{n}'/><updated>{stamp(hour)}</updated>"
            f"<content type='html'>{text}</content></entry>"
        )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{name}</title><id>{base}</id>{inner}</feed>"


def sitemap(pages: dict[str, datetime | None], *, news: str | None = None) -> str:
    inner = ""
    for url, moment in pages.items():
        told = moment.astimezone(UTC).isoformat() if moment else ""
        extra = (
            f"<news:news><news:publication><news:name>{news}</news:name><news:language>en</news:language></news:publication>"
            f"<news:publication_date>{told}</news:publication_date><news:title>Untold</news:title></news:news>"
            if news
            else f"<lastmod>{told}</lastmod>"
            if told
            else ""
        )
        inner += f"<url><loc>{url}</loc>{extra}</url>"
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    return f"<?xml version='1.0'?><urlset {space}>{inner}</urlset>"


@dataclass
class Answer:
    """What the site answers under one path: a status, headers, a body, and how long it takes."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    wait: float = 0.0


class Site:
    """A server on a port of its own, which is a host of its own; it counts what it is asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, float]] = []
        self.unchanged: Counter[str] = Counter()
        self.open = 0
        self.most_open = 0
        site = self
        lock = threading.Lock()

        class Request(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with lock:
                    site.asked.append((self.path, time.monotonic()))
                    site.open += 1
                    site.most_open = max(site.most_open, site.open)
                try:
                    self.answer(site.answers.get(self.path, Answer(status=404)))
                except OSError:
                    self.close_connection = True

            def answer(self, one: Answer) -> None:
                time.sleep(one.wait)
                with lock:
                    site.open -= 1
                body = one.body.encode() if isinstance(one.body, str) else one.body
                status = one.status
                if one.etag and self.headers.get("If-None-Match") == one.etag:
                    site.unchanged[self.path] += 1
                    status, body = 304, b""
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **one.headers}.items():
                    self.send_header(name, value)
                if one.etag:
                    self.send_header("ETag", one.etag)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Request)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, items: dict[int, int], *, path: str = "/feed", etag: str | None = None, **told: object) -> None:
        """A feed of these items, and their pages, where there are none yet."""
        self.answers[path] = Answer(feed(self.url, items, **told), etag=etag)  # type: ignore[arg-type]
        for one in items:
            self.answers.setdefault(f"/{one}", Answer(page(one), etag=f'"{one}"'))

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(one == path for one, _ in self.asked)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
