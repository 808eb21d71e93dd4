"""Who answers for another, but speaks in their own right (rule 3: "I think")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sayso.data import Reading, Reason, Statement

FIRST_PERSON = re.compile(r"\bI\b|\b[Mm](?:e|y|ine|yself)\b")
QUOTED = ("direct", "mixed")
LEAST = 3
"""Statements with "I" that it takes at least: once or twice may be a turn of phrase ("I can tell you that")."""
SHARE = 0.25
"""Of their statements in a story. In the development stories who speaks for another comes to 0.15 at most, the one who speaks for herself to 0.37."""

Local = tuple[str, str]
"""Article id and the witness id inside that article."""


def in_own_right(readings: Sequence[Reading], answering: Mapping[Local, str]) -> dict[str, Reason]:
    """Of those who answer for another, by witness of the story, who speaks of themselves instead, with where they do.

    `answering`: which of them a witness of one article is. Only quoted words tell: "she said that she" is told by another.
    """
    told: dict[str, list[Statement]] = defaultdict(list)
    own: dict[str, list[Statement]] = defaultdict(list)
    for reading in sorted(readings, key=lambda r: r.article.id) if answering else ():
        for statement in reading.propositions:
            for witness in dict.fromkeys(answering[local] for s in statement.speakers if (local := (reading.article.id, s)) in answering):
                told[witness].append(statement)
                if statement.kind in QUOTED and _says_i(reading.article.text, statement):
                    own[witness].append(statement)
    return {w: _reason(w, found) for w, found in sorted(own.items()) if len(found) >= LEAST and len(found) >= SHARE * len(told[w])}


def _says_i(text: str, statement: Statement) -> bool:
    return any(FIRST_PERSON.search(text, piece.start, piece.end) for piece in statement.content)


def _reason(witness: str, found: Sequence[Statement]) -> Reason:
    places = tuple((s.article, piece.start, piece.end) for s in found for piece in s.content)
    return Reason("3", "answers for another, but speaks in their own right here: a witness of their own", (witness,), places)
