"""Who passed a statement on: the carriers between the speaker and the article, outermost first (docs/1-what-counts.md, *chain*).

Two things show a carrier. Attributions may lie in one another, "the agency reported that the minister said": the outer one
carries the inner. And the words around one attribution may name a carrier that no attribution was found for: ", according to
the newspaper", ", the agency reported on Friday", "The paper, citing two officials, said", "a letter seen by the agency".
Whom a speaker told it ("told the channel", "in an interview with") is an occasion and no carrier, unless the telling
itself is passed on ("sources told the site that the minister said").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from sayso.data import Span
from sayso.read.carriers import holders, in_hand, is_outlet, joint, names_somebody, patterns, quoted_by, speaks, table, told_outlet, trim
from sayso.read.citations import MOST_CITED, cited
from sayso.read.cues import read_cue
from sayso.read.findings import Attribution, meet, parts_of, same
from sayso.read.inner import inner
from sayso.text import block_quotations, quotations

if TYPE_CHECKING:
    from sayso.data import Name

REACH = 400
"""Characters to either side of an attribution in which a carrier is looked for, never beyond its sentence."""

FARTHEST_HELD = 100
"""Characters behind a source in which ends who has it in hand."""
SHORTEST_ASIDE = len("via X")
"""Characters of the shortest words that name a carrier: what is shorter holds none."""
QUOTES = tuple('"“‘«„`')

PUBLISHED = re.compile(r"\bin\s+(?:an?|its|his|her|their|the)\s+(?:\w+\s+)?\w+\s+(?:\w+\s+){1,3}by\s+[^,.;:]{2,60}$")
"""A document at the end of a content, and who published it ("in a statement carried by the agency")."""
TRIVIAL = re.compile(r"\W|\b(?:that|and|but|as|has|have|had|also|later|on|in|earlier|[A-Z][a-z]+day)\b")


@dataclass(frozen=True, slots=True)
class Chain:
    """What becomes of one attribution once its carriers are known.

    `attribution` is the one to keep: the same, or, where its source only passes on a speaker that its own words name ("the paper,
    citing two officials, said"), one with that speaker as source. `carriers` stand between it and the article, outermost first.
    `only_carries`: its content is nothing but another attribution of the list, which has it as carrier: drop it.
    """

    attribution: Attribution
    carriers: tuple[Span, ...] = ()
    only_carries: bool = False


def chains(
    text: str, *, attributions: tuple[Attribution, ...], sentences: tuple[Span, ...], names: tuple[Name, ...] = ()
) -> tuple[tuple[Span, ...], ...]:
    """For each attribution, in the same order, the spans of the carriers that passed it on, outermost first."""
    return tuple(chain.carriers for chain in passed_on(text, attributions=attributions, sentences=sentences, names=names))


def passed_on(text: str, *, attributions: tuple[Attribution, ...], sentences: tuple[Span, ...], names: tuple[Name, ...] = ()) -> tuple[Chain, ...]:
    """For each attribution, in the same order, its carriers, whether it only carries another one, and who speaks in truth."""
    outer = _outer(attributions)
    within: dict[int, list[Attribution]] = {}
    for at, level in enumerate(outer):
        if level is not None:
            within.setdefault(level, []).append(attributions[at])
    starts = [s.start for s in sentences]
    quoted = quotations(text) if attributions else []
    openings = [q.start for q in quoted]
    near = [_near(text, a, sentences, starts) for a in attributions]
    places = [_sentence(parts_of(a), sentences, starts, len(text)) for a in near]
    found = [_alone(text, a, near[at], places[at], names, _quoting(a, quoted, openings), holds=at in within) for at, a in enumerate(attributions)]
    blocks = block_quotations(text) if attributions else []
    out: list[Chain] = []
    for at, chain in enumerate(found):
        around: list[Span] = []
        level = outer[at]
        while level is not None:
            around = [*found[level].carriers, *told_outlet(text, attributions[level], names), *attributions[level].source, *around]
            level = outer[level]
        own = () if _first_person(text, attributions[at]) else (*around, *chain.carriers)
        own = (*_introduced(text, attributions[at], blocks), *own)
        carriers = _apart(own, chain.attribution)
        carries = any(_says(text, held) and _nothing_left(text, attributions[at], held) for held in within.get(at, ()))
        twin = chain.attribution != attributions[at] and any(same(chain.attribution, other) for other in attributions)
        empty = bool(within.get(at) or attributions[at].source) and _says_nothing(text, chain.attribution)
        out.append(Chain(chain.attribution, carriers, carries or twin or empty))
    for at, attribution in enumerate(attributions):
        if (told := _told_by(text, attributions, at, places)) is not None:
            behind = _who_cites(text, attributions, at)
            speaker = replace(attributions[told], source=(behind or attribution).content[:1])
            passing = (*attribution.source, *(attribution.content[:1] if behind else ()))
            out[told] = Chain(speaker, (*passing, *(c for c in out[told].carriers if not meet((c,), (*passing, *speaker.source)))))
            out[at] = Chain(attribution, (), only_carries=True)
    return tuple(out)


def _told_by(text: str, attributions: tuple[Attribution, ...], at: int, places: list[Span]) -> int | None:
    """Which attribution of the same source and sentence one with "citing two officials" tells the speaker of, or None."""
    attribution = attributions[at]
    if not attribution.source or len(attribution.cue) != 1 or not patterns().cites.fullmatch(text, attribution.cue[0].start, attribution.cue[0].end):
        return None
    said = text[attribution.content[0].start : attribution.content[0].end]
    if len(attribution.content) > 1 or len(said.split()) > MOST_CITED or not speaks(text, attribution.content[0]):
        return None
    same = (i for i, other in enumerate(attributions) if i != at and other.source == attribution.source and places[i].start == places[at].start)
    return next(same, None)


def _who_cites(text: str, attributions: tuple[Attribution, ...], at: int) -> Attribution | None:
    """The relative clause by which whom an outlet cites cites somebody else ("citing the daily, [which quoted officials]")."""
    end = attributions[at].content[0].end
    for other in attributions:
        if other.source and other.cue and other.content and text[other.source[0].start : other.source[0].end].lower() in {"which", "who", "that"}:
            near = 0 <= other.source[0].start - end <= 2
            if near and patterns().cites.fullmatch(text, other.cue[0].start, other.cue[0].end) and speaks(text, other.content[0]):
                return other
    return None


def _outer(attributions: tuple[Attribution, ...]) -> list[int | None]:
    """For each attribution the closest one whose content holds its source or cue, and so passes it on."""
    spans = sorted((s.start, s.end, at) for at, a in enumerate(attributions) if a.source for s in a.content)
    size = [a.content[-1].end - a.content[0].start if a.content else 0 for a in attributions]
    starts = [s[0] for s in spans]
    found: list[int | None] = []
    for at, attribution in enumerate(attributions):
        frame = (*attribution.source, *attribution.cue)
        best: tuple[int, int] | None = None
        if frame:
            last, reach = bisect_right(starts, min([s.start for s in frame])), max([s.end for s in frame])
            for _, end, other in spans[max(0, last - 8) : last]:
                if reach <= end and other != at and (best is None or size[other] < best[0]):
                    best = (size[other], other)
        found.append(best[1] if best else None)
    return [None if level is None or _circular(found, at) else level for at, level in enumerate(found)]


def _circular(outer: list[int | None], at: int) -> bool:
    seen = {at}
    level = outer[at]
    while level is not None and level not in seen:
        seen.add(level)
        level = outer[level]
    return level == at


def _quoting(attribution: Attribution, quoted: list[Span], openings: list[int]) -> Span | None:
    """The quotation that holds the source of an attribution, and so is somebody's words about it."""
    if not attribution.source:
        return None
    source = attribution.source[0]
    at = bisect_right(openings, source.start) - 1
    return quoted[at] if at >= 0 and source.end <= quoted[at].end else None


def _near(text: str, attribution: Attribution, sentences: tuple[Span, ...], starts: list[int]) -> Attribution:
    """The attribution without unquoted contents in other sentences than its source and cue: what follows there belongs to them alone."""
    heads = (*attribution.source, *attribution.cue)
    if not heads or not sentences:
        return attribution
    frame = _sentence(heads, sentences, starts, len(text))
    kept = tuple(c for c in attribution.content if (c.start < frame.end and frame.start < c.end) or text[c.start : c.start + 1] in QUOTES)
    return replace(attribution, content=kept) if kept and kept != attribution.content else attribution


def _alone(
    text: str, attribution: Attribution, near: Attribution, sentence: Span, names: tuple[Name, ...], quoting: Span | None, *, holds: bool
) -> Chain:
    """The carriers that the words around one attribution name, and the speaker behind it, if its source is a mere carrier.

    `near` is the attribution as far as it stands in `sentence`; `holds`: another one was found inside its content.
    """
    speaker = cited(text, attribution, sentence)
    if speaker is not None:
        told = tuple(c for c in attribution.content if not meet((c,), (speaker,))) or attribution.content
        return Chain(replace(attribution, source=(speaker,), content=told), attribution.source)
    drawn = None if holds else inner(text, attribution, names)
    if drawn is not None:
        return Chain(drawn, (*told_outlet(text, attribution, names), *attribution.source))
    if not attribution.source:
        return Chain(attribution)
    parts = parts_of(near)
    first, last = min([s.start for s in parts]), max([s.end for s in parts])
    if quoting is not None:
        first, last = min(first, quoting.start), max(last, quoting.end)
    spans = _before(text, Span(max(sentence.start, first - REACH), first), names)
    for end in dict.fromkeys((last, near.content[-1].end if near.content else last)):
        beyond = max(sentence.end, last + (REACH if quoting else 0))
        spans += _after(text, Span(end, max(end, min(beyond, end + REACH))), names, quoting=quoting is not None and end == last)
    spans += _between(text, parts)
    apart = [s for s in spans if not meet((s,), attribution.source)]
    return Chain(attribution, (*apart, *_inside(text, attribution)))


def _sentence(parts: tuple[Span, ...], sentences: tuple[Span, ...], starts: list[int], length: int) -> Span:
    """The stretch from the sentence of the first of some parts to that of the last."""
    if not parts or not sentences:
        return Span(0, length)
    first, last = min([s.start for s in parts]), max([s.end for s in parts])
    begin = sentences[max(0, bisect_right(starts, first) - 1)].start
    end = sentences[max(0, bisect_right(starts, max(first, last - 1)) - 1)].end
    return Span(min(begin, first), max(end, last))


def _between(text: str, parts: tuple[Span, ...]) -> list[Span]:
    """Carriers named between the parts of an attribution: "The coach, according to the paper, told", "said in a statement carried by the agency"."""
    ordered = sorted(parts, key=attrgetter("start", "end"))
    found: list[Span] = []
    for before, behind in pairwise(ordered):
        if not SHORTEST_ASIDE <= behind.start - before.end <= REACH or "\n" in text[before.end : behind.start]:
            continue
        gap = text[before.end : behind.start]
        for match in patterns().aside.finditer(gap):
            phrase = trim(text, Span(before.end + match.start(1), before.end + match.end(1)))
            found += joint(text, phrase) if phrase is not None and names_somebody(text, phrase) else []
        found += _in_hand(text, Span(before.end, behind.start))
    return found


def _in_hand(text: str, place: Span) -> list[Span]:
    """Outlets that had in hand what a stretch tells of, and whoever made it known ("a message read out in court by the prosecutor")."""
    found: list[Span] = []
    stretch = text[place.start : place.end] + "."
    for match in in_hand(stretch, 0, len(stretch)):
        phrase = trim(text, Span(place.start + match.start(1), place.start + match.end(1)))
        if phrase is None:
            continue
        if is_outlet(text[phrase.start : phrase.end]) or (match[0].startswith(tuple(table()["public"])) and names_somebody(text, phrase)):
            found += joint(text, phrase)
    return found


def _after(text: str, place: Span, names: tuple[Name, ...], *, quoting: bool) -> list[Span]:
    """Carriers named behind an attribution: ", according to the paper", ", the agency said", "seen by"."""
    line = text[place.start : place.end].partition("\n")[0]
    if len(line) < SHORTEST_ASIDE:
        return []
    found: list[Span] = []
    match = patterns().sourced.match(line)
    if match is None and (_may_follow(line) or quoting):
        match = patterns().tells_after.match(line) or patterns().tells_inverted.match(line)
    if match is not None:
        phrase = trim(text, Span(place.start + match.start(1), place.start + match.end(1)))
        if phrase is not None and names_somebody(text, phrase):
            told = Attribution((), (Span(phrase.end, place.start + match.end()),), ())
            found += [*told_outlet(text, told, names), *joint(text, phrase)]
    return [*[s for m in in_hand(line, 0, len(line)) for s in holders(text, place.start, m)], *found]


def _may_follow(rest: str) -> bool:
    """Whether a clause of reporting can follow here: behind a comma or a closing mark, as in ", the agency said"."""
    return rest.lstrip(" ”\"'’")[:1] in {",", "—", "–"} or rest[:1] in {"”", '"'}


def _introduced(text: str, attribution: Attribution, blocks: list[tuple[Span, Span]]) -> list[Span]:
    """Carriers named in the line that introduces a quoted block ("The letter in full, obtained by the paper:", "The post, via the site:")."""
    intro = next((intro for intro, block in blocks if all(block.start <= c.start and c.end <= block.end for c in attribution.content)), None)
    if intro is None:
        return []
    line = text[intro.start : intro.end - 1]
    way = patterns().by_way.search(line)
    return [*(holders(text, intro.start, way) if way else []), *(s for m in in_hand(line, 0, len(line)) for s in holders(text, intro.start, m))]


def _before(text: str, place: Span, names: tuple[Name, ...]) -> list[Span]:
    """Carriers named in front of an attribution: "The agency reported that", "As the paper wrote on Friday,"."""
    ahead = text[place.start : place.end]
    if len(ahead) < SHORTEST_ASIDE:
        return []
    for pattern in (patterns().sourced_before, patterns().quotes_before, patterns().as_before, patterns().tells_before):
        match = pattern.search(ahead)
        phrase = trim(text, Span(place.start + match.start(1), place.start + match.end(1))) if match else None
        if match is None or phrase is None or not names_somebody(text, phrase):
            continue
        told = Attribution((), (Span(place.start + match.end(1), place.end),), ())
        return [*told_outlet(text, told, names), *joint(text, phrase)]
    return _in_hand(text, place)


def _inside(text: str, attribution: Attribution) -> list[Span]:
    """Carriers that the source names, or what hangs on it ("slides obtained by the paper"), or the cue ("via the site")."""
    found: list[Span] = []
    for source in attribution.source:
        for match in in_hand(text, source.start, source.end):
            found += holders(text, 0, match)
        behind = patterns().held_behind.match(text, source.end, source.end + FARTHEST_HELD) if not found else None
        if behind is not None:
            found += holders(text, 0, behind)
    for content in attribution.content[-1:]:
        begin = max(content.start, content.end - REACH)
        published = PUBLISHED.search(text, begin, content.end) if text.find("by", begin, content.end) >= 0 else None
        found += _in_hand(text, Span(published.start(), content.end)) if published is not None else []
    quoted = quoted_by(text, attribution)
    for by in (quoted.span(name) for name in ("by", "by2") if quoted is not None and quoted[name]):
        phrase = trim(text, Span(*by))
        found += joint(text, phrase) if phrase is not None else []
    for cue in attribution.cue:
        way = patterns().by_way.search(text, cue.start, cue.end)
        if way is not None:
            found += holders(text, 0, way)
    return found


def _first_person(text: str, attribution: Attribution) -> bool:
    """ "I", "we" inside somebody's words are that somebody: nobody passes them on."""
    return any(text[s.start : s.end].lower() in table()["persons"] for s in attribution.source)


def _apart(spans: tuple[Span, ...], attribution: Attribution) -> tuple[Span, ...]:
    """Carriers in order, each once, none of them the source itself (unless it lies inside: "slides obtained by the paper")."""
    kept: list[Span] = []
    for span in spans:
        overlaps = any(span.start < other.end and other.start < span.end for other in kept)
        source = any(span.start <= s.start and s.end <= span.end for s in attribution.source)
        if not overlaps and not source:
            kept.append(span)
    return tuple(kept)


def _nothing_left(text: str, outer: Attribution, inner: Attribution) -> bool:
    """Whether the content of `outer` is no more than `inner`, from its first part to its last, and words that only join."""
    parts = parts_of(inner)
    first, last = min(p.start for p in parts), max(p.end for p in parts)
    left = "".join(text[c.start : max(c.start, min(c.end, first))] + text[min(c.end, max(c.start, last)) : c.end] for c in outer.content)
    return not TRIVIAL.sub("", left).strip()


def _says_nothing(text: str, attribution: Attribution) -> bool:
    """Whether nothing is left of a content but a word that joins ("The daily reports [that], according to two officials, ...")."""
    bare = bool(attribution.content) and all(text[c.start : c.end].strip(" ,").lower() in ("that", "and that", "") for c in attribution.content)
    return bare and text[attribution.content[-1].end - 1 : attribution.content[-1].end + 1].find(",") >= 0  # "denied that." denies something


def _says(text: str, attribution: Attribution) -> bool:
    """Whether an attribution is one of words: what somebody knew or did is told by whoever tells of it."""
    head = read_cue(text, attribution.cue).head
    return head is None or head.type == "speech"
