"""The members of one week of a window, packed: columns of numbers, and postings of their heaviest terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.group.likeness import length, ranges
from sayso.group.runs import Run, Sorted, in_order, put

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sayso.group.sketches import Sketch

GROWTH = 1.25
"""By how much a full column grows: what is left free stays below a quarter of the memory."""
RECENT = 64
"""Members that are sorted anew at a question; when there are more, they are put behind those that are sorted once."""
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

    __slots__ = ("_columns", "_recent", "_runs", "indexed")

    def __init__(self) -> None:
        kinds: dict[str, Any] = {"key": np.uint64, "story_key": np.uint64, "id": "S16", "story": "S16", "day": np.float64, "dated": np.bool_}
        kinds |= {"terms": np.uint32, "weights": np.float16, "size": np.float64, "named": np.uint64, "vector_length": np.float64}
        kinds |= {"terms_end": np.int64, "leading": np.uint32, "leading_end": np.int64}
        self._columns = {name: Column(kind) for name, kind in kinds.items()}
        self._runs: list[Run] = []
        self._recent: Sorted | None = None
        self.indexed = 0

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
        recent = self._recent.nbytes if self._recent else 0
        return sum(column.nbytes for column in self._columns.values()) + sum(run.nbytes for run in self._runs) + recent

    def extend(self, given: Sequence[Sketch], stories: Sequence[str], *, keys: NDArray[np.uint64], story_keys: NDArray[np.uint64]) -> None:
        """Put in sketches that are not there yet, one at least, each with its story."""
        columns = self._columns
        for name, texts in (("id", [one.id for one in given]), ("story", stories)):
            encoded = np.array([text.encode("utf8", "surrogatepass") for text in texts])
            if encoded.dtype.itemsize > columns[name].values.dtype.itemsize:
                columns[name].widen(encoded.dtype)
            columns[name].extend(encoded)
        columns["key"].extend(keys)
        columns["story_key"].extend(story_keys)
        columns["day"].extend(np.array([one.day or 0.0 for one in given]))
        columns["dated"].extend(np.array([one.dated for one in given]))
        columns["size"].extend(np.array([one.size for one in given]))
        columns["named"].extend(np.array([one.named for one in given], dtype=np.uint64))
        columns["vector_length"].extend(np.array([length(one.vector) for one in given]))
        columns["weights"].extend(np.concatenate([one.weights for one in given]))
        for name, arrays in (("terms", [one.terms for one in given]), ("leading", [leading(one) for one in given])):
            before = columns[name].used
            columns[name].extend(np.concatenate(arrays))
            columns[f"{name}_end"].extend(before + np.cumsum([len(array) for array in arrays]))
        self._extend_vectors(given)
        self._recent = None
        if len(self) - self.indexed > RECENT:
            self._index()

    def find(self, key: int) -> int | None:
        """The row of the member with this key."""
        for run in self._runs:
            rows = run.keys.rows_of(key)
            if len(rows):
                return int(rows[0])
        recent = np.flatnonzero(self["key"][self.indexed :] == np.uint64(key))
        return self.indexed + int(recent[0]) if len(recent) else None

    def holds(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which of some keys are those of members."""
        found: NDArray[np.bool_] = np.isin(keys, self["key"][self.indexed :])
        for run in self._runs:
            found |= run.keys.holds(keys)
        return found

    def story_rows(self, story_key: int) -> NDArray[np.int64]:
        """The rows of a story's members, in ascending order."""
        found: list[NDArray[Any]] = []
        for run in self._runs:
            if run.stories is None:
                run.stories = in_order(self["story_key"][run.low : run.high], np.arange(run.low, run.high, dtype=np.uint32))
            found.append(run.stories.rows_of(story_key))
        found.append(np.flatnonzero(self["story_key"][self.indexed :] == np.uint64(story_key)) + self.indexed)
        return np.concatenate(found).astype(np.int64)

    def retell(self, rows: NDArray[np.int64], story: str, *, story_key: int) -> None:
        """Give rows to another story."""
        encoded = np.array([story.encode("utf8", "surrogatepass")])
        if encoded.dtype.itemsize > self["story"].dtype.itemsize:
            self._columns["story"].widen(encoded.dtype)
        self["story"][rows] = encoded
        self["story_key"][rows] = np.uint64(story_key)
        for run in self._runs:
            if np.any((rows >= run.low) & (rows < run.high)):
                run.stories = None

    def postings(self, terms: NDArray[np.uint32]) -> list[tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]]:
        """For each piece of the postings: its rows, and where those of each of `terms` begin and end."""
        if self._recent is None:
            self._recent = self._postings(self.indexed, len(self))
        pieces = (*(run.terms for run in self._runs), self._recent)
        return [
            (piece.rows, np.searchsorted(piece.values, terms, "left"), np.searchsorted(piece.values, terms, "right"))
            for piece in pieces
            if len(piece.values)
        ]

    def _extend_vectors(self, given: Sequence[Sketch]) -> None:
        columns = self._columns
        wide = self.width or next((len(one.vector) for one in given if one.vector is not None), 0)
        if not wide:
            return
        if "vector" not in columns:
            columns["vector"] = Column(np.int8, wide)
        held = np.zeros((len(self) - columns["vector"].used, wide), dtype=np.int8)
        for row, one in enumerate(given, len(held) - len(given)):
            if one.vector is not None:
                held[row] = one.vector
        columns["vector"].extend(held)

    def _postings(self, low: int, high: int) -> Sorted:
        """Leading terms of the rows low..high-1."""
        ends = self["leading_end"]
        first = int(ends[low - 1]) if low else 0
        terms = self["leading"][first : int(ends[high - 1]) if high else 0]
        return in_order(terms, np.repeat(np.arange(low, high, dtype=np.uint32), np.diff(np.concatenate(([first], ends[low:high])))))

    def _index(self) -> None:
        """Put what is recent behind what is sorted."""
        low, high = self.indexed, len(self)
        keys = in_order(self["key"][low:high], np.arange(low, high, dtype=np.uint32))
        put(self._runs, Run(low, high, self._postings(low, high), keys))
        self.indexed, self._recent = high, None


def leading(given: Sketch) -> NDArray[np.uint32]:
    """The heaviest terms by which a sketch is found, in ascending order."""
    order = np.lexsort((given.terms, -given.weights.astype(np.float64)))[:INDEXED]
    return np.sort(given.terms[order])


def gathered(ends: NDArray[np.int64], rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Entries of `rows` in a ragged column one behind the other, and how many each of the rows has."""
    firsts = np.where(rows > 0, ends[rows - 1], 0)
    return ranges(firsts, ends[rows])[0], ends[rows] - firsts


def text(encoded: Sequence[bytes] | NDArray[np.bytes_], at: int) -> str:
    """A string of a column."""
    return bytes(encoded[at]).decode("utf8", "surrogatepass")
