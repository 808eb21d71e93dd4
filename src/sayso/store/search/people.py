"""Voices in one story, and the sums over all stories that follow from them: each story adds its part or takes it back, so that it costs
the same in a large archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from sayso.folding import spoken
from sayso.store.search.schema import heads, people, voices

Row = dict[str, Any]

SUMS = ("claims", "alone")
AT_ONCE = 400
"""Voices in one question."""


def replace_voices(connection: Connection, story: str, rows: Sequence[Row], *, was: str | None) -> None:
    """Write the voices of a story in place of those it had; `was`: its latest day until now, if it was there. Its head is written already."""
    before = {row.voice: row for row in connection.execute(sa.select(voices).where(voices.c.story == story))}
    after = {row["voice"]: row for row in rows}
    connection.execute(sa.delete(voices).where(voices.c.story == story))
    if rows:
        connection.execute(sa.insert(voices), list(rows))
    affected = sorted({*before, *after})
    known: dict[str, Row] = {}
    for at in range(0, len(affected), AT_ONCE):
        asks = sa.select(people).where(people.c.voice.in_(affected[at : at + AT_ONCE]))
        known |= {row.voice: dict(row._mapping) for row in connection.execute(asks)}
    now = connection.execute(sa.select(heads.c.latest, heads.c.title_key).where(heads.c.story == story)).first()
    stays = now is not None and was is not None and now.latest >= was
    gone: list[Row] = []
    changed: list[Row] = []
    for voice in affected:
        old, new = before.get(voice), after.get(voice)
        row = known.get(voice) or {"voice": voice, "stories": 0, "claims": 0, "alone": 0, "named_by": None}
        made = row | {"stories": row["stories"] + (new is not None) - (old is not None)}
        made |= {name: row[name] + (new[name] if new else 0) - (getattr(old, name) if old else 0) for name in SUMS}
        if not made["stories"]:
            gone.append({"key": voice})
            continue
        made |= _named(connection, story, voice, row["named_by"], new, stays=stays)
        if made != row:
            changed.append(made)
    drop = sa.delete(people).where(people.c.voice == sa.bindparam("key"))
    dropped = gone + [{"key": row["voice"]} for row in changed if row["voice"] in known]
    if dropped:
        connection.execute(drop, dropped)
    if changed:
        connection.execute(sa.insert(people), changed)


def _named(connection: Connection, story: str, voice: str, by: str | None, new: Row | None, *, stays: bool) -> Row:
    """How a voice is written: as the first story does, in the order of stories (the latest first), in which it is cited."""
    if new is not None and (by is None or (by == story and stays) or (by != story and _before(connection, story, by))):
        return _writing(new["name"], new["name_key"], new["kind"], story)
    if by is not None and by != story:
        return {}
    latest = sa.select(sa.func.max(voices.c.latest)).where(voices.c.voice == voice).scalar_subquery()
    asks = sa.select(voices).join(heads, heads.c.story == voices.c.story).where((voices.c.voice == voice) & (voices.c.latest == latest))
    first = connection.execute(asks.order_by(heads.c.title_key, heads.c.story).limit(1)).first()
    return _writing(first.name, first.name_key, first.kind, first.story) if first else {}


def _before(connection: Connection, one: str, other: str) -> bool:
    """Whether a story comes before another in the order of stories."""
    order = (heads.c.latest.desc(), heads.c.title_key, heads.c.story)
    return connection.scalar(sa.select(heads.c.story).where(heads.c.story.in_((one, other))).order_by(*order).limit(1)) == one


def _writing(name: str, name_key: str, kind: str, story: str) -> Row:
    return {"name": name, "name_key": name_key, "spoken": spoken(name), "kind": kind, "unnamed": int(kind == "unnamed"), "named_by": story}
