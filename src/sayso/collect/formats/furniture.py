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

ENDS = " ."
"""What a title may have around it in one place and not in another."""

AROUND = " -–—*•|>»›#\t"
"""What may stand around a paragraph."""

OPENS = "^"
"""What stands in the table before the words that a paragraph begins with."""

BYLINE = re.compile(r"by:?\s+((?:the )?(?-i:[A-Z])[^.!?]{1,98}(?:\b[A-Z]\.[^.!?]{1,60})?)", re.I)


def without_furniture(paragraphs: Sequence[str], title: str | None) -> list[str]:
    """`paragraphs` without those that furniture.tsv describes, and without a repeated `title` at the beginning."""
    kept = without_beginning_so(paragraphs, title)
    return without_floating(kept, telling().intersection(rough_words("\n".join(kept))))


def without_beginning_so(paragraphs: Sequence[str], title: str | None) -> list[str]:
    """`paragraphs` without a repeated `title` and those that are known by how they begin, or at an edge: half of without_furniture."""
    last = len(paragraphs) - FOOT
    heading = title.strip(ENDS).casefold() if title else None
    openings = _openings()
    kept = []
    for at, paragraph in enumerate(paragraphs):
        if EDGE <= at < last and (first := FIRST.match(paragraph)) and first.group().lower() not in openings:
            kept.append(paragraph)  # as most
            continue
        if at < EDGE and heading is not None and _same(paragraph, heading):
            continue
        if len(paragraph) <= LONGEST and _begins_so(paragraph, at < EDGE, at >= last):
            continue
        kept.append(paragraph)
    return kept


def without_floating(paragraphs: list[str], said: Set[str]) -> list[str]:
    """`paragraphs` without those that a word anywhere in them tells: the other half; `said`: which of `telling` are in them all."""
    known = telling() & said
    return [one for one in paragraphs if len(one) > LONGEST or not _is_floating(one.strip(AROUND), known)] if known else paragraphs


def byline_in(paragraphs: Sequence[str]) -> str | None:
    """Who wrote the report, by a paragraph "By ..." among its first."""
    return next((match[1].strip() for one in paragraphs[:EDGE] if len(one) <= LONGEST and (match := BYLINE.fullmatch(one))), None)


def _begins_so(paragraph: str, at_start: bool, at_end: bool) -> bool:
    """Whether a table row describes `paragraph` by its beginning."""
    bare = paragraph.strip(AROUND)
    first = FIRST.match(bare)
    if first is None and not any(map(str.isalnum, bare)):
        return True
    if (at_start and _pattern("start").fullmatch(bare)) or (at_end and _pattern("end").fullmatch(bare)):
        return True
    word = first.group().lower() if first else ""
    return word in _openings() and _opening(word).fullmatch(bare) is not None


def _is_floating(bare: str, said: Set[str]) -> bool:
    """Whether a pattern that begins with anything describes a paragraph: looked at closer where a telling word may be in it."""
    lowered = bare.lower()
    for word in said:
        if word in lowered:
            break
    else:
        return False
    words = small_words(bare)
    return any(not known.isdisjoint(words) and pattern.fullmatch(bare) for known, pattern in _floating())


def _same(paragraph: str, heading: str) -> bool:
    """Whether a paragraph is the `heading`, which stands without its ENDS and without case."""
    bare = paragraph.strip(ENDS)
    return len(bare) <= len(heading) and bare.casefold() == heading  # nothing gets shorter without case


@cache
def _pattern(place: str) -> re.Pattern[str]:
    """All patterns for a place but those that are known by a word anywhere in them."""
    return _any_of(tuple(row[1] for row in rows("furniture.tsv") if row[0] == place and (len(row) == 2 or row[2].startswith(OPENS))))


@cache
def _opening(word: str) -> re.Pattern[str]:
    """The patterns of paragraphs for any place that begin with `word`, one of _openings; with "", of those that begin with no letter."""
    return _any_of(_openings()[word]) if word else _pattern("any")


@cache
def _openings() -> dict[str, tuple[str, ...]]:
    """The words that paragraphs begin with which are described for any place, each with the patterns of those that begin with it."""
    found: dict[str, tuple[str, ...]] = {"": ()}
    for row in rows("furniture.tsv"):
        for word in row[2].split()[1:] if len(row) == 3 and row[2].startswith(OPENS) else ():
            found[word] = (*found.get(word, ()), row[1])
    return found


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.I)


@cache
def _floating() -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    """The patterns that begin with anything, each with words of which what it describes has one."""
    found = (row for row in rows("furniture.tsv") if len(row) == 3 and not row[2].startswith(OPENS))
    return tuple((frozenset(row[2].split()), re.compile(row[1], re.I)) for row in found)


@cache
def telling() -> frozenset[str]:
    """The words of all those patterns: a text without them holds no paragraph that one describes."""
    return frozenset().union(*(known for known, _ in _floating()))
