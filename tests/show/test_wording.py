"""How things are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.data import Article, Count
from sayso.show.wording import Lines, clean, day, days, interval, labels, number, quoted, shorten


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        ("2024-03-02", "2024-03-02", "2 March 2024"),
        ("2024-03-02", "2024-03-04", "2 to 4 March 2024"),
        ("2024-02-28", "2024-03-01", "28 February to 1 March 2024"),
        ("2023-12-31", "2024-01-01", "31 December 2023 to 1 January 2024"),
        ("2024-03-02T10:00:00+00:00", None, "2 March 2024"),
        (None, None, ""),
    ],
)
def test_ranges_of_days(first: str | None, last: str | None, wanted: str) -> None:
    assert days(first, last) == wanted


def test_days_that_are_not_known_fully_stay() -> None:
    assert day("2024-03") == "2024-03"
    assert day("2024-13-02") == "2024-13-02"
    assert day(None) == ""


def test_counts() -> None:
    assert [interval(Count(*one)) for one in ((0, 0), (1, 1), (2, 2), (1, 3), (0, 1))] == [
        "no witness",
        "1 witness",
        "2 witnesses",
        "1 to 3 witnesses",
        "0 to 1 witnesses",
    ]
    assert [number(n, "claim") for n in (0, 1, 2)] == ["no claims", "1 claim", "2 claims"]


def test_line_numbers_with_every_line_end() -> None:
    lines = Lines("a\nb\r\nc\rd\n\ne")
    assert [lines.number(at) for at in range(len("a\nb\r\nc\rd\n\ne"))] == [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6]


def test_labels_are_short_and_unique() -> None:
    made = [Article(str(at), "x", path=path) for at, path in enumerate(("a/b/one.txt", "a/c/one.txt", "a/two.txt", "/one.txt", "-"))]
    found = labels([*made, Article("9", "x", outlet="Post")])
    assert list(found.values()) == ["b/one.txt", "c/one.txt", "two.txt", "/one.txt", "standard input", "Post"]


def test_quotes_are_not_doubled() -> None:
    assert quoted("“The pier fell,”") == "“The pier fell,”"
    assert quoted("'It fell'") == "“It fell”"
    assert quoted("the pier's end") == "“the pier's end”"
    assert quoted('"No," she said, "never"') == '“"No," she said, "never"”'


@given(st.text(max_size=300), st.integers(2, 100))
def test_shortened_text_is_short(text: str, most: int) -> None:
    found = shorten(clean(text), most)
    assert len(found) <= most
    assert found == clean(text) or found.endswith("…")
