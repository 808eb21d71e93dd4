"""Stories of one stretch of an archive's days: the online grouping, begun some weeks early, so that it knows the stories that are open.

What the early weeks are for: an article's place depends on the stories of some weeks before it, and of none further back. A story that
goes over a border is told by two windows; which of their stories are one is told by the articles of the early weeks, which both have.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from sayso.group.online import Window, unpack_sketch
from sayso.group.options import GroupOptions
from sayso.run.copies import key_rows, root
from sayso.run.reading import part_path, write_whole
from sayso.run.runs import Row, read_all, read_part, write_run
from sayso.run.tables import read_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAYS = 91
"""Days of one window, from a fixed day on, so that what is added later moves no border: thirteen of the weeks that `Window` keeps together."""
EARLY = 63
"""Days before a window with which it begins: those that can be compared with its first article, rounded up to weeks, and two weeks more."""
UNDATED = -(1 << 30)
"""The part of articles without any date: they are placed on the last day of the archive, as if they had come in last."""


class Placed(msgspec.Struct, frozen=True, array_like=True):
    """Where an article of a window lies, and its story there: the id of the article that opened it."""

    shard: int
    row: int
    story: str


class Early(msgspec.Struct, frozen=True, array_like=True):
    """An article of the early weeks: its id, its own window, its story when the window began, and that story's name in the end."""

    id: str
    window: int
    begun: str
    story: str


class Link(msgspec.Struct, frozen=True, array_like=True):
    """A story of one window and the story of an earlier one that it goes on from."""

    window: int
    story: str
    earlier_window: int
    earlier: str


@dataclass(frozen=True, slots=True)
class Sort:
    """A task: shards, by number and id, whose sketches go to a run by window, and whose keys to one of `key_parts` parts."""

    work: str
    place: str
    number: int
    shards: tuple[tuple[int, str], ...]
    key_parts: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a Sort found: articles a window, and the latest day."""

    number: int
    windows: tuple[tuple[int, int], ...]
    latest: float | None


@dataclass(frozen=True, slots=True)
class Grouping:
    """A task: one window, out of runs of sketches, and those before it; `undated`: the day of articles without one, if they are in it."""

    place: str
    scratch: str
    runs: tuple[str, ...]
    window: int
    earlier: tuple[int, ...]
    undated: float | None
    options: GroupOptions


@dataclass(frozen=True, slots=True)
class Linking:
    """A task: the borders of one window with the earlier ones that its early weeks lie in."""

    place: str
    scratch: str
    window: int
    earlier: tuple[int, ...]


def window_of(day: float | None) -> int:
    """The window that a day is in."""
    return UNDATED if day is None else int(day // DAYS)


def early_windows(window: int) -> range:
    """The windows that the early weeks of a window lie in."""
    return range(int((window * DAYS - EARLY) // DAYS), window)


def sort_shards(task: Sort) -> Sorted:
    """Writes the sketches of some shards by window, and their keys by part."""
    counts: Counter[int] = Counter()
    latest: float | None = None
    sketches: list[Row] = []
    keys: list[Row] = []
    for number, shard in task.shards:
        for row in read_rows(part_path(task.work, "sketches", shard)):
            window, day = window_of(row["day"]), row["day"]
            counts[window] += 1
            latest = day if latest is None or (day is not None and day > latest) else latest
            sketches.append((window, row["id"], msgspec.msgpack.encode((number, row["row"], row["sketch"]))))
        keys += key_rows(task.work, shard, number, task.key_parts)
    scratch = os.path.join(task.work, "scratch")
    write_run(os.path.join(task.place, "sketches", str(task.number)), sketches, scratch=scratch)
    write_run(os.path.join(task.place, "keys", str(task.number)), keys, scratch=scratch)
    return Sorted(task.number, tuple(sorted(counts.items())), latest)


def group_window(task: Grouping) -> int:
    """Writes where the articles of a window belong, and what its early weeks say of the windows before it; returns the number of articles."""
    waiting = sorted(_waiting(task), key=lambda one: one[:2])
    begins = task.window * DAYS
    window = Window(task.options)
    story_of: dict[str, str] = {}
    core: list[tuple[str, int, int]] = []
    early: dict[str, tuple[int, str]] = {}
    gone: dict[str, str] = {}
    for day, name, shard, row, packed in waiting:
        if name in story_of:
            continue
        if day >= begins and not core:
            early = {one: (of, root(gone, story_of[one])) for one, (of, _) in early.items()}
        window.forget(window.span(day)[0])
        given = replace(unpack_sketch(packed), day=day)
        placement = window.place(given)
        story_of[name] = placement.story or name
        for into, other in placement.merged:
            window.merge(into, other)
            gone[other] = into
        window.admit(given, story_of[name])
        if day >= begins:
            core.append((name, shard, row))
        else:
            early[name] = (window_of(day), "")
    _write(task, core, early, story_of, gone)
    return len(core)


def link_window(task: Linking) -> int:
    """Writes which stories of a window go on from which of earlier ones, by most of the articles they share; returns how many do."""
    with open(os.path.join(task.place, "early", str(task.window)), "rb") as file:
        early = msgspec.msgpack.decode(file.read(), type=list[Early])
    told = {one.id: one for one in early}
    shared: dict[tuple[str, str], Counter[tuple[int, str]]] = {}
    for before in task.earlier:
        for name, raw in read_all(os.path.join(task.place, "windows", str(before))):
            one = told.get(name)
            if one is not None:
                of = shared.setdefault((one.begun, one.story), Counter())
                of[before, msgspec.msgpack.decode(raw, type=Placed).story] += 1
    links = [Link(task.window, story, *min(counts, key=lambda one: (-counts[one], one))) for (_, story), counts in sorted(shared.items())]
    write_whole(os.path.join(task.place, "links", str(task.window)), msgspec.msgpack.encode(links), scratch=task.scratch)
    return len(links)


def _waiting(task: Grouping) -> Iterator[tuple[float, str, int, int, bytes]]:
    """Day, id, shard, row and packed sketch of the articles of a window and of the weeks before it, without copies of others."""
    dropped = np.load(os.path.join(task.place, "dropped.npy"))
    begins = task.window * DAYS - EARLY
    for part in (*task.earlier, task.window, *((UNDATED,) if task.undated is not None else ())):
        for name, raw in read_part(task.runs, part):
            shard, row, packed = msgspec.msgpack.decode(raw, type=tuple[int, int, bytes])
            day = unpack_sketch(packed).day if part != UNDATED else task.undated
            if day is not None and day >= begins and not _holds(dropped, spot(shard, row)):
                yield day, name, shard, row, packed


def _write(
    task: Grouping, core: Sequence[tuple[str, int, int]], early: dict[str, tuple[int, str]], story_of: dict[str, str], gone: dict[str, str]
) -> None:
    """Writes articles by the batch in which their readings are, and the early weeks."""
    firsts = np.load(os.path.join(task.place, "batches.npy"))
    rows: list[Row] = []
    for name, shard, row in core:
        batch = int(np.searchsorted(firsts, spot(shard, row), "right")) - 1
        rows.append((batch, name, msgspec.msgpack.encode(Placed(shard, row, root(gone, story_of[name])))))
    told = [Early(name, of, begun, root(gone, story_of[name])) for name, (of, begun) in sorted(early.items())]
    write_whole(os.path.join(task.place, "early", str(task.window)), msgspec.msgpack.encode(told), scratch=task.scratch)
    write_run(os.path.join(task.place, "windows", str(task.window)), rows, scratch=task.scratch)


def spot(shard: int, row: int) -> np.uint64:
    """Shard and row as one number, in order of both."""
    return np.uint64(shard << 32 | row)


def _holds(ordered: NDArray[np.uint64], one: np.uint64) -> bool:
    at = int(np.searchsorted(ordered, one))
    return at < len(ordered) and bool(ordered[at] == one)
