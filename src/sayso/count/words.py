"""The words of an article as evidence of copying: what they are, where they stand, and which of them tell anything."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from xxhash import xxh3_64_intdigest

from sayso.data import Article, Span
from sayso.text import quotations
from sayso.words import function_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*")
GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""The comma in "7,000", which another house writes "7000"."""
CREDIT = re.compile(
    r"\bcontributed to this (?:report|story|article)\b|\ball rights reserved\b|(?:^|[(;.])[ \t]*(?:additional )?(?:reporting|writing|editing) by\b",
    re.IGNORECASE | re.MULTILINE,
)
CREDIT_REACH = 200
"""Characters to either side, within the line, that belong to a credit: the names of those who wrote and edited."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one text: hashes without case, [start, end) in code points, and which of them can show that text was copied."""

    hashes: NDArray[np.uint64]
    starts: list[int]
    ends: list[int]
    telling: NDArray[np.bool_]
    """Outside quotation marks and credits."""
    content: NDArray[np.bool_]
    """Telling, and neither a function word nor in a set phrase."""

    def span(self, first: int, last: int) -> Span:
        """From the start of word `first` to the end of the word before `last`."""
        return Span(self.starts[first], self.ends[last - 1])


def words_of(article: Article) -> Words:
    """The words of an article's report, the header block left out."""
    text = article.text
    matches = list(WORD.finditer(text, article.body))
    plain = [GROUPED.sub("", match.group()).replace("’", "'").casefold() for match in matches]
    known = {word: xxh3_64_intdigest(word.encode("utf8", "surrogatepass")) for word in set(plain)}
    telling = ~_marked(text, quotations(text) + _credits(text))
    starts, ends = [match.start() for match in matches], [match.end() for match in matches]
    tells = telling[np.array(starts, dtype=np.int64)]
    usual = np.array([word in function_words() for word in plain], dtype=bool) | _in_set_phrase(plain)
    return Words(np.array([known[word] for word in plain], dtype=np.uint64), starts, ends, tells, tells & ~usual)


def _credits(text: str) -> list[Span]:
    """Lines that say which agency or who else worked on the report: a credit is not yet shared text."""
    found = []
    for match in CREDIT.finditer(text):
        low, high = max(0, match.start() - CREDIT_REACH), min(len(text), match.end() + CREDIT_REACH)
        end = text.find("\n", match.end(), high)
        found.append(Span(max(low, text.rfind("\n", low, match.start()) + 1), end if end >= 0 else high))
    return found


def _marked(text: str, spans: Sequence[Span]) -> NDArray[np.bool_]:
    marked = np.zeros(len(text) + 1, dtype=bool)
    for span in spans:
        marked[span.start : span.end] = True
    return marked


def _in_set_phrase(words: Sequence[str]) -> NDArray[np.bool_]:
    """Which words stand in a set phrase of the trade ("declined to comment")."""
    inside = np.zeros(len(words), dtype=bool)
    for at, word in enumerate(words):
        for phrase in _set_phrases().get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                inside[at : at + len(phrase)] = True
    return inside


@cache
def _set_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word -> the phrases that begin with it."""
    phrases: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for line in _table("set_phrases.tsv").splitlines():
        phrase = tuple(line.split())
        phrases[phrase[0]].append(phrase)
    return {word: tuple(found) for word, found in phrases.items()}


def _table(name: str) -> str:
    text = (files("sayso.count") / "tables" / name).read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if line.strip() and not line.startswith("#"))
