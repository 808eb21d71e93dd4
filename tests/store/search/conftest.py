"""A store with three stories in it, once for each database: for tests that only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from show.made import ledger as bridge
from show.made_many import many

from bench.postgres import database
from sayso.store import Store, open_store
from store.search.putting import put
from store.search.stories import fire


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The fire, the bridge and the flood."""
    if request.param == "sqlite":
        with open_store(tmp_path_factory.mktemp("search") / "store.sqlite") as store:
            yield _with_stories(store)
    else:
        with database(request.getfixturevalue("postgres"), "search") as url, open_store(url) as store:
            yield _with_stories(store)


def _with_stories(store: Store) -> Store:
    for ledger in (fire(), bridge(), many(6)[0]):
        put(store, ledger)
    return store
