"""The tables of feeds that are watched: feeds, what they name, and hosts that want to be left alone for a while.

A migration creates them (0003). Times are microseconds since 1970, UTC, as everywhere in the store.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Index, MetaData, Table, Text

from sayso.store.schema import real, whole

metadata = MetaData()

feeds = Table(
    "feeds",
    metadata,
    Column("address", Text, primary_key=True),  # as it was given, or as the list that names it has it
    Column("host", Text, nullable=False),
    Column("given", whole, nullable=False),  # 1: by the user, 0: only by a list
    Column("kind", Text),  # what it names; none before its first answer
    Column("title", Text),
    Column("asked_at", Text),  # where it has moved to for good
    Column("etag", Text),
    Column("modified", Text),
    Column("ttl", real),  # minutes for which it says that it stays as it is
    Column("polled", whole),  # its last answer
    Column("next", whole, nullable=False),
    Column("failures", whole, nullable=False),  # since its last answer
    Column("reason", Text),  # why its last poll failed
    Column("gone", whole, nullable=False),  # 1: it said so (410)
    sqlite_strict=True,
)
lists = Table(
    "feed_lists",
    metadata,
    Column("list", Text, primary_key=True),
    Column("feed", Text, primary_key=True),
    sqlite_strict=True,
)
items = Table(
    "feed_items",
    metadata,
    Column("page", Text, primary_key=True),  # the canonical address of its page, or its feed and its name there
    Column("seq", whole, nullable=False, unique=True),
    Column("feed", Text, nullable=False),  # the feed that named it first
    Column("host", Text, nullable=False),
    Column("url", Text),
    Column("state", Text, nullable=False),
    Column("mark", Text, nullable=False),  # the moment of its last change that was acted upon
    Column("versions", whole, nullable=False),  # how often it was taken
    Column("tries", whole, nullable=False),  # since it was to be taken
    Column("next", whole, nullable=False),
    Column("reason", Text),  # why it was not taken yet, or never
    Column("article", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("entry", sa.LargeBinary),  # what its feed knows of it, until it is taken
    Column("page_read", sa.LargeBinary),  # its articles, from the moment at which they were fetched until they are kept
    Column("noted", whole, nullable=False),  # when it was named, or last named as changed
    Column("taken", whole),
    Index("feed_items_due", "state", "next"),
    Index("feed_items_host", "host", "state"),
    sqlite_strict=True,
)
entries = Table(
    "feed_entries",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("page", Text, nullable=False),
    Column("mark", Text, nullable=False),
    sqlite_strict=True,
)
hosts = Table(
    "feed_hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("until", whole, nullable=False),
    Column("failures", whole, nullable=False),
    sqlite_strict=True,
)
TABLES = (feeds, lists, items, entries, hosts)
