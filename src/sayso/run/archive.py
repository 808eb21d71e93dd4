"""The stories of an archive that has been read: copies are set aside, stories found window by window, and their ledgers written as tables.

All goes through storage: sketches are sorted by day, one task groups one window of days, stories that go over a border are joined, readings are
sorted by story, and one task tells some hundred stories. No task holds more than a window, or some thousand readings. What tasks find does not
depend on how many run at once, nor on which comes first; what is done is not done again.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

import msgspec
import numpy as np

from sayso.align import AlignOptions
from sayso.group import GroupOptions
from sayso.ids import content_id
from sayso.run.copies import KEYED, Compare, Facts, compare, copies, join, root, runs_in
from sayso.run.engines import Done, Engine
from sayso.run.ledgers import (
    SPREAD_TOGETHER,
    TABLES,
    TOLD_TOGETHER,
    Label,
    Piece,
    Spread,
    Telling,
    Told,
    Untold,
    labels_in,
    spread_readings,
    tell_stories,
)
from sayso.run.ledgers import table_path as table_path
from sayso.run.reading import Part, write_whole
from sayso.run.settle import DROPPED
from sayso.run.tables import SUFFIX, parts, write_rows
from sayso.run.windows import (
    DAYS,
    UNDATED,
    Grouping,
    Link,
    Linking,
    Sort,
    Sorted,
    early_windows,
    group_window,
    link_window,
    sort_shards,
    spot,
    window_of,
)

Result = TypeVar("Result")
Progress = Callable[[str, int, int], None]

SORTED_TOGETHER = 65_536
"""Sketches that one task sorts in memory, of little more than a kilobyte each."""
FOLDERS = (("sketches", "keys", "copies"), ("windows", "early", "links"), ("spread", "told"))
"""Of the three steps: sorted articles, windows of them, and stories. Each lies in a folder that is named after all it depends on."""
VERSION = 1
"""Of the files between these stages: what another version left is not gone on with."""


@dataclass(frozen=True, slots=True)
class Read:
    """A shard that was read: its id, and its articles."""

    shard: str
    articles: int


@dataclass(frozen=True, slots=True)
class Options:
    """What stories and ledgers depend on besides the readings."""

    today: date
    group: GroupOptions = field(default_factory=GroupOptions)
    align: AlignOptions = field(default_factory=AlignOptions)


@dataclass(frozen=True, slots=True)
class Lost:
    """A piece of work that was given up: what, in words for the user, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What came of an archive: the files of the tables, by name without the ending; stories that could not be told, and work that was lost."""

    stories: int
    articles: int
    claims: int
    copies: int
    parts: tuple[tuple[str, Part], ...]
    untold: tuple[Untold, ...] = ()
    lost: tuple[Lost, ...] = ()


class Archive:
    """The stages over one archive, in order; `work` holds what reading its shards left, `output` the tables."""

    def __init__(self, shards: Sequence[Read], *, work: str, output: str, engine: Engine, options: Options, on_progress: Progress | None = None):
        self.shards = [shard for shard in shards if shard.articles]
        self.work, self.output, self.engine, self.options = work, output, engine, options
        told = msgspec.json.encode([VERSION, options, [(shard.shard, shard.articles) for shard in self.shards]]).decode()
        self.fingerprint = content_id("archive", told)
        self.places = [os.path.join(work, "stories")]
        self.scratch = os.path.join(work, "scratch")
        self.lost: list[Lost] = []
        self._report = on_progress
        for folder in (self.scratch, *(os.path.join(output, table) for table in TABLES)):
            os.makedirs(folder, exist_ok=True)
        self._enter(self.fingerprint)

    def find(self) -> Found:
        """All stages; a task that fails costs what hangs on it, which is listed, and no more."""
        ordered = self.sort()
        dropped = self.set_aside([one.number for one in ordered])
        windows = self.group(ordered)
        self.link(windows)
        told = self.tell(self.spread(windows))
        self.sweep({one.name for one in told})
        return Found(
            stories=sum(one.stories for one in told),
            articles=sum(one.articles for one in told),
            claims=sum(one.claims for one in told),
            copies=dropped,
            parts=tuple((one.name, part) for one in told for part in one.parts),
            untold=tuple(lost for one in told for lost in one.untold),
            lost=tuple(self.lost),
        )

    def sort(self) -> list[Sorted]:
        """Sketches by window of days, keys by part; a window's count does not depend on how shards are bundled."""
        bundles = list(_bundled(self.shards, SORTED_TOGETHER))
        tasks = [Sort(self.work, self.places[1], number, shards, self._key_parts) for number, shards in enumerate(bundles)]
        labels = {task.number: f"the sketches of the shards {task.shards[0][1]} to {task.shards[-1][1]}" for task in tasks}
        found = self._kept("sort", tasks, sort_shards, lambda task: task.number, Sorted, lambda task: labels[task.number])
        return [one for _, one in sorted(found.items())]

    def set_aside(self, runs: Sequence[int]) -> int:
        """Writes which articles are copies of others, for settle.py and for the windows; returns how many."""
        keys = runs_in(os.path.join(self.places[1], "keys"), runs)
        to = os.path.join(self.places[1], "copies")
        tasks = [Compare(keys, part, os.path.join(to, str(part)), self.scratch) for part in range(self._key_parts)]
        files = [one.task.to for one in self._done(compare, tasks, "copies", lambda task: f"the comparison of keys, part {task.part}")]
        groups = copies(sorted(files))
        rest = [(one, group[0]) for group in groups for one in group[1:]]
        rest.sort(key=lambda pair: (pair[0].shard, pair[0].row))
        write_rows(os.path.join(self.work, DROPPED), "doubles", (self._double_row(*pair) for pair in rest), scratch=self.scratch)
        dropped = np.array([spot(one.shard, one.row) for one, _ in rest], dtype=np.uint64)
        self._enter(content_id(self.fingerprint, *runs, dropped.tobytes().hex()))
        self._save("dropped.npy", dropped)
        return len(rest)

    def group(self, ordered: Sequence[Sorted]) -> dict[int, int]:
        """The windows that were grouped, with the articles that fall into them."""
        self._save("batches.npy", np.array([spot(batch[0].number, batch[0].first) for batch in self._batches()], dtype=np.uint64))
        counts, latest = self._counted(ordered)
        last = window_of(latest)
        runs = runs_in(os.path.join(self.places[1], "sketches"), (one.number for one in ordered))
        undated = any(window == UNDATED for one in ordered for window, _ in one.windows)
        tasks = [
            Grouping(
                self.places[2],
                self.scratch,
                runs,
                window,
                self._earlier(window, counts),
                latest if undated and window == last else None,
                self.options.group,
            )
            for window in sorted(counts, key=lambda window: -counts[window])
        ]
        done = self._kept("grouped", tasks, group_window, lambda task: task.window, int, lambda task: _days(task.window))
        return {window: counts[window] for window in sorted(done)}

    def link(self, windows: dict[int, int]) -> None:
        """Writes which stories of several windows are one: `joined` has each but the first of them, with the first."""
        tasks = [Linking(self.places[2], self.scratch, window, earlier) for window in windows if (earlier := self._earlier(window, windows))]
        leader: dict[Label, Label] = {}
        for one in self._done(link_window, tasks, "linking", lambda task: f"the borders of {_days(task.window)}"):
            with open(os.path.join(self.places[2], "links", str(one.task.window)), "rb") as file:
                for link in msgspec.msgpack.decode(file.read(), type=list[Link]):
                    join(leader, (link.earlier_window, link.earlier), (link.window, link.story))
        joined = {label: first for label in sorted(leader) if (first := root(leader, label)) != label}
        raw = msgspec.msgpack.encode(joined)
        self._enter(content_id(os.path.basename(self.places[2]), *sorted(windows), raw.hex()))
        write_whole(os.path.join(self.places[3], "joined"), raw, scratch=self.scratch)

    def spread(self, windows: dict[int, int]) -> dict[int, list[int]]:
        """Readings by group of stories; of each group, the runs that have readings of it."""
        groups = self._groups(windows)
        grouped, place = self.places[2:]
        tasks = [
            Spread(self.work, grouped, place, self.scratch, number, batch, tuple(windows), groups) for number, batch in enumerate(self._batches())
        ]
        found: dict[int, list[int]] = {}
        for one in self._done(spread_readings, tasks, "sorting", lambda task: f"the readings of the shards {_shards(task.pieces)}"):
            for group in one.result.groups:
                found.setdefault(group, []).append(one.result.number)
        return {group: sorted(found[group]) for group in sorted(found)}

    def tell(self, runs: dict[int, list[int]]) -> list[Told]:
        """The ledgers. A group that cannot be told is told again story by story, so that only the one that hinders is missing."""
        tasks = [self._telling(group, tuple(of)) for group, of in runs.items()]
        told, hindered = self._told(tasks)
        single = [replace(task, only=label, name=f"{task.name}-{at:04}") for task in hindered for at, label in enumerate(labels_in(task))]
        more, never = self._told(single)
        self.lost += [Lost(f"the story that begins with the article {(task.only or '').partition(':')[2]}", reason) for task, reason in never.items()]
        return sorted((one for one in (*told, *more)), key=lambda one: one.name)

    def sweep(self, names: set[str]) -> None:
        """Removes results of an earlier state of the archive."""
        for table in TABLES:
            for path in parts(os.path.join(self.output, table)):
                if os.path.basename(path).removesuffix(SUFFIX) not in names:
                    os.unlink(path)

    @property
    def _key_parts(self) -> int:
        return max(1, -(-2 * sum(shard.articles for shard in self.shards) // KEYED))

    def _double_row(self, one: Facts, stays: Facts) -> dict[str, Any]:
        return {"article": one.id, "path": one.path, "kept": stays.id, "shard": self.shards[one.shard].shard, "row": one.row}

    def _counted(self, ordered: Sequence[Sorted]) -> tuple[dict[int, int], float]:
        """Articles a window, those without a date in the last; and the latest day."""
        latest = max((one.latest for one in ordered if one.latest is not None), default=0.0)
        counts: Counter[int] = Counter()
        for one in ordered:
            for window, count in one.windows:
                counts[window_of(latest) if window == UNDATED else window] += count
        return dict(counts), latest

    def _earlier(self, window: int, windows: Iterable[int]) -> tuple[int, ...]:
        there = set(windows)
        return tuple(before for before in early_windows(window) if before in there)

    def _batches(self) -> list[tuple[Piece, ...]]:
        """Readings that are sorted together, in order."""
        found: list[list[Piece]] = []
        room = 0
        for number, shard in enumerate(self.shards):
            for first in range(0, shard.articles, SPREAD_TOGETHER):
                last = min(first + SPREAD_TOGETHER, shard.articles)
                if room < last - first:
                    found.append([])
                    room = SPREAD_TOGETHER
                found[-1].append(Piece(number, shard.shard, first, last))
                room -= last - first
        return [tuple(batch) for batch in found]

    def _groups(self, windows: dict[int, int]) -> tuple[tuple[int, int, int], ...]:
        """Of each window, the number of its first group, and how many there are."""
        found, first = [], 0
        for window in sorted(windows):
            count = max(1, round(windows[window] / TOLD_TOGETHER))
            found.append((window, first, count))
            first += count
        return tuple(found)

    def _telling(self, group: int, runs: tuple[int, ...]) -> Telling:
        name = f"{group:06}-{os.path.basename(self.places[3])}"
        return Telling(self.places[3], self.scratch, self.output, group, runs, name, self.options.today, self.options.align)

    def _told(self, tasks: Sequence[Telling]) -> tuple[list[Told], dict[Telling, str]]:
        told, hindered = [], {}
        for at, one in enumerate(self.engine.map(tell_stories, tasks) if tasks else ()):
            if isinstance(one, Done):
                told.append(one.result)
            else:
                hindered[one.task] = one.reason
            self._tell_progress("telling", at + 1, len(tasks))
        return told, hindered

    def _kept(
        self, stage: str, tasks: Sequence[Any], function: Callable[[Any], Result], key: Callable[[Any], int], kind: Any, label: Callable[[Any], str]
    ) -> dict[int, Result]:
        """Results by key; those of an earlier attempt are taken from the file in which they are kept."""
        path = os.path.join(self.places[-1], stage)
        found: dict[int, Result] = {}
        if os.path.exists(path):
            with open(path, "rb") as file:
                found = msgspec.msgpack.decode(file.read(), type=dict[int, kind])
        for one in self._done(function, [task for task in tasks if key(task) not in found], stage, label):
            found[key(one.task)] = one.result
            write_whole(path, msgspec.msgpack.encode(dict(sorted(found.items()))), scratch=self.scratch)
        return found

    def _done(self, function: Callable[[Any], Result], tasks: Sequence[Any], stage: str, label: Callable[[Any], str]) -> Iterator[Done[Any, Result]]:
        """What is done, as it comes; what fails is listed by its label."""
        for at, one in enumerate(self.engine.map(function, tasks) if tasks else ()):
            if isinstance(one, Done):
                yield one
            else:
                self.lost.append(Lost(label(one.task), one.reason))
            self._tell_progress(stage, at + 1, len(tasks))

    def _tell_progress(self, stage: str, done: int, of: int) -> None:
        if self._report:
            self._report(stage, done, of)

    def _save(self, name: str, values: Any) -> None:
        import io

        held = io.BytesIO()
        np.save(held, values)
        write_whole(os.path.join(self.places[-1], name), held.getvalue(), scratch=self.scratch)

    def _enter(self, name: str) -> None:
        """Begins the next step, in a folder of this name in that of the one before."""
        self.places.append(os.path.join(self.places[-1], name))
        for folder in FOLDERS[len(self.places) - 2]:
            os.makedirs(os.path.join(self.places[-1], folder), exist_ok=True)


def _bundled(shards: Sequence[Read], together: int) -> Iterator[tuple[tuple[int, str], ...]]:
    held: list[tuple[int, str]] = []
    articles = 0
    for number, shard in enumerate(shards):
        if held and articles + shard.articles > together:
            yield tuple(held)
            held, articles = [], 0
        held.append((number, shard.shard))
        articles += shard.articles
    if held:
        yield tuple(held)


def _days(window: int) -> str:
    first = date(1970, 1, 1).toordinal() + window * DAYS
    try:
        return f"the articles from {date.fromordinal(first)} to {date.fromordinal(first + DAYS - 1)}"
    except (ValueError, OverflowError):
        return f"the articles of window {window}"


def _shards(pieces: Sequence[Piece]) -> str:
    return pieces[0].shard if len(pieces) == 1 else f"{pieces[0].shard} to {pieces[-1].shard}"
