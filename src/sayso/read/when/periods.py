"""Values of what has length or repeats: periods near the publication, durations, distances in time, sets, references."""

from __future__ import annotations

import re
from datetime import date

from sayso.read.calendar import month_number, months_later, moved, numeral, week_of, weekday_number, words
from sayso.read.when.days import part_code
from sayso.read.when.setting import Expression, Valued, near_week

VAGUE = {"several", "a few", "few", "many", "some"}
BEFORE_RATE = re.compile(
    r"(?:\d|%|\b(?:percent|per cent|dollars?|pounds?|euros?|cents?|times|million|billion|thousand|hundred|once|twice|hours|days|barrels|tons|tonnes"
    r"|people))(?:\s[\w-]+){0,2}\s$"
)
"""What a rate stands behind: "$50,000 a year", "two million barrels a day"."""
SECOND_HAND = re.compile(r"-(?:hand|half|place|term)\b")
MONTHS = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200, "L": 12000}
DAYS = {"D": 1, "W": 7, "WE": 7, "F": 14}


def unit_of(here: Expression, *names: str) -> str:
    """TIMEX3 letter of a unit: D, W, M, Q, Y, E (decade), C, L (millennium), F (fortnight), WE, TS, TM, TH."""
    return words("calendar", "unit")[here.group(*(names or ("unit",))) or ""]


def near_period(here: Expression) -> Valued | None:
    """Last, this or next week, month, year, quarter, decade, weekend."""
    if not here.argument and here.match["unit"].istitle() and not here.match["rel"].isupper():
        return None  # a name: ABC's "This Week"
    rel, code = here.group("rel") or here.argument, "Y" if "year" in here.argument else unit_of(here)
    step = -1 if rel in ("last", "this past") else 1 if rel in ("next", "this coming") else 0
    return Valued(_period(here.published, code, step))


def _period(today: date | None, code: str, step: int) -> str:
    if code == "W":
        return near_week(today, step)
    if code == "WE":
        return near_week(today, step) + "-WE"
    if today is None:
        return {"Y": "XXXX", "M": "XXXX-XX", "Q": "XXXX-QX", "E": "XXX", "C": "XX"}.get(code, "XXXX-XX-XX")
    then = months_later(today, step * MONTHS.get(code, 0))
    if then is None:
        return "XXXX"
    year, month = then
    told = f"{year:04d}"
    shapes = {"Y": told, "M": f"{told}-{month:02d}", "Q": f"{told}-Q{(month + 2) // 3}", "E": told[:3], "C": told[:2]}
    return shapes.get(code, today.isoformat())


def weekend(here: Expression) -> Valued | None:
    """The weekend: the last one that has begun, the next by a future verb."""
    today = here.published
    if today is None:
        return Valued("XXXX-WXX-WE")
    future = here.leaning() == "future"
    return Valued(near_week(today, 0 if future or today.isoweekday() >= 6 else -1) + "-WE")


def that_period(here: Expression) -> Valued | None:
    """ "That year", "the following day": counted from the date told before."""
    code, rel = unit_of(here), here.group("rel") or ""
    step = 1 if rel in ("the following", "the next") else -1 if rel in ("the previous", "the preceding", "the prior") else 0
    anchor = here.setting.anchor(here.match.start(), code)
    if anchor is None:
        return None if code == "D" and not step else Valued(_period(None, code, 0))
    return Valued(_moved_value(anchor, code, step))


def _moved_value(anchor: str, code: str, count: int) -> str:
    if code in DAYS:
        day = moved(date.fromisoformat(anchor[:10]), DAYS[code] * count)
        if day is None:
            return "XXXX-XX-XX"
        return week_of(day) if code == "W" and not re.match(r"\d{4}-\d\d-\d\d", anchor) else day.isoformat()
    month = int(anchor[5:7]) if re.match(r"\d{4}-\d\d", anchor) else 1
    then = months_later(date(max(1, int(anchor[:4])), min(12, max(1, month)), 1), MONTHS.get(code, 0) * count)
    if then is None:
        return "XXXX"
    return f"{then[0]:04d}-{then[1]:02d}" if code in ("M", "Q") else f"{then[0]:04d}"


def span_of(here: Expression) -> Valued | None:
    """ "The past year": one unit of length."""
    return Valued(_length(1, unit_of(here)), "DURATION")


def _length(count: float, code: str) -> str:
    if code in ("F", "E", "C", "L", "Q"):
        factor, code = {"F": (2, "W"), "E": (10, "Y"), "C": (100, "Y"), "L": (1000, "Y"), "Q": (3, "M")}[code]
        count *= factor
    prefix, letter = ("PT", code[1]) if code.startswith("T") else ("P", code)
    below = {"Y": (12, "M"), "TH": (60, "M"), "TM": (60, "S")}.get(code)
    if below and count % 1:
        whole, rest = int(count), round(count % 1 * below[0])
        return prefix + (f"{whole}{letter}" if whole else "") + f"{rest}{below[1]}"
    return f"{prefix}{count:g}{letter}" if count < 1e6 else f"{prefix}{int(count)}{letter}"


def _vague(code: str) -> str:
    return f"PTX{code[1]}" if code.startswith("T") else f"PX{code}"


def _count(here: Expression) -> float | None:
    """How many units: None where it is not told ("several")."""
    told = here.group("n") or ""
    half = 0.5 if here.group("half") else 0.0
    if told in VAGUE or not told:
        return None
    if "couple" in told:
        return 2
    if told in ("a", "an", "one", "another"):
        return 1 + half
    if told in ("half a", "half an", "a half"):
        return 0.5
    number = numeral(told)
    return None if number is None else number + half


def duration(here: Expression) -> Valued | None:
    """A length of time; an age is none, "a second" is an ordinal, "three quarters" a fraction, and "$5 a day" a rate."""
    code, told = unit_of(here), here.group("n") or ""
    lone = told in ("a", "an") and not here.match["half"]
    ordinal = code == "TS" and (told in ("a", "an", "one", "several") or not here.match["s"] or SECOND_HAND.match(here.after(8)))
    if here.match["old"] or ordinal or code == "WE" or (code == "Q" and (lone or not here.group("lead"))):
        return None
    if lone and not here.match["lead"] and BEFORE_RATE.search(here.before(40)):
        return Valued(_length(1, code), "SET")
    count = _count(here)
    return Valued(_vague(code) if count is None else _length(count, code), "DURATION")


def many(here: Expression) -> Valued | None:
    """Units without a number: "for years", "recent weeks"."""
    code = unit_of(here, "unit", "unit2")
    return None if code == "TS" else Valued(_vague(code), "DURATION")


def long(here: Expression) -> Valued | None:
    """ "Week-long", "months-long"."""
    code = unit_of(here)
    return Valued(_vague(code) if re.match(r"[a-z]+s-", here.match.group(), re.IGNORECASE) else _length(1, code), "DURATION")


def ago(here: Expression) -> Valued | None:
    """So long before the publication, as exact as its unit; "a year ago" beside a quarter is that quarter a year before."""
    code, count, today = unit_of(here), _count(here), here.published
    anchor = here.setting.quarter()
    if code == "Y" and count == 1 and anchor is not None:
        return Valued(f"{anchor[0] - 1}-Q{anchor[1]}")
    if count is None:
        return Valued("PAST_REF")
    if today is None:
        return Valued(_period(None, code, 0))
    if code.startswith("T"):
        return Valued(today.isoformat())
    if code in ("W", "F", "WE"):
        return Valued(near_week(today, -int(count * DAYS[code] // 7)))
    if code == "D":
        day = moved(today, -int(count))
        return Valued(day.isoformat()) if day else None
    then = months_later(today, -int(count * MONTHS[code]))
    return Valued(f"{then[0]:04d}-{then[1]:02d}" if code in ("M", "Q") else f"{then[0]:04d}") if then else None


def shifted(here: Expression) -> Valued | None:
    """So long before or after another date: one told before ("later", "earlier"), or one that follows ("a week before 20 May")."""
    code, count, way = unit_of(here), _count(here), " ".join(here.match["way"].lower().split())
    if code.startswith("T"):
        return None
    sign = -1 if way in ("earlier", "before", "previously", "prior to") else 1
    if way in ("from now", "hence"):
        anchor, end = here.published.isoformat() if here.published else None, None
    elif way in ("before", "after", "prior to") or here.match["than"]:
        anchor, end = here.setting.follow(here.match.end(), code)
        if anchor is None:
            return None
    else:
        quarter = here.setting.quarter()
        if code == "Y" and count == 1 and sign < 0 and quarter is not None:
            return Valued(f"{quarter[0] - 1}-Q{quarter[1]}")
        anchor, end = here.setting.anchor(here.match.start(), code), None
    if anchor is None or count is None:
        return Valued(_period(None, code, 0))
    return Valued(_moved_value(anchor, code, sign * int(count)), "DATE", end)


def every(here: Expression) -> Valued | None:
    """Every or each of a kind of time."""
    if here.group("weekday"):
        if not here.capital("weekday"):
            return None
        part = here.group("part2")
        return Valued(f"XXXX-WXX-{weekday_number(here.match['weekday'])}" + (part_code(part) if part else ""), "SET")
    if here.group("month"):
        return Valued(f"XXXX-{month_number(here.match['month']):02d}", "SET") if here.capital("month") else None
    if here.group("part"):
        return Valued("XXXX-XX-XX" + part_code(here.match["part"].lower()), "SET")
    if here.group("season"):
        return Valued("XXXX-" + words("calendar", "season")[here.match["season"].lower()], "SET")
    other = here.group("other")
    count = 1 if other is None else 2 if other in ("other", "second") else numeral(other) or 1
    return Valued(_length(count, unit_of(here)), "SET")


def weekdays(here: Expression) -> Valued | None:
    """Weekdays in the plural: "on Mondays", "Tuesday nights"."""
    if not here.capital("weekday"):
        return None
    part = here.group("part")
    return Valued(f"XXXX-WXX-{weekday_number(here.match['weekday'])}" + (part_code(part) if part else ""), "SET")


def per_unit(here: Expression) -> Valued | None:
    """ "Twice a week"."""
    return Valued(_length(1, unit_of(here)), "SET")


def a_unit(here: Expression) -> Valued | None:
    """ "A year" or "per year" behind a number is a rate."""
    rate = here.group("word") == "per" or BEFORE_RATE.search(here.before(40))
    return Valued(_length(1, unit_of(here)), "SET") if rate else None


def adverb(here: Expression) -> Valued | None:
    """ "Daily", "annually"; a newspaper's name has a capital."""
    return Valued(words("calendar", "adverb")[here.match["word"]], "SET") if here.match["word"].islower() else None


def reference(here: Expression) -> Valued | None:
    """Now, the past, the future."""
    word, after = here.match["word"], [word.strip(".,;") for word in here.after(20).lower().split()] or [""]
    if word.isupper() or (word.lower() == "soon" and after[0] in ("as", "after")):
        return None
    if word.lower().endswith("past") and (numeral(after[0]) is not None or after[0] in VAGUE or after[0].rstrip("s") in words("calendar", "unit")):
        return None
    return Valued(words("calendar", "reference")[here.group("word") or ""])
