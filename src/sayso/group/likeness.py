"""How alike two articles are: rare words, names, article vectors where there are any, and how far apart they were published."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from sayso.linkage import Pairs
from sayso.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sayso.data import Article, Reading

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
WORD_LIMIT = 40
"""Characters of a word that count; scripts without blanks otherwise make one word of a line."""
UNLISTED = 0.002
"""Share of articles with a word that the table of frequent words lacks. Most such words are rarer, but not those that reports of two events share."""
COMMON = 0.3
"""Words in a larger share of all articles say nothing about the event, and are left out."""


@dataclass(frozen=True, slots=True)
class LikenessOptions:
    """What makes two articles alike. The defaults were tuned on groups of short excerpts and on whole articles (bench/stories.py)."""

    words: float = 1.0
    """Weight of the cosine of words, lead and title first."""
    names: float = 0.3
    """Weight of the cosine of names; left out of the mean where one of the two articles has none."""
    vectors: float = 0.5
    """Weight of the cosine of article vectors, where vectors are given."""
    vector_floor: float = 0.45
    """Cosine of vectors at which two articles have nothing in common; the rest is stretched to 0..1."""
    title: float = 2.0
    """How many times a word of the title counts."""
    lead: int = 100
    """Words at the head that count in full; one n times as far down counts 1/n."""
    background: float = 300.0
    """How many articles the built-in word frequencies stand for beside those at hand."""
    grace: float = 2.0
    """Days between two reports of one event that take nothing from their likeness."""
    half_life: float = 7.0
    """Days, after the grace, in which the likeness halves."""
    window: float = 45.0
    """Days beyond which two articles are not compared at all."""
    floor: float = 0.05
    """A likeness below this is taken as none."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """Sparse unit vectors, one a row: row r has `columns[starts[r]:starts[r + 1]]` with `values` there."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.starts) - 1


def pairs(readings: Sequence[Reading], *, options: LikenessOptions = LikenessOptions(), vectors: NDArray[np.float32] | None = None) -> Pairs:
    """Likeness of every two articles that have any: the weighted mean of the cosines of words, names and vectors, times a decay over days.

    `vectors`: float32 [n, d], rows of unit length, in the order of `readings`. TF-IDF after Salton and Buckley (1988), log term
    frequency; document frequencies are those of the articles mixed with the built-in ones. Time grows with the pairs that share a
    word below `COMMON` within the window, not with all pairs of an archive.
    """
    days = np.array([_day(reading.article) for reading in readings], dtype=np.float64)
    order = np.argsort(np.nan_to_num(days, nan=-np.inf), kind="stable")
    ordered, days = [readings[at] for at in order], days[order]
    words = _Postings(profiles([_word_weights(reading.article, options) for reading in ordered], background=options.background))
    names = _Postings(profiles([_name_weights(reading) for reading in ordered], background=options.background))
    inside = None if vectors is None else vectors[order]
    found = [_row(row, low, high, words, names, days, inside, options) for row, low, high in _compared(days, options.window)]
    if not found:
        return Pairs(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
    one, other, value = (np.concatenate(column) for column in zip(*found, strict=True))
    one, other = order[one], order[other]
    return Pairs(np.minimum(one, other), np.maximum(one, other), value)


def _compared(days: NDArray[np.float64], window: float) -> Iterator[tuple[int, int, int]]:
    """(row, low, high): rows low..high-1, before `row`, with which it is compared: those without a date, and those within the window."""
    undated = int(np.isnan(days).sum())
    firsts = undated + np.searchsorted(days[undated:], days[undated:] - window)
    for row in range(1, len(days)):
        if row <= undated:
            yield row, 0, row
            continue
        first = int(firsts[row - undated])
        if undated:
            yield row, 0, undated
        if first < row:
            yield row, first, row


def profiles(counts: Sequence[Counter[str]], *, background: float) -> Profiles:
    """TF-IDF vectors of unit length from weighted counts of terms; an empty row stays empty."""
    documents = Counter(term for count in counts for term in count)
    column = {term: at for at, term in enumerate(sorted(documents))}
    total = background + len(counts)
    idf = {term: math.log(total / (background * _shares().get(term, UNLISTED) + documents[term])) for term in documents}
    starts, columns, values = [0], [], []
    for count in counts:
        terms = sorted(count)
        weights = [math.log1p(count[term]) * max(idf[term], 0.0) for term in terms]
        length = math.sqrt(math.fsum(weight * weight for weight in weights))
        if length > 0:
            columns += [column[term] for term in terms]
            values += [weight / length for weight in weights]
        starts.append(len(columns))
    return Profiles(np.array(starts, dtype=np.int64), np.array(columns, dtype=np.int64), np.array(values, dtype=np.float64))


def terms(text: str) -> Iterator[str]:
    """Words and numbers of `text` in lower case, endings of number and tense cut off."""
    for match in WORD.finditer(text):
        yield stem(match.group().replace("’", "'").lower()[:WORD_LIMIT])


@cache
def _shares() -> dict[str, float]:
    """Stem -> share of English news articles it occurs in (the largest of the words with this stem)."""
    table = (files("sayso.group") / "tables" / "word_shares.tsv").read_text(encoding="utf-8")
    shares: dict[str, float] = {}
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        share, words = line.split("\t")
        for word in words.split():
            shares.setdefault(stem(word), float(share))
    return shares


def _word_weights(article: Article, options: LikenessOptions) -> Counter[str]:
    """Weighted counts: the title's words several times, the lead's in full, those further down less."""
    counts: Counter[str] = Counter()
    for at, term in enumerate(terms(article.text[article.body :])):
        if _shares().get(term, UNLISTED) <= COMMON:
            counts[term] += min(1.0, options.lead / (at + 1))  # type: ignore[assignment]
    for term in terms(article.title or ""):
        if _shares().get(term, UNLISTED) <= COMMON:
            counts[term] += options.title  # type: ignore[assignment]
    return counts


def _name_weights(reading: Reading) -> Counter[str]:
    text = reading.article.text
    counts: Counter[str] = Counter()
    for name in reading.names:
        counts.update(term for term in terms(text[name.span.start : name.span.end]) if _shares().get(term, UNLISTED) <= COMMON)
    return counts


def _day(article: Article) -> float:
    """Days since 1970 of the publication, NaN where it is unknown or only inferred."""
    published = article.published
    if published is None or article.published_inferred:
        return math.nan
    if isinstance(published, datetime):
        aware = published if published.tzinfo else published.replace(tzinfo=UTC)
        return aware.timestamp() / 86_400
    return float(published.toordinal() - date(1970, 1, 1).toordinal()) + 0.5


class _Postings:
    """An inverted index of profiles: entries by column, then by row."""

    __slots__ = ("_keys", "_rows", "_values", "filled", "profiles")

    def __init__(self, given: Profiles) -> None:
        rows = np.repeat(np.arange(len(given), dtype=np.int64), np.diff(given.starts))
        keys = given.columns * len(given) + rows
        order = np.argsort(keys)
        self.profiles = given
        self.filled = np.diff(given.starts) > 0
        self._keys, self._rows, self._values = keys[order], rows[order], given.values[order]

    def dots(self, row: int, low: int, high: int) -> NDArray[np.float64]:
        """Dot products of `row` with the rows low..high-1."""
        entries = slice(self.profiles.starts[row], self.profiles.starts[row + 1])
        column_starts = self.profiles.columns[entries] * len(self.profiles)
        firsts, lasts = np.searchsorted(self._keys, column_starts + low), np.searchsorted(self._keys, column_starts + high)
        lengths = lasts - firsts
        hits = np.repeat(firsts - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
        weights = self._values[hits] * np.repeat(self.profiles.values[entries], lengths)
        return np.bincount(self._rows[hits] - low, weights=weights, minlength=high - low).astype(np.float64)


def _row(
    row: int,
    low: int,
    high: int,
    words: _Postings,
    names: _Postings,
    days: NDArray[np.float64],
    vectors: NDArray[np.float32] | None,
    options: LikenessOptions,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Those of the rows low..high-1 that are like `row`: their numbers, `row` as often, and how much."""
    named = names.filled[low:high] & names.filled[row]
    share = options.words + options.names * named
    total = options.words * words.dots(row, low, high) + options.names * names.dots(row, low, high) * named
    if vectors is not None:
        cosines = vectors[low:high].astype(np.float64) @ vectors[row].astype(np.float64)
        share = share + options.vectors
        total += options.vectors * np.clip((cosines - options.vector_floor) / (1 - options.vector_floor), 0, 1)
    apart = np.nan_to_num(np.abs(days[low:high] - days[row]), nan=0.0)
    value = total / np.maximum(share, 1e-9) * 0.5 ** (np.maximum(apart - options.grace, 0) / options.half_life)
    alike = np.flatnonzero(value >= options.floor)
    return alike + low, np.full(len(alike), row, dtype=np.int64), np.minimum(value[alike], 1.0)
