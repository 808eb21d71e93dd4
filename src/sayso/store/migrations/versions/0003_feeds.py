"""Feeds that are watched, what they name, and hosts that want to be left alone."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0003"
down_revision = "0002"

TABLES = {
    "feeds": "address:t! host:t given:n kind:t? title:t? asked_at:t? etag:t? modified:t? ttl:r? polled:n? next:n failures:n reason:t? gone:n",
    "feed_lists": "list:t! feed:t!",
    "feed_items": (
        "page:t! seq:n= feed:t host:t url:t? state:t mark:t versions:n tries:n next:n reason:t? article:t? etag:t? modified:t? entry:b?"
        " page_read:b? noted:n taken:n?"
    ),
    "feed_entries": "feed:t! name:t! page:t mark:t",
    "feed_hosts": "host:t! until:n failures:n",
}
"""Columns by name and kind: n a whole number, r a real one, t a text, b bytes; ! of the primary key, = unique, ? may be missing."""
INDEXES = (("feed_items", "feed_items_due", ["state", "next"]), ("feed_items", "feed_items_host", ["host", "state"]))


def upgrade() -> None:
    """Create the tables of feeds."""
    for table, told in TABLES.items():
        op.create_table(table, *map(_column, told.split()), sqlite_strict=True)
    for table, name, columns in INDEXES:
        op.create_index(name, table, columns)


def _column(told: str) -> Column[object]:
    name, kind = told.split(":")
    kinds: dict[str, sa.types.TypeEngine[Any]] = {
        "n": sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        "r": sa.Double().with_variant(sa.REAL(), "sqlite"),
        "t": sa.Text(),
        "b": sa.LargeBinary(),
    }
    return Column(name, kinds[kind[0]], primary_key="!" in kind, unique="=" in kind or None, nullable="?" in kind, autoincrement=False)
