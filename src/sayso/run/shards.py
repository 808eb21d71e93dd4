"""Files -> shards, the pieces of work: the same files give the same shards, whoever does them and however many do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.collect.paths import side_of
from sayso.errors import InputError
from sayso.ids import content_id
from sayso.run.cuts import Cut, Cutting, Form, measure
from sayso.run.sources import Source, is_remote, opened, why

TOGETHER = 8_000_000
"""Bytes of small files that make one shard; a larger one is a shard of its own."""

TOGETHER_FILES = 500
"""Files of one shard."""

BORDER = 100
"""One file in so many, by its path, ends a shard: so a new file among the others changes the shard that it falls into, and no other."""

LOOKED_AT = 64_000_000
"""Bytes of files that are surveyed by one task; a larger file is a task of its own."""

How = Literal["files", "range", "rows"]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A file as one pass over it found it: its hash and its pieces; `side`: the hash of its side file; `reason`: why it cannot be read."""

    source: Source
    sha256: str = ""
    form: Form = "whole"
    cuts: tuple[Cut, ...] = ()
    side: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """A task: files to look at."""

    sources: tuple[Source, ...]
    cutting: Cutting


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of work: some files, or a range of bytes of one, or a range of its rows; `first` records stand before it. `size` is in bytes."""

    id: str
    how: How
    sources: tuple[Source, ...]
    size: int
    start: int = 0
    end: int = 0
    first: int = 0

    @property
    def label(self) -> str:
        """What it is, for people."""
        head = self.sources[0].path
        if self.how == "files":
            return head if len(self.sources) == 1 else f"{head} to {self.sources[-1].path} ({len(self.sources)} files)"
        return f"{head}, {'rows' if self.how == 'rows' else 'bytes'} {self.start:,} to {self.end:,}"


def surveys(sources: Sequence[Source], cutting: Cutting) -> Iterator[Survey]:
    """Files, bundled for looking at them."""
    held: list[Source] = []
    size = 0
    for source in sources:
        if held and (size + source.size > LOOKED_AT or len(held) >= TOGETHER_FILES):
            yield Survey(tuple(held), cutting)
            held, size = [], 0
        held.append(source)
        size += source.size
    if held:
        yield Survey(tuple(held), cutting)


def survey(task: Survey) -> tuple[Surveyed, ...]:
    """Each file, read through once."""
    return tuple(_looked_at(source, task.cutting) for source in task.sources)


def _looked_at(source: Source, cutting: Cutting) -> Surveyed:
    try:
        with opened(source.place) as file:
            found = measure(file, cutting)
        return Surveyed(source, found.sha256, found.form, found.cuts, _side(source))
    except (InputError, OSError, ValueError) as error:
        return Surveyed(source, reason=why(error))


def _side(source: Source) -> str:
    """The hash of what stands beside a report about it, for local files."""
    path = side_of(source.place)
    if is_remote(source.place) or not os.path.isfile(path):
        return ""
    with open(path, "rb") as file:
        return measure(file, Cutting()).sha256


def shards_of(found: Iterable[Surveyed], settings: str) -> Iterator[Shard]:
    """The shards of files in order; `settings` stands for all else that results depend on, and goes into their ids."""
    held: list[Surveyed] = []
    for one in found:
        if one.reason:
            continue
        if one.cuts:
            yield from _pieces(one, settings)
            continue
        if held and (sum(other.source.size for other in held) + one.source.size > TOGETHER or len(held) >= TOGETHER_FILES):
            yield _together(held, settings)
            held = []
        held.append(one)
        if int(content_id("border", one.source.path), 16) % BORDER == 0:
            yield _together(held, settings)
            held = []
    if held:
        yield _together(held, settings)


def _pieces(one: Surveyed, settings: str) -> Iterator[Shard]:
    whole = one.cuts[-1].end
    for cut in one.cuts:
        size = cut.end - cut.start
        yield Shard(
            id=content_id("shard", settings, one.source.path, one.sha256, cut.start, cut.end),
            how="rows" if one.form == "table" else "range",
            sources=(one.source,),
            size=one.source.size * size // whole if one.form == "table" else size,
            start=cut.start,
            end=cut.end,
            first=cut.first,
        )


def _together(held: Sequence[Surveyed], settings: str) -> Shard:
    told = [part for one in held for part in (one.source.path, one.sha256, one.side)]
    return Shard(
        id=content_id("shard", settings, *told),
        how="files",
        sources=tuple(one.source for one in held),
        size=sum(one.source.size for one in held),
    )
