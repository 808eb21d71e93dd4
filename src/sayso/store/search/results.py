"""What a search finds: claims with their evidence, and passages of reports, the best first, with the words that were found in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Subquery

from sayso.data import Count, Span
from sayso.folding import clean
from sayso.sought import Evidence, Found, Hit, Passage, Query
from sayso.store.blobs import article_out
from sayso.store.schema import articles, stories
from sayso.store.search import schema
from sayso.store.search.fulltext import Term
from sayso.store.search.query import Asked, marks, of_a_place, of_claims, of_reports, understood

AROUND = 90
"""Characters that are shown before and behind what was found in a report."""
AT_ONCE = 400
"""Claims that are fetched together."""


def search(connection: Connection, query: Query, *, limit: int = 20, offset: int = 0, evidence: int = 3) -> Found:
    """The claims and the reports that fit `query`, `limit` of each from `offset` on, with up to `evidence` places for each claim.

    Words that are found in the wording of a claim count more than those in what reports say of it (BM25 in SQLite, ts_rank in PostgreSQL);
    among equals, and where no words are asked for, those with the latest report come first, then those with most reports. Any text
    is a search. Reports are looked for only where words are, and nothing that only claims have.
    """
    asked = understood(connection, query)
    total, ids = _claims(connection, asked, limit, offset)
    reports, passages = _passages(connection, asked, limit, offset)
    return Found(query, total, hits(connection, asked, ids, evidence=evidence), reports, passages, asked.meant)


def fitting(connection: Connection, asked: Asked) -> tuple[int, ...]:
    """All claims that fit, as the index knows them, in no order."""
    return tuple(connection.scalars(of_claims(connection, asked)[0]))


def hits(connection: Connection, asked: Asked, ids: Sequence[int], *, evidence: int) -> tuple[Hit, ...]:
    """Claims of the index, in the order of `ids`; the evidence that fits comes first."""
    found: dict[int, Hit] = {}
    for at in range(0, len(ids), AT_ONCE):
        some = ids[at : at + AT_ONCE]
        shown = _evidence(connection, asked, some)
        titles = sa.select(schema.claims, stories.c.title).join(stories, stories.c.id == schema.claims.c.story)
        for row in connection.execute(titles.where(schema.claims.c.id.in_(some))):
            found[row.id] = _hit(row, asked.terms, shown.get(row.id, []), evidence)
    return tuple(found[one] for one in ids if one in found)


def _claims(connection: Connection, asked: Asked, limit: int, offset: int) -> tuple[int, tuple[int, ...]]:
    """How many claims fit, and some of them, the best first."""
    asks, words = of_claims(connection, asked)
    total = connection.scalar(sa.select(sa.func.count()).select_from(asks.subquery())) or 0
    table = schema.claims.c
    best = [words.c.rank] if words is not None else []
    order = asks.order_by(*best, table.last.desc(), table.reports.desc(), table.story, table.number)
    return total, tuple(connection.scalars(order.limit(limit).offset(offset))) if total > offset else ()


def _evidence(connection: Connection, asked: Asked, ids: Sequence[int]) -> dict[int, list[tuple[bool, Evidence]]]:
    """The places of claims, in the order of their reports, with whether they fit."""
    table = schema.places
    conditions = of_a_place(asked)
    fits = sa.and_(*conditions) if conditions else sa.true()
    if asked.speaker and not conditions:
        theirs = schema.speakers.c
        fits = sa.exists().where(theirs.claim == table.c.claim, theirs.at == table.c.at, theirs.voice.in_(asked.speaker.keys()))
    asks = sa.select(table, sa.case((fits, 1), else_=0).label("fits")).where(table.c.claim.in_(ids)).order_by(table.c.claim, table.c.at)
    found: dict[int, list[tuple[bool, Evidence]]] = {}
    for row in connection.execute(asks):
        found.setdefault(row.claim, []).append((bool(row.fits), _place(row)))
    return found


def _place(row: sa.Row[Any]) -> Evidence:
    spans = tuple(Span(start, end) for start, end in json.loads(row.spans))
    return Evidence(row.article, row.statement, row.label, row.outlet, row.day, spans, row.words, by=tuple(json.loads(row.by)), stance=row.stance)


def _hit(row: sa.Row[Any], terms: Sequence[Term], places: Sequence[tuple[bool, Evidence]], most: int) -> Hit:
    return Hit(
        story=row.story,
        title=row.title,
        claim=row.claim,
        number=row.number,
        text=row.text,
        marks=marks(row.text, terms),
        reports=row.reports,
        places=len(places),
        count=Count(row.least, row.most),
        for_=tuple(json.loads(row.counted)),
        against=tuple(json.loads(row.against)),
        declining=tuple(json.loads(row.declining)),
        first=row.first,
        last=row.last or None,
        evidence=_telling(places, terms)[:most],
    )


def _telling(places: Sequence[tuple[bool, Evidence]], terms: Sequence[Term]) -> tuple[Evidence, ...]:
    """Places that fit first, then those in whose words something was found; in each part one of every report before another of the same."""
    marked = [(not fits, not (found := marks(one.words, terms)), replace(one, marks=found)) for fits, one in places]
    seen: set[tuple[bool, bool, str]] = set()
    order = []
    for at, (off, empty, one) in enumerate(marked):
        part = off, empty, one.article
        order.append((off, empty, part in seen, at))
        seen.add(part)
    return tuple(marked[at][2] for *_, at in sorted(order))


def _passages(connection: Connection, asked: Asked, limit: int, offset: int) -> tuple[int, tuple[Passage, ...]]:
    """How many reports hold the words, and some of them, the best first."""
    if not asked.terms or asked.query.about_claims:
        return 0, ()
    asks, words = of_reports(connection, asked)
    total = connection.scalar(sa.select(sa.func.count()).select_from(asks.subquery())) or 0
    if total <= offset:
        return total, ()
    rows = connection.execute(_in_order(asks, words).limit(limit).offset(offset)).all()
    texts = _texts(connection, [row.article for row in rows])
    return total, tuple(_passage(row, texts.get(row.article, ""), asked.terms) for row in rows)


def _in_order(asks: sa.Select[tuple[int]], words: Subquery) -> sa.Select[Any]:
    table = schema.reports
    shown = asks.join(stories, stories.c.id == table.c.story).with_only_columns(table, stories.c.title.label("of"))
    return shown.order_by(words.c.rank, sa.func.coalesce(table.c.day, "").desc(), table.c.story, table.c.article)


def _texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    rows = connection.execute(sa.select(articles.c.id, articles.c.article).where(articles.c.id.in_(list(ids))))
    return {row.id: article_out(row.article).text for row in rows}


def _passage(row: sa.Row[Any], text: str, terms: Sequence[Term]) -> Passage:
    span = _around(text, marks(text, terms))
    words = clean(text[span.start : span.end])
    return Passage(
        row.story, row.of, row.article, row.label, row.outlet, row.day, row.title, marks(row.title, terms), span, words, marks(words, terms)
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a text, and how many different things were found in it."""

    span: Span
    found: int


def _around(text: str, found: Sequence[Span]) -> Span:
    """The stretch of `text` with most of what was found in it, from word to word; its beginning, if there is nothing."""
    best = _Window(Span(0, 0), 0)
    for at, first in enumerate(found):
        here = [one for one in found[at : at + 8] if one.end <= first.start + 2 * AROUND]
        different = len({text[one.start : one.end].lower() for one in here})
        if different > best.found:
            best = _Window(Span(first.start, max((one.end for one in here), default=first.end)), different)
    start, end = max(0, best.span.start - AROUND), min(len(text), best.span.end + AROUND)
    if start:
        start = next((at + 1 for at in range(start, best.span.start) if text[at].isspace()), start)
    if end < len(text):
        end = next((at for at in range(end, best.span.end, -1) if text[at - 1 : at + 1][-1].isspace()), end)
    return Span(start, end)
