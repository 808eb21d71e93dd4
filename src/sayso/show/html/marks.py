"""Statements of an article -> its text in segments, each with what it is to which statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sayso.data import Span, Statement

Role = Literal["source", "cue", "content"]
Stretch = tuple[Span, Role, str]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text within which nothing begins or ends; `parts` are what it is to which statement, the shortest part first.

    `begins` and `ends` are the statements whose content begins or ends here.
    """

    span: Span
    parts: tuple[tuple[Role, str], ...]
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def segments(
    length: int, statements: Sequence[Statement], paragraphs: Sequence[Span], *, also: Iterable[int] = ()
) -> tuple[tuple[Segment, ...], ...]:
    """The segments of each paragraph of a text of `length` characters; at the offsets in `also` a segment begins too.

    What lies outside the text or outside all paragraphs is left out. Takes time in proportion to the segments and what overlaps in them.
    """
    stretches = _stretches(length, statements)
    edges = {edge for span, _, _ in stretches for edge in (span.start, span.end)} | {one for one in also if 0 <= one < length}
    edges |= {edge for paragraph in paragraphs for edge in (paragraph.start, paragraph.end)}
    starting: dict[int, list[Stretch]] = {}
    for one in stretches:
        starting.setdefault(one[0].start, []).append(one)
    found: list[list[Segment]] = [[] for _ in paragraphs]
    active: list[Stretch] = []
    paragraph = 0
    ordered = sorted(edges)
    for start, end in zip(ordered, ordered[1:], strict=False):
        active = [one for one in active if one[0].end > start] + starting.get(start, [])
        while paragraph < len(paragraphs) and paragraphs[paragraph].end <= start:
            paragraph += 1
        if paragraph < len(paragraphs) and paragraphs[paragraph].start <= start:
            parts = sorted(active, key=lambda one: one[0].end - one[0].start)
            found[paragraph].append(Segment(Span(start, end), tuple(dict.fromkeys((role, key) for _, role, key in parts))))
    return _bounded(found)


def _stretches(length: int, statements: Sequence[Statement]) -> list[Stretch]:
    """Every span of every statement that lies in the text, with its role."""
    found: list[Stretch] = []
    for one in statements:
        roles: tuple[tuple[Role, tuple[Span, ...]], ...] = (("content", one.content), ("cue", one.cue), ("source", one.source))
        found += [(span, role, one.id) for role, spans in roles for span in spans if 0 <= span.start < span.end <= length]
    return found


def _bounded(found: Sequence[Sequence[Segment]]) -> tuple[tuple[Segment, ...], ...]:
    """The same segments, each knowing whose content begins and ends in it."""
    first: dict[str, Span] = {}
    last: dict[str, Span] = {}
    for segment in (segment for paragraph in found for segment in paragraph):
        for role, key in segment.parts:
            if role == "content":
                first.setdefault(key, segment.span)
                last[key] = segment.span
    begins: dict[Span, tuple[str, ...]] = {}
    ends: dict[Span, tuple[str, ...]] = {}
    for table, into in ((first, begins), (last, ends)):
        for key, span in table.items():
            into[span] = (*into.get(span, ()), key)
    return tuple(tuple(replace(one, begins=begins.get(one.span, ()), ends=ends.get(one.span, ())) for one in paragraph) for paragraph in found)
