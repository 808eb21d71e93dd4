"""Stories as articles come in: each joins the open story it is most like, or opens one, in time that does not grow with the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from sayso.group.likeness import ranges
from sayso.group.members import ROW_BITS, ROWS, Near, coded, gather
from sayso.group.options import GROUPING, GroupOptions
from sayso.group.segments import Segment, leading, text
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
STORIES = 8
"""Stories of the most alike candidates that an article may join."""
ROUNDING = 1e-9
"""By how much a mean may be off."""
AT_ONCE = 8192
"""Members that are put in together, where many are."""
MEMBERS = 32
"""Members of a story that speak for it when it has more."""

_Looked = tuple[int, "NDArray[np.uint32]", "NDArray[np.int64]", "NDArray[np.int64]"]
"""A week's number, and of a piece of its postings the rows, and where those of each term that is looked for begin and end."""


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
            segment.extend([given], [story], keys=np.array([key], dtype=np.uint64), story_keys=np.array([story_key], dtype=np.uint64))
        elif segment["story_key"][row] != np.uint64(story_key):
            segment.retell(np.array([row]), story, story_key=story_key)

    def admit_all(self, members: Iterable[tuple[Sketch, str]]) -> None:
        """As `admit` of one after the other, in a fraction of the time; `members`: sketches with their stories."""
        coming = iter(members)
        while some := list(islice(coming, AT_ONCE)):
            weeks: dict[int, list[tuple[Sketch, str]]] = {}
            for given, story in some:
                weeks.setdefault(_week(given.day), []).append((given, story))
            for week, of_week in weeks.items():
                self._admit(self._segments.setdefault(week, Segment()), of_week)

    def _admit(self, segment: Segment, members: Sequence[tuple[Sketch, str]]) -> None:
        """Put in members of one week: those that are new, at once; then those that are there already, one by one."""
        keys = np.array([_key(given.id) for given, _ in members], dtype=np.uint64)
        fresh = np.zeros(len(keys), dtype=np.bool_)
        fresh[np.unique(keys, return_index=True)[1]] = True
        fresh &= ~segment.holds(keys)
        new = [member for member, is_new in zip(members, fresh.tolist(), strict=True) if is_new]
        if new:
            story_keys = np.array([_key(story) for _, story in new], dtype=np.uint64)
            segment.extend([given for given, _ in new], [story for _, story in new], keys=keys[fresh], story_keys=story_keys)
        for at in np.flatnonzero(~fresh).tolist():
            self.admit(*members[at])

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
        pairs of the two, with the article in the first, reaches it too. Likenesses are beside the best that the article and each member
        have among the members near it.
        """
        candidates = self._candidates(given)
        if not len(candidates):
            return Placement(None)
        near = self._around(given, candidates)
        if not near.plain.value.any():
            return Placement(None)
        order = np.lexsort((self._keys(candidates), -near.plain.value))
        nearest = self._text("id", int(candidates[order[0]]))
        stories = {story: self._members(given, story) for story in self._stories(candidates, near.at_most(), order)}
        codes = np.unique(np.concatenate((candidates, *stories.values())))
        near = near if len(codes) == len(candidates) else self._around(given, codes)
        at_most = near.at_most()
        hopeful = [
            story
            for story, members in stories.items()
            if len(members) and at_most[np.searchsorted(codes, members)].mean() >= self.options.threshold - ROUNDING
        ]
        means = sorted((-near.mean(stories[story]), story) for story in hopeful)
        if not means or -means[0][0] < self.options.threshold:
            return Placement(None, (), max(near.mean(members) for members in stories.values()), nearest)
        best, story = means[0]
        reached = [other for mean, other in means[1:] if -mean >= self.options.threshold]
        merged = [other for other in reached if near.mean_between(stories[story], stories[other]) >= self.options.threshold]
        return Placement(story, tuple((story, other) for other in merged), -best, nearest)

    def _around(self, given: Sketch, codes: NDArray[np.int64]) -> Near:
        return Near(given, gather(self._segments, codes), codes, options=self.options.likeness)

    def _near(self, day: float | None) -> Iterator[tuple[int, Segment]]:
        """Segments within the span of a day, the nearest first."""
        low, high = self.span(day or 0.0)
        weeks = range(int(low // SEGMENT_DAYS), int(high // SEGMENT_DAYS))
        for number in sorted(weeks, key=lambda week: (abs(week - _week(day)), week)):
            if number in self._segments:
                yield number, self._segments[number]

    def _candidates(self, given: Sketch) -> NDArray[np.int64]:
        """Codes of the members that share most of the article's heaviest terms, found through the rarest of these."""
        terms = leading(given)
        looked = [(number, *found) for number, segment in self._near(given.day) for found in segment.postings(terms)]
        counts = np.zeros(len(terms), dtype=np.int64)
        for _, _, first, last in looked:
            counts += last - first
        weights = np.square(given.weights[np.searchsorted(given.terms, terms)].astype(np.float64))
        codes, shares = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        order = np.lexsort((terms, counts))
        whole = order[(np.cumsum(counts[order]) <= POSTINGS) & (counts[order] > 0)]
        for number, rows, first, last in looked:
            hits, which = ranges(first[whole], last[whole])
            codes.append(coded(number, rows[hits]))
            shares.append(weights[whole[which]])
        over = order[len(order) - int((np.cumsum(counts[order]) > POSTINGS).sum()) :][:1]
        for at in over.tolist():
            some = self._smallest(looked, at, POSTINGS - int(counts[whole].sum()))
            codes.append(some)
            shares.append(np.full(len(some), weights[at]))
        found = self._most(np.concatenate(codes), np.concatenate(shares))
        others: NDArray[np.int64] = found[self._keys(found) != np.uint64(_key(given.id))]
        return others

    def _smallest(self, looked: Sequence[_Looked], at: int, most: int) -> NDArray[np.int64]:
        """Codes of members that have the term of this place, at most so many: of the nearest weeks, and with the smallest keys among these."""
        codes = [np.zeros(0, dtype=np.int64)]
        for number, pieces in groupby(looked, key=itemgetter(0)):
            if not most:
                break
            rows = np.concatenate([rows[first[at] : last[at]] for _, rows, first, last in pieces])
            if len(rows) > most:
                rows = rows[np.argpartition(self._segments[number]["key"][rows], most)[:most]]
            codes.append(coded(number, rows))
            most -= len(rows)
        return np.concatenate(codes)

    def _most(self, codes: NDArray[np.int64], shares: NDArray[np.float64]) -> NDArray[np.int64]:
        """The members with the largest sums of shares, in ascending order; of equals, those with the smaller keys."""
        members, which = np.unique(codes, return_inverse=True)
        order = np.argsort(which, kind="stable")
        sums = np.round(np.bincount(which[order], weights=shares[order], minlength=len(members)), 9)
        if len(sums) > CANDIDATES:
            kept = np.flatnonzero(sums >= np.partition(sums, -CANDIDATES)[-CANDIDATES])
            members, sums = members[kept], sums[kept]
        return np.sort(members[np.lexsort((self._keys(members), -sums))[:CANDIDATES]])

    def _stories(self, candidates: NDArray[np.int64], at_most: NDArray[np.float64], order: NDArray[np.int64]) -> list[str]:
        """Stories with a candidate that reaches the threshold if it has nobody better, the most alike first, else the story of the most alike."""
        wanted = order[at_most[order] >= self.options.threshold]
        found = dict.fromkeys(self._text("story", code) for code in candidates[wanted if len(wanted) else order[:1]].tolist())
        return list(found)[:STORIES]

    def _members(self, given: Sketch, story: str) -> NDArray[np.int64]:
        """Members of a story, without the article itself: all, or those of the nearest weeks and with the smallest keys among these."""
        found = [np.zeros(0, dtype=np.int64)]
        for number, segment in self._near(given.day):
            rows = segment.story_rows(_key(story))
            rows = rows[np.argsort(segment["key"][rows])]
            found.append(coded(number, rows[segment["key"][rows] != np.uint64(_key(given.id))]))
        return np.concatenate(found)[:MEMBERS]

    def _keys(self, codes: NDArray[np.int64]) -> NDArray[np.uint64]:
        values = np.zeros(len(codes), dtype=np.uint64)
        for number in np.unique(codes >> ROW_BITS).tolist():
            inside = codes >> ROW_BITS == number
            values[inside] = self._segments[number]["key"][codes[inside] & ROWS]
        return values

    def _text(self, name: str, code: int) -> str:
        return text(self._segments[code >> ROW_BITS][name], code & ROWS)


def _week(day: float | None) -> int:
    return int((day or 0.0) // SEGMENT_DAYS)


def _key(name: str) -> int:
    return xxhash.xxh3_64_intdigest(name.encode("utf8", "surrogatepass"))
