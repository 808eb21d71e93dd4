"""Words of an article as hashed terms, and how much each of them tells: the rarer in news, the more."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from sayso.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sayso.data import Article
    from sayso.group.options import LikenessOptions

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
WORD_LIMIT = 40
"""Characters of a word that count; scripts without blanks otherwise make one word of a line."""
COMMON = 0.3
"""Words in a larger share of all articles say nothing about the event, and are left out."""
ROWS = 65_536
"""Counters a row of the table of frequencies; a term has one in each of the two rows."""
STEPS = 16
"""Counts are kept as whole sixteenths of their natural logarithm."""


def hashed_terms(text: str) -> Iterator[int]:
    """Hashes (32 bits) of the words and numbers of `text`: in lower case, endings of number and tense cut off, very common ones left out."""
    for match in WORD.finditer(text):
        term = stem(match.group().replace("’", "'").lower()[:WORD_LIMIT])
        if term not in _common():
            yield xxhash.xxh32_intdigest(term.encode("utf8", "surrogatepass"))


def term_weights(article: Article, options: LikenessOptions) -> tuple[NDArray[np.uint32], NDArray[np.float64], int]:
    """Terms in ascending order with weighted counts (the title's several times, the lead's in full, later ones less), and how many words."""
    counts: Counter[int] = Counter()
    size = 0
    for term in hashed_terms(article.text[article.body :]):
        size += 1
        counts[term] += min(1.0, options.lead / size)  # type: ignore[assignment]
    for term in hashed_terms(article.title or ""):
        counts[term] += options.title  # type: ignore[assignment]
    terms = np.array(sorted(counts), dtype=np.uint32)
    return terms, np.array([counts[term] for term in terms.tolist()], dtype=np.float64), size


def rarity(terms: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Inverse document frequency (natural logarithm, 0 or more) of terms in English news.

    Learned by training/grouping.py: a count-min sketch (Cormode and Muthukrishnan 2005) of hashed terms, two rows of counters of which the
    smaller one holds, so that no word can be read out of it.
    """
    counters, documents = _counters()
    levels = np.minimum(counters[0, terms % ROWS], counters[1, terms // ROWS]).astype(np.float64)
    counts = np.where(levels > 0, np.exp(levels / STEPS), 0.0)
    return np.maximum(np.log((documents + 1) / (counts + 1)), 0.0)


@cache
def _counters() -> tuple[NDArray[np.uint8], int]:
    with (files("sayso.group") / "tables" / "frequencies.npz").open("rb") as file, np.load(file) as table:
        return table["counters"], int(table["documents"])


@cache
def _common() -> frozenset[str]:
    """Stems of the words that occur in a share of English news articles above `COMMON`."""
    table = (files("sayso.group") / "tables" / "word_shares.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return frozenset(stem(word) for share, words in rows if float(share) > COMMON for word in words.split())


def most(terms: NDArray[np.uint32], weights: NDArray[np.float64], limit: int) -> NDArray[np.int64]:
    """Places of the `limit` heaviest terms, in ascending order of the terms; of equals, the smaller ones."""
    return np.sort(np.lexsort((terms, -weights))[:limit])


def unit(weights: NDArray[np.float64]) -> NDArray[np.float16]:
    """The weights at a length of one, rounded."""
    return (weights / max(math.sqrt(math.fsum(np.square(weights).tolist())), 1e-9)).astype(np.float16)
