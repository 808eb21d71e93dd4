"""A watch that ends at every single write to its store, in turn: whatever the moment, the next one brings it to the same end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Connection
from watch_site import Site, title

from sayso import encoder, keeping
from sayso.collect import fetch
from sayso.data import Article, Reading
from sayso.run.watch import Watching, watch
from sayso.store import Store, open_store
from sayso.store.feeds import Feeds

NOW = datetime(2024, 5, 6, 12, tzinfo=UTC).timestamp()
MOST = 60
"""Writes of one watch are fewer."""


class KilledError(BaseException):
    pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    made = Site()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each report is read once for all of the watches: what is tested is not the reading."""
    read, vectors = keeping.read_article, encoder.vectors

    @cache
    def reading(article: Article) -> Reading:
        return read(article)

    @cache
    def likes(texts: tuple[str, ...]) -> object:
        return vectors(list(texts))

    monkeypatch.setattr(keeping, "read_article", reading)
    monkeypatch.setattr(keeping.encoder, "vectors", lambda texts: likes(tuple(texts)))


@pytest.mark.parametrize("after", [False, True], ids=["before a write", "after a write"])
def test_ended_at_every_write(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
    site.publish({1: 9, 2: 9})
    real = Store.writing
    left = 0

    @contextmanager
    def writing(self: Store) -> Iterator[Connection]:
        nonlocal left
        left -= 1
        if left == 0 and not after:
            raise KilledError
        with real(self) as connection:
            yield connection
        if left == 0:
            raise KilledError

    monkeypatch.setattr(Store, "writing", writing)

    def run(path: Path) -> None:
        with open_store(path) as store:
            watch(store, [f"{site.url}/feed"], Watching(once=True, private=True), tell=str, stopped=lambda: False, clock=lambda: NOW)

    for moment in range(2, MOST):
        site.asked.clear()
        path = tmp_path / f"{moment}.sqlite"
        open_store(path).close()
        left = moment
        try:
            run(path)
        except KilledError:
            left = -1
            run(path)
        else:
            break
        left = -1
        with open_store(path) as store:
            ledgers = list(store.export())
            assert sorted(one.title or "" for ledger in ledgers for one in ledger.articles) == [title(1), title(2)], moment
            assert store.stale() == ()
            assert Feeds(store).tally() == {"done": 2}, moment
        assert site.times("/1") + site.times("/2") <= 3, moment
    else:
        pytest.fail("there are more writes than were tried")
    assert moment > 8
