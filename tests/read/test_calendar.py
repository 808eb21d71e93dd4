"""What finders share of the calendar: patterns are tried only where they may match, and find all the same."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Span
from sayso.read.calendar import matches_at, places_of
from sayso.read.when import expressions

DAY = re.compile(r"(?<![^\W\d_])(?:\b(?:Friday|Monday),? )?(?:\d{1,2} May|May \d{1,2})\b", re.IGNORECASE)
FIGURE = re.compile(r"(?<![A-Za-z])(?:\d{1,3}|about \d)")
LINES = st.lists(st.sampled_from(["Friday", "May", "may", " ", " ", ", ", "(", "£", "7", "22", "a", "é", "_", "\n", "about ", "."]), max_size=40).map(
    "".join
)


@given(LINES)
def test_looking_where_a_match_may_begin_finds_what_looking_everywhere_does(text: str) -> None:
    for pattern, words in ((DAY, ("friday", "monday", "may", "0")), (FIGURE, ("about", "0"))):
        for within in (Span(0, len(text)), Span(len(text) // 3, len(text) - len(text) // 4)):
            found = [match.span() for match in matches_at(pattern, places_of(text, words), text, within)]
            assert found == [match.span() for match in pattern.finditer(text, within.start, within.end)]


SAID_AT = [
    "It ended at 5 p.m. on Friday.", "It ended at 5\u00a0PM.", "It ended at 11.30am sharp.", "It ended at 17:45 GMT.", "It ended at 9:05 ET.",
    "It ended at 1745 GMT.", "Filed 2024-11-19 10:15.", "Filed 19/11/24.", "Filed 19.11.2024.", "They met on Friday (22).",
    "They met on Fri. the 22nd.",
    "Sales rose in Q3 2020 and Q1.", "In the early 1990s it fell.", "In the late ’80s it fell.", "In early 2023 it fell.", "It fell in 2019/20.",
    "It fell in 2019-2020.", "After 9/11 it fell.", "It was ١٢:٣٠ by 12:30.",
]  # fmt: skip


def test_no_time_is_lost_by_what_the_table_says_every_expression_holds() -> None:
    for text in SAID_AT:
        window = expressions._windows(text, Span(0, len(text)))[0]
        skipped = [candidate.match.span() for candidate in expressions._candidates(text, Span(0, len(text)))]
        tried = [m.span() for pattern in expressions._patterns() for m in pattern.regex.finditer(text, window.start, window.end)]
        assert sorted(skipped) == sorted(tried), text
        assert expressions.times(text, published=date(2024, 11, 22)), text
