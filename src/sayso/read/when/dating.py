"""The day of publication, inferred from what a text itself shows of the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from sayso.data import Span
from sayso.read.calendar import (
    BLANK,
    Tenses,
    day_of,
    days_in_years,
    either,
    matches_at,
    month_number,
    moved,
    places_of,
    tenses,
    weekday_number,
    words,
)

TOP = 600
"""Characters in which a header, a dateline or the first paragraph lies."""
FIRST_LINES = 250
"""Characters in which a full date without a weekday is that of the news itself rather than of its history."""
DATELINE = 140
"""Characters in which a dateline lies."""
EARLIEST = 1990
"""A full date in the running text counts from this year on: news that is read here is not older, and history is."""
YEARS_BACK = 28
"""The Gregorian calendar repeats its weekdays after 28 years (within 1901 to 2099): further back nothing new is found."""
NEAR = 31
"""Days around the publication in which "Friday (22)" lies."""
HALF_YEAR = 183

YEAR_WEIGHT = 1.0
"""What the latest year told adds to days from the year before it to two years after: where reports name years at all, the latest is as
near as that in about two of three (counted on Wikinews), and days that bear the same weekday are five, six or eleven years apart."""
HEADER_WEIGHT, DATELINE_WEIGHT, WEEKDAY_WEIGHT, BRACKET_WEIGHT, TOP_WEIGHT, BARE_DATELINE_WEIGHT = 6.0, 5.0, 2.0, 1.5, 1.5, 1.0
"""What each kind of evidence adds to a day that agrees with it: a header or dateline says it outright, two bound weekdays outvote neither."""

WORD_START = r"(?<![^\W\d_])"
"""No day is told from inside a word on: said first, this spares the patterns most places."""
ISO = re.compile(r"\d{4}-\d\d-\d\d")
BRACKETED = re.compile(r"\(\d{1,2}\)")
LABEL = re.compile(r"(?:^|\n)[^\n]{0,40}\b(?:published|updated|posted|date|modified|issued)\b[^\n]{0,20}$", re.IGNORECASE)
DASH = re.compile(r"\s{0,2}(?:\([^)\n]{1,40}\)\s{0,2})?(?:—|–|--|-|/\S{1,20}/)\s|\s{0,2}\([A-Z][^)\n]{0,40}\)")
YEAR = re.compile(r"[12](?<![\d.,$£€-][12])(?:(?<=1)9[89]|(?<=2)0\d)\d(?![\d%]|,\d|-\d)")
HISTORY = re.compile(r"\b(?:since|from|until|before|born|dated|dates|of|on or about|the|ended|expires?)\s(?:on\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clue:
    """One day told: any of its parts may be unknown. `weight` counts for a day of publication that agrees."""

    weight: float
    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    ahead: bool = False


def published_from(text: str, *, today: date) -> date | None:
    """The day on which `text` was published, as far as it shows it; None without evidence. Never later than `today`.

    Headers and datelines say it; a weekday bound to a day of a month ("Friday, November 22") fits one year in about six, and the latest
    is taken; "Friday (22)" fits where something else gives the month. Days are weighed by the evidence that agrees with them, and of equals
    the latest wins, since the last thing told of as past happened just before publication.
    """
    clues = list(_clues(text))
    days = {day for day in _proposed(clues, today) if day <= today}
    told = max((int(year[0]) for year in YEAR.finditer(text) if int(year[0]) <= today.year), default=None)
    telling = [clue for clue in clues if clue.weight]
    evidence = {day: sum(clue.weight for clue in telling if _agrees(clue, day)) for day in sorted(days)}
    weighed = [(weight + _nearness(day, told), day) for day, weight in evidence.items() if weight >= TOP_WEIGHT]
    return max(weighed)[1] if weighed else None


def _nearness(day: date, latest_year: int | None) -> float:
    return YEAR_WEIGHT if latest_year is not None and -1 <= day.year - latest_year <= 2 else 0.0


def _clues(text: str) -> Iterator[_Clue]:
    told = tenses(text)
    everywhere = Span(0, len(text))
    months, weekdays, days = _heads(text)
    for match in matches_at(_full(), days, text, everywhere):
        clue = _from_full(text, told, match)
        if clue is not None:
            yield clue
    for match in matches_at(_bracket(), weekdays, text, everywhere) if BRACKETED.search(text) else ():
        if match["weekday"][0].isupper() and 1 <= int(match["day"]) <= 31:
            yield _Clue(BRACKET_WEIGHT, None, None, int(match["day"]), weekday_number(match["weekday"]), _ahead(told, match))
    for match in matches_at(_month_year(), months, text, everywhere):
        if match["month"][0].isupper():
            yield _Clue(0.0, int(match["year"]), month_number(match["month"]), None, None)


def _heads(text: str) -> tuple[list[int], list[int], list[int]]:
    """Where a month with its year, a weekday with its number, and a day of a month may begin."""
    months = places_of(text, words("calendar", "month"))
    weekdays = places_of(text, words("calendar", "weekday").keys() | words("calendar", "short weekday").keys())
    return months, weekdays, sorted([*months, *weekdays, *places_of(text, ("0",))]) if months or ISO.search(text) else []


def _from_full(text: str, told: Tenses, match: re.Match[str]) -> _Clue | None:
    parts = {name: value for name, value in match.groupdict().items() if value}
    month = parts.get("month") or parts.get("month2")
    if month is not None and not month[0].isupper():
        return None
    number = month_number(month) if month else int(parts["mm"])
    day, year = int(parts.get("day") or parts.get("day2") or parts["dd"]), parts.get("year") or parts.get("year2") or parts.get("year3")
    if day_of(int(year) if year else 2000, number, day) is None:
        return None
    weekday = weekday_number(parts["weekday"]) if "weekday" in parts else weekday_number(parts["weekday2"]) if "weekday2" in parts else None
    ahead = _ahead(told, match)
    weight = _standing(text, match, full=year is not None, bound=weekday is not None, ahead=ahead)
    return _Clue(weight, int(year) if year else None, number, day, weekday, ahead)


def _standing(text: str, match: re.Match[str], *, full: bool, bound: bool, ahead: bool) -> float:
    """How much a day counts by where it stands."""
    before = text[max(0, match.start() - 80) : match.start()]
    if match.start() < TOP and full and (LABEL.search(before) or _own_line(text, match)):
        return HEADER_WEIGHT
    if match.start() < DATELINE and DASH.match(text, match.end()) and not re.search(r"[a-z]{3}[.!?]\s", before):
        return DATELINE_WEIGHT if full else BARE_DATELINE_WEIGHT
    if bound:
        return WEEKDAY_WEIGHT
    year = match["year"] or match["year2"] or match["year3"]
    history = not full or ahead or int(year) < EARLIEST or HISTORY.search(before)
    return 0.0 if history or match.start() >= FIRST_LINES else TOP_WEIGHT


def _own_line(text: str, match: re.Match[str]) -> bool:
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    rest = text[start : match.start()] + text[match.end() : end if end >= 0 else match.end() + 200]
    return len(rest) <= 30 and not re.search(r"[a-z]{3,}\s[a-z]{2,}\s[a-z]{2,}|\.\s*$", rest)


def _ahead(told: Tenses, match: re.Match[str]) -> bool:
    return told.leaning(match.start(), match.end()) == "future"


def _proposed(clues: list[_Clue], today: date) -> Iterator[date]:
    """The days that may be the one: each clue's own, in the years it leaves open."""
    years = range(max(1, today.year - YEARS_BACK), today.year + 1)
    months = {(clue.year, clue.month) for clue in clues if clue.month is not None}
    for clue in clues:
        if clue.day is None or clue.weight == 0 or (clue.ahead and clue.weight <= WEEKDAY_WEIGHT):
            continue
        if clue.month is not None:
            for day in days_in_years(clue.month, clue.day, [clue.year] if clue.year else years):
                if clue.weekday is None or day.isoweekday() == clue.weekday or clue.weight >= DATELINE_WEIGHT:
                    yield day
            continue
        for year, month in sorted(months, key=str):
            for day in (d for step in (-1, 0, 1) for d in _in_month(month or 1, clue.day, [year] if year else years, step)):
                if day.isoweekday() == clue.weekday:
                    yield day


def _in_month(month: int, day: int, years: range | list[int], step: int) -> list[date]:
    shifted = (month - 1 + step) % 12 + 1
    return days_in_years(shifted, day, [year + (month - 1 + step) // 12 for year in years])


def _agrees(clue: _Clue, published: date) -> bool:
    if clue.day is None:
        return False
    if clue.month is None:
        near = (moved(published, step) for step in range(-NEAR, NEAR + 1))
        return any(day is not None and day.day == clue.day and day.isoweekday() == clue.weekday for day in near)
    if clue.year is not None:
        exact = day_of(clue.year, clue.month, clue.day)
        told = clue.weekday is not None and clue.weight <= WEEKDAY_WEIGHT
        return exact is not None and (exact == published or (told and abs((exact - published).days) < HALF_YEAR))
    days = days_in_years(clue.month, clue.day, range(max(1, published.year - 1), min(9999, published.year + 1) + 1))
    nearest = min(days, key=lambda day: abs((day - published).days), default=None)
    if nearest is None or clue.weekday is None:
        return nearest == published
    return nearest.isoweekday() == clue.weekday and (clue.ahead or nearest <= published)


@cache
def _weekday() -> str:
    return rf"{either(words('calendar', 'weekday'))}|{either(words('calendar', 'short weekday'))}\.?"


@cache
def _full() -> re.Pattern[str]:
    month, suffix, year = either(words("calendar", "month")), r"(?:st|nd|rd|th)?", r"(?:19|20)\d\d"
    month_first = (
        rf"(?:\b(?P<weekday>{_weekday()}),?{BLANK})?\b(?P<month>{month})\b\.?{BLANK}(?P<day>\d{{1,2}}){suffix}\b"
        rf"(?:,?{BLANK}(?P<year>{year})\b)?"
    )
    day_first = (
        rf"(?:\b(?P<weekday2>{_weekday()}),?{BLANK}(?:the{BLANK})?)?(?<![\d.,])(?P<day2>\d{{1,2}}){suffix}{BLANK}(?:of{BLANK})?"
        rf"(?P<month2>{month})\b\.?(?:,?{BLANK}(?P<year2>{year})\b)?"
    )
    return re.compile(rf"{WORD_START}(?:{month_first}|{day_first}|\b(?P<year3>{year})-(?P<mm>\d\d)-(?P<dd>\d\d)(?!\d))", re.IGNORECASE)


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(rf"{WORD_START}\b(?P<weekday>{_weekday()}){BLANK}\((?P<day>\d{{1,2}})\)", re.IGNORECASE)


@cache
def _month_year() -> re.Pattern[str]:
    return re.compile(rf"{WORD_START}\b(?P<month>{either(words('calendar', 'month'))})\b,?{BLANK}(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
