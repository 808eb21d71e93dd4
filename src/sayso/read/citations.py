"""Whom an outlet cites for what it reports: "citing two officials", ", according to a person briefed on it"."""

from __future__ import annotations

import re
from itertools import pairwise

from sayso.data import Span
from sayso.read.carriers import is_outlet, patterns, speaks, table, trim
from sayso.read.findings import Attribution, parts_of

MOST_CITED = 16
"""Words of a phrase that names who is cited; what is longer says something itself."""
REACH = 400
"""Characters behind an attribution in which is looked for whom it cites."""
SOURCED_INSIDE = re.compile(r",[\"”’']?\s+(?=according to\b|citing\b)")


def cited(text: str, attribution: Attribution, sentence: Span) -> Span | None:
    """Whom an outlet cites for the content: "citing two officials", ", according to a person briefed on it"."""
    if not attribution.source or not attribution.cue:
        return None
    source = attribution.source[0]
    head, *rest = attribution.content
    if rest and patterns().cites.fullmatch(text, attribution.cue[0].start, attribution.cue[0].end) and attribution.cue[0].end <= head.start:
        named = trim(text, head)
        if named is not None and len(text[named.start : named.end].split()) <= MOST_CITED and speaks(text, named):
            return named  # "The daily reported, [citing] [three people], [that ...]"
    reports = any(text[s.start : s.end].rpartition(" ")[2].lower() in table()["reporting"] for s in attribution.cue)
    if not is_outlet(text[source.start : source.end]) and not reports:
        return None
    if (told := _told_aside(text, attribution)) is not None:
        return told
    if not is_outlet(text[source.start : source.end]):
        return None
    last = max(s.end for s in parts_of(attribution))
    places = [(last, min(sentence.end, last + REACH)), (source.end, min(len(text), source.end + 160))]
    for content in attribution.content:
        places += [(m.start(), min(content.end, m.start() + REACH)) for m in SOURCED_INSIDE.finditer(text, content.start, content.end)]
    for begin, end in places:
        behind = text[begin:end]
        for pattern in (patterns().citing, patterns().sourced):
            match = pattern.match(behind)
            phrase = trim(text, Span(begin + match.start(1), begin + match.end(1))) if match else None
            if phrase is not None and speaks(text, phrase) and not is_outlet(text[phrase.start : phrase.end]):
                return phrase
    return None


def _told_aside(text: str, attribution: Attribution) -> Span | None:
    """Who tells in truth what an outlet reports, where that stands behind its verb: "The daily reports that, according to two officials, ..."."""
    for before, behind in pairwise(sorted((*attribution.cue, *attribution.content))):
        for match in patterns().aside.finditer(text, before.start, behind.end):
            phrase = trim(text, Span(match.start(1), match.end(1)))
            if phrase is not None and before.end <= phrase.start < phrase.end <= behind.start + 1 and speaks(text, phrase):
                return None if is_outlet(text[phrase.start : phrase.end]) else phrase
    return None
