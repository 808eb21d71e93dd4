"""Names as people write them -> the voices and outlets that are called so; where nobody is, those whose names differ by a slip of the pen."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Select

from sayso.folding import spoken
from sayso.sought import Meant
from sayso.store.search.schema import names, reports, voices

SLIPS = ((8, 2), (3, 1))
"""From so many letters of a word on, so many of them may be wrong, missing, too many, or in each other's place."""
ALIKE = 86.0
"""Of 100: how alike two names have to be that are cut into words in other ways ("Kim Jongun")."""
MOST_NAMES = 400
"""Names for one that was asked for; the shortest count."""
MOST_WORDS = 8
"""Words of a name that count."""
MOST_MEANT = 5
"""Names that are told as meant."""
MOST_LOOKED_AT = 200_000
"""Words and names that are compared: about a tenth of a second."""
LONGEST_LOOK = 0.5
"""Seconds for comparing."""
LEAST_PART = 3
"""Letters of a part of a word that may be a word of a name."""
AT_ONCE = 5_000
"""Words that are compared between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Called:
    """What was meant, and the names, as they are spoken, that stand for it."""

    meant: Meant
    names: tuple[str, ...]

    def keys(self) -> Select[tuple[str]]:
        """The voices or outlets that are called so."""
        return sa.select(names.c.key).where(names.c.what == self.meant.what, names.c.name.in_(self.names))


def called(connection: Connection, what: Literal["speaker", "outlet"], asked: str) -> Called:
    """Those whose name, or another by which they go, has all words of `asked`; else those whose words differ by slips."""
    words = tuple(dict.fromkeys(spoken(asked).split()))[:MOST_WORDS]
    found = _having(connection, what, {word: {word: 0} for word in words}) if words else ()
    if found or not words:
        return Called(Meant(what, asked, _told(connection, what, found), exact=True), found)
    found = _nearly(connection, what, words)
    return Called(Meant(what, asked, _told(connection, what, found), exact=False), found)


def _having(connection: Connection, what: str, ways: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
    """Names that have each word in one of its `ways`; of these the ones with fewest slips."""
    every = sorted({way for found in ways.values() for way in found})
    name = names.c.name
    asks = sa.select(name, names.c.word, names.c.words).distinct().where(names.c.what == what, names.c.word.in_(every))
    if len(ways) > 1:
        groups = (sa.exists().where(_other.c.what == what, _other.c.name == name, _other.c.word.in_(list(found))) for found in ways.values())
        asks = asks.where(*groups)
    have: dict[str, tuple[int, set[str]]] = {}
    for row in connection.execute(asks.order_by(names.c.words, name).limit(MOST_NAMES * len(every))):
        have.setdefault(row.name, (row.words, set()))[1].add(row.word)
    slips = {one: sum(min(found[word] for word in has & found.keys()) for found in ways.values()) for one, (_, has) in have.items()}
    least = min(slips.values(), default=0)
    return tuple(sorted((one for one in have if slips[one] == least), key=lambda one: (have[one][0], one)))[:MOST_NAMES]


_other = names.alias()


def _nearly(connection: Connection, what: str, words: Sequence[str]) -> tuple[str, ...]:
    end = time.monotonic() + LONGEST_LOOK
    ways = {word: _ways(connection, what, word, end) for word in words}
    found = _having(connection, what, ways) if all(ways.values()) else ()
    return found or _in_one_word(connection, what, words, [way for some in ways.values() for way in some], end)


def _ways(connection: Connection, what: str, word: str, end: float) -> dict[str, int]:
    """The words of names that differ from `word` by slips, and by how many."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = next((slips for letters, slips in SLIPS if len(word) >= letters), 0)
    length = sa.func.length(names.c.word)
    asks = sa.select(names.c.word).distinct().where(names.c.what == what, length >= len(word) - most, length <= len(word) + most)
    rows = connection.execute(asks.limit(MOST_LOOKED_AT))
    found: dict[str, int] = {}
    for some in rows.scalars().partitions(AT_ONCE):
        for other, slips, _ in process.extract(word, some, scorer=OSA.distance, score_cutoff=most, limit=None):
            found[other] = int(slips)
        if time.monotonic() > end:
            break
    rows.close()
    return found


def _in_one_word(connection: Connection, what: str, words: Sequence[str], known: Sequence[str], end: float) -> tuple[str, ...]:
    """Names with one of the `known` words, or with one that begins or ends a word of `words`, that are alike when all blanks are left out."""
    known = [*known, *(part for word in words for at in range(LEAST_PART, len(word)) for part in (word[:at], word[-at:]))]
    from rapidfuzz import fuzz, process

    asks = sa.select(names.c.name).distinct().where(names.c.what == what, names.c.word.in_(sorted(set(known))))
    every = {name: name.replace(" ", "") for name in connection.scalars(asks.order_by(names.c.name).limit(AT_ONCE))}
    if not every or time.monotonic() > end:
        return ()
    found = process.extract("".join(words), every, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
    best = max((score for _, score, _ in found), default=0.0)
    return tuple(sorted(name for _, score, name in found if score == best))


def _told(connection: Connection, what: str, found: Sequence[str]) -> tuple[str, ...]:
    """How those who are meant are called: people and bodies by the name under which they are cited most."""
    if not found:
        return ()
    if what == "outlet":
        asks = sa.select(reports.c.outlet, sa.func.count().label("n")).where(reports.c.outlet_key.in_(found)).group_by(reports.c.outlet)
        return tuple(row.outlet for row in connection.execute(asks.order_by(sa.desc("n"), reports.c.outlet).limit(MOST_MEANT)))
    keys = sa.select(names.c.key).where(names.c.what == what, names.c.name.in_(found))
    asks = sa.select(voices.c.name, sa.func.sum(voices.c.claims).label("n")).where(voices.c.voice.in_(keys)).group_by(voices.c.name)
    return tuple(row.name for row in connection.execute(asks.order_by(sa.desc("n"), voices.c.name).limit(MOST_MEANT)))
