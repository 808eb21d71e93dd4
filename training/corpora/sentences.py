"""Pairs of sentences: STS headlines (SemEval 2013 to 2016) with a likeness from 0 to 5, and TaxiNLI with entailment."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

Pair = tuple[str, str, float]
"""Two texts and how alike they are, from 0 to 1."""

ALIKE = {"entailment": 0.9, "neutral": 0.5, "contradiction": 0.5}
"""A contradiction is about the same thing, as a denial is about its claim: no nearer and no farther than a neutral pair."""


def sts(folder: Path, years: tuple[str, ...]) -> Iterator[Pair]:
    """Scored headline pairs of the given years ("2013", ...), and the DEFT news pairs with 2014."""
    for path in sorted(folder.glob("*.tsv")):
        if path.stem.rsplit(".", 1)[1] not in years:
            continue
        for line in path.read_text(encoding="utf8").splitlines():
            cells = line.split("\t")
            if len(cells) >= 3 and cells[0].strip():
                yield cells[1], cells[2], float(cells[0]) / 5


def taxinli(folder: Path) -> Iterator[Pair]:
    """Premise and hypothesis; spoken genres are left out."""
    with (folder / "taxinli10k.tsv").open(encoding="utf8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["label"] in ALIKE and row["genre"] not in ("telephone", "facetoface"):
                yield row["prem"], row["hyp"], ALIKE[row["label"]]
