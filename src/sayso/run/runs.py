"""Sorting through storage: a file holds rows of many numbered parts, and a part is read out of many files without reading the rest of them.

A run is a file of blocks, one a part, in order of the parts, each a zstd frame of MessagePack, with an index at the end that says where they
are. It is what the stages of an archive hand to each other, where a table would cost a large footer for every small piece.
"""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec
import xxhash

from sayso.errors import InputError
from sayso.run.reading import write_whole

MARK = b"sayso.run/1\n"
SIZE = 8
"""Bytes that tell the length of the index, before the mark at the end."""

Row = tuple[int, str, bytes]
"""Part, key, value."""


class Block(msgspec.Struct, frozen=True, array_like=True):
    """Where a part lies in a file: from byte `start`, `size` bytes, `length` when unpacked; `check`: their XXH3 hash."""

    part: int
    start: int
    size: int
    length: int
    check: int


def write_run(path: str, rows: Iterable[Row], *, scratch: str | None = None) -> tuple[int, ...]:
    """Writes rows by part, key and value, and returns the parts that there are. They are held in memory; the file appears whole or not at all."""
    pieces, index, start = [], [], 0
    for part, inside in groupby(sorted(rows), key=lambda row: row[0]):
        raw = msgspec.msgpack.encode([row[1:] for row in inside])
        block = _zstd().compress(raw, asbytes=True)
        index.append(Block(part, start, len(block), len(raw), xxhash.xxh3_64_intdigest(block)))
        pieces.append(block)
        start += len(block)
    told = msgspec.msgpack.encode(index)
    write_whole(path, b"".join([*pieces, told, len(told).to_bytes(SIZE, "big"), MARK]), scratch=scratch)
    return tuple(block.part for block in index)


def parts_of(path: str) -> tuple[int, ...]:
    """The parts that a run has rows of. Raises InputError for what is no run."""
    return tuple(block.part for block in _index(path))


def read_part(paths: Sequence[str], part: int) -> Iterator[tuple[str, bytes]]:
    """Key and value of the rows of one part of several runs, in order. Raises InputError for what is damaged."""
    return heapq.merge(*(_rows(path, block) for path in paths for block in _index(path) if block.part == part))


def read_all(path: str) -> Iterator[tuple[str, bytes]]:
    """Key and value of all rows of one run, part by part."""
    for block in _index(path):
        yield from _rows(path, block)


def _index(path: str) -> list[Block]:
    tail = SIZE + len(MARK)
    with open(path, "rb") as file:
        end = file.seek(0, os.SEEK_END)
        if end >= tail:
            file.seek(end - tail)
            told, mark = int.from_bytes(file.read(SIZE), "big"), file.read()
            if mark == MARK and told <= end - tail:
                file.seek(end - tail - told)
                return msgspec.msgpack.decode(file.read(told), type=list[Block])
    raise InputError(f"{path} is damaged: remove it, and run the same command again")


def _rows(path: str, block: Block) -> list[tuple[str, bytes]]:
    with open(path, "rb") as file:
        file.seek(block.start)
        held = file.read(block.size)
    if xxhash.xxh3_64_intdigest(held) != block.check:
        raise InputError(f"{path} is damaged: remove it, and run the same command again")
    raw = _zstd().decompress(held, decompressed_size=block.length, asbytes=True)
    return msgspec.msgpack.decode(raw, type=list[tuple[str, bytes]])


def _zstd() -> Any:
    from pyarrow import Codec

    return Codec("zstd", compression_level=1)
