"""What is read: functions over a connection that sees one moment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, Select

from sayso.data import Article, Ledger, Reading
from sayso.errors import StoreError
from sayso.folding import UNTITLED
from sayso.sought import StoryEntry
from sayso.store.blobs import article_out, ledger_out, reading_out
from sayso.store.records import Stored, Totals
from sayso.store.schema import articles, ledgers, places, readings, sketches, stories
from sayso.store.writing import EPOCH, when

CHUNK = 500
"""Rows that are fetched together, and ids that stand in one question."""

Member = tuple[str, str, float, bytes]


def members(connection: Connection, low: float, high: float) -> Iterator[Member]:
    """(article id, story id, day, sketch) of all that is of days low <= day < high, in order of arrival."""
    asked = (
        sa.select(articles.c.id, articles.c.story, sketches.c.day, sketches.c.sketch)
        .join(sketches, sketches.c.article == articles.c.id)
        .where((sketches.c.day >= low) & (sketches.c.day < high) & articles.c.story.is_not(None))
    )
    for row in connection.execution_options(yield_per=CHUNK).execute(asked):
        yield row.id, row.story, row.day, row.sketch


def member_count(connection: Connection, low: float, high: float) -> int:
    """How many members are of days low <= day < high."""
    return connection.scalar(sa.select(sa.func.count()).select_from(sketches).where((sketches.c.day >= low) & (sketches.c.day < high))) or 0


def latest_day(connection: Connection) -> float | None:
    """The latest day of an article."""
    latest: float | None = connection.scalar(sa.select(sa.func.max(articles.c.day)))
    return latest


def last_arrival(connection: Connection) -> int:
    """`seq` of the article that came last, 0 in an empty store: while it stays the same, no article came and no story was merged."""
    return connection.scalar(sa.select(sa.func.max(articles.c.seq))) or 0


def stale(connection: Connection) -> tuple[str, ...]:
    """Stories with articles that their ledgers do not know, in the order in which they began."""
    asked = sa.select(stories.c.id).where((stories.c.stale == 1) & stories.c.merged_into.is_(None)).order_by(stories.c.seq)
    return tuple(connection.scalars(asked))


def readings_of(connection: Connection, story: str) -> tuple[Reading, ...]:
    """The readings of a story's current versions, in order of arrival."""
    asked = (
        sa.select(articles.c.id, articles.c.article, readings.c.reading)
        .join(readings, readings.c.article == articles.c.id)
        .where((articles.c.story == story) & (articles.c.current == 1))
        .order_by(articles.c.seq)
    )
    rows = connection.execute(asked).all()
    seen = _places(connection, [row.id for row in rows])
    return tuple(reading_out(row.reading, _seen(article_out(row.article), seen)) for row in rows)


def entries(
    connection: Connection,
    *,
    first: date | None = None,
    last: date | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[StoryEntry, ...]:
    """Stories with reports from `first` to `last` (days), the latest first, those without a date at the end."""
    asked = sa.select(stories).where(stories.c.merged_into.is_(None))
    if first is not None:
        asked = asked.where(stories.c.last >= first.isoformat())
    if last is not None:
        asked = asked.where((stories.c.first > "") & (stories.c.first < (last + timedelta(days=1)).isoformat()))
    asked = asked.order_by(stories.c.last.desc(), stories.c.seq.desc()).offset(offset)
    return tuple(map(entry_of, connection.execute(asked if limit is None else asked.limit(limit))))


def entry(connection: Connection, story: str) -> StoryEntry | None:
    """One story as lists show it; an id of a merged story leads to where it went."""
    where = gone_to(connection, story)
    row = connection.execute(sa.select(stories).where(stories.c.id == where)).first() if where else None
    return entry_of(row) if row is not None else None


def entry_of(row: Row[Any]) -> StoryEntry:
    """A row of `stories` as lists show it."""
    outlets = tuple(json.loads(row.outlets)) if row.outlets else ()
    days = (row.first or None, row.last or None)
    numbers = (row.claims or 0, row.shared or 0, row.echoed or 0, row.disputed or 0)
    return StoryEntry(row.id, row.title or UNTITLED, *days, row.articles or 0, outlets, *numbers, stale=bool(row.stale))


def gone_to(connection: Connection, story: str, as_of: int | None = None) -> str | None:
    """The story that an id leads to at a moment (microseconds; None: now): itself, or what it was merged into; None if there is none."""
    while True:
        row = connection.execute(sa.select(stories.c.merged_into, stories.c.merged_at).where(stories.c.id == story)).first()
        if row is None:
            return None
        if row.merged_into is None or (as_of is not None and row.merged_at > as_of):
            return story
        story = row.merged_into


def begins_with(connection: Connection, beginning: str) -> str | None:
    """The one story whose id begins so; None if there is none. Raises StoreError if there are several."""
    if not beginning:
        return None
    named = stories.c.id.startswith(beginning.lower(), autoescape=True)
    found = list(connection.scalars(sa.select(stories.c.id).where(named).order_by(sa.func.length(stories.c.id), stories.c.seq).limit(2)))
    if len(found) > 1 and found[0] != beginning.lower():
        raise StoreError(f"several stories have an id that begins with {beginning}: write more of it")
    return found[0] if found else None


def ledger(connection: Connection, story: str, *, as_of: datetime | None = None) -> Ledger | None:
    """The ledger of a story as it was known at a time, or now; None if there was none yet."""
    at = None if as_of is None else micros(as_of)
    where = gone_to(connection, story, at)
    if where is None:
        return None
    asked = sa.select(ledgers.c.ledger).where(ledgers.c.story == where)
    if at is not None:
        asked = asked.where(ledgers.c.at <= at)
    raw = connection.scalar(asked.order_by(ledgers.c.version.desc()).limit(1))
    return filled(connection, ledger_out(raw), at) if raw is not None else None


def export(connection: Connection) -> Iterator[Ledger]:
    """The latest ledgers of all stories, ordered by id, a few in memory at a time."""
    done = ""
    while True:
        ids = list(connection.scalars(_after(done)))
        if not ids:
            return
        for one in ids:
            found = ledger(connection, one)
            if found is not None:
                yield found
        done = ids[-1]


def filled(connection: Connection, bare: Ledger, as_of: int | None = None) -> Ledger:
    """A ledger with its articles' texts, and the places at which they had been found by then."""
    ids = [article.id for article in bare.articles]
    texts: dict[str, Article] = {}
    for some in _chunks(ids):
        for row in connection.execute(sa.select(articles.c.id, articles.c.article).where(articles.c.id.in_(some))):
            texts[row.id] = article_out(row.article)
    if len(texts) < len(set(ids)):
        raise StoreError("the store is damaged: an article of a ledger is missing")
    seen = _places(connection, ids, as_of)
    full = (_seen(replace(one, text=texts[one.id].text, seen=texts[one.id].seen), seen) for one in bare.articles)
    return replace(bare, articles=tuple(full))


def stored(connection: Connection, id: str) -> Stored | None:  # noqa: A002 (what it is called everywhere)
    """An article with its versions; None if there is none of that id."""
    row = connection.execute(sa.select(articles).where(articles.c.id == id)).first()
    if row is None:
        return None
    versions: Iterable[str] = (id,)
    if row.page_key is not None:
        versions = connection.scalars(sa.select(articles.c.id).where(articles.c.page_key == row.page_key).order_by(articles.c.seq))
    article = _seen(article_out(row.article), _places(connection, [id]))
    return Stored(article, row.story, when(row.arrived), bool(row.current), row.previous, tuple(versions))


def foreign(connection: Connection) -> Iterator[Article]:
    """The articles in languages that are not read, in order of arrival."""
    asked = sa.select(articles.c.article).where(articles.c.story.is_(None)).order_by(articles.c.seq)
    for raw in connection.execution_options(yield_per=CHUNK).scalars(asked):
        yield article_out(raw)


def totals(connection: Connection) -> Totals:
    """What the store holds, in numbers."""
    read, other = (
        connection.scalar(sa.select(sa.func.count()).select_from(articles).where(which)) or 0
        for which in (articles.c.story.is_not(None), articles.c.story.is_(None))
    )
    live = sa.select(sa.func.count()).select_from(stories).where(stories.c.merged_into.is_(None))
    return Totals(read, other, connection.scalar(live) or 0, connection.scalar(live.where(stories.c.stale == 1)) or 0)


def micros(moment: datetime) -> int:
    """Microseconds since 1970; a moment without a zone is local time."""
    return (moment.astimezone() - EPOCH) // timedelta(microseconds=1)


def _after(done: str) -> Select[str]:
    return sa.select(stories.c.id).where(stories.c.merged_into.is_(None) & (stories.c.id > done)).order_by(stories.c.id).limit(CHUNK)


def _places(connection: Connection, ids: Sequence[str], as_of: int | None = None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for some in _chunks(ids):
        asked = sa.select(places.c.article, places.c.place).where(places.c.article.in_(some))
        for row in connection.execute(asked if as_of is None else asked.where(places.c.at <= as_of)):
            found.setdefault(row.article, set()).add(row.place)
    return found


def _seen(article: Article, places_of: dict[str, set[str]]) -> Article:
    more = places_of.get(article.id)
    return replace(article, seen=tuple(sorted({*article.seen, *more} - {article.path, article.url}))) if more else article


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]
