"""Hosts, tokens and headers, without any web library: the guard is plain ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.web.guard import COOKIE, LARGEST_FORM, Guard, inside
from web.conftest import TOKEN


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


async def inner(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-method", scope["method"].encode())]})
    await send({"type": "http.response.body", "body": b"in"})


def ask(guard: Guard, path: str = "/", *, method: str = "GET", body: bytes = b"", query: bytes = b"", scheme: str = "http", **headers: str) -> Answer:
    found = Answer()
    told = {"host": "localhost:8000", **headers}

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            found.status = message["status"]
            for name, value in message["headers"]:
                assert name.decode() not in found.headers, f"{name} twice"
                found.headers[name.decode()] = value.decode("latin-1")
        else:
            found.body += message["body"]

    scope = {
        "type": "http", "method": method, "path": path, "query_string": query, "scheme": scheme,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()],
    }  # fmt: skip
    asyncio.run(guard(scope, receive, send))
    return found


def entered(guard: Guard, token: str, target: str = "/", **headers: Any) -> Answer:
    return ask(guard, "/login", method="POST", body=urlencode({"token": token, "next": target}).encode(), **headers)


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("LOCALHOST:8000", 200), ("127.0.0.1:1", 200), ("[::1]:8000", 200), ("evil.example", 400), ("localhost.evil.example", 400),
     ("", 400), ("127.0.0.1.evil.example:8000", 400), ("[::2]", 400)],
)  # fmt: skip
def test_only_hosts_of_its_own(host: str, status: int) -> None:
    answer = ask(Guard(inner, hosts=("localhost", "127.0.0.1", "[::1]")), host=host)
    assert answer.status == status
    assert (answer.body == b"in") is (status == 200)


def test_every_answer_has_the_headers() -> None:
    for guard in (Guard(inner), Guard(inner, hosts=()), Guard(inner, token=TOKEN)):
        answer = ask(guard)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "private, no-cache"


def test_without_a_token_all_may_read() -> None:
    assert ask(Guard(inner)).body == b"in"


@pytest.mark.parametrize("path", ["/", "/story/t1", "/witness/x", "/about", "/healthy", "/login/x", "/static", "//health"])
def test_a_page_sends_to_the_login(path: str) -> None:
    answer = ask(Guard(inner, token=TOKEN), path, query=b"q=a+b")
    assert (answer.status, answer.body) == (303, b"")
    assert answer.headers["location"].startswith("/login?next=")


@pytest.mark.parametrize("path", ["/api/stories", "/api/openapi.json", "/schema/x"])
def test_a_program_is_told_what_to_show(path: str) -> None:
    answer = ask(Guard(inner, token=TOKEN), path)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert ask(Guard(inner, token=TOKEN), path, authorization=f"Bearer {TOKEN}").body == b"in"
    assert ask(Guard(inner, token=TOKEN), path, authorization=f"bearer  {TOKEN}").body == b"in"


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer ü", f"Bearer {TOKEN} {TOKEN}"]
)
def test_nothing_else_will_do(shown: str) -> None:
    guard = Guard(inner, token=TOKEN)
    assert ask(guard, "/api/stories", authorization=shown).status == 401
    assert ask(guard, "/api/stories", cookie=f"{COOKIE}={shown}").status == 401
    assert ask(guard, "/api/stories", cookie=f"{COOKIE}={TOKEN}").status == 401, "the cookie is not the token"
    assert ask(guard, "/api/stories", query=f"token={TOKEN}".encode()).status == 401, "an address is no place for a token"


@pytest.mark.parametrize("path", ["/health", "/login", "/static/app.css"])
def test_what_needs_no_token(path: str) -> None:
    assert ask(Guard(inner, token=TOKEN), path).body == b"in"


@pytest.mark.parametrize("token", [TOKEN, "päß wörd “mit” allem +&=%", "x" * 300])
def test_the_form_gives_a_cookie(token: str) -> None:
    guard = Guard(inner, token=token)
    answer = entered(guard, f" {token} ", "/story/t1?x=1")
    assert (answer.status, answer.headers["location"]) == (303, "/story/t1?x=1")
    cookie, *rest = answer.headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(rest)
    assert "Secure" not in rest
    assert token not in cookie
    assert ask(guard, "/", cookie=f'other=;;"; {cookie}; more').body == b"in"
    assert ask(Guard(inner, token=token + "2"), "/", cookie=cookie).status == 303
    assert "; Secure" in entered(guard, token, scheme="https").headers["set-cookie"]


@pytest.mark.parametrize("wrong", ["", "nonsense", TOKEN.upper(), TOKEN + "\n1", "%"])
def test_a_wrong_token_gives_none(wrong: str) -> None:
    answer = entered(Guard(inner, token=TOKEN), wrong, "/story/t1")
    assert answer.headers["location"] == "/login?wrong=1&next=%2Fstory%2Ft1"
    assert "set-cookie" not in answer.headers


def test_a_form_of_another_site_or_a_huge_one_gives_none() -> None:
    guard = Guard(inner, token=TOKEN)
    assert "set-cookie" not in entered(guard, TOKEN, sec_fetch_site="cross-site").headers
    assert "set-cookie" in entered(guard, TOKEN, sec_fetch_site="same-origin").headers
    assert "set-cookie" not in entered(guard, TOKEN, "x" * LARGEST_FORM).headers


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "/a\r\nset-cookie: x=1", "evil", "", "/ü", "javascript:alert(1)"],
)
def test_a_login_leads_nowhere_else(target: str) -> None:
    assert inside(target) == "/"
    assert entered(Guard(inner, token=TOKEN), TOKEN, target).headers["location"] == "/"


@given(st.text(max_size=40))
def test_where_a_login_leads_is_a_path(target: str) -> None:
    found = inside(target)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert found.isprintable()


def test_head_gets_the_headers_alone() -> None:
    answer = ask(Guard(inner), method="HEAD")
    assert (answer.status, answer.headers["x-method"], answer.body) == (200, "GET", b"")


def test_what_is_no_request_passes() -> None:
    seen = []

    async def app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(Guard(app, token=TOKEN)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]
