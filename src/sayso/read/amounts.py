"""Patterns of amounts in English: numbers with sign, scale and fraction, what stands around them, what only looks like one. Finds nothing itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache

from sayso.read.calendar import BLANK, either, numeral_pattern, places_of, places_of_words, table, words, year_words

OWNERS = rf"(?:the|its|his|her|their|our|all|those|these|every|an?(?!{BLANK}(?:dozen|hundred|thousand|million|billion|trillion)\b))"
"""What follows a fraction that is a share of something ("half the crew", "half a loaf", but not "half a million")."""
WAYS = "Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Square|Place|Court|Terrace|Crescent|Parkway|Highway|Close|Mews"

BEFORE_NUMBER = 120
"""Characters that may stand before the first digit or word of an amount: the longest comparisons have some forty, blanks aside."""
MARKS_BEFORE = 8
"""Characters of minus, currency, blank and point that may stand before the first digit of an amount."""
BY, BY_NEXT = re.compile(r"\d{2}[x×]\Z"), re.compile(r"[x×]\d{2}")
"""What stands around the sides of something: 1920x1080."""
SPREAD = re.compile(r"\b(?:range|scale|between) of\s\Z", re.IGNORECASE)
"""What shows that two numbers with a hyphen are a range and no score, though nothing is counted."""
ONE_OF = re.compile(
    r"\s{1,3}of\s{1,3}(?:the|its|his|her|their|our|these|those)\s(?!(?:[\w’']+\s){0,2}(?:\w+est|most|least|best|worst|top|leading|few|main|only|major|first)\b)"
)
"""One out of a group; before a superlative it counts nothing ("one of the largest")."""


@cache
def amount() -> re.Pattern[str]:
    """One amount: comparison, minus, currency sign, number (plain, fraction, share or vague plural), scale letters."""
    scale, sign = either(words("numerals", "short scale")), either(words("quantities", "sign"))
    return re.compile(
        rf"(?<![A-WYZa-wyz])(?:(?P<between>\bbetween{BLANK}))?(?:\b(?P<before>{either(words('quantities', 'before'))}){BLANK}(?:the{BLANK})?)?"
        rf"(?:\b(?P<aged>age[ds]?{BLANK}))?(?P<minus>\bminus{BLANK}|(?<=[^\S\n])[-−](?=[^\s-])|(?<=\()[-−])?"
        rf"(?:(?<![A-Za-z])(?P<sign>{sign})[ \u00a0]?(?=[\d.]))?"
        rf"(?P<number>{_share()}|{_fraction()}|{_vague()}|(?<![\w.,])\.\d{{1,6}}\b|{numeral_pattern()})"
        rf"(?:(?<=\d)[ \u00a0]?(?P<scale>{scale})(?![\w]))?",
        re.IGNORECASE,
    )


@cache
def numeral_words() -> frozenset[str]:
    """Words of which, if it has no digit, every amount holds one, and everything that `other` finds; they are cardinal, but for parts ("third")."""
    spelled = [word for kind in ("small", "scale", "part") for word in words("numerals", kind)]
    return frozenset([*spelled, *words("quantities", "vague size"), *words("numerals", "vulgar")])


def next_amount(text: str, told: Sequence[int], at: int, end: int) -> re.Match[str] | None:
    """The next amount, tried only where one may begin, and not far before a place that is told to be part of a number."""
    first = bisect_left(told, at)
    if first == len(told) or told[first] >= end:
        return None
    heads = _heads(text)
    tried = heads[bisect_left(heads, max(at, told[first] - BEFORE_NUMBER)) : bisect_left(heads, end)]
    return next((found for begin in tried if (found := amount().match(text, begin, end)) is not None), None)


@lru_cache(maxsize=2)
def _heads(text: str) -> list[int]:
    """Where an amount may begin: at the first word of one, at a digit, and at the marks before a digit ("-$5", ".5")."""
    places = places_of_words(text)
    digits = places.get("0", ())
    marks = {at for digit in digits for at in range(max(0, digit - MARKS_BEFORE), digit) if not text[at].isalnum()}
    return sorted(marks.union(digits, *(places.get(word, ()) for word in _first_words())))


@cache
def _first_words() -> frozenset[str]:
    """The words with which `amount` begins, up to the first mark in them."""
    numbers = [word for kind in ("small", "scale", "part", "vulgar") for word in words("numerals", kind)]
    told = ["a", "an", "half", "between", "age", "aged", "ages", "minus", *numbers, *words("quantities", "vague size")]
    told += [*words("quantities", "before"), *words("quantities", "sign")]
    return frozenset(first for word in told if (first := re.split(r"[^\w½¼¾⅓⅔]|\d", word.lower(), maxsplit=1)[0]))


def _fraction() -> str:
    """ "Two-thirds", "a quarter of a million", "half the crew", "3/4 of"."""
    parts = either([*words("numerals", "part"), "thirds", "quarters", "fifths", "sixths", "eighths", "tenths"])
    small = either(word for word, value in words("numerals", "small").items() if 0 < float(value) < 10)
    large = rf"(?:{BLANK}of{BLANK}an?{BLANK}(?P<whole>{either(words('numerals', 'scale'))})\b)?"
    whole = "".join(rf"(?<!\b{word}\s)" for word in ("first", "second", "other", "latter", "final", "opening"))
    named = rf"\b(?:{small}(?:-|{BLANK}){parts}|an?{BLANK}(?:third|quarter|fifth|tenth)|{whole}half)\b(?={BLANK}(?:of|{OWNERS})\b)"
    part = r"[1-9]\d?[/⁄](?:[2-9]|1[026]|32)(?![\d/])"
    slashed = rf"(?<![\d/.,])(?:\d{{1,3}}[ -]{part}|{part}(?=[ -][a-z]))"
    lone = rf"(?<=\bby\s)(?:an?{BLANK}(?:third|quarter|fifth|tenth)|half|two{BLANK}thirds|three{BLANK}quarters)\b"
    return rf"(?P<fraction>(?:{named}|{lone}|\b{small}-(?:thirds?|quarters?|fifths?|eighths?|tenths?)\b){large}|(?P<slashed>{slashed}))"


def _share() -> str:
    """ "One in five", "nine out of ten": a part of a whole, as is "a fifth"."""
    number = either(word for word, value in words("numerals", "small").items() if float(value) > 0)
    whole = rf"(?:{number}|10{{2,4}}|\d\d?)"
    part = rf"(?:one|1){BLANK}in|(?:{number}|\d\d?){BLANK}(?:out{BLANK}of|in(?={BLANK}(?:every|ten|10)\b))"
    return rf"(?P<share>\b(?:{part}){BLANK}(?:every{BLANK})?(?P<of>{whole})\b(?![,.]\d|%))"


def _vague() -> str:
    many = either(["thousands", "millions", "billions"])
    told = rf"(?:tens|dozens|hundreds|thousands){BLANK}of{BLANK}{many}|dozens|hundreds|thousands|millions|billions|trillions|scores(?={BLANK}of\b)"
    return rf"(?P<vague>\b(?:{told})\b)"


@cache
def second() -> re.Pattern[str]:
    """The second number of a range, behind the first: "-10", " to $10m", "% to 7", "- to 40"; its joint tells which kind it is."""
    scale, sign = either(words("numerals", "short scale")), either(words("quantities", "sign"))
    parted = either(words("quantities", "parted"))
    joint = rf"-?(?:{BLANK}|-)(?:to|and|or)(?:{BLANK}|-)|(?P<apart>(?:{BLANK}[a-z]{{2,15}}){{1,3}}){BLANK}and{BLANK}|[^\S\n]?[-–][^\S\n]?(?=[^\s-])"
    return re.compile(
        rf"(?P<unit>(?:{BLANK}|-)?(?:%|percent\b|per{BLANK}cent\b|°?[CF]\b|{parted}\b))?(?P<joint>{joint})"
        rf"(?P<minus>[-−](?=\d)|minus{BLANK})?(?:(?P<sign>{sign})[ \u00a0]?)?"
        rf"(?P<number>(?<![\w.,])\.\d{{1,6}}\b|{numeral_pattern()})(?:(?<=\d)[ \u00a0]?(?P<scale>{scale})(?!\w))?",
        re.IGNORECASE,
    )


@cache
def old() -> re.Pattern[str]:
    """ "-year-old", " months old"."""
    return re.compile(rf"(?:-|{BLANK})(?P<unit>years?|months?|weeks?|days?)(?:-|{BLANK})olds?\b", re.IGNORECASE)


@cache
def unit_word(*, lengths: bool) -> re.Pattern[str]:
    """A unit behind a number, with `lengths` those of time as well; single letters only where they touch the number."""
    kinds = ("unit", "hundredth", "length") if lengths else ("unit", "hundredth")
    spelled = either(word for kind in kinds for word in words("quantities", kind))
    glued = either(row[1] for row in table("quantities") if row[0] == "glued")
    return re.compile(rf"(?P<joint>-|{BLANK})?(?P<unit>{spelled})(?![\w°])|(?<=[\d½])(?P<glued>(?-i:{glued}))(?!\w)", re.IGNORECASE)


@cache
def behind() -> re.Pattern[str]:
    """ "Or more", "or so", "+" behind an amount."""
    return re.compile(rf"\+(?!\d)|{BLANK}{either(words('quantities', 'after'))}\b", re.IGNORECASE)


@lru_cache(maxsize=2)
def other_heads(text: str) -> list[int]:
    """Where what `other` finds may begin: at a digit, the two marks before it ("+("), a number in words, a day or month, and few other words."""
    digits = places_of_words(text).get("0", ())
    marks = {at for digit in digits for at in range(max(0, digit - 2), digit) if not text[at].isalnum()}
    return sorted(marks.union(digits, places_of(text, _other_first_words())))


@cache
def _other_first_words() -> frozenset[str]:
    return numeral_words().union(words("calendar", "month"), words("calendar", "weekday"), ("a", "an", "in", "mid", "per"))


@cache
def other(*, lengths: bool) -> re.Pattern[str]:
    """Dates, clock times, telephone numbers, scores, addresses, years in words, and, unless they are wanted, `lengths` of time."""
    month, weekday = either(name.title() for name in words("calendar", "month")), either(words("calendar", "weekday"))
    unit = either(word for word in words("calendar", "unit") if word not in ("quarter", "second"))
    hidden = "" if lengths else (
        rf"|\b(?:{numeral_pattern()}\+?|\d{{1,4}}(?:-|–|{BLANK}(?:to|or){BLANK})\d{{1,4}})(?:(?:-|{BLANK})(?:(?:more|full|consecutive|straight|additional){BLANK})?"
        rf"(?:{unit}|second(?=s))s?|{BLANK}quarters(?!{BLANK}of{BLANK}{OWNERS}\b))\b(?!(?:-|{BLANK})olds?\b)"
    )  # fmt: skip
    return re.compile(
        rf"(?<![A-Za-z])(?:(?<!\bin\s)\b(?-i:{month})\b\.?{BLANK}\d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d{{3}}|%)(?:[-–]\d{{1,2}}\b)?(?:,?{BLANK}(?:1[5-9]|20)\d\d\b)?"
        rf"|\b(?:3[01]|[12]?\d)(?:st|nd|rd|th)?(?:[-–]\d{{1,2}})?[^\S\n]{{1,3}}(?:of{BLANK})?(?-i:{month})\b(?:,?{BLANK}(?:1[5-9]|20)\d\d\b)?"
        rf"|\b(?-i:{month})\b\.?,?{BLANK}(?:1[5-9]|20)\d\d\b"
        rf"|\b{weekday}{BLANK}\(?\d{{1,2}}\)?(?!{BLANK}(?-i:[a-z])|[\w%]|[,.]\d)"
        r"|(?<![\w.])(?:\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d))(?!\d)"
        rf"|\b\d{{1,2}}(?:[:.]\d\d)?\s?[ap](?:\.m\.|m\b)|\b\d{{1,2}}:\d\d(?::\d\d)?(?!\d)|\b\d{{4}}{BLANK}(?:GMT|UTC|BST|CES?T|E[DS]?T|P[DS]?T|IST|JST|hours|local{BLANK}time)\b"
        r"|(?<![\w.,])(?:1[5-9]|20)\d\d[-–/](?:(?:1[5-9]|20)\d\d|\d\d)(?![\w,])"
        rf"{hidden}"
        rf"|\b{either(words('quantities', 'vague size'))}{BLANK}of{BLANK}{unit}s\b|\b(?:1\d|20)\d0s\b|['’]\d0s\b|\b(?:mid-)?{year_words()}\b"
        r"|(?<!\w)\+?\(?\d{2,5}\)?(?:[ -]\d{2,5}){2,5}(?![\w,])|(?<!\w)0\d{2,4}[- ]\d{5,8}(?!\w)|(?<![\w-])555-\d{4}\b"
        rf"|\b\d{{1,5}}{BLANK}(?-i:[A-Z][\w’'-]{{1,20}}{BLANK}){{1,3}}(?-i:{WAYS})\b"
        r"|\bper (?=\d)\d[\d,]*|(?<=[\n;:—])[^\S\n]?\d{1,2}\)(?=\s)|\bin (?:his|her|their) \d0s\b|\b9/11\b|\b24/7\b)",
        re.IGNORECASE,
    )
