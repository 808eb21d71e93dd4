"""Claims marked in NeuS's reports of one story: which propositions state the same, by row, report and offsets; the words stay in the corpus.

training/labels/neus_claims.tsv holds a line a proposition: the row of train.source (from 0), who marked it, the report (from 0), the places of its
pieces in the report's text (title, blank line, excerpt), and the claims it states, by number within the story: `-` for one of its own, `x` for a
fragment that states nothing. Twenty stories are marked four times; `read` takes the first marking.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sayso.align.wording import restated
from sayso.data import Article, Reading, Span, Statement
from sayso.read import read_article

LABELS = Path(__file__).parent.parent / "labels" / "neus_claims.tsv"
DAY = date(2018, 6, 1)
"""A date of publication for reports that have none; what is compared does not depend on it."""


@dataclass(frozen=True, slots=True)
class Proposition:
    """What one report states, restated as `align` compares it, with the claims of its story that it states."""

    report: int
    text: str
    attributed: bool
    claims: frozenset[str]


@dataclass(frozen=True, slots=True)
class MarkedStory:
    row: int
    propositions: tuple[Proposition, ...]


Line = tuple[int, tuple[Span, ...], str]
"""Report, pieces and claims of one marked proposition."""


def read(folder: Path, *, labels: Path = LABELS) -> Iterator[MarkedStory]:
    """Marked stories in order of their rows, fragments left out; `folder` holds NeuS's train.source."""
    sources = (folder / "train.source").read_text(encoding="utf8").splitlines()
    for row, markings in lines(labels).items():
        readings = [read_article(article) for article in reports(row, sources[row])]
        marked = markings[min(markings)]
        yield MarkedStory(row, tuple(_proposition(readings[at], at, pieces, claims) for at, pieces, claims in marked if claims != "x"))


def lines(path: Path) -> dict[int, dict[str, list[Line]]]:
    """The label file by row and marker."""
    found: dict[int, dict[str, list[Line]]] = {}
    with path.open(encoding="utf8") as rows:
        for line in csv.DictReader(rows, delimiter="\t"):
            pieces = tuple(Span(*map(int, piece.split("-"))) for piece in line["spans"].split(";"))
            found.setdefault(int(line["row"]), {}).setdefault(line["marker"], []).append((int(line["report"]), pieces, line["claims"]))
    return found


def reports(row: int, source: str) -> list[Article]:
    """The reports of one line of train.source."""
    found = []
    for at, report in enumerate(source.split("[SEP]")):
        title, _, text = report.partition("ARTICLE=>")
        title = title.replace("TITLE=>", "").strip().removesuffix(".")
        found.append(Article(f"n{row}-{at}", f"{title}\n\n{text.strip()}", title=title, published=DAY))
    return found


def _proposition(reading: Reading, at: int, pieces: tuple[Span, ...], claims: str) -> Proposition:
    statement = Statement("", reading.article.id, pieces)
    voices = [s for s in reading.propositions if s.content[0].start < pieces[-1].end and pieces[0].start < s.content[-1].end]
    attributed = any(s.kind != "own" for s in voices)
    return Proposition(at, restated(reading, statement), attributed, frozenset(() if claims == "-" else claims.split(",")))
