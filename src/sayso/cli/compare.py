"""`sayso compare`: the main job."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from sayso.cli.console import articles_of, ending, finish, layout, progress, write_bytes, write_text
from sayso.data import Article, Ledgers, Skipped
from sayso.errors import InputError


def compare(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, globs, or - for standard input.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one sayso.ledgers/1 object.")] = False,
    csv: Annotated[str | None, typer.Option("--csv", metavar="FILE", help="Write a table too: one row for each statement of a claim.")] = None,
    show_all: Annotated[bool, typer.Option("--all", help="List also what one report alone has, every place in full, and the reasons.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, in a terminal too.")] = False,
) -> None:
    """Group reports that tell the same story, and print who stands behind each claim.

    First what two or more reports carry, then where they differ, then what each has alone.

    A file FILE.meta.json beside FILE.txt may give its outlet, date, title, url and byline.

    Example:  sayso compare harbour-post.txt city-wire.txt
    """
    with ending():
        _check_table(csv)
        articles, skipped = articles_of(paths)
        ledgers = _compared(articles, skipped)
        if csv is not None:
            _write_table(ledgers, csv)
        if as_json:
            from sayso.show.json import ledgers_json

            write_bytes(ledgers_json(ledgers))
        else:
            from sayso.show.terminal import ledgers_text

            width, color = layout(no_color)
            write_text(ledgers_text(ledgers, width=width, color=color, show_all=show_all))
    finish(skipped)


def _compared(articles: list[Article], skipped: list[Skipped]) -> Ledgers:
    from datetime import date

    from sayso.pipeline import Settings, compare_articles

    with progress("reading") as report:
        stories = compare_articles(articles, Settings(today=date.today()), on_progress=report)
    return Ledgers(tuple(stories), tuple(skipped))


def _check_table(path: str | None) -> None:
    """That the table can be written is known before the work begins."""
    if path is None:
        return
    folder = os.path.dirname(path) or "."
    if os.path.isdir(path):
        raise InputError(f"cannot write {path}: it is a folder")
    if not os.path.isdir(folder):
        raise InputError(f"cannot write {path}: there is no folder {folder}")
    if not os.access(path if os.path.exists(path) else folder, os.W_OK):
        raise InputError(f"cannot write {path}: permission denied")


def _write_table(ledgers: Ledgers, path: str) -> None:
    from sayso.show.table import write_csv

    try:
        with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
            write_csv(ledgers, file)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from None
