"""What the store knows of feeds that are watched, on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sayso.errors import StoreError
from sayso.store import Store, open_store
from sayso.store.feed_records import Answer, Named, Noted, host_of
from sayso.store.feed_tables import TABLES
from sayso.store.feeds import Feeds

A, B = "https://a.example/feed", "https://b.example/feed"


def answer(kind: str = "items", at: str = A, following: float = 900.0) -> Answer:
    return Answer(kind, "The Post", at, '"e"', None, 30.0, following)


def named(number: int, mark: str = "1", *, take: bool = True, site: str = "a") -> Named:
    return Named(f"n{number}", f"https://{site}.example/{number}", f"https://{site}.example/{number}", mark, b"entry", take)


def note(feeds: Feeds, *things: Named, feed: str = A, now: float = 100.0, most: int = 9) -> Noted:
    return feeds.answered(feed, answer(at=feed), things, (), now=now, again=now + 50.0, most=most)


@pytest.fixture
def feeds(store: Store) -> Feeds:
    made = Feeds(store)
    made.enter([A, B], 1.0)
    return made


def test_the_migration_makes_the_tables_as_they_are_written_down(store: Store) -> None:
    with store.reading() as connection:
        there = sa.inspect(connection)
        for table in TABLES:
            made = {one["name"]: (str(one["type"].as_generic()), one["nullable"]) for one in there.get_columns(table.name)}
            meant = {one.name: one.nullable for one in table.columns}
            assert {name: nullable for name, (_, nullable) in made.items()} == meant, table.name
            assert there.get_pk_constraint(table.name)["constrained_columns"] == [one.name for one in table.primary_key], table.name
            assert {one["name"] for one in there.get_indexes(table.name) if not one.get("unique")} == {
                str(one.name) for one in table.indexes if not one.unique
            }


def test_feeds_are_entered_once(feeds: Feeds) -> None:
    note(feeds, now=7.0)
    feeds.enter([B, A, A], 50.0)
    assert feeds.given() == (A, B)
    first, second = feeds.watched([A, B])
    assert (first.polled, first.next, first.title, first.etag, first.ttl) == (7.0, 900.0, "The Post", '"e"', 30.0)
    assert (second.polled, second.next, second.kind) == (None, 1.0, None)


def test_items_wait_until_they_are_taken(feeds: Feeds) -> None:
    assert note(feeds, named(1), named(2), named(3, take=False)) == Noted(new=2, passed=1)
    assert note(feeds, named(1), named(2), named(3)) == Noted()
    assert [one.url for one in feeds.due([A], 100.0, 9)] == ["https://a.example/1", "https://a.example/2"]
    assert feeds.due([B], 100.0, 9) == ()
    assert feeds.due([A], 99.0, 9) == ()
    first = feeds.due([A], 100.0, 1)[0]
    feeds.put_off(first.page, "busy", following=500.0)
    assert [one.url for one in feeds.due([A], 100.0, 9)] == ["https://a.example/2"]
    assert feeds.soonest([A]) == 100.0
    feeds.fetched(first.page, b"articles", etag='"p"', modified=None)
    (read,) = feeds.read([A], 500.0, 9)
    assert (read.page_read, read.etag, read.entry, read.tries) == (b"articles", '"p"', b"entry", 0)
    feeds.done(first.page, now=600.0, article="x")
    assert feeds.read([A], 999.0, 9) == ()
    assert feeds.tally() == {"done": 1, "passed": 1, "waiting": 1}


def test_what_has_changed_waits_again(feeds: Feeds) -> None:
    note(feeds, named(1), named(2, ""))
    for page in ("https://a.example/1", "https://a.example/2"):
        feeds.done(page, now=200.0, article="x")
    assert note(feeds, named(1, "2"), named(2, "2"), now=300.0) == Noted(changed=1), "a mark where there was none is no change"
    assert [one.mark for one in feeds.due([A], 350.0, 9)] == ["2"]
    assert feeds.due([A], 349.0, 9) == ()
    feeds.done("https://a.example/1", now=400.0, article="y")
    assert note(feeds, named(1, "3"), most=2) == Noted(), "not more often than is said"
    feeds.given_up("https://a.example/2", "gone", now=400.0)
    assert [one.reason for one in feeds.lost()] == ["gone"]
    assert note(feeds, named(2, "3")) == Noted(changed=1)
    assert feeds.lost() == ()


def test_a_change_is_not_missed_while_the_item_is_on_its_way(feeds: Feeds) -> None:
    note(feeds, named(1))
    feeds.fetched("https://a.example/1", b"x", etag=None, modified=None)
    assert note(feeds, named(1, "2")) == Noted()
    feeds.done("https://a.example/1", now=200.0, article="x")
    assert note(feeds, named(1, "2")) == Noted(changed=1)


def test_a_change_that_two_feeds_tell_is_one(feeds: Feeds) -> None:
    note(feeds, named(1))
    note(feeds, named(1), feed=B)
    feeds.done("https://a.example/1", now=200.0, article="x")
    assert note(feeds, named(1, "2")) == Noted(changed=1)
    feeds.done("https://a.example/1", now=300.0, article="y")
    assert note(feeds, named(1, "2"), feed=B) == Noted()


def test_a_host_at_rest(feeds: Feeds) -> None:
    note(feeds, named(1), named(2), named(3, site="b"))
    feeds.rest("a.example", 5000.0)
    feeds.rest("a.example", 6000.0)
    assert (feeds.host_failures("a.example"), feeds.resting(5999.0), feeds.resting(6000.0)) == (2, {"a.example"}, frozenset())
    assert [one.url for one in feeds.due([A], 5999.0, 9)] == ["https://b.example/3"]
    assert [one.next for one in feeds.watched([A, B])] == [6000.0, 1.0]
    feeds.answers("a.example")
    assert feeds.host_failures("a.example") == 0


def test_failures_of_a_feed(feeds: Feeds) -> None:
    feeds.failed(A, "busy", following=70.0)
    feeds.failed(A, "busy still", following=80.0)
    assert [(one.failures, one.reason, one.next, one.gone) for one in feeds.watched([A])] == [(2, "busy still", 80.0, False)]
    feeds.unchanged(A, now=90.0, following=95.0)
    assert [(one.failures, one.reason, one.polled) for one in feeds.watched([A])] == [(0, None, 90.0)]
    feeds.failed(A, "gone", following=99.0, gone=True)
    assert feeds.watched([A])[0].gone


def test_lists_lead_to_their_feeds(feeds: Feeds) -> None:
    inner = [f"https://{number}.example/feed" for number in range(1200)]
    noted = feeds.answered(A, answer("feeds"), (), [*inner, A], now=5.0, again=6.0, most=9)
    assert noted.new == 1201
    assert len(feeds.watched([A])) == 1201
    assert feeds.given() == (A, B)
    feeds.answered(A, answer("feeds"), (), inner[:2], now=5.0, again=6.0, most=9)
    assert [one.address for one in feeds.watched([A])] == [A, *inner[:2]]
    feeds.enter(inner[:1], 9.0)
    assert feeds.given() == (inner[0], A, B)


def test_one_watch_at_a_time(url: str, store: Store) -> None:
    with Feeds(store).alone(), open_store(url) as other:
        with pytest.raises(StoreError, match="another sayso watch"), Feeds(other).alone():
            pass
        other.note_place("x", "elsewhere")  # what only writes is not kept out
    with Feeds(store).alone():
        pass


@pytest.mark.parametrize(("address", "host"), [("https://A.example:81/x", "a.example:81"), (None, ""), ("http://[x/", ""), ("no address", "")])
def test_hosts(address: str | None, host: str) -> None:
    assert host_of(address) == host
