"""The tagger's side heads on dev parts: names on English Web Treebank (UNER), clause borders and parts of speech on GUM and EWT.

    python -m bench.tagger DATA

DATA is the folder in which the corpora lie unpacked. Names are scored by exact span and kind (person, place, organisation; what the tagger
calls another name is no name there), borders by place and kind. Names are scored on every second document of EWT dev: the tagger learns from
the others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from sayso import encoder
from sayso.encoder import CLAUSES, NAMES
from sayso.read.clauses import borders
from sayso.read.decoding import span_of, stretches
from sayso.read.names import names
from training.corpora import trees
from training.corpora.document import IGNORED, Document, from_words, inside
from training.corpora.names import Sentence, uner

SENTENCES = 20
"""Sentences read together: web pages of the corpus have about as many."""

Found = set[tuple[int, str, int, int]]


def score(data: Path) -> dict[str, float]:
    """Names' F1, clause borders' F1 and the accuracy of parts of speech."""
    said, wanted = read_names(data / "ud_ewt" / "uner" / "en_ewt-ud-dev.iob2", half=1)
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


def read_names(path: Path, *, half: int | None = None) -> tuple[Found, Found]:
    """Names that `names` finds in a file of Universal NER, and those marked: number of the text, kind, start and end."""
    said: Found = set()
    wanted: Found = set()
    sentences = [sentence for document in uner(path, half=half) for sentence in document]
    for number, document in enumerate(_documents(sentences)):
        wanted |= {(number, *found) for found in _marked(document)}
        found = names(document.text, encoder.read(document.pieces))
        said |= {(number, name.kind, name.span.start, name.span.end) for name in found if name.kind != "other"}
    return said, wanted


def _documents(sentences: list[Sentence]) -> Iterator[Document]:
    for at in range(0, len(sentences), SENTENCES):
        rows = [row for sentence in sentences[at : at + SENTENCES] for row in sentence]
        gaps = [gap for sentence in sentences[at : at + SENTENCES] for gap in [" "] * (len(sentence) - 1) + ["\n"]]
        tags = [NAMES.index(tag) for _, tag in rows]
        yield from_words(f"names_{at}", [word for word, _ in rows], gaps, {"names": tags}, inner={"names": inside("names")})


def _marked(document: Document) -> Iterator[tuple[str, int, int]]:
    gold = np.zeros((len(document.pieces), len(NAMES)), np.float32)
    labels = np.where(document.labels["names"] == IGNORED, 0, document.labels["names"])
    gold[np.arange(len(labels)), labels] = 1
    for kind, first, last in stretches(gold, NAMES):
        span = span_of(document.pieces, first, last)
        yield kind, span.start, span.end


def _f1(said: Iterable[tuple[int, str, int, int]], wanted: Iterable[tuple[int, str, int, int]]) -> float:
    one, other = set(said), set(wanted)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)

    print(json.dumps(score(parser.parse_args().data), indent=1))


if __name__ == "__main__":
    main()
