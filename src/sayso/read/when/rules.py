"""Which function values which pattern of tables/times.tsv."""

from __future__ import annotations

from sayso.read.when import dates, days, periods
from sayso.read.when.setting import Rule

RULES: dict[str, Rule] = {
    "iso": days.iso,
    "numeric": days.numeric,
    "fixed": days.fixed,
    "fixed part": days.fixed_part,
    "month_day": days.month_day,
    "feast": days.feast,
    "month_year": dates.month_year,
    "month": dates.month,
    "weekday_number": days.weekday_number_of_month,
    "weekday": days.weekday,
    "weekdays": periods.weekdays,
    "near_day": days.near_day,
    "part_of_day": days.part_of_day,
    "clock": days.clock,
    "quarter": dates.quarter,
    "half": dates.half,
    "same_quarter": dates.same_quarter,
    "near_period": periods.near_period,
    "span_of": periods.span_of,
    "weekend": periods.weekend,
    "that_period": periods.that_period,
    "year": dates.year,
    "spoken_year": dates.spoken,
    "season": dates.season,
    "decade": dates.decade,
    "century": dates.century,
    "ago": periods.ago,
    "shifted": periods.shifted,
    "duration": periods.duration,
    "many": periods.many,
    "long": periods.long,
    "every": periods.every,
    "per_unit": periods.per_unit,
    "a_unit": periods.a_unit,
    "adverb": periods.adverb,
    "reference": periods.reference,
}
"""Function column of tables/times.tsv -> how the value is made."""
