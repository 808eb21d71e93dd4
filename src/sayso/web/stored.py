"""A store as a Library: the same answers as a folder of its ledgers gives, out of the store's index, a page at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from sqlalchemy import Connection, Row

from sayso.data import Ledger, Skipped
from sayso.folding import sought
from sayso.sought import StoryEntry
from sayso.store import Store, default_url
from sayso.store.reading import entry_of, gone_to
from sayso.store.search import lists
from sayso.web.cited import appearance
from sayso.web.library import Cited, ClaimEntry, Found, Link, Presence, StoryHit, Voice
from sayso.web.shelf import MOST_CLAIMS, MOST_VOICES, keep

MOST_KEPT = 16
"""Ledgers that stay in memory once they were read."""

Item = TypeVar("Item")


class Stored:
    """A Library over a store. It may be used by several threads, and the store be written meanwhile, also by another process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, tuple[int, Ledger]] = {}
        self._lock = threading.Lock()

    def stories(self) -> Sequence[StoryEntry]:
        """As in Library."""
        return Paged(self._store, lists.story_count, lambda connection, at, most: map(entry_of, lists.story_rows(connection, at, most)))

    def story(self, id: str) -> Ledger | None:  # noqa: A002 (as in Library)
        """As in Library. An id of a story that was merged into another leads there."""
        if not id.isprintable():
            return None
        with self._store.reading() as connection:
            where = gone_to(connection, id)
            now = lists.version(connection, where) if where else 0
        if where is None:
            return None
        with self._lock:
            known = self._kept.pop(where, None)
        found = known[1] if known and known[0] == now and now else self._store.ledger(where)
        if found is not None:
            with self._lock:
                self._kept[where] = (now, found)
                while len(self._kept) > MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
        return found

    def search(self, text: str) -> Found:
        """As in Library; of more than `lists.MOST_STORIES` stories the latest count."""
        words = sought(text)
        if not words:
            return Found((), ())
        with self._store.reading() as connection:
            rows = lists.found_rows(connection, words)
            claims: dict[str, list[ClaimEntry]] = {}
            for row in lists.claim_rows(connection, words, [row.id for row in rows if row.found], MOST_CLAIMS):
                claims.setdefault(row.story, []).append(_claim(row))
            voices = tuple(map(_voice, lists.voice_rows(connection, words, None, 0, MOST_VOICES)))
        return Found(voices, tuple(StoryHit(entry_of(row), tuple(claims.get(row.id, ())), row.found) for row in rows))

    def voices(self, text: str = "", *, story: str | None = None) -> Sequence[Voice]:
        """As in Library."""
        words = sought(text)
        if text.strip() and not words:
            return ()
        return Paged(
            self._store,
            lambda connection: lists.voice_count(connection, words, story),
            lambda connection, at, most: map(_voice, lists.voice_rows(connection, words, story, at, most)),
        )

    def witness(self, key: str, *, offset: int = 0, limit: int | None = None) -> Cited | None:
        """As in Library."""
        if not key.isprintable():
            return None
        with self._store.reading() as connection:
            row = lists.voice_row(connection, key)
            if row is None:
                return None
            rows = lists.presence_rows(connection, row.voice)
            names = lists.names_of(connection, sorted({one for found in rows for one in (*_list(found.speaks_for), *_list(found.spoken_for_by))}))
        present = tuple(map(_presence, rows))
        days = sorted(day for one in present for day in (one.first, one.last) if day)
        aliases = dict.fromkeys(name for found in rows for name in _list(found.aliases))
        shown = present[offset : None if limit is None else offset + limit]
        ledgers = ((one, self.story(one.story)) for one in shown)
        return Cited(
            voice=_voice(row),
            aliases=tuple(name for name in aliases if name and name != row.name),
            speaks_for=_links(names, row.voice, (one for found in rows for one in _list(found.speaks_for))),
            spoken_for_by=_links(names, row.voice, (one for found in rows for one in _list(found.spoken_for_by))),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            reports=sum(one.reports for one in present),
            against=sum(one.against for one in present),
            declining=sum(one.declining for one in present),
            over_time=present,
            stories=tuple(appearance(keep(ledger), one, row.voice) for one, ledger in ledgers if ledger),
        )

    def skipped(self) -> Sequence[Skipped]:
        """Nothing: what cannot be read does not come into a store."""
        return ()

    def filled_by(self) -> tuple[str, str]:
        """As in Library. A page does not tell where on the machine the store is."""
        own = self._store.place == default_url()
        return "No story is kept here yet. Add reports", "sayso add REPORTS" if own else "sayso add REPORTS --db STORE"


class Paged(Sequence[Item], Generic[Item]):
    """A list that lies in a store: what is asked of it is fetched when it is asked for; how long it is, once."""

    def __init__(self, store: Store, count: Callable[[Connection], int], some: Callable[[Connection, int, int], Iterator[Item]]) -> None:
        self._store, self._some = store, some
        with store.reading() as connection:
            self._length = count(connection)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> Item: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Item, ...]: ...

    def __getitem__(self, at: int | slice) -> Item | tuple[Item, ...]:
        if isinstance(at, slice):
            start, stop, step = at.indices(self._length)
            if step != 1:
                return tuple(self)[at]
            with self._store.reading() as connection:
                return tuple(self._some(connection, start, stop - start)) if stop > start else ()
        place = range(self._length)[at]
        found = self[place : place + 1]
        if not found:
            raise IndexError("the list has become shorter")
        return found[0]

    def __iter__(self) -> Iterator[Item]:
        return iter(self[: self._length])


def _claim(row: Row[Any]) -> ClaimEntry:
    return ClaimEntry(row.story, row.number, row.text, row.reports, row.least, row.most, tuple(_list(row.counted)))


def _voice(row: Row[Any]) -> Voice:
    return Voice(row.voice, row.name, row.kind, row.stories, row.claims, row.alone)


def _presence(row: Row[Any]) -> Presence:
    numbers = (row.reports, row.claims, row.alone, row.against, row.declining, row.passes_on)
    return Presence(row.story, row.title, row.first or None, row.last or None, *numbers)


def _links(names: dict[str, str], own: str, ids: Iterator[str]) -> tuple[Link, ...]:
    return tuple(Link(key, names[key]) for key in dict.fromkeys(ids) if key in names and key != own)


def _list(told: str) -> list[str]:
    found: list[str] = json.loads(told)
    return found
