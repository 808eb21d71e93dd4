"""ECB+ (Cybulska and Vossen, LREC 2014): clauses of reports, with the events they mention, coreferent across documents."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso import encoder
from sayso.data import Span
from sayso.read.clauses import clauses

LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class EventClause:
    """A clause of one document with the chains of the events it mentions; a topic holds two stories of one kind."""

    topic: str
    document: str
    text: str
    chains: frozenset[str]


def read(folder: Path, split: str) -> Iterator[EventClause]:
    """Clauses with at least one event mention, of the documents of a split."""
    with (folder / "splits.tsv").open(encoding="utf8") as rows:
        wanted = {row["document"] for row in csv.DictReader(rows, delimiter="\t") if row["split"] == split}
    for story in sorted(p for p in folder.iterdir() if p.is_dir()):
        mentions: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        for line in (story / "event_mentions.jsonl").read_text(encoding="utf8").splitlines():
            row = json.loads(line)
            if row["mention_head_id"] is not None:
                mentions[row["doc_id"], row["sent_id"]].append((row["mention_head_id"], row["coref_chain"]))
        for document, sentence, words in _sentences(story / f"{story.name}.conll"):
            marked = mentions.get((document, sentence))
            if document in wanted and marked:
                yield from _cut(document, words, marked)


def _sentences(path: Path) -> Iterator[tuple[str, int, list[str]]]:
    rows: dict[tuple[str, int], list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 4 and not line.startswith("#"):
            topic, _, number = cells[0].split("/")[0], None, cells[0].split("/")
            kind = number[1].removeprefix(topic)
            rows[f"{topic}_{number[2]}{kind}", int(cells[1])].append(cells[3])
    for (document, sentence), words in rows.items():
        yield document, sentence, words


def _cut(document: str, words: list[str], marked: list[tuple[int, str]]) -> Iterator[EventClause]:
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += word + " "
    found = encoder.read(encoder.pieces(text))
    for clause in clauses(found, (Span(0, len(text)),)):
        chains = frozenset(chain for at, chain in marked if at < len(starts) and any(p.start <= starts[at] < p.end for p in clause))
        said = " ".join(" ".join(text[p.start : p.end].split()) for p in clause)
        if chains and len(said.split()) >= LEAST_WORDS:
            yield EventClause(document.split("_")[0], document, said, chains)
