"""A story's past: which articles came when, what it was merged with, and how its claims changed from one ledger to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from sayso.data import Claim, Ledger
from sayso.folding import clean
from sayso.ranking import Ranked, ranked
from sayso.sought import Change, ChangeKind
from sayso.store.blobs import article_out, ledger_out
from sayso.store.reading import gone_to
from sayso.store.schema import articles, ledgers, stories
from sayso.store.writing import when


def history(connection: Connection, story: str) -> tuple[Change, ...]:
    """What changed in a story, in order of time; the articles of what was merged into it come with their own times. Empty if there is none."""
    where = gone_to(connection, story)
    if where is None:
        return ()
    found = [*_arrivals(connection, where), *_merges(connection, where), *_told(connection, where)]
    return tuple(sorted(found, key=lambda change: change.at))


def _arrivals(connection: Connection, story: str) -> Iterator[Change]:
    opened = connection.scalar(sa.select(stories.c.seq).where(stories.c.id == story))
    for row in connection.execute(sa.select(articles).where(articles.c.story == story).order_by(articles.c.seq)):
        article = article_out(row.article)
        kind: ChangeKind = "version" if row.previous is not None else "opened" if row.seq == opened else "joined"
        text = ": ".join(filter(None, (clean(article.outlet or ""), clean(article.title or "")))) or clean(article.path or article.url or article.id)
        yield Change(when(row.arrived), kind, text, article=row.id)


def _merges(connection: Connection, story: str) -> Iterator[Change]:
    into = [story]
    while into:
        asked = sa.select(stories).where(stories.c.merged_into.in_(into)).order_by(stories.c.seq)
        rows = connection.execute(asked).all()
        for row in rows:
            yield Change(when(row.merged_at), "merged", clean(row.title or row.id), article=row.merged_by, other=row.id)
        into = [row.id for row in rows]


def _told(connection: Connection, story: str) -> Iterator[Change]:
    """How claims changed, one ledger after the other; those of the first are only numbered: they are the story itself."""
    before: Ledger | None = None
    asked = sa.select(ledgers.c.at, ledgers.c.ledger).where(ledgers.c.story == story).order_by(ledgers.c.version)
    for row in connection.execution_options(yield_per=1).execute(asked):
        after = ledger_out(row.ledger)
        if before is None:
            claims = ranked(after)
            told = f"{len(claims):,} claim{'' if len(claims) == 1 else 's'}, {sum(one.shared for one in claims):,} in two or more reports"
            yield Change(when(row.at), "counted", told)
        else:
            yield from changes(before, after, when(row.at))
        before = after


def changes(before: Ledger, after: Ledger, at: datetime) -> Iterator[Change]:
    """What differs in the claims of two ledgers of one story; a claim is the one before it with which it shares most statements."""
    old = {one.claim.id: one for one in ranked(before)}
    holds: dict[str, list[str]] = {}
    for one in old.values():
        for statement in one.claim.statements:
            holds.setdefault(statement, []).append(one.claim.id)
    gone = dict.fromkeys(old)
    for now in ranked(after):
        shared = [claim for statement in now.claim.statements for claim in holds.get(statement, ())]
        for claim in shared:
            gone.pop(claim, None)
        if not shared:
            yield _change(at, "claim", now.claim)
            continue
        was = old[max(sorted(set(shared)), key=shared.count)]
        yield from _differences(was, now, at)
    for claim in gone:
        yield _change(at, "withdrawn", old[claim].claim, gone=True)


def _differences(was: Ranked, now: Ranked, at: datetime) -> Iterator[Change]:
    if was.claim.count != now.claim.count:
        yield Change(at, "count", clean(now.claim.text), claim=now.claim.id, before=was.claim.count, after=now.claim.count)
    if was.disputed != now.disputed:
        kind: ChangeKind = "disputed" if now.disputed else "settled"
        yield Change(at, kind, clean(now.claim.text), claim=now.claim.id, before=was.claim.count, after=now.claim.count)


def _change(at: datetime, kind: ChangeKind, claim: Claim, *, gone: bool = False) -> Change:
    before, after = (claim.count, None) if gone else (None, claim.count)
    return Change(at, kind, clean(claim.text), claim=claim.id, before=before, after=after)
