"""Addresses on the web -> bytes. The only door to the network: public machines only, within limits, as robots.txt allows."""

from __future__ import annotations

import contextlib
import re
import ssl
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore2

from sayso.collect.addresses import UnreachableError, resolved
from sayso.collect.containers.streams import inflated
from sayso.collect.limits import ADDRESS, FETCH_SECONDS, LARGEST_DOCUMENT, LONGEST_DELAY, REDIRECTS, ROBOTS, STEP_SECONDS
from sayso.errors import InputError

AGENT = "sayso/1 (a reader of news: asks for the pages that its user names)"
PRODUCT = "sayso"
"""The name by which a robots.txt speaks of this program."""

ACCEPT = (
    "text/html,application/xhtml+xml,application/feed+json,application/rss+xml,application/atom+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", re.I)
MOVED = (301, 302, 303, 307, 308)
FOR_GOOD = (301, 308)
UNCHANGED = 304
PORTS = {"http": 80, "https": 443}
PAUSE = 1.0
"""Seconds between two requests to one host."""


ROBOTS_SECONDS = 86_400.0
"""Seconds for which a robots.txt counts before it is asked for again (RFC 9309, 2.4: no more than 24 hours)."""


class ForbiddenError(InputError):
    """The host's robots.txt forbids programs to read the page."""


class StatusError(InputError):
    """The server answered with an error; `wait`: the seconds after which it says to ask again (Retry-After; RFC 9110, 10.2.3)."""

    def __init__(self, status: int, wait: float | None = None) -> None:
        super().__init__(f"its server answers with {status}")
        self.status, self.wait = status, wait


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: the address after all redirects, the bytes, their encoding as it says, and its marks for asking again.

    `unchanged`: it is still what the marks given were for, and there are no bytes. `moved`: where the server says that the page is from now on.
    """

    url: str
    data: bytes
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Visiting:
    """How the web is visited: whether private machines are allowed, whether robots.txt counts, and who is asking."""

    private: bool = False
    robots: bool = True
    agent: str = AGENT


class _Stream(httpcore2.NetworkStream):
    """A connection that ends when its page's time is up, however little at a time its server sends."""

    def __init__(self, inner: httpcore2.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def _left(self, timeout: float | None) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time for this page is up")
        return min(left, STEP_SECONDS if timeout is None else timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """As httpcore2."""
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """As httpcore2."""
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        """As httpcore2."""
        self._inner.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> httpcore2.NetworkStream:
        """As httpcore2."""
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._left(timeout)), self._until)

    def get_extra_info(self, info: str) -> Any:
        """As httpcore2."""
        return self._inner.get_extra_info(info)


class _Pinned(httpcore2.NetworkBackend):
    """Looks a name up once, checks every address it leads to, and connects to one of these: a name cannot lead elsewhere in between."""

    def __init__(self, until: float, private: bool) -> None:
        self._inner, self._until, self._private = httpcore2.SyncBackend(), until, private

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """As httpcore2."""
        failed: Exception | None = None
        for address in resolved(host, port, private=self._private):
            left = min(self._until - time.monotonic(), STEP_SECONDS if timeout is None else timeout)
            if left <= 0:
                break
            try:
                return _Stream(self._inner.connect_tcp(address, port, left, local_address, socket_options), self._until)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore2.ConnectTimeout("the time for this page is up")


@dataclass(slots=True)
class Web:
    """The web as one run visits it: what its hosts' robots.txt say, and when each was last asked. Threads may share it."""

    visiting: Visiting = Visiting()
    _rules: dict[str, tuple[float, Any]] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """The bytes at `url`; with the marks of an earlier answer, only if they have changed since.

        Raises InputError, with a reason for the user, for what is no address, not public, forbidden (ForbiddenError), not answered with a page
        (StatusError), not answered in time (UnreachableError), or too large.
        """
        until = time.monotonic() + FETCH_SECONDS
        marks = {"If-None-Match": etag, "If-Modified-Since": modified}
        given = {name: value for name, value in marks.items() if value and value.isascii() and value.isprintable()}
        address = _checked(url)
        moved: str | None = None
        for_good = True
        for _ in range(REDIRECTS + 1):
            if self.visiting.robots and not self._allowed(address, until):
                raise ForbiddenError("its robots.txt forbids programs to read it")
            self._wait(address, until)
            status, headers, data = self._ask(address, given, until, LARGEST_DOCUMENT)
            if status in MOVED and "location" in headers:
                address = _checked(_joined(address, headers["location"]))
                for_good = for_good and status in FOR_GOOD
                moved = address if for_good else moved
                continue
            if status == UNCHANGED and given:
                return Fetched(address, b"", None, etag, modified, unchanged=True, moved=moved)
            if status != 200:
                raise StatusError(status, _retry_after(headers.get("retry-after")))
            charset = CHARSET.search(headers.get("content-type", ""))
            return Fetched(address, data, charset[1] if charset else None, headers.get("etag"), headers.get("last-modified"), moved=moved)
        raise InputError(f"more than {REDIRECTS} redirects")

    def _allowed(self, address: str, until: float) -> bool:
        """Whether the host's robots.txt lets this program read a page; where there is none, everything is allowed (RFC 9309, 2.3.1)."""
        rules = self._rules_of(address, until)
        return rules is None or bool(rules.can_fetch(address, PRODUCT))

    def _rules_of(self, address: str, until: float) -> Any:
        from protego import Protego

        parts = urlsplit(address)
        host = f"{parts.scheme}://{parts.netloc}"
        known = self._rules.get(host)
        if known is None or time.monotonic() > known[0] + ROBOTS_SECONDS:
            status, text = self._robots(f"{host}/robots.txt", until)
            if status >= 500:
                raise UnreachableError("its server cannot say what programs may read (robots.txt)")
            known = self._rules[host] = (time.monotonic(), Protego.parse(text) if status == 200 else None)
        return known[1]

    def _robots(self, address: str, until: float) -> tuple[int, str]:
        for _ in range(REDIRECTS):
            status, headers, data = self._ask(address, {}, until, ROBOTS, cut=True)
            if status not in MOVED or "location" not in headers:
                return status, data.decode("utf-8", "replace")
            address = _checked(_joined(address, headers["location"]))
        return 404, ""

    def _wait(self, address: str, until: float) -> None:
        """Leave a pause between two requests to one host, longer if its robots.txt asks for it."""
        host = urlsplit(address).netloc
        _, rules = self._rules.get(f"{urlsplit(address).scheme}://{host}", (0.0, None))
        delay = min(max(PAUSE, (rules.crawl_delay(PRODUCT) or 0.0) if rules else 0.0), LONGEST_DELAY)
        with self._turn:
            now = time.monotonic()
            turn = max(now, self._asked.get(host, now - delay) + delay)
            if turn > until:
                raise UnreachableError("its host wants to be asked less often")
            self._asked[host] = turn
        if turn > now:
            time.sleep(turn - now)

    def _ask(self, address: str, more: Mapping[str, str], until: float, most: int, *, cut: bool = False) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and unpacked body of one answer; `cut`: a body that is too long counts as far as it goes."""
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": self.visiting.agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en",
        }
        headers.update(more.items())
        timeouts = {"connect": STEP_SECONDS, "read": STEP_SECONDS, "write": STEP_SECONDS, "pool": STEP_SECONDS}
        try:
            with (
                httpcore2.ConnectionPool(network_backend=_Pinned(until, self.visiting.private)) as pool,
                pool.stream("GET", address, headers=headers, extensions={"timeout": timeouts}) as answer,
            ):
                found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
                body = _body(answer.iter_stream(), most, until, cut)
                return answer.status, found, _unpacked(body, found.get("content-encoding", ""), most)
        except (httpcore2.TimeoutException, TimeoutError):
            raise UnreachableError("its server is too slow") from None
        except (httpcore2.NetworkError, OSError):
            raise UnreachableError("its server cannot be reached") from None
        except (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, ValueError, UnicodeError):
            raise InputError("its server's answer is broken") from None


def _body(pieces: Iterable[bytes], most: int, until: float, cut: bool) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > most:
            if cut:
                return bytes(body[:most])
            raise InputError(f"larger than {most // 1_000_000} MB, which is no single report")
        if time.monotonic() > until:
            raise UnreachableError("its server is too slow")
    return bytes(body)


def _unpacked(body: bytes, coding: str, most: int) -> bytes:
    coding = coding.strip().lower()
    if not body or coding in ("", "identity"):
        return body
    if coding in ("gzip", "x-gzip", "deflate"):
        return inflated(body, most)
    raise InputError(f"compressed in a way that is not read ({coding[:20]})")


def _retry_after(told: str | None) -> float | None:
    """The seconds that a Retry-After header asks for, given as a number or as a date; None for none, and for nonsense."""
    told = (told or "").strip()
    if told.isascii() and told.isdigit():
        return float(told) if len(told) < 10 else None
    try:
        moment = parsedate_to_datetime(told) if told else None
    except (ValueError, TypeError, OverflowError):
        return None
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _joined(address: str, location: str) -> str:
    """Where an answer sends to; its bytes are UTF-8 if they can be, as browsers take them."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(address, location)
    except ValueError:
        raise InputError("its server sends elsewhere, to no address") from None


def _checked(url: str) -> str:
    """`url` as it is asked for, without a fragment; raises InputError for what is no plain address of a page."""
    if len(url) > ADDRESS or any(ord(letter) <= 32 or ord(letter) == 127 for letter in url):
        raise InputError("not an address that can be asked")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise InputError("not an address that can be asked") from None
    if parts.scheme.lower() not in PORTS or not host:
        raise InputError("not an address of a page: http and https only")
    if parts.username is not None or parts.password is not None:
        raise InputError("an address with a name or password in it, which is not asked")
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise InputError("not an address that can be asked") from None
    place = f"[{name}]" if ":" in name else name
    quoted = "".join(
        letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace")) for letter in parts.path or "/"
    )
    query = "".join(letter if letter.isascii() else "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace")) for letter in parts.query)
    return urlunsplit((parts.scheme.lower(), place if port in (None, PORTS[parts.scheme.lower()]) else f"{place}:{port}", quoted, query, ""))
