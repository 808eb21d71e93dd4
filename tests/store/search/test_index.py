"""What the index holds follows the ledgers: grown step by step it is what it would be if made at once, and a story that goes leaves nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from show.made import ledger as bridge

from sayso.sought import Query
from sayso.store import Store, open_store
from sayso.store.search import fulltext, schema
from sayso.store.search.index import index, unindex
from sayso.store.search.rebuild import rebuild
from sayso.store.search.results import search
from store.search.putting import put
from store.search.stories import fire, renamed, told

WORDS = (fulltext.CLAIMS, fulltext.REPORTS, fulltext.STORIES)
Rows = dict[str, list[tuple[Any, ...]]]


def contents(store: Store) -> Rows:
    """All rows, without the ids that depend on their history."""
    found: Rows = {}
    with store.reading() as connection:
        keys = {row.id: (row.story, row.claim) for row in connection.execute(sa.select(schema.claims))}
        for table in schema.DERIVED:
            rows = [row._asdict() for row in connection.execute(sa.select(table))]
            for row in rows:
                row.pop("id", None)
                row["claim"] = keys.get(row.get("claim"), row.get("claim"))
            found[table.name] = sorted((tuple(row.items()) for row in rows), key=repr)
        for words in WORDS:
            found[words] = [(connection.scalar(sa.select(sa.func.count()).select_from(sa.table(words))),)]
    return found


def test_the_migration_makes_the_schema(store: Store) -> None:
    with store.reading() as connection:
        there = sa.inspect(connection)
        for table in (*schema.DERIVED, *schema.KEPT):
            columns = {one["name"]: one["nullable"] for one in there.get_columns(table.name)}
            keys = set(there.get_pk_constraint(table.name)["constrained_columns"])
            told_keys = {column.name for column in table.primary_key}
            assert list(columns) == [column.name for column in table.columns]
            assert keys == told_keys
            assert {name for name, empty in columns.items() if empty} - keys == {column.name for column in table.columns if column.nullable} - keys
            indexes = {str(one["name"]): one["column_names"] for one in there.get_indexes(table.name) if not one.get("duplicates_constraint")}
            wanted = {str(one.name): [column.name for column in one.columns] for one in table.indexes}
            assert {name: columns for name, columns in indexes.items() if name in wanted or not name.startswith("sqlite_")} == wanted


def test_growing_is_the_same_as_making_anew(store: Store, tmp_path: Any) -> None:
    whole = fire()
    for reports in (1, 2, 3):
        some = {one.id for one in whole.articles[:reports]}
        said = tuple(one for one in whole.statements if one.article in some)
        ids = {one.id for one in said}
        cut = (replace(one, statements=tuple(key for key in one.statements if key in ids)) for one in whole.claims)
        made = put(store, replace(whole, articles=whole.articles[:reports], statements=said, claims=tuple(one for one in cut if one.statements)))
    put(store, bridge())
    with open_store(tmp_path / "other.sqlite") as other:
        put(other, bridge())
        put(other, whole)
        assert contents(store) == contents(other)
        with store.writing() as connection:
            index(connection, made.id, made)
        assert contents(store) == contents(other), "again is no other"


def test_a_story_that_goes_leaves_nothing(store: Store) -> None:
    empty = contents(store)
    one, other = put(store, fire()), put(store, bridge())
    before = contents(store)
    third = put(store, renamed(bridge(), "x"))
    with store.writing() as connection:
        unindex(connection, third.id)
    assert contents(store) == before
    with store.writing() as connection:
        unindex(connection, one.id)
        unindex(connection, other.id)
        unindex(connection, "no such story")
    assert contents(store) == empty


def test_the_index_can_be_made_anew(store: Store) -> None:
    put(store, fire())
    put(store, bridge())
    before = contents(store)
    with store.writing() as connection:
        connection.execute(sa.delete(schema.claims))
        connection.execute(sa.delete(schema.people))
        assert rebuild(connection) == 2
    assert contents(store) == before


def test_what_did_not_change_is_not_written_again(store: Store) -> None:
    made = put(store, fire())
    with store.reading() as connection:
        before = connection.execute(sa.select(schema.claims.c.claim, schema.claims.c.id)).all()
    put(store, replace(made, title="Fire at the foundry, three reports"))
    with store.reading() as connection:
        after = connection.execute(sa.select(schema.claims.c.claim, schema.claims.c.id)).all()
        found = search(connection, Query("arson"))
    assert sorted(before) == sorted(after)
    assert found.hits[0].title == "Fire at the foundry, three reports"


def test_a_merged_story_is_found_under_the_one_it_went_to(store: Store) -> None:
    first = put(store, told(*_halves()[:1]))
    second = put(store, told(*_halves()[1:]))
    assert first.id != second.id
    from sayso.store import Keys

    third = replace(fire().articles[2])
    store.keep(third, Keys(third.id, third.id), reading=None, sketch=None, day=None, placed=(first.id, [(first.id, second.id)]))
    with store.reading() as connection:
        assert {hit.story for hit in search(connection, Query("foundry")).hits} == {first.id}
    store.set_ledger(first.id, replace(fire(), id=first.id))
    with store.reading() as connection:
        assert [(hit.story, hit.reports) for hit in search(connection, Query('"burned down"')).hits] == [(first.id, 3)]


def _halves() -> list[Any]:
    whole = fire()
    by = {one.id: tuple(said for said in whole.statements if said.article == one.id) for one in whole.articles}
    of = {key: claim.id for claim in whole.claims for key in claim.statements}
    return [(one, by[one.id], tuple(of[said.id] for said in by[one.id])) for one in whole.articles[:2]]
