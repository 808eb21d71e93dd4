"""`sayso add`: reports into a store."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from sayso.cli.console import FAILED, PATIENCE, Fast, Fields, Paths, Private, complain, ending, fields_of, finish
from sayso.cli.database import Db
from sayso.show.frames import library
from sayso.show.wording import number

if TYPE_CHECKING:
    from rich.progress import Progress

    from sayso.keeping import Added


def add(paths: Paths, db: Db = None, fields: Fields = None, fast: Fast = False, private: Private = False) -> None:
    """Take reports into a store: each joins its story or opens one, and the ledgers of these stories are counted anew.

    What is there already changes nothing, so the same folder can be added again
    and again. A page that has changed is kept as a new version. Interrupt it as
    you like, and run it again: nothing is lost, and nothing comes twice.

    Example:  sayso add reports; sayso stories
    """
    with ending():
        named = fields_of(fields)
        if fast:
            library("resiliparse.extract.html2text", extra="bulk")
        added, place = _added(paths, db, named, fast=fast, private=private)
        if added.seen == len(added.skipped) == 1 and not added.foreign:
            complain(f"cannot read {added.skipped[0].path}: {added.skipped[0].reason}")
            raise typer.Exit(FAILED)
        for one in added.skipped:
            complain(f"skipped {one.path}: {one.reason}")
        if added.seen == len(added.skipped) and not added.foreign:
            complain(f"nothing to read: {'all inputs were skipped' if added.skipped else 'no input was given'}")
            raise typer.Exit(FAILED)
        print(_reports(added))
        print(f"{_stories(added)}, in {place}")
    finish(added.skipped)


def _added(paths: list[str], db: str | None, fields: dict[str, str], *, fast: bool, private: bool) -> tuple[Added, str]:
    from datetime import date

    from sayso.collect.inputs import each
    from sayso.keeping import add_articles
    from sayso.pipeline import Settings
    from sayso.store import open_store

    with open_store(db) as store, _counting() as report:
        articles = each(paths, stdin=sys.stdin.buffer if sys.stdin else None, fields=fields, fast=fast, private=private)
        return add_articles(store, articles, Settings(today=date.today()), on_progress=report), store.place


def _reports(added: Added) -> str:
    told = [number(added.new, "new report")]
    if added.versions:
        told.append(number(added.versions, "new version"))
    if added.doubles:
        told.append(f"{added.doubles:,} there already")
    if added.foreign:
        told.append(f"{added.foreign:,} kept unread in other languages")
    if len(added.skipped) > added.foreign:
        told.append(f"{len(added.skipped) - added.foreign:,} skipped")
    return ", ".join(told)


def _stories(added: Added) -> str:
    told = [f"{added.opened:,} opened"] * bool(added.opened) + [f"{added.grown:,} grown"] * bool(added.grown)
    if added.merged:
        told.append(f"{added.merged:,} merged with another")
    return f"stories: {', '.join(told) or 'none changed'}"


@contextmanager
def _counting() -> Iterator[Callable[[Added], None]]:
    """A function that shows on stderr how many reports came, if that is a terminal and the work takes longer than a second."""
    begun = time.monotonic()
    shown: Progress | None = None

    def report(added: Added) -> None:
        nonlocal shown
        if shown is None:
            if time.monotonic() - begun < PATIENCE or not sys.stderr.isatty():
                return
            shown = _line()
        shown.update(shown.task_ids[0], description=f"{number(added.seen, 'report')}, {added.new:,} of them new")

    try:
        yield report
    finally:
        if shown is not None:
            shown.stop()


def _line() -> Progress:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    line = Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    line.add_task("reading", total=None)
    line.start()
    return line
