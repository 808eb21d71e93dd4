"""The store's tables. What is read whole lies packed (MessagePack, deflated) in one column; what is looked up has a column of its own.

A migration creates them (migrations/), and a test holds both to each other. Times of the store are microseconds since 1970, UTC; days are
float days since 1970. `seq` counts arrivals, without gaps, so that a store does not depend on what was tried and rolled back.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, MetaData, Table, Text

VERSION_TABLE = "sayso_schema"
"""Where alembic writes which migrations were made."""

APPLICATION = 0x73617973
"""SQLite's application_id of a store: "says" in ASCII, so that the database of another program is not taken for one."""

metadata = MetaData()

whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""64 bits on both: SQLite's STRICT tables know INTEGER alone."""
real: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
ordered = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Ordered by code points on both."""

articles = Table(
    "articles",
    metadata,
    Column("seq", whole, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("text_key", Text, nullable=False),
    Column("page_key", Text),
    Column("language", Text, nullable=False),
    Column("day", real),
    Column("moment", real),  # seconds since 1970 at which the report says that it was last changed
    Column("previous", Text),  # the version of the same page that was current when this one came
    Column("current", whole, nullable=False),  # 1: the version that its story is made of
    Column("story", Text),  # none for a report that is not read
    Column("arrived", whole, nullable=False),
    Column("article", sa.LargeBinary, nullable=False),
    Index("articles_text", "text_key"),
    Index("articles_page", "page_key"),
    Index("articles_story", "story", "seq"),
    Index("articles_day", "day"),
    sqlite_strict=True,
)
readings = Table(
    "readings",
    metadata,
    Column("article", Text, primary_key=True),
    Column("reading", sa.LargeBinary, nullable=False),  # without the article's text
    sqlite_strict=True,
)
sketches = Table(
    "sketches",
    metadata,
    Column("article", Text, primary_key=True),
    Column("day", real, nullable=False),
    Column("sketch", sa.LargeBinary, nullable=False),
    Index("sketches_day", "day"),
    sqlite_strict=True,
)
places = Table(
    "places",
    metadata,
    Column("article", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("at", whole, nullable=False),
    sqlite_strict=True,
)
gone = sa.text("merged_into IS NOT NULL")
"""Stories that were merged: few, so that their index holds none of the others, and no query walks through all of those by it."""
stories = Table(
    "stories",
    metadata,
    Column("seq", whole, primary_key=True, autoincrement=False),  # that of the article which opened it
    Column("id", Text, nullable=False, unique=True),
    Column("opened", whole, nullable=False),
    Column("stale", whole, nullable=False),  # 1: its articles are newer than its ledger
    Column("merged_into", Text),
    Column("merged_at", whole),
    Column("merged_by", Text),  # the article that showed that the two are one
    Column("title", Text),  # this and what follows: as the ledger has it, for lists; before there is one, as far as its articles say
    Column("first", ordered, nullable=False),  # empty where it is not known
    Column("last", ordered, nullable=False),
    Column("articles", whole),
    Column("outlets", Text),  # a JSON list
    Column("claims", whole),  # none: there is no ledger yet
    Column("shared", whole),  # claims that two or more reports carry
    Column("echoed", whole),  # shared claims that stand on one witness
    Column("disputed", whole),
    Index("stories_stale", "stale", "seq"),
    Index("stories_last", "last", "seq"),
    Index("stories_merged", "merged_into", sqlite_where=gone, postgresql_where=gone),
    sqlite_strict=True,
)
ledgers = Table(
    "ledgers",
    metadata,
    Column("story", Text, primary_key=True),
    Column("version", whole, primary_key=True, autoincrement=False),
    Column("at", whole, nullable=False),
    Column("ledger", sa.LargeBinary, nullable=False),  # without the articles' texts
    sqlite_strict=True,
)
TABLES = (articles, readings, sketches, places, stories, ledgers)
