"""The members of one week of a window, packed: columns of numbers, and postings of their heaviest terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.group.likeness import length, ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sayso.group.sketches import Sketch

GROWTH = 1.25
"""By how much a full column grows: what is left free stays below a quarter of the memory."""
RECENT = 64
"""Members that are sorted anew at a question; when there are more, they are merged into the main postings."""
INDEXED = 16
"""The heaviest terms of an article by which others find it."""


class Column:
    """A numpy array that grows at its end."""

    __slots__ = ("_held", "used")

    def __init__(self, kind: Any, *shape: int) -> None:
        self._held: NDArray[Any] = np.zeros((0, *shape), dtype=kind)
        self.used = 0

    @property
    def values(self) -> NDArray[Any]:
        """What has been put in, as a view."""
        return self._held[: self.used]

    @property
    def nbytes(self) -> int:
        """Bytes held, free ones among them."""
        return self._held.nbytes

    def extend(self, values: NDArray[Any]) -> None:
        """Put rows at the end."""
        wanted = self.used + len(values)
        if wanted > len(self._held):
            held = np.zeros((max(wanted, int(len(self._held) * GROWTH) + 8), *self._held.shape[1:]), dtype=self._held.dtype)
            held[: self.used] = self.values
            self._held = held
        self._held[self.used : wanted] = values
        self.used = wanted

    def widen(self, kind: Any) -> None:
        """Hold longer strings from now on."""
        self._held = self._held.astype(kind)


class Segment:
    """Sketches of one week with their stories; row r is the r-th that was put in."""

    __slots__ = ("_columns", "_main", "_recent", "_recent_of", "_sorted_keys", "_sorted_stories", "indexed")

    def __init__(self) -> None:
        kinds: dict[str, Any] = {"key": np.uint64, "story_key": np.uint64, "id": "S16", "story": "S16", "day": np.float64, "dated": np.bool_}
        kinds |= {"terms": np.uint32, "weights": np.float16, "size": np.float64, "vector_length": np.float64}
        kinds |= {"terms_end": np.int64, "leading": np.uint32, "leading_end": np.int64}
        self._columns = {name: Column(kind) for name, kind in kinds.items()}
        self.indexed = 0
        nothing = np.zeros(0, dtype=np.uint32)
        self._main = (nothing, nothing)
        self._recent, self._recent_of = (nothing, nothing), 0
        self._sorted_keys: tuple[NDArray[np.uint64], NDArray[np.int64]] | None = None
        self._sorted_stories: tuple[NDArray[np.uint64], NDArray[np.int64]] | None = None

    def __len__(self) -> int:
        return self._columns["key"].used

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._columns[name].values

    @property
    def width(self) -> int:
        """Numbers of a vector, 0 where no member has one."""
        return int(self["vector"].shape[1]) if "vector" in self._columns else 0

    @property
    def nbytes(self) -> int:
        """Bytes of all columns and postings."""
        pairs = (self._main, self._recent, self._sorted_keys or (), self._sorted_stories or ())
        return sum(column.nbytes for column in self._columns.values()) + sum(array.nbytes for pair in pairs for array in pair)

    def append(self, given: Sketch, story: str, *, key: int, story_key: int) -> None:
        """Put in one sketch that is not there yet."""
        columns = self._columns
        for name, text in (("id", given.id), ("story", story)):
            encoded = np.array([text.encode("utf8", "surrogatepass")])
            if encoded.dtype.itemsize > columns[name].values.dtype.itemsize:
                columns[name].widen(encoded.dtype)
            columns[name].extend(encoded)
        numbers: dict[str, float] = {"key": key, "story_key": story_key, "day": given.day or 0.0, "dated": given.dated, "size": given.size}
        numbers["vector_length"] = length(given.vector)
        for name, number in numbers.items():
            columns[name].extend(np.array([number], dtype=columns[name].values.dtype))
        for name, array in (("terms", given.terms), ("leading", leading(given))):
            columns[name].extend(array)
            columns[f"{name}_end"].extend(np.array([columns[name].used]))
        columns["weights"].extend(given.weights)
        if "vector" not in columns and given.vector is not None:
            columns["vector"] = Column(np.int8, len(given.vector))
        if "vector" in columns:
            columns["vector"].extend(np.zeros((len(self) - columns["vector"].used, *columns["vector"].values.shape[1:]), dtype=np.int8))
            if given.vector is not None:
                columns["vector"].values[-1] = given.vector
        if len(self) - self.indexed > RECENT:
            self._merge()

    def find(self, key: int) -> int | None:
        """The row of the member with this key."""
        rows = self._rows_of("key", self._sorted_keys, key)
        return int(rows[0]) if len(rows) else None

    def story_rows(self, story_key: int) -> NDArray[np.int64]:
        """The rows of a story's members."""
        if self._sorted_stories is None and self.indexed:
            self._sorted_stories = _sorted(self["story_key"][: self.indexed])
        return self._rows_of("story_key", self._sorted_stories, story_key)

    def retell(self, rows: NDArray[np.int64], story: str, *, story_key: int) -> None:
        """Give rows to another story."""
        encoded = np.array([story.encode("utf8", "surrogatepass")])
        if encoded.dtype.itemsize > self["story"].dtype.itemsize:
            self._columns["story"].widen(encoded.dtype)
        self["story"][rows] = encoded
        self["story_key"][rows] = np.uint64(story_key)
        self._sorted_stories = None

    def postings(self, terms: NDArray[np.uint32]) -> list[tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]]:
        """For the main and the recent postings: their rows, and where those of each of `terms` begin and end."""
        if self._recent_of != len(self):
            self._recent, self._recent_of = self._postings(self.indexed, len(self)), len(self)
        found = []
        for held, rows in (self._main, self._recent):
            if len(held):
                found.append((rows, np.searchsorted(held, terms, "left"), np.searchsorted(held, terms, "right")))
        return found

    def _postings(self, low: int, high: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        ends = self["leading_end"]
        first = int(ends[low - 1]) if low else 0
        terms = self["leading"][first : int(ends[high - 1]) if high else 0]
        rows = np.repeat(np.arange(low, high, dtype=np.uint32), np.diff(np.concatenate(([first], ends[low:high]))))
        order = np.argsort(terms, kind="stable")
        return terms[order], rows[order]

    def _merge(self) -> None:
        """Merge the recent postings into the main ones."""
        terms, rows = self._postings(self.indexed, len(self))
        where = np.searchsorted(self._main[0], terms, "right")
        self._main = (np.insert(self._main[0], where, terms), np.insert(self._main[1], where, rows))
        self.indexed = len(self)
        self._sorted_keys, self._sorted_stories = _sorted(self["key"]), None

    def _rows_of(self, column: str, main: tuple[NDArray[np.uint64], NDArray[np.int64]] | None, key: int) -> NDArray[np.int64]:
        wanted = np.uint64(key)
        recent = np.flatnonzero(self[column][self.indexed :] == wanted) + self.indexed
        if main is None:
            return recent
        low, high = np.searchsorted(main[0], wanted, "left"), np.searchsorted(main[0], wanted, "right")
        return np.concatenate((main[1][low:high], recent))


def leading(given: Sketch) -> NDArray[np.uint32]:
    """The heaviest terms by which a sketch is found, in ascending order."""
    order = np.lexsort((given.terms, -given.weights.astype(np.float64)))[:INDEXED]
    return np.sort(given.terms[order])


def gathered(ends: NDArray[np.int64], rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Entries of `rows` in a ragged column one behind the other, and how many each of the rows has."""
    firsts = np.where(rows > 0, ends[rows - 1], 0)
    return ranges(firsts, ends[rows])[0], ends[rows] - firsts


def _sorted(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    order = np.argsort(keys, kind="stable")
    return keys[order], order


def text(encoded: Sequence[bytes] | NDArray[np.bytes_], at: int) -> str:
    """A string of a column."""
    return bytes(encoded[at]).decode("utf8", "surrogatepass")
