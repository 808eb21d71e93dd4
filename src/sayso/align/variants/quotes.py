"""Variants in the wording of a quote: one speaker's words, given differently by different reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sayso.align.variants.telling import Telling, differing
from sayso.data import Statement, Variant


def quotes(told: Sequence[Telling]) -> list[Variant]:
    """A variant for each speaker whose quoted words differ between articles; punctuation and case make no difference."""
    out = []
    for speaker in sorted({w for t in told for w in t.statement.speakers}):
        values: dict[str, list[Statement]] = defaultdict(list)
        plain: dict[str, str] = {}
        for one in told:
            if speaker in one.statement.speakers and one.statement.kind in ("direct", "mixed"):
                key = " ".join(re.findall(r"\w+", one.text.lower()))
                values[plain.setdefault(key, one.text)].append(one.statement)
        if len({s.article for ss in values.values() for s in ss}) > 1:
            out += differing("quote", values, conflict=False, why="one speaker's words, given differently")
    return out
