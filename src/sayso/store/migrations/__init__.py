"""The schema's history, one revision a file in versions/; `upgrade` brings a database to the latest."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


@cache
def head() -> str:
    """The latest revision: files are called NNNN_what.py, and NNNN is the revision's id."""
    return max(path.stem[:4] for path in Path(__file__).with_name("versions").glob("[0-9]*.py"))


def upgrade(connection: Connection, to: str = "head") -> None:
    """Make every revision that the database lacks, up to one of them, within the transaction that `connection` is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
