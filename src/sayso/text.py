"""What every verb needs of plain text before any model: paragraphs, datelines, quotation marks and quoted blocks, and blanks that were lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from sayso.data import Span

OPENING = {"“": "”", "«": "»", "„": "“”", "``": "''", "''": "''", '"': '"'}
"""Opening mark -> the marks that may close it. Single quotes are left to `SINGLE`: they are apostrophes too."""

MARK = re.compile(r"``|''|[“”„«»\"]")
SINGLE = re.compile(r"(?<![\w’'])(?:‘([^‘’\n]{2,300}(?:’(?=\w)[^‘’\n]{0,300}){0,9})’|'(?=\w)([^'\n]{2,300}(?:'(?=\w)[^'\n]{0,300}){0,9})')(?!\w)")
PERSONAL = re.compile(r"(?<![\w.])(?:I|I['’](?:m|ve|d|ll)|we|We|my|My|our|Our|you|You|your|Your)(?![\w.])")
"""Words that a report says only in somebody's voice."""
DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+){0,3}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+){0,2})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?"
    r"\s{0,2}(?:\([^)\n]{2,40}\)\s{0,2})?(?:--|[-–—])\s+"
)
HARD_WRAP = 95
"""Longest line, in characters, of text that was wrapped by hand or by a mail program (RFC 5322 recommends 78)."""


TEXTS_KEPT = 8
"""Texts of which the last answers are kept: the parts of a reading ask for the same ones, of an article and of what is read again in it."""
LINE_BREAKS, EMPTY_LINES = re.compile(r"\s*\n\s*"), re.compile(r"\s*\n[ \t\r]*\n\s*")
SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character that lies beyond the first 65,536: no encoding can hold it alone, but JSON and Python's strings can."""
WORD = re.compile(r"[^\W\d_]+")
GLUED = re.compile(r"(?<=[^\W\d_])(?<![A-Z])(?=[A-Z][a-z])")
ANY_GLUED = re.compile(r"[A-Z](?<=[^\W\d_A-Z][A-Z])[a-z]")
"""What stands at every `GLUED`: to ask for it takes a fifth of the time, since it begins with a character that is rare."""


def joints(text: str) -> list[int]:
    """Offsets inside words at which a blank was lost ("GarciaMexico"), as happens when a page is turned into text.

    A capital inside a word is no evidence ("YouTube"): the word must occur once, and both its parts elsewhere as words.
    """
    return list(_joints(text))


@lru_cache(maxsize=TEXTS_KEPT)
def _joints(text: str) -> tuple[int, ...]:
    if ANY_GLUED.search(text) is None:
        return ()
    counts = Counter(WORD.findall(text))
    once = [match for match in WORD.finditer(text) if counts[match.group()] == 1]
    cuts = [(match, cut.start()) for match in once for cut in GLUED.finditer(match.group())]
    return tuple(match.start() + at for match, at in cuts if counts[match.group()[:at]] and counts[match.group()[at:]])


def paragraphs(text: str) -> list[Span]:
    """Paragraphs of `text`, without their outer blanks.

    A paragraph ends at a line break; in text that is wrapped by hand (most lines of similar short length that do not end a
    sentence), only at an empty line.
    """
    return list(_paragraphs(text))


@lru_cache(maxsize=TEXTS_KEPT)
def _paragraphs(text: str) -> tuple[Span, ...]:
    return tuple(_pieces(text, EMPTY_LINES if _wrapped(text) else LINE_BREAKS))


def _pieces(text: str, border: re.Pattern[str]) -> Iterator[Span]:
    start = 0
    for match in [*border.finditer(text), None]:
        end = match.start() if match else len(text)
        inner = text[start:end]
        if inner.strip():
            lead = len(inner) - len(inner.lstrip())
            yield Span(start + lead, start + len(inner.rstrip()))
        start = match.end() if match else end


def _wrapped(text: str) -> bool:
    lines = [line.strip() for line in text.splitlines()]
    inner = [line for line, after in zip(lines, lines[1:], strict=False) if line and after]
    if len(inner) < 4 or "" not in lines or max(map(len, lines)) > HARD_WRAP:
        return False
    unfinished = sum(line[-1] not in ".!?”\"'’:;)" for line in inner)
    return unfinished >= 0.6 * len(inner)


def quotations(text: str) -> list[Span]:
    """Stretches between quotation marks, marks included, in order and not nested.

    A quote that is still open at the end of its paragraph ends there (the next paragraph reopens it, by custom). A
    straight mark closes what is open unless a blank stands before it and none behind it.
    """
    return list(_quotations(text))


@lru_cache(maxsize=TEXTS_KEPT)
def _quotations(text: str) -> tuple[Span, ...]:
    return tuple(quote for paragraph in paragraphs(text) for quote in _quotations_in(text, paragraph))


def datelines(text: str) -> list[Span]:
    """Place, agency and dash at the head of a paragraph ("OSLO (Reuters) - "), up to where the report begins."""
    heads = (DATELINE.match(text, p.start, p.end) for p in paragraphs(text))
    return [Span(head.start(), head.end()) for head in heads if head]


def block_quotations(text: str) -> list[tuple[Span, Span]]:
    """Paragraphs that are somebody's words without marks, each with the paragraph before it, which ends with a colon.

    They speak in the first or second person ("The letter in full:", then "I write to you ...").
    """
    found = []
    for intro, paragraph in pairwise(paragraphs(text)):
        begins = text[paragraph.start]
        if text[intro.end - 1] == ":" and begins not in OPENING and begins not in "‘'-•*" and PERSONAL.search(text, paragraph.start, paragraph.end):
            found.append((intro, paragraph))
    return found


def _quotations_in(text: str, paragraph: Span) -> list[Span]:
    found: list[Span] = []
    begun: tuple[int, str] | None = None
    for match in MARK.finditer(text, paragraph.start, paragraph.end):
        mark = match.group()
        if begun is None:
            if mark in OPENING:
                begun = (match.start(), OPENING[mark])
            continue
        if mark in begun[1] and not _reopens(text, match, paragraph):
            found.append(Span(begun[0], match.end()))
            begun = None
    if begun is not None and paragraph.end - begun[0] > 1:
        found.append(Span(begun[0], paragraph.end))
    single = [Span(match.start(), match.end()) for match in SINGLE.finditer(text, paragraph.start, paragraph.end)]
    return sorted([*found, *(s for s in single if all(s.end <= q.start or s.start >= q.end for q in found))])


def _reopens(text: str, match: re.Match[str], paragraph: Span) -> bool:
    """Whether a straight mark inside a quote looks like an opening one (" then a word, after a blank)."""
    if match.group() != '"' or match.start() == paragraph.start:
        return False
    before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
    return before in " (\t" and bool(after) and after.isalnum()
