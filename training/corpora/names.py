"""Names: GMB (silver), WikiGold and CrossNER politics, brought to person, organisation, place and other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from sayso.encoder import NAMES
from training.corpora.document import Document, from_words, inside

SENTENCES = 12
"""Sentences put into one document; these corpora give no document borders."""

KIND = {
    "per": "person", "person": "person", "politician": "person",
    "org": "organisation", "organisation": "organisation", "politicalparty": "organisation",
    "geo": "place", "loc": "place", "location": "place", "country": "place",
    "gpe": "other", "misc": "other", "event": "other", "election": "other", "art": "other", "eve": "other", "nat": "other",
}  # fmt: skip
"""Tag of a corpus, in lower case -> kind of name. GMB's gpe are nationalities; its tim are dates and no names."""

Sentence = list[tuple[str, str]]


def gmb(folder: Path) -> Iterator[Document]:
    """Groningen Meaning Bank, newswire; the last sentence is cut off upstream and dropped."""
    sentences: list[Sentence] = []
    with (folder / "ner_dataset.csv").open(encoding="latin1") as rows:
        for row in csv.DictReader(rows):
            if row["Sentence #"]:
                sentences.append([])
            sentences[-1].append((row["Word"], row["Tag"]))
    return _documents("gmb", sentences[:-1])


def wikigold(folder: Path) -> Iterator[Document]:
    """WikiGold; its tags are I- only, so adjoining names of one kind run together."""
    return _documents("wikigold", _columns(folder / "wikigold.conll.txt", " "))


def crossner(folder: Path, split: str) -> Iterator[Document]:
    """CrossNER, politics."""
    return _documents(f"crossner_{split}", _columns(folder / f"{split}.txt", "\t"))


def _columns(path: Path, separator: str) -> list[Sentence]:
    blocks = path.read_text(encoding="utf8").split("\n\n")
    rows = [[line.rsplit(separator, 1) for line in block.splitlines() if separator in line] for block in blocks]
    return [[(word.strip(), tag) for word, tag in block] for block in rows if block]


def _documents(name: str, sentences: list[Sentence]) -> Iterator[Document]:
    for at in range(0, len(sentences), SENTENCES):
        words: list[str] = []
        gaps: list[str] = []
        tags: list[int] = []
        for sentence in sentences[at : at + SENTENCES]:
            before = "O"
            for word, tag in sentence:
                kind = KIND.get(tag[2:].lower()) if tag != "O" else None
                begins = kind is not None and (tag[:2] == "B-" or before == "O" or KIND.get(before[2:].lower()) != kind)
                tags.append(NAMES.index(("B-" if begins else "I-") + kind) if kind else 0)
                before = tag
                words.append(word)
                gaps.append(" ")
        yield from_words(f"{name}_{at}", words, gaps, {"names": tags}, inner={"names": inside("names")})
