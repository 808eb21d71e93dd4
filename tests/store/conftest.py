"""Each test of the store runs on both databases; without PostgreSQL's programs the second half is skipped, and says why."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from bench.postgres import MissingError, database, server
from sayso.codec import pack_reading
from sayso.collect.identity import article_id
from sayso.data import Article, Claim, Count, Ledger, Reading, Span, Standing, Statement, Witness
from sayso.keeping import keys_of
from sayso.store import Kept, Store, open_store

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The pattern of the URLs of a running server's databases."""
    try:
        with server() as url:
            yield url
    except MissingError as missing:
        pytest.skip(f"no PostgreSQL: {missing}")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, of both kinds in turn."""
    if request.param == "sqlite":
        yield str(tmp_path / "store.sqlite")
    else:
        with database(request.getfixturevalue("postgres"), f"t{next(NUMBERS)}") as found:
            yield found


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store on an empty database, of both kinds in turn."""
    with open_store(url) as found:
        yield found


@dataclass(frozen=True)
class Making:
    """Makes nouns without reading, and keeps them: what is tested is the store, not what is in it."""

    def article(self, text: str, **facts: object) -> Article:
        bare = Article("", text, **facts)  # type: ignore[arg-type]
        return replace(bare, id=article_id(bare.text, bare.outlet, bare.url))

    def reading(self, article: Article) -> Reading:
        said = Statement(f"s-{article.id}", article.id, (Span(0, len(article.text)),), speakers=("w",))
        return Reading(article, (Span(0, len(article.text)),), (), (), (), (Witness("w", "Ida Munro", "person"),), (said,), (said,))

    def ledger(self, store: Store, story: str, *, text: str = "The ferry ran aground", count: int = 1) -> Ledger:
        """A ledger of the story's articles with one claim that all of them carry."""
        readings = store.readings(story)
        said = tuple(statement for reading in readings for statement in reading.statements)
        claim = Claim("c", text, tuple(one.id for one in said), Standing(for_=("w",)), Count(count, count))
        days = sorted(str(reading.article.published or "") for reading in readings)
        articles = tuple(reading.article for reading in readings)
        return Ledger(story, "Ferry aground", days[0] or None, days[-1] or None, articles, said, (claim,), (Witness("w", "Ida Munro", "person"),))

    def keep(
        self, store: Store, article: Article, story: str | None = None, *, merged: Sequence[tuple[str, str]] = (), previous: str | None = None
    ) -> Kept:
        day = float(article.published.toordinal() - date(1970, 1, 1).toordinal()) if article.published else 0.0
        packed, sketch = pack_reading(self.reading(article)), b"sketch of " + article.id.encode()
        return store.keep(article, keys_of(article), reading=packed, sketch=sketch, day=day, placed=(story, merged), previous=previous)

    def dump(self, store: Store) -> list[Ledger]:
        return list(store.export())


@pytest.fixture(scope="session")
def making() -> Making:
    return Making()
