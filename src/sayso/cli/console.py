"""What the commands share: where output goes, how errors end, a progress bar."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from sayso.data import Article, Skipped
from sayso.errors import SaysoError

if TYPE_CHECKING:
    from rich.progress import Progress

PIPE_WIDTH = 100
"""Columns of text that goes into a file or a pipe."""

WIDEST = 120
"""Columns beyond which a line is hard to follow, however wide the terminal."""

PATIENCE = 1.0
"""Seconds before a progress bar appears."""

DONE, DONE_WITH_SKIPPED, FAILED, INTERRUPTED = 0, 1, 2, 130


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


def articles_of(paths: Sequence[str]) -> tuple[list[Article], list[Skipped]]:
    """The articles that `paths` name, and what was skipped, which is listed on stderr; leaves with 2 if there is no article."""
    from sayso.collect import gather

    articles, skipped = gather(paths, stdin=sys.stdin.buffer if sys.stdin else None)
    if not articles and len(skipped) == 1:
        complain(f"cannot read {skipped[0].path}: {skipped[0].reason}")
        raise typer.Exit(FAILED)
    for one in skipped:
        complain(f"skipped {one.path}: {one.reason}")
    if not articles:
        complain(f"nothing to read: {'all inputs were skipped' if skipped else 'no input was given'}")
        raise typer.Exit(FAILED)
    return articles, skipped


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
