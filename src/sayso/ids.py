"""Ids that derive from content alone: the same input gives the same ids, on any machine and at any time."""

from __future__ import annotations

import xxhash


def content_id(*parts: object) -> str:
    """Sixteen hexadecimal digits (xxHash64) of the parts, each in its own field."""
    digest = xxhash.xxh3_64()
    for part in parts:
        field = str(part).encode("utf8", "surrogatepass")
        digest.update(f"{len(field)}:".encode() + field)
    return digest.hexdigest()
