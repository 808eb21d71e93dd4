"""Times against TimeML: F1 of expressions found with the right value, on held-out documents of TimeBank and on AQUAINT.

A found time is right if it overlaps a marked one and has the same value; each counts once. Recommended use: `python -m bench.times DATA`,
where DATA holds the unpacked `tbaq` archive. Every tenth TimeBank document (by name) is held out; the others are for development.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from sayso.data import Span
from sayso.read.when.expressions import times

HELD_OUT = 10
"""Every tenth TimeBank document, as the data pack suggests."""
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Marked:
    """One TimeML document: its text without tags, the day it was written, and its marked times (span, value)."""

    text: str
    written: date | None
    times: tuple[tuple[Span, str], ...]


def read_timeml(path: Path) -> Marked:
    """A .tml file; times without a value or of no length (in the corpora they stand for omitted words) are left out."""
    source = path.read_text(encoding="utf-8")
    created = re.search(r"<DCT>.*?value=\"(\d{4})-(\d\d)-(\d\d)", source, re.DOTALL)
    body = re.search(r"<TEXT>(.*)</TEXT>", source, re.DOTALL)
    pieces: list[str] = []
    length, at, marked = 0, 0, []
    begun: tuple[int, str] | None = None
    inner = body[1] if body else ""
    for tag in TAG.finditer(inner):
        pieces.append(unescape(inner[at : tag.start()]))
        length += len(pieces[-1])
        at = tag.end()
        if tag.group().startswith("<TIMEX3"):
            value = re.search(r"\bvalue=\"([^\"]*)\"", tag.group())
            begun = (length, value[1] if value else "")
        elif tag.group() == "</TIMEX3>" and begun is not None:
            if begun[1] and length > begun[0]:
                marked.append((Span(begun[0], length), begun[1]))
            begun = None
    text = "".join([*pieces, unescape(inner[at:])])
    return Marked(text, date(*map(int, created.groups())) if created else None, tuple(marked))


def matches(document: Marked) -> tuple[int, int, int, int, int]:
    """(found, marked, found that overlap a marked one, those with the same value, those of the same span), one to one in order of the text."""
    found = times(document.text, published=document.written)
    free = list(document.times)
    overlapping, right = 0, 0
    exact = len({time.span for time in found} & {span for span, _ in document.times})
    for time in found:
        touching = [gold for gold in free if gold[0].start < time.span.end and time.span.start < gold[0].end]
        if not touching:
            continue
        best = next((gold for gold in touching if gold[1] == time.value), touching[0])
        free.remove(best)
        overlapping += 1
        right += best[1] == time.value
    return len(found), len(document.times), overlapping, right, exact


def figures(documents: list[Marked]) -> dict[str, float]:
    """Precision, recall and F1 by value, and F1 by overlap alone and by exact span alone."""
    found, marked, overlapping, right, exact = (sum(column) for column in zip(*map(matches, documents), strict=True)) if documents else (0,) * 5
    total = max(1, found + marked)
    return {
        "precision": round(right / max(1, found), 4),
        "recall": round(right / max(1, marked), 4),
        "value_f1": round(2 * right / total, 4),
        "overlap_f1": round(2 * overlapping / total, 4),
        "strict_f1": round(2 * exact / total, 4),
    }


def split(data: Path) -> dict[str, list[Path]]:
    """Files of development, of the held-out TimeBank documents, and of AQUAINT."""
    timebank = sorted((data / "tbaq" / "TimeBank").glob("*.tml"))
    held = timebank[HELD_OUT - 1 :: HELD_OUT]
    return {"train": [path for path in timebank if path not in held], "timebank": held, "aquaint": sorted((data / "tbaq" / "AQUAINT").glob("*.tml"))}


def score(data: Path) -> dict[str, float]:
    """Figures on the held-out documents: TimeBank, AQUAINT, and both together (no prefix)."""
    parts = {name: [read_timeml(path) for path in paths] for name, paths in split(data).items()}
    result = {f"{name}_{figure}": value for name, documents in parts.items() if name != "train" for figure, value in figures(documents).items()}
    return {**figures([*parts["timebank"], *parts["aquaint"]]), **result}


def platinum(data: Path) -> dict[str, float]:
    """Figures on the test set of TempEval-3 (UzZaman and others, 2013), which is for scoring only."""
    return figures([read_timeml(path) for path in sorted((data / "te3_platinum").glob("*.tml"))])


if __name__ == "__main__":
    print(json.dumps(score(Path(sys.argv[1])), indent=2))
