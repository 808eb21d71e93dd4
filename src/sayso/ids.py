"""Ids that derive from content alone: the same input gives the same ids, on any machine and at any time."""

from __future__ import annotations

import xxhash


def content_id(*parts: object) -> str:
    """Sixteen hexadecimal digits (xxHash64) of the parts, each in its own field."""
    fields = [str(part).encode("utf8", "surrogatepass") for part in parts]
    return xxhash.xxh3_64_hexdigest(b"".join([b"%d:%b" % (len(field), field) for field in fields]))
