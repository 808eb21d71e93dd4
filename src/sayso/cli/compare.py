"""`sayso compare`: the main job."""

from __future__ import annotations

import os
import sys
from enum import Enum
from typing import Annotated

import typer

from sayso.cli.console import Fast, Fields, Paths, Private, articles_of, ending, finish, layout, progress, write_bytes
from sayso.cli.pager import show_text
from sayso.data import Article, Ledgers, Skipped
from sayso.errors import InputError
from sayso.show.formats import BINARY, FORMATS, Format, check

As = Enum("As", {name: name for name in FORMATS}, type=str)  # type: ignore[misc]  # made of the list of formats, so that there is one list
"""The formats, as the command line wants them."""

LISTED = f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"


def compare(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="Print one sayso.ledgers/1 object.")] = False,
    csv: Annotated[str | None, typer.Option("--csv", metavar="FILE", help="Write a table too: one row for each statement of a claim.")] = None,
    html: Annotated[str | None, typer.Option("--html", metavar="FILE", help="Write a page too: one file to look at, to print and to send.")] = None,
    form: Annotated[As | None, typer.Option("--as", metavar="FORMAT", help=f"Print it as {LISTED}.", show_default=False)] = None,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="Where --as writes, in place of standard output.")] = None,
    show_all: Annotated[bool, typer.Option("--all", help="List also what one report alone has, every place in full, and the reasons.")] = False,
    fields: Fields = None,
    fast: Fast = False,
    private: Private = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, in a terminal too.")] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Never page what is longer than the screen.")] = False,
) -> None:
    """Group reports that tell the same story, and print who stands behind each claim.

    First what two or more reports carry, then where they differ, then what each has alone.

    Reads text, saved pages, feeds, mails, records and wires, and archives of them, each known by its content, not by its name.
    A file FILE.meta.json beside FILE.txt may give its outlet, date, title, url and byline.

    Example:  sayso compare harbour-post.txt saved-page.html https://city-wire.example/feed
    """
    with ending():
        asked = _asked(as_json, form, out)
        files: tuple[tuple[Format, str | None], ...] = (("csv", csv), ("html", html))
        for path in (csv, html, out):
            _check_file(path)
        articles, skipped = articles_of(paths, fields=fields, private=private, fast=fast)
        ledgers = _compared(articles, skipped)
        for kind, path in files:
            if path is not None:
                _write(path, _made(ledgers, kind))
        if asked is None:
            from sayso.show.terminal import ledgers_text

            width, color = layout(no_color)
            show_text(ledgers_text(ledgers, width=width, color=color, show_all=show_all), paged=not no_pager)
        elif out is not None:
            _write(out, _made(ledgers, asked))
        else:
            write_bytes(_made(ledgers, asked))
    finish(skipped)


def _asked(as_json: bool, form: As | None, out: str | None) -> Format | None:
    """The format for standard output or `out`; None is text for people."""
    if as_json and form is not None and form.value != "json":
        raise InputError(f"--json and --as {form.value} ask for two things: one can be printed")
    asked: Format | None = form.value if form is not None else "json" if as_json else None
    if out is not None and asked is None:
        raise InputError(f"--out {out} needs --as FORMAT: {', '.join(FORMATS)}")
    if asked is not None:
        check(asked)
    if asked in BINARY and out is None and sys.stdout.isatty():
        raise InputError(f"no terminal shows {asked}: name a file with --out, or pipe it on")
    return asked


def _made(ledgers: Ledgers, form: Format) -> bytes:
    from sayso import __version__
    from sayso.show.formats import exported

    return exported(ledgers, form, version=__version__)


def _compared(articles: list[Article], skipped: list[Skipped]) -> Ledgers:
    from datetime import date

    from sayso.pipeline import Settings, compare_articles

    with progress("reading") as report:
        stories = compare_articles(articles, Settings(today=date.today()), on_progress=report)
    return Ledgers(tuple(stories), tuple(skipped))


def _check_file(path: str | None) -> None:
    """That a file can be written is known before the work begins."""
    if path is None:
        return
    folder = os.path.dirname(path) or "."
    if os.path.isdir(path):
        raise InputError(f"cannot write {path}: it is a folder")
    if not os.path.isdir(folder):
        raise InputError(f"cannot write {path}: there is no folder {folder}")
    if not os.access(path if os.path.exists(path) else folder, os.W_OK):
        raise InputError(f"cannot write {path}: permission denied")


def _write(path: str, made: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(made)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from None
