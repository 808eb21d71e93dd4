"""How fast, how large: articles a CPU second, what one cold `sayso compare` costs, and what an installation takes on disk."""

from __future__ import annotations

import importlib.metadata
import statistics
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from bench.command import sayso
from bench.data import EXAMPLES, ROOT, SHARED

WORDS = 700
"""Words of the article that speed is told in: a usual length in print."""
ARTICLES = 12
RUNS = 3
"""Cold runs of which the median counts; the first one is not counted: it compiles the modules."""
MIB = 1 << 20


def score(_data: Path) -> dict[str, float]:
    """`articles_per_cpu_s` of 700 words, what of it is not the encoder, and `cold_cpu_s`, `cold_wall_s`, `peak_mib` of comparing reports."""
    return reading() | cold() | {"reading_peak_mib": reading_peak()}


def reading() -> dict[str, float]:
    """Articles of WORDS words that `sayso.read` reads in one CPU second once the weights are loaded; `over_encoder`: its time through that of
    the bare encoder passes over the same texts, taken in turn, so that a busy machine slows both alike."""
    import sayso
    from sayso import encoder

    texts = articles()
    sayso.read(texts[0])
    whole = bare = 0.0
    for text in texts:
        began = time.process_time()
        sayso.read(text)
        read = time.process_time()
        encoder.read(encoder.pieces(text))
        whole, bare = whole + read - began, bare + time.process_time() - read
    return {"articles_per_cpu_s": len(texts) / whole, "over_encoder": whole / bare}


def reading_peak() -> float:
    """Peak memory in MiB of a `sayso read` of ARTICLES articles."""
    with tempfile.TemporaryDirectory() as folder:
        for at, text in enumerate(articles()):
            (Path(folder) / f"{at}.txt").write_text(text, encoding="utf-8")
        return sayso("read", folder, "--json").peak


def articles() -> list[str]:
    """ARTICLES different texts of about WORDS words, each out of the paragraphs of the examples, from another place on."""
    paragraphs = [p for path in sorted(EXAMPLES.glob("*/*.txt")) for p in path.read_text(encoding="utf-8").split("\n\n")]
    made = []
    for first in range(ARTICLES):
        words, taken = 0, []
        for paragraph in islice(cycle(paragraphs), first * len(paragraphs) // ARTICLES, None):
            taken.append(paragraph.strip())
            words += len(paragraph.split())
            if words >= WORDS:
                break
        made.append("\n\n".join(taken) + "\n")
    return made


def cold() -> dict[str, float]:
    """Median cost of `sayso compare` in a new process: on the two seeds, or, without the data pack, on the first example."""
    reports = sorted((SHARED / "seeds").glob("*.txt")) or sorted((EXAMPLES / "missiles").glob("*.txt"))
    runs = [sayso("compare", *reports, "--json") for _ in range(RUNS + 1)][1:]
    return {
        "cold_cpu_s": statistics.median(run.cpu for run in runs),
        "cold_wall_s": statistics.median(run.wall for run in runs),
        "peak_mib": max(run.peak for run in runs),
    }


def installed(_data: Path) -> dict[str, float]:
    """`installed_mib`: sayso and every package it needs at run time, as they lie in this environment; `packages`: how many."""
    from packaging.requirements import Requirement

    waiting, seen, size = ["sayso"], set[str](), 0
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        found = importlib.metadata.distribution(name)
        size += _bytes(ROOT / "src" / "sayso") if name == "sayso" else sum(_bytes(Path(str(found.locate_file(f)))) for f in found.files or [])
        wanted = [Requirement(line) for line in found.requires or []]
        waiting += [r.name for r in wanted if r.marker is None or r.marker.evaluate({"extra": ""})]
    return {"installed_mib": size / MIB, "packages": float(len(seen))}


def _bytes(path: Path) -> int:
    if path.is_dir():
        return sum(_bytes(inner) for inner in path.iterdir())
    return path.stat().st_size if path.is_file() else 0
