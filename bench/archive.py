"""Stories over an archive, window by window, against the same articles grouped one after the other; and what an article costs as it grows.

    python -m bench.archive DATA [--articles N] [--shards N] [--workers N] [--vectors]

DATA holds load/allsides_sample.jsonl.gz (or is that file). Names come from the stand-in of bench/stories.py, so that the figures are those of
grouping alone. The set has no labels: what is compared are two ways to group.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bench.stories import reading
from sayso.group import GroupOptions
from sayso.group.online import Sketch, Window, pack_sketch, sketch, unpack_sketch
from sayso.run.archive import Archive, Options, Read
from sayso.run.copies import root
from sayso.run.engines import Engine
from sayso.run.reading import part_path
from sayso.run.rows import key_row
from sayso.run.runs import read_all
from sayso.run.tables import write_rows
from sayso.run.windows import Placed

if TYPE_CHECKING:
    from sayso.data import Reading

FILE = "allsides_sample.jsonl.gz"
SHARDS = 23
FEW = 1_000
"""Articles of a small archive, against which all of them are compared."""


@dataclass(frozen=True, slots=True)
class Known:
    """An article as grouping sees it, packed, and the row of its keys."""

    id: str
    day: float | None
    sketch: bytes
    keys: dict[str, object]


def known(file: Path, *, articles: int | None = None, vectors: bool = False) -> list[Known]:
    """Sketches of the file's articles; `vectors`: with article vectors by the shipped model, which take some 25 ms each."""
    from sayso import encoder

    found: list[Known] = []
    with gzip.open(file, "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            if len(found) == articles:
                break
            told = reading(row["id"], row["title"], row["text"], date.fromisoformat(row["date"]))
            vector = encoder.vectors([f"{row['title'] or ''}\n{row['text'][:600]}"])[0] if vectors else None
            found.append(of(told, sketch(told, vector=vector)))
    return found


def of(told: Reading, made: Sketch) -> Known:
    """A reading and its sketch as rows of a shard have them."""
    return Known(told.article.id, made.day, pack_sketch(made), key_row(told.article, 0))


def online(articles: Iterable[Known], options: GroupOptions | None = None) -> dict[str, str]:
    """Stories of articles that come in day by day: article -> the first article of its story."""
    window, story_of, gone = Window(options or GroupOptions()), dict[str, str](), dict[str, str]()
    for given in sorted((unpack_sketch(one.sketch) for one in articles), key=lambda one: (one.day or 0.0, one.id)):
        window.forget(window.span(given.day or 0.0)[0])
        placement = window.place(given)
        story_of[given.id] = placement.story or given.id
        for into, other in placement.merged:
            window.merge(into, other)
            gone[other] = into
        window.admit(given, story_of[given.id])
    return {article: root(gone, story) for article, story in story_of.items()}


def shards(articles: Sequence[Known], work: Path, *, count: int = SHARDS) -> list[Read]:
    """Writes the work files of `count` shards, with the articles dealt out one by one, so that every story lies in many."""
    found = []
    for table in ("sketches", "keys"):
        (work / table).mkdir(parents=True, exist_ok=True)
    for at in range(count):
        mine = articles[at::count]
        write_rows(
            part_path(str(work), "sketches", f"s{at}"),
            "sketches",
            ({"id": one.id, "row": row, "day": one.day, "sketch": one.sketch} for row, one in enumerate(mine)),
        )
        write_rows(part_path(str(work), "keys", f"s{at}"), "keys", ({**one.keys, "row": row} for row, one in enumerate(mine)))
        found.append(Read(f"s{at}", len(mine)))
    return found


def by_windows(articles: Sequence[Known], folder: Path, engine: Engine, *, count: int = SHARDS) -> dict[str, tuple[int, str]]:
    """Stories of the same articles as an archive of shards: article -> label of its story."""
    work = folder / "work"
    archive = Archive(
        shards(articles, work, count=count), work=str(work), output=str(folder / "output"), engine=engine, options=Options(date(2026, 1, 1))
    )
    ordered = archive.sort()
    archive.set_aside([one.number for one in ordered])
    windows = archive.group(ordered)
    archive.link(windows)
    if archive.lost:
        raise RuntimeError(str(archive.lost))
    joined = msgspec.msgpack.decode((Path(archive.places[3]) / "joined").read_bytes(), type=dict[tuple[int, str], tuple[int, str]])
    found = {}
    for window in windows:
        for name, raw in read_all(str(Path(archive.places[2]) / "windows" / str(window))):
            label = (window, msgspec.msgpack.decode(raw, type=Placed).story)
            found[name] = joined.get(label, label)
    return found


def b_cubed(one: Mapping[str, object], other: Mapping[str, object]) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998) of one grouping of articles against another of the same articles."""
    together = Counter((one[at], other[at]) for at in other)
    ones, others = Counter(one[at] for at in other), Counter(other.values())
    precision = sum(n * n / ones[a] for (a, _), n in together.items()) / len(other)
    recall = sum(n * n / others[b] for (_, b), n in together.items()) / len(other)
    return 2 * precision * recall / (precision + recall)


def score(data: Path, *, articles: int | None = None, count: int = SHARDS, workers: int = 1, vectors: bool = False) -> dict[str, float]:
    """`b3_f1` of windows against online; milliseconds an article of each; `ms_grown`: of all articles to that of the first FEW."""
    from sayso.run.local import LocalEngine

    file = data if data.is_file() else data / "load" / FILE
    given = known(file, articles=articles, vectors=vectors)
    began = time.process_time()
    first = online(given[:FEW])
    few = (time.process_time() - began) / max(len(first), 1)
    began = time.process_time()
    one = online(given)
    every = (time.process_time() - began) / max(len(one), 1)
    with tempfile.TemporaryDirectory() as folder, LocalEngine(workers) as engine:
        began = time.perf_counter()
        other = by_windows(given, Path(folder), engine, count=count)
        took = time.perf_counter() - began
    return {
        "articles": float(len(given)),
        "b3_f1": b_cubed(other, one),
        "ms_online": every * 1000,
        "ms_grown": every / few,
        "ms_windows_wall": took * 1000 / len(given),
        "stories_online": float(len(set(one.values()))),
        "stories_windows": float(len(set(other.values()))),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--shards", type=int, default=SHARDS)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--vectors", action="store_true", help="with article vectors by the shipped model")
    asked = parser.parse_args()
    figures = score(asked.data, articles=asked.articles, count=asked.shards, workers=asked.workers, vectors=asked.vectors)
    for name, value in figures.items():
        print(f"{name:20} {value:.4f}")


if __name__ == "__main__":
    main()
