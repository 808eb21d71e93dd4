"""Types of statement (speech, belief, intention, act) against labels given by hand to PolNeAR's annotations.

PolNeAR marks all four alike. `labels/polnear_types.tsv` holds our labels by annotation file and annotation id, never the words: in `train` the most
frequent cues in several contexts each (from these the cue table was mended), in `dev` annotations drawn at random, labelled apart and only scored.

    python -m bench.statement_types FOLDER [--wrong SPLIT]
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sayso.data import Span
from sayso.read.findings import Attribution
from sayso.read.how.types import statement_type

LABELS = Path(__file__).resolve().parent / "labels" / "polnear_types.tsv"
TYPES = ("speech", "belief", "intention", "act")
Labelled = tuple[str, str, Attribution, str]
"""Annotation file and id, the attribution, and its type by hand."""


def labelled(data: Path, split: str) -> Iterator[tuple[str, Labelled]]:
    """The labelled attributions of a split, each with its article's text; `data` holds the unpacked folder `polnear`."""
    folder = data / "polnear" / split
    with LABELS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            if row["split"] == split:
                stem = re.sub(r"_[0-9a-f]{4}$", "", row["annotations"])
                attribution = attributions(folder / "attributions" / f"{row['annotations']}.ann")[row["id"]]
                yield _text(folder / "text" / f"{stem}.txt"), (row["annotations"], row["id"], attribution, row["type"])


@cache
def _text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def attributions(path: Path) -> dict[str, Attribution]:
    """The attributions of a brat file by the ids of their events."""
    spans: dict[str, list[Span]] = {}
    found: dict[str, Attribution] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("T") and len(cells) > 1:
            spans[cells[0]] = [Span(int(a), int(b)) for a, b in (piece.split() for piece in cells[1].split(" ", 1)[1].split(";"))]
        elif line.startswith("E"):
            roles: dict[str, list[Span]] = defaultdict(list)
            for cell in cells[1].split()[1:]:
                role, ref = cell.split(":")
                roles[re.sub(r"\d+$", "", role)] += spans.get(ref, [])
            found[cells[0]] = Attribution(*(tuple(sorted(roles[role])) for role in ("Source", "Cue", "Content")))
    return found


def figures(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Accuracy and F1 by type, and their mean, of (by hand, read) pairs."""
    said = {"items": float(len(pairs)), "accuracy": sum(hand == read for hand, read in pairs) / max(1, len(pairs))}
    for kind in TYPES:
        both = sum(hand == read == kind for hand, read in pairs)
        said[f"{kind}_f1"] = 2 * both / max(1, sum((hand == kind) + (read == kind) for hand, read in pairs))
    return said | {"macro_f1": sum(said[f"{kind}_f1"] for kind in TYPES) / len(TYPES)}


def score(data: Path, split: str = "dev") -> dict[str, float]:
    """Accuracy and macro F1 (0 to 1) of `how.types` on the labelled annotations of `split`."""
    return figures([(hand, statement_type(text, attribution)) for text, (_, _, attribution, hand) in labelled(data, split)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, metavar="FOLDER", help="where `polnear` lies unpacked")
    parser.add_argument("--wrong", metavar="SPLIT", choices=("train",), help="list the labelled annotations that are read otherwise (never dev's)")
    wanted = parser.parse_args()
    if wanted.wrong:
        for text, (file, id_, attribution, hand) in labelled(wanted.data, wanted.wrong):
            read = statement_type(text, attribution)
            if read != hand:
                print(file, id_, hand, read, sep="\t")
    print(json.dumps({split: score(wanted.data, split) for split in ("train", "dev")}, indent=1))


if __name__ == "__main__":
    main()
