"""Patterns that are tried only where they may match, and words that are looked for first: nothing is lost by it."""

from __future__ import annotations

import re
from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Name, Span
from sayso.read import amounts, calendar, cues, estimates, names, refusals
from sayso.read.when import dating, expressions
from sayso.read.who import words
from sayso.text import ANY_GLUED, GLUED

SAID = (
    "at least nearly up to no fewer than in excess of between and aged about half a an one two-thirds dozen hundreds of million several minus -5 (−3 "
    "$5bn US$ 7 Rs. 12 EUR40 .5 1,250 3/4 ¾ 5-7 9/11 10% x5 1920x1080 F16 age 43 per cent the men in ten out of five "
    "will be won't be ’ll it'll be announced said was due 2said won led expected to step co-sponsored Hundred "
    "Friday, Nov. 22 May may 2024-11-22 22nd of November 1999 (22) early last next this week weeks months year-end "
    "year's end quarter ago earlier later yearlong ’80s twenties Q3 fiscal daily recently Christmas summer every twice per 20th Sept. this the in "
    "Mondays mornings first half weekend today noon 5:30 p.m. GMT century "
    "also put putting at now has gave as spoke a figure by her By count the union's estimate best "
    "didn't cannot can’t nt't n't they're co-op U.S. e.g. _a Kim’s don't.’t "
    "GarciaMexico YouTube McKay xY éMexico Kim South KimSouth abCde "
    'declined refuses to say comment would not be drawn did respond questions calls\n\n \n . ! ? ” " ; — ( ) , é 😀'
)
TEXTS = st.lists(st.sampled_from([*SAID.split(" "), " ", " ", " ", "\n", ""]), max_size=40).map(" ".join) | st.lists(
    st.sampled_from([*SAID.split(" "), " ", " "]), max_size=20
).map("".join)


@given(TEXTS)
def test_amounts(text: str) -> None:
    told = calendar.places_told(text, amounts.numeral_words())
    at = 0
    while at <= len(text):
        first = bisect_left(told, at)
        there = first < len(told)
        everywhere = amounts.amount().search(text, max(at, told[first] - amounts.BEFORE_NUMBER)) if there else None
        found = amounts.next_amount(text, told, at, len(text))
        assert (found and found.span()) == (everywhere and everywhere.span())
        at = found.end() if found is not None and found.end() > at else at + 7


@given(TEXTS)
def test_what_only_looks_like_an_amount(text: str) -> None:
    for lengths in (True, False):
        pattern = amounts.other(lengths=lengths)
        found = calendar.matches_at(pattern, amounts.other_heads(text), text, Span(0, len(text)))
        assert [match.span() for match in found] == [match.span() for match in pattern.finditer(text)]


@given(TEXTS)
def test_cues_of_tense_and_ends_of_sentences(text: str) -> None:
    told = calendar.Tenses(text)
    assert [cue.span() for cue in told._cues_between(0, len(text))] == [cue.span() for cue in calendar._cues().finditer(text)]
    plain = re.compile(r"[^\W\d_]{3}[.!?][”\"'’)]{0,3}\s{1,4}(?=[“\"‘']?[A-Z])|\n\s{0,9}\n")
    assert told._borders == [border.end() for border in plain.finditer(text)]


@given(TEXTS)
def test_times(text: str) -> None:
    """What a pattern needs stands in all that it finds, and begins with a word that it may begin with."""
    gated = {(one.start, one.end, one.rank) for one in expressions._candidates(text, Span(0, len(text)))}
    for window in expressions._windows(text, Span(0, len(text))):
        for rank, pattern in enumerate(expressions._patterns()):
            for match in pattern.regex.finditer(text, window.start, window.end):
                core = next((name for name in ("core", "core2") if match.re.groupindex.get(name) and match[name]), None)
                assert (*(match.span(core) if core else match.span()), rank) in gated


@given(TEXTS)
def test_days_of_publication(text: str) -> None:
    months, weekdays, days = dating._heads(text)
    for pattern, heads in ((dating._full(), days), (dating._bracket(), weekdays), (dating._month_year(), months)):
        found = calendar.matches_at(pattern, heads, text, Span(0, len(text)))
        assert [match.span() for match in found] == [match.span() for match in pattern.finditer(text)]


@given(TEXTS)
def test_estimates(text: str) -> None:
    heads = calendar.places_of(text, estimates._first_words())
    found = calendar.matches_at(estimates._cues(), heads, text, Span(0, len(text)))
    assert [match.span() for match in found] == [match.span() for match in estimates._cues().finditer(text)]


@given(TEXTS)
def test_words_and_halves_of_contractions(text: str) -> None:
    plain = re.compile(r"\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+(?:[-.]\w+)*|[?!:;,.()\[\]—–]|\S", re.IGNORECASE)
    assert [word.span() for word in cues.WORD.finditer(text)] == [word.span() for word in plain.finditer(text)]


@given(TEXTS)
def test_lost_blanks(text: str) -> None:
    assert (ANY_GLUED.search(text) is None) == (GLUED.search(text) is None)
    assert (words.ANY_GLUED.search(text) is None) == (words.GLUED.search(text) is None)


@pytest.mark.parametrize("pattern", [refusals.REFUSAL, refusals.UNSAID])
@given(text=TEXTS)
def test_refusals(pattern: re.Pattern[str], text: str) -> None:
    assert all(any(part in match.group() for part in refusals.PARTS) for match in pattern.finditer(text))


@given(
    st.lists(st.sampled_from(["Ledger", "Ann Poe", "Poe", "ledger", "Orvane-Beck", "U.S.", "Île", " ", " ", "'s", "_", "1", "\n", "."]), max_size=30)
)
def test_names_that_stand_unmarked(parts: list[str]) -> None:
    text = "".join(parts)
    marks = re.finditer(r"Ledger|Ann Poe|Orvane-Beck|U\.S\.|Île", text)
    found = [Name(Span(*match.span()), "person") for match in marks if match.start() % 3 == 0]
    told = {text[one.span.start : one.span.end] for one in found}
    sought = [one for one in told if len(one) >= names.LEAST_LETTERS and not re.search(rf"\b{re.escape(one.lower())}\b", text)]
    pattern = re.compile("|".join(rf"\b{re.escape(one)}\b" for one in sorted(sought, key=lambda one: (-len(one), one))) or "(?!)")
    places = {match.span() for match in pattern.finditer(text)}
    marked = {(one.span.start, one.span.end) for one in found}
    expected = marked | {(a, b) for a, b in places if not any(a < end and start < b for start, end in marked)}
    assert {(one.span.start, one.span.end) for one in names.everywhere(text, tuple(found))} == expected
