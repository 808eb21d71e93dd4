"""Which things of the table of rivals a statement tells of."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files

from sayso.align.frames import LONGEST_PHRASE, Frame
from sayso.data import Span
from sayso.words import stem


def things(one: Frame) -> dict[int, dict[int, Span]]:
    """Kind -> the things of that kind in the statement, each with its place; names are left out."""
    found: dict[int, dict[int, Span]] = defaultdict(dict)
    plain = [t for t in one.tokens if not any(n.span.start <= t.span.start < n.span.end for n in one.names)]
    at = 0
    while at < len(plain):
        length = 1
        for length in range(min(LONGEST_PHRASE, len(plain) - at), 0, -1):
            part = plain[at : at + length]
            key = " ".join(t.stem for t in part)
            if key in _rivals():
                for kind, thing in _rivals()[key]:
                    found[kind].setdefault(thing, Span(part[0].span.start, part[-1].span.end))
                break
        at += length
    return found


@cache
def _rivals() -> dict[str, tuple[tuple[int, int], ...]]:
    """Phrase, in stems -> its kinds, and which thing of each it is."""
    found: dict[str, dict[tuple[int, int], None]] = defaultdict(dict)
    lines = files("sayso").joinpath("align/tables/rivals.tsv").read_text(encoding="utf8").splitlines()
    for kind, line in enumerate(line for line in lines if line.strip() and not line.startswith("#")):
        for thing, words in enumerate(line.split("\t")):
            for phrase in words.split("|"):
                found[" ".join(stem(w) for w in phrase.split())][kind, thing] = None
    return {phrase: tuple(places) for phrase, places in found.items()}
