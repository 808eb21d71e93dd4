"""Copies across an archive: which articles are the same report, by the keys of text and page that every article has."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

import msgspec

from sayso.run.reading import part_path, write_whole
from sayso.run.runs import Row, read_part
from sayso.run.tables import read_rows

Place = TypeVar("Place", bound=tuple[Any, ...] | str)

KEYED = 1_000_000
"""Keys that one task compares: some hundred bytes each in memory."""


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """What decides which of several copies stays, and where one lies: shard by its number, and row."""

    id: str
    shard: int
    row: int
    length: int
    moment: float
    known: int
    path: str | None


@dataclass(frozen=True, slots=True)
class Compare:
    """A task: the keys of one part, in several runs, of which copies go to the file `to`."""

    runs: tuple[str, ...]
    part: int
    to: str
    scratch: str


def key_rows(work: str, shard: str, number: int, parts: int) -> Iterator[Row]:
    """The keys of a shard's articles, spread over `parts` parts."""
    for row in read_rows(part_path(work, "keys", shard)):
        facts = msgspec.msgpack.encode(Facts(row["id"], number, row["row"], row["length"], row["moment"], row["known"], row["path"]))
        for key in (row["text_key"], *row["page_keys"]):
            yield int(key, 16) % parts, key, facts


def compare(task: Compare) -> int:
    """Writes the copies among the articles of one part, one group a key, and returns the number of groups."""
    found = []
    for _, rows in groupby(read_part(task.runs, task.part), key=lambda row: row[0]):
        group = [msgspec.msgpack.decode(raw, type=Facts) for _, raw in rows]
        if len(group) > 1:
            found.append(group)
    write_whole(task.to, msgspec.msgpack.encode(found), scratch=task.scratch)
    return len(found)


def copies(files: Iterable[str]) -> list[list[Facts]]:
    """Groups of copies, by joining all that share a key; the first of each stays, chosen as in collect/doubles.py. Ordered by their first."""
    leader: dict[tuple[int, int], tuple[int, int]] = {}
    facts: dict[tuple[int, int], Facts] = {}
    for path in files:
        with open(path, "rb") as file:
            groups = msgspec.msgpack.decode(file.read(), type=list[list[Facts]])
        for group in groups:
            places = [(one.shard, one.row) for one in group]
            facts.update(zip(places, group, strict=True))
            for place in places[1:]:
                join(leader, places[0], place)
    found: dict[tuple[int, int], list[Facts]] = {}
    for place in sorted(facts):
        found.setdefault(root(leader, place), []).append(facts[place])
    return [_ordered(group) for _, group in sorted(found.items())]


def root(leader: dict[Place, Place], at: Place) -> Place:
    """The one that speaks for the set that `at` is in."""
    while (above := leader.get(at, at)) != at:
        leader[at] = leader.get(above, above)
        at = above
    return at


def join(leader: dict[Place, Place], one: Place, other: Place) -> None:
    """Make one set of two, for which the smaller of their speakers speaks."""
    first, second = sorted((root(leader, one), root(leader, other)))
    leader[second] = first


def _ordered(group: Sequence[Facts]) -> list[Facts]:
    longest = max(one.length for one in group)
    return sorted(group, key=lambda one: (2 * one.length < longest, -one.moment, -one.known, one.path or "", one.id, one.shard, one.row))


def runs_in(folder: str, names: Iterable[object]) -> tuple[str, ...]:
    """Paths of runs in a folder."""
    return tuple(os.path.join(folder, str(name)) for name in names)
