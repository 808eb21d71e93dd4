"""Claims as a saved search remembers them, and as they are now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from sayso.data import Count
from sayso.folding import spoken
from sayso.ids import content_id
from sayso.sought import Figures
from sayso.store.search.schema import claims, places

AT_ONCE = 400
"""Claims or statements in one question."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim as it was when a search was last checked; `marks`: its statements, and its words with their speakers, as hashes."""

    at: int
    story: str
    claim: str
    figures: Figures
    marks: tuple[str, ...]

    @classmethod
    def of(cls, row: sa.Row[Any]) -> Self:
        """What a row remembers."""
        figures = msgspec.json.decode(row.figures, type=Figures)
        return cls(row.at, row.story, row.claim, figures, tuple(row.marks.split()))

    def row(self, search: str) -> dict[str, object]:
        """The row that remembers it."""
        figures = msgspec.json.encode(self.figures).decode()
        told = {"search": search, "at": self.at, "story": self.story, "claim": self.claim}
        return told | {"figures": figures, "marks": " ".join(self.marks)}


@dataclass(frozen=True, slots=True)
class Now:
    """A claim as it is; `key` is its id in the index; `places`: the two marks of each of its statements."""

    key: int
    story: str
    claim: str
    figures: Figures
    places: tuple[tuple[str, str], ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """Its marks, each once."""
        return tuple(dict.fromkeys(mark for place in self.places for mark in place))


def now_of(connection: Connection, ids: Sequence[int]) -> tuple[Now, ...]:
    """Claims of the index, in order."""
    found: list[Now] = []
    for some in _some(ids):
        marks: dict[int, list[tuple[str, str]]] = {}
        asks = sa.select(claims.c.story, claims.c.text, places).join(claims, claims.c.id == places.c.claim)
        for row in connection.execute(asks.where(places.c.claim.in_(some)).order_by(places.c.claim, places.c.at)):
            said = content_id(row.story, spoken(row.words), row.by)
            marks.setdefault(row.claim, []).append((f"s{row.statement}", f"w{said}"))
        rows = connection.execute(sa.select(claims).where(claims.c.id.in_(some)).order_by(claims.c.id))
        found += (Now(row.id, row.story, row.claim, _figures(row), tuple(marks.get(row.id, ()))) for row in rows)
    return tuple(found)


def figures_of(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, str, str, Figures]]:
    """Claims of the index: id, story, the claim's own id, and figures."""
    for some in _some(ids):
        for row in connection.execute(sa.select(claims).where(claims.c.id.in_(some)).order_by(claims.c.id)):
            yield row.id, row.story, row.claim, _figures(row)


def of_statements(connection: Connection, seen: Sequence[Seen]) -> set[int]:
    """The claims in which any statement stands that belonged to what was seen."""
    statements = sorted({mark[1:] for item in seen for mark in item.marks if mark[0] == "s"})
    found: set[int] = set()
    for some in _some(statements):
        found.update(connection.scalars(sa.select(places.c.claim).where(places.c.statement.in_(some))))
    return found


def _figures(row: sa.Row[Any]) -> Figures:
    return Figures(Count(row.least, row.most), tuple(json.loads(row.against)), tuple(json.loads(row.declining)))


def _some(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))
