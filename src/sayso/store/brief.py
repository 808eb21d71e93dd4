"""Ids cut short, for people to type: as long as they have to be, to mean one story."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import sqlalchemy as sa
from sqlalchemy import Connection

from sayso.store.reading import CHUNK
from sayso.store.schema import stories

LEAST = 8
"""Characters of an id that are left in any case: with fewer, what was noted down would soon mean several stories as a store grows."""


def brief_ids(connection: Connection, ids: Sequence[str], *, least: int = LEAST) -> dict[str, str]:
    """Id -> its beginning of `least` characters, or of as many more as no other story's id begins with, those merged into others included.

    What shares most with an id stands next to it in order: so two neighbours are looked at, however many stories there are.
    """
    found: dict[str, str] = {}
    other = stories.alias()
    before = sa.select(sa.func.max(other.c.id)).where(other.c.id < stories.c.id).correlate(stories).scalar_subquery()
    after = sa.select(sa.func.min(other.c.id)).where(other.c.id > stories.c.id).correlate(stories).scalar_subquery()
    for at in range(0, len(ids), CHUNK):
        asked = sa.select(stories.c.id, before.label("before"), after.label("after")).where(stories.c.id.in_(ids[at : at + CHUNK]))
        for row in connection.execute(asked):
            shared = max(_shared(row.id, near or "") for near in (row.before, row.after))
            found[row.id] = row.id[: max(least, shared + 1)]
    return found


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
