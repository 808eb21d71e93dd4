"""`sayso bulk`: archives to Parquet."""

from __future__ import annotations

import sys
import time
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import DONE_WITH_SKIPPED, Fast, Fields, complain, ending, fields_of
from sayso.errors import InputError

if TYPE_CHECKING:
    from sayso.run.bulk import Outcome
    from sayso.run.engines import Engine
    from sayso.run.progress import Progress


class EngineName(StrEnum):
    """The engines, as the command line names them."""

    local = "local"
    dask = "dask"


EVERY = 30.0
"""Seconds between two lines of progress where they are kept, in a file or a pipe."""
REDRAWN = 0.2
"""Seconds between two states of the one line of a terminal."""
MOST_TOLD = 20
"""Failures that are named on stderr; the table of what was skipped names all."""


def bulk(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Archives, records, tables, pages or texts: files, folders, globs, or addresses that fsspec opens (s3://…).",
            show_default=False,
        ),
    ],
    output: Annotated[str, typer.Argument(metavar="OUTPUT", help="The folder for the results: a new one, or that of a run to go on with.")],
    engine: Annotated[EngineName, typer.Option("--engine", help="Where to work: processes of this machine, or a Dask cluster.")] = EngineName.local,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="The Dask scheduler to use, as tcp://host:8786.", show_default=False)
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="How many processes read; else one for each core.", show_default=False)
    ] = None,
    fields: Fields = None,
    fast: Fast = False,
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="DATE", help="The day that no date goes beyond which is inferred; else the run's first.", show_default=False),
    ] = None,
    keep_work: Annotated[bool, typer.Option("--keep-work", help="Keep what lies between the stages, so that inputs can be added later.")] = False,
) -> None:
    """Read an archive of any size into Parquet tables: articles, statements, stories, claims, witnesses, and what was skipped.

    The same command again goes on with a run that was interrupted.

    Example:  sayso bulk crawl/*.warc.gz archive
    """
    with ending():
        from sayso.run import bulk as run

        settings = run.BulkSettings(today=_day(today), fields=fields_of(fields), fast=fast)
        _check_extras(fast)
        shown = Shown()
        with _engine(engine, scheduler, workers) as at_work:
            try:
                outcome = run.bulk(inputs, output, engine=at_work, settings=settings, keep_work=keep_work, on_progress=shown)
            finally:
                shown.end()
        _tell(outcome, output)
    if outcome.missing or outcome.failed or outcome.rows.get("skipped"):
        raise typer.Exit(DONE_WITH_SKIPPED)


def _day(told: str | None) -> date | None:
    try:
        return None if told is None else date.fromisoformat(told)
    except ValueError:
        raise InputError(f"--today {told}: write a day as 2025-01-31") from None


def _check_extras(fast: bool) -> None:
    """Raises ExtraError, which says what to install, where a library is missing."""
    from sayso.show.frames import library

    library("pyarrow.parquet", extra="bulk")
    if fast:
        library("resiliparse.extract.html2text", extra="bulk")


def _engine(name: EngineName, scheduler: str | None, workers: int | None) -> Engine:
    if name is EngineName.dask:
        from sayso.run.on_dask import DaskEngine

        return DaskEngine(scheduler=scheduler, workers=workers)
    if scheduler is not None:
        raise InputError("--scheduler is for --engine dask")
    from sayso.run.local import LocalEngine

    return LocalEngine(workers)


class Shown:
    """Draws progress on stderr: one line that changes in a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._drawn, self._width, self._stage, self._terminal = 0.0, 0, "", sys.stderr.isatty()

    def __call__(self, now: Progress) -> None:
        """Tell a state, if the last one was told long enough ago, or its stage is new, or all is read."""
        read = now.stage == "reading" and now.articles > 0 and now.done >= now.total
        due = read or time.monotonic() - self._drawn >= (REDRAWN if self._terminal else EVERY)
        if not due and now.stage == self._stage:
            return
        self._drawn, self._stage = time.monotonic(), now.stage
        line = progress_line(now)
        if self._terminal:
            sys.stderr.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line as it is, without what belongs to no line."""
        if self._terminal and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0


def progress_line(now: Progress) -> str:
    """A state of a run in words."""
    told = [f"{now.stage}: {100 * now.done // now.total if now.total else 100}%"]
    if now.stage == "reading":
        told.append(f"{now.articles:,} articles")
        told += [f"{now.rate:.1f} a second"] if now.rate else []
        told += [f"{now.skipped:,} skipped"] if now.skipped else []
        told += [f"{now.failed:,} shards failed"] if now.failed else []
    if now.left is not None and now.done < now.total:
        told.append(f"{_time(now.left)} left")
    return ", ".join(told)


def _time(seconds: float) -> str:
    """A length of time in its two largest units."""
    whole = max(round(seconds), 1)
    for size, unit, smaller, name in ((86_400, "d", 3_600, "h"), (3_600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            return f"{whole // size} {unit} {whole % size // smaller} {name}"
    return f"{whole} s"


def _tell(outcome: Outcome, output: str) -> None:
    """What was done, on stdout; what was not, on stderr, with reasons."""
    for what, which in (("skipped", outcome.missing), ("gave up", outcome.failed)):
        for one in which[:MOST_TOLD]:
            complain(f"{what} {one.path}: {one.reason}")
        if len(which) > MOST_TOLD:
            complain(f"{what} {len(which) - MOST_TOLD:,} more")
    if outcome.failed:
        complain("the same command again tries what was given up once more")
    skipped = outcome.rows.get("skipped", 0)
    if skipped:
        complain(f"{skipped:,} skipped in all, with reasons in {output}/skipped.parquet")
    said = [f"{outcome.rows[table]:,} {table}" for table in ("articles", "statements", "stories", "claims") if table in outcome.rows]
    print(f"{', '.join(said)} in {output}{' (done before)' if outcome.done_before else ''}")
