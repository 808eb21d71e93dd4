"""Times of news English: values, types, anchors, and what is no time at all."""

from __future__ import annotations

import itertools
import time
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Span
from sayso.read.when.expressions import times

FRIDAY = date(2024, 11, 22)
"""The day on which the sentences below were published."""

CASES = [
    # absolute dates
    ("The bridge was closed on 22 November 2024.", "22 November 2024", "2024-11-22", "DATE"),
    ("The bridge was closed on Nov. 20.", "Nov. 20", "2024-11-20", "DATE"),
    ("The bridge was closed on November 20th.", "November 20th", "2024-11-20", "DATE"),
    ("Filed 2024-11-19 by the clerk.", "2024-11-19", "2024-11-19", "DATE"),
    ("Filed on 19/11/2024 by the clerk.", "19/11/2024", "2024-11-19", "DATE"),
    ("Filed on 11/19/2024 by the clerk.", "11/19/2024", "2024-11-19", "DATE"),
    ("The vote of the 3rd of October stands.", "3rd of October", "2024-10-03", "DATE"),
    ("Voters went to the polls on Tuesday, November 5, 2024, in the rain.", "Tuesday, November 5, 2024", "2024-11-05", "DATE"),
    ("The mayor resigned this Friday, November 22, aides said.", "this Friday, November 22", "2024-11-22", "DATE"),
    ("The mayor resigned on Thursday (21).", "Thursday (21)", "2024-11-21", "DATE"),
    ("She was born in March 1961 in Lyon.", "March 1961", "1961-03", "DATE"),
    ("The law was passed in 2016.", "2016", "2016", "DATE"),
    ("He retired in early 2023.", "early 2023", "2023", "DATE"),
    ("Rents doubled in the 1990s.", "the 1990s", "199", "DATE"),
    ("The church dates from the 17th century.", "the 17th century", "16", "DATE"),
    ("Exports fell in the third quarter of 2023.", "the third quarter of 2023", "2023-Q3", "DATE"),
    ("Exports fell in the third quarter.", "the third quarter", "2024-Q3", "DATE"),
    ("Exports fell in the first half of 2023.", "the first half of 2023", "2023-H1", "DATE"),
    # weekdays and months, seen from the publication
    ("Police said on Wednesday that two men were held.", "Wednesday", "2024-11-20", "DATE"),
    ("Police said Friday that two men were held.", "Friday", "2024-11-22", "DATE"),
    ("The court will rule on Monday.", "Monday", "2024-11-25", "DATE"),
    ("On Monday the court will rule.", "Monday", "2024-11-25", "DATE"),
    ("The talks resume next Tuesday.", "next Tuesday", "2024-11-26", "DATE"),
    ("Reports will be published on Sunday.", "Sunday", "2024-11-24", "DATE"),
    ("Ahead of the visit, which will be short, the ministry on Sunday issued a warning.", "Sunday", "2024-11-17", "DATE"),
    ("He kept the post until Saturday.", "Saturday", "2024-11-23", "DATE"),
    ("They met last Friday.", "last Friday", "2024-11-15", "DATE"),
    ("The treaty was signed in June.", "June", "2024-06", "DATE"),
    ("The treaty was signed in December.", "December", "2023-12", "DATE"),
    ("Elections are due in February.", "February", "2025-02", "DATE"),
    ("The trial begins on January 14.", "January 14", "2025-01-14", "DATE"),
    ("It snowed heavily last winter.", "last winter", "2023-WI", "DATE"),
    ("Wildfires spread this summer.", "this summer", "2024-SU", "DATE"),
    # relative to the publication
    ("The minister resigned yesterday.", "yesterday", "2024-11-21", "DATE"),
    ("The minister resigns today.", "today", "2024-11-22", "DATE"),
    ("The strike begins tomorrow.", "tomorrow", "2024-11-23", "DATE"),
    ("Shelling was heard last night.", "last night", "2024-11-21TNI", "TIME"),
    ("Parliament meets tonight.", "tonight", "2024-11-22TNI", "TIME"),
    ("Snow fell this morning.", "this morning", "2024-11-22TMO", "TIME"),
    ("The ferry sank on Tuesday night.", "Tuesday night", "2024-11-19TNI", "TIME"),
    ("Prices rose last month.", "last month", "2024-10", "DATE"),
    ("Prices rose last week.", "last week", "2024-W46", "DATE"),
    ("Prices will rise next year.", "next year", "2025", "DATE"),
    ("The envoy left two days ago.", "two days ago", "2024-11-20", "DATE"),
    ("The envoy left three weeks ago.", "three weeks ago", "2024-W44", "DATE"),
    ("The envoy left four months ago.", "four months ago", "2024-07", "DATE"),
    ("The envoy left 10 years ago.", "10 years ago", "2014", "DATE"),
    # clock times
    ("The train left at 3:30 p.m. from Leeds.", "3:30 p.m.", "T15:30", "TIME"),
    ("The train left at 3:30 p.m. on Thursday.", "3:30 p.m. on Thursday", "2024-11-21T15:30", "TIME"),
    ("The siren sounded at 07:15 GMT.", "07:15 GMT", "T07:15", "TIME"),
    ("The siren sounded at noon.", "noon", "T12:00", "TIME"),
    # durations and sets
    ("The siege lasted three days.", "three days", "P3D", "DURATION"),
    ("A two-hour meeting followed.", "two-hour", "PT2H", "DURATION"),
    ("Wages stagnated over the past three years.", "the past three years", "P3Y", "DURATION"),
    ("He waited for two and a half years.", "two and a half years", "P2Y6M", "DURATION"),
    ("The group has met for several months.", "several months", "PXM", "DURATION"),
    ("The council meets every Monday.", "every Monday", "XXXX-WXX-1", "SET"),
    ("Flights leave daily.", "daily", "P1D", "SET"),
    ("The guard trains twice a week.", "twice a week", "P1W", "SET"),
    # references
    ("The firm now employs nobody.", "now", "PRESENT_REF", "DATE"),
    ("The firm recently moved.", "recently", "PAST_REF", "DATE"),
    ("Nobody knows what the future holds.", "the future", "FUTURE_REF", "DATE"),
]


@pytest.mark.parametrize(("text", "words", "value", "kind"), CASES)
def test_value(text: str, words: str, value: str, kind: str) -> None:
    found = times(text, published=FRIDAY)
    assert [(text[t.span.start : t.span.end], t.value, t.type) for t in found] == [(words, value, kind)]


UNRESOLVED = [
    ("Police said on Friday that nobody was hurt.", "XXXX-WXX-5"),
    ("The gates opened on Nov. 22.", "XXXX-11-22"),
    ("The gates opened in June.", "XXXX-06"),
    ("The gates opened yesterday.", "XXXX-XX-XX"),
    ("The gates opened last year.", "XXXX"),
    ("The gates opened on 22 November 2024.", "2024-11-22"),
    ("Sales fell in the second quarter.", "XXXX-Q2"),
]


@pytest.mark.parametrize(("text", "value"), UNRESOLVED)
def test_without_publication_the_unknown_is_x(text: str, value: str) -> None:
    assert [t.value for t in times(text)] == [value]


NO_TIME = [
    "It may rain and they may go on a march through the town.",
    "Troops march on the capital while the sun sat low.",
    "Nothing has changed since the war began.",
    "The city counts 2000 residents and 1,950 houses.",
    "The firm paid $2024 for a desk.",
    "Theresa May resigned from the post.",
    "Sheffield Wednesday lost again.",
    "The fall of the regime surprised no one.",
    "He works for the Sunday Times.",
    "A second man was held.",
    "She is in her 80s.",
    "Call 0800-555-0199 for help.",
    "",
    "\r\n\t ",
    "...",
]


@pytest.mark.parametrize("text", NO_TIME)
def test_what_is_no_time(text: str) -> None:
    assert times(text, published=FRIDAY) == ()


ANCHORED = [
    ("He was elected in May 2019 and, two years later, lost.", ["2019-05", "2021"]),
    ("The blast came on 5 March 2021. Three days later the mine closed.", ["2021-03-05", "2021-03-08"]),
    ("She resigned a week before 20 May 2022.", ["2022-05-13"]),
    ("In 2015 the plant opened; the following year it shut.", ["2015", "2016"]),
    ("Profit was 5 million euros in the third quarter, up from 4 million a year earlier.", ["2024-Q3", "2023-Q3"]),
    ("The mayor left town. Three days later he was back.", ["XXXX-XX-XX"]),
]


@pytest.mark.parametrize(("text", "values"), ANCHORED)
def test_relative_to_an_anchor(text: str, values: list[str]) -> None:
    assert [t.value for t in times(text, published=FRIDAY)] == values


def test_span_limits_the_search_and_keeps_offsets() -> None:
    text = "On Monday it rained. On Tuesday it snowed."
    cut = text.index("On Tuesday")
    found = times(text, published=FRIDAY, span=Span(cut, len(text)))
    assert [text[t.span.start : t.span.end] for t in found] == ["Tuesday"]


def test_datetime_counts_as_its_day() -> None:
    assert times("It rained yesterday.", published=datetime(2024, 11, 22, 23, 59))[0].value == "2024-11-21"


def test_offsets_survive_emoji_and_line_ends() -> None:
    text = "\U0001f600 “Émile” said on\r\nFriday, that e\u0301tude\tbegan on Nov. 20…"
    assert [text[t.span.start : t.span.end] for t in times(text, published=FRIDAY)] == ["Friday", "Nov. 20"]


@given(st.text(alphabet="aF1 20,.:-'rdiyMaonv\n/()$", max_size=120))
def test_spans_lie_inside_and_never_overlap(text: str) -> None:
    found = times(text, published=FRIDAY)
    assert all(0 <= t.span.start < t.span.end <= len(text) for t in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("piece", ["1", "Nov. ", "two ", "the past ", "Friday, ", "a", " ", "12:", "twenty-", "(22) ", "early late "])
def test_long_lines_are_read_in_linear_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    begun = time.process_time()
    times(text, published=FRIDAY)
    assert time.process_time() - begun < 4
