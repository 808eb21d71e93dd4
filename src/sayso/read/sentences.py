"""Sentences: by rule, inside paragraphs (as good on news as pysbd, at a hundredth of its cost)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from sayso.data import Span
from sayso.text import datelines, paragraphs

BORDER = re.compile(
    r"[.!?…](?:[.!?…]*[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9])|(?<!…)[.!?]*[”\"](?=[A-Z])|(?<=[a-z]\.)(?=[A-Z][a-z]))",
)
"""Where a sentence may end: an end mark with what closes behind it, then a blank and a capital or a digit; or, in text that lost a blank, none.

The mark is written once for all three, so that nothing is tried anywhere else.
"""
LAST_WORD = re.compile(r"([\w.&’'-]+)[.!?…]+[\"'”’)\]]*$")
INITIAL = re.compile(r"(?:[A-Za-z]\.)*[A-Z]")


LONGEST = 1500
"""Characters of a sentence: what is longer is a list, a table or text without marks, and is cut at a blank ."""


def sentences(text: str) -> tuple[Span, ...]:
    """Sentences in order; a paragraph without an end mark is one, and so is a dateline."""
    found = []
    heads = {head.start: head.end for head in datelines(text)}
    for paragraph in paragraphs(text):
        start = heads.get(paragraph.start, paragraph.start)
        found.append(_trimmed(text, paragraph.start, start))
        for match in BORDER.finditer(text, start, paragraph.end):
            if not _abbreviated(text, start, match):
                found.append(_trimmed(text, start, match.end()))
                start = match.end()
        found.append(_trimmed(text, start, paragraph.end))
    return tuple(part for s in found for part in _bounded(text, s) if part.end > part.start)


def _bounded(text: str, sentence: Span) -> Iterator[Span]:
    if sentence.end - sentence.start <= LONGEST:
        yield sentence
        return
    start = sentence.start
    while sentence.end - start > LONGEST:
        blank = text.rfind(" ", start, start + LONGEST)
        end = blank if blank > start else start + LONGEST
        yield _trimmed(text, start, end)
        start = end
    yield _trimmed(text, start, sentence.end)


def _abbreviated(text: str, start: int, match: re.Match[str]) -> bool:
    if match.group().strip("\"'”’)]") != ".":
        return False
    last = LAST_WORD.search(text, max(start, match.start() - 40), match.end())
    if last is None:
        return False
    word = last.group(1).rstrip(".")
    return (bool(INITIAL.fullmatch(word)) and not _ends_text(text, match)) or word.lower() in _abbreviations()


def _ends_text(text: str, match: re.Match[str]) -> bool:
    """After "U.S." and the like a sentence may end: it does when a common sentence opener follows."""
    after = re.match(r"\s+[\"'“‘]*(\w+)", text[match.end() : match.end() + 40])
    several = len(text[max(0, match.start() - 3) : match.start()].strip(". ")) > 1
    return several and after is not None and after.group(1) in OPENERS


OPENERS = frozenset(
    [
        "The",
        "He",
        "She",
        "It",
        "They",
        "We",
        "In",
        "On",
        "At",
        "But",
        "And",
        "A",
        "An",
        "This",
        "That",
        "These",
        "Those",
        "His",
        "Her",
        "Its",
        "Their",
        "Mr",
        "Mrs",
        "Ms",
    ]
)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


@cache
def _abbreviations() -> frozenset[str]:
    table = files("sayso").joinpath("read/tables/abbreviations.tsv").read_text(encoding="utf8")
    return frozenset(line.split("\t")[0] for line in table.splitlines() if line and not line.startswith("#"))
