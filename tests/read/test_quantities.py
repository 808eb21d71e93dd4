"""Quantities of news English: number, unit, comparison, and what is counted."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Span
from sayso.read.quantities import quantities

# text, words of the quantity, value, unit, comparison, of, upper
CASES = [
    ("They sent more than 10,000 soldiers abroad.", "more than 10,000", 10000, None, ">", "soldiers", None),
    ("Two-thirds of voters stayed away.", "Two-thirds", 2 / 3, None, "=", "voters", None),
    ("The deal is worth £1.2bn.", "£1.2bn", 1.2e9, "GBP", "=", None, None),
    ("The fund gave $2.5 million in aid.", "$2.5 million", 2.5e6, "USD", "=", "aid", None),
    ("Support fell to 12 percent of members.", "12 percent", 12, "%", "=", "members", None),
    ("Support fell to 12.5% on the day.", "12.5%", 12.5, "%", "=", None, None),
    ("About a dozen protesters gathered.", "About a dozen", 12, None, "~", "protesters", None),
    ("Between 5 and 7 boats were lost.", "Between 5 and 7", 5, None, "between", "boats", 7),
    ("The storm took at least 40 lives.", "at least 40", 40, None, ">=", "lives", None),
    ("Nearly 300 houses burned.", "Nearly 300", 300, None, "~", "houses", None),
    ("As many as 50 people were trapped.", "As many as 50", 50, None, "<=", "people", None),
    ("Up to 9,000 jobs will go.", "Up to 9,000", 9000, None, "<=", "jobs", None),
    ("Some 3,000 farmers marched.", "Some 3,000", 3000, None, "~", "farmers", None),
    ("Hundreds of refugees slept outside.", "Hundreds", 100, None, ">=", "refugees", None),
    ("Tens of thousands of people fled.", "Tens of thousands", 10000, None, ">=", "people", None),
    ("Police held a 34-year-old man.", "34-year-old", 34, "year", "=", "man", None),
    ("Maria Lopez, 41, was unhurt.", "41", 41, "year", "=", None, None),
    ("He was aged 19.", "aged 19", 19, "year", "=", None, None),
    ("Twenty-three miners were rescued.", "Twenty-three", 23, None, "=", "miners", None),
    ("One person was killed.", "One", 1, None, "=", "person", None),
    ("The reef lies 12 km off the coast.", "12 km", 12, "km", "=", None, None),
    ("A 2,000-pound bomb fell.", "2,000-pound", 2000, "lb", "=", "bomb", None),
    ("The fine was 3 million euros.", "3 million euros", 3e6, "EUR", "=", None, None),
    ("Fewer than 20 tonnes of grain arrived.", "Fewer than 20 tonnes", 20, "t", "<", "grain", None),
    ("The mine employs 500 or more workers.", "500 or more", 500, None, ">=", "workers", None),
    ("The budget is €300,000.", "€300,000", 300000, "EUR", "=", None, None),
    ("Half a million homes lost power.", "Half a million", 500000, None, "=", "homes", None),
    ("The crowd of 1.5 million cheered.", "1.5 million", 1.5e6, None, "=", None, None),
    ("From 5 to 7 percent of cows fell ill.", "5 to 7 percent", 5, "%", "between", "cows", 7),
    ("Rates rose by 25 basis points.", "25 basis points", 25, "bp", "=", None, None),
    ("The house has no fewer than six bedrooms.", "no fewer than six", 6, None, ">=", "bedrooms", None),
    ("Some 200 North Korean soldiers were wounded.", "Some 200", 200, None, "~", "soldiers", None),
    ("The wave was 30 feet high.", "30 feet", 30, "ft", "=", None, None),
    ("The army lost 1,200 of its men.", "1,200", 1200, None, "=", "men", None),
    ("The state paid US$40m for it.", "US$40m", 40e6, "USD", "=", None, None),
    ("A 500km pipe was laid.", "500km", 500, "km", "=", "pipe", None),
    ("It will cost between $12 million and $20 million.", "between $12 million and $20 million", 12e6, "USD", "between", None, 20e6),
    ("Twelve of the 30 hostages returned.", "Twelve", 12, None, "=", "hostages", None),
]


@pytest.mark.parametrize(("text", "words", "value", "unit", "comparison", "of", "upper"), CASES)
def test_quantity(text: str, words: str, value: float, unit: str | None, comparison: str, of: str | None, upper: float | None) -> None:
    first = quantities(text)[0]
    assert text[first.span.start : first.span.end] == words
    assert first.value == pytest.approx(value)
    assert (first.unit, first.comparison, first.of, first.upper) == (unit, comparison, of, upper)


NONE = [
    "World War II began long before.",
    "She was born on 22 November 2024.",
    "The vote is on Nov. 22.",
    "They met at 3:30 p.m. and left by 17:45.",
    "The siege lasted three days.",
    "The home side won 3-1 in the rain.",
    "Call 020 7946 0000 or 0800-555-0199.",
    "The law was passed in 2016.",
    "An F-16 and a Boeing 737 collided.",
    "Flight 370 vanished over the sea.",
    "No one knows which one it was.",
    "He came third, on the 22nd floor.",
    "Article 5 of the treaty applies.",
    "It happened on Friday (22).",
    "Protests spread in the 1990s.",
    "COVID-19 came back.",
    "The eBook 4 went on sale.",
    "Between 2014 and 2016 the mill stood still.",
    "One of the doors was open.",
    "",
    "\n\n",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_quantity(text: str) -> None:
    assert quantities(text) == ()


def test_span_limits_the_search_and_keeps_offsets() -> None:
    text = "Four boats sank. Five boats stayed."
    found = quantities(text, span=Span(17, len(text)))
    assert [(text[q.span.start : q.span.end], q.value) for q in found] == [("Five", 5)]


def test_all_of_a_sentence() -> None:
    text = "At least 12 people died and 30 others were hurt when a 5.4-magnitude quake hit, causing $3bn of damage."
    assert [(q.value, q.unit, q.of) for q in quantities(text)] == [
        (12, None, "people"),
        (30, None, "others"),
        (5.4, "magnitude", "quake"),
        (3e9, "USD", "damage"),
    ]


@given(st.text(alphabet="a F1 20,.:-'onetwhudred\n%/()$£", max_size=120))
def test_spans_lie_inside_and_never_overlap(text: str) -> None:
    found = quantities(text)
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("piece", ["1", "1,", "one ", "two-", "$", "more than ", "5 to ", "a", " ", "million "])
def test_long_lines_are_read_in_linear_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    begun = time.process_time()
    quantities(text)
    assert time.process_time() - begun < 4
