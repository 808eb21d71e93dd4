"""Figures that somebody puts, gives or speaks of ("Police put the number at 43", "By her count 300 came"), which the tagger hardly knows.

An attribution corpus has few of them, but a toll is what reports differ in. Each form has a regular shape: who, one of a few verbs, a figure.
The words are in `estimates.json`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.calendar import BLANK, either, matches_at, places_of, words
from sayso.read.findings import Attribution
from sayso.read.subjects import EDGES, WORD, Place, cover, reckons, subject, table, trimmed

if TYPE_CHECKING:
    from sayso.data import Name, Quantity

FARTHEST = 160
"""Characters between "put" and the figure: what is put is a noun phrase, at most with a short relative clause."""
TELLING = ("put", "puts", "putting", "spoke", "speak", "speaks", "spoken", "talk", "talks", "talked", "gave", "give", "gives", "given", "by")
"""The words of which every match of `_cues` begins with one, but for adverbs and "have" before it."""
LEAST_SPOKEN = 3
"""Words from "of" on that tell a figure and of what: "spoke of 162" means something only beside another sentence."""
LONGEST = 600
"""Characters of a content behind its figure: no clause is longer."""
NEXT_VERB = 5
"""Words behind "and" in which a verb shows that another clause begins."""
AT = re.compile(rf"{BLANK}(?:by{BLANK}(?P<agent>[^,;:!?\n]{{1,80}}?){BLANK})?(?P<at>at){BLANK}")
AS = re.compile(rf"{BLANK}(?P<as>as){BLANK}")
BY = re.compile(rf"{BLANK}by{BLANK}")
BE = re.compile(rf"\b(?:is|was|are|were|(?:has|have|had){BLANK}been){BLANK}$")
OWNED = re.compile(rf"{BLANK}(?:the|its|his|her|their)\b")
"""What follows a figure that stands before what is counted ("put at 43 the number of")."""
COUNTED = re.compile(rf"(?P<begins>,{BLANK})(?:who|whose|which|where|as|because|since|so|after|before|when|if){BLANK}")
"""Where the clause that is counted may begin as well."""
POSSESSIVES = frozenset({"his", "her", "its", "their"})
CUT = re.compile(r"[;\n—]|:\s|\s[–-]\s|[()]|(?P<comma>,)?\s{1,3}(?P<word>[A-Za-z]+)\b")
"""A mark or a word behind a figure at which its clause may end."""
AGENT_END = re.compile(r"[,;:.!?()\n]\s|[.!?]?$|\s(?:who|which|that|in|on|at|after|before|and|as|with|but)\s")
ENDS = EDGES + '.!?"“”'


def estimates(
    text: str,
    *,
    sentences: Sequence[Span],
    names: Sequence[Name],
    verbs: Sequence[Span],
    quoted: Sequence[Span],
    quantities: Sequence[Quantity],
    attributions: Sequence[Attribution],
) -> tuple[Attribution, ...]:
    """The given attributions and, behind them, those of figures: who, by which verb, how many of what. All sequences are in order of the text.

    Nothing is sought inside quotation marks and inside what somebody else says. A given attribution that has the same verb for its cue gives way: the
    tagger tends to leave out who, or that part of the content which holds the figure. So does what it hung on a cue in another sentence. Cue and
    content share the "at", "as" or "of" that joins them, since a content behind its cue that is a mere thing ("43 arrests") names what a deed was
    about (`how/deeds.py`), and these are no deeds.
    """
    matches = list(matches_at(_cues(), places_of(text, _first_words()), text, Span(0, len(text))))
    said = [span for a in attributions for span in a.content] if matches else []
    place = Place(text, sentences, names, verbs, quantities, cover((*said, *quoted)))
    found = []
    for match in matches:
        sentence = place.sentence(max(match.start("cue"), match.start("by")))
        if sentence is None or match.end() >= sentence.end or place.is_covered(max(match.start("cue"), match.start("by"))):
            continue
        if match["put"]:
            one = _put_at(place, match, sentence) or _put_by(place, match, sentence)
        elif match["gave"]:
            one = _gave_as(place, match, sentence)
        else:
            one = _by_count(place, match, sentence) if match["who"] else _spoke_of(place, match, sentence)
        if one is not None:
            found.append(one)
    if not found:
        return tuple(a for a in attributions if a.content)
    cues = sorted(one.cue[0] for one in found)
    contents = sorted(piece for one in found for piece in one.content)
    kept = (_without(place, a, contents) for a in attributions if not any(_meets(cue, cues) for cue in a.cue))
    return (*(a for a in kept if a.content), *found)


def _without(place: Place, given: Attribution, contents: Sequence[Span]) -> Attribution:
    """An attribution without those pieces of its content that lie in one of `contents`, which are in order, and in no sentence of its cue."""
    ends = {sentence.end for cue in given.cue if (sentence := place.sentence(cue.start)) is not None}

    def is_left(piece: Span) -> bool:
        before = bisect_right(contents, piece.start, key=lambda other: other.start) - 1
        if before < 0 or trimmed(place.text, piece.start, piece.end, ENDS).end > contents[before].end:
            return True
        sentence = place.sentence(piece.start)
        return not given.cue or sentence is None or sentence.end in ends

    left = tuple(piece for piece in given.content if is_left(piece))
    return given if left == given.content else replace(given, content=left)


def _meets(cue: Span, cues: Sequence[Span]) -> bool:
    """Whether a cue shares a character with one of others, which are in order and apart."""
    before = bisect_left(cues, cue.end, key=lambda other: other.start) - 1
    return before >= 0 and cues[before].end > cue.start


@cache
def _cues() -> re.Pattern[str]:
    """The verbs and the "by her count" of all forms, with what stands between a subject and them ("had also")."""
    adverb = rf"(?:{either(table()['adverbs'])}{BLANK})?"
    figure = rf"an?{BLANK}(?:[a-z]{{1,20}}{BLANK})?{either(table()['sizes'])}"
    owner = rf"his|her|its|their|(?:[\w&’'-]{{1,40}}{BLANK}){{0,5}}?[\w&-]{{1,40}}(?:[’']s|(?<=s)[’'])"
    return re.compile(
        rf"\b{adverb}(?P<cue>(?:(?:has|have|had){BLANK})?{adverb}(?:(?P<put>puts?|putting)"
        rf"|(?:spoke|speaks?|spoken|talked|talks?|(?:gave|gives?|given)(?={BLANK}{figure}{BLANK}of\b)){BLANK}(?P<size>{figure}{BLANK})?(?P<of>of)"
        rf"|(?P<gave>gave|gives?|given))\b)"
        rf"|\b(?P<by>[Bb]y){BLANK}(?P<who>{owner}){BLANK}(?:{either(table()['praised'])}{BLANK}){{0,2}}(?P<count>{either(table()['reckonings'])})\b(?!{BLANK}of\b)"
    )


@cache
def _first_words() -> frozenset[str]:
    """The words with which what `_cues` finds begins."""
    return table()["adverbs"].union(TELLING, ("has", "have", "had"))


@cache
def _stated() -> re.Pattern[str]:
    """When and where something was stated, at the end of a content: "on Friday", "in a statement"."""
    day = rf"(?:(?:late|early|earlier){BLANK})?(?:on{BLANK})?{either(words('calendar', 'weekday'))}(?:{BLANK}(?:morning|afternoon|evening|night))?"
    where = rf"(?:in|at|during){BLANK}(?:an?|its|his|her|their){BLANK}(?:[a-z-]{{1,20}}{BLANK}){{0,2}}{either(table()['statings'])}"
    return re.compile(rf",?{BLANK}(?:{day}|{where}|today|yesterday)$", re.IGNORECASE)


def _put_at(place: Place, match: re.Match[str], sentence: Span) -> Attribution | None:
    """ "Police put the number at 43", "put at 43 the number of", "..., putting the number at 43"."""
    text, start = place.text, match.end()
    for at in AT.finditer(text, start, min(sentence.end, start + FARTHEST)):
        figure = place.figure(at.end(), sentence.end)
        if figure is None or at["agent"]:
            continue
        first = at.start("at") == trimmed(text, start, at.end()).start
        if OWNED.match(text, figure.end) is None if first else not _is_put(text[start : at.start()]):
            return None
        who = subject(place, sentence, Span(match.start(), start), participle=match["put"] == "putting")
        said = _content(place, start, figure.end, sentence.end)
        return Attribution((who,), (Span(*match.span("cue")), Span(*at.span("at"))), (said,)) if who else None
    return None


def _is_put(what: str) -> bool:
    """Whether a figure can be put on it: a noun phrase, not what is put somewhere or up for sale, and no number of men at places."""
    told = what.lower().split()
    counted = not {"number", "toll", "total", "figure", "count"}.isdisjoint(told[:3])  # "the number of customers cut off"
    if not told or not table()["particles"].isdisjoint((told[0], "" if counted else told[-1])) or told[0][0].isdigit() or re.search(r"[;:?!]", what):
        return False
    return not any(f" {phrase} " in f" {' '.join(told)} " for phrase in table()["offered"])


def _put_by(place: Place, match: re.Match[str], sentence: Span) -> Attribution | None:
    """ "The toll was put at 43 by the agency", "was put by the agency at 43"; without an agent nobody tells it, and nothing is found."""
    text, start = place.text, match.start("put")
    be = BE.search(text, max(sentence.start, match.start() - FARTHEST // 8), match.start())
    at = AT.match(text, match.end(), sentence.end)
    figure = place.figure(at.end(), sentence.end) if at else None
    if be is None or at is None or figure is None:
        return None
    what = trimmed(text, place.clause(sentence, be.start()), start)
    if at["agent"]:
        agent = trimmed(text, *at.span("agent"))
        pieces: tuple[Span, ...] = (Span(what.start, match.end()), _content(place, at.start("at"), figure.end, sentence.end))
        cue: tuple[Span, ...] = (Span(start, match.end()), Span(*at.span("at")))
    else:
        by = BY.search(text, figure.end, min(sentence.end, figure.end + FARTHEST))
        if by is None or any(mark in text[figure.end : by.start()] for mark in ",;:."):
            return None
        end = AGENT_END.search(text, by.end(), min(sentence.end, by.end() + FARTHEST))
        agent = trimmed(text, by.end(), end.start() if end else sentence.end, ENDS)
        pieces, cue = (Span(what.start, by.start()),), (Span(start, at.end("at")),)
    return Attribution((agent,), cue, pieces) if reckons(place, agent) and what.start < be.start() else None


def _gave_as(place: Place, match: re.Match[str], sentence: Span) -> Attribution | None:
    """ "The group gave 52,000 as its best estimate", "gave the toll as 43"; not "gave 20 euros as a gift"."""
    text, start = place.text, match.end()
    as_ = AS.search(text, start, min(sentence.end, start + FARTHEST // 2))
    if as_ is None:
        return None
    before = place.figure(start + 1, as_.start())
    figure = before or place.figure(as_.end(), sentence.end)
    sized = text[as_.end() : min(sentence.end, as_.end() + FARTHEST // 2)] if before else text[start : as_.start()]
    counted = figure is not None and any(word in table()["sizes"] for word in re.findall(r"[a-z]+", sized.lower())[:6])
    who = subject(place, sentence, Span(match.start(), start)) if counted else None
    if who is None or figure is None:
        return None
    said = _content(place, start, max(figure.end, as_.end()), sentence.end)
    return Attribution((who,), (Span(*match.span("cue")), Span(*as_.span("as"))), (said,))


def _spoke_of(place: Place, match: re.Match[str], sentence: Span) -> Attribution | None:
    """ "He spoke of 43 arrests", "The hospital gave a figure of 43"."""
    figure = place.figure(match.end() + 1, sentence.end)
    who = subject(place, sentence, Span(match.start(), match.end())) if figure else None
    if figure is None or who is None:
        return None
    if match["size"]:
        verb = trimmed(place.text, match.start("cue"), match.start("size"))
        return Attribution((who,), (verb, Span(*match.span("of"))), (_content(place, match.start("size"), figure.end, sentence.end),))
    said = _content(place, match.start("of"), figure.end, sentence.end)
    if len(place.text[said.start : said.end].split()) < LEAST_SPOKEN:
        return None
    return Attribution((who,), (Span(*match.span("cue")),), (said,))


def _by_count(place: Place, match: re.Match[str], sentence: Span) -> Attribution | None:
    """ "By her count 300 people came", "300 people, by the union's count, came": what is counted is the clause around."""
    text, end = place.text, match.end()
    who = Span(*match.span("who"))
    if match["who"].lower() not in POSSESSIVES:
        who = trimmed(text, who.start, who.end - (text[who.end - 1] in "sS"), "’'")
        if not reckons(place, who):
            return None
    borders = [b.end("begins") for b in COUNTED.finditer(text, place.clause(sentence, match.start()), match.start())]
    before = trimmed(text, borders[-1] if borders else place.clause(sentence, match.start()), match.start(), ENDS)
    told = place.verb(before.start, before.end)
    later = place.verb(end, sentence.end)
    if before.end > before.start and (place.is_covered(before.start) or place.is_covered(before.end - 1)):
        return None
    behind = Span(end, end)
    if told is None or text[end] == ",":
        behind = _content(place, end, later.end if later and told is None else end, sentence.end, stated=False)
    pieces = tuple(piece for piece in (before, behind) if piece.end > piece.start)
    if not pieces or (told is None and later is None):
        return None
    return Attribution((who,), (Span(*match.span("by")), Span(*match.span("count"))), pieces)


def _content(place: Place, start: int, least: int, end: int, *, stated: bool = True) -> Span:
    """What is said, from `start` on, at least up to `least`, and as far as its clause goes before `end`."""
    text = place.text
    last = end = min(end, least + LONGEST)
    for cut in CUT.finditer(text, least, end):
        if cut["word"] is None or _begins_clause(place, cut, end):
            last = cut.start()
            break
    span = trimmed(text, start, last, EDGES + ".!?")
    while stated and (tail := _stated().search(text, max(least, span.end - FARTHEST // 2), span.end)) is not None:
        span = trimmed(text, span.start, tail.start())
    return span


def _begins_clause(place: Place, cut: re.Match[str], end: int) -> bool:
    """Whether a word behind a figure begins what is said of it no more: ", which", "and said", ", adding", "because the bridge fell"."""
    word = cut["word"].lower()
    if word in table()["relatives"] or (word.endswith("ing") and word != "according" and word not in table()["kept_participles"]):
        return cut["comma"] is not None
    if word not in table()["subordinators"]:
        return word == "according"
    if word in ("and", "or") and not cut["comma"]:
        near = [m.end() for m, _ in zip(WORD.finditer(place.text, cut.end(), end), range(NEXT_VERB), strict=False)]
        return place.verb(cut.end(), max([cut.end(), *near])) is not None
    return place.verb(cut.end(), end) is not None
