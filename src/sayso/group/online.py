"""Stories as articles come in: each joins the open story it is most like, or opens one, in time that does not grow with the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from sayso.group.likeness import Shared, length, likeness, ranges
from sayso.group.options import GROUPING, GroupOptions
from sayso.group.segments import Segment, gathered, leading, text
from sayso.group.sketches import Sketch, pack_sketch, sketch, unpack_sketch

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Placement", "Sketch", "Window", "pack_sketch", "sketch", "unpack_sketch"]

SEGMENT_DAYS = 7
"""Days that are kept and forgotten together."""
POSTINGS = 1024
"""Most entries of postings that are looked at for one article, of the rarest terms first."""
CANDIDATES = 64
"""Members that share most with an article and are compared with it in full."""
MEMBERS = 32
"""Members of a story that speak for it when it has more."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs. `story`: None opens one. `merged`: (into, from), stories that it shows to be one, all into `story`.

    `alike`: mean likeness to the members of the story, or to those of the nearest one if that is too little. `nearest`: the member that
    is most alike.
    """

    story: str | None
    merged: tuple[tuple[str, str], ...] = ()
    alike: float = 0.0
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class _Rows:
    """Members in several segments: segment numbers and rows, one pair a member."""

    segments: NDArray[np.int64]
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)


class Window:
    """Open stories near some days: members are packed week by week, whole weeks are compared, and whole weeks are forgotten.

    An article's place is a function of its sketch and of the members, with their stories, whose days lie in `span` of its own day: of no
    others, and not of the order in which they were admitted. A sketch without a day is taken as of day 0, so give it one if others have.
    """

    def __init__(self, options: GroupOptions = GROUPING) -> None:
        self.options = options
        self._segments: dict[int, Segment] = {}

    def __len__(self) -> int:
        return sum(len(segment) for segment in self._segments.values())

    @property
    def nbytes(self) -> int:
        """Bytes that the members take."""
        return sum(segment.nbytes for segment in self._segments.values())

    def span(self, day: float) -> tuple[float, float]:
        """(low, high): members of days low <= day < high have to be admitted before an article of this day is placed."""
        window = self.options.likeness.window
        return (day - window) // SEGMENT_DAYS * SEGMENT_DAYS, ((day + window) // SEGMENT_DAYS + 1) * SEGMENT_DAYS

    def admit(self, given: Sketch, story: str) -> None:
        """Put in a member; one that is already there (same id, same day) is given to `story`."""
        segment = self._segments.setdefault(_week(given.day), Segment())
        key, story_key = _key(given.id), _key(story)
        row = segment.find(key)
        if row is None:
            segment.append(given, story, key=key, story_key=story_key)
        elif segment["story_key"][row] != np.uint64(story_key):
            segment.retell(np.array([row]), story, story_key=story_key)

    def merge(self, into: str, gone: str) -> None:
        """Give all members of the story `gone` to the story `into`."""
        for number in sorted(self._segments):
            segment = self._segments[number]
            rows = segment.story_rows(_key(gone))
            if len(rows):
                segment.retell(rows, into, story_key=_key(into))

    def forget(self, before_day: float) -> None:
        """Drop the weeks that end at or before `before_day`."""
        for number in [number for number in self._segments if (number + 1) * SEGMENT_DAYS <= before_day]:
            del self._segments[number]

    def place(self, given: Sketch) -> Placement:
        """The story that the article joins: the one with the highest mean likeness of its members, if that reaches the threshold.

        Average linkage, as in `group`, one article at a time; a second story that reaches the threshold is merged if the mean over all
        pairs of the two, with the article in the first, reaches it too.
        """
        candidates = self._candidates(given)
        keys = self._column("key", candidates)
        values = np.where(keys == np.uint64(_key(given.id)), 0.0, self._alike(given, candidates))
        order = np.lexsort((keys, -values))
        if not len(order) or values[order[0]] <= 0:
            return Placement(None)
        nearest = self._text("id", candidates, int(order[0]))
        means = []
        for story in self._stories(candidates, values, order):
            members = self._members(given, story)
            alike = self._alike(given, members)
            means.append((-float(alike.mean()) if len(alike) else 0.0, story, members))
        means.sort(key=lambda entry: entry[:2])
        best, story, members = means[0]
        if -best < self.options.threshold:
            return Placement(None, (), -best, nearest)
        merged = tuple((story, other) for mean, other, theirs in means[1:] if self._one_story(members, theirs, -mean))
        return Placement(story, merged, -best, nearest)

    def _near(self, day: float | None) -> Iterator[tuple[int, Segment]]:
        """Segments within the span of a day, the nearest first."""
        low, high = self.span(day or 0.0)
        weeks = range(int(low // SEGMENT_DAYS), int(high // SEGMENT_DAYS))
        for number in sorted(weeks, key=lambda week: (abs(week - _week(day)), week)):
            if number in self._segments:
                yield number, self._segments[number]

    def _candidates(self, given: Sketch) -> _Rows:
        """Members that share most of the article's heaviest terms, found through the rarest of these."""
        terms = leading(given)
        near = list(self._near(given.day))
        looked = [(number, segment, *found) for number, segment in near for found in segment.postings(terms)]
        counts = np.zeros(len(terms), dtype=np.int64)
        for _, _, _, first, last in looked:
            counts += last - first
        weights = np.square(given.weights[np.searchsorted(given.terms, terms)].astype(np.float64))
        codes, shares = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        order = np.lexsort((terms, counts))
        whole = order[(np.cumsum(counts[order]) <= POSTINGS) & (counts[order] > 0)]
        for number, _, rows, first, last in looked:
            hits, which = ranges(first[whole], last[whole])
            codes.append((np.int64(number) << 32) + rows[hits])
            shares.append(weights[whole[which]])
        left = POSTINGS - int(counts[whole].sum())
        for at in order[len(order) - int((np.cumsum(counts[order]) > POSTINGS).sum()) :][:1]:
            for number, segment in near:
                held = [rows[first[at] : last[at]] for rows, first, last in segment.postings(terms)]
                rows = np.concatenate([np.zeros(0, dtype=np.uint32), *held])
                taken = rows[np.argsort(segment["key"][rows])[:left]]
                codes.append((np.int64(number) << 32) + taken)
                shares.append(np.full(len(taken), weights[at]))
                left -= len(taken)
        return self._most(np.concatenate(codes), np.concatenate(shares))

    def _most(self, codes: NDArray[np.int64], shares: NDArray[np.float64]) -> _Rows:
        """The members with the largest sums of shares; of equals, those with the smaller keys."""
        members, which = np.unique(codes, return_inverse=True)
        order = np.argsort(which, kind="stable")
        sums = np.round(np.bincount(which[order], weights=shares[order], minlength=len(members)), 9)
        if len(sums) > CANDIDATES:
            kept = np.flatnonzero(sums >= np.partition(sums, -CANDIDATES)[-CANDIDATES])
            members, sums = members[kept], sums[kept]
        found = _Rows(members >> 32, members & 0xFFFFFFFF)
        best = np.lexsort((self._column("key", found), -sums))[:CANDIDATES]
        return _Rows(found.segments[best], found.rows[best])

    def _alike(self, given: Sketch, members: _Rows) -> NDArray[np.float64]:
        """Likeness of the article to each of the members."""
        found = np.zeros(len(members))
        if not len(members):
            return found
        insides = [np.flatnonzero(members.segments == number) for number in np.unique(members.segments).tolist()]
        order = np.concatenate(insides)
        parts = [_taken(given, self._segments[int(members.segments[inside[0]])], members.rows[inside]) for inside in insides]
        found[order] = likeness(_shared(given, parts), options=self.options.likeness)
        return found

    def _stories(self, candidates: _Rows, values: NDArray[np.float64], order: NDArray[np.int64]) -> list[str]:
        """Stories with a candidate that reaches the threshold, else the story of the most alike."""
        wanted = [at for at in order.tolist() if values[at] >= self.options.threshold] or [int(order[0])]
        return list(dict.fromkeys(self._text("story", candidates, at) for at in wanted))

    def _members(self, given: Sketch, story: str) -> _Rows:
        """Members of a story, without the article itself: all, or those of the nearest weeks and with the smallest keys among these."""
        found: list[tuple[int, int]] = []
        for number, segment in self._near(given.day):
            rows = segment.story_rows(_key(story))
            rows = rows[np.argsort(segment["key"][rows])]
            found += [(number, row) for row in rows[segment["key"][rows] != np.uint64(_key(given.id))].tolist()]
        kept = np.array(found[:MEMBERS], dtype=np.int64).reshape(-1, 2)
        return _Rows(kept[:, 0], kept[:, 1])

    def _one_story(self, members: _Rows, others: _Rows, mean: float) -> bool:
        """Whether the mean likeness over all pairs of two stories, the article being in the first, reaches the threshold."""
        if mean < self.options.threshold:
            return False
        total = mean * len(others)
        for number, row in zip(members.segments.tolist(), members.rows.tolist(), strict=True):
            total += float(self._alike(_sketch(self._segments[number], row), others).sum())
        return total / ((len(members) + 1) * len(others)) >= self.options.threshold

    def _column(self, name: str, members: _Rows) -> NDArray[np.uint64]:
        values = np.zeros(len(members), dtype=np.uint64)
        for number in np.unique(members.segments).tolist():
            inside = members.segments == number
            values[inside] = self._segments[number][name][members.rows[inside]]
        return values

    def _text(self, name: str, members: _Rows, at: int) -> str:
        return text(self._segments[int(members.segments[at])][name], int(members.rows[at]))


@dataclass(frozen=True, slots=True)
class _Taken:
    """Columns of some members: their terms one behind the other with `counts` for each, and one number a member."""

    terms: NDArray[np.uint32]
    weights: NDArray[np.float16]
    counts: NDArray[np.int64]
    size: NDArray[np.float64]
    product: NDArray[np.float64]
    lengths: NDArray[np.float64]
    apart: NDArray[np.float64]


def _taken(given: Sketch, segment: Segment, rows: NDArray[np.int64]) -> _Taken:
    """What is compared of rows of one segment; `product`: of their vectors with the sketch's."""
    entries, counts = gathered(segment["terms_end"], rows)
    lengths = segment["vector_length"][rows] * length(given.vector)
    product = np.zeros(len(rows))
    if given.vector is not None and lengths.any():
        # Whole numbers below 2**24 in float32: the sums are exact, so neither the order nor the number of the rows has a say.
        product = (segment["vector"][rows].astype(np.float32) @ given.vector.astype(np.float32)).astype(np.float64)
    apart = np.abs(segment["day"][rows] - (given.day or 0.0)) * (segment["dated"][rows] & given.dated)
    return _Taken(segment["terms"][entries], segment["weights"][entries], counts, segment["size"][rows], product, lengths, apart)


def _shared(given: Sketch, parts: Sequence[_Taken]) -> Shared:
    """What a sketch has in common with members."""
    counts, size, product, lengths, apart = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("counts", "size", "product", "lengths", "apart")
    )
    words, rare = np.zeros(len(counts)), np.zeros(len(counts))
    if len(given.terms):
        theirs = np.concatenate([part.terms for part in parts])
        at = np.minimum(np.searchsorted(given.terms, theirs), len(given.terms) - 1)
        both = np.flatnonzero(given.terms[at] == theirs)
        member, mine = np.repeat(np.arange(len(counts)), counts)[both], at[both]
        products = given.weights[mine].astype(np.float64) * np.concatenate([part.weights for part in parts])[both].astype(np.float64)
        words = np.bincount(member, weights=products, minlength=len(counts)).astype(np.float64)
        rare = np.bincount(member, weights=given.rare[mine].astype(np.float64), minlength=len(counts)).astype(np.float64)
    return Shared(words, rare, size, given.size, product / np.maximum(lengths, 1e-9), lengths > 0, apart)


def _sketch(segment: Segment, row: int) -> Sketch:
    """The sketch that was put in as `row`."""
    ends = segment["terms_end"]
    entries = slice(int(ends[row - 1]) if row else 0, int(ends[row]))
    vector = segment["vector"][row] if segment["vector_length"][row] > 0 else None
    day, dated, size = float(segment["day"][row]), bool(segment["dated"][row]), float(segment["size"][row])
    return Sketch(text(segment["id"], row), day, dated, segment["terms"][entries], segment["weights"][entries], size, vector)


def _week(day: float | None) -> int:
    return int((day or 0.0) // SEGMENT_DAYS)


def _key(name: str) -> int:
    return xxhash.xxh3_64_intdigest(name.encode("utf8", "surrogatepass"))
