"""Pages over the network: a hostile server on this machine, and addresses that must not be asked."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import samples
from samples import TITLE

from sayso.collect import addresses, fetch, gather
from sayso.collect.addresses import is_public
from sayso.collect.fetch import Visiting, Web
from sayso.data import Skipped
from sayso.errors import InputError

PAGE = samples.page().encode()
Handler = Callable[[http.server.BaseHTTPRequestHandler], None]


class Server:
    """A server of this machine whose pages are functions."""

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Request(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, dict(self.headers)))
                try:
                    outer.pages.get(self.path, answer(b"none", status=404))(self)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Request)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def answer(body: bytes = PAGE, *, status: int = 200, **headers: str) -> Handler:
    def run(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"content_type": "text/html", "content_length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return run


def raw(data: bytes, *, pieces: int = 1, pause: float = 0.0) -> Handler:
    """Bytes as they are, again and again."""

    def run(request: http.server.BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        for _ in range(pieces):
            request.wfile.write(data)
            request.wfile.flush()
            time.sleep(pause)

    return run


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    monkeypatch.setattr(fetch, "FETCH_SECONDS", 2.0)
    monkeypatch.setattr(fetch, "STEP_SECONDS", 0.7)
    made = Server()
    yield made
    made.server.shutdown()
    made.server.server_close()


def web(**options: bool) -> Web:
    return Web(Visiting(private=True, **options))


def reason(url: str, visit: Web | None = None) -> str:
    begun = time.monotonic()
    with pytest.raises(InputError) as caught:
        (visit or web()).fetch(url)
    assert time.monotonic() - begun < 8
    return str(caught.value)


def test_a_page_is_fetched_and_read(server: Server) -> None:
    server.pages["/a"] = answer(samples.page().encode("cp1252"), content_type="text/html; charset=windows-1252")
    articles, skipped = gather([f"{server.url}/a"], private=True)
    assert skipped == []
    assert (articles[0].title, articles[0].path, articles[0].url) == (TITLE, f"{server.url}/a", f"{server.url}/a")
    assert samples.PARAGRAPHS[1] in articles[0].text
    assert server.asked[-1][1]["User-Agent"] == fetch.AGENT


def test_private_machines_are_not_asked_unless_that_is_allowed(server: Server) -> None:
    server.pages["/a"] = answer()
    for host in (
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "0.0.0.0",
        "0",
        "①②⑦.0.0.1",
        "localhost.",
    ):
        articles, skipped = gather([f"http://{host}:{server.server.server_port}/a"])
        assert articles == []
        assert "private address" in skipped[0].reason or "no machine" in skipped[0].reason or "not an address" in skipped[0].reason, host
    assert server.asked == []


PRIVATE = (
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "0.0.0.0", "0.1.2.3", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a9fe:a9fe::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2001:0:7f00:1::", "2001:0:c000:201:0:0:80ff:fffe",
    "100::1", "not an address", "", "168.63.129.16",
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "public"),
    [("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), *((address, False) for address in PRIVATE)],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_redirects_do_not_lead_to_private_machines(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host passes for a public one; where it sends to is looked up and checked again."""
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *a, **k: real("127.0.0.1" if host == "public.example" else host, *a, **k))
    seen: list[str] = []

    def checked(address: str) -> bool:
        seen.append(address)
        return len(seen) <= 2  # robots.txt, then the page itself

    monkeypatch.setattr(addresses, "is_public", checked)
    port = server.server.server_port
    server.pages["/a"] = answer(b"", status=302, location=f"http://169.254.169.254:{port}/latest/meta-data/")
    articles, skipped = gather([f"http://public.example:{port}/a"])
    assert articles == []
    assert "169.254.169.254 is a private address" in skipped[0].reason
    assert [path for path, _ in server.asked] == ["/robots.txt", "/a"]


def test_a_name_that_leads_elsewhere_the_next_moment_is_not_followed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebinding: public when it is checked, private when it is connected to. It is looked up once, and that address is connected to."""
    answers = iter(["203.0.113.1", "127.0.0.1", "127.0.0.1", "127.0.0.1"])
    looked: list[str] = []

    def lookup(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers) if host == "rebind.example" else host, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    connected: list[str] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise OSError

    monkeypatch.setattr(addresses, "is_public", lambda address: address != "127.0.0.1")
    monkeypatch.setattr(socket, "create_connection", connect)
    assert "cannot be reached" in reason(f"http://rebind.example:{server.server.server_port}/a", Web())
    assert connected == ["203.0.113.1"]
    assert server.asked == []


def test_a_name_with_a_public_and_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "private address" in reason("http://both.example/", Web())


@pytest.mark.parametrize("robots", ["User-agent: *\nDisallow: /", "User-agent: sayso\nDisallow: /a"])
def test_robots_txt_is_obeyed(server: Server, robots: str) -> None:
    server.pages |= {"/a": answer(), "/robots.txt": answer(robots.encode(), content_type="text/plain")}
    assert "robots.txt forbids" in reason(f"{server.url}/a")
    assert [path for path, _ in server.asked] == ["/robots.txt"]
    assert web(robots=False).fetch(f"{server.url}/a").data == PAGE


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_robots_txt_that_is_not_there(server: Server, status: int, allowed: bool) -> None:
    server.pages |= {"/a": answer(), "/robots.txt": answer(b"x", status=status)}
    if allowed:
        assert web().fetch(f"{server.url}/a").data == PAGE
    else:
        assert "robots.txt" in reason(f"{server.url}/a")


def test_a_robots_txt_without_end_counts_as_far_as_it_goes(server: Server) -> None:
    server.pages |= {"/a": answer(), "/robots.txt": answer(b"User-agent: *\nAllow: /\n" + b"# x\n" * 300_000, content_type="text/plain")}
    assert web().fetch(f"{server.url}/a").data == PAGE


def test_marks_of_an_earlier_answer(server: Server) -> None:
    server.pages["/a"] = answer(etag='"1"', last_modified="Mon, 06 May 2024 09:30:00 GMT")
    visit = web()
    first = visit.fetch(f"{server.url}/a")
    assert (first.etag, first.modified, first.unchanged) == ('"1"', "Mon, 06 May 2024 09:30:00 GMT", False)
    server.pages["/a"] = answer(b"", status=304)
    again = visit.fetch(f"{server.url}/a", etag=first.etag, modified=first.modified)
    assert again.unchanged
    assert server.asked[-1][1]["If-None-Match"] == '"1"'
    assert [path for path, _ in server.asked].count("/robots.txt") == 1
    assert "answers with 304" in reason(f"{server.url}/a")


def test_redirects_are_followed_and_end(server: Server) -> None:
    server.pages |= {"/a": answer(b"", status=301, location="/b?x=ä"), "/b?x=%C3%A4": answer(), "/c": answer(b"", status=302, location="/c")}
    assert web().fetch(f"{server.url}/a").url == f"{server.url}/b?x=%C3%A4"
    assert "redirects" in reason(f"{server.url}/c")


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://a.example/", "http://[::1", "http://user:pass@127.0.0.1/", "gopher://127.0.0.1:70/", "http://a b/"],
)
def test_redirects_to_no_page(server: Server, location: str) -> None:
    server.pages["/a"] = answer(b"", status=302, location=location)
    assert "address" in reason(f"{server.url}/a")


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (raw(HEAD + b"Content-Length: 100\r\n\r\nshort"), "broken"),
        (raw(HEAD + b"Content-Length: -5\r\n\r\nshort"), "broken"),
        (raw(HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nshort"), "broken"),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nshort"), "broken"),
        (raw(b"nonsense\r\n\r\n"), "broken"),
        (raw(b"\x00" * 1000), "broken"),
        (raw(b""), "broken"),
        (raw(HEAD + b"X: " + b"y" * 500_000 + b"\r\n\r\n"), "broken"),
        (raw(HEAD + b"\r\n" + b"x", pieces=1, pause=4), "too slow"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n", pieces=20, pause=0.3), ""),
        (raw(b"x: y\r\n", pieces=20, pause=0.3), ""),
        (raw(b"word ", pieces=20, pause=0.3), ""),
        (answer(gzip.compress(b"\0" * 60_000_000), content_encoding="gzip"), "unpacks to more than"),
        (answer(gzip.compress(PAGE)[:-20], content_encoding="gzip"), "cut off"),
        (answer(b"not gzip", content_encoding="gzip"), "broken"),
        (answer(b"\x8b\x02\x80x\x03", content_encoding="br"), "(br)"),
        (answer(b"gone", status=410), "answers with 410"),
        (answer(b"", status=302), "answers with 302"),
    ],
)
def test_hostile_answers(server: Server, page: Handler, wanted: str) -> None:
    server.pages["/a"] = page
    assert wanted in reason(f"{server.url}/a")


def endless(request: http.server.BaseHTTPRequestHandler) -> None:
    request.wfile.write(HEAD + b"\r\n")
    while True:
        request.wfile.write(b"word " * 200_000)


def drip(request: http.server.BaseHTTPRequestHandler) -> None:
    request.wfile.write(HEAD + b"\r\n")
    while True:
        request.wfile.write(b"w")
        request.wfile.flush()
        time.sleep(0.2)


@pytest.mark.parametrize(("page", "wanted"), [(endless, "larger than"), (drip, "too slow")])
def test_bodies_without_end(server: Server, page: Handler, wanted: str) -> None:
    server.pages["/a"] = page
    assert wanted in reason(f"{server.url}/a") or "too slow" in reason(f"{server.url}/a")


def test_gzip_and_deflate(server: Server) -> None:
    import zlib

    server.pages |= {"/a": answer(gzip.compress(PAGE), content_encoding="gzip"), "/b": answer(zlib.compress(PAGE), content_encoding="deflate")}
    visit = web()
    assert visit.fetch(f"{server.url}/a").data == visit.fetch(f"{server.url}/b").data == PAGE


def test_hosts_are_given_time(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "PAUSE", 0.3)
    server.pages |= {"/a": answer(), "/robots.txt": answer(b"User-agent: *\nCrawl-delay: 1\n", content_type="text/plain")}
    visit, begun = web(), time.monotonic()
    visit.fetch(f"{server.url}/a")
    visit.fetch(f"{server.url}/a")
    assert 1.0 <= time.monotonic() - begun < 3


def test_a_feed_and_an_archive_from_the_web(server: Server) -> None:
    server.pages |= {"/feed": answer(samples.rss(), content_type="application/rss+xml"), "/a.zip": answer(samples.zipped({"a.html": PAGE}))}
    articles, _ = gather([f"{server.url}/feed"], private=True)
    assert articles[0].path == f"{server.url}/feed#1"
    articles, _ = gather([f"{server.url}/a.zip"], private=True)
    assert articles[0].path == f"{server.url}/a.zip!a.html"


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///x",
        "http://a.example:99999/",
        "http://a\n.example/",
        "http://" + "a" * 5000,
        "http://u@a.example/",
        "http://\u2100.example/",
    ],
)
def test_what_is_no_address(url: str) -> None:
    (skipped,) = gather([url])[1]
    assert isinstance(skipped, Skipped)
    assert "address" in skipped.reason or "machine" in skipped.reason
