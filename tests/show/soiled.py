"""A ledger in which every free string has something hostile behind it."""

from __future__ import annotations

import dataclasses
from typing import Any

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' onclick=alert(3) x='--><!--]]> & &lt; <svg/onload=alert(4)>\u2028\x00\ud800"
)
KEPT = {"id", "article", "statements", "speakers", "chain", "witnesses", "for_", "against", "declining", "own_voice", "speaks_for", "spans"}
KEPT |= {"kind", "type", "stance", "factuality", "comparison", "language"}
"""Fields that hold ids, or a value out of a short list."""


def soiled(value: Any, text: str = HOSTILE) -> Any:
    """`value` with `text` put behind every free string in it; ids, enumerations and offsets stay."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        return dataclasses.replace(value, **{name: inner if name in KEPT and _plain(inner) else soiled(inner, text) for name, inner in found.items()})
    if isinstance(value, tuple):
        return tuple(soiled(one, text) for one in value)
    return value + text if isinstance(value, str) else value


def _plain(value: Any) -> bool:
    """Whether a value is an id or a tuple of ids, and no records."""
    return not dataclasses.is_dataclass(value) and not (isinstance(value, tuple) and any(dataclasses.is_dataclass(one) for one in value))
