"""Archives for tests: shards as reading leaves them, out of made-up reports, and an engine that has tasks done here, in any order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from sayso import encoder
from sayso.codec import pack_reading
from sayso.data import Article, Name, Reading, Span
from sayso.group.online import pack_sketch, sketch
from sayso.ids import content_id
from sayso.pipeline import opening
from sayso.run.archive import Archive, Found, Options, Read
from sayso.run.engines import Done, Failed, called, name_of, packed, result_of
from sayso.run.reading import part_path
from sayso.run.rows import key_row
from sayso.run.tables import read_rows, write_rows

TODAY = date(2025, 1, 1)
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Here:
    """An engine without processes: tasks are done here, in an order drawn with `seed`; `breaks` says for which a worker dies."""

    seed: int = 0
    breaks: Callable[[str, Any], bool] = lambda name, task: False
    name: str = "here"
    workers: int = 1
    done: int = 0

    def map(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        ordered = list(tasks)
        random.Random(self.seed).shuffle(ordered)
        for task in ordered:
            if self.breaks(function.__name__, task):
                yield Failed(task, "it ended every worker that tried it", 3)
                continue
            answer = called(name_of(function), packed(task))
            self.done += 1
            if answer.trouble:
                yield Failed(task, answer.trouble.reason, 1)
            else:
                yield Done(task, result_of(function, answer.result))


def report(number: int, event: int, day: int | None, *, outlet: str = "The Courier", url: str | None = None) -> Reading:
    """A made-up report of a made-up event: words and a name that its reports share, and some of its own. Nothing is stated in it."""
    shared = random.Random(f"event {event}")
    own = random.Random(f"report {number}")
    words = [f"{shared.choice('bdgklmnprst')}{shared.choice('aeiou')}{shared.choice('lmnrst')}{shared.randrange(10_000)}x" for _ in range(30)]
    drawn = own.sample(words, 22) + [f"own{own.randrange(100_000)}" for _ in range(25)]
    name = f"Person{event}"
    text = f"{name} {' '.join(drawn)}.\n"
    published = None if day is None else FIRST + timedelta(days=day)
    article = Article(
        id=content_id(text, outlet, url or ""), text=text, title=None, outlet=outlet, url=url, published=published, path=f"{number}.txt"
    )
    empty: dict[str, Any] = {part.name: () for part in fields(Reading)}
    return Reading(**empty | {"article": article, "names": (Name(Span(0, len(name)), "person"),), "sentences": (Span(0, len(text) - 1),)})


def chronicle(events: int = 60, days: int = 400, *, seed: int = 1) -> list[Reading]:
    """Reports of events that take some days each, spread over `days`, one day with many of them."""
    draw = random.Random(seed)
    found = []
    for event in range(events):
        begins = draw.randrange(days)
        for _ in range(draw.choice((1, 1, 2, 3, 5, 8))):
            found.append(report(len(found), event, begins + draw.choice((0, 0, 1, 1, 2, 3))))
    return found


def write_shards(readings: Sequence[Reading], work: Path, count: int, *, vectors: bool = False) -> list[Read]:
    """The work files of `count` shards with the readings dealt out one by one; `vectors`: with article vectors, as reading a shard makes them."""
    likes = encoder.vectors([opening(one.article) for one in readings]) if vectors else [None] * len(readings)
    for table in ("sketches", "keys", "readings"):
        (work / table).mkdir(parents=True, exist_ok=True)
    found = []
    for at in range(count):
        mine = list(zip(readings, likes, strict=True))[at::count]
        rows: dict[str, list[dict[str, Any]]] = {"sketches": [], "keys": [], "readings": []}
        for row, (one, vector) in enumerate(mine):
            made = sketch(one, vector=vector)
            rows["sketches"].append({"id": one.article.id, "row": row, "day": made.day, "sketch": pack_sketch(made)})
            rows["keys"].append(key_row(one.article, row))
            rows["readings"].append({"id": one.article.id, "row": row, "day": made.day, "reading": pack_reading(one)})
        for table, told in rows.items():
            write_rows(part_path(str(work), table, f"shard{at}"), table, told)
        found.append(Read(f"shard{at}", len(mine)))
    return found


STANDARD = Options(TODAY)


def archive(
    readings: Sequence[Reading], folder: Path, *, shards: int = 3, engine: Any = None, vectors: bool = False, options: Options = STANDARD
) -> Archive:
    """The stages over these readings, with results in folder/output."""
    work = folder / "work"
    read = write_shards(readings, work, shards, vectors=vectors)
    return Archive(read, work=str(work), output=str(folder / "output"), engine=engine or Here(), options=options)


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table of results."""
    return [row for path in sorted((folder / "output" / name).iterdir()) for row in read_rows(str(path))]


def stories(folder: Path) -> set[frozenset[str]]:
    """The stories of the results, as sets of articles."""
    return {frozenset(row["articles"]) for row in table(folder, "stories")}


def files(folder: Path) -> dict[str, bytes]:
    """The results as bytes, by path."""
    return {str(path.relative_to(folder / "output")): path.read_bytes() for path in sorted((folder / "output").rglob("*")) if path.is_file()}


def summary(found: Found) -> bytes:
    """All that was found, as bytes."""
    return msgspec.json.encode(found)
