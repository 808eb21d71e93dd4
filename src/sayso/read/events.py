"""The event or document that an attribution hangs on, and where: the wordings of "in an interview with", "wrote on", "told".

No finder itself: `occasions` adds the day. Nouns and platforms are tables; outlets are those of the lexicon.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sayso.data import Occasion, Span
from sayso.read.calendar import places_of
from sayso.read.cues import words
from sayso.read.lexicon import RECENT, column, demonyms, key, known, rows

if TYPE_CHECKING:
    from sayso.data import Name
    from sayso.read.findings import Attribution

NO_PLACES = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)")
"""Capitalised words that are no place, for texts whose names are not known."""

ON_AIR = re.compile(r"\bon\s+((?:[A-Z][\w&.’'-]*)(?:\s+[A-Z][\w&.’'-]*){0,3})")

TWEETS = frozenset({"tweet", "retweet"})
GATHERINGS = frozenset({"meeting", "rally", "call", "hearing"})
"""Occasions that are no documents."""

BEYOND_NOUN = 70
"""Characters behind the noun of an occasion in which its place and day are named."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a sentence in which an occasion is looked for, the content cut out: stretches in order, and where the cue stands."""

    stretches: tuple[Span, ...]
    cue: Span | None

    def holds(self, span: Span) -> bool:
        """Whether `span` lies in one of the stretches."""
        return any(s.start <= span.start and span.end <= s.end for s in self.stretches)


def event_in(text: str, frame: Frame, names: tuple[Name, ...]) -> Occasion | None:
    """The noun of an occasion behind a preposition: "in an interview with", "at a hearing", "issued a statement"."""
    for stretch in _with_any(frame, _nouns_told(text)):
        for match in _pattern().finditer(text, stretch.start, stretch.end):
            noun = re.sub(r"\s+", " ", match.group("noun").lower())
            place, end = _place(text, Span(match.end(), min(stretch.end, match.end() + BEYOND_NOUN)), names)
            before = _place_before(text, Span(match.start("before"), match.end("before")), names)
            return Occasion(_nouns()[noun], place or before, None, Span(match.start(), end))
    return None


def _place(text: str, behind: Span, names: tuple[Name, ...]) -> tuple[str | None, int]:
    """The outlet, body or place that a phrase behind the noun names: "with the channel SBS", "in Lyon"."""
    lead = re.compile(r"\s+(?:with|to|for|at|in|by|on|before|from|of|near|outside)\s+").match(text, behind.start, behind.end)
    if lead is None:
        return None, behind.start
    inside = [n for n in sorted(names, key=lambda n: n.span) if lead.end() <= n.span.start < behind.end]
    name = next((n for n in inside if not _nationality(text, n)), None)
    if name is not None:
        gap = text[lead.end() : name.span.start]
        if re.fullmatch(r"(?:[\w'’-]+\s+){0,6}", gap) and not re.search(r"\b(?:who|that|said|says|and)\b", gap):
            if name.kind == "person" and known().get(key(text[name.span.start : name.span.end])) is None:
                return None, name.span.end
            return text[name.span.start : name.span.end], name.span.end
    plain = re.compile(r"(?:the\s+)?((?:[A-Z][\w&.’'-]*)(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w&.’'-]*){0,4})").match(text, lead.end(), behind.end)
    if plain is not None and not names and NO_PLACES.match(plain.group(1)) is None:
        return plain.group(1).rstrip(".,’'"), plain.end()
    return None, behind.start


def _nationality(text: str, name: Name) -> bool:
    """Whether a name is an adjective of origin ("a French channel"), and so no place; the half of one, too ("South [Korean]")."""
    plain = text[name.span.start : name.span.end]
    after = re.compile(r"\s+([A-Z][\w-]+)").match(text, name.span.end)
    whole = f"{plain} {after.group(1)}" if after else plain
    ahead = re.compile(r"([A-Z][\w-]+)\s+$").search(text, max(0, name.span.start - 20), name.span.start)
    longer = f"{ahead.group(1)} {plain}" if ahead else plain
    return any(key(words_) in demonyms() for words_ in (plain, whole, longer))


def _place_before(text: str, before: Span, names: tuple[Name, ...]) -> str | None:
    """The name in front of the noun: "a Senate hearing", "an NBC interview"."""
    inside = [n for n in names if before.start <= n.span.start and n.span.end <= before.end and n.kind != "person" and not _nationality(text, n)]
    if inside:
        return text[inside[-1].span.start : inside[-1].span.end]
    return None


def by_document(text: str, attribution: Attribution) -> Occasion | None:
    """A source that is itself a document: "The statement said"."""
    for source in attribution.source:
        what = _document(text[source.start : source.end])
        if what is not None:
            return Occasion(what, None, None, source)
    return None


@lru_cache(maxsize=RECENT)
def _document(source: str) -> str | None:
    """What kind of document the words of a source name."""
    head = re.split(r"\b(?:of|by|from|to|that|which|obtained|seen|for|in|with)\b|,", source, maxsplit=1)[0]
    noun = re.search(r"([\w-]+(?:\s[\w-]+)?)\s*$", head.strip().lower())
    told = (_nouns().get(tail) for tail in (noun.group(1), noun.group(1).split()[-1])) if noun is not None else ()
    return next((what for what in told if what is not None and what not in GATHERINGS), None)


def by_platform(text: str, attribution: Attribution, frame: Frame) -> Occasion | None:
    """A post on a platform: "wrote on Telegram", "tweeted"; or words said on a channel ("said on CNN")."""
    for stretch in _with_any(frame, _platforms_told(text)):
        match = _platform_pattern().search(text, stretch.start, stretch.end)
        if match is not None:
            return Occasion("post", match.group(1), None, Span(match.start(), match.end()))
    if any(not TWEETS.isdisjoint(word.lemmas) for word in words(text, attribution.cue)):
        return Occasion("post", "Twitter", None, attribution.cue[0])
    for stretch in _with_any(frame, _on_told(text)):
        for match in ON_AIR.finditer(text, stretch.start, stretch.end):
            row = known().get(key(match.group(1)))
            if row is not None and row.kind == "outlet":
                return Occasion("broadcast", match.group(1), None, Span(match.start(), match.end()))
    return None


def testimony(text: str, attribution: Attribution, names: tuple[Name, ...]) -> Occasion | None:
    """Words said under oath: "testified before the committee"."""
    for word in words(text, attribution.cue):
        if "testify" in word.lemmas:
            place = re.compile(r"\s+(?:before|to|at|in)\s+(?:the\s+|a\s+)?").match(text, word.end)
            name = next((n for n in names if place is not None and place.end() <= n.span.start <= place.end() + 10), None)
            where = text[name.span.start : name.span.end] if name is not None else None
            return Occasion("hearing", where, None, Span(word.start, name.span.end if name is not None else word.end))
    return None


def told_outlet(text: str, attribution: Attribution, names: tuple[Name, ...]) -> Occasion | None:
    """The outlet that it was told ("told SBS"): where, without a word on what."""
    for cue in attribution.cue:
        match = re.compile(r"\b(?:told|tells|tell|telling|spoke to|speaking to|speaking with)\s+(?:the\s+)?").search(
            text, cue.start, min(len(text), cue.end + 5)
        )
        if match is None:
            continue
        named = next((n for n in names if match.end() <= n.span.start <= match.end() + 40), None)
        if named is None:
            plain = re.compile(r"[A-Z][\w&.]*(?:\s+[A-Z][\w&.]*){0,4}").match(text, match.end())
            span = Span(plain.start(), plain.end()) if plain else None
        else:
            span = named.span
        if span is None or "," in text[match.end() : span.start]:
            continue
        heard = text[span.start : span.end]
        row = known().get(key(heard))
        if row is not None and row.kind == "outlet":
            return Occasion(None, heard, None, Span(match.start(), span.end))
    return None


@cache
def _nouns() -> dict[str, str]:
    return {row["noun"]: row["occasion"] for row in rows("occasions")}


def _with_any(frame: Frame, places: list[int]) -> Iterator[Span]:
    """The stretches of a frame in which one of some places lies, which are in order."""
    return (s for s in frame.stretches if bisect_left(places, s.start) < bisect_left(places, s.end))


@lru_cache(maxsize=2)
def _nouns_told(text: str) -> list[int]:
    """Where the first words of nouns of occasions stand in a text: where there is none, no pattern need look."""
    return places_of(text, _first_words(frozenset(_nouns())))


@lru_cache(maxsize=2)
def _platforms_told(text: str) -> list[int]:
    """The same for the names of platforms."""
    return places_of(text, _first_words(column("platforms", "name")))


@lru_cache(maxsize=2)
def _on_told(text: str) -> list[int]:
    """The same for "on", which a channel follows."""
    return places_of(text, ("on",))


@cache
def _first_words(names: frozenset[str]) -> frozenset[str]:
    """The first words of names, in small letters, up to the first mark in them."""
    return frozenset(re.split(r"[\W\d_]", name.lower(), maxsplit=1)[0] for name in names)


@cache
def _pattern() -> re.Pattern[str]:
    nouns = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(_nouns(), key=lambda n: (-len(n), n)))
    way = (
        r"(?i:in|at|during|on|via|issued|issuing|released|gave|giving|delivering|posted|posting|published|wrote|writing|sent|sending|held|holding|by)"
    )
    stops = r"(?:in|at|on|during|to|for|with|from|by|that|who|which|said|says)\b"
    first = r"an?|the|his|her|their|its|this|that|another|one|several|separate|two|three"
    return re.compile(
        rf"\b(?:{way})\s+(?P<before>(?:(?:{first})\s+)?(?:(?!{stops})[\w’'.&-]+\s+){{0,8}}?)(?P<noun>{nouns})\b(?!\s+(?:secretary|officer|official|system|of\s+the\s+art)\b)"
    )


@cache
def _platform_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(column("platforms", "name"), key=lambda n: (-len(n), n)))
    return re.compile(rf"\b(?:on|to|via|in\s+a)\s+(?:(?:his|her|its|their|the|a)\s+)?(?:[a-z]+\s+){{0,2}}?({names})\b")
