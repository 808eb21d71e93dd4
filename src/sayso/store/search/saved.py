"""Saved searches: what of a store's claims is new to them, or stands otherwise than when they were last checked.

A claim's id derives from its statements, so it changes whenever its story grows. A claim is therefore known again by what it is made of: the
statements it shares with one that was seen, or, where a report came in another version, the same words of the same speakers in the same story.
`check` only reads; what it found counts as told when `confirm` has written it down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sayso.errors import InputError, StoreError
from sayso.folding import clean
from sayso.ids import content_id
from sayso.sought import Alert, Checked, Figures, Query, Saved
from sayso.store.search.query import Asked, understood
from sayso.store.search.remembered import Now, Seen, figures_of, now_of, of_statements
from sayso.store.search.results import fitting, hits
from sayso.store.search.schema import saved, seen, told
from sayso.text import SURROGATE

LONGEST_NAME = 100
"""Characters of a saved search's name."""
MOST_TOLD = 200
"""Alerts that are kept of a saved search, for feeds."""
EVIDENCE = 3
"""Places that an alert shows of its claim."""


@dataclass(frozen=True, slots=True)
class Check:
    """A saved search, checked; `version`: how often it had been checked before; `seen`: what is to be remembered anew."""

    checked: Checked
    version: int
    seen: tuple[Seen, ...]


def add(connection: Connection, name: str, query: Query) -> Saved:
    """Save a search. Raises InputError for a name that is taken, or is none; the transaction is of no more use then."""
    name = name_of(name)
    texts = {key: SURROGATE.sub("\ufffd", text) for key in ("text", "speaker", "outlet") if (text := getattr(query, key)) is not None}
    made = Saved(name, replace(query, **texts))  # type: ignore[arg-type]
    try:
        connection.execute(sa.insert(saved), {"name": name, "query": _json(made.query), "checked": None, "version": 0})
    except sa.exc.IntegrityError:
        raise InputError(f"there is a saved search {name} already: sayso alerts remove {name} takes it away") from None
    return made


def listed(connection: Connection) -> tuple[Saved, ...]:
    """All saved searches, by name."""
    rows = connection.execute(sa.select(saved).order_by(saved.c.name))
    return tuple(Saved(row.name, msgspec.json.decode(row.query, type=Query), row.checked) for row in rows)


def remove(connection: Connection, name: str) -> None:
    """Take a saved search away with all that is remembered of it. Raises InputError if there is none."""
    _row(connection, name)
    connection.execute(sa.delete(saved).where(saved.c.name == name_of(name)))
    for table in (seen, told):
        connection.execute(sa.delete(table).where(table.c.search == name_of(name)))


def check(connection: Connection, name: str, *, at: datetime) -> Check:
    """What is new to a saved search `at` this time. Raises InputError if there is none of that name."""
    row = _row(connection, name)
    return look(connection, Saved(row.name, msgspec.json.decode(row.query, type=Query), row.checked), at=at, version=row.version)


def look(connection: Connection, one: Saved, *, at: datetime, version: int = 0) -> Check:
    """What is new to a search that was checked `version` times; it need not be saved yet."""
    asked = understood(connection, one.query)
    before = tuple(Seen.of(found) for found in connection.execute(sa.select(seen).where(seen.c.search == one.name).order_by(seen.c.at)))
    fits = set(fitting(connection, asked))
    same, rest = _unchanged(connection, fits, before)
    now = now_of(connection, sorted((fits | of_statements(connection, rest)) - same))
    matched, parts = _matched(now, rest)
    news: dict[int, _News] = {}
    changed: list[Seen] = []
    free = before[-1].at + 1 if before else 0
    for claim in now:
        was, fit = matched.get(claim.key), claim.key in fits
        if was is None and not fit:
            continue
        item = Seen(was.at if was else free, claim.story, claim.claim, claim.figures, claim.marks)
        free += was is None
        changed += [item] if item != was else []
        if (was is None and claim.key not in parts) or (was is not None and _differ(was.figures, claim.figures)):
            news[claim.key] = _News(claim, was.figures if was else None, fit)
    when = at.isoformat(timespec="seconds")
    alerts = _alerts(connection, asked, news, search=one.name, version=version, at=when)
    return Check(Checked(one, when, alerts, _recent(connection, one.name), asked.meant), version, tuple(changed))


def confirm(connection: Connection, done: Check) -> None:
    """Remember that all that `done` found was told. Raises StoreError, and remembers nothing, if it was checked otherwise meanwhile."""
    name, version = done.checked.saved.name, done.version
    here = saved.update().where(saved.c.name == name, saved.c.version == version)
    if connection.execute(here.values(version=version + 1, checked=done.checked.at)).rowcount != 1:
        raise StoreError(f"the saved search {name} was checked or removed by another process meanwhile: check it again")
    if done.seen:
        old = sa.delete(seen).where(seen.c.search == name, seen.c.at == sa.bindparam("place"))
        connection.execute(old, [{"place": item.at} for item in done.seen])
        connection.execute(sa.insert(seen), [item.row(name) for item in done.seen])
    rows = [{"search": name, "version": version, "at": at, "alert": _json(alert)} for at, alert in enumerate(done.checked.alerts[:MOST_TOLD])]
    if rows:
        connection.execute(sa.insert(told), rows)
        kept = sa.select(told.c.version).where(told.c.search == name).order_by(told.c.version.desc()).offset(MOST_TOLD).limit(1)
        oldest = connection.scalar(kept)
        if oldest is not None:
            connection.execute(sa.delete(told).where(told.c.search == name, told.c.version < oldest))


def quiet(done: Check) -> Check:
    """The same check, telling nothing: what there is now is no news."""
    return replace(done, checked=replace(done.checked, alerts=()))


def name_of(name: str) -> str:
    """A name for a saved search, on one line. Raises InputError for one that is empty or too long."""
    plain = clean(name)
    if not plain or len(plain) > LONGEST_NAME:
        raise InputError(f"a saved search has a name of 1 to {LONGEST_NAME} characters")
    return plain


@dataclass(frozen=True, slots=True)
class _News:
    """A claim that is new, or whose figures are others than `before`; `fits`: whether the search finds it."""

    claim: Now
    before: Figures | None
    fits: bool


def _unchanged(connection: Connection, fits: set[int], before: Sequence[Seen]) -> tuple[set[int], tuple[Seen, ...]]:
    """The claims that are what they were when they were seen, by id, statements and figures; and what else was seen."""
    known = {(item.story, item.claim): item for item in before}
    same: dict[int, int] = {}
    for key, story, claim, figures in figures_of(connection, sorted(fits)):
        item = known.get((story, claim))
        if item is not None and item.figures == figures:
            same[key] = item.at
    settled = set(same.values())
    return set(same), tuple(item for item in before if item.at not in settled)


def _matched(now: Sequence[Now], before: Sequence[Seen]) -> tuple[dict[int, Seen], set[int]]:
    """Which claim is which of those that were seen, one to one; and those that are left over, but whose statements were mostly seen before.

    The latter are parts of what was one claim. One that only takes in a statement of another is new.
    """
    holders: dict[str, list[Seen]] = {}
    for item in before:
        for mark in item.marks:
            holders.setdefault(mark, []).append(item)
    pairs: list[tuple[bool, int, int, int]] = []
    for at, claim in enumerate(now):
        sharing = [item for mark in claim.marks for item in holders.get(mark, ())]
        same = {item.at for item in sharing if item.claim == claim.claim}
        pairs += ((place not in same, -count, place, at) for place, count in Counter(item.at for item in sharing).items())
    rows = {item.at: item for item in before}
    matched: dict[int, Seen] = {}
    for _, _, place, at in sorted(pairs):
        if place in rows and now[at].key not in matched:
            matched[now[at].key] = rows.pop(place)
    told = {claim.key: sum(any(mark in holders for mark in place) for place in claim.places) for claim in now}
    return matched, {claim.key for claim in now if 2 * told[claim.key] >= len(claim.places)}


def _differ(before: Figures, now: Figures) -> bool:
    """Names alone may change as a story learns who somebody is; how many they are may not."""
    return (before.count, len(before.against), len(before.declining)) != (now.count, len(now.against), len(now.declining))


def _alerts(connection: Connection, asked: Asked, news: Mapping[int, _News], *, search: str, version: int, at: str) -> tuple[Alert, ...]:
    """New claims first; in each part those with the latest report, then those with most reports."""
    keys = list(news)
    found = []
    for key, hit in zip(keys, hits(connection, asked, keys, evidence=EVIDENCE), strict=True):
        claim, before = news[key].claim, news[key].before
        own = content_id("alert", search, version, claim.story, claim.claim)
        found.append(Alert(own, search, at, "changed" if before else "new", hit, claim.figures, before, news[key].fits))
    found.sort(key=lambda alert: (alert.hit.story, alert.hit.number))
    found.sort(key=lambda alert: (alert.hit.last or "", alert.hit.reports), reverse=True)
    return tuple(sorted(found, key=lambda alert: alert.kind != "new"))


def _recent(connection: Connection, name: str) -> tuple[Alert, ...]:
    """The alerts of earlier checks, the latest first; those of another version of sayso, which told other things, are left out."""
    asks = sa.select(told.c.alert).where(told.c.search == name).order_by(told.c.version.desc(), told.c.at).limit(MOST_TOLD)
    found = []
    for raw in connection.scalars(asks):
        with suppress(msgspec.ValidationError):
            found.append(msgspec.json.decode(raw, type=Alert))
    return tuple(found)


def _row(connection: Connection, name: str) -> sa.Row[tuple[str, str, str | None, int]]:
    row = connection.execute(sa.select(saved).where(saved.c.name == name_of(name))).first()
    if row is None:
        raise InputError(f"there is no saved search {clean(name)}: sayso alerts list names them")
    return row


def _json(noun: Query | Alert) -> str:
    return msgspec.json.encode(noun).decode()
