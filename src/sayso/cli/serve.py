"""`sayso serve`: a store or a folder of ledgers as pages in a browser."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import complain, ending
from sayso.cli.database import Db
from sayso.data import Skipped
from sayso.errors import ExtraError

if TYPE_CHECKING:
    from sayso.web.library import Library

NEEDED = ("fastapi", "jinja2", "uvicorn")
"""What the extra brings."""
MOST_TOLD = 10
"""Skipped files that are named on stderr; the first page names all."""


def serve(
    folder: Annotated[str | None, typer.Argument(metavar="[FOLDER]", help="Where files of sayso compare --json lie.", show_default=False)] = None,
    db: Db = None,
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    host: Annotated[str, typer.Option("--host", metavar="H", help="The address to listen on; beyond this machine only with a token.")] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="TOKEN",
            help="What a browser or program has to show; SAYSO_TOKEN keeps it out of the list of processes.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show a store, or a folder of ledgers, in the browser: stories, search, and all that somebody is cited for. Read-only.

    What is added meanwhile appears by itself. Without FOLDER and --db it is your own store, or where there is none, the current folder.

    Example:  sayso add reports; sayso serve
    """  # fmt: skip
    with ending():
        _check_extra()
        from sayso import __version__
        from sayso.web import server

        token = token if token is not None else os.environ.get("SAYSO_TOKEN") or None
        opened = server.bound(host, port, token=token)
        try:
            with library_of(folder, db) as (library, place):
                _tell_skipped(library.skipped())

                def ready() -> None:
                    found = len(library.stories())
                    print(f"{found} {'story' if found == 1 else 'stories'} of {place} at {server.url(opened)} (Ctrl+C ends)", flush=True)

                server.run(library, opened, host=host, version=__version__, token=token, ready=ready)
        except KeyboardInterrupt:
            return
        finally:
            opened.close()


@contextmanager
def library_of(folder: str | None, db: str | None) -> Iterator[tuple[Library, str]]:
    """What is served, and what it is called: a folder if one is named, else a store, else the current folder."""
    from sayso.store import default_url, open_store
    from sayso.web.folder import Folder

    if folder is not None or (db is None and not os.path.exists(default_url())):
        yield Folder(folder or "."), folder or "."
        return
    from sayso.web.stored import Stored

    with open_store(db, create=False, readonly=True) as store:
        yield Stored(store), store.place


def _tell_skipped(skipped: Sequence[Skipped]) -> None:
    for one in skipped[:MOST_TOLD]:
        complain(f"skipped {one.path}: {one.reason}")
    if len(skipped) > MOST_TOLD:
        complain(f"and {len(skipped) - MOST_TOLD} more: the first page names all")


def _check_extra() -> None:
    """Raises ExtraError, which says what to install, where a library is missing."""
    from importlib.util import find_spec

    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ExtraError(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed: pip install 'sayso[web]'")
