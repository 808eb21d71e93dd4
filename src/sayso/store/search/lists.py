"""What a library shows of a store: stories and voices in order, a page at a time, and where words are found; functions over a connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Row, Select, Subquery

from sayso.folding import folded
from sayso.store.schema import ledgers, stories
from sayso.store.search import fulltext
from sayso.store.search.fulltext import Term
from sayso.store.search.schema import claims, heads, people, voices

MOST_STORIES = 500
"""Stories in which a search finds something; more than anybody looks through."""

Rows = Sequence[Row[Any]]

LATEST = (heads.c.latest.desc(), heads.c.title_key, heads.c.story)
MOST_CITED = (people.c.unnamed, people.c.stories.desc(), people.c.claims.desc(), people.c.name_key, people.c.voice)


def story_count(connection: Connection) -> int:
    """How many stories there are."""
    return connection.scalar(sa.select(sa.func.count()).select_from(heads)) or 0


def story_rows(connection: Connection, offset: int, limit: int) -> Rows:
    """Some of all stories, the latest first."""
    page = sa.select(heads.c.story).order_by(*LATEST).offset(offset).limit(limit)
    return connection.execute(_told(page.subquery())).all()


def version(connection: Connection, story: str) -> int:
    """Which of a story's ledgers is the latest, 0 where there is none."""
    return connection.scalar(sa.select(sa.func.max(ledgers.c.version)).where(ledgers.c.story == story)) or 0


def found_rows(connection: Connection, words: Sequence[str]) -> Rows:
    """The stories in whose claims, or in whose titles and outlets, for every one of the `words` a word begins so; and in how many claims."""
    terms = _terms(words)
    hits = fulltext.match(connection, fulltext.CLAIMS, terms)
    counts = sa.select(claims.c.story, sa.func.count().label("found")).join(hits, hits.c.id == claims.c.id).group_by(claims.c.story).subquery()
    named = fulltext.match(connection, fulltext.STORIES, terms)
    found = sa.func.coalesce(counts.c.found, 0).label("found")
    fits = sa.or_(counts.c.found > 0, heads.c.id.in_(sa.select(named.c.id)))
    some = sa.select(heads.c.story, found).outerjoin(counts, counts.c.story == heads.c.story).where(fits).order_by(*LATEST).limit(MOST_STORIES)
    page = some.subquery()
    return connection.execute(_told(page, page.c.found)).all()


def claim_rows(connection: Connection, words: Sequence[str], ids: Sequence[str], most: int) -> Rows:
    """Of each of these stories the first claims that fit; those that fit by their own wording come first, then by number."""
    terms = _terms(words)
    hits = fulltext.match(connection, fulltext.CLAIMS, terms)
    worded = fulltext.match(connection, fulltext.CLAIMS, terms, main=True)
    order = sa.case((claims.c.id.in_(sa.select(worded.c.id)), 0), else_=1), claims.c.number
    place = sa.func.row_number().over(partition_by=claims.c.story, order_by=order).label("place")
    all_of_them = sa.select(claims, place).join(hits, hits.c.id == claims.c.id).where(claims.c.story.in_(ids)).subquery()
    return connection.execute(sa.select(all_of_them).where(all_of_them.c.place <= most).order_by(all_of_them.c.story, all_of_them.c.place)).all()


def voice_count(connection: Connection, words: Sequence[str], story: str | None) -> int:
    """How many voices there are (in one story), in whose names for every one of the `words` a word begins so."""
    return connection.scalar(sa.select(sa.func.count()).select_from(_voices(words, story).subquery())) or 0


def voice_rows(connection: Connection, words: Sequence[str], story: str | None, offset: int, limit: int) -> Rows:
    """Some of these voices, those cited in most stories first, sources without a name last."""
    return connection.execute(_voices(words, story).order_by(*MOST_CITED).offset(offset).limit(limit)).all()


def voice_row(connection: Connection, key: str) -> Row[Any] | None:
    """A voice by id, or the most cited of a name."""
    found = connection.execute(sa.select(people).where(people.c.voice == key)).first()
    return found or connection.execute(sa.select(people).where(people.c.name_key == folded(key)).order_by(*MOST_CITED).limit(1)).first()


def presence_rows(connection: Connection, voice: str) -> Rows:
    """All stories in which a voice is cited, the latest first, with how much it is."""
    told = sa.select(voices, stories.c.title, stories.c.first, stories.c.last)
    joined = told.join(heads, heads.c.story == voices.c.story).join(stories, stories.c.id == voices.c.story)
    return connection.execute(joined.where(voices.c.voice == voice).order_by(*LATEST)).all()


def names_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The names of voices; those that are never cited are left out."""
    found: dict[str, str] = {}
    for at in range(0, len(ids), MOST_STORIES):
        rows = connection.execute(sa.select(people.c.voice, people.c.name).where(people.c.voice.in_(ids[at : at + MOST_STORIES])))
        found |= {row.voice: row.name for row in rows}
    return found


def _told(page: Subquery, *more: ColumnElement[int]) -> Select[Any]:
    """What lists show of the few stories of a page, in their order."""
    asks = sa.select(stories, *more).join(page, page.c.story == stories.c.id).join(heads, heads.c.story == stories.c.id)
    return asks.order_by(*LATEST)


def _voices(words: Sequence[str], story: str | None) -> Select[Any]:
    asks = sa.select(people).where(*(people.c.spoken.contains(word, autoescape=True) for word in words))
    return asks if story is None else asks.where(people.c.voice.in_(sa.select(voices.c.voice).where(voices.c.story == story)))


def _terms(words: Sequence[str]) -> tuple[Term, ...]:
    return tuple(Term(tuple(word.split()), begins=True) for word in words)
