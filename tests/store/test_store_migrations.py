"""Stores of older schemas: what their migrations make of what is in them. On both databases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sayso.sought import StoryEntry
from sayso.store import open_store
from sayso.store.address import address_of
from sayso.store.engine import engines
from sayso.store.migrations import head, upgrade
from sayso.store.search import lists
from sayso.store.search.schema import heads, voices

OUTLETS = '["Harbour Post", "City Wire"]'


def filled(connection: sa.Connection, table: str, **row: Any) -> None:
    connection.execute(sa.text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"), row)


def of_schema_3(url: str) -> None:
    """A store with a story, to which an article came that its ledger does not know, one without a title or a date, and one without a ledger."""
    writer = engines(address_of(url), readonly=False).writer
    assert writer is not None
    with writer.connect() as connection, connection.begin():
        upgrade(connection, "0003")
        base = {"opened": 0, "stale": 1}
        filled(connection, "stories", seq=1, id="grown", title="", first="2024-03-04", last="2024-03-09", articles=3, outlets="[]", claims=1, **base)
        filled(connection, "stories", seq=4, id="bare", title="", first="", last="", articles=1, outlets="[]", claims=1, **base)
        filled(connection, "stories", seq=5, id="new", title="New", first="2024-03-08", last="2024-03-08", articles=1, **base)
        told = {"articles": 2, "claims": 9, "shared": 5, "echoed": 3, "disputed": 1, "digest": "d"}
        days = {"first": "2024-03-04", "last": "2024-03-05", "latest": "2024-03-05"}
        filled(connection, "search_stories", id=7, story="grown", title="Ferry aground", title_key="ferry aground", outlets=OUTLETS, **days, **told)
        none = {"first": None, "last": None, "latest": "", "outlets": "[]"}
        filled(connection, "search_stories", id=8, story="bare", title="Untitled", title_key="untitled", **none, **told)
    writer.dispose()


def test_what_the_index_told_of_stories_stands_with_the_stories(url: str) -> None:
    of_schema_3(url)
    grown = StoryEntry("grown", "Ferry aground", "2024-03-04", "2024-03-05", 2, ("Harbour Post", "City Wire"), 9, 5, 3, 1, stale=True)
    bare = StoryEntry("bare", "Untitled", None, None, 2, (), 9, 5, 3, 1, stale=True)
    new = StoryEntry("new", "New", "2024-03-08", "2024-03-08", 1, (), 0, 0, 0, 0, stale=True)
    with open_store(url, create=False) as store:
        assert store.stories() == (new, grown, bare)
        with store.reading() as connection:
            assert [row.id for row in lists.story_rows(connection, 0, 9)] == ["grown", "bare"], "those that have a ledger"
            assert [column["name"] for column in sa.inspect(connection).get_columns("search_stories")] == [column.name for column in heads.columns]
            assert connection.execute(sa.select(heads).order_by(heads.c.id)).all() == [
                (7, "grown", "ferry aground", "2024-03-05", "d"),
                (8, "bare", "untitled", "", "d"),
            ]
            assert connection.scalar(sa.text("SELECT version_num FROM sayso_schema")) == head()


def test_voices_know_the_latest_day_of_their_stories(url: str) -> None:
    writer = engines(address_of(url), readonly=False).writer
    assert writer is not None
    with writer.connect() as connection, connection.begin():
        upgrade(connection, "0004")
        filled(connection, "search_stories", id=1, story="ferry", title_key="ferry", latest="2024-03-05", digest="d")
        numbers = dict.fromkeys(("reports", "claims", "alone", "against", "declining", "passes_on"), 1)
        told = {"voice": "ida", "name": "Ida Munro", "name_key": "ida munro", "kind": "person", **numbers}
        for story in ("ferry", "lost"):
            filled(connection, "search_voices", story=story, aliases="[]", speaks_for="[]", spoken_for_by="[]", **told)
    writer.dispose()
    with open_store(url) as store, store.reading() as connection:
        assert sorted(connection.execute(sa.select(voices.c.story, voices.c.latest)).all()) == [("ferry", "2024-03-05"), ("lost", "")]
        indexes = {index["name"]: index["column_names"] for index in sa.inspect(connection).get_indexes("search_voices")}
        assert indexes["search_voices_voice"] == ["voice", "latest"]
