"""Words of a text with their places, and where names and sentences lie among them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sayso.data import Name, Span
from sayso.read.lexicon import fold, titles

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[-./&]\w+|['’](?!s\b)\w+)*|['’]s\b|[^\w\s]")
GLUED = re.compile(r"[^\W\d_]{2}(?=[A-Z][a-z]{2})")
""" Where two words may have been run together by lost markup."""
ANY_GLUED = re.compile(r"[A-Z](?<=[^\W\d_]{2}[A-Z])[a-z]{2}")
"""What stands at every `GLUED`, and is found faster: it begins with a character that is rare."""
WORDS_KEPT = 8192
"""Words whose folded form is kept: more than an article has."""
POSSESSIVE = frozenset({"'s", "’s"})
APOSTROPHE = frozenset({"'", "’"})


folded = lru_cache(maxsize=WORDS_KEPT)(fold)


class Word(NamedTuple):
    """One word or mark: [start, end) in code points, as written, and folded."""

    start: int
    end: int
    text: str
    low: str


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A text cut into words; `name_at[i]` is the index of the name that covers word i, or -1; `sentence_at[i]` its sentence; `lows` as folded."""

    text: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    names: tuple[Name, ...]
    name_at: tuple[int, ...]
    sentence_at: tuple[int, ...]
    lows: tuple[str, ...]

    def within(self, span: Span) -> tuple[int, int]:
        """The words that begin inside `span`, as a range."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def phrase(self, first: int, last: int) -> str:
        """The text of words first..last (exclusive), with single blanks."""
        if first >= last:
            return ""
        return " ".join(self.text[self.words[first].start : self.words[last - 1].end].split())

    def low(self, at: int) -> str:
        """The folded word at a place, or nothing outside the text."""
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def owner_mark(self, at: int) -> bool:
        """Whether the word is a mark of possession."""
        if not 0 <= at < len(self.words):
            return False
        word = self.words[at]
        if word.text in POSSESSIVE:
            return True
        before = self.words[at - 1] if at else None
        glued = before is not None and before.end == word.start and before.low.endswith("s")
        return word.text in APOSTROPHE and glued and at + 1 < len(self.words) and self.words[at + 1].text[0].isalnum()


def cut(text: str, *, sentences: tuple[Span, ...], names: tuple[Name, ...]) -> Words:
    """Cut `text` into words; names that overlap an earlier one are passed over by `name_at`."""
    words = tuple(_merge(text))
    starts = tuple(word.start for word in words)
    name_at = [-1] * len(words)
    for number, name in enumerate(names):
        first, last = max(0, bisect_right(starts, name.span.start) - 1), bisect_left(starts, name.span.end)
        for at in range(first, last):
            if at > first and glued(words, at):
                break
            if words[at].end > name.span.start and name_at[at] < 0:
                name_at[at] = number
    borders = [sentence.start for sentence in sentences]
    sentence_at = np.maximum(np.searchsorted(borders, starts, side="right") - 1, 0).tolist() if words else []
    return Words(text, words, starts, names, tuple(name_at), tuple(sentence_at), tuple(word.low for word in words))


def glued(words: tuple[Word, ...], at: int) -> bool:
    """Whether a word was cut off the one before it."""
    return 0 < at < len(words) and words[at].start == words[at - 1].end and words[at].text[0].isalnum() and words[at - 1].text[-1].isalnum()


def _merge(text: str) -> list[Word]:
    """Words with the full stops of titles and initials joined to them."""
    found: list[Word] = []
    known, made = titles(), tuple.__new__  # what a call of the class ends in, at a third of its time
    whole = frozenset(WORD.findall(text)) if ANY_GLUED.search(text) else frozenset()
    for match in WORD.finditer(text):
        word = match.group()
        start, end = match.span()
        if word == "." and found and found[-1].end == start:
            before = found[-1]
            if (
                (len(before.text) == 1 and before.text.isupper())
                or (before.low in known and before.text[0].isupper() and len(before.text) < 6)
                or before.text in SHORT
            ):
                found[-1] = Word(before.start, end, before.text + ".", before.low)
                continue
        if not whole:
            found.append(made(Word, (start, end, word, folded(word))))
            continue
        for first, last in _unglued(word, whole):
            found.append(Word(start + first, start + last, word[first:last], fold(word[first:last])))
    return found


def _unglued(word: str, whole: frozenset[str]) -> list[tuple[int, int]]:
    """Where to cut a word that lost its blank ("KimSouth"): both halves stand in the text by themselves."""
    for match in GLUED.finditer(word) if whole else ():
        if word[: match.end()] in whole and word[match.end() :] in whole:
            return [(0, match.end()), (match.end(), len(word))]
    return [(0, len(word))]


SHORT = frozenset({"Jr", "Sr", "St", "Lt", "Maj", "Brig", "Inc", "Corp", "Ltd", "Co"})
"""Abbreviations that stand inside names; a full stop behind them is theirs."""
