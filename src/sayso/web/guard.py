"""What stands in front of every request: whose host it names, whether it shows the token; and the headers of every answer."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, quote

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = tuple[tuple[bytes, bytes], ...]

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
"""Only files of the app itself are loaded, nothing inline runs, nobody frames a page (CSP Level 3)."""
HEADERS: Headers = tuple(
    (name.encode(), value.encode())
    for name, value in {
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }.items()
)
"""As the OWASP Secure Headers Project has them, without those that need HTTPS, which whoever puts it in front adds."""
PRIVATE = (b"cache-control", b"private, no-cache")
"""For what says nothing else: kept by no cache between, and asked for again by the browser."""
COOKIE = "sayso"
SHORTEST_TOKEN = 16
"""Characters of a token: with 62 letters and digits, more than anybody tries."""
LARGEST_FORM = 4096
"""Bytes of the form that hands over the token."""
KEPT = 30 * 24 * 3600
"""Seconds for which a browser keeps the cookie."""
OPEN = ("/health", "/login")
"""What needs no token, besides the static files."""


class Guard:
    """An ASGI application in front of another.

    `token` None asks for none. Of `hosts` (names without ports) one has to be named by the request, lest a page of the web that gives its own name
    our address reads what is here (DNS rebinding); None lets any pass.
    """

    def __init__(self, app: App, *, token: str | None = None, hosts: Iterable[str] | None = None) -> None:
        self._app = app
        self._secret = sha256(token.encode("utf-8", "surrogatepass")).digest() if token is not None else None
        self._hosts = frozenset(hosts) if hosts is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers itself where host or token are wrong, or where the token is handed over; else lets the application answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _with_headers(send, bodiless=scope["method"] == "HEAD")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["path"]
        if self._hosts is not None and _host(headers.get("host", "")) not in self._hosts:
            await _say(answer, 400, "This is not the host that was asked for.\n")
        elif self._secret is not None and path == "/login" and scope["method"] == "POST":
            await self._enter(scope, headers, receive, answer)
        elif self._secret is not None and not (path in OPEN or path.startswith("/static/") or self._shown(headers)):
            await _refuse(scope, answer)
        else:
            inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
            await self._app(inner, receive, answer)

    def _shown(self, headers: Mapping[str, str]) -> bool:
        """Whether the request shows the token, or the cookie that was given for it."""
        kind, _, value = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._right(value.strip())
        pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
        return any(name == COOKIE and hmac.compare_digest(value.encode(), self._cookie().encode()) for name, _, value in pairs)

    def _right(self, token: str) -> bool:
        """Compares in constant time, whatever the lengths."""
        return self._secret is not None and hmac.compare_digest(sha256(token.encode("latin-1", "replace")).digest(), self._secret)

    def _cookie(self) -> str:
        """What a browser keeps in place of the token, which cannot be told from it."""
        return hmac.new(self._secret or b"", b"sayso cookie", sha256).hexdigest()

    async def _enter(self, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send) -> None:
        """Takes the token out of the form and gives a cookie for it."""
        form = parse_qs((await _body(receive)).decode("latin-1"), encoding="latin-1")
        target = inside(form.get("next", ["/"])[0])
        crossing = headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
        if crossing or not self._right(form.get("token", [""])[0].strip()):
            await _go(send, f"/login?wrong=1&next={quote(target, safe='')}")
            return
        secure = "; Secure" if scope.get("scheme") == "https" or headers.get("x-forwarded-proto") == "https" else ""
        await _go(send, target, (b"set-cookie", f"{COOKIE}={self._cookie()}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite=Strict{secure}".encode()))


def inside(target: str) -> str:
    """`target` if it is a path of this app, else "/": a login form must not send its users anywhere else."""
    plain = target.isascii() and target.isprintable() and "\\" not in target
    return target if plain and target.startswith("/") and not target.startswith("//") else "/"


def _host(header: str) -> str:
    """The name in a Host header, without its port."""
    name = header.strip().lower()
    return name[: name.find("]") + 1] if name.startswith("[") else name.partition(":")[0]


def _with_headers(send: Send, *, bodiless: bool) -> Send:
    """`send`, with the headers of every answer; an answer to HEAD keeps its headers alone."""

    async def answer(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            told = list(message.get("headers", ()))
            names = {name.lower() for name, _ in told}
            message = {**message, "headers": [*told, *HEADERS, *([] if PRIVATE[0] in names else [PRIVATE])]}
        elif bodiless:
            message = {**message, "body": b""}
        await send(message)

    return answer


async def _body(receive: Receive) -> bytes:
    """The body of a request; nothing where it is longer than a token can be."""
    found = b""
    while True:
        message = await receive()
        found += bytes(message.get("body", b""))
        if len(found) > LARGEST_FORM or message["type"] == "http.disconnect":
            return b""
        if not message.get("more_body"):
            return found


async def _refuse(scope: Scope, send: Send) -> None:
    """A page asks for the token; programs are told how to show it."""
    path = scope["path"]
    if path.startswith(("/api", "/schema")) or scope["method"] not in ("GET", "HEAD"):
        told = b'{"detail":"show the token: Authorization: Bearer TOKEN"}\n'
        await _answer(send, 401, told, ((b"content-type", b"application/json"), (b"www-authenticate", b"Bearer")))
    else:
        asked = quote(path) + (f"?{scope['query_string'].decode('latin-1')}" if scope.get("query_string") else "")
        await _go(send, f"/login?next={quote(asked, safe='')}" if asked != "/" else "/login")


async def _go(send: Send, target: str, *more: tuple[bytes, bytes]) -> None:
    await _answer(send, 303, b"", ((b"location", target.encode("latin-1", "replace")), *more))


async def _say(send: Send, status: int, text: str) -> None:
    await _answer(send, status, text.encode(), ((b"content-type", b"text/plain; charset=utf-8"),))


async def _answer(send: Send, status: int, body: bytes, headers: Headers) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
