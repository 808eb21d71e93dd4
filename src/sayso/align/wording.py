"""What a statement says, put so that it can be compared: its words, with pronouns replaced by whom they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.data import Reading, Span, Statement

SHORT = 4
"""A content of fewer words ("did not deny it") is compared by its whole sentence."""
LEADING = re.compile(r"^(?:that|and|but|or|because|so|while|as|when|if|whether)\s+(?=\w)", re.IGNORECASE)
UNCLEAR = re.compile(
    r"^(?:that\s+)?(?:and|but|or|he|she|it|they|his|her|their|its|this|these|who|which|where|to|of|with|for|in|on|at)\b", re.IGNORECASE
)
"""Openings that need the sentence before: a pronoun, a relative, an infinitive."""
EDGES = " \t\r\n,;:.–—-\"“”'‘’()[]"


def words_of(text: str, statement: Statement) -> str:
    """The content as it stands in the article, pieces joined by an ellipsis."""
    return " … ".join(" ".join(text[p.start : p.end].split()) for p in statement.content)


def restated(reading: Reading, statement: Statement) -> str:
    """The content as plain words, for comparing: without marks at its ends, pronouns resolved; a very short one with its whole sentence."""
    pieces = statement.content
    text = reading.article.text
    if sum(len(text[p.start : p.end].split()) for p in pieces) < SHORT:
        first, last = pieces[0], pieces[-1]
        around = [s for s in reading.sentences if s.start < last.end and s.end > first.start]
        pieces = (Span(around[0].start, around[-1].end),) if around else pieces
    names = {w.id: w.name for w in reading.witnesses if w.kind != "unnamed"}
    stand_ins = {m.span: names[m.witness] for m in reading.mentions if m.type == "pronoun" and m.witness in names}
    return " ".join(_replaced(text, piece, stand_ins) for piece in pieces)


def _replaced(text: str, piece: Span, stand_ins: dict[Span, str]) -> str:
    out, at = "", piece.start
    for span in sorted(s for s in stand_ins if piece.start <= s.start and s.end <= piece.end):
        out += text[at : span.start] + stand_ins[span]
        at = span.end
    return " ".join((out + text[at : piece.end]).split()).strip(EDGES)


def claim_text(told: Sequence[tuple[Statement, str]]) -> str:
    """One wording for a claim, in the words of an article: a whole and plain one before a broken or quoted one, then the shortest.

    Denials are passed over where they can be: a claim is worded in the positive. A conjunction in front goes.
    """
    return LEADING.sub("", min(told, key=lambda t: _rank(*t))[1])


def _rank(statement: Statement, text: str) -> tuple[bool, int, int, str]:
    """Whole and positive wordings first, then those with fewer flaws, then the shortest; of fragments the longest."""
    flaws = (len(statement.content) > 1, statement.kind in ("direct", "mixed"), bool(UNCLEAR.match(text)), text.count("“") != text.count("”"))
    fragment = len(text.split()) < SHORT + 2
    passed = fragment or statement.stance in ("denies", "declines", "doubts", "questions")
    return passed, 0 if fragment else sum(flaws), -len(text) if fragment else len(text), text
