"""What the commands share: where output goes, how errors end, a progress bar."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.data import Article, Skipped
from sayso.errors import InputError, SaysoError

if TYPE_CHECKING:
    from rich.progress import Progress

PIPE_WIDTH = 100
"""Columns of text that goes into a file or a pipe."""

WIDEST = 120
"""Columns beyond which a line is hard to follow, however wide the terminal."""

PATIENCE = 1.0
"""Seconds before a progress bar appears."""

DONE, DONE_WITH_SKIPPED, FAILED, INTERRUPTED = 0, 1, 2, 130

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files, folders, globs, addresses (http, https), or - for standard input.", show_default=False),
]
"""What the commands read."""

Fields = Annotated[
    str | None,
    typer.Option(
        "--fields",
        metavar="LIST",
        help="How records (JSON, Parquet) name what they hold: text=body,outlet=site.name (a dot leads inward).",
        show_default=False,
    ),
]
Private = Annotated[bool, typer.Option("--allow-private", help="Let addresses lead to machines that are not public, such as your own network's.")]
Fast = Annotated[bool, typer.Option("--fast", help="Take pages apart faster and less carefully; needs sayso\\[bulk].")]


@contextmanager
def ending() -> Iterator[None]:
    """Turns what can go wrong into exit statuses: one line on stderr and 2; quietly when interrupted or when nobody reads on."""
    try:
        yield
        sys.stdout.flush()
    except SaysoError as error:
        complain(str(error))
        raise typer.Exit(FAILED) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(DONE) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


def complain(text: str) -> None:
    """One line on stderr."""
    print(f"sayso: {text}", file=sys.stderr)


def articles_of(paths: Sequence[str], *, fields: str | None = None, private: bool = False, fast: bool = False) -> tuple[list[Article], list[Skipped]]:
    """The articles that `paths` name, and what was skipped, which is listed on stderr; leaves with 2 if there is no article.

    `fields`, `private` and `fast` are what --fields, --allow-private and --fast say. Raises InputError for fields that make no sense,
    ExtraError where what `fast` needs is missing.
    """
    from sayso.collect import gather

    named = fields_of(fields)
    if fast:
        _check_bulk()
    articles, skipped = gather(paths, stdin=sys.stdin.buffer if sys.stdin else None, fields=named, private=private, fast=fast)
    if not articles and len(skipped) == 1:
        complain(f"cannot read {skipped[0].path}: {skipped[0].reason}")
        raise typer.Exit(FAILED)
    for one in skipped:
        complain(f"skipped {one.path}: {one.reason}")
    if not articles:
        complain(f"nothing to read: {'all inputs were skipped' if skipped else 'no input was given'}")
        raise typer.Exit(FAILED)
    return articles, skipped


def fields_of(told: str | None) -> dict[str, str]:
    """Fact -> field of a record, out of what --fields says; raises InputError for what is no list of such pairs."""
    found: dict[str, str] = {}
    for pair in (told or "").split(","):
        fact, equals, field = (part.strip() for part in pair.partition("="))
        if not pair.strip():
            continue
        if not equals or not fact or not field:
            raise InputError(f"--fields {pair.strip()}: write FACT=FIELD, as in text=body,outlet=site.name")
        if fact in found:
            raise InputError(f"--fields names two fields for {fact}")
        found[fact] = field
    return found


def _check_bulk() -> None:
    from sayso.show.frames import library

    library("resiliparse.extract.html2text", extra="bulk")


def finish(skipped: Sequence[Skipped]) -> None:
    """Leaves with the status that the skipped inputs ask for."""
    if skipped:
        raise typer.Exit(DONE_WITH_SKIPPED)


def layout(no_color: bool) -> tuple[int, bool]:
    """The width to wrap to, and whether to use colours: only in a terminal, unless NO_COLOR or --no-color says otherwise."""
    if not sys.stdout.isatty():
        return PIPE_WIDTH, False
    color = not no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return min(shutil.get_terminal_size().columns, WIDEST), color


def write_text(text: str) -> None:
    """Text on stdout; what its encoding lacks is replaced."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


def write_bytes(raw: bytes) -> None:
    """UTF-8 on stdout, whatever its encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A function that takes (done, all) and draws a bar on stderr, if that is a terminal and the work takes longer than a second."""
    begun = time.monotonic()
    bar: Progress | None = None

    def report(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            if time.monotonic() - begun < PATIENCE or done >= total or not sys.stderr.isatty():
                return
            bar = _bar(what)
        bar.update(bar.task_ids[0], completed=done, total=total)

    try:
        yield report
    finally:
        if bar is not None:
            bar.stop()


def _bar(what: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task(what)
    bar.start()
    return bar
