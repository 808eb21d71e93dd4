"""Articles through the whole pipeline into a store: again and again, in pieces, interrupted anywhere, and it ends the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from bench.made_reports import reports
from sayso import keeping
from sayso.collect.identity import article_id
from sayso.data import Article, Ledger, Skipped
from sayso.keeping import Added, add_articles, refresh
from sayso.pipeline import Settings
from sayso.read import read_article
from sayso.store import Store, open_store

SETTINGS = Settings(today=date(2024, 6, 1))
SEED = 23
"""A draw with everything in it: doubles, new versions, an undated report, another language, stories that turn out to be one."""


@pytest.fixture(scope="session")
def read_once() -> Callable[[Article], Any]:
    return cache(read_article)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, read_once: Callable[[Article], Any]) -> None:
    """The same article gives the same reading: it is made once for all tests."""
    monkeypatch.setattr(keeping, "read_article", read_once)


@pytest.fixture(scope="session")
def some() -> tuple[Article | Skipped, ...]:
    """Reports with doubles, new versions, one in another language, and undated ones; and something that could not be read."""
    found: list[Article | Skipped] = [Skipped("broken.html", "no text")]
    for at, one in enumerate(reports(44, seed=SEED)):
        published = date.fromisoformat(one["published"]) if one["published"] else None
        language = "de" if one["text"].startswith("In ") else "en"
        told = {"title": one["title"], "outlet": one["outlet"], "url": one["url"], "published": published, "path": f"{at}.txt", "language": language}
        found.append(Article(article_id(one["text"], one["outlet"], one["url"]), one["text"], **told))  # type: ignore[arg-type]
    return tuple(found)


def dump(store: Store) -> list[Ledger]:
    return list(store.export())


def test_what_is_added_twice_changes_nothing(store: Store, some: tuple[Article | Skipped, ...]) -> None:
    first = add_articles(store, some, SETTINGS)
    assert first.new + first.versions + first.doubles + len(first.skipped) == first.seen == len(some)
    assert min(first.new, first.versions, first.doubles, first.foreign, first.opened, first.merged) > 0
    before = dump(store)
    again = add_articles(store, some, SETTINGS)
    assert (again.new, again.versions, again.opened, again.grown, again.merged) == (0, 0, 0, 0, 0)
    assert again.skipped == first.skipped
    assert dump(store) == before
    assert store.totals().stale == 0
    assert {a.id for ledger in before for a in ledger.articles} <= {one.id for one in some if isinstance(one, Article)}


@pytest.mark.parametrize("often", [1, 7])
def test_interrupted_and_run_again_it_ends_the_same(
    url: str, tmp_path: Any, some: tuple[Article | Skipped, ...], often: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether ledgers are counted often or seldom, and wherever it was interrupted: in the midst of articles, of ledgers, of a write."""
    with open_store(tmp_path / "whole.sqlite") as whole:
        add_articles(whole, some, SETTINGS)
        expected = dump(whole)
    monkeypatch.setattr(keeping, "REFRESH", often)
    left = [0]
    for name in ("keep", "set_ledger", "note_place"):
        monkeypatch.setattr(Store, name, interrupted(getattr(Store, name), left))
    for patience in (1, 2, 5, 3, 11, 1, 30):
        left[0] = patience
        with open_store(url) as store, pytest.raises(KeyboardInterrupt):
            add_articles(store, some, SETTINGS)
    left[0] = 10**9
    with open_store(url) as store:
        add_articles(store, some, SETTINGS)
        assert dump(store) == expected


def interrupted(method: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    """The method, which is interrupted when it was called often enough: before it has written, or just after."""

    def called(*arguments: Any, **options: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        found = method(*arguments, **options)
        if left[0] == 1:
            left[0] = 0
            raise KeyboardInterrupt
        return found

    return called


def test_both_databases_hold_the_same(store: Store, tmp_path: Any, some: tuple[Article | Skipped, ...]) -> None:
    add_articles(store, some, SETTINGS)
    with open_store(tmp_path / "other.sqlite") as other:
        for one in some:
            add_articles(other, [one], SETTINGS)
        assert dump(other) == dump(store)


def article(text: str, **told: Any) -> Article:
    return Article(article_id(text, told.get("outlet"), told.get("url")), text, **told)


FERRY = "The ferry Morning Star ran aground near Carrow on Monday, the coastguard said, and 41 people were taken off. Nobody was hurt."


def test_a_corrected_page_corrects_the_story(store: Store) -> None:
    day = date(2024, 3, 4)
    other = article(FERRY.replace("on Monday", "in fog"), outlet="Wire", published=day)
    first = article(FERRY, outlet="Post", url="https://post.example/ferry", published=day)
    second = article(FERRY.replace("41", "43"), outlet="Post", url="https://post.example/ferry?ref=x", published=day, updated=day + timedelta(days=1))
    add_articles(store, [other, first], SETTINGS)
    added = add_articles(store, [second], SETTINGS)
    assert (added.new, added.versions, added.opened, added.grown) == (0, 1, 0, 1)
    (ledger,) = dump(store)
    assert {one.id for one in ledger.articles} == {other.id, second.id}
    assert [change.kind for change in store.history(ledger.id)][:4] == ["opened", "joined", "counted", "version"]


def test_reports_that_come_late_find_their_story(store: Store) -> None:
    old = article(FERRY, outlet="Post", published=date(2024, 3, 4))
    council = "The council of Brenn voted to close its library, mayor Tom Hale said on Friday."
    new = [article(f"{council} Meeting {number}.", published=date(2024, 5, 1)) for number in range(3)]
    late = article(FERRY.replace("41 people", "some 40 people"), outlet="Wire", published=date(2024, 3, 5))
    add_articles(store, [old, *new, late], SETTINGS)
    stories = [{one.id for one in ledger.articles} for ledger in dump(store)]
    assert {old.id, late.id} in stories
    undated = article(FERRY.replace("hurt", "injured"))
    assert add_articles(store, [undated], SETTINGS).new == 1


def test_members_far_away_are_forgotten_and_found_again(store: Store, some: tuple[Article | Skipped, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """With next to no memory to spare it comes out the same, in whatever order the days come."""
    dates = [date(2024, 3, 4), date(2024, 9, 1), date(2023, 6, 1), date(2024, 3, 6), date(2024, 9, 2), date(2023, 6, 2), date(2024, 11, 11)]
    given = [article(f"{FERRY} Bulletin {at}.", outlet=f"Paper {at}", published=day) for at, day in enumerate(dates)]
    monkeypatch.setattr(keeping, "SPARE", 0)
    add_articles(store, given, SETTINGS)
    stories = sorted(sorted(str(one.published) for one in ledger.articles) for ledger in dump(store))
    assert stories == [["2023-06-01", "2023-06-02"], ["2024-03-04", "2024-03-06"], ["2024-09-01", "2024-09-02"], ["2024-11-11"]]


def test_progress_and_refresh(store: Store, some: tuple[Article | Skipped, ...]) -> None:
    heard: list[Added] = []

    def stopping() -> Iterator[Article | Skipped]:
        yield from some[:12]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_articles(store, stopping(), SETTINGS, on_progress=heard.append)
    assert [one.seen for one in heard] == list(range(1, 13))
    assert store.totals().stale > 0
    assert refresh(store, SETTINGS) > 0
    assert store.totals().stale == 0
