"""Values of months, seasons, quarters, years and longer: what a matched one means, as TIMEX3 writes it (ISO 8601, X for the unknown)."""

from __future__ import annotations

import re

from sayso.read.calendar import month_number, months_later, spoken_year, words
from sayso.read.when.setting import Expression, Valued, near_year

FIRST_YEAR, LAST_YEAR = 1500, 2100
"""Numbers of four digits that may be years."""

AMBIGUOUS_MONTHS = {"may", "march", "mar", "april", "june", "august", "jan", "dec", "sep", "jun"}
"""Names of months that are words or given names too: alone they need a sign that a month is meant."""
MONTH_SIGN = re.compile(
    r"\b(?:in|since|until|till|by|during|through|throughout|from|to|of|for|mid|early|late|between|and|before|after)[\s-]+$", re.IGNORECASE
)
YEAR_SIGN = re.compile(r"\b(?:in|since|of|until|by|from|during|year|early|late|before|after|and|to)\s$", re.IGNORECASE)
COUNTED = re.compile(
    r"[ \t](?:of|people|men|women|soldiers|troops|jobs|homes|residents|tons|tonnes|miles|km|meters|metres|feet|pounds|dollars|euros|percent|per"
    r"|points)\b"
)
ROUND_COUNT = re.compile(r"[ \t][a-z]+s\b(?!['’])")
PERSONAL = re.compile(r"\b(?:his|her|their|my|your|our)\s(?:early |late |mid-?)?$", re.IGNORECASE)
"""Before a decade it makes it an age: "in her 80s"."""
THIS_DECADE = 202
"""The decade that "the '80s" is seen from where no publication is known."""
DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")


def month_year(here: Expression) -> Valued | None:
    """A month of a named year."""
    if not here.capital("month"):
        return None
    return Valued(f"{here.match['year'] or near_year(here.published, here.group('rel') or 'this')}-{month_number(here.match['month']):02d}")


def month(here: Expression) -> Valued | None:
    """A month alone: the latest one that has begun, or the next where the verb speaks of the future."""
    rel = here.group("rel")
    if not here.capital("month") or not _means_month(here, signed=bool(rel or here.match["mod"])):
        return None
    number, today = month_number(here.match["month"]), here.published
    if today is None:
        return Valued(f"XXXX-{number:02d}")
    recent = number == today.month or number == today.month - 1
    passed = number <= today.month and not (recent and rel == "last")
    year = today.year if passed else today.year - 1
    if rel in ("next", "the following", "this coming") or (rel is None and here.leaning() == "future"):
        year = today.year + (number < today.month or (number == today.month and rel == "next"))
    elif rel == "this":
        year = today.year
    return Valued(f"{year:04d}-{number:02d}")


def _means_month(here: Expression, *, signed: bool) -> bool:
    name = here.match["month"].lower()
    full = words("calendar", "month")
    before, after = here.before(24, "month"), here.after(3, "month")
    if here.match["month"].isupper() and name in AMBIGUOUS_MONTHS:
        return False
    sign = signed or MONTH_SIGN.search(before) is not None
    if not sign and (re.search(r"[A-Z][\w.’']*\s$", before) or re.match(r"\s[A-Z]", after)):
        return False
    if len(name) <= 4 and name not in ("may", "june", "july") and name in full:
        return sign and (after[:1] in ".,;)" or after[:1].isspace())
    if name == "may" and re.search(r"(?:Theresa|Mrs\.?|Ms\.?|Minister)\s+May\b", here.setting.text):
        return signed
    return sign or name not in AMBIGUOUS_MONTHS


def season(here: Expression) -> Valued | None:
    """A season: 2024-SU; without a year the latest that has begun, or the next by "next" and future verbs. Winter bears the year it begins in."""
    code, rel, today = words("calendar", "season")[here.match["season"].lower()], here.group("rel"), here.published
    if here.group("year"):
        return Valued(f"{here.match['year']}-{code}")
    if today is None:
        return Valued(f"XXXX-{code}")
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    begun = today.year if today.month >= start else today.year - 1
    running = 0 <= (today.year - begun) * 12 + today.month - start < 3
    if rel in ("last", "this past"):
        return Valued(f"{begun - (running and rel == 'last')}-{code}")
    if rel in ("next", "this coming"):
        return Valued(f"{begun + 1}-{code}")
    if rel == "this":
        return Valued(f"{begun if running or (code == 'WI' and today.month < 3) else today.year}-{code}")
    future = here.leaning() == "future" and not running
    return Valued(f"{begun + future}-{code}")


def decade(here: Expression) -> Valued | None:
    """The 1990s: 199; a decade without its century is of the last hundred years."""
    if here.group("decade"):
        return Valued(here.match["decade"])
    if PERSONAL.search(here.before(16)):
        return None
    digit = int(here.match["short"]) if here.group("short") else 2 + DECADES.index(here.group("word") or "")
    this = here.published.year // 10 if here.published else THIS_DECADE
    return Valued(str(this - (this - digit) % 10))


def century(here: Expression) -> Valued | None:
    """The 17th century: 16."""
    word = (here.group("nth") or "").replace(" ", "-")
    number = float(words("numerals", "ordinal").get(word, word)) if word in words("numerals", "ordinal") or word.isdigit() else 0
    return Valued(f"{int(number) - 1:02d}") if 1 <= number <= 30 else None


def year(here: Expression) -> Valued | None:
    """A number of four digits that is a year, and no count, code or price."""
    number, after = int(here.match["year"]), here.after(24)
    joined = re.match(r"[-\w%]|[.,]\d|/\d|\sB\.?C", after) and not here.group("to")
    if not FIRST_YEAR <= number <= LAST_YEAR or joined:
        return None
    told = YEAR_SIGN.search(here.before(8, "year"))
    counted = COUNTED.match(after) and not (told and re.match(r"\s(?:of|per)\b", after))
    round_count = number % 100 == 0 and not told and ROUND_COUNT.match(after)
    return None if counted or round_count else Valued(f"{number:04d}")


def spoken(here: Expression) -> Valued | None:
    """A year in words."""
    number = spoken_year(here.match["spoken"])
    return Valued(str(number)) if number else None


def quarter(here: Expression) -> Valued | None:
    """A numbered quarter: the latest of that number that has begun, where no year is told."""
    word = here.group("nth") or ""
    nth = int(word) if word.isdigit() else {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}[word]
    told = _told_year(here)
    today = here.published
    if told is None and today is not None:
        begun = (today.month - 1) // 3 + 1
        future = nth > begun and here.leaning() == "future"
        told = str(today.year - (nth > begun and not future) - (here.group("ago") is not None))
    return Valued(f"{told or 'XXXX'}-Q{nth}")


def _told_year(here: Expression) -> str | None:
    rel = here.group("rel", "rel2")
    return here.group("year", "year2") or (near_year(here.published, rel) if rel else None)


def half(here: Expression) -> Valued | None:
    """The first or second half of a told year (a half alone may be one of a match)."""
    told = _told_year(here)
    return Valued(f"{told}-H{1 if here.group('nth') == 'first' else 2}") if told else None


def same_quarter(here: Expression) -> Valued | None:
    """The quarter of which the report speaks ("the quarter", "the year-earlier period"), else the last that is over."""
    anchor, period = here.setting.quarter(), re.search(r"period$", here.match.group(), re.IGNORECASE)
    if anchor is None and (period or here.published is None):
        return Valued(near_year(here.published, "last")) if here.group("ago") or here.group("rel") else None
    if anchor is None and here.published is not None:
        then = months_later(here.published, -3)
        anchor = (then[0], (then[1] - 1) // 3 + 1) if then else None
    if anchor is None:
        return None
    told = here.group("year")
    back = 1 if here.group("ago") or here.group("rel") else 0
    return Valued(f"{told or anchor[0] - back}-Q{anchor[1]}")
