"""Nouns -> rows of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sayso.collect.doubles import known, moment, page_keys, text_key
from sayso.data import Article, Reading, Skipped, Span, Statement, Witness
from sayso.text import SURROGATE

Row = dict[str, Any]


def article_row(article: Article) -> Row:
    """The row of an article; `day` is the one of publication in UTC."""
    return {
        "id": article.id,
        "day": _day(article.published),
        "published": _iso(article.published),
        "published_inferred": article.published_inferred,
        "updated": _iso(article.updated),
        "outlet": _clean(article.outlet),
        "title": _clean(article.title),
        "byline": _clean(article.byline),
        "url": _clean(article.url),
        "language": article.language,
        "credits": list(article.credits),
        "path": _clean(article.path),
        "seen": [_clean(place) for place in article.seen],
        "raw": article.raw,
        "body": article.body,
        "text": _clean(article.text),
    }


def statement_rows(reading: Reading) -> Iterator[Row]:
    """A row for each statement and each proposition of a reading, in order of the text; one that is both has one row."""
    who = {witness.id: witness for witness in reading.witnesses}
    whole = {statement.id: statement for statement in reading.statements}
    stated = {statement.id: statement for statement in reading.propositions}
    every = sorted((stated | whole).values(), key=lambda one: (one.content[:1], one.id not in whole, one.id))
    for one in every:
        yield {"id": one.id, "article": one.article, "attribution": one.id in whole, "proposition": one.id in stated, **_told(reading, one, who)}


def _told(reading: Reading, one: Statement, who: dict[str, Witness]) -> Row:
    text, said = reading.article.text, one.occasion
    return {
        "kind": one.kind,
        "type": one.type,
        "stance": one.stance,
        "factuality": one.factuality,
        "text": _words(text, one.content),
        "cue_text": _words(text, one.cue),
        "source_text": _words(text, one.source),
        "speakers": _people(one.speakers, who),
        "chain": _people(one.chain, who),
        "content": _spans(one.content),
        "cue": _spans(one.cue),
        "source": _spans(one.source),
        "occasion": said and _clean(said.what),
        "occasion_where": said and _clean(said.where),
        "occasion_date": said and said.date,
        "times": [{"start": t.span.start, "end": t.span.end, "value": t.value, "type": t.type} for t in one.times],
        "quantities": [
            {
                "start": q.span.start,
                "end": q.span.end,
                "value": q.value,
                "upper": q.upper,
                "unit": _clean(q.unit),
                "comparison": q.comparison,
                "of": _clean(q.of),
            }
            for q in one.quantities
        ],
    }


def key_row(article: Article, row: int) -> Row:
    """What shows that an article is a copy of another, and which of the two stays: as in collect/doubles.py, without the texts."""
    return {
        "id": article.id,
        "row": row,
        "text_key": text_key(article),
        "page_keys": list(dict.fromkeys(page_keys(article))),
        "length": len(article.text),
        "moment": moment(article),
        "known": known(article),
        "path": _clean(article.path),
    }


def skipped_row(one: Skipped, shard: str | None, article: str | None = None) -> Row:
    """The row of what was left out."""
    return {"path": _clean(one.path), "reason": _clean(one.reason), "article": article, "shard": shard}


def _day(published: date | datetime | None) -> date | None:
    if isinstance(published, datetime):
        try:
            return (published.astimezone(UTC) if published.tzinfo else published).date()
        except OverflowError:  # the first or the last hours of the calendar
            return published.date()
    return published


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _spans(spans: Sequence[Span]) -> list[Row]:
    return [{"start": span.start, "end": span.end} for span in spans]


def _words(text: str, spans: Sequence[Span]) -> str:
    """What the spans cover, in one line."""
    return _clean(" ".join(" ".join(text[span.start : span.end].split()) for span in spans)) or ""


def _people(ids: Sequence[str], who: dict[str, Witness]) -> list[Row]:
    return [{"id": one, "name": _clean(who[one].name), "kind": who[one].kind} for one in ids if one in who]


def _clean(text: str | None) -> str | None:
    return SURROGATE.sub("\ufffd", text) if text is not None and not text.isascii() else text
