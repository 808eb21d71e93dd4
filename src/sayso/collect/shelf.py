"""Memory that a child process shares with its parent: documents lie there, instead of going through a pipe, which copies each of them twice.

Who is not on Linux, or may not have it, does without. The parent writes and never reads here; the memory is sealed, so that a child cannot make
it smaller under the parent's hands.
"""

from __future__ import annotations

import contextlib
import mmap
import os
from collections.abc import Iterator, Sequence

SIZE = 2_097_152
"""Bytes of documents that lie there at once: a batch of pages in bulk, or one page of nearly any size. What is more goes through the pipe."""


class Shelf:
    """The memory behind a file descriptor, from either side."""

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, SIZE)

    def put(self, documents: Sequence[bytes]) -> bool:
        """Lay `documents` there, one behind the other, over those before; False if they are too large."""
        if sum(map(len, documents)) > SIZE:
            return False
        at = 0
        for data in documents:
            self._memory[at : at + len(data)] = data
            at += len(data)
        return True

    def take(self, sizes: Sequence[int]) -> Iterator[bytes]:
        """The documents that lie there, by their sizes."""
        at = 0
        for size in sizes:
            yield self._memory[at : at + size]
            at += size

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()


def made() -> int | None:
    """A descriptor of memory for a Shelf, which nothing can shrink; None where the system has no such memory."""
    try:
        import fcntl

        descriptor = os.memfd_create("documents", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except (ImportError, AttributeError, OSError):  # not on macOS and Windows; or not allowed
        return None
    try:
        os.ftruncate(descriptor, SIZE)
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    except (AttributeError, OSError):
        with contextlib.suppress(OSError):
            os.close(descriptor)
        return None
    return descriptor
