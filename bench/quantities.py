"""Quantities against MEANTIME: F1 of amounts found, and of amounts found as the right kind (percentage, money, other), on its part `gm`.

The corpus marks the places and kinds of values and not their numbers; numbers, comparisons and what is counted are scored by the cases
in tests/read/test_quantities.py. Run as `python -m bench.quantities DATA`, where DATA holds the unpacked `meantime` archive. The parts
airbus and apple are for development. Only the first six sentences of a document are marked.
"""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path

from sayso.data import Quantity, Span
from sayso.read.quantities import quantities

MARKED_SENTENCES = 6
TOKEN = re.compile(r'<token number="\d+" sentence="(\d+)" t_id="(\d+)">([^<]*)</token>')
VALUE = re.compile(r'<VALUE [^>]*type="(\w+)"[^>]*>(.*?)</VALUE>', re.DOTALL)
Marked = tuple[str, list[tuple[Span, str]]]


def read_meantime(path: Path) -> Marked:
    """Text of the marked sentences, tokens one blank apart and one sentence a line, with the span and type of each value."""
    source = path.read_text(encoding="utf-8")
    spans: dict[str, Span] = {}
    text, sentence = "", "0"
    for number, name, word in TOKEN.findall(source):
        if int(number) >= MARKED_SENTENCES:
            break
        text += "" if not text else " " if number == sentence else "\n"
        sentence = number
        spans[name] = Span(len(text), len(text) + len(unescape(word)))
        text += unescape(word)
    values = []
    for kind, inner in VALUE.findall(source):
        anchors = [spans[name] for name in re.findall(r't_id="(\d+)"', inner) if name in spans]
        if anchors:
            values.append((Span(min(a.start for a in anchors), max(a.end for a in anchors)), kind))
    return text, values


def kind_of(quantity: Quantity) -> str:
    """PERCENT, MONEY or QUANTITY, as MEANTIME tells values apart."""
    if quantity.unit in ("%", "pp"):
        return "PERCENT"
    return "MONEY" if quantity.unit is not None and re.fullmatch(r"[A-Z]{3}", quantity.unit) else "QUANTITY"


def matches(document: Marked) -> tuple[int, int, int, int]:
    """(found, marked, found that overlap a marked one, those of the same kind), one to one in order of the text."""
    text, free = document[0], list(document[1])
    found = [q for q in quantities(text) if q.unit != "year"]
    overlapping, right = 0, 0
    for quantity in found:
        touching = [value for value in free if value[0].start < quantity.span.end and quantity.span.start < value[0].end]
        if touching:
            free.remove(touching[0])
            overlapping += 1
            right += touching[0][1] == kind_of(quantity)
    return len(found), len(document[1]), overlapping, right


def figures(documents: list[Marked]) -> dict[str, float]:
    """Precision, recall and F1 by overlap, and F1 by overlap and kind."""
    found, marked, overlapping, right = (sum(column) for column in zip(*map(matches, documents), strict=True)) if documents else (0, 0, 0, 0)
    return {
        "precision": round(overlapping / max(1, found), 4),
        "recall": round(overlapping / max(1, marked), 4),
        "overlap_f1": round(2 * overlapping / max(1, found + marked), 4),
        "kind_f1": round(2 * right / max(1, found + marked), 4),
    }


def score(data: Path) -> dict[str, float]:
    """Figures on the part `gm`."""
    return figures([read_meantime(path) for path in sorted((data / "meantime" / "within_doc").glob("gm/**/*.xml"))])


if __name__ == "__main__":
    print(json.dumps(score(Path(sys.argv[1])), indent=2))
