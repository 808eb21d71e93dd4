"""A story's ledger -> what searches look up of it. Only what has changed since the last ledger is written anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from sayso.data import Article, Ledger, Span, Statement, Witness
from sayso.folding import clean, folded, outlets_of, spoken, title_of
from sayso.ids import content_id
from sayso.ranking import Ranked, ranked
from sayso.store.search import fulltext, schema
from sayso.store.search.people import replace_voices
from sayso.voices import Key, Side, behind, counted_for, key_of, standings, tallies

Row = dict[str, Any]

OF_A_CLAIM = (schema.places, schema.speakers, schema.sides)
MOST_ROWS = 500
"""Ids in one question; SQLite once took 999."""
LONGEST_KEY = 200
"""Characters of a name or title that is looked up or ordered by; PostgreSQL's indexes take 2,700 bytes in all."""


def index(connection: Connection, story: str, ledger: Ledger) -> None:
    """Put `story` into the index as `ledger` tells it, in the transaction that `connection` is in."""
    keys = {witness.id: key_of(witness, ledger) for witness in ledger.witnesses}
    witnesses = {witness.id: witness for witness in ledger.witnesses}
    made = _Story(story, ledger, ranked(ledger), keys, witnesses, {article.id: article for article in ledger.articles})
    was = connection.scalar(sa.select(schema.heads.c.latest).where(schema.heads.c.story == story))
    _head(connection, made)
    _claims(connection, story, list({one.digest: one for one in (_claim(one, made) for one in made.claims)}.values()))
    _reports(connection, story, ledger)
    replace_voices(connection, story, list(_voices(made)), was=was)
    _replace(connection, schema.names, story, _names(made))


def unindex(connection: Connection, story: str) -> None:
    """Take all of `story` out of the index."""
    for table, words in ((schema.heads, fulltext.STORIES), (schema.reports, fulltext.REPORTS)):
        _forget(connection, table, words, connection.scalars(sa.select(table.c.id).where(table.c.story == story)).all())
    _forget_claims(connection, connection.scalars(sa.select(schema.claims.c.id).where(schema.claims.c.story == story)).all())
    replace_voices(connection, story, [], was=None)
    connection.execute(sa.delete(schema.names).where(schema.names.c.story == story))


def day_of(article: Article) -> str | None:
    """The day of publication, ISO 8601."""
    return article.published.isoformat()[:10] if article.published else None


@dataclass(frozen=True, slots=True)
class _Story:
    """A ledger with what is looked up in it for each claim."""

    id: str
    ledger: Ledger
    claims: tuple[Ranked, ...]
    keys: dict[str, Key]
    witnesses: dict[str, Witness]
    articles: dict[str, Article]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim as rows: its own, its places, who speaks there, who stands where; and its words."""

    row: Row
    places: list[Row]
    speakers: list[Row]
    sides: list[Row]
    further: str

    @property
    def digest(self) -> str:
        """Of all but the claim's number."""
        return str(self.row["digest"])


def _claim(one: Ranked, story: _Story) -> _Claim:
    witnesses = story.witnesses
    places = [_place(at, said, story.articles[said.article], witnesses) for at, said in enumerate(one.statements)]
    speakers = [{"at": at, "voice": voice} for at, said in enumerate(one.statements) for voice in _known(behind(said, witnesses), story.keys)]
    sides = _sides(one, witnesses, story.keys)
    days = sorted(place["day"] for place in places if place["day"])
    standing = one.claim.witnesses
    row: Row = {
        "story": story.id,
        "claim": one.claim.id,
        "text": clean(one.claim.text),
        "reports": len(one.carriers),
        "least": one.claim.count.min,
        "most": one.claim.count.max,
        "counted": _listed(_called(counted_for(one.claim), witnesses)),
        "against": _listed(_called(standing.against, witnesses)),
        "declining": _listed(_called(standing.declining, witnesses)),
        "first": days[0] if days else None,
        "last": days[-1] if days else "",
    }
    who = dict.fromkeys((*counted_for(one.claim), *(speaker for said in one.statements for speaker in said.speakers)))
    names = dict.fromkeys(name for key in who if key in witnesses for name in (witnesses[key].name, *witnesses[key].aliases))
    further = spoken(*names, *dict.fromkeys(place["words"] for place in places))
    digest = content_id(row, places, speakers, sides, further)
    return _Claim(row | {"number": one.number, "digest": digest}, places, speakers, sides, further)


def _place(at: int, said: Statement, article: Article, witnesses: Mapping[str, Witness]) -> Row:
    return {
        "at": at,
        "statement": said.id,
        "article": said.article,
        "label": _label(article),
        "outlet": _name(article.outlet),
        "outlet_key": _spoken_name(article.outlet),
        "day": day_of(article),
        "stance": said.stance,
        "spans": json.dumps([(span.start, span.end) for span in said.content]),
        "words": _words(article.text, said.content),
        "by": _listed(_called(said.speakers, witnesses)),
    }


def _words(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(filter(None, (clean(text[span.start : span.end]) for span in spans)))


def _sides(one: Ranked, witnesses: Mapping[str, Witness], keys: Mapping[str, Key]) -> list[Row]:
    """Each side on which a voice stands; that it is also quoted is said only of one that stands on none."""
    told: dict[str, set[Side]] = {}
    for side, ids in reversed(standings(one, witnesses)):
        for voice in _known(ids, keys):
            if side != "also" or voice not in told:
                told.setdefault(voice, set()).add(side)
    return [{"voice": voice, "side": side} for voice in sorted(told) for side in sorted(told[voice])]


def _head(connection: Connection, made: _Story) -> None:
    ledger = made.ledger
    title = title_of(ledger)
    words = spoken(title, *outlets_of(ledger), *(article.title or "" for article in ledger.articles))
    row = {"story": made.id, "title_key": folded(title)[:LONGEST_KEY], "latest": _latest(ledger), "digest": content_id(words)}
    table = schema.heads
    known = connection.execute(sa.select(table.c.id, table.c.digest).where(table.c.story == made.id)).one_or_none()
    if known:
        connection.execute(sa.update(table).where(table.c.id == known.id).values(row))
    key = known.id if known else _insert(connection, table, [row])[0]
    if not known or known.digest != row["digest"]:
        fulltext.drop(connection, fulltext.STORIES, [key])
        fulltext.put(connection, fulltext.STORIES, [(key, words, "")])


def _latest(ledger: Ledger) -> str:
    return ledger.last or ledger.first or ""


def _claims(connection: Connection, story: str, made: Sequence[_Claim]) -> None:
    """Claims that are as they were stay; of those that only stand elsewhere now the number changes."""
    table = schema.claims
    asks = sa.select(table.c.id, table.c.digest, table.c.number).where(table.c.story == story).order_by(table.c.id)
    known = {row.digest: row for row in connection.execute(asks)}
    new = [one for one in made if one.digest not in known]
    kept = {one.digest: one for one in made if one.digest in known}
    _forget_claims(connection, [row.id for digest, row in known.items() if digest not in kept])
    moved = [{"key": known[digest].id, "to": one.row["number"]} for digest, one in kept.items() if known[digest].number != one.row["number"]]
    if moved:
        connection.execute(sa.update(table).where(table.c.id == sa.bindparam("key")).values(number=sa.bindparam("to")), moved)
    ids = _insert(connection, table, [one.row for one in new])
    for rows, into in (("places", schema.places), ("speakers", schema.speakers), ("sides", schema.sides)):
        _insert(connection, into, [row | {"claim": key} for key, one in zip(ids, new, strict=True) for row in getattr(one, rows)])
    fulltext.put(connection, fulltext.CLAIMS, ((key, spoken(one.row["text"]), one.further) for key, one in zip(ids, new, strict=True)))


def _reports(connection: Connection, story: str, ledger: Ledger) -> None:
    """Reports that are in the index already stay: their ids derive from their texts."""
    table = schema.reports
    rows: dict[str, tuple[Row, Article]] = {}
    for article in ledger.articles:
        outlet, outlet_key, day, title = _name(article.outlet), _spoken_name(article.outlet), day_of(article), clean(article.title or "")
        digest = content_id(article.id, outlet, day, title)
        row = {"story": story, "article": article.id, "digest": digest, "label": _label(article)}
        rows[digest] = row | {"outlet": outlet, "outlet_key": outlet_key, "day": day, "title": title}, article
    known = {row.digest: row.id for row in connection.execute(sa.select(table.c.id, table.c.digest).where(table.c.story == story))}
    _forget(connection, table, fulltext.REPORTS, [key for digest, key in known.items() if digest not in rows])
    new = [made for digest, made in rows.items() if digest not in known]
    ids = _insert(connection, table, [row for row, _ in new])
    documents = ((key, spoken(row["title"]), spoken(article.text)) for key, (row, article) in zip(ids, new, strict=True))
    fulltext.put(connection, fulltext.REPORTS, documents)


def _voices(made: _Story) -> Iterator[Row]:
    ledger, keys = made.ledger, made.keys
    aliases: dict[str, dict[str, None]] = {}
    principals: dict[str, dict[str, None]] = {}
    speakers: dict[str, dict[str, None]] = {}
    for witness in sorted(ledger.witnesses, key=lambda one: one.id):
        voice = keys[witness.id].id
        aliases.setdefault(voice, {}).update(dict.fromkeys(map(clean, (witness.name, *witness.aliases))))
        if witness.speaks_for in keys:
            principals.setdefault(voice, {})[keys[witness.speaks_for].id] = None
    for witness in ledger.witnesses:
        if witness.speaks_for in keys:
            speakers.setdefault(keys[witness.speaks_for].id, {})[keys[witness.id].id] = None
    for key, tally in tallies(ledger, made.claims, keys):
        yield {
            "story": made.id,
            "voice": key.id,
            "name": key.name,
            "name_key": folded(key.name)[:LONGEST_KEY],
            "kind": key.kind,
            "reports": tally.reports,
            "claims": tally.claims,
            "alone": tally.alone,
            "against": tally.against,
            "declining": tally.declining,
            "passes_on": tally.passes_on,
            "aliases": _listed(aliases[key.id]),
            "speaks_for": _listed(principals.get(key.id, ())),
            "spoken_for_by": _listed(speakers.get(key.id, ())),
            "latest": _latest(ledger),
        }


def _names(made: _Story) -> Iterator[Row]:
    """Each word of each name by which a voice or an outlet is called."""
    story, ledger, keys = made.id, made.ledger, made.keys
    called = {("speaker", keys[one.id].id, name): None for one in ledger.witnesses for name in map(_spoken_name, (one.name, *one.aliases)) if name}
    called |= {("outlet", name, name): None for name in (_spoken_name(article.outlet) for article in ledger.articles) if name}
    for what, key, name in called:
        words = dict.fromkeys(name.split())
        yield from ({"story": story, "what": what, "key": key, "name": name, "word": word, "words": len(words)} for word in words)


def _spoken_name(name: str | None) -> str | None:
    return spoken(name or "")[: LONGEST_KEY + 1].strip() or None


def _name(name: str | None) -> str | None:
    return clean(name) or None if name else None


def _label(article: Article) -> str:
    """How a place in a report is called: by its outlet, else by its file, else by its site."""
    site = urlsplit(article.url).hostname if article.url and "[" not in article.url else None
    return _name(article.outlet) or clean(PurePath(article.path or "").name) or clean(site or "") or "a report"


def _called(ids: Iterable[str], witnesses: Mapping[str, Witness]) -> tuple[str, ...]:
    return tuple(clean(witnesses[one].name) for one in dict.fromkeys(ids) if one in witnesses)


def _known(ids: Iterable[str], keys: Mapping[str, Key]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys[who].id for who in ids if who in keys))


def _listed(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _replace(connection: Connection, table: Table, story: str, rows: Iterable[Row]) -> None:
    connection.execute(sa.delete(table).where(table.c.story == story))
    _insert(connection, table, list(rows))


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> list[int]:
    """Insert rows; the ids of a table that has them, in order: the next free ones, since there is one writer."""
    if not rows:
        return []
    if "id" not in table.c:
        connection.execute(sa.insert(table), rows)
        return []
    last = connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
    ids = list(range(last + 1, last + 1 + len(rows)))
    connection.execute(sa.insert(table), [row | {"id": key} for key, row in zip(ids, rows, strict=True)])
    return ids


def _forget_claims(connection: Connection, ids: Sequence[int]) -> None:
    for table in OF_A_CLAIM:
        for some in _some(ids):
            connection.execute(sa.delete(table).where(table.c.claim.in_(some)))
    _forget(connection, schema.claims, fulltext.CLAIMS, ids)


def _forget(connection: Connection, table: Table, words: str, ids: Sequence[int]) -> None:
    for some in _some(ids):
        connection.execute(sa.delete(table).where(table.c.id.in_(some)))
    fulltext.drop(connection, words, ids)


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + MOST_ROWS] for at in range(0, len(ids), MOST_ROWS))
