"""Values of days and hours: what a matched day, weekday or clock time means, as TIMEX3 writes it (ISO 8601, X for the unknown)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from sayso.read.calendar import day_of, days_in_years, last_on_weekday, month_number, moved, numeral, weekday_number, words
from sayso.read.when.setting import Expression, Valued, step_of

FAR_OFF = 60
"""Days by which a date without a year may lie on the side of the publication that its verb speaks against."""
NEAR_DAY = 31
"""Days around the publication among which "Friday (22)" is sought."""


def iso(here: Expression) -> Valued | None:
    """2024-11-22, with or without a clock time."""
    day = day_of(int(here.match["year"]), int(here.match["mm"]), int(here.match["dd"]))
    if day is None:
        return None
    return Valued(f"{day.isoformat()}T{here.match['hh']}:{here.match['mi']}", "TIME") if here.match["hh"] else Valued(day.isoformat())


def numeric(here: Expression) -> Valued | None:
    """22/11/2024 or 11/22/2024, where only one order makes a date."""
    first, second, year = int(here.match["mm"]), int(here.match["dd"]), int(here.match["year"])
    year += (2000 if year < 50 else 1900) if year < 100 else 0
    days = {day for month, dd in ((first, second), (second, first)) if (day := day_of(year, month, dd)) is not None}
    return Valued(days.pop().isoformat()) if len(days) == 1 else None


def fixed(here: Expression) -> Valued | None:
    """A value that the table gives."""
    return Valued(here.argument, "TIME" if here.argument.startswith("T") else "DATE")


def month_day(here: Expression) -> Valued | None:
    """A day of a month; without a year, the nearest such day on the side its verb speaks of."""
    number = numeral(here.match["dd"]) if here.match["dd"].isdigit() else words("numerals", "ordinal").get(here.match["dd"].lower().replace(" ", "-"))
    if number is None or not here.capital("month"):
        return None
    month, day = month_number(here.match["month"]), int(float(number))
    weekday = here.group("weekday")
    if not weekday and not here.match["year"] and re.search(r"\b[Ii]n\s$", here.before(4)):
        return None
    if here.match["year"]:
        exact = day_of(int(here.match["year"]), month, day)
        return Valued(exact.isoformat()) if exact else None
    if day_of(2000, month, day) is None:
        return None
    found = _nearest(here, month, day, weekday_number(weekday) if weekday else None)
    return Valued(found.isoformat() if found else f"XXXX-{month:02d}-{day:02d}")


def _nearest(here: Expression, month: int, day: int, weekday: int | None = None) -> date | None:
    today = here.published
    if today is None:
        return None
    days = days_in_years(month, day, range(max(1, today.year - 2), min(9999, today.year + 2) + 1))
    fitting = [found for found in days if weekday is None or found.isoweekday() == weekday] or days
    nearest = min(fitting, key=lambda found: abs((found - today).days), default=None)
    if nearest is None or weekday is not None:
        return nearest
    leaning, far = here.leaning(), abs((nearest - today).days) > FAR_OFF
    if leaning == "past" and nearest > today and far:
        return max((found for found in fitting if found <= today), default=nearest)
    if leaning == "future" and nearest < today and far:
        return min((found for found in fitting if found >= today), default=nearest)
    return nearest


def feast(here: Expression) -> Valued | None:
    """A feast on a fixed day ("Christmas Eve")."""
    if not here.capital("feast"):
        return None
    monthday = words("calendar", "feast")[" ".join(here.match["feast"].lower().split())]
    if here.match["year"]:
        return Valued(f"{here.match['year']}-{monthday}")
    month, day = map(int, monthday.split("-"))
    today, rel = here.published, here.group("rel")
    if today is not None and rel in ("last", "next"):
        years = range(max(1, today.year - 1), min(9999, today.year + 1) + 1)
        days = [d for d in days_in_years(month, day, years) if (d < today if rel == "last" else d > today)]
        return Valued((days[-1] if rel == "last" else days[0]).isoformat()) if days else None
    found = _nearest(here, month, day)
    return Valued(found.isoformat() if found else f"XXXX-{monthday}")


def weekday(here: Expression) -> Valued | None:
    """A weekday, perhaps with a part of the day ("Friday night") or its week ("Friday last week")."""
    if not here.capital("weekday") or _namesake(here):
        return None
    number, part, week = weekday_number(here.match["weekday"]), here.group("part"), here.group("week")
    day = weekday_near(here, number, here.group("rel"))
    if week and here.published:
        day = moved(here.published, number - here.published.isoweekday() + 7 * step_of(week))
    value = day.isoformat() if day else f"XXXX-WXX-{number}"
    return Valued(value + part_code(part), "TIME") if part else Valued(value)


def weekday_near(here: Expression, weekday: int, rel: str | None) -> date | None:
    """The day that a weekday means, seen from the publication: the latest such day, or the next by "next" and future verbs."""
    today = here.published
    if today is None:
        return None
    latest = last_on_weekday(weekday, until=today)
    if rel in ("last", "this past", "past", "the previous"):
        return latest if latest < today else moved(today, -7)
    if rel == "next":
        return moved(latest, 7)
    ahead = latest if latest == today else moved(latest, 7)
    if rel in ("this coming", "the coming", "coming"):
        return ahead
    leaning = here.leaning()
    return ahead if leaning == "future" or (rel == "this" and leaning is None) else latest


def part_code(part: str) -> str:
    """TIMEX3 code of a part of the day: TMO, TAF, TEV, TNI, TMI."""
    return "T" + words("calendar", "part")[part]


def _namesake(here: Expression) -> bool:
    """Whether the weekday is part of a name: Black Friday, the Sunday Times."""
    before, after = here.before(12, "weekday").rstrip(), here.after(14, "weekday").lstrip(" ")
    return _named_before().search(before) is not None or after.startswith(_named_after())


@cache
def _named_before() -> re.Pattern[str]:
    names = (re.escape(name.capitalize()) for name in words("calendar", "namesake before"))
    return re.compile(rf"\b(?:{'|'.join(names)})$")


@cache
def _named_after() -> tuple[str, ...]:
    return tuple(name.title() for name in words("calendar", "namesake after"))


def weekday_number_of_month(here: Expression) -> Valued | None:
    """ "Friday (22)": the nearest day of that number, first among those that are such a weekday."""
    number, today = int(here.match["dd"] or here.match["dd2"]), here.published
    if not 1 <= number <= 31 or not here.capital("weekday"):
        return None
    if today is None:
        return Valued(f"XXXX-XX-{number:02d}")
    near: Iterable[int] = sorted(range(-NEAR_DAY, NEAR_DAY + 1), key=lambda days: (abs(days), days))
    days = [day for step in near if (day := moved(today, step)) is not None and day.day == number]
    asked = weekday_number(here.match["weekday"])
    fitting = [day for day in days if day.isoweekday() == asked] or days
    return Valued(fitting[0].isoformat()) if fitting else None


def near_day(here: Expression) -> Valued | None:
    """Today, yesterday, tomorrow and their neighbours, tonight and overnight."""
    word, part, today = here.group("word") or "", here.group("part"), here.published
    steps = {"the day before yesterday": -2, "yesterday": -1, "tomorrow": 1, "the day after tomorrow": 2}
    step = steps.get(word, 0)
    if word == "overnight":
        step, part = 0 if here.leaning() == "future" else -1, "night"
    elif word == "tonight":
        part = "night"
    day = moved(today, step) if today else None
    value = day.isoformat() if day else "XXXX-XX-XX"
    return Valued(value + part_code(part), "TIME") if part else Valued(value)


def part_of_day(here: Expression) -> Valued | None:
    """ "This morning", "last night"."""
    day = moved(here.published, -1 if here.group("rel") == "last" else 0) if here.published else None
    return Valued((day.isoformat() if day else "XXXX-XX-XX") + part_code(here.group("part") or ""), "TIME")


def clock(here: Expression) -> Valued | None:
    """A time of the day, T15:30; the day is joined to it afterwards where one stands beside it."""
    hour, minute, half = int(here.match["hh"]), here.match["mi"] or "00", here.group("half")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Valued(f"T{hour:02d}:{minute}", "TIME")


def fixed_part(here: Expression) -> Valued | None:
    """ "The morning of" a day that follows."""
    return Valued(part_code(here.group("part") or ""), "TIME")
