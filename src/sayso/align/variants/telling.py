"""What a variant is made of: a statement with its words, and the values that statements are listed under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.align.frames import Frame
from sayso.data import Span, Statement, Variant, VariantKind, VariantValue


@dataclass(frozen=True, slots=True)
class Telling:
    """One statement of a claim: itself, its words, and its frame where there is one."""

    statement: Statement
    text: str
    frame: Frame | None = None

    def words(self, span: Span) -> str:
        """The words of a stretch of the article that lies in the statement."""
        if self.frame is not None:
            return " ".join(self.frame.text[span.start : span.end].split())
        offset = span.start - self.statement.content[0].start
        return self.text[offset : offset + span.end - span.start] if len(self.statement.content) == 1 else self.text


def differing(kind: VariantKind, values: Mapping[str, Sequence[Statement]], *, conflict: bool, why: str = "") -> list[Variant]:
    """One variant out of values with the statements under each, or none where there are fewer than two."""
    if len(values) < 2:
        return []
    listed = tuple(
        VariantValue(text, tuple(dict.fromkeys(s.id for s in told)), tuple(sorted({w for s in told for w in s.speakers})))
        for text, told in sorted(values.items())
    )
    return [Variant(kind, conflict, listed, why)]
