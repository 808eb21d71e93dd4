"""The tables of this folder, read once: tab-separated, `#` begins a comment line."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `tables/<name>`, each a tuple of its cells, without comments and empty lines."""
    text = (files("sayso.collect") / "tables" / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line.strip() and not line.startswith("#"))
