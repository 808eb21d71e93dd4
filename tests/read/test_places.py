"""Short cuts through a text: they must find what the long way finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import encoder
from sayso.data import Span
from sayso.read.amounts import other, other_heads
from sayso.read.calendar import matches_at, places_told
from sayso.read.cues import _split, words
from sayso.read.when.dating import _bracket, _full, _heads, _month_year
from sayso.read.when.expressions import _first_words, _telltale

PIECES = [
    "about", "more than", "five", "twenty-one", "half", "a third", "two-thirds of", "$", "3", "1,200", "½", "million", "5m", "between", "and",
    "per cent",
    "Monday", "Friday (22)", "12 May", "May 3, 2021", "2019-11-03", "in his 50s", "9/11", "nineteen", "years", "a week ago", "these days",
    "last month",
    "don't", "didn’t", "U.S.", "the mayor's", "co-sponsor", "Ana", "said", ".", ",", "“", "”", "\n", "\n\n", "é", "(", ")", "a.m.", "today",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_what_only_looks_like_an_amount_begins_at_few_words_and_marks(text: str) -> None:
    for pattern in (other(lengths=False), other(lengths=True)):
        found = matches_at(pattern, other_heads(text), text, Span(0, len(text)))
        assert [m.span() for m in found] == [m.span() for m in pattern.finditer(text)]


@settings(deadline=None)
@given(TEXTS)
def test_days_begin_at_digits_and_names_of_days_and_months(text: str) -> None:
    months, weekdays, days = _heads(text)
    for pattern, heads in ((_full(), days), (_bracket(), weekdays), (_month_year(), months)):
        found = matches_at(pattern, heads, text, Span(0, len(text)))
        assert [m.span() for m in found] == [m.span() for m in pattern.finditer(text)]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_telltale_words_begin_at_the_words_they_begin_with(text: str) -> None:
    found = matches_at(_telltale(), places_told(text, _first_words()), text, Span(0, len(text)))
    assert [m.span() for m in found] == [m.span() for m in _telltale().finditer(text)]


@settings(deadline=None)
@given(TEXTS, st.data())
def test_a_stretch_of_a_long_text_has_the_words_it_has_by_itself(text: str, data: st.DataObject) -> None:
    long = text + " and so on." * 40
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert words(long, (Span(start, end),)) == tuple(_split(long, start, end))


@pytest.mark.parametrize(("word", "surface"), [("the", encoder.LOWER), ("3d", encoder.DIGIT), ("Oslo", encoder.CAPITAL), ("UN", encoder.UPPER)])
def test_what_the_vocabulary_hides_of_a_word(word: str, surface: int) -> None:
    assert encoder.pieces(f"{word} went").surfaces[0] == surface


def test_quoted_pieces_are_marked_and_breaks_are_not() -> None:
    found = encoder.pieces("He said: “Go\nhome” now.")
    quoted = {at for at, surface in enumerate(found.surfaces) if surface >= encoder.QUOTED + encoder.LOWER and found.ids[at] != encoder.PARAGRAPH}
    assert found.surfaces[found.ids == encoder.PARAGRAPH].tolist() == [encoder.BREAK]
    assert quoted
