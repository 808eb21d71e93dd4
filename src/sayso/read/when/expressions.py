"""Times: finds the time expressions of news English and values them against the day of publication."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import chain

from sayso.data import Span, Time
from sayso.read.calendar import (
    BLANK,
    WORD_OR_DIGIT,
    either,
    matches_at,
    numeral_pattern,
    places_told,
    table,
    tenses,
    words,
    words_of,
    year_words,
)
from sayso.read.when.rules import RULES
from sayso.read.when.setting import Expression, Setting, Valued, exact_to

REACH = 60
"""Characters around a telltale word in which its expression lies; the longest forms have some fifty."""
BETWEEN_CLOCK_AND_DAY = re.compile(r"(?:,?\s(?:(?:on|at|around|about|by|local time|time|before|after|just after|just before|of)\s){0,2}|,\s)$")
DAY_VALUE = re.compile(r"(?:\d{4}|XXXX)-(?:\d\d-\d\d|XX-\d\d|WXX-\d|XX-XX)$")


KINDS = ("month", "weekday", "season", "part", "unit", "feast", "adverb", "reference")
"""Kinds of words of tables/calendar.tsv that tell where a time expression may be."""
DIGIT = frozenset({"digit"})
FITTING = 1024
"""Sets of kinds and bits, and telltale words, of which it is kept what they are good for: an article has some ten, and they come again."""

WORDS_KEPT = 4096
"""Words of which it is kept what bits are in them: most of what is in a report has been in one before."""

BIT = "="
"""What stands before a bit of text among the needs of a pattern, beside kinds of words."""

FIGURE, SPACED = re.compile(r"\d"), re.compile(r"0\s")

WORD_START = r"(?<![^\W\d_])"
"""No expression begins inside a word."""
SYNTAX = re.compile(r"\(\?P=?<?\w+[>)]|\(\?[-i]+:|\\[a-zA-Z]")
"""What has letters in the source of a pattern that are no words of it."""
IN_FIGURES, COUNT = re.compile(r"\\d|\d"), re.compile(r"\{[\d,]+\}")
"""What shows that a pattern may match a figure, and what does not, though figures are written in it: how often something comes."""
ANYWHERE = frozenset({"decade short", "long"})
"""Patterns that begin with a mark ("’80s"), or with a word put together out of two ("yearlong")."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    rule: str
    argument: str
    needs: tuple[frozenset[str], ...]
    """Kinds of words, and bits of text: of each set one must be there for the pattern to match at all."""
    cores: tuple[str, ...]
    """Groups that are the expression by themselves, if they take part."""
    begins: frozenset[str] | None
    """The words, and "0" for digits, of which every match begins with one; None where it may begin with something else."""


@dataclass(slots=True)
class _Window:
    """A stretch around telltale words, and what kinds of them it holds; it grows while the text is gone through, and so is not frozen."""

    start: int
    end: int
    kinds: set[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    rank: int
    match: re.Match[str]


def times(text: str, *, published: date | datetime | None = None, span: Span | None = None) -> tuple[Time, ...]:
    """Time expressions of `text` (or of `span` in it) in order, with TIMEX3 values against the day of publication.

    Of the patterns of tables/times.tsv the one that begins first wins, then the longest, then the first in the table. What depends on
    an unknown publication or anchor has X in its value ("XXXX-WXX-5"); a clock time without a day is "T15:30". Values follow TIMEX3
    (TimeML 1.2.1, Pustejovsky et al. 2005; ISO 24617-1), centuries and decades shortened as there ("16", "199").
    """
    day = published.date() if isinstance(published, datetime) else published
    within = span or Span(0, len(text))
    candidates = sorted(_candidates(text, within), key=lambda c: (c.start, -c.end, c.rank))
    setting = Setting(text, day, tenses(text), lambda start, unit: _anchor_ahead(candidates, setting, start, unit))
    end = within.start
    for candidate in candidates:
        if candidate.start < end:
            continue
        valued = _value(candidate, setting)
        if valued is not None:
            end = valued.end or candidate.end
            setting.found.append(Time(Span(candidate.start, end), valued.value, valued.type))
    return tuple(_joined(text, setting.found))


def _value(candidate: _Candidate, setting: Setting) -> Valued | None:
    pattern = _patterns()[candidate.rank]
    return RULES[pattern.rule](Expression(candidate.match, setting, pattern.argument))


def _candidates(text: str, within: Span) -> Iterator[_Candidate]:
    """What the patterns find in the windows, each by itself from left to right, tried only at the words that it may begin with."""
    told, starts = words_of(text)
    for window in _windows(text, within):
        first, last = bisect_left(starts, window.start), bisect_left(starts, window.end)
        fitting = _fitting(_there(text, window, told[max(0, first - 1) : last]))  # a long word may begin before its window
        for rank in _begun_anywhere() & fitting:
            for match in _patterns()[rank].regex.finditer(text, window.start, window.end):
                yield _candidate(rank, match)
        behind: dict[int, int] = {}
        for at in range(first, last):
            ranks = _begun_by().get(told[at])
            for rank in ranks & fitting if ranks else ():
                if starts[at] < behind.get(rank, 0):
                    continue
                found = _patterns()[rank].regex.match(text, starts[at], window.end)
                if found is not None:
                    behind[rank] = found.end()
                    yield _candidate(rank, found)


def _candidate(rank: int, match: re.Match[str]) -> _Candidate:
    core = next((name for name in _patterns()[rank].cores if match[name]), None)
    start, end = match.span(core) if core else match.span()
    return _Candidate(start, end, rank, match)


@lru_cache(maxsize=FITTING)
def _fitting(there: frozenset[str]) -> frozenset[int]:
    """The ranks of the patterns that may match where these kinds of words and bits of text are."""
    return frozenset(rank for rank, pattern in enumerate(_patterns()) if not any(needed.isdisjoint(there) for needed in pattern.needs))


@cache
def _begun_by() -> dict[str, frozenset[int]]:
    """Word -> the ranks of the patterns that may begin with it."""
    found: dict[str, set[int]] = {}
    for rank, pattern in enumerate(_patterns()):
        for word in pattern.begins or ():
            found.setdefault(word, set()).add(rank)
    return {word: frozenset(ranks) for word, ranks in found.items()}


@cache
def _begun_anywhere() -> frozenset[int]:
    """The ranks of the patterns that may begin with anything."""
    return frozenset(rank for rank, pattern in enumerate(_patterns()) if pattern.begins is None)


def _there(text: str, window: _Window, told: list[str]) -> frozenset[str]:
    """The kinds of words that a window holds, and the bits of text in it that patterns need beside these; `told` are its words."""
    kinds = frozenset(window.kinds)
    bits = _bits(kinds).intersection(chain.from_iterable(map(_bits_of, told)))
    if "digit" in kinds:
        shown = SPACED.sub("0 ", FIGURE.sub("0", text[window.start : window.end].lower()))
        bits = bits.union([need for bit, need in _bits_with_digits() if bit in shown])
    return kinds | bits


def _windows(text: str, within: Span) -> list[_Window]:
    """The stretches around telltale words, widened to whole words and joined where they meet."""
    found: list[_Window] = []
    for tell in matches_at(_telltale(), places_told(text, _first_words()), text, within):
        start, end = max(within.start, tell.start() - REACH), min(within.end, tell.end() + REACH)
        while start > within.start and tell.start() - start < 2 * REACH and text[start - 1].isalnum():
            start -= 1
        while end < within.end and end - tell.end() < 2 * REACH and text[end].isalnum():
            end += 1
        kinds = _kinds_of(tell.group())
        if found and start <= found[-1].end:
            found[-1].end = max(end, found[-1].end)
            found[-1].kinds |= kinds
        else:
            found.append(_Window(start, end, set(kinds)))
    return found


@lru_cache(maxsize=FITTING)
def _kinds_of(word: str) -> frozenset[str]:
    """The kinds of a telltale word, and of each of its words if it is several ("these days" has a unit in it)."""
    if word[0].isdigit():
        return DIGIT
    told = word.lower().split()
    return frozenset().union(*(_kinds().get(form, frozenset()) for one in (" ".join(told), *told) for form in (one, one.removesuffix("s"))))


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """Word -> kinds of words of the calendar that it is of."""
    found: dict[str, set[str]] = {}
    for kind in KINDS:
        for word in words("calendar", kind):
            found.setdefault(" ".join(word.split()), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def _anchor_ahead(candidates: list[_Candidate], setting: Setting, start: int, unit: str) -> tuple[str | None, int | None]:
    """The value and end of the date that follows at once ("a week before 20 May")."""
    shape = exact_to(unit)
    for candidate in candidates[bisect_left(candidates, start, key=lambda c: c.start) :]:
        if candidate.start - start > 5 or setting.text[start : candidate.start].strip() not in ("", "the", "on"):
            break
        if _patterns()[candidate.rank].rule in ("month_day", "month_year", "iso", "year", "weekday", "near_day"):
            valued = _value(candidate, setting)
            if valued is not None and shape.match(valued.value):
                return valued.value, candidate.end
    return None, None


def _joined(text: str, found: list[Time]) -> Iterator[Time]:
    """Clock times and the days beside them as one, and parts of a day only with their day."""
    at = 0
    while at < len(found):
        one, two = found[at], found[at + 1] if at + 1 < len(found) else None
        if two is not None and BETWEEN_CLOCK_AND_DAY.fullmatch(text[one.span.end : two.span.start]):
            clock, day = (one, two) if one.value.startswith("T") else (two, one)
            if clock.value.startswith("T") and DAY_VALUE.match(day.value):
                yield Time(Span(one.span.start, two.span.end), day.value + clock.value, "TIME")
                at += 2
                continue
        at += 1
        if re.match(r"T(?!\d)", one.value) is None:
            yield one


@cache
def _macros() -> dict[str, str]:
    day_names = words("calendar", "weekday")
    weekday = rf"\b(?P<weekday>{either(day_names)}|{either(words('calendar', 'short weekday'))}\.?)"
    early = rf"(?:(?:early|late|earlier|later|mid)(?:-|{BLANK}(?:in{BLANK}|on{BLANK})?)|<early part>)"
    part_of = rf"(?:the{BLANK})?(?:very{BLANK})?\b(?:beginning|start|end|middle|close|rest|remainder){BLANK}of{BLANK}"
    zones = "GMT|UTC|BST|CE?S?T|EE?S?T|EDT|PT|PST|PDT|MS?T|MDT|CDT|IST|JST|KST|MSK|AE[SD]T|local time|Eastern(?: time)?|Pacific(?: time)?|ET"
    return {
        "weekday": weekday,
        "early": early.replace("<early part>", part_of),
        "early part": part_of,
        "month": either(words("calendar", "month")),
        "day name": either(day_names),
        "ordinal": either(words("numerals", "ordinal")),
        "number": numeral_pattern(),
        "year": r"(?:1[5-9]|20)\d\d(?!\d)",
        "unit": either(words("calendar", "unit")).replace("centurie|", "centurie(?=s)|"),
        "part": either(words("calendar", "part")),
        "season": either(words("calendar", "season")),
        "feast": either(words("calendar", "feast")),
        "adverb": either(words("calendar", "adverb")),
        "reference": either(words("calendar", "reference")),
        "spoken year": year_words(),
        "zone": rf"(?:{zones})\b",
    }


@cache
def _patterns() -> tuple[_Pattern, ...]:
    made = []
    for name, rule, argument, needs, pattern in table("times"):
        needed = tuple(frozenset(need[1:-1] if need[0] == "<" else BIT + need for need in part.split("|")) for part in needs.split(" & "))
        filled = re.sub(r"(?<!P)<([a-z ]+)>", lambda macro: _macros()[macro[1]], _blanks(pattern))
        try:
            regex = re.compile(f"{WORD_START}(?:{filled})", re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"tables/times.tsv, {name}: {error}") from error
        cores = tuple(core for core in ("core", "core2") if core in regex.groupindex)
        made.append(_Pattern(regex, rule, argument, needed, cores, None if name in ANYWHERE else _begins(filled)))
    return tuple(made)


def _begins(pattern: str) -> frozenset[str]:
    """The words that a pattern may begin with: all that are written in it, as they are, without a last letter that may lack, and with an s.

    "0" is one of them if the pattern has a figure in it at all.
    """
    bare = COUNT.sub("", pattern)
    told, plain = {"0"} if IN_FIGURES.search(bare) else set[str](), SYNTAX.sub(" ", bare).lower()
    for match in WORD_OR_DIGIT.finditer(plain):
        word = match.group()
        told |= {word, word + "s", word[:-1] if plain.startswith("?", match.end()) else word}
    return frozenset(told)


@lru_cache(maxsize=FITTING)
def _bits(kinds: frozenset[str]) -> frozenset[str]:
    """The bits of text, as needs, of those patterns that may match where these kinds of words are."""
    needs = [pattern.needs for pattern in _patterns() if all(needed & kinds or any(need[0] == BIT for need in needed) for needed in pattern.needs)]
    return frozenset(need for needed in needs for one in needed for need in one if need[0] == BIT)


@lru_cache(maxsize=WORDS_KEPT)
def _bits_of(word: str) -> tuple[str, ...]:
    """The bits, as needs, that a word has in it; a bit is letters alone, or has a digit in it."""
    return tuple(need for need in _all_bits() if need.removeprefix(BIT) in word)


@cache
def _bits_with_digits() -> tuple[tuple[str, str], ...]:
    """The bits that have a digit in them, each with its name among the needs."""
    return tuple((need.removeprefix(BIT), need) for need in _all_bits() if "0" in need)


@cache
def _all_bits() -> tuple[str, ...]:
    return tuple(sorted({need for pattern in _patterns() for needed in pattern.needs for need in needed if need[0] == BIT}))


def _blanks(pattern: str) -> str:
    """Blanks of a table's pattern become `BLANK`, but not inside the <names>."""
    pieces = re.split(r"((?<!P)<[a-z ]+>)", pattern)
    return "".join(piece if number % 2 else piece.replace(" ", BLANK) for number, piece in enumerate(pieces))


@cache
def _first_words() -> frozenset[str]:
    """The words with which telltale ones of several words, or of letters and marks, begin."""
    return frozenset(re.split(r"[\W\d_]", name, maxsplit=1)[0] for name in _telltale_words())


@cache
def _telltale_words() -> frozenset[str]:
    names = {word for kind in KINDS for word in words("calendar", kind)}
    more = {"today", "yesterday", "tomorrow", "tonight", "overnight", "noon", "midday", "midnight", "nineteen", "eighteen", "twenty", "period"}
    more |= {"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties", "a.m", "p.m"}
    return frozenset(names | more)


@cache
def _telltale() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?:\d{{1,15}}|\b{either(_telltale_words())}(?:s|\b))", re.IGNORECASE)
