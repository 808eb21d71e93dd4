"""Dates of publication, as header lines and side files write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from sayso.collect.tables import rows

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
WRITTEN = (
    re.compile(rf"\b{DAY}[ \-]+{MONTH},?[ \-]+{YEAR}", re.I),
    re.compile(rf"\b{MONTH} +{DAY},? +(?:\d\d:\d\d:\d\d [A-Z]{{1,5}} )?{YEAR}", re.I),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<dash>[/.\-])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"^(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
)
SLASHED = re.compile(r"(?<!\d)(?P<first>\d{1,2})(?P<dash>[/.\-])(?P<second>\d{1,2})(?P=dash)(?P<year>(?:19|20)\d\d)(?!\d)")
MAILED = re.compile(r"(?:[a-z]{3}, *)?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d", re.I)
CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?\s?(?P<half>[ap]\.?m\.?)?"
    r"[\s(]{0,2}(?:(?:GMT|UTC)?(?P<offset>[+-]\d\d:?\d\d)|(?P<zone>[A-Z]{1,5})\b)",
    re.I,
)
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
"""Seconds or milliseconds since 1970, from 2001 to 2033, as some publishing systems write a moment."""

LONGEST = 100
YEARS = range(1800, 2200)
"""What lies outside is a mistake, and would overflow later sums of dates."""


@lru_cache(maxsize=64)
def published(text: str | None) -> date | datetime | None:
    """The day or moment that `text` names, or None.

    ISO 8601, RFC 2822, and the usual ways of writing a date in English. A moment without a time zone gives its day. A
    numeric date is read only where day and month cannot be confused ("22/11/2024", not "02/03/2024").
    """
    text = (text or "").strip()
    if not text or len(text) > LONGEST:
        return None
    moment = _moment(text)
    if moment is None:
        day = _written(text)
        return _at_time(day, text) if day else None
    return None if moment.year not in YEARS else moment if moment.tzinfo else moment.date()


def _at_time(day: date, text: str) -> date | datetime:
    """The moment of `day` at the time that `text` names with a zone, else the day."""
    match = CLOCK.search(text)
    offset = _offset(match["zone"], match["offset"]) if match else None
    if match is None or offset is None:
        return day
    half = (match["half"] or "").lower()[:1]
    hour = int(match["hour"])
    if half and not 1 <= hour <= 12:
        return day
    try:
        shown = time(hour % 12 + 12 * (half == "p") if half else hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return day
    return datetime.combine(day, shown, timezone(offset))


def _offset(zone: str | None, offset: str | None) -> timedelta | None:
    """How far a zone lies from UTC, by its name in zones.tsv or as "+0100"."""
    if offset:
        hours, minutes = int(offset[1:3]), int(offset[-2:])
        return timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1) if hours < 24 and minutes < 60 else None
    minutes_of = {name: int(minutes) for name, minutes, _ in rows("zones.tsv")}
    known = minutes_of.get((zone or "").upper())
    return timedelta(minutes=known) if known is not None else None


def _moment(text: str) -> datetime | None:
    if EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        return parsedate_to_datetime(text) if MAILED.match(text) else datetime.fromisoformat(text)
    except (ValueError, TypeError, OverflowError):
        return None


def _written(text: str) -> date | None:
    for pattern in WRITTEN:
        match = pattern.search(text)
        if match:
            month = match["month"].lower()[:3]
            return _day(int(match["year"]), int(month) if month.isdigit() else MONTHS.index(month) + 1, int(match["day"]))
    match = SLASHED.search(text)
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    if first > 12 or first == second:
        return _day(int(match["year"]), second, first)
    return _day(int(match["year"]), first, second) if second > 12 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
