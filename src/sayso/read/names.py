"""Names: stretches that the tagger marks as person, organisation, place or other name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from sayso.data import Name, Span
from sayso.encoder import NAMES, States
from sayso.read.decoding import span_between, stretches
from sayso.read.lexicon import fold, rows, titles
from sayso.text import joints

NameKind = Literal["person", "organisation", "place", "other"]
KINDS = ("person", "organisation", "place", "other")
BEGINS, INNERS = ([NAMES.index(f"{mark}-{kind}") for kind in KINDS] for mark in "BI")

WORD = re.compile(r"\S+")

ABBREVIATED = re.compile(r"(?:\b(?:Corp|Inc|Ltd|Co|Bros|Cos|Jr|Sr)|(?:\b[A-Z]\.)+[A-Z])$")
"""End of a name to which a full stop belongs."""

LEAST_LETTERS = 4
"""Letters of a name that is looked for where the tagger did not mark it."""
KNOWN = 3.0
"""Log odds for the kind that the tables give a name: enough to decide where the tagger wavers, too little where it is sure."""
UNIONS = frozenset({"European Union"})
"""Rows of the table of countries that are organisations."""


def names(text: str, found: States) -> tuple[Name, ...]:
    """Names of one text, in order and not overlapping, widened to whole words: the model labels pieces, and may miss a word's tail.

    The kind of a name is decided once for all its mentions: what the tagger says of each is summed, and weighed with what the tables know.
    """
    spans: list[Span] = []
    cuts = frozenset(joints(text))
    piece_starts, piece_ends = found.pieces.starts.tolist(), found.pieces.ends.tolist()
    for _, first, last in stretches(found.scores["names"], NAMES):
        span = span_between(piece_starts, piece_ends, first, last)
        start, end = span.start, span.end
        while start > 0 and start not in cuts and text[start - 1].isalnum() and text[start].isalnum():
            start -= 1
        while end < len(text) and end not in cuts and text[end].isalnum() and text[end - 1].isalnum():
            end += 1
        if text[end : end + 1] == "." and ABBREVIATED.search(text, start, end):
            end += 1
        apart = not spans or start >= spans[-1].end
        if apart and any(c.isalnum() for c in text[start:end]):
            spans.append(Span(start, end))
    wordings = [" ".join(text[span.start : span.end].split()) for span in spans]
    summed: dict[str, list[float]] = {}
    for words, odds in zip(wordings, _kinds_of(found, spans).tolist(), strict=True):
        summed[words] = [a + b for a, b in zip(summed[words], odds, strict=True)] if words in summed else odds
    known = _known()
    for words, weighed in summed.items():
        if words in known:
            weighed[KINDS.index(known[words])] += KNOWN
    kind_of = {words: KINDS[weighed.index(max(weighed))] for words, weighed in summed.items()}
    kinds = [kind_of[words] for words in wordings]
    bare = [_untitled(text, span) if kind == "person" else span for span, kind in zip(spans, kinds, strict=True)]
    return tuple(Name(span, cast("NameKind", kind)) for span, kind in zip(bare, kinds, strict=True) if span)


def _kinds_of(found: States, spans: list[Span]) -> NDArray[np.float32]:
    """Log odds of the kinds of each span, [spans, KINDS]: means over its pieces."""
    if not spans:
        return np.zeros((0, len(KINDS)), np.float32)
    begins = np.searchsorted(found.pieces.ends, [span.start for span in spans], side="right")
    sizes = np.searchsorted(found.pieces.starts, [span.end for span in spans], side="left") - begins
    firsts = np.concatenate(([0], sizes.cumsum()[:-1]))
    scores = found.scores["names"][np.repeat(begins - firsts, sizes) + np.arange(sizes.sum())]
    sums = np.add.reduceat(np.logaddexp(scores[:, BEGINS], scores[:, INNERS]), firsts)
    means = (sums / sizes[:, None]).astype(np.float32)
    return np.asarray(means - np.logaddexp.reduce(means, 1, keepdims=True), np.float32)


def _untitled(text: str, span: Span) -> Span | None:
    """A person's name without the titles at its head; None when there is nothing else, but for one word, which may be a name too ("King")."""
    words = list(WORD.finditer(text, span.start, span.end))
    folded = [fold(word.group()) for word in words]
    first = 0
    while first < len(words):
        may_be = folded[first] in _first_of_titles()
        size = next((n for n in (3, 2, 1) if " ".join(folded[first : first + n]) in titles()), 0) if may_be else 0
        if not size:
            return Span(words[first].start(), span.end)
        first += size
    return span if len(words) == 1 and not words[0].group().endswith(".") else None


@cache
def _first_of_titles() -> frozenset[str]:
    return frozenset(title.split(" ", 1)[0] for title in titles())


@cache
def _known() -> dict[str, NameKind]:
    """Kind of the names that the tables know. Institutions go before countries, and countries before peoples ("US" serves for both)."""
    kinds: dict[str, NameKind] = {}
    countries = [row for row in rows("countries") if row["name"] not in UNIONS]
    for row in (*rows("organisations"), *(row for row in rows("countries") if row["name"] in UNIONS)):
        kinds |= dict.fromkeys((row["name"], *row["aliases"].split("|")), "organisation")
    for column, kind in (("name", "place"), ("aliases", "place"), ("capitals", "place"), ("demonyms", "other")):
        for row in countries:
            kinds = dict.fromkeys(row[column].split("|"), cast("NameKind", kind)) | kinds
    return {name: kind for name, kind in kinds.items() if name}


def everywhere(text: str, found: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names and, in addition, the places where a name of theirs stands unmarked: the tagger may know it in one sentence and not in the next.

    A lone word must have LEAST_LETTERS, and stand nowhere in small letters, so that no common word becomes a name.
    """
    kinds = {text[name.span.start : name.span.end]: name.kind for name in reversed(found)}
    sought = [told for told in kinds if told[:1].isupper() and len(told) >= LEAST_LETTERS and not next(_standing(text, told.lower()), None)]
    places = sorted((start, -len(told), told) for told in sought for start in _standing(text, told))
    taken = [name.span for name in found]
    starts = [span.start for span in taken]
    added = []
    behind = 0
    for start, _, told in places:
        if start < behind:
            continue
        behind = end = start + len(told)
        at = bisect_left(starts, start)
        if not any(start < span.end and span.start < end for span in taken[max(0, at - 1) : at + 1]):
            added.append(Name(Span(start, end), kinds[told]))
    return tuple(sorted((*found, *added), key=lambda name: (name.span.start, name.span.end))) if added else found


def _standing(text: str, told: str) -> Iterator[int]:
    """Where some words stand by themselves, as a pattern with borders of words around them finds them: to make one takes longer than to look."""
    start = text.find(told)
    while start >= 0:
        end = start + len(told)
        if _in_word(text[max(0, start - 1) : start]) != _in_word(text[start]) and _in_word(text[end - 1]) != _in_word(text[end : end + 1]):
            yield start
        start = text.find(told, start + 1)


def _in_word(character: str) -> bool:
    """Whether a character, if there is one, is one of those that words are made of."""
    return character.isalnum() or character == "_"
