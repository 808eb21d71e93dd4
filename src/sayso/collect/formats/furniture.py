"""Paragraphs of a page that are no part of its report: captions, links to other reports, newsletter boxes, bylines, calls to share."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache

from sayso.collect.tables import rows
from sayso.collect.words import rough_words, small_words

EDGE = 6
"""Paragraphs at the beginning in which the title again, bylines and dates stand."""

FOOT = 3
"""Paragraphs at the end in which notes about the author stand."""

LONGEST = 600
"""Characters; a longer paragraph is one of the report, whatever it begins with."""

FIRST = re.compile(r"[^\W\d_]+")
"""The word that a paragraph begins with."""

OPENS = "^"
"""What stands in the table before the words that a paragraph begins with."""

BYLINE = re.compile(r"by:?\s+((?:the )?(?-i:[A-Z])[^.!?]{1,98}(?:\b[A-Z]\.[^.!?]{1,60})?)", re.I)


def without_furniture(paragraphs: Sequence[str], title: str | None) -> list[str]:
    """`paragraphs` without those that furniture.tsv describes, and without a repeated `title` at the beginning."""
    last = len(paragraphs) - FOOT
    said = _telling().intersection(rough_words("\n".join(paragraphs)))
    kept = []
    for at, paragraph in enumerate(paragraphs):
        if at < EDGE and title and _same(paragraph, title):
            continue
        if len(paragraph) <= LONGEST and _is_furniture(paragraph, at < EDGE, at >= last, said):
            continue
        kept.append(paragraph)
    return kept


def byline_in(paragraphs: Sequence[str]) -> str | None:
    """Who wrote the report, by a paragraph "By ..." among its first."""
    return next((match[1].strip() for one in paragraphs[:EDGE] if len(one) <= LONGEST and (match := BYLINE.fullmatch(one))), None)


def _is_furniture(paragraph: str, at_start: bool, at_end: bool, said: Set[str]) -> bool:
    """Whether a table row describes `paragraph`; `said`: the telling words of the page it is on."""
    bare = paragraph.strip(" -–—*•|>»›#\t")
    if not any(map(str.isalnum, bare)):
        return True
    if (at_start and _pattern("start").fullmatch(bare)) or (at_end and _pattern("end").fullmatch(bare)):
        return True
    first = FIRST.match(bare)
    if (first is None or first.group().lower() in _openings()) and _pattern("any").fullmatch(bare):
        return True
    lowered = bare.lower() if said else ""
    if not any(word in lowered for word in said):
        return False
    words = small_words(bare)
    return any(not known.isdisjoint(words) and pattern.fullmatch(bare) for known, pattern in _floating())


def _same(one: str, other: str) -> bool:
    return one.strip(" .").casefold() == other.strip(" .").casefold()


@cache
def _pattern(place: str) -> re.Pattern[str]:
    """All patterns for a place but those that are known by a word anywhere in them."""
    return re.compile(
        "|".join(f"(?:{row[1]})" for row in rows("furniture.tsv") if row[0] == place and (len(row) == 2 or row[2].startswith(OPENS))), re.I
    )


@cache
def _openings() -> frozenset[str]:
    """The words that paragraphs begin with which are described for any place."""
    return frozenset(word for row in rows("furniture.tsv") if len(row) == 3 and row[2].startswith(OPENS) for word in row[2].split()[1:])


@cache
def _floating() -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    """The patterns that begin with anything, each with words of which what it describes has one."""
    found = (row for row in rows("furniture.tsv") if len(row) == 3 and not row[2].startswith(OPENS))
    return tuple((frozenset(row[2].split()), re.compile(row[1], re.I)) for row in found)


@cache
def _telling() -> frozenset[str]:
    """The words of all those patterns."""
    return frozenset().union(*(known for known, _ in _floating()))
