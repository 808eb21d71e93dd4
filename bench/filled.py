"""A store filled with very many reports in a short time: copies of the few that `add` took in, told of other towns and other people.

Everything that `add` writes is there, in all tables and in full text, with ids, names and sketches of each copy's own; what the copies share is
what all news shares, the common words. Of a copy's articles, readings and ledgers the bytes are the original's: nobody reads those of a story that
does not grow.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from bench.made_reports import BEGINNINGS, MIDDLES, SURNAMES, TOWNS
from sayso.group import pack_sketch, unpack_sketch
from sayso.store import schema as kept
from sayso.store.address import address_of
from sayso.store.engine import engines
from sayso.store.search import fulltext
from sayso.store.search import schema as search
from sayso.store.search.index import OF_A_CLAIM

TAG = 6
"""Characters at the head of an id by which those of one copy differ from those of all others."""
SPREAD = 0x9E3779B1
"""An odd number that spreads the heads over all there are, in no order."""
MADE = re.compile(f"(?:{'|'.join(BEGINNINGS)})(?:{'|'.join(MIDDLES)})(?:{'|'.join((*TOWNS, *SURNAMES))})", re.IGNORECASE)
"""Names of towns, people and firms: they tell events apart, and get an ending of their own in each copy."""
ENDING, HEAD, NEXT, NONE = "\x01", "\x02", "\x03", "\x04"
"""Where a copy's ending and an id's head go, what lies between two values, and a missing one."""
OWN = 0.05
"""Share of the reports in which a term stands at most that belongs to an event: such terms of a sketch are other ones in each copy."""
KEPT = 0.15
"""Share of the other terms that stay what they are in a copy: its events are about other things, too."""
AT_ONCE = 20
"""Copies that are written at once."""
CACHE = 2_000_000
"""KiB of an SQLite file that are held in memory while it is filled."""

TABLES = (*(table for table in kept.TABLES if table is not kept.places), *search.DERIVED)
IDS = frozenset(
    ("id", "article", "previous", "story", "text_key", "page_key", "merged_into", "merged_by", "claim", "statement", "digest", "named_by")
)
"""Columns of ids, where they hold text."""
WORDS = {fulltext.CLAIMS: "search_claims", fulltext.REPORTS: "search_reports", fulltext.STORIES: "search_stories"}
"""Tables of full text, and those whose ids they have."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the original: `values` as they are, numbers that go on by `step` or, by `days`, to either side,
    or (`joined`) texts, all in one, marked where copies differ.
    """

    name: str
    values: Sequence[Any]
    joined: str | None = None
    step: int = 0
    days: float = 0

    def copied(self, number: int) -> Sequence[Any]:
        """The values of the copy of this number, from 1."""
        if self.joined is None:
            further = self.step * number + self.days * _side(number)
            return [None if value is None else value + further for value in self.values] if further else self.values
        told = self.joined.replace(HEAD, _head(number)).replace(ENDING, _letters(number)).split(NEXT)
        return [None if value == NONE else value for value in told] if NONE in self.joined else told


class _Sketches:
    """The column of sketches: terms that few reports hold, some others, and the places of a vector's numbers are other ones in each copy."""

    def __init__(self, name: str, packed: Sequence[bytes], days: float) -> None:
        self.name, self._days = name, days
        self._sketches = [unpack_sketch(one) for one in packed]
        self._terms, reports = np.unique(np.concatenate([one.terms for one in self._sketches]), return_counts=True)
        self._rare = reports <= OWN * len(self._sketches)
        self._which = [np.searchsorted(self._terms, one.terms) for one in self._sketches]
        self._width = max((len(one.vector) for one in self._sketches if one.vector is not None), default=0)

    def copied(self, number: int) -> Sequence[bytes]:
        """The sketches of the copy of this number, from 1."""
        dice = np.random.default_rng(number)
        other = dice.permutation(self._terms)
        table = np.where(self._rare | (dice.random(len(self._terms)) > KEPT), other ^ np.uint32(number * SPREAD % (1 << 32)), self._terms)
        places = dice.permutation(self._width)
        found = []
        for one, which in zip(self._sketches, self._which, strict=True):
            order = np.argsort(table[which])
            vector = None if one.vector is None else one.vector[places]
            terms, weights = table[which][order], one.weights[order]
            day = None if one.day is None else one.day + self._days * _side(number)
            found.append(pack_sketch(replace(one, day=day, id=_head(number) + one.id[TAG:], terms=terms, weights=weights, vector=vector)))
        return found


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: list[_Column | _Sketches]


def _side(number: int) -> int:
    """Whether a copy is of days before the original's (-1), of the same, or of later ones (1)."""
    return number % 3 - 1


def _head(number: int) -> str:
    """What the ids of a copy begin with: another one for each of the first 16 million."""
    return f"{number * SPREAD % (1 << 4 * TAG):0{TAG}x}"


def fill(url: str, copies: int, *, apart: float = 0.0) -> None:
    """Add so many copies of all that a store holds, which nobody has open: a third so many days before it, one of the same days, one after.

    An SQLite file is not safe meanwhile, should the machine go down.
    """
    address = address_of(url)
    if address.file is not None:
        _fill_file(address.file, copies, apart)
        return
    writer = engines(address, readonly=False).writer
    assert writer is not None
    with writer.begin() as connection:
        cursor = connection.connection.cursor()
        for names, some in _written(_tables(connection, apart), copies):
            with cursor.copy(f"COPY {names} FROM STDIN") as into:
                for row in some:
                    into.write_row(row)
    writer.dispose()


def _fill_file(file: Path, copies: int, apart: float) -> None:
    """As `fill`, of an SQLite file; its indexes are made at the end, as they were."""
    engine = sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(file, isolation_level=None))
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        tables = _tables(connection, apart)
        for told in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE}", "locking_mode=EXCLUSIVE"):
            raw.execute(f"PRAGMA {told}").fetchall()
        indexes = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        raw.execute("BEGIN")
        for name, _ in indexes:
            raw.execute(f"DROP INDEX {name}")
        for names, some in _written(tables, copies):
            raw.executemany(f"INSERT INTO {names} VALUES ({', '.join('?' * (names.count(',') + 1))})", some)
        for _, sql in indexes:
            raw.execute(sql)
        raw.execute("COMMIT")
    engine.dispose()


def _written(tables: Sequence[_Table], copies: int) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """What is to be inserted, table by table, some copies at once."""
    for first in range(1, copies + 1, AT_ONCE):
        for table in tables:
            rows: list[tuple[Any, ...]] = []
            for number in range(first, min(first + AT_ONCE, copies + 1)):
                rows += zip(*(column.copied(number) for column in table.columns), strict=True)
            yield f"{table.name} ({', '.join(column.name for column in table.columns)})", rows


def _tables(connection: Connection, apart: float) -> list[_Table]:
    """All that a store holds, as copies are made of it."""
    last = {
        name: connection.scalar(sa.text(f"SELECT max({key}) FROM {name}")) or 0
        for name, key in (("articles", "seq"), *((name, "id") for name in WORDS.values()))
    }
    steps = {("articles", "seq"): last["articles"], ("stories", "seq"): last["articles"]}
    steps |= {(table, "id"): last[table] for table in WORDS.values()}
    steps |= {(table.name, "claim"): last["search_claims"] for table in OF_A_CLAIM}
    found = []
    for table in TABLES:
        rows = connection.execute(sa.select(table)).all()
        steps_of = {name: steps.get((table.name, name), 0) for name in table.c.keys()}  # noqa: SIM118
        columns = [_column(name, [row[at] for row in rows], step, apart) for at, (name, step) in enumerate(steps_of.items())]
        found.append(_Table(table.name, columns))
    sqlite = connection.dialect.name == "sqlite"
    names = ("rowid", "main", "further", "main_stems", "further_stems") if sqlite else ("id", "words")
    for words, whose in WORDS.items():
        asked = ", ".join(f"CAST({name} AS TEXT)" if name == "words" else name for name in names)
        rows = connection.execute(sa.text(f"SELECT {asked} FROM {words}")).all()
        found.append(_Table(words, [_column(name, [row[at] for row in rows], 0 if at else last[whose], apart) for at, name in enumerate(names)]))
    return found


def _column(name: str, values: list[Any], step: int, apart: float) -> _Column | _Sketches:
    if name == "sketch":
        return _Sketches(name, values, apart)
    if not any(isinstance(value, str) for value in values):
        return _Column(name, values, step=step, days=apart if name == "day" else 0)
    if name in IDS:
        told = [NONE if value is None else HEAD + value[TAG:] for value in values]
    else:
        told = [NONE if value is None else MADE.sub(rf"\g<0>{ENDING}", value) for value in values]
    return _Column(name, values, NEXT.join(told))


def _letters(number: int) -> str:
    found = ""
    while number:
        number, letter = divmod(number, 26)
        found += chr(ord("a") + letter)
    return found
