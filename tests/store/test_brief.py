"""Ids cut short: as long as they have to be to mean one story, on both databases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from sayso.errors import StoreError
from sayso.store import Store, open_store
from sayso.store.brief import brief_ids
from sayso.store.schema import stories


def keep(store: Store, *ids: str, merged: str | None = None) -> None:
    """Stories of these ids, all but the first merged into the one that is named."""
    rows = [
        {"seq": at, "id": one, "opened": 0, "stale": 0, "first": "", "last": "", "merged_into": merged if at and merged else None}
        for at, one in enumerate(ids)
    ]
    with store.writing() as connection:
        connection.execute(delete(stories))
        connection.execute(insert(stories), rows)


def brief(store: Store, *ids: str, least: int = 8) -> dict[str, str]:
    with store.reading() as connection:
        return brief_ids(connection, ids, least=least)


def test_eight_characters_suffice_where_no_other_id_begins_so(store: Store) -> None:
    one, near, far = "0123456789abcdef", "0123456789a0cdef", "f123456789abcdef"
    keep(store, one, near, far)
    assert brief(store, one, far, "none") == {one: "0123456789ab", far: "f1234567"}
    assert brief(store, near, least=14) == {near: "0123456789a0cd"}
    assert brief(store) == {}


def test_merged_stories_count(store: Store) -> None:
    one, gone = "0123456789abcdef", "01234567ffffffff"
    keep(store, one, gone, merged=one)
    assert brief(store, one) == {one: "012345678"}
    assert store.find("012345678") == one
    with pytest.raises(StoreError, match="several stories"):
        store.find("01234567")


@settings(max_examples=40, deadline=None)
@given(st.sets(st.text("01a", min_size=4, max_size=4), min_size=1, max_size=30), st.integers(1, 4))
def test_each_leads_to_its_story_and_could_be_no_shorter(tmp_path_factory: pytest.TempPathFactory, ids: set[str], least: int) -> None:
    with open_store(tmp_path_factory.mktemp("brief") / "store.sqlite") as store:
        keep(store, *ids)
        found = brief(store, *ids, least=least)
        assert found.keys() == ids
        for one, cut in found.items():
            assert store.find(cut) == one
            assert len(cut) == least or sum(other.startswith(cut[:-1]) for other in ids) > 1
