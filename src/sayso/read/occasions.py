"""On what occasion something was said: the interview, speech, document or post, the outlet or place, and the day.

What counts stands in the frame of an attribution: its sentence without the content. A day in the content is a day of the
events told, not of the telling.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from sayso.data import Occasion, Span
from sayso.read.cues import read_cue
from sayso.read.events import BEYOND_NOUN, Frame, by_document, by_platform, event_in, testimony, told_outlet

if TYPE_CHECKING:
    from sayso.data import Name, Time
    from sayso.read.findings import Attribution

DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?$")
MONTH = re.compile(r"\d{4}-\d\d$")

NEAR_CUE = 60
"""Characters between a cue and the day that belongs to it ("told reporters in the capital late on Thursday")."""

FRAME = 600
"""Characters to either side of source and cue that are looked at; a sentence of news is shorter."""

ASIDE = 80
"""Characters in front of a time in which a relative pronoun makes it one of an aside."""

CARRIED_SENTENCES = 12
"""Sentences over which the occasion of a speaker carries on, while no other is named; a report of a speech runs about that long."""

OPENING = 4
"""Sentences, the title among them, in which a report says what is new and when."""

PAST_SPEECH = frozenset({"said", "told", "wrote", "spoke", "read", "saying", "adding", "did", "went"})
"""Plain past forms (and the participles that go with them) of verbs of speech that do not end in "ed"."""

START, END = attrgetter("start"), attrgetter("end")
PERSONS = frozenset({"he", "she", "they", "it", "i", "we"})


def occasion(
    text: str,
    *,
    attribution: Attribution,
    sentence: Span,
    sentences: tuple[Span, ...] = (),
    times: tuple[Time, ...] = (),
    names: tuple[Name, ...] = (),
) -> Occasion | None:
    """The occasion of one attribution, None if nothing tells it; `times` are those of the article, with ISO values.

    It is read from the attribution's own sentences. Where these name none and the source is a pronoun, the sentence before, in
    the same paragraph, may do so ("In an interview on Sunday, ... She said").
    """
    frame = _frame(attribution, sentence, sentences)
    found = _read(text, attribution, frame, times, names)
    if found is not None or not _pronoun(text, attribution):
        return found
    number = bisect_right(sentences, sentence.start, key=END) - 1
    if number < 0 or "\n" in text[sentences[number].end : sentence.start]:
        return None
    opening = Frame((sentences[number],), None)
    event = event_in(text, opening, names)
    return None if event is None else replace(event, date=_day_near(times, opening, event.span))


def occasions(
    text: str,
    *,
    attributions: tuple[Attribution, ...],
    speakers: tuple[tuple[str, ...], ...],
    sentences: tuple[Span, ...],
    times: tuple[Time, ...] = (),
    names: tuple[Name, ...] = (),
) -> tuple[Occasion | None, ...]:
    """For each attribution, in the same order, its occasion, carried on for one speaker.

    `speakers[i]` says who speaks in the i-th (witness ids). A speaker's occasion holds for what the speaker says in the following
    sentences, until another is named; a second mention of the same kind of occasion without a day takes the day of the first.
    """
    starts = [s.start for s in sentences]
    found: list[Occasion | None] = [None] * len(attributions)
    last: dict[tuple[str, ...], tuple[int, Occasion]] = {}
    days: dict[str, list[int]] = {}
    begins = [_begin(attribution) for attribution in attributions]
    for at in sorted(range(len(attributions)), key=begins.__getitem__):
        attribution = attributions[at]
        number = max(0, bisect_right(starts, begins[at]) - 1)
        who = tuple(sorted(speakers[at]))
        sentence = sentences[number] if sentences else Span(0, len(text))
        named = occasion(text, attribution=attribution, sentence=sentence, sentences=sentences, times=times, names=names)
        if named is not None and named.date is not None and DAY.match(named.date):
            days.setdefault(named.date, []).append(number)
        earlier = last.get(who) if who else None
        if earlier is not None and number - earlier[0] <= CARRIED_SENTENCES:
            named = _joined(named, earlier[1])
        found[at] = named
        if named is not None and who:
            last[who] = (number, named)
    return _dated(text, attributions, found, _news_day(days))


def _dated(text: str, attributions: tuple[Attribution, ...], found: list[Occasion | None], news: str | None) -> tuple[Occasion | None, ...]:
    """Days filled in from the rest of the article: that of the same kind of occasion, and for "said" that of the news.

    The day of the news is the one on which the article says most was said. It stands for plain past speech without a day ("she
    said"), not for what somebody has said, believes or did.
    """
    kinds: dict[str, set[str]] = {}
    for o in found:
        if o is not None and o.what and o.date:
            kinds.setdefault(o.what, set()).add(o.date)
    out: list[Occasion | None] = []
    for attribution, o in zip(attributions, found, strict=True):
        same = kinds.get(o.what, set()) if o is not None and o.what else set()
        day = next(iter(same)) if len(same) == 1 else news if _newly_said(text, attribution) else None
        out.append((Occasion(date=day) if o is None else o if o.date else replace(o, date=day)) if day else o)
    return tuple(out)


def _news_day(days: dict[str, list[int]]) -> str | None:
    """The day on which more than half of all that is dated was said, if the report opens with it or comes back to it.

    `days` holds the numbers of the sentences by day. A day told once, deep in a report, is that of one remark.
    """
    total = sum(len(said) for said in days.values())
    day = next((day for day, said in days.items() if len(said) * 2 > total), None)
    return day if day is not None and (len(set(days[day])) > 1 or min(days[day]) < OPENING) else None


def _newly_said(text: str, attribution: Attribution) -> bool:
    """Whether the cue is plain past speech ("said", "told reporters"), no perfect, present or modal."""
    cue = read_cue(text, attribution.cue)
    if cue.head is None or cue.head.type != "speech" or cue.modal:
        return False
    first = cue.words[0].text
    return not {"has", "have", "had", "'ve", "is", "are"} & {w.text for w in cue.words} and (first in PAST_SPEECH or first.endswith("ed"))


def _joined(named: Occasion | None, earlier: Occasion) -> Occasion:
    """What is named now, filled up from the speaker's earlier occasion where both may be the same."""
    if named is None:
        return earlier
    if named.what and earlier.what and named.what != earlier.what:
        return named
    if named.date and earlier.date and named.date != earlier.date:
        return named
    return replace(named, what=named.what or earlier.what, where=named.where or earlier.where, date=named.date or earlier.date)


def _begin(attribution: Attribution) -> int:
    return min([s.start for s in (*attribution.source, *attribution.cue, *attribution.content)], default=0)


def _pronoun(text: str, attribution: Attribution) -> bool:
    return any(text[s.start : s.end].lower() in PERSONS for s in attribution.source)


def _frame(attribution: Attribution, sentence: Span, sentences: tuple[Span, ...]) -> Frame:
    """The sentences of source and cue without the content; without either, the attribution's sentence."""
    heads = (*attribution.cue, *attribution.source)
    start = min([s.start for s in heads], default=sentence.start)
    end = max([s.end for s in heads], default=sentence.end)
    near = sentences[max(0, bisect_left(sentences, start, key=START) - 2) : bisect_left(sentences, end, key=START)]
    around = [s for s in near if s.start < end and start < s.end] or [sentence]
    first, last = around[0].start, around[-1].end  # sentences are in order and lie apart
    stretches = [Span(max(start - FRAME, first), min(end + FRAME, last))]
    for content in attribution.content:
        if content.start < last and first < content.end:
            stretches = [piece for s in stretches for piece in _without(s, content)]
    return Frame(tuple(stretches), attribution.cue[0] if attribution.cue else None)


def _without(stretch: Span, content: Span) -> list[Span]:
    if content.end <= stretch.start or stretch.end <= content.start:
        return [stretch]
    pieces = [Span(stretch.start, content.start), Span(content.end, stretch.end)]
    return [p for p in pieces if p.end > p.start]


def _read(text: str, attribution: Attribution, frame: Frame, times: tuple[Time, ...], names: tuple[Name, ...]) -> Occasion | None:
    event = (
        event_in(text, frame, names)
        or by_document(text, attribution)
        or by_platform(text, attribution, frame)
        or testimony(text, attribution, names)
        or told_outlet(text, attribution, names)
    )
    day = _day_near(times, frame, event.span if event else None) or _day_of_cue(text, times, frame)
    if event is None:
        return None if day is None else Occasion(date=day)
    return replace(event, date=day)


def _day_near(times: tuple[Time, ...], frame: Frame, event: Span | None) -> str | None:
    """The day named inside or just around the phrase of an occasion; a month will do there."""
    if event is None:
        return None
    best: tuple[int, str] | None = None
    for time in times:
        if time.span.end < event.start - BEYOND_NOUN or time.span.start > event.end + NEAR_CUE or not frame.holds(time.span):
            continue
        value = _day(time) or (time.value if MONTH.match(time.value) and event.start <= time.span.start < event.end else None)
        gap = max(0, time.span.start - event.end, event.start - time.span.end)
        if value is not None and (best is None or gap < best[0]):
            best = (gap, value)
    return best[1] if best else None


def _day_of_cue(text: str, times: tuple[Time, ...], frame: Frame) -> str | None:
    """The day that a cue is said on: the nearest one in the frame, behind the cue rather than in front of it."""
    if frame.cue is None or not frame.stretches:
        return None
    first, last = frame.stretches[0].start, frame.stretches[-1].end
    best: tuple[int, str] | None = None
    for time in times:
        if time.span.end > last or time.span.start < first:
            continue
        value = _day(time)
        if value is None or not frame.holds(time.span) or _aside(text, time, frame):
            continue
        behind = time.span.start >= frame.cue.start
        gap = time.span.start - frame.cue.end if behind else frame.cue.start - time.span.end
        between = text[min(frame.cue.end, time.span.end) : max(frame.cue.start, time.span.start)]
        if gap > 2 * NEAR_CUE or (not behind and "," not in between and gap > NEAR_CUE / 2 and not _leads(text, time, frame)):
            continue
        cost = gap + (0 if behind else NEAR_CUE // 2)
        if best is None or cost < best[0]:
            best = (cost, value)
    return best[1] if best else None


def _aside(text: str, time: Time, frame: Frame) -> bool:
    """Whether a time before the cue lies in a clause on the source (", who visited the mine on Monday, said")."""
    if frame.cue is None or time.span.start > frame.cue.start:
        return False
    return re.search(r",\s(?:who|which|whose|where)\b[^,.;:\n]*$", text[max(0, time.span.start - ASIDE) : time.span.start]) is not None


def _leads(text: str, time: Time, frame: Frame) -> bool:
    """Whether a time opens its sentence ("On Tuesday the minister said")."""
    return any(
        0 <= time.span.start - s.start <= 6 and text[s.start : time.span.start].strip().lower() in {"", "on", "late", "early", "but on", "and on"}
        for s in frame.stretches
    )


def _day(time: Time) -> str | None:
    return _day_in(time.value)


@lru_cache(maxsize=512)
def _day_in(value: str) -> str | None:
    match = DAY.match(value)
    return match.group(1) if match else None
