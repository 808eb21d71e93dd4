"""Refusals to comment: attribution corpora leave them out, since nothing is said, but who keeps silent belongs into the ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.data import Span
from sayso.read.findings import Attribution

COMMENT = (
    r"(?:comment(?:\s+(?:on|about)\s+[^,.;:!?\"“”\n]{1,80})?|(?:an?\s+|\w+\s+)?requests?\s+for\s+(?:comments?|an\s+interview)"
    r"|(?:questions|e-?mails|calls|messages))"
)
REFUSAL = re.compile(
    rf"(?P<cue>(?:(?:has|have|had)\s+)?(?:declined|refused)|would\s+not|(?:did|has|have|do|does)\s+not\s+(?:immediately\s+)?(?:respond(?:ed)?|repl(?:y|ied))"
    rf"|(?:did|has|have)\s+not\s+(?:immediately\s+)?(?:made|make))\s+(?P<content>(?:to\s+|any\s+(?:public\s+)?)?{COMMENT})"
)
BORDER = re.compile(r";|,\s+(?:and|but|while|though|although)\s|\s(?:but|while)\s")
"""Where the clause of a refusal begins inside its sentence."""
MOST_WORDS = 16
"""Words of a subject; what is longer is no name for who keeps silent."""


def refusals(text: str, *, sentences: Sequence[Span], attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Attributions for refusals that the tagger left out: who, "declined", "to comment"."""
    cues = [span for a in attributions for span in a.cue]
    found = []
    for sentence in sentences:
        for match in REFUSAL.finditer(text, sentence.start, sentence.end):
            if any(c.start < match.end("cue") and match.start("cue") < c.end for c in cues):
                continue
            subject = _subject(text, sentence.start, match.start())
            if subject is not None:
                found.append(Attribution((subject,), (Span(*match.span("cue")),), (Span(*match.span("content")),)))
    return tuple(found)


def _subject(text: str, start: int, end: int) -> Span | None:
    for border in BORDER.finditer(text, start, end):
        start = border.end()
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    words = len(text[start:end].split())
    return Span(start, end) if 0 < words <= MOST_WORDS and text[start].isalnum() else None
