"""Names: stretches that the tagger marks as person, organisation, place or other name."""

from __future__ import annotations

from typing import Literal, cast

from sayso.data import Name, Span
from sayso.encoder import NAMES, States
from sayso.read.decoding import span_of, stretches
from sayso.text import joints

NameKind = Literal["person", "organisation", "place", "other"]


def names(text: str, found: States) -> tuple[Name, ...]:
    """Names of one text, in order and not overlapping, widened to whole words: the model labels pieces, and may miss a word's tail."""
    out: list[Name] = []
    cuts = frozenset(joints(text))
    for kind, first, last in stretches(found.scores["names"], NAMES):
        span = span_of(found.pieces, first, last)
        start, end = span.start, span.end
        while start > 0 and start not in cuts and text[start - 1].isalnum() and text[start].isalnum():
            start -= 1
        while end < len(text) and end not in cuts and text[end].isalnum() and text[end - 1].isalnum():
            end += 1
        apart = not out or start >= out[-1].span.end
        if apart and any(c.isalnum() for c in text[start:end]):
            out.append(Name(Span(start, end), cast("NameKind", kind)))
    return tuple(out)
