"""Where attribution goes wrong on PolNeAR's dev split, by kind of error; and where two people differ on the articles that several marked.

    python -m bench.attribution_errors FOLDER

Each marked attribution falls under one kind, the first that holds: right (cue and source overlap, content with a word F1 of 0.8 or more),
source (all but the source), boundary (all overlap, the content is cut elsewhere), cue (the content is found under another cue), content (the cue is
found with another content), missed (neither). Beside them, the share of what was found that nothing marked overlaps (extra).
"""

from __future__ import annotations

import argparse
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

import sayso
from bench.statement_types import attributions
from sayso.data import Span
from sayso.read.findings import Attribution
from sayso.text import quotations

KINDS = ("right", "boundary", "source", "cue", "content", "missed")
SOLID = 0.8
WORD = re.compile(r"\w+|[^\w\s]")
Parts = tuple[frozenset[int], frozenset[int], frozenset[int]]
"""The words of source, cue and content, by their numbers in the text."""


def numbered(text: str, found: Sequence[Attribution]) -> list[Parts]:
    """Attributions as sets of words."""
    words = [match.span() for match in WORD.finditer(text)]
    ends = [end for _, end in words]
    starts = [start for start, _ in words]

    def inside(spans: Sequence[Span]) -> frozenset[int]:
        return frozenset(i for s in spans for i in range(bisect_right(ends, s.start), bisect_left(starts, s.end)))

    return [(inside(a.source), inside(a.cue), inside(a.content)) for a in found]


def kind(marked: Parts, found: Sequence[Parts]) -> str:
    """Under which kind a marked attribution falls, by the best of what was found."""
    return min((_kind(marked, one) for one in found), key=KINDS.index, default="missed")


def _kind(marked: Parts, one: Parts) -> str:
    sources = bool(marked[0] & one[0]) or not (marked[0] or one[0])
    cues, contents = bool(marked[1] & one[1]), bool(marked[2] & one[2])
    if cues and contents:
        if not sources:
            return "source"
        return "right" if 2 * len(marked[2] & one[2]) / (len(marked[2]) + len(one[2])) >= SOLID else "boundary"
    return "cue" if contents else "content" if cues else "missed"


def shares(articles: Sequence[tuple[str, Sequence[Attribution], Sequence[Attribution]]]) -> dict[str, dict[str, float]]:
    """Shares (0 to 1) of kinds over (text, marked, found), for all and for quoted and unquoted contents, and the share of extra ones."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    extra, said = 0, 0
    for text, marked, found in articles:
        wanted, got = numbered(text, marked), numbered(text, found)
        (quoted,) = (parts[2] for parts in numbered(text, [Attribution((), (), tuple(quotations(text)))]))
        for one in wanted:
            group = "quoted" if len(one[2] & quoted) * 2 > len(one[2]) else "unquoted"
            for name in ("all", group):
                counts[name][kind(one, got)] += 1
        extra += sum(all(_kind(w, g) == "missed" for w in wanted) for g in got)
        said += len(got)
    out = {name: {k: round(count[k] / count.total(), 3) for k in KINDS} | {"marked": float(count.total())} for name, count in counts.items()}
    out["all"]["extra"] = round(extra / max(1, said), 3)
    return out


def machine(data: Path) -> Iterator[tuple[str, list[Attribution], list[Attribution]]]:
    """The articles of the dev split: what is marked, and what the reader finds."""
    for text, versions in _articles(data / "polnear", "dev"):
        read = sayso.read(text)
        yield text, versions[0], [Attribution(s.source, s.cue, s.content) for s in read.statements if s.kind != "own"]


def people(data: Path) -> Iterator[tuple[str, list[Attribution], list[Attribution]]]:
    """The train articles that several people marked: each taken as marked, each other as found."""
    for text, versions in _articles(data / "polnear", "train", least=2):
        yield from ((text, one, other) for one, other in permutations(versions, 2))


def _articles(folder: Path, split: str, *, least: int = 1) -> Iterator[tuple[str, list[list[Attribution]]]]:
    """Texts that at least so many people marked, with everybody's annotations in order of their ids (the first is the preferred one)."""
    files_of: dict[str, list[Path]] = defaultdict(list)
    for file in sorted((folder / split / "attributions").glob("*.ann")):
        files_of[re.sub(r"_[0-9a-f]{4}$", "", file.stem)].append(file)
    for path in sorted((folder / split / "text").glob("*.txt")):
        files = files_of[path.stem]
        if len(files) >= least:
            with path.open(encoding="utf-8", newline="") as opened:
                yield opened.read(), [[a for a in attributions(p).values() if a.cue and a.content] for p in files]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="FOLDER", help="where `polnear` lies unpacked")
    data = parser.parse_args().data
    print(json.dumps({"reader on dev": shares(list(machine(data))), "one person on another": shares(list(people(data)))}, indent=1))


if __name__ == "__main__":
    main()
