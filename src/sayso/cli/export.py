"""`sayso export`: all stories of a store."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.compare import LISTED, As
from sayso.cli.console import complain, ending, write_bytes
from sayso.cli.database import Db
from sayso.data import Ledger, Ledgers
from sayso.errors import InputError
from sayso.show.formats import BINARY, Format, check
from sayso.show.wording import number

if TYPE_CHECKING:
    from sayso.store import Store


def export(
    db: Db = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one sayso.ledgers/1 object: what is printed without --as too.")] = False,
    form: Annotated[As | None, typer.Option("--as", metavar="FORMAT", help=f"Print it as {LISTED}.", show_default=False)] = None,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="Where to write, in place of standard output.")] = None,
) -> None:
    """Print all stories of a store, ordered by id, as of one moment.

    JSON comes story by story, so that a store of any size can be exported; for
    the other formats all stories have to fit into memory.

    Example:  sayso export --as csv --out claims.csv
    """
    with ending():
        from sayso.store import open_store

        asked: Format = form.value if form is not None else "json"
        if as_json and asked != "json":
            raise InputError(f"--json and --as {asked} ask for two things: one can be printed")
        check(asked)
        if asked in BINARY and out is None and sys.stdout.isatty():
            raise InputError(f"no terminal shows {asked}: name a file with --out, or pipe it on")
        with open_store(db, create=False) as store:
            stale = store.totals().stale
            if out is None:
                for piece in _pieces(store, asked):
                    write_bytes(piece)
            else:
                _write(out, _pieces(store, asked))
        if stale:
            complain(f"{number(stale, 'story has', 'stories have')} newer reports than ledgers: sayso add brings them up to date")


def streamed(stories: Iterable[Ledger]) -> Iterator[bytes]:
    """One sayso.ledgers/1 object on one line, as `ledgers_json` makes it of all together, a story at a time."""
    from sayso.codec import encode_ledgers, encode_story

    head, tail = encode_ledgers(Ledgers(())).split(b"[]", 1)
    yield head + b"["
    for at, ledger in enumerate(stories):
        yield b"," * (at > 0) + encode_story(ledger)
    yield b"]" + tail + b"\n"


def _pieces(store: Store, form: Format) -> Iterator[bytes]:
    if form == "json":
        yield from streamed(store.export())
        return
    from sayso import __version__
    from sayso.show.formats import exported

    yield exported(Ledgers(tuple(store.export())), form, version=__version__)


def _write(path: str, pieces: Iterator[bytes]) -> None:
    """Writes beside the file, and puts it in its place when it is whole."""
    beside = f"{path}.part"
    try:
        with open(beside, "wb") as file:
            for piece in pieces:
                file.write(piece)
        os.replace(beside, path)
    except BaseException as error:
        with suppress(OSError):
            os.remove(beside)
        if isinstance(error, OSError):
            raise InputError(f"cannot write {path}: {error.strerror}") from None
        raise
