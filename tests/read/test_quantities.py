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


# text, values with lengths of time counted in; a pair is a range
VALUES: list[tuple[str, list[float | tuple[float, float]]]] = [
    ("Growth will be 5% to 7% next year.", [(5, 7)]),
    ("The bank sees growth between 5% and 7%.", [(5, 7)]),
    ("Growth of between 5 percent and 7 percent is likely.", [(5, 7)]),
    ("Sales rose from 5% to 7%.", [5, 7]),
    ("The fine may reach $5 million to $7 million.", [(5000000, 7000000)]),
    ("It paid $8-10 million for the site.", [(8000000, 10000000)]),
    ("It paid $8-$10 million for the site.", [(8000000, 10000000)]),
    ("Shares cost $12.50-$13.00 each.", [(12.5, 13)]),
    ("It earned $1.5-1.7 billion.", [(1500000000, 1700000000)]),
    ("Walkers need 10-15 minutes.", [(10, 15)]),
    ("They trained 30-40 recruits.", [(30, 40)]),
    ("The waves were 30- to 40-foot walls of water.", [(30, 40)]),
    ("The survey asked 18- to 34-year-olds.", [(18, 34)]),
    ("Voters aged 18 to 34 stayed home.", [(18, 34)]),
    ("Voters aged 18-34 stayed home.", [(18, 34)]),
    ("Repairs take four to six weeks.", [(4, 6)]),
    ("Two or three boats were seen.", [(2, 3)]),
    ("Prices range from 20 to 30 euros.", [(20, 30)]),
    ("Prices range from $20 to $30.", [(20, 30)]),
    ("The team won 3-1.", []),
    ("They beat Bolton 24-17 at home.", []),
    ("Turnout fell by -0.5%.", [-0.5]),
    ("It was minus 12 degrees.", [-12]),
    ("Temperatures of -5C to 3C are likely.", [(-5, 3)]),
    ("Output fell .5 percent.", [0.5]),
    ("He lives at 10 Downing Street.", []),
    ("The blaze at 221 Baker Street killed two people.", [2]),
    ("About 3/4 of homes were hit.", [0.75]),
    ("The plank is 2 1/2 inches thick.", [2.5]),
    ("A third of voters agreed.", [1 / 3]),
    ("One in five children is poor.", [0.2]),
    ("Nine out of 10 users agreed.", [0.9]),
    ("It has a 4000mAh battery and a 6.5-inch screen.", [4000, 6.5]),
    ("The car makes 250hp at 6,000 rpm.", [250, 6000]),
    ("The 2.0-litre engine does 45 mpg.", [2, 45]),
    ("It went from 0 to 60 mph in 4.5 seconds.", [0, 60, 4.5]),
    ("It runs at 2.4GHz with 8GB of memory.", [2.4, 8]),
    ("The dose is 10mg twice a day.", [10]),
    ("She scored 25 points and took 10 rebounds.", [25, 10]),
    ("The sentence is five years.", [5]),
    ("He was jailed for 18 months and fined $500.", [18, 500]),
    ("Three days later they left.", [3]),
    ("The FTSE 100 lost 45.6 points to 7123.5.", [45.6, 7123.5]),
    ("The S&P 500 rose 1.2 percent.", [1.2]),
    ("The iPhone 11 costs $699.", [699]),
    ("He won 2 of 3 sets.", [2, 3]),
    ("The rate rose 0.25 percentage point.", [0.25]),
    ("It cost 75 cents.", [0.75]),
    ("Profit was up 12 pct at 3.4bn yuan.", [12, 3400000000]),
    ("Output is 300,000 barrels a day.", [300000]),
    ("The 12-year-old boy and the 9-month-old girl survived.", [12, 9]),
    ("A 500-page report names 20 firms.", [500, 20]),
    ("The fund is worth RM3.5 million.", [3500000]),
    ("It raised Rs 500 crore.", [5000000000]),
    ("They lost S$2.3 million and A$400.", [2300000, 400]),
    ("It has 5 million users, up from 4 million.", [5000000, 4000000]),
    ("It closed at 1,234.56.", [1234.56]),
    ("The odds are 5/2.", []),
    ("The quarter-final is on Sunday.", []),
    ("Half of the crew was sick.", [0.5]),
    ("He ate half a loaf.", [0.5]),
    ("The glass was half full.", []),
    ("The fourth quarter was weak.", []),
    ("Revenue doubled to $3 billion in the third quarter.", [3000000000]),
    ("The storm had winds of 120 mph (190 kph).", [120, 190]),
    ("One of the five men was killed.", [1, 5]),
    ("No one was hurt in the one-day strike.", [1]),
    ("Sales fell 3.4 per cent to 1.2 million units in the 12 months to March 2019.", [3.4, 1200000, 12]),
    ("Around 20-25% of patients relapse.", [(20, 25)]),
    ("It will create 1,000 to 1,500 jobs.", [(1000, 1500)]),
    ("A two-thirds majority is needed.", [2 / 3]),
    ("The shares traded at 10 times earnings.", [10]),
    ("It is 2.5x faster.", [2.5]),
    ("Dozens of people were hurt.", [12]),
    ("Unemployment is 4.1%, down from 4.3%.", [4.1, 4.3]),
    ("The deal values it at about $45 a share.", [45]),
    ("More than 60% of its 1,200 staff left.", [60, 1200]),
    ("A 15-to-20-minute walk.", [(15, 20)]),
    ("Oil fell 2.1% to $61.20 a barrel.", [2.1, 61.2]),
    ("Page 12 lists six errors.", [6]),
    ("It measures 20 x 30 cm.", [20, 30]),
    ("Call 555-0134 now.", []),
    ("It cost US$3 to $4.", [(3, 4)]),
    ("The index was 0.3 percent higher, at 2,345.67 points.", [0.3, 2345.67]),
    ("They met on 12 March and agreed on 15 points.", [15]),
    ("Between 2017 and 2019, 300 firms closed.", [300]),
    ("Some 1.2-1.4 million people will move.", [(1200000, 1400000)]),
    ("It has a zero-tolerance policy.", []),
    ("Zero cases were reported.", [0]),
    ("There were zero deaths and one injury.", [0, 1]),
    ("A million people marched.", [1000000]),
    ("A hundred-odd guests came.", [100]),
    ("The two sides met.", [2]),
    ("Both men had two children each.", [2]),
    ("Its first two models sold out.", [2]),
    ("A one-time fee of $1m.", [1000000]),
    ("The four-door car has four-wheel drive.", [4, 4]),
    ("Three-quarters of staff left.", [0.75]),
    ("A quarter of a million people.", [250000]),
    ("It is worth one and a half million dollars.", [1500000]),
    ("She is six feet two inches tall.", [6, 2]),
    ("The 35-year-old won gold.", [35]),
    ("The company, founded in 1998, has 40 staff.", [40]),
    ("The CAC 40 fell.", []),
    ("The top speed is 200 km/h.", [200]),
    ("The bill passed 215-210.", []),
    ("The House voted 215 to 210.", [215, 210]),
    ("Its CO2 output is 120 g/km.", [120]),
    ("Levels hit 415 parts per million.", [415]),
    ("The screen shows 1080p video at 60fps.", [60]),
    ("The camera has 48 megapixels.", [48]),
    ("The phone has a 48MP camera.", [48]),
    ("Nearly one-third of seats are empty.", [1 / 3]),
    ("A $5-million deal and a 2-million-strong crowd.", [5000000, 2000000]),
    ("The firm raised $3 bln.", [3000000000]),
    ("Rates rose half a percentage point.", [0.5]),
    ("They walked half a mile.", [0.5]),
    ("One of the men was shot.", [1]),
    ("One of the largest banks failed.", []),
    ("It is one of the world's most visited sites.", []),
    ("Five of the top 10 banks failed.", [5, 10]),
    ("He is 5ft 10in tall.", [5, 10]),
    ("Support rose to 8pc.", [8]),
    ("They got six per 100,000 people.", [6]),
    ("The firm had 1950 workers.", [1950]),
    ("The 2019 results were strong.", []),
    ("The top 10 firms hold 40%.", [10, 40]),
    ("It came in the top 10.", []),
    ("She won the 400m hurdles.", [400]),
    ("The mast is 120m high.", [120]),
    ("Visitors rose to 1.2m from 900,000.", [1200000, 900000]),
    ("Several hundred people came.", [100]),
    ("Net profit rose by a fifth to 450 million euros.", [0.2, 450000000]),
    ("The rate rose 0.5% to 4%.", [0.5, 4]),
    ("Oil fell $2.10 to $61.", [2.1, 61]),
    ("Sales will rise 5% to 7%.", [(5, 7)]),
    ("The share eased 1 to 416.", [1, 416]),
    ("It fell 5 to 7 points.", [(5, 7)]),
    ("It may earn 15 cents to 20 cents a share.", [(0.15, 0.2)]),
    ("He was caught between two cars and three trucks.", [2, 3]),
    ("It has between 5 million users and 7 million.", [(5000000, 7000000)]),
    ("In the first half of the year it lost $5m.", [5000000]),
    ("World War Two ended.", []),
    ("Windows 10 needs 4GB of memory.", [4]),
    ("The range of 10-15 is fine.", [(10, 15)]),
    ("A half million people left.", [500000]),
    ("Revenue was $4.03 billion.", [4030000000]),
    ("They went 7-for-12.", []),
    ("The yield is three-and-a-half times that.", [3.5]),
    ("Of every $US10, $A3 is lost.", [10, 3]),
    ("One U.S. official spoke.", [1]),
]


@pytest.mark.parametrize(("text", "values"), VALUES)
def test_values(text: str, values: list[float | tuple[float, float]]) -> None:
    found = [(q.value, q.upper) if q.upper is not None else (q.value,) for q in quantities(text, lengths=True)]
    assert found == [pytest.approx(value if isinstance(value, tuple) else (value,)) for value in values]


def test_lengths_of_time_are_found_only_when_they_are_wanted() -> None:
    text = "He served five years and 18 months, then a 34-year-old took over for $2m."
    assert [(q.value, q.unit) for q in quantities(text)] == [(34, "year"), (2e6, "USD")]
    assert [(q.value, q.unit) for q in quantities(text, lengths=True)] == [(5, "a"), (18, "mo"), (34, "year"), (2e6, "USD")]


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
