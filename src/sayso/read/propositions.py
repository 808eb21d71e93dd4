"""Contents cut into propositions: one a clause, each long enough to say something."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from sayso.data import Span

RELATIVE = re.compile(r"(?:(?:in|of|to|for|with|at|on|by|from)\s+)?(?:which|who|whom|whose|where)\b", re.IGNORECASE)
COLON = re.compile(r"\s*:\s*(?=[“\"«])")
LEAST_WORDS = 4
"""A stretch of fewer words goes with the clause before it."""
LEAST_CHARACTERS = 18
LEAST_QUOTED = 3
"""Words of a quotation that stands by itself behind a colon ("nothing was called off: “We are waiting.”")."""

Pieces = tuple[Span, ...]
START = attrgetter("start")

OPEN = re.compile(r"\W*(?:how (?:many|much|long|often|far|the|it|he|she|they)|why|who|whom|when|where|which)\b")
"""An indirect question that leaves open what it asks; "whether" puts a proposition."""
MATTER = re.compile(
    r"\W*(?:about |on )?(?:it|that|this|them|him|her|(?:his|her|their|its|the|any|further|these|those)?\s?(?:\w+\s)?"
    r"(?:remarks?|comments?|matter|matters|questions?|case|details?|requests?|calls?|statement|subject|issue))\W*"
)
"""What stands for something said before and says nothing by itself."""


def propositions(text: str, *, content: Pieces, clauses: Sequence[Pieces], verbs: Sequence[Span]) -> tuple[Pieces, ...]:
    """`content` cut where clauses begin, in order of the text; every character of it but blanks and marks at cuts stands in one part."""
    parts: list[list[Span]] = []
    first, last = min((p.start for p in content), default=0), max((p.end for p in content), default=0)
    for clause in clauses:
        if clause[0].start >= last or first >= clause[-1].end:
            continue
        common = [(max(p.start, s.start), min(p.end, s.end)) for p in content for s in clause if p.start < s.end and s.start < p.end]
        inside = [cut for start, end in common if (cut := _trimmed(text, start, end)).end > cut.start]
        if not inside:
            continue
        if parts and not _says_something(text, inside, verbs):
            parts[-1] += inside
        else:
            parts.append(inside)
    if len(parts) > 1 and not _says_something(text, parts[0], verbs):
        parts[1] = parts[0] + parts[1]
        del parts[0]
    whole = [_joined(text, part) for part in parts] or [content]
    return tuple(half for part in whole for half in _at_quote(text, part, verbs))


def _at_quote(text: str, pieces: Pieces, verbs: Sequence[Span]) -> tuple[Pieces, ...]:
    """A part cut before a quotation that stands behind a colon, where both sides say something."""
    for at, piece in enumerate(pieces):
        colon = COLON.search(text, piece.start, piece.end) if text.find(":", piece.start, piece.end) >= 0 else None
        if colon is not None:
            before = (*pieces[:at], Span(piece.start, colon.start()))
            behind = (Span(colon.end(), piece.end), *pieces[at + 1 :])
            if _says_something(text, list(before), verbs) and _says_something(text, list(behind), verbs):
                return before, behind
    return (pieces,)


def leaves_open(text: str, content: Pieces, *, asked: bool = True) -> bool:
    """Whether a content puts no proposition: "how many had come"; if it is `asked` about, also "his remarks".

    Who declines to speak of his remarks is told of all the same.
    """
    said = " ".join(text[p.start : p.end] for p in content).lower()
    return OPEN.match(said) is not None or (asked and MATTER.fullmatch(said) is not None)


def presupposed(text: str, content: Pieces) -> bool:
    """Whether a part is a relative clause ("in which twelve people were hurt"): what a denial or a question takes for granted, and does not state."""
    return RELATIVE.match(text, content[0].start) is not None


def _says_something(text: str, pieces: list[Span], verbs: Sequence[Span]) -> bool:
    words = sum(len(text[p.start : p.end].split()) for p in pieces)
    before = max(0, pieces[0].start - 2)
    behind_colon = text.find(":", before, pieces[0].start) >= 0 and COLON.search(text, before, pieces[0].start + 1) is not None
    enough = words >= LEAST_QUOTED if behind_colon else words >= LEAST_WORDS and sum(p.end - p.start for p in pieces) >= LEAST_CHARACTERS
    if not enough:
        return False
    first = ((bisect_left(verbs, p.start, key=START), p.end) for p in pieces)
    return any(at < len(verbs) and verbs[at].end <= end for at, end in first)


def _joined(text: str, pieces: list[Span]) -> Pieces:
    """Neighbours with nothing but blanks and marks between them become one piece."""
    out: list[Span] = []
    for piece in sorted(pieces):
        if out and not any(c.isalnum() for c in text[out[-1].end : piece.start]):
            out[-1] = Span(out[-1].start, piece.end)
        else:
            out.append(piece)
    return tuple(out)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\r\n,;:-–—":
        start += 1
    while end > start and text[end - 1] in " \t\r\n,;:-–—":
        end -= 1
    return Span(start, end)
