"""What the finders of a reading hand to each other and to `reading.py`, which builds the Reading out of it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from sayso.data import Mention, Name, Span, Witness


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution as the tagger finds it: who (source), by which words (cue), what (content). Spans in order of the text."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Who is who in one article: witnesses, where they are mentioned, and whom each asked-for source span means.

    `speakers[i]` are the witness ids of the i-th span that was asked for; several for joint speakers, none if it names nobody.
    """

    witnesses: tuple[Witness, ...]
    mentions: tuple[Mention, ...]
    speakers: tuple[tuple[str, ...], ...]


def parts_of(attribution: Attribution) -> tuple[Span, ...]:
    """All spans of an attribution."""
    return (*attribution.source, *attribution.cue, *attribution.content)


def same(one: Attribution, other: Attribution) -> bool:
    """Whether two attributions have overlapping sources and contents."""
    return meet(one.source, other.source) and meet(one.content, other.content)


def meet(some: tuple[Span, ...], others: tuple[Span, ...]) -> bool:
    """Whether any span of one kind overlaps any of the other."""
    return any(a.start < b.end and b.start < a.end for a in some for b in others)


def names_in(names: tuple[Name, ...], spans: tuple[Span, ...]) -> tuple[Name, ...]:
    """The names, of names in order of the text, that begin between the first and the last of some spans."""
    first, behind = min((s.start for s in spans), default=0), max((s.end for s in spans), default=0)
    return names[bisect_left(names, first, key=_begin) : bisect_left(names, behind, key=_begin)]


def _begin(name: Name) -> int:
    return name.span.start
