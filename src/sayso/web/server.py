"""The app on a port."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

from sayso.errors import InputError
from sayso.web.guard import SHORTEST_TOKEN
from sayso.web.library import Library

NAMES = ("localhost", "127.0.0.1", "[::1]")
"""Hosts that a request may name where the app listens on loopback."""
BACKLOG = 128
"""Connections that may wait to be taken."""
STOPPING = 5
"""Seconds that running answers have when the app is ended."""


def bound(host: str, port: int, *, token: str | None) -> socket.socket:
    """A socket that listens at `host`, on a free port where `port` is 0.

    Raises InputError where the address cannot be had, or leads beyond this machine and there is no token, or the token is too short.
    """
    if token is not None and (len(token) < SHORTEST_TOKEN or not token.isprintable() or token != token.strip()):
        raise InputError(f"a token has {SHORTEST_TOKEN} printable characters or more and no blanks around them")
    try:
        family, _, _, _, address = socket.getaddrinfo(host or "0.0.0.0", port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError, OverflowError) as error:
        raise InputError(f"cannot listen on {host}: {getattr(error, 'strerror', None) or error}") from None
    if token is None and not loopback(str(address[0])):
        raise InputError(f"{host or address[0]} can be reached from other machines: that needs --token TOKEN (or SAYSO_TOKEN)")
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind(address)
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise InputError(f"cannot listen on {host} port {port}: {(error.strerror or str(error)).lower()}") from None
    return opened


def loopback(address: str) -> bool:
    """Whether an address leads to this machine alone."""
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


def url(opened: socket.socket) -> str:
    """Where a browser on this machine finds the app."""
    host, port = opened.getsockname()[:2]
    everywhere = ipaddress.ip_address(host.partition("%")[0]).is_unspecified
    name = "localhost" if everywhere else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def run(library: Library, opened: socket.socket, *, host: str, version: str, token: str | None, ready: Callable[[], None]) -> None:
    """Serves until it is ended (SIGINT, SIGTERM); calls `ready` first."""
    import uvicorn

    from sayso.web.app import application

    local = loopback(str(opened.getsockname()[0]))
    hosts = {*NAMES, host.lower(), f"[{host.lower()}]"} if local else None
    app = application(library, version=version, token=token, hosts=hosts)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=STOPPING, lifespan="off"
    )
    ready()
    uvicorn.Server(config).run(sockets=[opened])
