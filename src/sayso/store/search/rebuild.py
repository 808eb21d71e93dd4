"""The index made anew from the ledgers: for a migration after which words are cut or folded in another way."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from sayso.store import reading
from sayso.store.schema import stories
from sayso.store.search import fulltext, schema
from sayso.store.search.index import index


def rebuild(connection: Connection) -> int:
    """Index all current ledgers, in the transaction that `connection` is in; how many there were. Saved searches stay as they are."""
    for table in schema.DERIVED:
        connection.execute(sa.delete(table))
    for words in (fulltext.CLAIMS, fulltext.REPORTS, fulltext.STORIES):
        connection.execute(sa.delete(sa.table(words)))
    done = 0
    for story in connection.scalars(sa.select(stories.c.id).order_by(stories.c.seq)).all():
        ledger = reading.ledger(connection, story) if reading.gone_to(connection, story) == story else None
        if ledger is not None:
            index(connection, story, ledger)
            done += 1
    return done
