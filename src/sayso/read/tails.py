"""Reporting clauses at the end of a sentence that the tagger left to the article's own voice ("..., its director, Ann Poe, told reporters").

The tagger knows them, and yet passes over some behind a long sentence; what it found in a sentence is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.carriers import names_somebody, table
from sayso.read.cues import words
from sayso.read.findings import Attribution
from sayso.read.inner import WHO, reporting, subject

if TYPE_CHECKING:
    from sayso.data import Name

COMMA = re.compile(r",[\"”’']?\s+")
QUOTE = re.compile(r"[\"“”]")
LONGEST = 160
"""Characters of a reporting clause."""
LEAST_SAID = 4
"""Words in front of a reporting clause that say something."""
LEAST_BEFORE = 2
"""Words in front of one inside a sentence."""
IT = re.compile(r"it(?=\s)")
OPENERS = frozenset({"and", "but", "as", "when", "while", "because", "which", "who", "if", "although", "though", "after", "before", "where", "since"})
"""Words that open a clause of another kind ("..., as the mayor said")."""
GOES_ON = frozenset({"that", "to", "of", "so", "nothing", "it", "this", "how", "what", "why", "whether", "about", "yes", "no", "as"})
"""Words behind a verb of speech that tell what is said, so that the sentence before it is not."""


def tails(text: str, *, sentences: Sequence[Span], names: Sequence[Name], attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Attributions of sentences to whom a reporting clause at their end or inside them names, where the tagger found nothing.

    A clause at the end is looked for in sentences without any attribution; one between commas ("It began, the judges write, in May") wherever
    no attribution has its words.
    """
    taken = sorted((span for a in attributions for span in (*a.cue, *a.source)), key=attrgetter("start", "end"))
    starts = [span.start for span in taken]
    named = [name.span.start for name in names]
    found = []
    for sentence in sentences:
        comma = text.find(",", sentence.start, sentence.end)
        if comma < 0:
            continue
        place = Span(sentence.start, sentence.start + len(text[sentence.start : sentence.end].rstrip(" .\"”'\t\r\n")))
        last = None if QUOTE.search(text, place.start, place.end) else _last_telling(text, Span(comma, max(comma, place.end)))
        if last is None:
            continue
        first, behind = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        inside = tuple(names[bisect_left(named, sentence.start) : bisect_left(named, sentence.end)])
        told = _told(text, place, inside, taken[max(0, first - 1) : behind], last=last, alone=first == behind)
        if told is not None:
            found.append(told)
    return tuple(found)


def _last_telling(text: str, place: Span) -> int | None:
    """Where the last word of a stretch stands with which the verb of a reporting clause may begin."""
    heads = _heads()
    return next((word.start for word in reversed(words(text, (place,))) if not heads.isdisjoint(word.lemmas)), None)


@cache
def _heads() -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in table()["tail"])


def _told(text: str, sentence: Span, names: tuple[Name, ...], taken: Sequence[Span], *, last: int, alone: bool) -> Attribution | None:
    """The attribution of one sentence without its last mark; `last` is where its last word stands that may tell of reporting."""
    end = sentence.end
    for cut in COMMA.finditer(text, sentence.start, end):
        if last < cut.end():
            return None
        if text[sentence.start : cut.start()].rstrip().rpartition(" ")[2].lower() in OPENERS:
            continue  # "the siren which, the firm insists, sounded": its own clause is said so, not the sentence
        who = _who(text, Span(cut.end(), end), names)
        clause = reporting(text, Span(who.end + (text[who.end : who.end + 2] == ", "), end)) if who is not None else None
        if who is None or clause is None:
            continue
        cue, rest = clause
        said: tuple[Span, ...] = (Span(sentence.start, cut.start()),)
        least = LEAST_SAID
        if text[cue.end : cue.end + 1] == ",":  # inside the sentence
            said, least = (*said, Span(cue.end + 2, end)), LEAST_BEFORE
        elif not alone or cut.end() < end - LONGEST or "," in text[cue.start : end] or "that" in rest or (rest and rest[0] in GOES_ON):
            continue
        if any(t.start < cue.end and cut.end() < t.end for t in taken):
            continue
        if len(text[said[0].start : said[0].end].split()) >= least and all(piece.end > piece.start for piece in said):
            return Attribution((who,), (cue,), said)
    return None


def _who(text: str, place: Span, names: tuple[Name, ...]) -> Span | None:
    """Who opens a reporting clause."""
    pronoun = IT.match(text, place.start)
    who = Span(*pronoun.span()) if pronoun is not None else subject(text, place, names)
    if who is None or text[who.start : who.end].split()[0].lower() in OPENERS:
        return None
    return who if pronoun is not None or WHO.match(text, who.start) or names_somebody(text, who) else None
