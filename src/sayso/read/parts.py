"""Parts of attributions that the tagger gave to the wrong role, put right by wordings that leave no doubt who speaks.

No finder itself: it mends what the tagger found, before chains are read. A token has one role there, so in "Traore was quoted as saying by the
daily" one of the two is lost, and in "documents obtained by the site show" the site speaks.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.carriers import is_outlet, names_somebody, quoted_by, table
from sayso.read.cues import shapes
from sayso.read.lexicon import documents

if TYPE_CHECKING:
    from sayso.read.findings import Attribution

LONGEST_PHRASE = 90
"""Characters of a noun phrase before the words that mend it."""
MOST_STOLEN = 8
"""Words of a content that can be no more than the subject of the next verb ("state media: President Liu | told visitors")."""
UNBROKEN = re.compile(r"\s[\w\s,’'$€£%().-]{0,250},\s+")
"""What a content may go on with up to its reporting clause: no quote, no other sentence."""
NAMED = re.compile(r"(?P<before>[\w'’]+) (?P<name>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,3}) $")
PREPOSITIONS = frozenset({"in", "at", "on", "of", "by", "to", "from", "for", "with", "against", "about", "over", "near", "and", "or", "than"})
HELD_BY = re.compile(r"\sby\s+$")
ASIDE = re.compile(r",\s+(?:(?:as\s+)?(?:quoted|cited)\s+by|according\s+to)\s+$")
PHRASE_START = re.compile(r"(?:^|[.!?;:\n\"“”]\s*|,\s+|\b(?:that|and|but)\s+)([^.!?;:,\n\"“”]+)$")


def mended(text: str, attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The attributions, in the same order, with their parts put right."""
    found = tuple(_past_aside(text, _with_document(text, _quoted_as_saying(text, _of_whole_words(text, _bare(text, a))))) for a in attributions)
    return _up_to_their_clauses(text, tuple(_named_before(text, a) for a in _with_lost_subject(text, found)))


def _bare(text: str, attribution: Attribution) -> Attribution:
    """The comma between a content and its reporting clause belongs to neither."""
    if not any(text[c.end - 1 : c.end] == "," for c in attribution.content):
        return attribution
    cut = (Span(c.start, len(text[c.start : c.end].rstrip(" ,")) + c.start) for c in attribution.content)
    return replace(attribution, content=tuple(c for c in cut if c.end > c.start) or attribution.content)


def _of_whole_words(text: str, attribution: Attribution) -> Attribution:
    """No part begins or ends inside a word, as one may where the word is of several pieces; what another part holds is left to it."""
    every = (*attribution.source, *attribution.cue, *attribution.content)
    if not any(_cuts(text, part.start) or _cuts(text, part.end) for part in every):
        return attribution

    def whole(parts: tuple[Span, ...]) -> tuple[Span, ...]:
        grown = (Span(_edge(text, part.start, -1), _edge(text, part.end, 1)) for part in parts)
        return tuple(part if any(_overlap(new, other) for other in every if other != part) else new for part, new in zip(parts, grown, strict=True))

    return replace(attribution, source=whole(attribution.source), cue=whole(attribution.cue), content=whole(attribution.content))


def _cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _edge(text: str, at: int, step: int) -> int:
    while _cuts(text, at):
        at += step
    return at


def _quoted_as_saying(text: str, attribution: Attribution) -> Attribution:
    """ "X was quoted (by Y) as saying (by Y) that ...": X is the source, the words behind are the content."""
    match = quoted_by(text, attribution)
    if match is None:
        return attribution
    by = [Span(*match.span(name)) for name in ("by", "by2") if match[name]]
    source = tuple(s for s in attribution.source if not any(_overlap(s, b) for b in by))
    pieces = [Span(max(c.start, match.end()) if c.start < match.end() < c.end else c.start, c.end) for c in attribution.content]
    subject = next((c for c in pieces if c.end <= match.start() and not text[c.end : match.start()].strip()), None)
    if not source:
        source = ((subject,) if subject else ()) or _phrase_before(text, match.start())
    content = tuple(_trimmed(text, c) for c in pieces if c != subject and not any(_overlap(c, s) for s in source))
    return replace(attribution, source=source, content=content) if source and content else attribution


def _phrase_before(text: str, end: int) -> tuple[Span, ...]:
    ahead = text[max(0, end - LONGEST_PHRASE) : end].rstrip()
    match = PHRASE_START.search(ahead)
    if match is None:
        return ()
    start = max(0, end - LONGEST_PHRASE) + match.start(1)
    return (Span(start, start + len(match[1].rstrip())),)


def _with_document(text: str, attribution: Attribution) -> Attribution:
    """A source that only has the document in hand ("[documents obtained by] the site"), with the document."""
    if not attribution.source:
        return attribution
    source = attribution.source[0]
    ahead = text[max(0, source.start - LONGEST_PHRASE) : source.start]
    match = _held().search(ahead) if HELD_BY.search(ahead) else None
    if match is None or match[2].lower() not in documents():
        return attribution
    start = source.start - len(ahead) + match.start(1)
    return replace(attribution, source=(Span(start, source.end), *attribution.source[1:]))


def _past_aside(text: str, attribution: Attribution) -> Attribution:
    """A source that an aside names ("The general, quoted by [the channel], said"), with who stands before it instead."""
    if not attribution.source or not attribution.cue or attribution.cue[0].start < attribution.source[0].end:
        return attribution
    source = attribution.source[0]
    aside = ASIDE.search(text, max(0, source.start - LONGEST_PHRASE), source.start)
    if aside is None or text[source.end : attribution.cue[0].start].strip() != ",":
        return attribution
    before = _phrase_before(text, aside.start())
    return replace(attribution, source=before) if before and names_somebody(text, before[0]) else attribution


@cache
def _held() -> re.Pattern[str]:
    """A document, and the participle by which somebody has it, right before who that is."""
    return re.compile(rf"(?:^|(?<=[\s\"“]))((?:[\w'’-]+\s+){{0,4}}?([\w-]+))\s+(?:{in_hand()})\s+by\s+$")


def in_hand() -> str:
    """The participles by which somebody has a document, as one alternative."""
    return "|".join(re.escape(word) for word in sorted(table()["in_hand"]) if " " not in word)


def _with_lost_subject(text: str, attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Attributions without a source take it from a content that ends where their cue begins, or from the outlet that cites somebody."""
    out = list(attributions)
    ending = {a.content[-1].end: at for at, a in enumerate(attributions) if a.content}
    for at, attribution in enumerate(attributions):
        if attribution.source or not attribution.cue or not attribution.content:
            continue
        start = attribution.cue[0].start
        blank = len(text[max(0, start - 4) : start]) - len(text[max(0, start - 4) : start].rstrip())
        other = ending.get(start - blank)
        subject = _subject(text, attributions[other].content[-1]) if other not in (None, at) else None
        if other is None or subject is None:
            before = attributions[max(0, at - 1)]
            out[at] = _going_on(text, _citing(text, attribution, before), before)
            continue
        outer = attributions[other]
        whole = Span(outer.content[-1].start, max(c.end for c in attribution.content))
        out[at] = replace(attribution, source=(subject,))
        out[other] = replace(outer, content=(*outer.content[:-1], whole))
    return tuple(out)


def _going_on(text: str, attribution: Attribution, before: Attribution) -> Attribution:
    """ "The bank said ..., adding that": a participle without a source is said by who spoke just before it in the sentence."""
    start = attribution.cue[0].start
    if attribution.source or not before.source or not before.content or not before.content[-1].end <= start:
        return attribution
    participle = text[start : attribution.cue[0].end].partition(" ")[0].endswith("ing")
    near = text[before.content[-1].end : start].strip(" \"”’'")
    return replace(attribution, source=before.source) if participle and near in {",", ", also", ", but", ""} else attribution


def _named_before(text: str, attribution: Attribution) -> Attribution:
    """One without a source is said by the name right before its verb ("as [Russia] denies a hand in it"), unless that belongs to a preposition."""
    if attribution.source or not attribution.cue:
        return attribution
    start = attribution.cue[0].start
    match = NAMED.search(text, max(0, start - LONGEST_PHRASE), start)
    finite = re.fullmatch(r"(?:has |had )?[a-z]+(?:s|ed)|said|told", text[start : attribution.cue[0].end]) is not None
    if match is None or not finite or match["before"].lower() in PREPOSITIONS:
        return attribution
    return replace(attribution, source=(Span(*match.span("name")),))


def _up_to_their_clauses(text: str, attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Contents that the tagger broke off before the comma of their reporting clause ("some 1,900 had been [moved to schools], he said")."""
    taken = [span for a in attributions for span in (*a.source, *a.cue, *a.content)]
    out = []
    for attribution in attributions:
        frame = (*attribution.source, *attribution.cue)
        start = min((s.start for s in frame), default=0)
        last = max((c for c in attribution.content if c.end <= start), default=None)
        if not attribution.source or last is None or last != attribution.content[-1] or not UNBROKEN.fullmatch(text, last.end, start):
            out.append(attribution)
            continue
        comma = text.rindex(",", last.end, start)
        if comma > last.end and not any(last.end < s.end and s.start < comma for s in taken if s != last):
            attribution = replace(attribution, content=(*attribution.content[:-1], Span(last.start, comma)))
        out.append(attribution)
    return tuple(out)


def _subject(text: str, content: Span) -> Span | None:
    """A content that can be no more than a subject: a few words, no quote and no sentence; "that" before them is left out."""
    said = text[content.start : content.end]
    if len(said.split()) > MOST_STOLEN or not said[-1:].isalnum() or any(mark in said for mark in '"“”'):
        return None
    if said.lower() in shapes()["no_clauses"]:
        return None
    start = content.start + (len("that ") if said.lower().startswith("that ") else 0)
    return Span(start, content.end)


def _citing(text: str, attribution: Attribution, before: Attribution) -> Attribution:
    """ "State radio, quoting the colonel, said that ...": the outlet in front of a citing is the source of both."""
    for citing in (attribution, before) if not before.source and before.cue and before.content else (attribution,):
        start = citing.cue[0].start
        if re.fullmatch(r"quoting|citing", text[start : citing.cue[0].end]) is None or text[max(0, start - 3) : start].rstrip()[-1:] != ",":
            continue
        if citing is not attribution and text[citing.content[-1].end : attribution.cue[0].start].strip() != ",":
            continue
        comma = text.rindex(",", 0, start)
        phrase = _phrase_before(text, comma)
        if phrase and is_outlet(text[phrase[0].start : phrase[0].end]):
            return replace(attribution, source=phrase)
    return attribution


def _trimmed(text: str, span: Span) -> Span:
    start = span.start
    while start < span.end and text[start] in " ,\t\r\n":
        start += 1
    return Span(start, span.end)


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
