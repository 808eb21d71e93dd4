"""What the commands that use a store share: --db, and how a time is told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

import typer

from sayso.errors import InputError

Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        envvar="SAYSO_DB",
        help="The store: a file, or postgresql://user@host/database. Else a file in your data directory.",
        show_default=False,
    ),
]
"""Where the store is."""


def day_of(told: str | None, option: str) -> date | None:
    """The day that an option names; raises InputError for what is none."""
    try:
        return date.fromisoformat(told) if told is not None else None
    except ValueError:
        raise InputError(f"{option} {told}: write a day, as in 2024-11-22") from None


def moment_of(told: str | None, option: str) -> datetime | None:
    """The moment that an option names, in local time unless it says otherwise; a day and a second are meant to their ends, so that a time which
    a history tells to the second holds what happened then. Raises InputError for what is none.
    """
    if told is None:
        return None
    try:
        if len(told) == len("2024-11-22"):
            return datetime.combine(date.fromisoformat(told) + timedelta(days=1), time()).astimezone() - timedelta(microseconds=1)
        moment = datetime.fromisoformat(told).astimezone()
        return moment if moment.microsecond else moment.replace(microsecond=999_999)
    except (ValueError, OverflowError, OSError):
        raise InputError(f"{option} {told}: write a day or a moment, as in 2024-11-22 or 2024-11-22T14:00") from None
