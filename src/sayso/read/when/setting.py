"""What a time expression is read against: the day of publication, the tense around it, and the dates told before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sayso.data import Time, TimeType
from sayso.read.calendar import Leaning, Tenses, moved, week_of

ANCHOR_REACH = 300
"""How far back "three days later" may refer: about two sentences."""

QUARTER = re.compile(r"\d{4}-Q[1-4]$")

Follow = Callable[[int, str], tuple[str | None, int | None]]
"""(place, unit) -> value and end of the date that begins right behind the place."""


@dataclass(slots=True)
class Setting:
    """One text being read from left to right; `found` grows as expressions are valued."""

    text: str
    published: date | None
    tenses: Tenses
    follow: Follow
    found: list[Time] = field(default_factory=list)

    def anchor(self, start: int, unit: str) -> str | None:
        """The latest date told within reach before `start` that is at least as exact as the unit."""
        shape = exact_to(unit)
        for time in reversed(self.found):
            if start - time.span.end > ANCHOR_REACH:
                return None
            if time.type in ("DATE", "TIME") and shape.match(time.value):
                return time.value
        return None

    def quarter(self) -> tuple[int, int] | None:
        """(year, quarter) of the quarter that the report is about: the latest year told of the quarter told last."""
        told = [(int(time.value[:4]), int(time.value[-1])) for time in self.found if QUARTER.match(time.value)]
        return max(quarter for quarter in told if quarter[1] == told[-1][1]) if told else None


@dataclass(frozen=True, slots=True)
class Expression:
    """A match of a pattern, in its setting, with the argument that the table of patterns gives."""

    match: re.Match[str]
    setting: Setting
    argument: str = ""

    @property
    def published(self) -> date | None:
        """The day of publication."""
        return self.setting.published

    def group(self, *names: str) -> str | None:
        """The first of these groups that is in the pattern and took part, in lower case with single blanks."""
        for name in names:
            if name in self.match.re.groupindex and self.match[name]:
                return " ".join(self.match[name].lower().split())
        return None

    def capital(self, name: str) -> bool:
        """Whether that group is written as a name is: Friday, FRIDAY, not friday."""
        return self.match[name][:1].isupper()

    def leaning(self) -> Leaning | None:
        """Whether the clause around it speaks of the past or the future."""
        return self.setting.tenses.leaning(self.match.start(), self.match.end())

    def before(self, length: int, group: int | str = 0) -> str:
        """So many characters before it, or before one of its groups."""
        start = self.match.start(group)
        return self.setting.text[max(0, start - length) : start]

    def after(self, length: int, group: int | str = 0) -> str:
        """So many characters behind it, or behind one of its groups."""
        end = self.match.end(group)
        return self.setting.text[end : end + length]


class Valued(NamedTuple):
    """The value and type of an expression, and its end where it is not that of the match."""

    value: str
    type: TimeType = "DATE"
    end: int | None = None


Rule = Callable[[Expression], Valued | None]


def exact_to(unit: str) -> re.Pattern[str]:
    """What the value of a date begins with that is at least as exact as a unit (Y, E, M, else days)."""
    return re.compile({"Y": r"\d{4}", "E": r"\d{4}", "M": r"\d{4}-\d\d"}.get(unit, r"\d{4}-\d\d-\d\d"))


def step_of(rel: str) -> int:
    """-1 for "last", 1 for "next", 0 for "this"."""
    return -1 if rel in ("last", "past", "the previous") else 1 if rel in ("next", "the following") else 0


def near_year(published: date | None, rel: str) -> str:
    """The year that "last", "this" or "next year" is; XXXX without a publication."""
    return "XXXX" if published is None else f"{published.year + step_of(rel):04d}"


def near_week(published: date | None, step: int) -> str:
    """The ISO week so many weeks from now; XXXX-WXX without a publication."""
    day = moved(published, 7 * step) if published else None
    return week_of(day) if day else "XXXX-WXX"
