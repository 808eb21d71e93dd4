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
UNSAID = re.compile(
    r"(?P<cue>(?:(?:has|have|had)\s+)?(?:decline[sd]?|refuse[sd]?)\s+to\s+(?:say|confirm|discuss|elaborate|reveal|disclose)|would\s+not\s+(?:say|be\s+drawn|discuss|elaborate)"
    r"|would\s+neither\s+confirm\s+nor\s+deny)\b(?P<content>[^.;:!?\"“”\n]{0,160})"
)
"""Refusals in other words, with what is kept silent about."""
ALSO = re.compile(r",?\s+as\s+(?:did|has|have)\s+(?P<who>[^,.;:!?\"“”\n]{2,100})")
"""Who keeps silent too: "declined to comment, as did the Treasury"."""
AUXILIARY = re.compile(r"(?:would|did|has|have|had|do|does|could)(?:\s+not|n['’]t)", re.IGNORECASE)
"""A cue that the tagger cut before its verb."""
PARTS = ("decline", "refuse", "not", "would")
"""Of which one stands in every refusal: looked for first, since few sentences have any."""
BORDER = re.compile(r";|,\s+(?:and|but|while|though|although)\s|\s(?:but|while)\s")
"""Where the clause of a refusal begins inside its sentence."""
ASKED = re.compile(r"(?:when\s+)?(?:asked|reached|contacted|pressed)\b[^,;\n]{0,120},\s*", re.IGNORECASE)
"""What may stand before a subject: "Asked about the report, the ministry"."""
MOST_WORDS = 16
"""Words of a subject; what is longer is no name for who keeps silent."""


def refusals(text: str, *, sentences: Sequence[Span], attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Attributions for refusals that the tagger left out: who, "declined", "to comment"."""
    cues = [span for a in attributions for span in a.cue if not AUXILIARY.fullmatch(text, span.start, span.end)]
    found = []
    for sentence in sentences:
        if not any(text.find(part, sentence.start, sentence.end) >= 0 for part in PARTS):
            continue
        for match in REFUSAL.finditer(text, sentence.start, sentence.end):
            content = Span(*match.span("content"))
            cue = Span(match.start("cue"), content.start + len("comment") if match["cue"].startswith("would") else match.end("cue"))
            also = ALSO.match(text, match.end(), sentence.end)
            if also is not None:
                found.append(Attribution((Span(*also.span("who")),), (cue,), (content,)))
            if any(c.start < match.end("cue") and match.start("cue") < c.end for c in cues):
                continue
            subject = _subject(text, sentence.start, match.start())
            if subject is not None:
                found.append(Attribution((subject,), (cue,), (content,)))
        for match in UNSAID.finditer(text, sentence.start, sentence.end):
            cue = Span(*match.span("cue"))
            subject = _subject(text, sentence.start, match.start())
            if subject is not None and not any(c.start < cue.end and cue.start < c.end for c in cues):
                verb = text.rindex(" ", cue.start, cue.end) + 1
                found.append(Attribution((subject,), (cue,), (Span(verb, len(text[: match.end()].rstrip(" ,"))),)))
    return tuple(found)


def _subject(text: str, start: int, end: int) -> Span | None:
    for border in BORDER.finditer(text, start, end):
        start = border.end()
    asked = ASKED.match(text, start, end)
    start = asked.end() if asked is not None else start
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    words = len(text[start:end].split())
    return Span(start, end) if 0 < words <= MOST_WORDS and text[start].isalnum() else None
