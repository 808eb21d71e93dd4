"""Words of a text with their places, and where names and sentences lie among them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, compress

from sayso.data import Name, Span
from sayso.read.lexicon import fold, titles, words_of

INNER = r"(?:(?:[-./&]|['’](?!s\b))\w+)*"
WORD = re.compile(rf"\w\w+{INNER}|(?:[^\W\d_]\.){{2,}}|\w{INNER}|['’]s\b|[^\w\s]")
"""A word, initials with their full stops, or a mark. Whether a word begins with two letters is asked first: most do, and have no initials."""
APART = re.compile(f"({WORD.pattern})")
GLUED = re.compile(r"[^\W\d_]{2}(?=[A-Z][a-z]{2})")
""" Where two words may have been run together by lost markup."""
ANY_GLUED = re.compile(r"[A-Z](?<=[^\W\d_]{2}[A-Z])[a-z]{2}")
"""What stands at every `GLUED`, and is found faster: it begins with a character that is rare."""
WORDS_KEPT = 8192
"""Words whose folded form is kept: more than an article has."""
POSSESSIVE = frozenset({"'s", "’s"})
APOSTROPHE = frozenset({"'", "’"})
OWNING = POSSESSIVE | APOSTROPHE
"""What marks of possession are written as."""


folded = lru_cache(maxsize=WORDS_KEPT)(fold)


@cache
def words_among(*kinds: str) -> frozenset[str]:
    """Function words of any of some classes: a set made once, which the walks over words ask at every word."""
    return frozenset().union(*map(words_of, kinds))


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A text cut into words and marks, column by column: as `written`, folded (`lows`), and where each `starts` and `ends`, in code points.

    `name_at[i]` is the index of the name that covers word i, or -1; `sentence_at[i]` its sentence.
    """

    text: str
    written: tuple[str, ...]
    lows: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    names: tuple[Name, ...]
    name_at: tuple[int, ...]
    sentence_at: tuple[int, ...]

    def within(self, span: Span) -> tuple[int, int]:
        """The words that begin inside `span`, as a range."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def phrase(self, first: int, last: int) -> str:
        """The text of words first..last (exclusive), with single blanks."""
        if first >= last:
            return ""
        return self.written[first] if last - first == 1 else " ".join(self.text[self.starts[first] : self.ends[last - 1]].split())

    def low(self, at: int) -> str:
        """The folded word at a place, or nothing outside the text."""
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def owner_mark(self, at: int) -> bool:
        """Whether the word is a mark of possession."""
        if not 0 <= at < len(self.written):
            return False
        word = self.written[at]
        if word in POSSESSIVE:
            return True
        if word not in APOSTROPHE or not at or at + 1 >= len(self.written):
            return False
        return self.ends[at - 1] == self.starts[at] and self.lows[at - 1].endswith("s") and self.written[at + 1][0].isalnum()

    def glued(self, at: int) -> bool:
        """Whether a word was cut off the one before it."""
        if not 0 < at < len(self.written) or self.starts[at] != self.ends[at - 1]:
            return False
        return self.written[at][0].isalnum() and self.written[at - 1][-1].isalnum()


def cut(text: str, *, sentences: tuple[Span, ...], names: tuple[Name, ...]) -> Words:
    """Cut `text` into words; names that overlap an earlier one are passed over by `name_at`."""
    written, lows, starts, ends = _columns(text)
    sentence_at: list[int] = []
    for number, sentence in enumerate(sentences[1:]):
        sentence_at += [number] * (bisect_left(starts, sentence.start) - len(sentence_at))
    sentence_at += [max(0, len(sentences) - 1)] * (len(starts) - len(sentence_at))
    words = Words(text, tuple(written), tuple(lows), tuple(starts), tuple(ends), names, (), tuple(sentence_at))
    return replace(words, name_at=_name_at(words))


def _name_at(words: Words) -> tuple[int, ...]:
    name_at = [-1] * len(words.starts)
    for number, name in enumerate(words.names):
        start = name.span.start
        first, last = max(0, bisect_right(words.starts, start) - 1), bisect_left(words.starts, name.span.end)
        for at in range(first, last):
            if at > first and words.glued(at):
                break
            if words.ends[at] > start and name_at[at] < 0:
                name_at[at] = number
    return tuple(name_at)


def _columns(text: str) -> tuple[Iterable[str], Iterable[str], list[int], Iterable[int]]:
    """The words and marks of a text as written and folded, where they start and end; titles and initials with their full stops.

    What comes between two of them is measured, which takes half as long as to ask every match for its place.
    """
    pieces = APART.split(text)
    borders = list(accumulate(map(len, pieces)))
    written, starts, ends = pieces[1::2], borders[:-1:2], borders[1::2]
    if ANY_GLUED.search(text) is not None:
        written, starts, ends = _parted(written, starts)
    lows = list(map(folded, written))
    kept = [True] * len(written)
    word = -1
    for at in [at for at, mark in enumerate(written) if mark == "."]:
        word = word if word >= 0 and not kept[at - 1] else at - 1
        if word >= 0 and ends[word] == starts[at] and _abbreviated(written[word], lows[word]):
            written[word] += "."
            ends[word] = ends[at]
            kept[at] = False
    return compress(written, kept), compress(lows, kept), list(compress(starts, kept)), compress(ends, kept)


def _abbreviated(word: str, low: str) -> bool:
    """Whether a full stop right behind a word is a part of it: behind an initial, a title, or what ends in names."""
    return (len(word) == 1 and word.isupper()) or (low in titles() and word[0].isupper() and len(word) < 6) or word in SHORT


def _parted(written: list[str], starts: list[int]) -> tuple[list[str], list[int], list[int]]:
    """The columns with the words cut that lost their blank ("KimSouth"), where both halves stand in the text by themselves."""
    whole = frozenset(written)
    cuts = [
        (word[first:last], start + first, start + last) for word, start in zip(written, starts, strict=True) for first, last in _unglued(word, whole)
    ]
    return [word for word, _, _ in cuts], [start for _, start, _ in cuts], [end for _, _, end in cuts]


def _unglued(word: str, whole: frozenset[str]) -> list[tuple[int, int]]:
    """Where to cut a word that may have lost its blank."""
    for match in GLUED.finditer(word):
        if word[: match.end()] in whole and word[match.end() :] in whole:
            return [(0, match.end()), (match.end(), len(word))]
    return [(0, len(word))]


SHORT = frozenset({"Jr", "Sr", "St", "Lt", "Maj", "Brig", "Inc", "Corp", "Ltd", "Co"})
"""Abbreviations that stand inside names; a full stop behind them is theirs."""
