"""Articles, their readings and sketches, stories, and ledgers over time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables of the store."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    real: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
    op.create_table(
        "articles",
        Column("seq", whole, primary_key=True, autoincrement=False),
        Column("id", Text, nullable=False, unique=True),
        Column("text_key", Text, nullable=False),
        Column("page_key", Text),
        Column("language", Text, nullable=False),
        Column("day", real),
        Column("moment", real),
        Column("previous", Text),
        Column("current", whole, nullable=False),
        Column("story", Text),
        Column("arrived", whole, nullable=False),
        Column("article", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    _beside(whole, real)
    _stories(whole)
    op.create_table(
        "ledgers",
        Column("story", Text, primary_key=True),
        Column("version", whole, primary_key=True, autoincrement=False),
        Column("at", whole, nullable=False),
        Column("ledger", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    _indexes()


def _beside(whole: sa.types.TypeEngine[int], real: sa.types.TypeEngine[float]) -> None:
    op.create_table(
        "readings",
        Column("article", Text, primary_key=True),
        Column("reading", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "sketches",
        Column("article", Text, primary_key=True),
        Column("day", real, nullable=False),
        Column("sketch", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "places",
        Column("article", Text, primary_key=True),
        Column("place", Text, primary_key=True),
        Column("at", whole, nullable=False),
        sqlite_strict=True,
    )


def _stories(whole: sa.types.TypeEngine[int]) -> None:
    iso = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "stories",
        Column("seq", whole, primary_key=True, autoincrement=False),
        Column("id", Text, nullable=False, unique=True),
        Column("opened", whole, nullable=False),
        Column("stale", whole, nullable=False),
        Column("merged_into", Text),
        Column("merged_at", whole),
        Column("merged_by", Text),
        Column("title", Text),
        Column("first", iso, nullable=False),
        Column("last", iso, nullable=False),
        Column("articles", whole),
        Column("outlets", Text),
        Column("claims", whole),
        Column("shared", whole),
        Column("echoed", whole),
        Column("disputed", whole),
        sqlite_strict=True,
    )


def _indexes() -> None:
    for table, name, columns in (
        ("articles", "articles_text", ["text_key"]),
        ("articles", "articles_page", ["page_key"]),
        ("articles", "articles_story", ["story", "seq"]),
        ("articles", "articles_day", ["day"]),
        ("sketches", "sketches_day", ["day"]),
        ("stories", "stories_stale", ["stale", "seq"]),
        ("stories", "stories_last", ["last", "seq"]),
        ("stories", "stories_merged", ["merged_into"]),
    ):
        op.create_index(name, table, columns)
