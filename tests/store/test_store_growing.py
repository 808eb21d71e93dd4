"""What the next article costs does not depend on how many there are: nothing walks through a table, and the window is not filled again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bench.filled import fill
from bench.growth import stand_in
from bench.made_reports import reports
from bench.store_growth import growth, lines, made_article
from sayso import keeping
from sayso.data import Article
from sayso.keeping import Added, add_articles
from sayso.pipeline import Settings
from sayso.sought import Query
from sayso.store import Store, open_store

SETTINGS = Settings(today=date(2024, 6, 1))
FERRY = "The ferry Morning Star ran aground near Carrow, the coastguard said, and {} people were taken off. Nobody was hurt."
MUNRO = "The harbour of Carrow was shut at noon, Ida Munro said."
DAY = date(2024, 3, 4)
FEW = 60


@pytest.fixture(autouse=True)
def without_model() -> Iterator[None]:
    with stand_in():
        yield


def report(number: int, day: date = DAY, *, text: str = FERRY) -> Article:
    record = {"text": text.format(number), "title": "Ferry", "outlet": f"Paper {number}", "url": "", "published": day.isoformat()}
    return made_article(record)


@contextmanager
def asked(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """The statements that reach the database meanwhile, with what was put into them."""
    found: list[tuple[str, Any]] = []

    def hear(_: object, __: object, statement: str, parameters: Any, ___: object, many: bool) -> None:
        found.append((statement, parameters[0] if many else parameters))

    both = (store._engines.reader, store._engines.writer)
    for engine in both:
        sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        for engine in both:
            sa.event.remove(engine, "before_cursor_execute", hear)


@contextmanager
def loaded(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[float, float]]]:
    """The days whose members are fetched meanwhile."""
    found: list[tuple[float, float]] = []
    real = store.members

    def members(low: float, high: float) -> Iterator[Any]:
        found.append((low, high))
        return real(low, high)

    with monkeypatch.context() as patching:
        patching.setattr(store, "members", members)
        yield found


def test_no_statement_walks_through_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all that is asked while stories open, grow, are merged by twos and threes, and voices lose the story that they were named by."""
    some = list(map(made_article, reports(FEW)))
    with open_store(tmp_path / "store.sqlite") as store:
        add_articles(store, some[: FEW // 2], SETTINGS)
        real = keeping.Window.place
        monkeypatch.setattr(keeping.Window, "place", lambda window, given: replace(real(window, given), story=None, merged=()))
        add_articles(store, [report(1, text=MUNRO), report(2, DAY + timedelta(1), text=MUNRO)], SETTINGS)
        named, three = store.stories(limit=1)[0].id, [one.id for one in store.stories()[-3:]]
        with asked(store) as statements:
            merged = ((three[0], three[1]), (three[0], named))
            monkeypatch.setattr(keeping.Window, "place", lambda window, given: replace(real(window, given), story=three[0], merged=merged))
            assert add_articles(store, [report(3)], SETTINGS).merged == 2
            monkeypatch.setattr(keeping.Window, "place", real)
            add_articles(store, some[FEW // 2 :], SETTINGS)
        assert store.totals().stale == 0
        with store.reading() as connection:
            for statement, parameters in dict(statements_of(statements)).items():
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                steps = [step for *_, step in plan if step.startswith("SCAN") and "VIRTUAL" not in step]
                assert not steps, statement
                assert not [step for *_, step in plan if "merged_into=?" in step], statement
        assert any("max(search_voices.latest)" in statement for statement, _ in statements)


def statements_of(found: list[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    yield from ((statement, parameters) for statement, parameters in found if statement.startswith(("SELECT", "UPDATE", "DELETE")))


def test_the_window_is_filled_once_for_many_runs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add_articles(store, [report(1)], SETTINGS)
    with loaded(store, monkeypatch) as days:
        add_articles(store, [report(2)], SETTINGS)
        assert add_articles(store, [report(3)], SETTINGS).opened == 0
    assert days == []
    assert len(store.stories()) == 1


def test_what_another_writer_did_is_seen(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(url) as store, open_store(url) as other:
        add_articles(store, [report(1, DAY + timedelta(60))], SETTINGS)
        add_articles(other, [report(2)], SETTINGS)
        with loaded(store, monkeypatch) as days:
            assert add_articles(store, [report(3)], SETTINGS).opened == 0
        assert days
        assert sorted(entry.articles for entry in store.stories()) == [1, 2]


def test_a_run_that_breaks_off_leaves_no_window(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was written when it broke off: before the article, or after it but not yet into the window."""
    add_articles(store, [report(1)], SETTINGS)
    with monkeypatch.context() as patching:
        patching.setattr(keeping._Adding, "_count", lambda *_, **__: 1 / 0)
        patching.setattr(keeping.Window, "admit", lambda *_: None)
        with pytest.raises(ZeroDivisionError):
            add_articles(store, [report(2)], SETTINGS)
    with loaded(store, monkeypatch) as days:
        add_articles(store, [report(3)], SETTINGS)
    assert days
    assert [entry.articles for entry in store.stories()] == [3]


def test_another_threshold_is_another_window(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add_articles(store, [report(1)], SETTINGS)
    other = replace(SETTINGS, group=replace(SETTINGS.group, likeness=replace(SETTINGS.group.likeness, window=7.0)))
    with loaded(store, monkeypatch) as days:
        add_articles(store, [report(2)], other)
    assert days


def test_late_articles_fetch_only_the_days_that_are_missing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no memory to spare, reports that come some weeks late, again and again, fetch the weeks between, and these once."""
    monkeypatch.setattr(keeping, "SPARE", 0)
    given = [report(number, DAY + timedelta(number % 3 * 9)) for number in range(1, 19)]
    with loaded(store, monkeypatch) as days:
        add_articles(store, given, SETTINGS)
    assert sum(high - low for low, high in days) <= 63 + 21
    assert len(store.stories()) == 1


def test_days_far_before_do_not_make_the_window_grow_without_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SPARE", 0)
    sizes = []
    real = keeping._Adding.take

    def take(adding: Any, one: Any) -> bool:
        found = real(adding, one)
        sizes.append(sum(len(near.window) for near in adding._near))
        return found

    monkeypatch.setattr(keeping._Adding, "take", take)
    add_articles(store, [report(number, DAY - timedelta(10 * number)) for number in range(60)], SETTINGS, counting=False)
    assert max(sizes) <= 4 * 7, "twice the six or seven of nine weeks, in two windows"


def test_progress_tells_of_what_was_skipped_so_far(store: Store) -> None:
    from sayso.data import Skipped

    heard: list[Added] = []
    add_articles(store, [Skipped("a", "x"), report(1), Skipped("b", "y"), report(2)], SETTINGS, on_progress=heard.append)
    assert [len(one.skipped) for one in heard] == [1, 1, 2, 2]
    assert heard[0].skipped is heard[1].skipped


def test_a_filled_store_is_a_store(url: str) -> None:
    """The copies are told apart, found by words of their own, and taken in: the next run sees them, and the figures come."""
    with open_store(url) as store:
        add_articles(store, map(made_article, reports(FEW)), SETTINGS)
        before, claims = store.totals(), store.search(Query("town counted")).claims
    fill(url, 3)
    with open_store(url) as store:
        after = store.totals()
        assert (after.articles, after.stories, after.stale) == (4 * before.articles, 4 * before.stories, 0)
        assert store.search(Query("town counted")).claims == 4 * claims
        assert len(list(store.export())) == after.stories
        added = add_articles(store, map(made_article, reports(FEW, seed=8)), SETTINGS)
        assert added.new


def test_growth_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.store_growth.ORIGINAL", 20)
    monkeypatch.setattr("bench.store_growth.BLOCKS", 2)
    monkeypatch.setattr("bench.store_growth.BLOCK", 3)
    monkeypatch.setattr("bench.store_growth.COMPARED", 40)
    numbers = iter(range(9))
    costs = growth(lambda: str(tmp_path / f"{next(numbers)}.sqlite"), (40, 80), log=lambda _: None)
    assert [cost.reports for cost in costs] == [40, 80]
    assert costs[0].members < costs[1].members
    assert all(cost.milliseconds > 0 and cost.opening > 0 and len(cost.blocks) == 2 for cost in costs)
    assert "1.00 times that at 40" in lines(costs)[0]
