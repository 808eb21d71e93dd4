"""Feeds that are watched, and how far the watch has come with what they name: all it needs to go on where it stopped."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from sayso.store.feed_records import SECOND, Answer, Feed, Item, Named, Noted, feed_of, host_of, item_of, stored
from sayso.store.feed_tables import entries, feeds, hosts, items, lists
from sayso.store.store import Store
from sayso.store.watcher import watching_alone

CHUNK = 500
"""Values in one question: databases bound them, SQLite to some 32,000."""
FEEDS_TOLD = 10_000
"""Feeds that a question for items names; with more, the items of all feeds are meant."""
NESTED = 3
"""Lists of lists of lists that are followed: a sitemap of sitemaps in a list of feeds."""
LIST_KINDS = ("feeds", "lists")


class Feeds:
    """The feeds of a store. Each call that writes is one transaction, and durable when it returns; all raise StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else watches feeds into this store meanwhile. Entering it raises StoreError where somebody does."""
        return watching_alone(self._store._engines)

    def enter(self, addresses: Iterable[str], now: float) -> None:
        """Addresses that the user wants to be watched; what is known of them stays as it is."""
        with self._store.writing() as connection:
            _enter(connection, list(addresses), now, given=True)

    def given(self) -> tuple[str, ...]:
        """The addresses that the user has given so far."""
        with self._store.reading() as connection:
            return tuple(connection.scalars(sa.select(feeds.c.address).where(feeds.c.given == 1).order_by(feeds.c.address)))

    def watched(self, addresses: Sequence[str]) -> tuple[Feed, ...]:
        """The feeds of these addresses, and those that they name if they are lists, each once, in that order."""
        with self._store.reading() as connection:
            found: dict[str, None] = dict.fromkeys(addresses)
            last = list(found)
            for _ in range(NESTED):
                rows = _within(connection, sa.select(lists.c.list, lists.c.feed).order_by(lists.c.list, lists.c.feed), lists.c.list, last)
                last = [row.feed for row in rows if row.feed not in found]
                found.update(dict.fromkeys(last))
            known = {row.address: feed_of(row) for row in _within(connection, sa.select(feeds), feeds.c.address, list(found))}
            return tuple(known[address] for address in found if address in known)

    def all(self) -> tuple[Feed, ...]:
        """All feeds, by their addresses."""
        with self._store.reading() as connection:
            return tuple(map(feed_of, connection.execute(sa.select(feeds).order_by(feeds.c.address))))

    def unchanged(self, feed: str, *, now: float, following: float) -> None:
        """A feed that is still what it was."""
        self._set(feeds, feeds.c.address == feed, polled=stored(now), next=stored(following), failures=0, reason=None)

    def failed(self, feed: str, reason: str, *, following: float, gone: bool = False) -> None:
        """A feed that could not be had; `gone`: for good."""
        with self._store.writing() as connection:
            told = {"reason": reason, "failures": feeds.c.failures + 1, "gone": int(gone), "next": stored(following)}
            connection.execute(sa.update(feeds).where(feeds.c.address == feed).values(told))

    def answered(self, feed: str, answer: Answer, named: Sequence[Named], inner: Sequence[str], *, now: float, again: float, most: int) -> Noted:
        """What a feed answered: things that it names, or (`inner`) feeds.

        New things wait to be fetched; so does one whose mark has changed since this feed named it last, if it was not taken with that mark already,
        nor `most` times before; not before `again` (seconds since 1970).
        """
        with self._store.writing() as connection:
            told = {
                "kind": answer.kind,
                "title": answer.title,
                "asked_at": answer.at if answer.at != feed else None,
                "etag": answer.etag,
                "modified": answer.modified,
                "ttl": answer.ttl,
                "polled": stored(now),
                "next": stored(answer.next),
                "failures": 0,
                "reason": None,
                "host": host_of(answer.at),
            }
            connection.execute(sa.update(feeds).where(feeds.c.address == feed).values(told))
            if answer.kind in LIST_KINDS:
                connection.execute(sa.delete(lists).where(lists.c.list == feed))
                _enter(connection, inner, now, given=False)
                if inner:
                    connection.execute(sa.insert(lists), [{"list": feed, "feed": one} for one in dict.fromkeys(inner) if one != feed])
                return Noted(new=len(inner))
            return _note(connection, feed, named, now, again, most)

    def due(self, addresses: Sequence[str], now: float, most: int) -> tuple[Item, ...]:
        """Items of these feeds that may be fetched now, in the order in which they were named."""
        wanted = sa.select(items).where(items.c.state == "waiting", items.c.next <= stored(now)).order_by(items.c.seq)
        return self._items(wanted, addresses, most)

    def read(self, addresses: Sequence[str], now: float, most: int) -> tuple[Item, ...]:
        """Items of these feeds that are fetched and not yet kept, and not put off, in the order in which they were named."""
        wanted = sa.select(items).where(items.c.state == "read", items.c.next <= stored(now)).order_by(items.c.seq)
        return self._items(wanted, addresses, most)

    def soonest(self, addresses: Sequence[str]) -> float | None:
        """When the next item of these feeds may be fetched or kept; None if none waits."""
        with self._store.reading() as connection:
            wanted = sa.select(items.c.feed, sa.func.min(items.c.next).label("next")).group_by(items.c.feed)
            wanted = wanted.where(items.c.state.in_(("waiting", "read")))
            found = [row.next for row in _within(connection, wanted, items.c.feed, addresses)]
        return min(found) / SECOND if found else None

    def fetched(self, page: str, articles: bytes, *, etag: str | None, modified: str | None) -> None:
        """An item's packed articles, from now on to be had here."""
        told = {"state": "read", "page_read": zlib.compress(articles), "etag": etag, "modified": modified, "tries": 0}
        self._set(items, items.c.page == page, **told)

    def done(self, page: str, *, now: float, article: str | None = None) -> None:
        """An item that is kept as `article`, or that has not changed (None)."""
        told: dict[str, Any] = {"state": "done", "reason": None, "entry": None, "page_read": None, "tries": 0, "taken": stored(now)}
        if article is not None:
            told |= {"article": article, "versions": items.c.versions + 1}
        self._set(items, items.c.page == page, **told)

    def put_off(self, page: str, reason: str, *, following: float, counted: bool = True) -> None:
        """An item to be tried again later; `counted`: this was one of its tries."""
        self._set(items, items.c.page == page, reason=reason, next=stored(following), tries=items.c.tries + int(counted))

    def given_up(self, page: str, reason: str, *, now: float) -> None:
        """An item that is not tried again, unless its feed says that it has changed."""
        self._set(items, items.c.page == page, state="failed", reason=reason, entry=None, page_read=None, tries=items.c.tries + 1, taken=stored(now))

    def lost(self) -> tuple[Item, ...]:
        """Items that were given up, in the order in which they were named."""
        with self._store.reading() as connection:
            return tuple(map(item_of, connection.execute(sa.select(items).where(items.c.state == "failed").order_by(items.c.seq))))

    def tally(self) -> dict[str, int]:
        """State -> how many items are in it."""
        with self._store.reading() as connection:
            rows = connection.execute(sa.select(items.c.state, sa.func.count()).group_by(items.c.state).order_by(items.c.state))
            return {str(row[0]): int(row[1]) for row in rows}

    def host_failures(self, host: str) -> int:
        """How often a host has failed since it last answered."""
        with self._store.reading() as connection:
            return connection.scalar(sa.select(hosts.c.failures).where(hosts.c.host == host)) or 0

    def resting(self, now: float) -> frozenset[str]:
        """The hosts that are to be left alone still."""
        with self._store.reading() as connection:
            return frozenset(connection.scalars(sa.select(hosts.c.host).where(hosts.c.until > stored(now))))

    def rest(self, host: str, until: float) -> None:
        """A host that is to be left alone: none of its feeds and items before `until`."""
        with self._store.writing() as connection:
            failures = (connection.scalar(sa.select(hosts.c.failures).where(hosts.c.host == host)) or 0) + 1
            connection.execute(sa.delete(hosts).where(hosts.c.host == host))
            connection.execute(sa.insert(hosts).values(host=host, until=stored(until), failures=failures))
            late = stored(until)
            connection.execute(sa.update(items).where(items.c.host == host, items.c.state == "waiting", items.c.next < late).values(next=late))
            connection.execute(sa.update(feeds).where(feeds.c.host == host, feeds.c.next < late).values(next=late))

    def answers(self, host: str) -> None:
        """A host that answers again."""
        if self.host_failures(host):
            with self._store.writing() as connection:
                connection.execute(sa.delete(hosts).where(hosts.c.host == host))

    def _items(self, wanted: sa.Select[Any], addresses: Sequence[str], most: int) -> tuple[Item, ...]:
        if len(addresses) <= FEEDS_TOLD:
            wanted = wanted.where(items.c.feed.in_(addresses))
        with self._store.reading() as connection:
            return tuple(map(item_of, connection.execute(wanted.limit(most))))

    def _set(self, table: sa.Table, which: sa.ColumnElement[bool], **told: object) -> None:
        with self._store.writing() as connection:
            connection.execute(sa.update(table).where(which).values(told))


def _enter(connection: Connection, addresses: Sequence[str], now: float, *, given: bool) -> None:
    there = {row.address: row.given for row in _within(connection, sa.select(feeds.c.address, feeds.c.given), feeds.c.address, addresses)}
    new = [one for one in dict.fromkeys(addresses) if one not in there]
    if new:
        rows = [{"address": one, "host": host_of(one), "given": int(given), "next": stored(now), "failures": 0, "gone": 0} for one in new]
        connection.execute(sa.insert(feeds), rows)
    for one in addresses:
        if given and there.get(one) == 0:
            connection.execute(sa.update(feeds).where(feeds.c.address == one).values(given=1))


def _note(connection: Connection, feed: str, named: Sequence[Named], now: float, again: float, most: int) -> Noted:
    seen = {row.name: row.mark for row in connection.execute(sa.select(entries.c.name, entries.c.mark).where(entries.c.feed == feed))}
    fresh = [one for one in named if seen.get(one.name) != one.mark]
    pages = [one.page for one in fresh]
    known = {
        row.page: row for row in _within(connection, sa.select(items.c.page, items.c.state, items.c.mark, items.c.versions), items.c.page, pages)
    }
    seq = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(items.c.seq), 0))) or 0
    rows: dict[str, dict[str, Any]] = {}
    told_of: list[Named] = []
    changed = 0
    for one in fresh:
        there = known.get(one.page)
        if there is None:
            if one.page not in rows:
                rows[one.page] = _row(one, feed, seq + len(rows) + 1, now)
        elif there.state == "read":
            continue  # its mark is noted when it is kept: this feed names it again
        elif seen.get(one.name) and there.mark != one.mark and there.versions < most and one.take:
            changed += there.state != "waiting"
            told = {
                "state": "waiting",
                "mark": one.mark,
                "entry": one.entry,
                "url": one.url,
                "reason": None,
                "tries": 0,
                "next": stored(again),
                "noted": stored(now),
            }
            connection.execute(
                sa.update(items).where(items.c.page == one.page).values(told | ({"next": items.c.next} if there.state == "waiting" else {}))
            )
        told_of.append(one)
    if rows:
        connection.execute(sa.insert(items), list(rows.values()))
    _see(connection, feed, told_of, seen)
    new = sum(row["state"] == "waiting" for row in rows.values())
    return Noted(new=new, changed=changed, passed=len(rows) - new)


def _see(connection: Connection, feed: str, told_of: Sequence[Named], seen: Mapping[str, str]) -> None:
    """Remember what a feed named, with its marks."""
    rows = [{"feed": feed, "name": one.name, "page": one.page, "mark": one.mark} for one in told_of if one.name not in seen]
    if rows:
        connection.execute(sa.insert(entries), rows)
    for one in told_of:
        if one.name in seen:
            connection.execute(sa.update(entries).where(entries.c.feed == feed, entries.c.name == one.name).values(mark=one.mark, page=one.page))


def _row(one: Named, feed: str, seq: int, now: float) -> dict[str, Any]:
    return {
        "page": one.page,
        "seq": seq,
        "feed": feed,
        "host": host_of(one.url),
        "url": one.url,
        "state": "waiting" if one.take else "passed",
        "mark": one.mark,
        "versions": 0,
        "tries": 0,
        "next": stored(now),
        "noted": stored(now),
        "entry": one.entry if one.take else None,
    }


def _within(connection: Connection, wanted: sa.Select[Any], column: sa.Column[Any], values: Sequence[str]) -> list[Any]:
    """The rows of `wanted` whose `column` is one of `values`, however many these are."""
    found: list[Any] = []
    for at in range(0, len(values), CHUNK):
        found += connection.execute(wanted.where(column.in_(values[at : at + CHUNK])))
    return found
