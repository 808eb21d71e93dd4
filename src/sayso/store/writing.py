"""What is written: functions over a connection that is in the one writer's transaction."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

import sqlalchemy as sa
from sqlalchemy import Connection

from sayso.data import Article, Ledger
from sayso.folding import clean
from sayso.ids import content_id
from sayso.store.blobs import article_in, ledger_bytes, ledger_in, ledger_packed, reading_in
from sayso.store.records import Kept, Keys, Known
from sayso.store.schema import articles, ledgers, places, readings, sketches, stories
from sayso.store.summary import summary
from sayso.text import SURROGATE

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Placed = tuple[str | None, Sequence[tuple[str, str]]]
"""A story, None to open one, and pairs of stories that turned out to be one."""


def known(connection: Connection, keys: Keys) -> Known | None:
    """The report with one of these keys: the same one by id or text, else the current version of its page."""
    shape = sa.select(articles.c.id, articles.c.story)
    for same, wanted in ((True, articles.c.id == keys.id), (True, articles.c.text_key == keys.text), (False, articles.c.page_key == keys.page)):
        if not same and keys.page is None:
            continue
        row = connection.execute(shape.where(wanted).order_by(articles.c.current.desc(), articles.c.seq.desc()).limit(1)).first()
        if row is not None:
            return Known(row.id, row.story, same)
    return None


def keep(
    connection: Connection,
    article: Article,
    keys: Keys,
    *,
    reading: bytes | None,
    sketch: bytes | None,
    day: float | None,
    placed: Placed | None,
    previous: str | None,
) -> Kept:
    """Writes an article with all that was found in it, and puts it into its story. One that is there already stays as it is."""
    there = connection.execute(sa.select(articles.c.story).where(articles.c.id == article.id)).first()
    if there is not None:
        return Kept(there.story)
    seq = (connection.scalar(sa.select(sa.func.max(articles.c.seq))) or 0) + 1
    now = moment()
    kept = _placed(connection, article.id, placed, seq, now) if placed is not None else Kept(None)
    current = _current(connection, article, previous, read=reading is not None)
    row = {
        "seq": seq,
        "id": article.id,
        "text_key": keys.text,
        "page_key": keys.page,
        "language": article.language,
        "day": day,
        "moment": _told(article),
        "previous": previous,
        "current": int(current),
        "story": kept.story,
        "arrived": now,
        "article": article_in(article),
    }
    connection.execute(sa.insert(articles), row)
    if reading is not None:
        connection.execute(sa.insert(readings), {"article": article.id, "reading": reading_in(reading)})
    if sketch is not None and day is not None:
        connection.execute(sa.insert(sketches), {"article": article.id, "day": day, "sketch": sketch})
    if kept.story is not None and current:
        _grow(connection, kept.story, article, more=previous is None)
    return kept


def note_place(connection: Connection, id: str, place: str) -> bool:  # noqa: A002 (what it is called everywhere)
    """Another place at which a report was found; whether that is new."""
    place = _plain(place)
    here = (places.c.article == id) & (places.c.place == place)
    if connection.scalar(sa.select(sa.func.count()).select_from(places).where(here)):
        return False
    connection.execute(sa.insert(places), {"article": id, "place": place, "at": moment()})
    return True


def set_ledger(connection: Connection, story: str, ledger: Ledger) -> bool:
    """Writes a new snapshot, if it differs from the latest; whether it did. The story stays stale if the ledger does not know all its articles."""
    ledger = replace(ledger, id=story)
    packed = ledger_packed(ledger)
    last = connection.execute(
        sa.select(ledgers.c.version, ledgers.c.at, ledgers.c.ledger).where(ledgers.c.story == story).order_by(ledgers.c.version.desc()).limit(1)
    ).first()
    new = last is None or ledger_bytes(last.ledger) != packed
    if new:
        version, at = (last.version + 1, max(moment(), last.at + 1)) if last is not None else (1, moment())
        connection.execute(sa.insert(ledgers), {"story": story, "version": version, "at": at, "ledger": ledger_in(packed)})
        _index(connection, story, ledger)
    there = set(connection.scalars(sa.select(articles.c.id).where((articles.c.story == story) & (articles.c.current == 1))))
    stale = int({article.id for article in ledger.articles} != there)
    connection.execute(sa.update(stories).where(stories.c.id == story).values(stale=stale, **summary(ledger)))
    return new


def moment() -> int:
    """Now, in microseconds since 1970."""
    return time.time_ns() // 1000


def when(micros: int) -> datetime:
    """A moment as a datetime in UTC."""
    return EPOCH + timedelta(microseconds=micros)


def _placed(connection: Connection, article: str, placed: Placed, seq: int, now: int) -> Kept:
    """The story of an article: opened if there is none, and the oldest of those that are one."""
    story, merged = placed
    if story is None:
        fresh = content_id("story", article)
        connection.execute(sa.insert(stories), {"seq": seq, "id": fresh, "opened": now, "stale": 1, "first": "", "last": ""})
        return Kept(fresh, opened=True)
    named = {story, *(one for pair in merged for one in pair)}
    rows = connection.execute(sa.select(stories.c.id).where(stories.c.id.in_(named) & stories.c.merged_into.is_(None)).order_by(stories.c.seq))
    into, *gone = rows.scalars()
    for one in gone:
        connection.execute(sa.update(stories).where(stories.c.id == one).values(merged_into=into, merged_at=now, merged_by=article, stale=0))
        connection.execute(sa.update(articles).where(articles.c.story == one).values(story=into))
        _unindex(connection, one)
    if gone:
        connection.execute(sa.update(stories).where(stories.c.id == into).values(stale=1))
    return Kept(into, merged=tuple((into, one) for one in gone))


def _grow(connection: Connection, story: str, article: Article, *, more: bool) -> None:
    """The story's ledger does not know the article yet. One without a ledger is listed by what its articles say; `more`: this is no new version."""
    row = connection.execute(sa.select(stories).where(stories.c.id == story)).one()
    told: dict[str, str | int] = {"stale": 1}
    if row.claims is None:
        day = article.published.isoformat() if article.published else ""
        days = [one for one in (row.first, row.last, day) if one]
        told |= {"title": row.title or clean(article.title or ""), "first": min(days, default=""), "last": max(days, default="")}
        told["articles"] = (row.articles or 0) + more
    connection.execute(sa.update(stories).where(stories.c.id == story).values(told))


def _current(connection: Connection, article: Article, previous: str | None, *, read: bool) -> bool:
    """Whether an article is the version that counts now: one that says it is older than the one before it is not, nor one that is not read.

    The one before it then no longer counts.
    """
    if previous is None:
        return True
    row = connection.execute(sa.select(articles.c.moment, articles.c.story).where(articles.c.id == previous)).one()
    said = _told(article)
    if not read and row.story is not None:
        return False
    if said is not None and row.moment is not None and said < row.moment:
        return False
    connection.execute(sa.update(articles).where(articles.c.id == previous).values(current=0))
    return True


def _told(article: Article) -> float | None:
    """When a report says that it was last changed, in seconds since 1970; a date that was inferred is no such word."""
    said = article.updated or (None if article.published_inferred else article.published)
    if said is None:
        return None
    full = said if isinstance(said, datetime) else datetime.combine(date(said.year, said.month, said.day), clock())
    return ((full if full.tzinfo else full.replace(tzinfo=UTC)) - EPOCH).total_seconds()


def _plain(text: str) -> str:
    """Text that every database takes: without NUL and lone surrogates."""
    return SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd")


def _index(connection: Connection, story: str, ledger: Ledger) -> None:
    from sayso.store.search.index import index

    index(connection, story, ledger)


def _unindex(connection: Connection, story: str) -> None:
    from sayso.store.search.index import unindex

    unindex(connection, story)
