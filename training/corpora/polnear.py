"""PolNeAR: attributions (source, cue, content) in news of the US campaign of 2016 (Newell, Margolin and Ruths, LREC 2018)."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sayso.encoder import ATTRIBUTION, Pieces, pieces
from training.corpora.document import Attribution, Document

ROLES = ("content", "source", "cue")
"""The later role wins a piece that two roles claim: contents are broad."""


def read(folder: Path, split: str) -> Iterator[Document]:
    """Documents of a split; the preferred annotator's file each, as its table says."""
    preferred = _preferred(folder / "preferred_annotations.tsv")
    for path in sorted((folder / split / "text").glob("*.txt")):
        own = re.compile(re.escape(path.stem) + r"_[0-9a-f]{4}\.ann")
        files = sorted(p for p in (folder / split / "attributions").iterdir() if own.fullmatch(p.name))
        if not files:
            continue
        text = path.open(encoding="utf8", newline="").read()
        chosen = next((p for p in files if p.name == preferred.get(path.name)), files[0])
        where = pieces(text)
        attributions = list(_attributions(chosen, where))
        yield Document(path.stem, text, where, {"attribution": _tags(attributions, len(where))}, attributions)


def _preferred(table: Path) -> dict[str, str]:
    with table.open(encoding="utf8") as rows:
        return {row["text"]: row["preferred"] for row in csv.DictReader(rows, delimiter="\t")}


def _attributions(path: Path, where: Pieces) -> Iterator[Attribution]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for line in path.open(encoding="utf8"):
        cells = line.rstrip("\n").split("\t")
        if line.startswith("T") and len(cells) > 1:  # one span label was deleted upstream, leaving its id alone
            spans[cells[0]] = [(int(a), int(b)) for a, b in (piece.split() for piece in cells[1].split(" ", 1)[1].split(";"))]
        elif line.startswith("E"):
            roles: dict[str, list[tuple[int, int]]] = defaultdict(list)
            for cell in cells[1].split()[1:]:
                role, ref = cell.split(":")
                roles[re.sub(r"\d+$", "", role).lower()] += spans.get(ref, [])
            found = {role: _stretches(where, roles[role]) for role in ROLES}
            if found["cue"] and found["content"]:
                yield Attribution(found["source"], found["cue"], found["content"])


def _stretches(where: Pieces, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        hit = np.nonzero((where.starts < end) & (where.ends > start) & (where.ends > where.starts))[0]
        if not len(hit):
            continue
        first, last = int(hit[0]), int(hit[-1]) + 1
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _tags(attributions: list[Attribution], length: int) -> np.ndarray:
    tags = np.zeros(length, np.int64)
    for role in ROLES:
        for attribution in attributions:
            for first, last in getattr(attribution, role):
                tags[first] = ATTRIBUTION.index("B-" + role)
                tags[first + 1 : last] = ATTRIBUTION.index("I-" + role)
    return tags
