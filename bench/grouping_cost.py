"""What it costs to place one more article: time and memory with 1,000 to 1,000,000 articles in the window.

    python -m bench.grouping_cost [SIZE...] [--without-load]

Articles are generated: each tells a story of a few reports; its words are drawn from a Zipf-Mandelbrot law (Mandelbrot 1953) over a large
vocabulary, a third of them from the story's own rare words, and its vector is the story's with noise. They are made as sketches, not as
texts: what a text costs to read does not depend on the window. Real articles (the load set of the data pack, without vectors) are placed as well.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.stories import LOAD, reading
from sayso.group.online import Sketch, Window, sketch
from sayso.group.options import GROUPING
from sayso.group.sketches import MOST_TERMS
from sayso.group.terms import most, unit

SIZES = (1_000, 10_000, 100_000)
PROBES = 400
"""Articles that are placed to take the time, beyond those in the window."""
SEED = 7
WORDS = 2_000_000
"""Words of the generated language: every tenth article brings a new one, as names and numbers do."""
OFFSET, POWER = 2.7, 1.05
"""Zipf-Mandelbrot: the share of the word of rank r is in proportion to (r + OFFSET) ** -POWER."""
DRAWN, OWN = 220, 80
"""Words of a report drawn from the language, and from the words of its story."""
NOISE = 0.6
"""Size of what is a report's own in its vector, beside the story's."""
REPORTS = 4
"""Reports of a story on average."""
NUMBERS = 256
"""Of the vector of a sketch."""
OPEN, BLOCK = 200, 1_000
"""Stories that are reported at a time, and articles whose words are drawn at once."""
COMMONEST = 50
"""Ranks that are function words, which a sketch leaves out."""
DAYS = 90
MIB = 1 << 20


def generated(size: int, *, days: float, seed: int = SEED) -> Iterator[tuple[Sketch, str]]:
    """Sketches with their stories, in order of arrival, spread evenly over `days`."""
    rng = np.random.default_rng(seed)
    cumulated = np.cumsum((np.arange(1, WORDS + 1) + OFFSET) ** -POWER)
    cumulated /= cumulated[-1]
    hashes = rng.permutation(np.arange(1, WORDS + 1, dtype=np.uint32) * np.uint32(2_654_435_761))
    noise = rng.normal(size=BLOCK * NUMBERS)
    open_stories: list[tuple[str, NDArray[np.int64], NDArray[np.float64]]] = []
    for at in range(size):
        if at % BLOCK == 0:
            drawn = np.searchsorted(cumulated, rng.random((BLOCK, DRAWN)))
            open_stories = open_stories[-OPEN:]
        if not open_stories or rng.random() < 1 / REPORTS:
            words = np.minimum(rng.pareto(0.4, OWN) * 500, WORDS - 1).astype(np.int64)
            open_stories.append((f"s{at}", words, rng.normal(size=NUMBERS)))
        story, own, centre = open_stories[-1 - int(rng.integers(min(OPEN, len(open_stories))))]
        ranks = np.concatenate((drawn[at % BLOCK], own[rng.integers(OWN, size=OWN)]))
        first = int(rng.integers(len(noise) - NUMBERS))
        yield _sketch(f"{seed}-{at}", days * at / size, ranks, hashes, centre + NOISE * noise[first : first + NUMBERS]), story


def _sketch(name: str, day: float, ranks: NDArray[np.int64], hashes: NDArray[np.uint32], vector: NDArray[np.float64]) -> Sketch:
    words, counts = np.unique(ranks[ranks > COMMONEST], return_counts=True)
    weights = np.log1p(counts) * np.log(words + OFFSET)
    kept = most(hashes[words], weights, MOST_TERMS)
    order = kept[np.argsort(hashes[words[kept]])]
    rounded = np.rint(vector * 127 / np.abs(vector).max()).astype(np.int8)
    return Sketch(name, day, True, hashes[words[order]], unit(weights[order]), math.log(len(ranks)), rounded)


def cost(size: int) -> dict[str, float]:
    """Milliseconds to place and to admit one article beside `size` others in the window, and the bytes that these take."""
    window, days = Window(), 2 * GROUPING.likeness.window
    begun = time.process_time()
    for given, story in generated(size, days=days):
        window.admit(given, story)
    spent = time.process_time() - begun
    probes = [replace(given, day=days / 2 + (given.day or 0.0)) for given, _ in generated(PROBES, days=1, seed=SEED + 1)]
    return _placed(window, probes) | {"fill_ms_mean": 1e3 * spent / size}


def _placed(window: Window, probes: Sequence[Sketch]) -> dict[str, float]:
    """Times of placing and admitting the probes one after the other, the first tenth left out, and what the window then takes."""
    place, admit, joined = [], [], 0
    for given in probes:
        begun = time.process_time()
        placed = window.place(given)
        middle = time.process_time()
        window.admit(given, placed.story or f"story of {given.id}")
        place.append(middle - begun)
        admit.append(time.process_time() - middle)
        joined += placed.story is not None
    warm = len(probes) // 10
    return {
        "place_ms_median": 1e3 * float(np.median(place[warm:])),
        "place_ms_p95": 1e3 * float(np.quantile(place[warm:], 0.95)),
        "admit_ms_median": 1e3 * float(np.median(admit[warm:])),
        "members": len(window),
        "bytes_a_member": window.nbytes / len(window),
        "mib": window.nbytes / MIB,
        "joined": joined / len(probes),
    }


def real(load: Path) -> dict[str, float]:
    """The same of real articles, in order of publication: the last `PROBES` are placed beside all others, which are given one common day.

    So all of them are in the window at once, as in an hour of a large stream.
    """
    with gzip.open(load, "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    sketches = [sketch(reading(row["id"], row["title"], row["text"], date.fromisoformat(row["date"][:10]))) for row in rows]
    window = Window()
    for at, given in enumerate(sketches[:-PROBES]):
        window.admit(replace(given, day=float(at % DAYS)), f"story of {given.id}")
    return _placed(window, [replace(given, day=DAYS / 2) for given in sketches[-PROBES:]])


def score(sizes: Sequence[int] = SIZES, *, load: Path | None = LOAD) -> dict[str, float]:
    """All figures, and the growth: the median time to place at each size as a multiple of that at 10,000."""
    found = {f"{size}": cost(size) for size in sizes}
    if load is not None and load.exists():
        found["real"] = real(load)
    figures = {f"{name}/{metric}": value for name, row in found.items() for metric, value in row.items()}
    if "10000" in found:
        figures |= {f"{name}/growth": row["place_ms_median"] / found["10000"]["place_ms_median"] for name, row in found.items() if name.isdecimal()}
    return {name: round(value, 4) for name, value in figures.items()}


def growth(_data: Path | None = None) -> dict[str, float]:
    """The figures of 10,000 and of 100,000 articles: a million takes minutes to make."""
    return score((10_000, 100_000), load=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--without-load", action="store_true", help="leave the real articles out")
    asked = parser.parse_args()
    for name, value in score(asked.sizes, load=None if asked.without_load else LOAD).items():
        print(f"{name:28} {value:12.3f}", flush=True)


if __name__ == "__main__":
    main()
