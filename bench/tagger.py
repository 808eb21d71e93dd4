"""The tagger's side heads on dev parts: names on English Web Treebank (UNER), clause borders and parts of speech on GUM and EWT.

    python -m bench.tagger DATA

DATA is the folder in which the corpora lie unpacked. Names are scored by exact span and kind (person, place, organisation; what the tagger
calls another name is no name there), borders by place and kind.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from sayso import encoder
from sayso.encoder import CLAUSES, NAMES, States
from sayso.read.clauses import borders
from sayso.read.decoding import stretches
from training.corpora import trees
from training.corpora.document import IGNORED, Document, from_words, inside

KIND = {"PER": "person", "LOC": "place", "ORG": "organisation"}
SENTENCES = 20
"""Sentences read together: web pages of the corpus have about as many."""

Found = set[tuple[int, str, int, int]]


def score(data: Path) -> dict[str, float]:
    """Names' F1, clause borders' F1 and the accuracy of parts of speech."""
    said, wanted = _names(data / "ud_ewt" / "uner" / "en_ewt-ud-dev.iob2")
    figures = {"names_f1": _f1(said, wanted)}
    said, wanted, right, words = set(), set(), 0, 0
    for number, document in enumerate([*trees.gum(data / "gum", "dev"), *trees.ewt(data / "ud_ewt", "dev")]):
        states = encoder.read(document.pieces)
        mine = {i: label for i, label in enumerate(borders(states)) if label != "O"}
        gold = {i: CLAUSES[int(label)] for i, label in enumerate(document.labels["clauses"]) if label > 0}
        said |= {(number, label, i, i) for i, label in mine.items()}
        wanted |= {(number, label, i, i) for i, label in gold.items()}
        marked = document.labels["words"] != IGNORED
        right += int((states.scores["words"].argmax(-1)[marked] == document.labels["words"][marked]).sum())
        words += int(marked.sum())
    return figures | {"clauses_f1": _f1(said, wanted), "words_accuracy": right / words}


def _names(path: Path) -> tuple[Found, Found]:
    said: Found = set()
    wanted: Found = set()
    for number, document in enumerate(_documents(path)):
        gold = np.zeros((len(document.pieces), len(NAMES)), np.float32)
        labels = np.where(document.labels["names"] == IGNORED, 0, document.labels["names"])
        gold[np.arange(len(labels)), labels] = 1
        wanted |= {(number, *found) for found in stretches(gold, NAMES)}
        states: States = encoder.read(document.pieces)
        said |= {(number, *found) for found in stretches(states.scores["names"], NAMES) if found[0] != "other"}
    return said, wanted


def _documents(path: Path) -> Iterator[Document]:
    blocks = [b for b in path.read_text(encoding="utf8").split("\n\n") if b.strip()]
    for at in range(0, len(blocks), SENTENCES):
        words, gaps, tags = [], [], []
        for block in blocks[at : at + SENTENCES]:
            rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
            words += [row[1] for row in rows]
            gaps += [" "] * (len(rows) - 1) + ["\n"]
            tags += [NAMES.index(f"{row[2][:2]}{KIND[row[2][2:]]}") if row[2][2:] in KIND else 0 for row in rows]
        yield from_words(f"names_{at}", words, gaps, {"names": tags}, inner={"names": inside("names")})


def _f1(said: Iterable[tuple[int, str, int, int]], wanted: Iterable[tuple[int, str, int, int]]) -> float:
    one, other = set(said), set(wanted)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)

    print(json.dumps(score(parser.parse_args().data), indent=1))


if __name__ == "__main__":
    main()
